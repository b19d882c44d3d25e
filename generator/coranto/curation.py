"""What is published, in which order, and what belongs together: content and one ``now`` in, a digest out.

Pure: no files, no clock, no addresses. A draft or an embargoed article is decided upon here, once, and leaves no trace
in what comes out (unless the preview asks for it, and then it is marked).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, datetime, timedelta
from typing import Literal

from coranto.model import Article, Content, Edition, FreePage, Item, Moment, Part, Record, Republish, altered
from coranto.problems import Place, Problem, suggest, warning
from coranto.text import fold, unique_slugs

Standing = Literal["published", "scheduled", "draft", "retracted"]
FRESH = timedelta(days=2)  # what news sitemaps hold


@dataclass(frozen=True, slots=True)
class Topic:
    """A section, tag, author or source, with its articles, newest first. ``record`` is what content/ says of it."""

    name: str
    slug: str
    articles: tuple[Article, ...]
    record: Record | None = None


def spelled(topics: Iterable[Topic]) -> Mapping[str, str]:
    """The folded form of each topic's name -> how its pages spell it."""
    return {fold(topic.name): topic.name for topic in topics}


@dataclass(frozen=True, slots=True)
class Story:
    """One event told by two articles or more, newest first by the outlets' dates: its timeline."""

    title: str
    slug: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """All that is published; ``republish`` is settled.

    Articles are newest first by when they went out, then by the outlet's own date, then by id; those of a story by the
    outlets' dates.
    """

    articles: tuple[Article, ...] = ()
    picks: tuple[Article, ...] = ()
    retracted: tuple[Article, ...] = ()  # were out, and stand nowhere else: only a notice is left of each
    fresh: tuple[Article, ...] = ()  # our own, out within the last two days
    stories: tuple[Story, ...] = ()
    editions: tuple[Edition, ...] = ()
    pages: tuple[FreePage, ...] = ()
    sections: tuple[Topic, ...] = ()
    tags: tuple[Topic, ...] = ()
    authors: tuple[Topic, ...] = ()
    sources: tuple[Topic, ...] = ()
    blogroll: tuple[Record, ...] = ()  # sources that are named in public, by name
    marks: Mapping[str, Standing] = field(default_factory=dict)  # path -> standing, of what the preview adds


def standing(draft: bool, out: Moment | None, now: datetime) -> Standing:
    """Is it out? A draft never is; what goes out at exactly ``now`` is."""
    if draft or out is None:
        return "draft"
    return "published" if out.at <= now else "scheduled"


def original(article: Article) -> Moment:
    """The moment the article states, which for an imported one is the outlet's; else when it went out."""
    return article.date or article.out


def article_standing(article: Article, now: datetime) -> Standing:
    """The standing of an article. Only what was out can be taken back, and is so at once, whatever day that names."""
    lacks = not article.title or article.date is None
    state = standing(article.draft or lacks, article.published or article.date, now)
    return "retracted" if article.retracted and state == "published" else state


def turns(content: Content) -> list[datetime]:
    """The moments at which other articles and editions are out and fresh than before, in order."""
    articles = [moment.at for article in content.articles if (moment := article.published or article.date)]
    stale = [at + FRESH for at in articles if at.year < MAXYEAR]
    return sorted([*articles, *stale, *(edition.date.at for edition in content.editions)])


def around(moments: list[datetime], now: datetime) -> tuple[datetime | None, datetime | None]:
    """The last of some moments that has come, and the next."""
    at = bisect_right(moments, now)
    return moments[at - 1] if at else None, moments[at] if at < len(moments) else None


