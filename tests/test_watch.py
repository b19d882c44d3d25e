"""What the preview's watcher tells."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from watchfiles import Change

from coranto.materials import Order
from coranto.theme import BUILT_IN
from coranto.watch import Touched, is_material, watch
from tests.smallsite import NOW, SmallSite

Make = Callable[[str], SmallSite]
ROOT = Path("/site")


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("/site/config.yaml", True),
        ("/site/content/a.md", True),
        ("/site/content/deep/down/p.png", True),
        ("/site/content", True),
        ("/site/themes/mine/templates/page.html", True),
        ("/site/languages/en.yaml", True),
        (str(BUILT_IN / "templates/base.html"), True),
        ("/site/content/.a.md.swp", False),
        ("/site/content/a.md~", False),
        ("/site/content/.git/index", False),
        ("/site/output/index.html", False),
        ("/site/.coranto/cache", False),
        ("/site/other.yaml", False),
        ("/elsewhere/a.md", False),
    ],
)
def test_a_site_is_made_from_its_files_and_the_built_in_theme(path: str, good: bool) -> None:
    """Not from what editors lay beside them, nor from what is made."""
    assert is_material(Path(path), ROOT, ROOT / "config.yaml") is good


def test_what_was_touched_is_taken_once() -> None:
    """All of a burst together; no names when it may be anything."""

    async def take() -> None:
        touched = Touched()
        touched.add([Path("a"), Path("b")])
        touched.add([Path("a")])
        assert await touched.take() == {Path("a"), Path("b")}
        touched.add([Path("a")])
        touched.add_all()
        assert await touched.take() == frozenset()
        touched.add([Path("c")])
        assert await touched.take() == {Path("c")}

    asyncio.run(take())


@pytest.mark.parametrize("fault", [OSError("OS file watch limit reached."), RuntimeError("Too many open files")])
def test_where_the_system_watches_no_more_files_are_looked_at(
    site: Make, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, with what helps; and the next save is seen."""
    made = site("-- content/a.md --\n---\ntitle: A\n---\n")
    path = made.root / "content/a.md"

    async def awatch(*_: Path, **__: Any) -> AsyncIterator[set[tuple[Change, str]]]:
        raise fault
        yield set()

    monkeypatch.setattr("coranto.watch.awatch", awatch)
    said: list[str] = []

    async def run() -> None:
        touched = Touched()
        task = asyncio.create_task(watch(Order(made.root, NOW), touched, False, said.append))
        assert await asyncio.wait_for(touched.take(), 10) == frozenset(), "nobody looked for a moment"
        path.write_text("---\ntitle: Another\n---\n")
        assert await asyncio.wait_for(touched.take(), 10) == {path}
        path.unlink()
        assert await asyncio.wait_for(touched.take(), 10) == {path}
        task.cancel()

    asyncio.run(run())
    assert len(said) == 1
    assert str(fault) in said[0]
    assert "max_user_watches" in said[0]


def test_a_fault_of_watching_is_not_kept_quiet(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that no longer watches must not look alive."""
    made = site("-- content/a.md --\n---\ntitle: A\n---\n")

    async def awatch(*_: Path, **__: Any) -> AsyncIterator[set[tuple[Change, str]]]:
        raise ValueError("boom")
        yield set()

    monkeypatch.setattr("coranto.watch.awatch", awatch)
    with pytest.raises(ValueError, match="boom"):
        asyncio.run(watch(Order(made.root, NOW), Touched(), False, print))
