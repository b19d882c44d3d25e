"""A page for each story that two articles or more tell; and how lists show a story once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from operator import attrgetter

from coranto.config import Config
from coranto.curation import Story
from coranto.model import Article
from coranto.plan.addresses import story_url
from coranto.plan.cards import Cards
from coranto.planned import Page
from coranto.text import fold
from coranto.view_parts import Head, Voice
from coranto.views import StoryView


def pages(cards: Cards, config: Config) -> Iterator[Page]:
    """Timelines, with the outlets that reported, the busiest first."""
    for story in cards.digest.stories if "story" in config.pages else ():
        origin = f"the story {story.title!r} ({story.articles[0].path})"
        yield cards.whole("story.html", story_url(story), origin, partial(_story, story))


def _story(story: Story, cards: Cards) -> StoryView:
    counts = Counter(fold(article.source.name) for article in story.articles if article.source.name)
    voices = [Voice(source, count) for name, count in counts.items() if (source := cards.source(name))]
    voices.sort(key=lambda voice: (-voice.count, voice.source.name))
    return StoryView(
        head=Head("story", story_url(story), story.title),
        title=story.title,
        days=cards.by_day(story.articles, attrgetter("date")),
        voices=tuple(voices),
        count=len(story.articles),
    )


def once(cards: Cards, articles: Iterable[Article], told: Iterable[Article] = ()) -> Iterator[Article]:
    """The articles without further reports of a story: its first stands for all, and its card leads to the others.

    Where stories have no pages nothing would lead there, and all stay. ``told`` are shown elsewhere already.
    """
    seen = {key for article in told for key in _keys(cards, article)}
    for article in articles:
        keys = _keys(cards, article)
        if seen.isdisjoint(keys):
            seen |= keys
            yield article


def _keys(cards: Cards, article: Article) -> set[str]:
    story = cards.story(article)
    return {article.id, story.url} if story else {article.id}
