"""What is published: facts in, decision out, no files."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.curation import article_standing, curate, story_title
from coranto.model import Article, Content, Edition, Item, Moment, Part, Record, Retraction, SourceRef
from coranto.plan.kindred import kindred

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def at(hours: float) -> Moment:
    """A moment so many hours from now."""
    return Moment(NOW + timedelta(hours=hours))


def piece(name: str, hours: float = -1, **fields: object) -> Article:
    """An article."""
    made = Article(path=f"content/{name}.md", id=name, slug=name, title=name.title(), date=at(hours))
    return replace(made, **fields)  # type: ignore[arg-type]  # passed on by name


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, "published"),
        ({"draft": True}, "draft"),
        ({"date": at(0)}, "published"),
        ({"date": at(0.001)}, "scheduled"),
        ({"date": at(-5), "published": at(2)}, "scheduled"),
        ({"date": at(5), "published": at(-2)}, "published"),
        ({"date": at(5), "draft": True}, "draft"),
        ({"date": None, "draft": True}, "draft"),
        ({"date": None, "published": at(-1)}, "draft"),
        ({"title": ""}, "draft"),
    ],
)
def test_an_article_is_published_scheduled_or_draft(fields: dict[str, object], standing: str) -> None:
    """Decided once, against one now; what lacks title or date is never out."""
    assert article_standing(piece("a", **fields), NOW) == standing


def test_lists_are_newest_first_by_when_they_went_out_and_ties_by_id() -> None:
    """`published` orders lists, not the outlet's date."""
    content = Content((piece("b"), piece("a"), piece("old", -9), piece("late", -9, published=at(-0.5))))
    digest, _ = curate(content, NOW)
    assert [article.id for article in digest.articles] == ["late", "a", "b", "old"]


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_reading_does_not_matter(order: list[str]) -> None:
    """Law 9, at the stage that could break it."""
    pieces = {
        "a": piece("a", tags=("X",)),
        "b": piece("b", tags=("x",)),
        "c": piece("c", -2, story="s"),
        "d": piece("d", story="s"),
    }
    digests = [curate(Content(tuple(pieces[name] for name in names)), NOW)[0] for names in (order, sorted(order))]
    assert digests[0] == digests[1]


def test_terms_equal_but_for_case_are_one_and_the_files_are_named() -> None:
    """A warning, and the commoner spelling wins."""
    content = Content((piece("a", tags=("War",)), piece("b", tags=("war",)), piece("c", tags=("War",))))
    digest, said = curate(content, NOW)
    assert [(topic.name, len(topic.articles)) for topic in digest.tags] == [("War", 3)]
    assert "content/b.md" in said[0].message


def test_c_cplusplus_and_csharp_are_three() -> None:
    """Their slugs differ."""
    digest, _ = curate(Content((piece("a", tags=("C", "C++", "C#")),)), NOW)
    assert {topic.name: topic.slug for topic in digest.tags} == {"C": "c", "C++": "c-plus-plus", "C#": "c-sharp"}


@pytest.mark.parametrize(
    ("own", "record", "site", "source", "imported", "policy"),
    [
        (None, None, None, "", False, "own"),
        (None, None, None, "Outlet", False, "full"),
        (None, None, None, "", True, "full"),
        (None, None, "excerpt", "Outlet", False, "excerpt"),
        (None, None, "excerpt", "", False, "own"),
        (None, "link", "excerpt", "Outlet", True, "excerpt"),
        ("full", "excerpt", "excerpt", "Outlet", True, "full"),
        ("own", "excerpt", None, "Outlet", False, "own"),
    ],
)
def test_how_much_may_be_shown(
    own: str | None, record: str | None, site: str | None, source: str, imported: bool, policy: str
) -> None:
    """The article's word, else its source's, else the site's; a link without an address is an excerpt."""
    made = piece("a", republish=own, source=SourceRef(source), imported={"from": "x"} if imported else {})
    records = (Record("content/sources/o.md", "sources", "outlet", republish=record),) if record else ()  # type: ignore[arg-type]  # values of a table
    digest, _ = curate(Content((made,), records=records), NOW, site)  # type: ignore[arg-type]  # values of a table
    assert digest.articles[0].republish == policy


