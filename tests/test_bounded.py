"""Each input is read in so much time and memory, and one that takes more stops no other."""

import re
from pathlib import Path

import pytest

from coranto.bounded import Reader, readers, site_of
from coranto.inputs import Input
from coranto.model import Reading
from coranto.problems import CorantoError, Place

PAGE = (
    "The bridge at Low Quay opens again\n\nby Ines Tallow\n\n"
    "The bridge at Low Quay opened to barges on Friday for the first time since the flood, the harbour office said.\n\n"
    "Eleven boats had waited above the lock. “We counted every hour,” said Tobias Fenn, who steers the largest of them.\n"
).encode()


def program(body: str) -> tuple[str, ...]:
    """A process as ``coranto.bounded`` starts it, but that reads each input by ``body``."""
    lines = f"from coranto import bounded\ndef read(data, name, limit, added):\n    {body}\nbounded.read = read\nbounded._main()"
    return ("-c", lines)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("while True: pass", "given up after 1 seconds of work", id="time"),
        pytest.param("kept = bytearray(10 ** 9)", "more than 256 MB of memory", id="memory"),
        pytest.param("import time; time.sleep(60)", "given up after 2 seconds", id="asleep"),
        pytest.param("import os; os._exit(7)", "broke off (7)", id="ended"),
        pytest.param("import os; os.write(1, b'{}'); os._exit(1)", "broke off (1)", id="noise"),
        pytest.param(
            "print('noise'); raise ValueError('odd')", "a fault of Coranto's own: ValueError: odd", id="fault"
        ),
    ],
)
def test_an_input_that_takes_too_much_is_one_clear_error(body: str, said: str) -> None:
    """And the same reader reads on afterwards."""
    good = "if name == 'good': raise bounded.CorantoError(bounded.Problem('fine'))"
    reader = Reader(
        cpu=1,
        memory=256 * 1024 * 1024,
        seconds=2.0 if "sleep" in body else 60.0,
        program=program(f"{good}\n    {body}"),
    )
    try:
        with pytest.raises(CorantoError, match=re.escape(said)) as raised:
            reader.read(b"x", "bad.html", 500)
        assert raised.value.problems[0].place == Place("bad.html")
        with pytest.raises(CorantoError, match="fine"):
            reader.read(b"x", "good", 500)
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("while True: pass", "given up after 1 seconds of work"),
        ("kept = bytearray(10 ** 9)", "more than 256 MB of memory"),
        ("import os; os._exit(7)", "broke off (7)"),
        ("raise ValueError('odd')", "a fault of Coranto's own: ValueError: odd"),
    ],
)
def test_a_post_of_another_site_that_takes_too_much_is_one_error(tmp_path: Path, body: str, said: str) -> None:
    """And the next is read, by a process that has found the site again; until there are too many such."""
    lines = (
        "from coranto import bounded, migrations\nfrom coranto.elsewhere.post import Old, Post\n"
        f"def bad():\n    {body}\n"
        "def read(place):\n    good = lambda: Post('good', 'Good', '')\n"
        "    return Old((good, *[bad] * 6, good), (place,), ('https://x.example',), tuple('abcdefgh'))\n"
        "migrations.hugo.read = read\nbounded._main()"
    )
    reader = Reader(cpu=1, memory=256 * 1024 * 1024, program=("-c", lines))
    with site_of("hugo", tmp_path, reader) as old:
        assert (old.shelves, old.hosts) == ((tmp_path,), ("https://x.example",))
        first = old.posts[0]()
        assert first and first.title == "Good"
        for number in range(1, 6):
            with pytest.raises(CorantoError, match=re.escape(said)) as raised:
                old.posts[number]()
            assert raised.value.problems[0].place == Place("bcdefg"[number - 1])
        if "fault" not in said:
            with pytest.raises(CorantoError, match="too many before it"):
                old.posts[7]()
        else:
            assert old.posts[7]()


def test_what_is_no_site_is_told_with_its_own_words(tmp_path: Path) -> None:
    """As if it had been read here."""
    with pytest.raises(CorantoError, match="no site of Hugo"), site_of("hugo", tmp_path):
        pass


def test_inputs_come_out_in_their_order_and_what_is_none_as_it_came() -> None:
    """However many processes read them."""
    items = [Input("a.txt", PAGE), Input("empty.txt", b" "), "passed", Input("b.txt", PAGE.replace(b"Low", b"High"))]
    with readers(2) as read:
        results = list(read(items, 500))
    assert [item for item, _ in results] == items
    first, empty, passed, last = (reading for _, reading in results)
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert first.clippings[0].title == "The bridge at Low Quay opens again"
    assert last.clippings[0].title == "The bridge at High Quay opens again"
    assert isinstance(empty, CorantoError)
    assert passed is None
