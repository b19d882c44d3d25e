"""An article brought up to date: what a hand changed stays, the rest is renewed."""

from typing import Any

import pytest

from coranto import frontmatter
from coranto.merge import digests, merge, with_body
from coranto.problems import CorantoError

OLD: dict[str, Any] = {"title": "Old headline", "date": "2026-11-20", "tags": ["quay", "flood"], "section": "River"}
BODY = "The first text.\n\nIts second paragraph."


def written(values: dict[str, Any] = OLD, body: str = BODY) -> str:
    """A file as an import leaves it."""
    imported = {"from": "page.html", "fingerprint": "aa", "was": digests(values, body), "doubts": []}
    return frontmatter.join({**values, "id": "x", "draft": True, "imported": imported}, body)


def newer(body: str = BODY, **changed: Any) -> tuple[dict[str, Any], str]:
    """What a newer import brings."""
    values = {key: value for key, value in {**OLD, **changed}.items() if value is not None}
    return {**values, "imported": {"from": "page.html", "fingerprint": "bb", "was": digests(values, body)}}, body


EDIT_TITLE = ("title: Old headline", "title: My own headline")
EDIT_TAGS = ("  - flood\n", "")
EDIT_BODY = ("The first text", "The mended text")
TABLE = [
    pytest.param([], newer(), (), (), id="nothing new"),
    pytest.param([], newer(title="New"), ("title",), (), id="renewed"),
    pytest.param([EDIT_TITLE], newer(title="New"), (), ("title",), id="a hand changed it"),
    pytest.param([EDIT_TITLE], newer(section="Town"), ("section",), ("title",), id="one of each"),
    pytest.param([EDIT_TITLE], newer(title="My own headline"), (), (), id="the outlet came round to it"),
    pytest.param([EDIT_TAGS], newer(tags=["quay", "flood", "ice"]), (), ("tags",), id="a list a hand changed"),
    pytest.param([("section: River\n", "")], newer(section="Town"), (), ("section",), id="a field taken out stays out"),
    pytest.param([], newer(standfirst="More."), ("standfirst",), (), id="a field that is new"),
    pytest.param(
        [("draft:", "standfirst: Mine.\ndraft:")], newer(standfirst="More."), (), ("standfirst",), id="filled by hand"
    ),
    pytest.param([], newer(section=None), (), (), id="a field that went stays"),
    pytest.param([], newer("Other text."), ("body",), (), id="the body"),
    pytest.param([EDIT_BODY], newer("Other text."), (), ("body",), id="an edited body"),
    pytest.param([EDIT_BODY], newer(title="New"), ("title",), ("body",), id="an edited body beside"),
    pytest.param([("\n", "\r\n")], newer("Other\n\ntext.", title="New"), ("title", "body"), (), id="line ends"),
    pytest.param(
        [("title:", "# a\x85b\ntitle:")], newer("Other text.", title="New"), ("title", "body"), (), id="odd line ends"
    ),
    pytest.param([("first text", "first\x85text")], newer("Other."), (), ("body",), id="an odd line end in the body"),
]


@pytest.mark.parametrize(("edits", "new", "renewed", "kept"), TABLE)
def test_what_is_renewed_and_what_is_kept(
    edits: list[tuple[str, str]], new: tuple[dict[str, Any], str], renewed: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    """A field is only replaced while it says what import wrote."""
    text = written()
    for old, other in edits:
        assert old in text
        text = text.replace(old, other)
    merged = merge(text, *new, "a.md")
    assert (merged.renewed, merged.kept) == (renewed, kept)
    again = merge(merged.text, *new, "a.md")
    assert again.text == merged.text
    assert again.renewed == ()
    values = frontmatter.read(merged.text, "a.md").fields.plain()
    for key in renewed:
        assert key == "body" or values[key] == new[0][key]
    assert values["imported"]["fingerprint"] == "bb"
    assert ("\r\n" in merged.text) == ("\r\n" in text)
    assert merged.text.count("\n") == merged.text.count("\r\n") or "\r\n" not in text


def test_comments_unknown_keys_and_our_own_fields_stay() -> None:
    """Nothing of the curator's is lost."""
    text = written().replace("section: River", "section: River  # as they call it\nmood: fair\nstory: quay")
    values, body = newer(title="New")
    merged = merge(text, {**values, "id": "other", "draft": None, "story": "another"}, body, "a.md")
    assert "section: River  # as they call it\nmood: fair\nstory: quay" in merged.text
    assert "id: x" in merged.text
    assert "title: New" in merged.text
    assert "draft: true" in merged.text or 'draft: "true"' in merged.text


def test_an_article_that_no_import_noted_is_kept_but_for_what_is_missing() -> None:
    """Without a note of what import wrote, each field may be the curator's."""
    text = "---\ntitle: Mine\n---\n\nMy text.\n"
    merged = merge(text, *newer(), "a.md")
    assert merged.kept == ("title", "body")
    assert merged.renewed == ("date", "tags", "section")


def test_another_body_takes_the_place_of_the_whole_old_one() -> None:
    """And where nobody can tell on which line it begins, nothing is written."""
    assert with_body("---\r\ntitle: A\r\n---\r\nOld.\r\n", "New.", "a.md") == "---\r\ntitle: A\r\n---\r\n\r\nNew.\r\n"
    with pytest.raises(CorantoError, match="its lines end in more than one way"):
        with_body("---\rtitle: A\r---\rOld.\r", "New.", "a.md")
