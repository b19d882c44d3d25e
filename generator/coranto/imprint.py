"""What a page says of itself to machines: its view and the site's facts in; title, description, Open Graph and JSON-LD
out.

Only what readers can see too. Without a base_url there is no address of ours to name, so what needs one is left out.
Nothing that stands in a field can end the script that holds it. Pure: reads nothing, knows no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from coranto.attribution import cards_of
from coranto.language import Language, upper_first
from coranto.moments import iso, month
from coranto.packing import pack_sorted
from coranto.permalinks import absolute
from coranto.text import one_line, shorten
from coranto.view_parts import Card, ImageView, Imprint, Link
from coranto.views import (
    ArchiveView,
    ArticleView,
    CorrectionsView,
    EditionsView,
    EditionView,
    ListView,
    PageViews,
    SearchView,
    SiteView,
    SubscribeView,
    TermsView,
)

DESCRIPTION = 200  # characters
NAMED = 4  # headlines or names that tell what a list holds
DOT = " · "
INDEX_TITLES = {"section": "Sections", "tag": "Topics", "author": "Authors", "source": "Sources"}
TERRITORIES = {"ar": "AR", "de": "DE", "en": "US", "es": "ES", "fr": "FR", "uk": "UA"}  # where a tag names none
SILENT = ("missing", "retracted")
Node = dict[str, Any]


def imprint(page: PageViews, site: SiteView, language: Language) -> Imprint:
    """All that the head of a page tells, but for styles, icons and feeds."""
    head = page.head
    here = absolute(head.url, site.base_url) if head.kind != "missing" else ""
    title = one_line(head.title) or site.title
    about = _description(page, site, language)
    image = _picture(page, site)
    picture = absolute(image.src, site.base_url) if image else ""
    alt = one_line(image.alt or image.caption or title) if image else ""
    names = {
        "description": about,
        "robots": _robots(page, site),
        "twitter:card": "summary_large_image" if picture else "summary",
        "twitter:title": title,
        "twitter:description": about,
        "twitter:image": picture,
        "twitter:image:alt": alt if picture else "",
    }
    properties = {
        "og:title": title,
        "og:type": "article" if isinstance(page, ArticleView) else "website",
        "og:url": here,
        "og:site_name": site.title,
        "og:description": about,
        "og:locale": _locale((isinstance(page, ArticleView) and page.language) or site.language),
    }
    if image and picture:
        frame = image.frame
        properties |= {
            "og:image": picture,
            "og:image:width": str(frame.width) if frame else "",
            "og:image:height": str(frame.height) if frame else "",
            "og:image:alt": alt,
        }
    indexed = here and head.kind not in SILENT
    return Imprint(
        title=_title(page, site, language),
        canonical=head.canonical or here,
        names=tuple((name, value) for name, value in names.items() if value),
        properties=tuple((name, value) for name, value in properties.items() if value) + tuple(_facts(page, site)),
        data=_script(_nodes(page, site, language, here, about, image)) if indexed else Markup(),
    )


def _title(page: PageViews, site: SiteView, language: Language) -> str:
    """What tells the page from all others: a tag may be called as a section is, two outlets may have one headline."""
    head = page.head
    if head.kind == "home":
        return f"{site.title}: {site.tagline}" if site.tagline else site.title
    beside = _kind(page, language)
    if isinstance(page, ArticleView) and page.republish != "own" and page.card.source:
        beside = page.card.source.name
    return " | ".join(one_line(part) for part in (head.title, beside, site.title) if part)


def _kind(page: PageViews, language: Language) -> str:
    """What it is, where names alone do not tell it."""
    words = {**INDEX_TITLES, "story": "Story"}.get(page.head.kind)
    return language.say(words) if words else ""


def _description(page: PageViews, site: SiteView, language: Language) -> str:
    """The page's own description, else what is on it: headlines and names, so that no two are the same."""
    head = page.head
    if head.kind in SILENT:
        return ""
    if head.description:
        return shorten(head.description, DESCRIPTION)
    if isinstance(page, ArticleView):
        told = [page.card.source.name] if page.card.source else []
    elif isinstance(page, TermsView):
        told = [term.name for term in page.terms]
    elif isinstance(page, EditionsView):
        told = [edition.title for edition in page.editions]
    elif isinstance(page, ArchiveView | SearchView):
        told = [str(year.year) for year in page.years]
    elif isinstance(page, CorrectionsView):
        told = [each.text for each in page.corrections]
    elif isinstance(page, SubscribeView):
        told = [offer.title for group in page.groups for offer in group.offers]
    else:
        told = [card.title for card in cards_of(page)]
    named = list(dict.fromkeys(filter(None, told)))[:NAMED]
    parts = (head.title, _kind(page, language), *named, "" if named else site.title)
    return shorten(DOT.join([part for part in parts if part]), DESCRIPTION)


