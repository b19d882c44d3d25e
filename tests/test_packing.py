"""Values of the model as JSON, and back, checked."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coranto.model import Article, Clipping, Correction, Image, Moment, Reading, SourceRef, Subscription, Teaser
from coranto.packing import pack, unpack
from coranto.problems import Place, Problem

FULL = Reading(
    clippings=(
        Clipping(
            "x", "T", image=Image("a", None, "c"), related=(Teaser("t"),), source=SourceRef("n"), republish="link"
        ),
        Clipping("y", evidence={"title": "h1 \ud800"}, doubts=("date",)),
    ),
    subscriptions=(Subscription("n", "https://e.example/f"),),
    left=3,
    problems=(Problem("m", Place("p", 1), severity="warning"),),
    feed=True,
)
ZONE = ZoneInfo("Europe/Kyiv")
ARTICLE = Article(
    "content/a.md",
    "a",
    "a",
    "T",
    date=Moment(datetime(2026, 11, 20, 18, 53, tzinfo=ZONE).astimezone()),
    tags=("a", "b"),
    image=Image("x.png"),
    corrections=(Correction(Moment(datetime(2026, 11, 21, tzinfo=ZONE).astimezone(), day_only=True), "It was."),),
    imported={"doubts": ["date"], "evidence": {"title": "h1"}},
    extra={"mood": ["fair", None]},
)


def through(kind: Any, value: Any) -> Any:
    """The value after the journey."""
    return unpack(kind, pack(value))


@pytest.mark.parametrize("value", [FULL, ARTICLE, Reading()])
def test_a_value_is_the_same_on_the_other_side(value: Any) -> None:
    """JSON in between has neither tuples nor moments nor types of ours."""
    assert through(type(value), value) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("left",), "3"),
        (("left",), True),
        (("clippings", 0, "republish"), "all"),
        (("clippings", 0, "title"), 5),
        (("clippings", 0, "evidence"), ["title"]),
        (("problems",), [1]),
        (("clippings",), {}),
        (("clippings", 0), []),
    ],
)
def test_what_is_no_value_of_the_model_is_refused(path: tuple[str | int, ...], value: object) -> None:
    """Whoever wrote it is not believed."""
    told = json.loads(pack(FULL))
    spot = told
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        unpack(Reading, json.dumps(told).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b"\xff", b'{"left": 1e999}'])
def test_bytes_that_are_no_value_are_refused(data: bytes) -> None:
    """A damaged file is no traceback."""
    with pytest.raises(ValueError):
        unpack(Reading, data)
