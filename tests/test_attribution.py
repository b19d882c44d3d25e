"""Whose words are shown: how much of them, and never without their outlet."""

import re
from collections.abc import Callable

import feedparser
import lxml.html
import pytest

from coranto.mail import write
from coranto.problems import CorantoError
from coranto.text import words
from coranto.theme import load_theme
from tests.smallsite import CONFIG, SmallSite, article

Make = Callable[[str], SmallSite]
WORDS = " ".join(f"word{number}" for number in range(200))
SOURCE = '{name: "The Star & Co", url: "https://s.example/x?a=1&b=2"}'
EDITION = (
    "-- content/editions/1.md --\n---\nnumber: 1\ntitle: First\ndate: 2026-11-20\n"
    "parts: [{title: P, items: [{article: a}]}]\n---\n\nIntro.\n"
)
RECORD = "-- content/sources/star.md --\n---\nname: The Star & Co\nlabel: state-run\nwhy: The state pays for it.\n---\n"


def themed(template: str, text: str) -> str:
    """A theme of the site's own that has another template."""
    return (
        f"-- config.yaml --\n{CONFIG}theme: mine\n-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n"
        f"-- themes/mine/templates/{template} --\n{text}"
    )


BARE_ARTICLE = '{% extends "plain/article.html" %}{% block letter %}{% endblock %}'
BARE_LIST = '{% extends "plain/list.html" %}{% block body %}{% for g in page.groups %}{% for card in g.cards %}<p>{{ card.title }}</p>{% endfor %}{% endfor %}{% endblock %}'


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("article.html", BARE_ARTICLE),
        ("article.html", '{% extends "base.html" %}{% block main %}<h1>{{ page.card.title }}</h1>{% endblock %}'),
        ("article.html", BARE_ARTICLE.replace("{% endblock %}", "{{ page.card.source.name }}{% endblock %}")),
        ("list.html", BARE_LIST),
    ],
    ids=["no source line", "own template", "no original", "cards"],
)
def test_a_theme_cannot_leave_the_outlet_out(site: Make, template: str, text: str) -> None:
    """Neither by an empty block nor by a template of its own: the build says which, and what to write."""
    made = site(article("a", "Grid", source=SOURCE, republish="own") + themed(template, text))
    with pytest.raises(CorantoError, match="without saying so") as caught:
        made.press()
    [problem, *_] = caught.value.problems
    assert problem.place
    assert problem.place.path == f"themes/mine/templates/{template}"
    assert "parts.source_line" in problem.hint


@pytest.mark.parametrize("body", ["Few words.", WORDS])
def test_an_outlet_that_is_not_known_is_not_called_the_original(site: Make, body: str) -> None:
    """It has no name then: nothing stands in its place."""
    text = article("a", "Grid", republish="excerpt", imported="{from: a.txt}", body=body)
    main = site(text).main("2026/11/a/index.html")
    assert "From the original" in main and "The original" not in main
    assert ("Excerpt, 60 of 200 words" in main) == (body == WORDS)
    assert " wrote " not in main and " writes" not in main


def test_a_theme_may_say_it_in_its_own_way(site: Make) -> None:
    """Name and address are what is looked for; and only of what is shown."""
    own = '{% extends "base.html" %}{% block main %}<h1>x</h1>{{ page.card.source.name }} {{ page.card.original }}{% endblock %}'
    few = '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>{% endblock %}'
    assert site(article("a", source=SOURCE) + themed("article.html", own)).press()
    assert site(article("a", "A title of theirs", source=SOURCE) + themed("list.html", few)).press()


@pytest.mark.parametrize("policy", ["own", "full", "excerpt", "link"])
def test_the_outlet_is_named_wherever_an_article_stands(site: Make, policy: str) -> None:
    """Each page, card and feed item, in every list; with its label, which leads to why."""
    made = site(article("a", "Grid", source=SOURCE, republish=policy, story="s", section="Power", featured="1")
                + article("b", "Other", source="{name: Else}", story="s") + EDITION + RECORD)  # fmt: skip
    seen = 0
    for path, data in made.files().items():
        if path.endswith(".html"):
            body = lxml.html.fromstring(data.decode()).find("body")
            for headline in body.xpath("//*[self::a or self::span][normalize-space()='Grid']"):
                if headline.xpath("ancestor::nav | ancestor::*[contains(@class, 'band')]"):
                    continue  # the next article's title; the contents of an edition
                block = next(each for each in headline.iterancestors("article", "li", "div"))
                assert "The Star & Co" in " ".join(block.text_content().split()), path
                seen += 1
    assert seen > 8
    about = made.html("source/the-star-co/index.html")
    assert 'id="label"' in about
    assert "The state pays for it." in about
    if policy != "link":
        assert re.search(r'<a class="label" href="[^"]*source/the-star-co/#label"', made.html("2026/11/a/index.html"))
    for name in ("feed.xml", "atom.xml", "feed.json"):
        if name.endswith(".xml"):
            for entry in feedparser.parse(made.files()[name]).entries:
                if entry.title == "Grid":
                    assert "The Star &amp; Co" in entry.content[0].value
        else:
            assert made.files()[name].count(b"The Star") >= 2