def test_an_edition_leaves_out_what_is_not_published_and_says_so() -> None:
    """Nothing of a draft shows through an edition."""
    parts = (Part("One", (Item("a"), Item("hidden"))), Part("Two", (Item("gone"),)))
    edition = Edition("content/editions/1.md", 1, "First", at(-1), parts=parts)
    content = Content((piece("a"), piece("hidden", draft=True)), (edition,))
    digest, said = curate(content, NOW)
    assert digest.editions[0].parts == (Part("One", (Item("a"),)),)
    assert len(said) == 2
    assert all(problem.severity == "warning" for problem in said)


def test_the_preview_keeps_what_is_withheld_and_marks_it() -> None:
    """Drafts without a title or date too."""
    content = Content((piece("a"), piece("b", draft=True, title="", date=None), piece("c", 5)))
    digest, _ = curate(content, NOW, withheld=True)
    assert digest.marks == {"content/b.md": "draft", "content/c.md": "scheduled"}
    assert len(digest.articles) == 3


def test_a_story_needs_two_and_has_a_readable_name() -> None:
    """One report is no story."""
    content = Content((piece("a", story="winter-grid"), piece("b", story="winter-grid"), piece("c", story="alone")))
    digest, _ = curate(content, NOW)
    assert [(story.title, story.slug, len(story.articles)) for story in digest.stories] == [
        ("Winter grid", "winter-grid", 2)
    ]
    assert story_title("The battle for Bakhmut") == "The battle for Bakhmut"


def test_a_story_is_one_however_its_name_is_written() -> None:
    """As a title or as a slug; the warning names who writes it otherwise."""
    names = ("winter-grid", "winter-grid", "Winter Grid", "winter_grid")
    content = Content(tuple(piece(letter, story=name) for letter, name in zip("abcd", names, strict=True)))
    digest, said = curate(content, NOW)
    assert [(story.slug, len(story.articles)) for story in digest.stories] == [("winter-grid", 4)]
    assert [each.hint for each in said] == ["write 'winter-grid' everywhere"]
    assert "content/c.md, content/d.md" in said[0].message


def test_picks_stand_in_their_order() -> None:
    """By rank; `featured: true` behind all ranks."""
    content = Content((piece("a", featured=2), piece("b", featured=10**6), piece("c", featured=1), piece("d")))
    digest, _ = curate(content, NOW)
    assert [article.id for article in digest.picks] == ["c", "a", "b"]


def test_a_record_whose_name_is_nearly_an_articles_is_told() -> None:
    """Else a mistyped outlet would lose its label and its limits in silence."""
    article = piece("a", source=SourceRef("The Kyiv Courier"))
    records = (
        Record("content/sources/k.md", "sources", "Kyiv Courier"),
        Record("content/sources/x.md", "sources", "Unlike"),
    )
    _, said = curate(Content((article,), records=records), NOW)
    assert [(str(problem.place), problem.hint) for problem in said] == [
        ("content/sources/k.md", "did you mean 'The Kyiv Courier'?")
    ]


def test_articles_put_out_at_one_moment_stand_by_their_own_dates_and_stories_always_do() -> None:
    """A batch published at once is still in the order of its news."""
    made = [piece(name, hours, published=at(-1), story="s") for name, hours in (("a", -30), ("b", -10), ("c", -20))]
    made.append(piece("late", -40, published=at(-0.5), story="s"))
    digest, _ = curate(Content(tuple(made)), NOW)
    assert [article.id for article in digest.articles] == ["late", "b", "c", "a"]
    assert [article.id for article in digest.stories[0].articles] == ["b", "c", "a", "late"]