def _robots(page: PageViews, site: SiteView) -> str:
    if not page.head.noindex:
        return site.robots
    copy = isinstance(page, ArticleView) and page.republish == "full"
    return "noindex,follow,noarchive" if copy else "noindex,follow"


def _picture(page: PageViews, site: SiteView) -> ImageView | None:
    """The first picture of the page that other sites can show, else the site's own."""
    shown = (card.image for card in cards_of(page) if card.image)
    return next((image for image in shown if not image.src.endswith(".avif")), site.image)


def _locale(tag: str) -> str:
    """A language with its territory, as Open Graph wants it; without one where we know of none."""
    first, *others = tag.split("-")
    language = first.lower()
    territory = next((part.upper() for part in others if len(part) == 2), TERRITORIES.get(language, ""))
    return f"{language}_{territory}" if territory else language


def _facts(page: PageViews, site: SiteView) -> Iterator[tuple[str, str]]:
    """What Open Graph calls the article's own."""
    if not isinstance(page, ArticleView):
        return
    yield "article:published_time", iso(_published(page))
    yield "article:modified_time", iso(page.moved)
    if page.card.section:
        yield "article:section", page.card.section.title
    for tag in page.tags:
        yield "article:tag", tag.title
    for author in page.card.authors:
        yield "article:author", absolute(author.url, site.base_url) or author.title


def _published(page: ArticleView) -> Any:
    """A copy came out when its outlet put it out; what we tell or quote, when we did."""
    return page.card.date if page.republish == "full" else page.card.out


def _nodes(
    page: PageViews, site: SiteView, language: Language, here: str, about: str, image: ImageView | None
) -> Iterator[Node]:
    publisher = {"@type": "Organization", "name": site.title, "url": site.base_url}
    web = {"@type": "WebSite", "name": site.title, "url": site.base_url}
    if page.head.kind == "home":
        yield {**web, "publisher": publisher, "inLanguage": site.language, **_said("description", site.tagline)}
    if isinstance(page, ArticleView):
        yield _article(page, site, here, about, image, publisher)
    else:
        yield _page(page, site, here, about) | {"isPartOf": web}
    crumbs = list(_crumbs(page, site, language))
    if crumbs:
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": one_line(each.title), "item": url}
                for place, each in enumerate(crumbs, 1)
                if (url := absolute(each.url, site.base_url))
            ],
        }


def _article(
    page: ArticleView, site: SiteView, here: str, about: str, image: ImageView | None, publisher: Node
) -> Node:
    card = page.card
    copy = page.republish == "full"
    outlet = {"@type": "Organization", "name": card.source.name} if card.source else publisher
    licence = page.licence if page.republish != "own" else page.licence or site.licence
    people = [
        {"@type": "Person", "name": each.title, **_said("url", absolute(each.url, site.base_url))}
        for each in card.authors
    ]
    node: Node = {
        "@type": "NewsArticle",
        "headline": shorten(card.title, 110),
        "mainEntityOfPage": page.head.canonical or here,
        "datePublished": iso(_published(page)),
        "dateModified": iso(page.moved),
        "author": people or [publisher if page.republish == "own" else outlet],
        "publisher": outlet if copy else publisher,
        "inLanguage": page.language or site.language,
        "isAccessibleForFree": True,
        **_said("description", about),
        **_said("articleSection", card.section.title if card.section else ""),
        **_said("keywords", [tag.title for tag in page.tags]),
        **_said("isBasedOn", card.original),
        **_said("license", licence if re.match("https?://", licence) else ""),
    }
    if not page.head.canonical:
        node["url"] = here
    if card.original and not copy:
        node["citation"] = card.original
    if copy:
        node["sdPublisher"] = publisher
    if licence and "license" not in node:
        node["license"] = {"@type": "CreativeWork", "name": licence}
    if image:
        node["image"] = _image(image, site)
    if page.corrections:
        node["correction"] = [
            {"@type": "CorrectionComment", "text": each.text, "datePublished": iso(each.date)}
            for each in page.corrections
        ]
    return node