def curate(
    content: Content, now: datetime, default: Republish | None = None, withheld: bool = False, language: str = ""
) -> tuple[Digest, list[Problem]]:
    """Decide on everything once. ``withheld`` keeps drafts and scheduled items in, with marks: the preview's way.

    ``language``: the one whose Latin letters the slugs of names are written in; without it they keep their own.
    """
    problems: list[Problem] = []
    marks: dict[str, Standing] = {}
    sources = {fold(record.name): record for record in content.records if record.kind == "sources"}
    articles: list[Article] = []
    retracted: list[Article] = []
    for article in content.articles:
        state = article_standing(article, now)
        if state == "retracted":
            retracted.append(_settle(article, sources.get(fold(article.source.name)), default))
            continue
        if state != "published":
            if not withheld:
                continue
            marks[article.path] = state
            date = article.date or article.published or Moment(now, day_only=True)
            article = replace(article, title=article.title or "(no title yet)", date=date)
        articles.append(_settle(article, sources.get(fold(article.source.name)), default))
    for each in (articles, retracted):
        each.sort(key=lambda article: article.id)
        each.sort(key=lambda article: (article.out.at, original(article).at), reverse=True)

    editions: list[Edition] = []
    known = {article.id: article for article in articles}
    standings = {article.id: article_standing(article, now) for article in content.articles}
    for edition in content.editions:
        state = standing(edition.draft, edition.date, now)
        if state != "published":
            if not withheld:
                continue
            marks[edition.path] = state
        editions.append(_present(edition, known, standings, problems))
    editions.sort(key=lambda edition: edition.number, reverse=True)

    def topics(kind: str, names: Callable[[Article], Iterable[str]]) -> tuple[Topic, ...]:
        records = [record for record in content.records if record.kind == kind]
        return _topics(articles, names, records, kind, problems, language)

    marks |= {page.path: "draft" for page in content.pages if page.draft and withheld}

    digest = Digest(
        articles=tuple(articles),
        picks=tuple(
            sorted((article for article in articles if article.featured), key=lambda article: article.featured)
        ),
        retracted=tuple(retracted),
        fresh=tuple(each for each in articles if _is_fresh(each, now) and each.path not in marks),
        stories=_stories(articles, problems, language),
        editions=tuple(editions),
        pages=tuple(page for page in content.pages if withheld or not page.draft),
        sections=topics("sections", lambda article: (article.section,)),
        tags=topics("tags", lambda article: article.tags),
        authors=topics("authors", lambda article: article.authors),
        sources=topics("sources", lambda article: (article.source.name,)),
        blogroll=tuple(
            sorted((record for record in sources.values() if record.public), key=lambda each: fold(each.name))
        ),
        marks=marks,
    )
    return digest, problems


def kept_back(content: Content, now: datetime) -> dict[str, int]:
    """How many articles, editions and pages are not out, by standing: what a build says of what it leaves out."""
    found: Counter[str] = Counter(article_standing(each, now) for each in content.articles)
    found.update(standing(each.draft, each.date, now) for each in content.editions)
    found["draft"] += sum(each.draft for each in content.pages)
    return {state: found[state] for state in ("draft", "scheduled") if found[state]}


def _is_fresh(article: Article, now: datetime) -> bool:
    return article.republish == "own" and article.out.at.year < MAXYEAR and now < article.out.at + FRESH


def _settle(article: Article, source: Record | None, default: Republish | None) -> Article:
    """How much of it may be shown: the article's word, else its source's, else the site's."""
    of_others = bool(article.source.name or article.imported)
    fallback: Republish = (default or "full") if of_others else "own"
    policy = article.republish or (source.republish if source else None) or fallback
    if policy == "link" and not article.source.url:
        policy = "excerpt"  # there is nothing to link to, and the whole text was not wanted
    licence = article.licence or (source.licence if source and policy != "own" else "")
    if (policy, licence) == (article.republish, article.licence):
        return article
    return altered(article, republish=policy, licence=licence)