@pytest.mark.parametrize(
    ("named", "said", "hint"),
    [
        ("waits", "which is draft", "publish it"),
        ("later", "which is scheduled", "publish it"),
        ("wiats", "no article has that id", "did you mean 'waits'?"),
    ],
)
def test_why_an_edition_leaves_an_entry_out(named: str, said: str, hint: str) -> None:
    """Absent and withheld are two things; each with the line of the entry."""
    edition = Edition("content/editions/1.md", 1, "E", at(-1), parts=(Part("P", (Item(named, line=7),)),))
    _, problems = curate(Content((piece("waits", draft=True), piece("later", 5)), (edition,)), NOW)
    assert str(problems[0].place) == "content/editions/1.md:7"
    assert said in problems[0].message
    assert hint in problems[0].hint


def test_what_is_retracted_is_only_a_notice() -> None:
    """Out of lists, picks, topics, stories and editions; only what was out can be taken back."""
    taken = Retraction(at(-0.5), "Wrong.")
    more = {"retracted": taken, "story": "s", "tags": ("x",), "featured": 1}
    made = (
        piece("a", story="s", tags=("x",)),
        piece("b", **more),
        piece("draft", draft=True, **more),
        piece("later", 5, **more),
    )
    edition = Edition("content/editions/1.md", 1, "E", at(-1), parts=(Part("P", (Item("a"), Item("b", line=7))),))
    digest, said = curate(Content(made, (edition,)), NOW)
    assert [article.id for article in digest.articles] == ["a"]
    assert [article.id for article in digest.retracted] == ["b"]
    assert not digest.picks
    assert not digest.stories
    assert [len(topic.articles) for topic in digest.tags] == [1]
    assert [(str(each.place), each.hint) for each in said] == [
        ("content/editions/1.md:7", "take it out of the edition")
    ]
    assert "which is retracted" in said[0].message
    assert [article_standing(each, NOW) for each in made] == ["published", "retracted", "draft", "scheduled"]


def akin(*articles: Article) -> dict[str, list[str]]:
    """Who is akin to whom."""
    digest, _ = curate(Content(articles), NOW)
    near = kindred(digest)
    return {each.id: [article.id for article in near(each.id)] for each in digest.articles}


def test_kin_share_tags_rare_ones_before_common_and_near_ones_before_far() -> None:
    """Of what went out before, four at most; who shares nothing has none."""
    common = [piece(f"c{number}", -24 * number, tags=("common",)) for number in range(10, 20)]
    found = akin(
        piece("new", tags=("common", "rare")),
        piece("both", -24 * 30, tags=("Common", "Rare")),
        piece("rare", -24 * 40, tags=("rare",)),
        piece("lone", -2, tags=("own",)),
        *common,
    )
    assert found["new"] == ["both", "rare", "c10", "c11"]
    assert found["lone"] == []
    assert found["c10"] == ["c11", "c12", "c13", "c14"]
    assert "new" not in {name for names in found.values() for name in names}


def test_kin_are_of_other_stories_and_each_story_is_told_once() -> None:
    """The reports of its own stand beside it anyway."""
    found = akin(
        piece("a", -1, tags=("t",), story="One"),
        piece("b", -2, tags=("t",), story="one"),
        piece("c", -3, tags=("t",), story="two"),
        piece("d", -4, tags=("t",), story="two"),
        piece("e", -5, tags=("t",)),
    )
    assert found["a"] == ["c", "e"]


@given(st.lists(st.lists(st.sampled_from("uvwxyz"), max_size=3), max_size=30), st.lists(st.sampled_from("uvwxyz")))
def test_a_new_article_changes_the_kin_of_no_older_one(tags: list[list[str]], new: list[str]) -> None:
    """Else each would remake many old pages."""
    old = [piece(f"a{number}", -number - 2, tags=tuple(dict.fromkeys(each))) for number, each in enumerate(tags)]
    before, after = akin(*old), akin(piece("new", tags=tuple(dict.fromkeys(new))), *old)
    assert {name: found for name, found in after.items() if name != "new"} == before
    assert len(after["new"]) <= 4