def test_the_policy_is_the_articles_then_its_sources_then_the_sites(site: Make) -> None:
    """What neither says is the whole text where it was imported, and ours where no outlet is named."""
    source = '{name: S, url: "https://s.example/"}'
    record = "-- content/sources/s.md --\n---\nname: S\nrepublish: excerpt\n---\n"
    config = f"-- config.yaml --\n{CONFIG}republish: link\n"

    def policy(files: str) -> str:
        planned = site(files).press().site
        shown = (planned.view(page) for page in planned.pages if page.template == "article.html")
        return next((view.republish for view in shown), "link")  # type: ignore[union-attr]  # what is not there fails the test

    assert policy(article("a", source=source, republish="own") + record + config) == "own"
    assert policy(article("a", source=source) + record + config) == "excerpt"


@pytest.mark.parametrize(
    ("files", "shown"),
    [
        (article("a", source='{name: T, url: "https://t.example/"}'), "full"),
        (article("a"), "own"),
    ],
)
def test_what_nobody_says(site: Make, files: str, shown: str) -> None:
    """Whole from an outlet, ours without one."""
    planned = site(files).press().site
    view = next(planned.view(page) for page in planned.pages if page.template == "article.html")
    assert view.republish == shown  # type: ignore[union-attr]  # what is not there fails the test


@pytest.mark.parametrize(
    "body",
    [WORDS, "字" * 500, " ".join("字" * 7 for _ in range(60)), "ก" * 500, WORDS + "\n\n" + WORDS, "x" * 9000],
    ids=["words", "han", "han in runs", "thai", "paragraphs", "one word"],
)
def test_an_excerpt_is_all_that_is_shown_of_their_words(site: Make, body: str) -> None:
    """Sixty words, or as much of a script without spaces: page, cards, feeds, search; and the cut is seen."""
    made = site(article("a", body=body, source=SOURCE, republish="excerpt", standfirst="Standing first."))
    excerpt = lxml.html.fromstring(made.html("2026/11/a/index.html")).xpath("string(//blockquote)").strip()
    assert excerpt.endswith(" […]")
    kept = "".join(excerpt.removesuffix(" […]").split())
    for path, data in made.files().items():
        text = data.decode("utf-8", "replace")
        assert "Standing first" not in text, path
        runs = re.findall(r"(?:word\d+\s?)+|[字ก]+|x{50,}", text)
        assert all(words(run) <= 60 and "".join(run.split())[:100] in kept for run in runs), path


def test_their_words_are_not_altered(site: Make) -> None:
    """No quotation mark, dash or dot is set otherwise; nothing becomes a link."""
    body = """She said "no" -- 'twice'... See https://x.example/ (c) 1/2."""
    made = site(article("a", body=body, source=SOURCE, republish="excerpt"))
    quote = lxml.html.fromstring(made.html("2026/11/a/index.html")).find(".//blockquote")
    assert quote.text_content().strip() == body
    assert quote.get("cite") == "https://s.example/x?a=1&b=2"
    assert not quote.xpath(".//a")


def test_no_page_leads_to_the_original_by_itself(site: Make) -> None:
    """Whatever the policy: a reader decides."""
    for policy in ("own", "full", "excerpt", "link"):
        made = site(article("a", source=SOURCE, republish=policy, aliases="[/old/]"))
        for data in made.files().values():
            for told in re.findall(rb'http-equiv="refresh" content="([^"]*)"', data):
                assert b"s.example" not in told


def test_our_licence_is_for_our_own_words(site: Make) -> None:
    """A source's licence is for what is theirs, not for what we tell of it."""
    record = "-- content/sources/t.md --\n---\nname: T\nlicence: CC BY-ND\n---\n"
    config = f"-- config.yaml --\n{CONFIG}licence: CC BY 4.0\n"
    for policy, ours in (("own", True), ("full", False)):
        page = site(article("a", source="{name: T}", republish=policy) + record + config).html("2026/11/a/index.html")
        assert ('"license":{"@type":"CreativeWork","name":"CC BY 4.0"}' in page) is ours
        assert ('"license":{"@type":"CreativeWork","name":"CC BY-ND"}' in page) is not ours
        assert "Our own words: CC BY 4.0." in page


def test_a_mail_names_its_outlets_too(site: Make) -> None:
    """By the same look at what was made."""
    text = "<html><head></head><body>{% for part in page.parts %}{% for item in part.items %}{{ item.card.title }}{% endfor %}{% endfor %}</body></html>"
    made = site(article("a", "Grid", source=SOURCE, republish="own") + EDITION + themed("email.html", text))
    pressed = made.press()
    [page] = [page for page in pressed.site.pages if page.template == "edition.html"]
    theme, _ = load_theme(made.root, "mine")
    with pytest.raises(CorantoError, match="without saying so"):
        write(page, pressed.site, theme, pressed.config)
