"""Filing: what is known already, what is nearly the same, what is brought up to date; and nothing of anybody's lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coranto import frontmatter
from coranto.filing import Destination, Filed, file_clipping, file_subscription
from coranto.holdings import holdings, same_place
from coranto.inputs import Input
from coranto.lookup import Alike
from coranto.model import Clipping, SourceRef, Subscription
from coranto.problems import CorantoError
from tests.smallsite import SmallSite

Make = Callable[[str], SmallSite]
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=ZoneInfo("Europe/Kyiv"))
WORDS = "barge quay lock flood ferry pier night crew winter table council span water gauge rope lamp".split()


def story(seed: int, paragraphs: int = 6) -> str:
    """A body of words in an order that no other seed has."""
    return "\n\n".join(
        " ".join(f"{WORDS[(seed * 7 + row * 5 + at * (seed + 3)) % 16]}{(at * seed + row) % 9}" for at in range(30))
        + "."
        for row in range(paragraphs)
    )


def clipping(seed: int = 1, **more: object) -> Clipping:
    """A clipping without doubts."""
    base = Clipping(
        f"page{seed}.html",
        title=f"Headline {seed}",
        date="2026-11-20T10:00+02:00",
        source=SourceRef("The Courier", f"https://courier.example/{seed}"),
        body=story(seed),
        evidence={"title": "og:title"},
    )
    return replace(base, **more)  # type: ignore[arg-type]  # passed on by name


def into(site: SmallSite, **more: object) -> Destination:
    """A destination that knows what the site holds."""
    held = holdings(site.root / "content", [], site=True)
    return Destination(site.root, NOW, held=held, **more)  # type: ignore[arg-type]  # passed on by name


def files(root: Path) -> dict[str, bytes]:
    """All that lies below a folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


OTHER = story(9)
KNOWN = [
    pytest.param(clipping(), "known", id="the same"),
    pytest.param(clipping(origin="other.html", source=SourceRef()), "known", id="the same words from elsewhere"),
    pytest.param(clipping(title="Headline, mended"), "changed", id="another headline at the same address"),
    pytest.param(
        clipping(origin="x.html", body=story(1) + "\n\nMore."), "changed", id="a longer text at the same address"
    ),
    pytest.param(
        clipping(origin="x", source=SourceRef("C", "http://www.courier.example/1/#top"), body=story(1) + "\n\nM."),
        "changed",
        id="the address in another dress",
    ),
    pytest.param(clipping(source=SourceRef(), body=story(1) + "\n\nMore."), "changed", id="the same file, longer"),
    pytest.param(clipping(origin="https://courier.example/1", body=OTHER), "changed", id="fetched from there"),
    pytest.param(clipping(title="Another", body=OTHER), "new", id="an address that all pages of an outlet give"),
    pytest.param(clipping(2), "new", id="another article"),
]


@pytest.mark.parametrize(("brought", "status"), KNOWN)
def test_what_is_known_already(site: Make, brought: Clipping, status: str) -> None:
    """By its words, by its address, by its file: and an address alone is not believed."""
    made = site("")
    first = file_clipping(clipping(), into(made))
    before = files(made.root)
    filed = file_clipping(brought, into(made))
    assert filed.status == status
    assert (filed.path == first.path) == (status != "new")
    if status != "new":
        assert files(made.root) == before


@pytest.mark.parametrize(("brought", "status"), KNOWN)
@pytest.mark.parametrize("again", [False, True])
def test_what_was_rejected_is_known_by_the_same_signs_and_stays_there(
    site: Make, brought: Clipping, status: str, again: bool
) -> None:
    """``again`` brings it in anew; what was put aside is not touched."""
    made = site("")
    first = file_clipping(clipping(), into(made))
    aside = made.root / "content/.rejected/articles" / first.path.name
    aside.parent.mkdir(parents=True)
    first.path.rename(aside)
    before = files(made.root)
    filed = file_clipping(brought, into(made, again=again))
    assert filed.status == ("new" if again or status == "new" else "rejected")
    assert (filed.path == aside) == (filed.status == "rejected")
    assert {name: data for name, data in files(made.root).items() if name in before} == before
    assert (files(made.root) == before) == (filed.status == "rejected")


