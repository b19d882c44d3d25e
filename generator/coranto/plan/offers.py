"""The feeds there are, as links: for the heads of pages, their feet, and the page to subscribe."""

from __future__ import annotations

from coranto.channels import NAMES, TYPES
from coranto.config import Config
from coranto.plan.cards import Cards
from coranto.planned import Feed
from coranto.view_parts import FeedLink


def own_feeds(cards: Cards, kind: str, name: str, config: Config) -> tuple[FeedLink, ...]:
    """The feed of a section, tag, author or source, of all editions or of the site, in each of its formats."""
    title = config.title if kind == "site" else title_of(config, name or cards.language.say("Editions"))
    return tuple(FeedLink(title, url, TYPES[form], NAMES[form]) for form, url in cards.addresses.feed(kind, name))


def links(feed: Feed) -> tuple[FeedLink, ...]:
    """A planned feed in each of its formats."""
    return tuple(FeedLink(feed.title, url, TYPES[form], NAMES[form]) for form, url in feed.files)


def title_of(config: Config, name: str) -> str:
    """The title of a feed that does not hold all of the site."""
    return f"{config.title}: {name}"
