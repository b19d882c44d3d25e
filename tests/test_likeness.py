"""Near-copies, and one story told by several outlets."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import extract, likeness
from coranto.likeness import Likeness, Shelf, shingles

WORDS = [
    f"{a}{b}" for a in "bora deli fumo gani helu jori kapa lemi".split() for b in "na ro st vik mer lon da".split()
]


def story(seed: int, length: int = 300) -> str:
    """An invented body: paragraphs of words drawn at random."""
    draw = random.Random(seed)
    sentences = [" ".join(draw.choices(WORDS, k=12)).capitalize() + "." for _ in range(length // 12)]
    return "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def rewritten(body: str, share: float) -> str:
    """The body with so large a share of its words exchanged for others."""
    draw = random.Random(7)
    return " ".join(f"other{at}" if draw.random() < share else word for at, word in enumerate(body.split()))


def best(one: str, other: str, *outlets: str) -> Likeness | None:
    """How like the first is to the second, alone on a shelf; with the outlets of the two."""
    asked, held = outlets or ("", "")
    shelf = Shelf()
    shelf.add("other", other, held)
    found = shelf.nearest(one, 0, asked)
    return found[0] if found else None


def test_the_first_two_pages_tell_one_story_and_the_rest_their_own(seeds: list[Path]) -> None:
    """The raw pages that lie beside the checkout, by the bodies that import takes from them."""
    bodies = {path.name[:3]: extract.from_text(path.read_text(), path.name).body for path in seeds}
    shelf = Shelf()
    for key, body in bodies.items():
        shelf.add(key, body)
    found = {key: [(like.key, like.verdict) for like in shelf.neighbours(key)] for key in bodies}
    assert found.pop("000") == [("001", "same story")]
    assert found.pop("001") == [("000", "same story")]
    assert not any(found.values())
    [like] = shelf.neighbours("000")
    assert (like.shared, like.contained) == pytest.approx((0.54, 0.63), abs=0.02)


@pytest.mark.parametrize(
    ("share", "verdict", "at_home"),
    [
        pytest.param(0.0, "near-copy", "near-copy", id="the-same"),
        pytest.param(0.03, "near-copy", "near-copy", id="a-word-in-thirty"),
        pytest.param(0.15, "same story", "same story", id="a-word-in-seven"),
        pytest.param(0.3, "same story", None, id="a-third"),
        pytest.param(0.6, None, None, id="most-words"),
    ],
)
def test_verdicts_fall_as_words_are_exchanged(share: float, verdict: str | None, at_home: str | None) -> None:
    """Four words that follow one another have to stay; within one outlet more of them."""
    body = story(1, 600)
    for outlets, expected in ((("The Example", "Other Example"), verdict), (("The Example", "the  example"), at_home)):
        like = best(rewritten(body, share), body, *outlets)
        assert (like and like.verdict) == expected


@pytest.mark.parametrize("outlets", [("", ""), ("The Example", ""), ("", "The Example")])
def test_an_unknown_outlet_is_not_another_one(outlets: tuple[str, str]) -> None:
    """Then as much is asked for as within one outlet."""
    body = story(1, 600)
    like = best(rewritten(body, 0.3), body, *outlets)
    assert like is not None and not like.elsewhere and like.verdict is None


def test_a_part_is_the_same_story_as_the_whole() -> None:
    """A brief, or a feed's summary, is held against its own length; but it is no copy."""
    whole = story(2)
    part = whole.partition("\n\n")[0]
    like = best(part, whole)
    assert like is not None and (like.shared, like.verdict) == (1.0, "same story")
    assert like.contained < 0.2
    back = best(whole, part)
    assert back is not None and (back.shared, back.contained) == (like.contained, 1.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("**Bridge** reopened, the _mayor_ said.", "Bridge reopened, the mayor said.", id="emphasis"),
        pytest.param("# Bridge\n\n> reopened, the mayor said", "Bridge reopened, the mayor said", id="blocks"),
        pytest.param("- Bridge reopened\n- the mayor said", "1. Bridge reopened\n2. the mayor said", id="lists"),
        pytest.param("[Bridge](https://a.example/x_(y)) reopened the mayor", "Bridge reopened the mayor", id="link"),
        pytest.param("[Bridge][1] reopened the mayor\n\n[1]: /a", "Bridge reopened the mayor", id="reference"),
        pytest.param("Bridge reopened[^1] the mayor\n\n[^1]: said", "Bridge reopened the mayor said", id="footnote"),
        pytest.param("![old sign](a.jpg)\n\nBridge reopened the mayor", "Bridge reopened the mayor", id="picture"),
        pytest.param("Bridge reopened see https://a.example/1?x the mayor", "Bridge reopened see the mayor", id="bare"),
        pytest.param("<p class='a'>Bridge</p> reopened &amp; the mayor", "Bridge reopened the mayor", id="html"),
        pytest.param("bridge\\_x reopened the mayor’s", "Bridge_x reopened the mayor's", id="escapes"),
        pytest.param("BRIDGE REOPENED THE STRASSE", "Bridge reopened the Straße", id="case"),
        pytest.param("Cafe\u0301 reo\u00adpened the mayor", "Café reopened the mayor", id="unicode"),
    ],
)
def test_markdown_signs_and_addresses_do_not_count(one: str, other: str) -> None:
    """Two bodies that read the same have the same shingles."""
    assert shingles(one) == shingles(other) != frozenset()


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("only three words", 0, id="three"),
        pytest.param("only four words here", 1, id="four"),
        pytest.param("only five words stand here", 2, id="five"),
        pytest.param("say it now then say it now then", 4, id="a set"),
        pytest.param("市議会は新しい橋の予算を可決した", 9, id="Japanese"),
        pytest.param("市议会批准", 0, id="too few signs"),
        pytest.param("市议会在2026年批准", 2, id="a word among signs"),
        pytest.param("पुल फिर से खुला", 1, id="Hindi has spaces"),
        pytest.param("다리가 다시 열렸다 시장은", 1, id="Korean has spaces"),
        pytest.param("สะพานเปิดอีกครั้ง", 6, id="Thai"),
    ],
)
def test_a_shingle_is_four_words_or_eight_signs(body: str, count: int) -> None:
    """Scripts without spaces between words are cut sign by sign; marks on letters are no letters."""
    assert len(shingles(body)) == count