def test_what_was_rejected_and_cannot_be_read_hinders_nobody(site: Make) -> None:
    """A draft too many is soon rejected."""
    made = site("")
    first = file_clipping(clipping(), into(made))
    aside = made.root / "content/.rejected/articles" / first.path.name
    aside.parent.mkdir(parents=True)
    aside.write_text(first.path.read_text().replace("title:", "title: [", 1))
    first.path.unlink()
    assert file_clipping(clipping(title="Headline, mended"), into(made)).status == "new"


@pytest.mark.parametrize(
    ("brought", "status"),
    [
        (clipping(5, source=SourceRef("C", "https://courier.example/1")), "changed"),
        (clipping(5, title="Headline 1", source=SourceRef()), "changed"),
        (clipping(5, source=SourceRef(), body=story(1) + "\n\nMore."), "changed"),
        (clipping(5), "new"),
    ],
)
def test_an_entry_of_a_feed_is_known_by_its_id_and_something_more(site: Make, brought: Clipping, status: str) -> None:
    """Feeds of two outlets may both number their entries from 1."""
    made = site("")
    first = file_clipping(clipping(guid="1"), into(made))
    filed = file_clipping(replace(brought, guid="1"), into(made))
    assert (filed.status, filed.path == first.path) == (status, status != "new")


def test_headlines_without_a_text_are_told_apart(site: Make) -> None:
    """A link blog has one briefing a day."""
    made = site("")
    links = [
        clipping(n, title="Morning briefing", body="", guid=f"tag:{n}", date=f"2026-11-{10 + n}", republish="link")
        for n in (1, 2)
    ]
    assert [file_clipping(each, into(made)).status for each in (*links, *links)] == ["new", "new", "known", "known"]


@pytest.mark.parametrize("origin", ["stdin", "page.html"])
def test_one_file_name_and_headline_do_not_make_one_article(site: Make, origin: str) -> None:
    """Where the address, the day and the text differ."""
    made = site("")
    pages = [clipping(n, origin=origin, title="Morning briefing", date=f"2026-11-{10 + n}") for n in (1, 2)]
    assert [file_clipping(each, into(made, update=True)).status for each in pages] == ["new", "new"]


def test_an_older_copy_is_known_and_changes_nothing(site: Make) -> None:
    """However often both are brought."""
    made = site("")
    older, newer = clipping(), clipping(origin="b.html", body=story(1) + "\n\nMore.")
    statuses = [file_clipping(each, into(made, update=True)).status for each in (older, newer, older, newer)]
    assert statuses == ["new", "updated", "known", "known"]


def test_an_excerpt_does_not_replace_the_whole_and_the_whole_an_excerpt(site: Make) -> None:
    """A page was saved, and its feed carries the first lines."""
    made = site("")
    whole = clipping(title="Headline 1")
    short = clipping(
        title="Headline 1", origin="f.xml", guid="1", body=story(1, 1), republish="excerpt", section="Town"
    )
    path = file_clipping(whole, into(made)).path
    assert file_clipping(short, into(made, update=True)).renewed == ("section",)
    assert "republish" not in path.read_text()
    assert path.read_text().endswith(story(1).split("\n\n")[-1] + "\n")
    other = site("-- content/x.md --\n---\ntitle: X\ndate: 2026-11-20\n---\nx\n")
    path.unlink()
    path = file_clipping(short, into(other)).path
    assert "republish: excerpt" in path.read_text()
    filed = file_clipping(replace(whole, section="Town"), into(other, update=True))
    assert (filed.status, filed.renewed) == ("updated", ("body",))
    assert "republish" not in path.read_text()


def test_an_address_without_an_outlets_name_builds_and_stays_in_doubt(site: Make) -> None:
    """The host stands in."""
    from coranto.listing import doubts_of

    made = site("")
    filed = file_clipping(
        clipping(source=SourceRef("", "https://www.courier.example/1"), doubts=("source",)), into(made)
    )
    assert "name: courier.example" in filed.path.read_text()
    assert made.press(withheld=True).site.pages
    document = frontmatter.split(filed.path.read_text(), "x")
    assert [name for name, _ in doubts_of(document.fields.plain(), document.body)] == ["source"]
    settled = filed.path.read_text().replace("name: courier.example", "name: The Courier")
    document = frontmatter.split(settled, "x")
    assert doubts_of(document.fields.plain(), document.body) == ()


