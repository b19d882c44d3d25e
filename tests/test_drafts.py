"""What waits, and putting it out."""

from collections.abc import Callable

import pytest

from coranto.drafts import put_out, waiting
from coranto.materials import read_config
from coranto.problems import CorantoError
from tests.smallsite import NOW, SmallSite, article

Make = Callable[[str], SmallSite]
DOUBTFUL = """\
-- content/articles/doubtful.md --
---
title: Doubtful
source: {name: The Courier}
draft: true
imported:
  from: page.txt
  doubts: [date, source, authors]
  evidence: {date: "only '2 months ago' (line 11)"}
---

Text.
"""


def test_list_says_what_waits_and_why(site: Make) -> None:
    """A doubt that has been settled in the file is no doubt any more."""
    made = site(DOUBTFUL + article("b", date="2026-12-24") + article("c", draft="true") + article("d"))
    config, _ = read_config(made.order())
    found, problems = waiting(made.root, config, NOW)
    assert not problems
    assert [(each.article.path, each.standing, [name for name, _ in each.doubts]) for each in found] == [
        ("content/articles/doubtful.md", "draft", ["date", "authors"]),
        ("content/b.md", "scheduled", []),
        ("content/c.md", "draft", []),
    ]
    assert found[0].doubts[0][1] == "only '2 months ago' (line 11)"


def test_publish_changes_two_keys_and_no_other_byte(site: Make) -> None:
    """Comments and odd spacing stay."""
    made = site(
        "-- content/a.md --\n---\n# mine\ntitle:   A\ndate: 2026-11-20 # when\ndraft: true\nmood: odd\n---\n\nText.\n"
    )
    config, _ = read_config(made.order())
    path = made.root / "content/a.md"
    put_out(path, made.root, config, NOW)
    assert path.read_text() == (
        "---\n# mine\ntitle:   A\ndate: 2026-11-20 # when\nmood: odd\npublished: 2026-11-22T12:00+00:00\n---\n\nText.\n"
    )
    before = path.read_bytes()
    assert not put_out(path, made.root, config, NOW).draft
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "path", ["content/articles/doubtful.md", "content/gone.md", "config.yaml", "../outside.md", "content/editions/1.md"]
)
def test_what_cannot_be_published_is_said_and_stays(site: Make, path: str) -> None:
    """No date, no file, no article, not in the site."""
    made = site(DOUBTFUL + "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\ndraft: true\n---\nx\n")
    (made.root.parent / "outside.md").write_text("---\ntitle: x\ndate: 2026-11-20\ndraft: true\n---\nx\n")
    config, _ = read_config(made.order())
    with pytest.raises(CorantoError):
        put_out(made.root / path, made.root, config, NOW)
    assert "draft: true" in (made.root / "content/articles/doubtful.md").read_text()
    assert "draft: true" in (made.root.parent / "outside.md").read_text()


def test_publishing_writes_through_no_link_and_into_no_file_of_anothers(site: Make) -> None:
    """Not through one planted beside the article either."""
    made = site(article("evil", draft="true") + "-- content/.evil.md.new --\nmine\n")
    victim = made.root.parent / "victim"
    victim.write_text("precious")
    (made.root / "content/.evil.md.new").unlink()
    (made.root / "content/.evil.md.new").symlink_to(victim)
    (made.root / "content/linked.md").symlink_to(made.root / "content/evil.md")
    config, _ = read_config(made.order())
    put_out(made.root / "content/evil.md", made.root, config, NOW)
    assert victim.read_text() == "precious"
    assert not (made.root / "content/evil.md").is_symlink()
    assert (made.root / "content/.evil.md.new").is_symlink()
    with pytest.raises(CorantoError):
        put_out(made.root / "content/linked.md", made.root, config, NOW)


def test_a_date_that_was_set_before_is_kept(site: Make) -> None:
    """A curator's own `published` is a wish."""
    made = site(article("a", draft="true", published="2026-12-24T07:00"))
    config, _ = read_config(made.order())
    put_out(made.root / "content/a.md", made.root, config, NOW)
    text = (made.root / "content/a.md").read_text()
    assert "published: 2026-12-24T07:00" in text
    assert "draft" not in text