def _present(
    edition: Edition, known: Mapping[str, Article], standings: Mapping[str, Standing], problems: list[Problem]
) -> Edition:
    """The edition without the entries whose article is absent or withheld, each of them said."""
    parts = []
    for part in edition.parts:
        kept: list[Item] = []
        for item in part.items:
            if item.article in known:
                kept.append(item)
                continue
            state = standings.get(item.article)
            if state is None:
                message = f"edition {edition.number} names {item.article!r}, and no article has that id: left out"
                hint = suggest(item.article, standings) or "an article's id stands in its front matter"
            else:
                message = f"edition {edition.number} names {item.article!r}, which is {state}: left out"
                hint = ("" if state == "retracted" else "publish it, or ") + "take it out of the edition"
            kind = "" if state == "retracted" else "entries"  # what is taken back must be able to go out
            problems.append(warning(message, Place(edition.path, item.line), hint, kind))
        if kept:
            parts.append(Part(part.title, tuple(kept)))
    return replace(edition, parts=tuple(parts))


def _group(
    articles: Iterable[Article], names: Callable[[Article], Iterable[str]], same: Callable[[str], str] = fold
) -> dict[str, tuple[Counter[str], dict[str, Article]]]:
    """Articles by name, all spellings that are the ``same`` as one: how often each stands, and the articles by id, in
    their order."""
    groups: dict[str, tuple[Counter[str], dict[str, Article]]] = {}
    for article in articles:
        for name in names(article):
            if name:
                key = same(name)
                if key not in groups:
                    groups[key] = (Counter(), {})
                spellings, members = groups[key]
                spellings[name] += 1
                members[article.id] = article
    return groups


def _spelling(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name))


def _topics(
    articles: list[Article],
    names: Callable[[Article], Iterable[str]],
    records: list[Record],
    kind: str,
    problems: list[Problem],
    language: str,
) -> tuple[Topic, ...]:
    by_name = {fold(record.name): record for record in records}
    groups = _group(articles, names)
    lonely = [name for key, (spellings, _) in groups.items() if key not in by_name for name in spellings]
    for key, unused in by_name.items():
        near = suggest(unused.name, lonely) if key not in groups else ""
        if near:
            message = f"no article names {unused.name!r}, so this record has no effect"
            problems.append(warning(message, Place(unused.path), near))
    found: dict[str, tuple[tuple[Article, ...], Record | None]] = {}
    for key, (spellings, members) in groups.items():
        record = by_name.get(key)
        name = record.name if record else _spelling(spellings)
        _warn_spellings(spellings, name, kind, members.values(), names, problems)
        found[name] = (tuple(members.values()), record)
    slugs = unique_slugs(found, language)
    return tuple(Topic(name, slugs[name], *found[name]) for name in sorted(found, key=lambda name: (fold(name), name)))


def _stories(articles: list[Article], problems: list[Problem], language: str) -> tuple[Story, ...]:
    found: dict[str, tuple[Article, ...]] = {}
    for spellings, members in _group(articles, lambda article: (article.story,), story_key).values():
        name = _spelling(spellings)
        _warn_spellings(spellings, name, "stories", members.values(), lambda article: (article.story,), problems)
        if len(members) > 1:
            found[name] = tuple(sorted(members.values(), key=lambda article: original(article).at, reverse=True))
    slugs = unique_slugs(found, language)
    return tuple(Story(story_title(name), slugs[name], found[name]) for name in sorted(found))


def story_title(name: str) -> str:
    """A story's name as a title: ``winter-grid`` becomes ``Winter grid``; a name with spaces stays as it is."""
    return name if " " in name else name[:1].upper() + name[1:].replace("-", " ").replace("_", " ")


def story_key(name: str) -> str:
    """What is the same for all spellings of a story's name: ``winter-grid`` and ``Winter Grid`` are one."""
    return fold(story_title(name))


def _warn_spellings(
    spellings: Counter[str],
    name: str,
    kind: str,
    members: Iterable[Article],
    names: Callable[[Article], Iterable[str]],
    problems: list[Problem],
) -> None:
    """Say which files write a name in another way than the one that is shown."""
    others = sorted(spelling for spelling in spellings if spelling != name)
    if others:
        said = ", ".join(map(repr, others))
        files = [article.path for article in members if any(other in names(article) for other in others)]
        problems.append(
            warning(
                f"{kind}: {said} and {name!r} are taken as one ({', '.join(files)})",
                Place(files[0]),
                f"write {name!r} everywhere",
            )
        )