def test_a_doubted_text_stays_in_doubt_until_it_is_changed(site: Make) -> None:
    """It may go on behind a wall."""
    from coranto.listing import doubts_of

    filed = file_clipping(clipping(doubts=("body",)), into(site("")))
    text = filed.path.read_text()
    document = frontmatter.split(text, "x")
    assert [name for name, _ in doubts_of(document.fields.plain(), document.body)] == ["body"]
    document = frontmatter.split(text + "\nThe rest.\n", "x")
    assert doubts_of(document.fields.plain(), document.body) == ()


def test_an_article_that_cannot_be_read_is_not_filed_again(site: Make) -> None:
    """It is named instead."""
    made = site("")
    path = file_clipping(clipping(), into(made)).path
    path.write_text(path.read_text().replace("title: Headline 1", "title: Headline: 1"))
    with pytest.raises(CorantoError, match="cannot be read"):
        file_clipping(clipping(title="Headline, mended"), into(made))


def test_update_renews_what_no_hand_changed(site: Make) -> None:
    """And says what it kept; the file is no more a draft when somebody has published it."""
    made = site("")
    path = file_clipping(clipping(section="Town"), into(made)).path
    path.write_text(path.read_text().replace("title: Headline 1", "title: Ours").replace("draft: true\n", ""))
    newer = clipping(title="Headline, mended", section="River", body=story(1) + "\n\nMore.")
    filed = file_clipping(newer, into(made, update=True))
    assert (filed.status, filed.renewed, filed.kept) == ("updated", ("section", "body"), ("title",))
    text = path.read_text()
    assert "title: Ours" in text
    assert "section: River" in text
    assert text.endswith("More.\n")
    assert "draft" not in frontmatter.split(text, "x").fields.plain()
    assert file_clipping(newer, into(made, update=True)).status == "known"


def test_a_near_copy_and_the_same_event_are_said_with_their_figures(site: Make) -> None:
    """Also within one import; what shares nothing is not named."""
    made = site("")
    to = into(made)
    first = file_clipping(clipping(), to)
    copy = file_clipping(clipping(2, body=story(1) + "\n\nOne word more."), to)
    teller = file_clipping(clipping(3, body=story(1, 3) + "\n\n" + story(7, 3)), to)
    other = file_clipping(clipping(4), to)
    assert [(each.path, each.verdict) for each in copy.alike] == [(first.path, "near-copy")]
    assert copy.alike[0].shared > 0.9
    assert {(each.path, each.verdict) for each in teller.alike} == {
        (first.path, "same story"),
        (copy.path, "same story"),
    }
    assert other.alike == ()
    again = file_clipping(clipping(6, body=story(1) + "\n\nTwo words more."), into(made))
    assert {each.path for each in again.alike} == {first.path, copy.path, teller.path}


@pytest.mark.parametrize("answer", [True, False])
def test_join_makes_one_story_of_both(site: Make, answer: bool) -> None:
    """The older article gets a story when it has none; otherwise the new one takes the story it has."""
    made = site("")
    asked: list[Alike] = []

    def join(new: Clipping, alike: Alike) -> bool:
        asked.append(alike)
        return answer

    first = file_clipping(clipping(), into(made))
    text = first.path.read_text()
    second = file_clipping(clipping(2, body=story(1) + "\n\nMore."), into(made, join=join))
    assert [each.path for each in asked] == [first.path]
    if not answer:
        assert first.path.read_text() == text
        assert "story" not in frontmatter.split(second.path.read_text(), "x").fields.plain()
        return
    assert second.story == "Headline 1"
    assert first.path.read_text() == text.replace("---\n\n", "story: Headline 1\n---\n\n", 1)
    third = file_clipping(clipping(3, body=story(1) + "\n\nYet more."), into(made, join=join))
    assert third.story == "Headline 1"
    made.write(
        "".join(
            f"-- {each.path.relative_to(made.root)} --\n" + each.path.read_text().replace("Headline 1", "headline-1")
            for each in (first, second)
        )
    )
    again = file_clipping(clipping(4, body=story(1) + "\n\nEven more."), into(made, join=join))
    assert again.story == "headline-1", "a name that is there stays as it is"
    assert len(made.press(withheld=True).site.pages) > 3