def _image(image: ImageView, site: SiteView) -> Node:
    node: Node = {"@type": "ImageObject", "url": absolute(image.src, site.base_url)}
    return node | _said("caption", image.caption or image.alt) | _said("creditText", image.credit)


def _page(page: PageViews, site: SiteView, here: str, about: str) -> Node:
    """A page that is no article: what lists articles is a collection."""
    node: Node = {
        "@type": "WebPage",
        "url": here,
        "name": one_line(page.head.title) or site.title,
        "inLanguage": site.language,
        **_said("description", about),
    }
    if isinstance(page, ListView) and page.person:
        person = page.person
        about_them = {"@type": "Person", "name": person.name, **_said("jobTitle", person.role)}
        return node | {"@type": "ProfilePage", "mainEntity": about_them}
    if isinstance(page, EditionView):
        node["datePublished"] = iso(page.card.date)
        node |= _said("editor", {"@type": "Person", "name": page.editor} if page.editor else "")
    if isinstance(page, ListView) and page.facts:
        facts = page.facts
        node["about"] = {"@type": "Organization", "name": facts.source.name, **_said("url", facts.home)}
    addresses = dict.fromkeys(filter(None, (_address(card, page, here, site) for card in cards_of(page))))
    if addresses:
        listed = [{"@type": "ListItem", "position": place, "url": url} for place, url in enumerate(addresses, 1)]
        node |= {"@type": "CollectionPage", "mainEntity": {"@type": "ItemList", "itemListElement": listed}}
    elif isinstance(page, TermsView | ArchiveView | EditionsView):
        node["@type"] = "CollectionPage"
    return node


def _address(card: Card, page: PageViews, here: str, site: SiteView) -> str:
    """Where an article stands: its page, or its place in this list."""
    if card.outside:
        return f"{here}#{card.anchor}" if isinstance(page, ListView) else ""
    return absolute(card.url, site.base_url)


def _crumbs(page: PageViews, site: SiteView, language: Language) -> Iterator[Link]:
    """The way down from the front page. What has no page is no step."""
    head, places = page.head, site.places
    if not places.home or head.url == places.home:
        return
    yield Link(site.title, places.home)
    say = language.say
    steps = {
        "edition": (say("Editions"), places.editions),
        "section": (say("Sections"), places.sections),
        "tag": (say("Topics"), places.tags),
        "author": (say("Authors"), places.authors),
        "source": (say("Sources"), places.sources),
        **dict.fromkeys(("year", "month", "day"), (say("Archive"), places.archive)),
    }
    title, url = steps.get(head.kind, ("", ""))
    if url:
        yield Link(title, url)
    if isinstance(page, ArticleView) and page.card.section and page.card.section.url:
        yield page.card.section
    if isinstance(page, ListView):
        if page.up and page.up.url:
            yield Link(upper_first(month(page.up.moment, language.dates)), page.up.url)
        if page.pager.newer:
            yield Link(page.title, head.url[: head.url.rindex("page/")])
    yield Link(head.title, head.url)


def _said(name: str, value: Any) -> Node:
    """A property, when there is something to say."""
    return {name: value} if value else {}


_UNSAFE = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def _script(nodes: Iterator[Node]) -> Markup:
    """JSON that HTML leaves as it is: no sign of it can begin a tag, a comment or a reference."""
    text = pack_sorted({"@context": "https://schema.org", "@graph": list(nodes)}).decode()
    for sign, written in _UNSAFE.items():
        text = text.replace(sign, written)
    return Markup(text)  # noqa: S704 (see above)