@pytest.mark.parametrize("first", [0x4E00, 0x3041, 0x0E01, 0x1780])
def test_scripts_without_spaces_have_verdicts_too(first: int) -> None:
    """Chinese, Japanese, Thai, Khmer."""
    draw = random.Random(first)
    signs = [chr(first + number) for number in range(46)]
    body = "".join(draw.choices(signs, k=400))
    mended = body[:200] + "".join(draw.choices(signs, k=4)) + body[204:]
    half = "".join(draw.choices(signs, k=200)) + body[200:]
    other = "".join(draw.choices(signs, k=400))
    assert [like and like.verdict for like in (best(mended, body), best(half, body), best(other, body))] == [
        "near-copy",
        "same story",
        None,
    ]


@pytest.mark.parametrize(("length", "said"), [(3, False), (22, False), (23, True)])
def test_too_little_text_has_no_verdict(length: int, said: bool) -> None:
    """Twenty shingles are twenty-three words."""
    body = " ".join(f"word{number}" for number in range(length))
    assert (best(body, body) is not None) == said


def test_boilerplate_makes_nothing_alike() -> None:
    """What very many bodies have does not count, though it is most of each."""
    plate = story(99, 400)
    shelf = Shelf()
    for number in range(40):
        shelf.add(str(number), f"{story(number, 120)}\n\n{plate}")
    assert not any(shelf.neighbours(str(number), 0) for number in range(40))
    [like] = shelf.nearest(f"{story(5, 120)}\n\n{plate}")
    assert (like.key, like.verdict) == ("5", "near-copy")


def test_the_thirtieth_copy_of_a_dispatch_is_a_copy() -> None:
    """Where boilerplate is all there is, the whole texts are compared."""
    dispatch = story(3)
    shelf = Shelf()
    for number in range(30):
        shelf.add(str(number), f"Place{number} today: {dispatch}")
    found = shelf.nearest(f"Elsewhere today: {dispatch}")
    assert found and {like.verdict for like in found} == {"near-copy"}
    assert all(like.key != "4" for like in shelf.neighbours("4"))


def test_the_best_comes_first_and_the_order_of_the_shelf_does_not_matter() -> None:
    """Near-copies before stories; equals by key."""
    body = story(4)
    bodies = {"copy": body, "near": rewritten(body, 0.05), "far": rewritten(body, 0.2), "b": story(5), "twin": body}
    answers = []
    for keys in (list(bodies), list(reversed(bodies))):
        shelf = Shelf()
        for key in keys:
            shelf.add(key, bodies[key])
        assert len(shelf) == 5
        answers.append(shelf.nearest(body))
    assert answers[0] == answers[1]
    assert [like.key for like in answers[0]] == ["copy", "twin", "near", "far"]


def test_shingles_are_the_same_in_every_process() -> None:
    """Under another hash seed too, so that they can be kept in a file."""
    body = "The bridge of Kossel reopened today, 市議会は新しい橋の予算を可決した"
    line = f"from coranto.likeness import shingles; print(sorted(shingles({body!r})))"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", line], env={"PYTHONHASHSEED": "5"}, capture_output=True, text=True, check=True
    )  # fmt: skip
    assert done.stdout.strip() == str(sorted(shingles(body)))
    assert sorted(shingles("The bridge of Kossel")) == [PINNED]


PINNED = 359202667331673664


@pytest.mark.parametrize(
    "sign", ["[", "](", "![a](", "](()", "<a", "<!--", "[a]:", "][", "[^", "*", "&", "> ", "1. ", "\\"]
)
def test_hostile_bodies_take_no_longer(sign: str) -> None:
    """Each pattern is linear: a megabyte of its own beginning does not hang."""
    assert shingles(sign * (200_000 // len(sign))) is not None


@given(st.text(), st.text())
def test_any_text_is_taken(one: str, other: str) -> None:
    """Shares lie between 0 and 1, and are the same seen from the other side."""
    like = best(f"{story(1)} {one}", f"{story(1)} {other}")
    back = best(f"{story(1)} {other}", f"{story(1)} {one}")
    assert like and back and 0 <= like.shared <= 1
    assert (like.shared, like.contained) == (back.contained, back.shared)


def test_memory_is_bounded_by_the_words_that_are_kept() -> None:
    """Words of a hostile body do not stay for ever."""
    assert likeness._places.cache_info().maxsize == 1 << 16