def test_a_dry_run_writes_nothing_and_tells_all(site: Make) -> None:
    """The changes are those that the real run makes."""
    made = site("")
    file_clipping(clipping(section="Town"), into(made))
    before = files(made.root)
    dry, brought = into(made, dry=True, update=True, join=lambda new, alike: True), []
    newer = [
        clipping(section="River"),
        clipping(title="Headline, mended", section="River"),
        clipping(3, body=story(1) + "x"),
    ]
    for each in newer:
        brought.append(file_clipping(each, dry))
    assert files(made.root) == before
    assert [each.status for each in brought] == ["known", "updated", "new"]
    wet = into(made, update=True, join=lambda new, alike: True)
    real = [file_clipping(each, wet) for each in newer]
    assert [each.changes for each in real] == [each.changes for each in brought]
    for each in brought:
        for change in each.changes:
            if change.path.name != real[1].path.name:
                assert change.path.read_text() == change.after


def test_the_original_stays_beside_the_article_and_is_never_published(site: Make) -> None:
    """It is the outlet's page."""
    made = site("")
    filed = file_clipping(clipping(), into(made, keep_original=True), Input("page1.html", b"<html>the page\xff"))
    original = filed.path.with_name(filed.path.stem + ".original.html")
    assert original.read_bytes() == b"<html>the page\xff"
    assert not [path for path in made.files(withheld=True) if "original" in path]


@pytest.mark.parametrize(
    ("date", "kept"),
    [
        ("2026-11-22", True),
        ("2026-11-22T20:00", True),
        ("2026-11-23T02:00+14:00", True),
        ("2026-11-24", False),
        ("2031-01-01T00:00Z", False),
        ("2026-13-01", False),
    ],
)
def test_a_date_that_has_not_come_is_a_doubt(site: Make, date: str, kept: bool) -> None:
    """It stays empty, and what was seen is told; an article without it is not published."""
    filed = file_clipping(clipping(date=date), into(site(""), publish=True))
    assert (filed.clipping.date == date) is kept
    assert ("date" in filed.clipping.doubts) is not kept
    assert (filed.status == "published") is kept
    assert kept or date in filed.clipping.evidence["date"]


def test_a_subscription_becomes_a_source_record_once(site: Make) -> None:
    """Known by its feed, and by its name."""
    made = site("")
    one = Subscription("The Courier", "https://courier.example/feed", "https://courier.example/")
    first = file_subscription(one, "list.opml", into(made))
    assert first.path == made.root / "content/sources/the-courier.md"
    assert "feed: https://courier.example/feed" in first.path.read_text().replace('"', "")
    before = files(made.root)
    for again in (one, replace(one, name="Courier")):
        assert file_subscription(again, "list.opml", into(made)).status == "known"
    assert files(made.root) == before
    second = file_subscription(replace(one, feed="https://courier.example/other"), "list.opml", into(made))
    assert second.subscription.name == "The Courier (courier.example)"
    twin = file_subscription(Subscription("The courier!", "https://x.example/feed"), "list.opml", into(made))
    assert twin.path == made.root / "content/sources/the-courier-2.md"
    (made.root / "content/sources/herald.md").write_text("---\nname: Herald\nwhy: fast\n---\n")
    third = file_subscription(Subscription("Herald", "https://h.example/feed"), "list.opml", into(made))
    assert third.status == "updated"
    assert "name: Herald\nwhy: fast\nfeed:" in (made.root / "content/sources/herald.md").read_text()
    assert made.press().site.pages


def test_a_feeds_articles_bear_the_name_that_the_site_gives_its_outlet(site: Make) -> None:
    """Not the title of the feed."""
    made = site("-- content/sources/c.md --\n---\nname: Harbour Courier\nfeed: https://courier.example/feed\n---\n")
    filed = file_clipping(clipping(), into(made), address="https://courier.example/feed")
    assert isinstance(filed, Filed)
    assert filed.clipping.source == SourceRef("Harbour Courier", "https://courier.example/1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://www.a.example/x/#top", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://A.example/X", "https://a.example/x", False),
        ("https://A.example/x", "https://a.example/x", True),
    ],
)
def test_when_two_addresses_are_one(one: str, other: str, same: bool) -> None:
    """Scheme, www., a slash at the end and the fragment do not change the page; query and case of the path may."""
    assert (same_place(one) == same_place(other)) is same
