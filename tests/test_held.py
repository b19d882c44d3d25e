"""What stages of many builds have in common: what is as it was is not made again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.held import Held, changed

PIECES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2))


@given(st.lists(PIECES, min_size=1, max_size=5))
def test_each_piece_is_made_when_it_is_not_what_it_was(builds: list[dict[str, int]]) -> None:
    """Whatever comes, goes, changes and comes back; the result is that of making all of them."""
    held, before, made = Held(), dict[str, int](), list[int]()

    def make(piece: int) -> str:
        made.append(piece)
        return str(piece)

    for pieces in builds:
        made.clear()
        assert held.each("stage", pieces, make) == {key: str(piece) for key, piece in pieces.items()}
        assert sorted(made) == sorted(piece for key, piece in pieces.items() if before.get(key) != piece)
        before = pieces


@given(PIECES, PIECES)
def test_what_has_changed_is_what_is_not_equal(before: dict[str, int], now: dict[str, int]) -> None:
    """New ones too; what is gone is none of it."""
    assert changed(before, now) == {key: piece for key, piece in now.items() if before.get(key) != piece}


def test_a_stage_that_is_given_the_same_gives_the_same() -> None:
    """The very same value; and a stage that fails has given nothing."""
    held = Held()
    first = held.same("stage", (1, "a"), lambda: ["made"])
    assert held.same("stage", (1, "a"), list) is first
    with pytest.raises(ZeroDivisionError):
        held.same("stage", (2, "a"), lambda: [1 // 0])
    assert held.same("stage", (2, "a"), list) == []
