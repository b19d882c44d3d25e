"""The small views that many pages share: cards, source lines, links, editions in a list.

In: the digest, its addresses and its typeset texts. Out: views. Each is made once and shared by all pages that show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, TypeVar

from coranto.attribution import cards_of
from coranto.body import pack_view
from coranto.cache import key_of
from coranto.curation import Digest, Topic
from coranto.language import ENGLISH, Language
from coranto.model import Article, Edition, Image, Moment
from coranto.permalinks import encode, output_path
from coranto.plan.addresses import Addresses, kinds, story_url
from coranto.plan.days import Stamp, midnight, moved_of, runs
from coranto.plan.letters import roman, seal
from coranto.planned import Page
from coranto.problems import Place, Problem, warning
from coranto.text import EXCERPT_WORDS, first_words, fold, minutes, shorten, web_address
from coranto.texts import Frames, Typeset, frame_of
from coranto.view_parts import Card, EditionCard, Group, ImageView, Link, PartTitles, Person, SourceView
from coranto.views import ArchiveView, EditionsView, EditionView, PageViews, SearchView, TermsView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Late:
    """An argument of a page that is known when the texts are."""

    of: Callable[[Cards], Any]


class Cards:
    """Makes cards for one plan and remembers them; and pages, each a function with its arguments.

    A page sees its arguments and what cards show of the articles among them, and nothing else: its key is theirs.
    """

    def __init__(
        self, digest: Digest, addresses: Addresses, language: Language = ENGLISH, frames: Frames | None = None
    ) -> None:
        self.frames = frames or {}
        self.language = language
        self.digest = digest
        self.addresses = addresses
        self.texts: Mapping[str, Typeset] = {}
        self.problems: list[Problem] = []
        self._topics = {(kind, fold(topic.name)): topic for kind, found in kinds(digest).items() for topic in found}
        self._stories = {article.id: story for story in digest.stories for article in story.articles}
        self._links: dict[tuple[str, str], Link] = {}
        self._sources: dict[str, SourceView | None] = {}
        self._images = {article.path: self.image(article.image, article) for article in digest.articles}
        self._forget()

    def _forget(self) -> None:
        self._cards: dict[str, Card] = {}
        self._people: dict[str, Person] = {}
        self._keys: dict[str, bytes] = {}
        self._made: dict[Any, Any] = {}

    def over(self, texts: Mapping[str, Typeset]) -> Cards:
        """The same cards with these texts. Pages are planned without any."""
        found = copy(self)
        found.texts = texts
        found._forget()
        return found

    def once(self, name: Any, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for all pages and feeds that need it."""
        if name not in self._made:
            self._made[name] = make()
        found: T = self._made[name]
        return found

    def page(
        self,
        template: str,
        url: str,
        origin: str,
        make: Callable[..., PageViews],
        seen: Mapping[str, Any],
        noindex: bool = False,
        article: Article | None = None,
    ) -> Page:
        """A page at an address. ``make`` gets cards and what is ``seen``, when the view is wanted; of what is ``Late``
        it gets what that gives then."""
        shown = (article,) if article else seen.get("articles", ())
        name = article.id if article else ""
        view, sees = partial(_made, make, seen), partial(_sees, seen)
        return Page(output_path(url), url, template, origin, view, sees, noindex, partial(_moved, shown), name)

    def whole(
        self, template: str, url: str, origin: str, make: Callable[[Cards], PageViews], noindex: bool = False
    ) -> Page:
        """A page that is told from others by its whole view: there are few of its kind."""

        def view(cards: Cards) -> PageViews:
            return cards.once((template, url), lambda: make(cards))

        def sees(cards: Cards) -> tuple[tuple[str, bytes], ...]:
            return (("view", pack_view(view(cards))),)

        return Page(
            output_path(url), url, template, origin, view, sees, noindex, lambda cards: cards.moved(view(cards))
        )

    def moved(self, view: PageViews) -> Moment | None:
        """The last change of what a page shows; of what counts all articles, the newest of them. Of a page of the
        site's own we do not know it."""
        if isinstance(view, TermsView | ArchiveView | SearchView):
            return self.newest
        moments = [moved_of(self.by_id[card.id]) for card in cards_of(view)]
        if isinstance(view, EditionView):
            moments.append(view.card.date)
        elif isinstance(view, EditionsView):
            moments += [edition.date for edition in view.editions]
        return max(moments, key=attrgetter("at"), default=None)

    @cached_property
    def newest(self) -> Moment | None:
        """The last change of any article."""
        return max(map(moved_of, self.digest.articles), key=attrgetter("at"), default=None)

    def key(self, value: Any) -> bytes:
        """What tells an argument of a page from others."""
        if type(value) is Article:
            return self._key(value)
        if type(value) is Typeset:
            return value.key
        if type(value) is tuple and value and type(value[0]) is Article:
            return b"".join(map(self._key, value))
        return pack_view(value)

    def _key(self, article: Article) -> bytes:
        """All that may be seen of an article, but for its texts. What its front matter says beside the card stands in
        the address and the key of the file."""
        found = self._keys.get(article.path)
        if found is None:
            about = (self.card(article), article)
            found = self._keys[article.path] = key_of(pack_view(about))
        return found

    def topic(self, kind: str, name: str) -> Topic | None:
        """The section, tag, author or source of a name."""
        return self._topics.get((kind, fold(name)))

    def link(self, kind: str, name: str) -> Link:
        """A name linked to its page, if it has one, and spelled as its page spells it."""
        found = self._links.get((kind, name))
        if found is None:
            topic = self.topic(kind, name)
            found = Link(topic.name if topic else name, self.addresses.topic(kind, name))
            self._links[kind, name] = found
        return found

    def source(self, name: str) -> SourceView | None:
        """An outlet for a source line."""
        if name not in self._sources:
            self._sources[name] = self._source(name)
        return self._sources[name]

    def _source(self, name: str) -> SourceView | None:
        topic = self.topic("source", name) if name else None
        if topic is None:
            return None
        record = topic.record
        return SourceView(
            name=topic.name,
            url=self.addresses.topic("source", name),
            label=record.label if record else "",
            always=record.always if record else False,
            seal=seal(topic.name),
        )

    def story(self, article: Article) -> Link | None:
        """The story an article belongs to, when it has a page."""
        story = self._stories.get(article.id)
        url = self.addresses.made(story_url(story)) if story else ""
        return Link(story.title, url) if story and url else None

    def reports(self, article: Article) -> tuple[Article, ...]:
        """All reports of an article's story, newest first; the article alone when it has none."""
        story = self._stories.get(article.id)
        return story.articles if story else (article,)

    def card(self, article: Article) -> Card:
        """An article in a list."""
        if article.path not in self._cards:
            self._cards[article.path] = self._make(article)
        return self._cards[article.path]

    def cards(self, articles: Iterable[Article]) -> tuple[Card, ...]:
        """Cards in the order of the articles."""
        return tuple(self.card(article) for article in articles)

    def by_day(self, articles: Iterable[Article], moment: Stamp = attrgetter("out")) -> tuple[Group, ...]:
        """Cards in runs of one day: of when they went out, or of another moment of theirs."""
        return tuple(
            Group(run, moment=midnight(moment(run[0]))) for run in runs(self.cards(articles), moment, days=True)
        )

    def by_month(self, articles: Iterable[Article], moment: Stamp = attrgetter("out")) -> tuple[Group, ...]:
        """Cards in runs of one month."""
        return tuple(
            Group(run, moment=midnight(moment(run[0]), first=True))
            for run in runs(self.cards(articles), moment, days=False)
        )

    def sections(self) -> list[Topic]:
        """Sections by weight: the order of the menu and of the front page."""
        return sorted(self.digest.sections, key=lambda topic: (-len(topic.articles), fold(topic.name)))

    def _make(self, article: Article) -> Card:
        text = self.texts[article.path]
        page = self.addresses.pages.get(article.path, "")
        source = self.source(article.source.name)
        reports = self.reports(article)
        others = dict.fromkeys(
            other.source.name for other in reports if fold(other.source.name) != fold(article.source.name)
        )
        return Card(
            id=article.id,
            title=article.title,
            url=page or article.source.url,
            outside=bool(article.source.url and not page),
            original=article.source.url,
            source=source,
            authors=tuple(self.link("author", name) for name in article.authors),
            date=article.date or article.out,
            out=article.out,
            summary=article.summary or _words_of(article, text),
            section=self.link("section", article.section) if article.section else None,
            minutes=minutes(text.words),
            image=self.picture(article),
            story=self.story(article),
            also=tuple(found for name in others if (found := self.source(name))),
            mark={"draft": "draft", "scheduled": "scheduled"}.get(self.digest.marks.get(article.path, ""), ""),
            language=article.language,
            anchor="" if page or not article.source.url else f"item_{encode(article.id)}",
        )

    def picture(self, article: Article) -> ImageView | None:
        """The lead picture of an article."""
        return self._images[article.path]

    def image(self, image: Image | None, article: Article) -> ImageView | None:
        """An article's picture, if its file may be shown. What is wrong with it is said once."""
        if image is None or not image.src or web_address(image.src):
            return None  # an importer notes where the picture was; it is not ours to show
        src = self.addresses.resolve(image.src, article.path, "image")
        if src is None:
            hint = "put a PNG, JPEG, GIF, WebP or AVIF file beside the article or into content/assets/"
            place = Place(article.path, image.line)
            self.problems.append(warning(f"there is no picture {image.src!r}: left out", place, hint, "links"))
            return None
        lacks = [word for word, said in (("alt text", image.alt), ("credit", image.credit)) if not said]
        if lacks and image.alt != "":  # one that is said to be decoration needs neither
            hint = "write image: {src: …, alt: what it shows, credit: whose it is}"
            message = f"the picture {image.src!r} has no {' and no '.join(lacks)}"
            self.problems.append(warning(message, Place(article.path, image.line), hint, "pictures"))
        frame = frame_of(src, self.frames)
        return ImageView(
            frame.src if frame else src, image.alt or "", image.caption, image.credit, image.licence, frame
        )

    def edition(self, edition: Edition) -> EditionCard:
        """An edition in a list, with the titles of its parts."""
        articles = self.items(edition)
        return EditionCard(
            number=edition.number,
            title=edition.title,
            url=self.addresses.pages.get(edition.path, ""),
            date=edition.date,
            period=edition.period,
            count=len(articles),
            outlets=len({fold(article.source.name) for article in articles if article.source.name}),
            minutes=sum(self.card(article).minutes for article in articles),
            parts=tuple(
                PartTitles(
                    roman(number),
                    part.title,
                    tuple(
                        Link(card.title, card.url, card.language)
                        for card in (self.card(self.by_id[item.article]) for item in part.items)
                    ),
                )
                for number, part in enumerate(edition.parts, 1)
            ),
        )

    def items(self, edition: Edition) -> list[Article]:
        """The articles of an edition in order."""
        return [self.by_id[item.article] for part in edition.parts for item in part.items]

    @cached_property
    def by_id(self) -> dict[str, Article]:
        """Published articles by id."""
        return {article.id: article for article in self.digest.articles}

    def person(self, name: str) -> Person:
        """An author with what the site knows of them."""
        if name not in self._people:
            self._people[name] = self._person(name)
        return self._people[name]

    def _person(self, name: str) -> Person:
        topic = self.topic("author", name)
        record = topic.record if topic else None
        person = Person(name, self.addresses.topic("author", name), seal=seal(name))
        if record is None:
            return person
        bio = self.texts[record.path].body if record.path in self.texts else person.bio
        return replace(person, name=record.name, role=record.role, bio=bio)


def _moved(shown: Iterable[Article], _: Cards) -> Moment | None:
    return max(map(moved_of, shown), key=attrgetter("at"), default=None)


def _made(make: Callable[..., PageViews], seen: Mapping[str, Any], cards: Cards) -> PageViews:
    return make(cards, **{name: value.of(cards) if type(value) is Late else value for name, value in seen.items()})


def _sees(seen: Mapping[str, Any], cards: Cards) -> tuple[tuple[str, bytes], ...]:
    return tuple(
        [
            (name, cards.key(value.of(cards)) if type(value) is Late else cards.key(value))
            for name, value in seen.items()
        ]
    )


def _words_of(article: Article, text: Typeset) -> str:
    """What a card says where the curator says nothing: the outlet's standfirst or first words, as far as allowed. Those
    of an excerpt stand in the excerpt, so that no more of the outlet's words is shown than these."""
    if article.republish in ("own", "full"):
        return article.standfirst or text.lead
    words = (text.lead if article.republish == "excerpt" else "") or shorten(article.standfirst, 200)
    kept, _ = first_words(words, text.excerpt_words or EXCERPT_WORDS)
    return words if kept == words else kept + "…"
