"""Every word of the interface in every language, with the forms it needs; dates and numbers as each writes them."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
import lxml.html
import pytest
from hypothesis import given
from hypothesis.strategies import text
from jinja2 import nodes
from markupsafe import Markup, escape

from coranto import moments
from coranto.catalogues import BUILT_IN, keys, language_of, read_catalogues
from coranto.language import ENGLISH, RULES, Language, direction, holes
from coranto.moments import parse_moment
from coranto.problems import CorantoError
from coranto.speech import Speech
from tests.extras import extra
from tests.smallsite import SmallSite, article

PACKAGE = Path(__file__).parents[1] / "generator" / "coranto"


def calls_of_templates() -> Iterator[tuple[str, list[str]]]:
    """The function's name and its texts, of each call in a built-in template."""
    env = jinja2.Environment()
    for path in sorted((PACKAGE / "themes").rglob("templates/*")):
        for call in env.parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("t", "tn", "plural", "unit"):
                said = [each.value for each in call.args if isinstance(each, nodes.Const)]
                wanted = 1 if call.node.name == "t" else 2
                assert len(said) == wanted, f"{path.name}:{call.lineno}: words must stand in the call"
                yield call.node.name, said


def calls_of_code() -> Iterator[tuple[str, list[str]]]:
    """The same of ``language.say(…)`` and ``language.count(…)``, and of ``words`` in outputs, which is the former."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            said = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            written = ast.unparse(call.func)
            if said and (written.endswith("language.say") or (written == "words" and path.parent.name == "outputs")):
                yield "t", said
            elif written.endswith("language.count"):
                yield "tn", said


CALLS = [*calls_of_templates(), *calls_of_code()]
WORDS = sorted({said[0] for name, said in CALLS if name == "t"})
COUNTS = dict(sorted({said[1]: said[0] for name, said in CALLS if name != "t"}.items()))
LANGUAGES = ("uk", "ar", "de", "fr", "es")
Make = Callable[[str], SmallSite]
ZONE = ZoneInfo("Europe/Kyiv")


def language(tag: str) -> Language:
    """A language as it comes with Coranto."""
    texts, problems = read_catalogues(tag, Path("/nowhere"), ())
    found, said = language_of(tag, texts)
    assert not problems and not said
    return found


def test_the_english_catalogue_has_every_word_of_templates_and_code_and_no_other() -> None:
    """It is what translators begin with; a word that is new stands there first."""
    words, counts = keys()
    assert (set(WORDS) - set(words), set(words) - set(WORDS)) == (set(), set())
    assert (set(COUNTS) - set(counts), set(counts) - set(COUNTS)) == (set(), set())


def test_the_english_catalogue_says_what_stands_in_the_templates() -> None:
    """A site may change an English word; until then nothing is other than without a catalogue."""
    text = (BUILT_IN / "en.yaml").read_text("utf-8")
    found, said = language_of("en", (("languages/en.yaml", text),))
    assert not said and all(found.say(word) == word for word in WORDS if "{" not in word)
    for many, one in COUNTS.items():
        for number in (0, 1, 2):
            assert found.count(number, one, many, shown=1) == ENGLISH.count(number, one, many, shown=1)
    assert found.dates == ENGLISH.dates and found.numbers == ENGLISH.numbers


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_every_word_and_every_form_it_needs(tag: str) -> None:
    """Also each place of the English, so that nothing is lost on the way."""
    found = language(tag)
    assert not set(WORDS) - set(found.words)
    assert not set(COUNTS) - set(found.counts)
    for english, words in found.words.items():
        assert holes(words) == holes(english), english
    for english, forms in found.counts.items():
        assert set(forms) == set(RULES[tag][1]), english


@pytest.mark.parametrize("tag", LANGUAGES)
def test_our_plural_rules_are_those_of_unicode(tag: str) -> None:
    """For whole numbers; whole millions, of which French and Spanish make a case of their own, are none of ours."""
    rule = extra("babel").Locale.parse(tag).plural_form
    assert [language(tag).rule(number) for number in range(2000)] == [rule(number) for number in range(2000)]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", ["0 articles", "1 article", "2 articles", "11 articles", "1,234 articles"]),
        ("uk", ["0 статей", "1 стаття", "2 статті", "11 статей", "1\u00a0234 статті"]),
        ("ar", ["لا مقالات", "مقال واحد", "مقالان", "11 مقالًا", "1,234 مقالًا"]),
        ("de", ["0 Artikel", "1 Artikel", "2 Artikel", "11 Artikel", "1.234 Artikel"]),
        ("fr", ["0 article", "1 article", "2 articles", "11 articles", "1\u202f234 articles"]),
        ("es", ["0 artículos", "1 artículo", "2 artículos", "11 artículos", "1234 artículos"]),
    ],
)
def test_a_number_takes_its_form_and_is_written_as_usual(tag: str, said: list[str]) -> None:
    """No line parts it from its word."""
    found = [language(tag).count(number, "article", "articles") for number in (0, 1, 2, 11, 1234)]
    assert [each.replace("\u00a0", " ") for each in found] == [each.replace("\u00a0", " ") for each in said]
    assert all(" " not in each for each in found if each[0].isdigit())


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", ["1 November 2026", "1 Nov", "1 Nov 2026", "Sunday 1 November", "Sunday 1 November 2026", "November 2026"]),
        ("uk", ["1 листопада 2026", "1 лист.", "1 лист. 2026", "неділя, 1 листопада", "неділя, 1 листопада 2026", "листопад 2026"]),
        ("ar", ["1 نوفمبر 2026", "1 نوفمبر", "1 نوفمبر 2026", "الأحد 1 نوفمبر", "الأحد 1 نوفمبر 2026", "نوفمبر 2026"]),
        ("de", ["1. November 2026", "1. Nov.", "1. Nov. 2026", "Sonntag, 1. November", "Sonntag, 1. November 2026", "November 2026"]),
        ("fr", ["1er novembre 2026", "1er nov.", "1er nov. 2026", "dimanche 1er novembre", "dimanche 1er novembre 2026", "novembre 2026"]),
        ("es", ["1 de noviembre de 2026", "1 nov", "1 nov 2026", "domingo, 1 de noviembre", "domingo, 1 de noviembre de 2026", "noviembre de 2026"]),
    ],
)  # fmt: skip
def test_dates_are_written_as_each_language_does(tag: str, said: list[str]) -> None:
    """In the order of the filters."""
    dates, at = language(tag).dates, parse_moment("2026-11-01T18:53", ZONE)
    assert [
        moments.day(at, dates),
        moments.day_short(at, dates=dates),
        moments.day_short(at, year=True, dates=dates),
        moments.weekday(at, dates=dates),
        moments.weekday(at, year=True, dates=dates),
        moments.month(at, dates),
    ] == said
    assert moments.clock(at) == "18:53"


def test_a_language_nobody_knows_has_english_words_and_numbers_for_dates() -> None:
    """With a warning each, which names the file to write."""
    found, said = language_of("tlh", ())
    assert [each.severity for each in said] == ["warning", "warning"]
    assert "languages/tlh.yaml" in said[0].hint and "-m pip install 'babel>=2.16'" in said[1].hint
    at = parse_moment("2026-11-22", ZONE)
    written = [
        moments.day(at, found.dates),
        moments.day_short(at, dates=found.dates),
        moments.weekday(at, dates=found.dates),
        moments.month(at, found.dates),
        moments.month_name(at, found.dates),
    ]
    assert written == ["2026-11-22", "2026-11-22", "2026-11-22", "2026-11", "11"]
    assert found.say("Latest") == "Latest"


def test_babel_knows_dates_and_forms_of_languages_without_a_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it there is one warning more."""
    extra("babel")
    at = parse_moment("2026-11-22", ZONE)
    polish, said = language_of("pl", ())
    assert (moments.day(at, polish.dates), moments.month(at, polish.dates)) == ("22 listopada 2026", "listopad 2026")
    assert moments.weekday(at, year=True, dates=polish.dates) == "niedziela, 22 listopada 2026"
    assert len(said) == 1 and "no catalogue of words" in said[0].message
    japanese, _ = language_of("ja", ())
    assert moments.day(at, japanese.dates) == "2026年11月22日"
    italian, _ = language_of("it", ())
    assert moments.month(at, italian.dates) == "novembre 2026", "not of the language that was asked for before it"
    monkeypatch.setitem(sys.modules, "babel", None)
    bare, said = language_of("pt", ())
    assert len(said) == 2 and not bare.dates.months


def test_a_site_and_its_theme_change_and_add_words(site: Make) -> None:
    """The site's own word is the last."""
    made = site(
        article("a")
        + "-- config.yaml --\ntitle: T\nlanguage: uk\nbase_url: https://e.org/\ntheme: mine\n"
        + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n"
        + '-- themes/mine/templates/page.html --\n{% extends "plain/page.html" %}{% block body %}{{ t("Mine") }}{% endblock %}\n'
        + "-- themes/mine/languages/uk.yaml --\nwords: {Mine: Моє, Latest: Нове, Archive: Скриня}\n"
        + "-- languages/uk.yaml --\nwords: {Latest: Свіже}\n"
        + "-- content/pages/p.md --\n---\ntitle: P\n---\n"
    )
    made.build()
    assert "Моє" in made.main("p/index.html")
    assert "<h1>Свіже</h1>" in made.html("latest/index.html") and "<h1>Скриня</h1>" in made.html("archive/index.html")


def test_a_word_that_is_changed_shows_in_the_next_build(site: Make) -> None:
    """Catalogues are among what a site is made from."""
    made = site(
        article("a")
        + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n-- languages/en.yaml --\nwords: {Archive: Chest}\n"
    )
    made.build()
    assert "<h1>Chest</h1>" in made.html("archive/index.html")
    (made.root / "languages" / "en.yaml").write_text("words: {Archive: Drawer}\n", "utf-8")
    made.build()
    assert "<h1>Drawer</h1>" in made.html("archive/index.html")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("words: {Latest: }", "languages/uk.yaml:1:9: error: 'Latest' has no words beside it"),
        ("words: {'Edition {number}': 'Випуск {nummer}'}", "nothing is called {nummer} in 'Edition {number}'"),
        ("counts: {articles: {one: стаття}}", "'articles' lacks the forms few, many"),
        ("counts: {articles: стаття}", "'articles' needs its forms"),
        ("counts: {articles: {one: a, few: b, mani: c, many: d}}", "'mani' is no plural form"),
        ("dates: {months: [січень]}", "'months' are 12, and these are 1"),
        ("dates: {day: '{dzień}'}", "nothing is called {dzień} in 'day'"),
        ("wrods: {}", "unknown key 'wrods' in languages/uk.yaml"),
    ],
)
def test_a_mistake_in_a_catalogue_is_told_with_its_place(text: str, message: str) -> None:
    """As in every file that people write."""
    with pytest.raises(CorantoError) as fault:
        language_of("uk", (("languages/uk.yaml", text),))
    assert any(message in problem.show() for problem in fault.value.problems)


def test_a_catalogue_that_is_not_whole_is_told() -> None:
    """With the first word that it lacks."""
    text = "words: {Latest: Последнее}\ndates: {months: [1,2,3,4,5,6,7,8,9,10,11,12], weekdays: [1,2,3,4,5,6,7]}\n"
    _, said = language_of("xx", (("languages/xx.yaml", text),))
    assert len(said) == 1 and "words are not in it" in said[0].message and said[0].place


@pytest.mark.parametrize(
    ("tag", "said"),
    [("en", "ltr"), ("ar", "rtl"), ("AR-eg", "rtl"), ("he", "rtl"), ("az-Arab", "rtl"), ("sd-Deva", "ltr"), ("uk", "ltr")],
)  # fmt: skip
def test_the_direction_follows_the_script_and_else_the_language(tag: str, said: str) -> None:
    """As in `dir`."""
    assert direction(tag) == said


def test_what_is_in_another_language_says_so_and_names_that_run_the_other_way_stand_apart() -> None:
    """`lang` and `dir` only where they differ from the page's."""
    english, arabic = Speech(ENGLISH), Speech(language("ar"))
    assert [english.lang(tag) for tag in ("", "en", "EN", "uk", "ar")] == [
        "",
        "",
        "",
        ' lang="uk"',
        ' lang="ar" dir="rtl"',
    ]
    assert arabic.lang("en") == ' lang="en" dir="ltr"'
    assert english.bdi("The Courier") == "The Courier" and english.bdi("Рух & Co") == "Рух &amp; Co"
    assert english.bdi("بريد") == "<bdi>بريد</bdi>" and arabic.bdi("بريد") == "بريد"
    assert arabic.bdi("A <b>") == "<bdi>A &lt;b&gt;</bdi>"


@given(text(), text())
def test_values_are_escaped_and_never_read_as_words(name: str, other: str) -> None:
    """Whatever an outlet is called."""
    speech = Speech(ENGLISH)
    assert speech.say("All from {name}", name=name) == f"All from {escape(name)}"
    assert speech.say("{title}, page {number}", title=Markup(name), number=other) == f"{name}, page {escape(other)}"


def test_a_page_in_another_language_wears_it_in_title_and_text_alone(site: Make) -> None:
    """The words of the interface around it are the site's."""
    made = site(
        article("a", language="ar", title="عنوان", summary="موجز", authors="[ليلى]")
        + article("b", title="B")
        + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n"
    )
    made.build()
    page = made.html("2026/11/a/index.html")
    assert '<html lang="en" dir="ltr">' in page and '<h1 lang="ar" dir="rtl">عنوان</h1>' in page
    assert '<div class="text" lang="ar" dir="rtl">' in page and "<bdi>ليلى</bdi>" in page
    assert ' lang="ar" dir="rtl">عنوان</a>' in made.html("latest/index.html")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_english_is_left_on_the_pages_of_a_site(site: Make, tag: str) -> None:
    """Home, article, list, archive, index, 404 and feed."""
    made = site(
        article("a", source="{name: Q, url: 'https://q.example/a'}", authors="[Z]", section="S", tags="[X]")
        + f"-- config.yaml --\ntitle: T\nlanguage: {tag}\nbase_url: https://e.org/\n"
    )
    made.build()
    for path in ("index.html", "2026/11/a/index.html", "latest/index.html", "source/q/index.html", "404.html"):
        page = made.html(path)
        assert f'<html lang="{tag}" dir="{direction(tag)}">' in page
        for word in ("Latest", "Subscribe", "From", "Read", "Made with", "Skip", "All "):
            assert not re.search(rf">[^<]*\b{word}", page), (path, word)
    assert "Read the original" not in made.html("feed.xml")


WHOLE = """
-- content/articles/1.md --
---
title: Міст
date: 2026-11-20T18:53
published: 2026-11-21T07:00
authors: [Ніна, Яків]
source: {name: Вісник, url: "https://e.org/1"}
section: Річка
tags: [зима]
story: Повінь
featured: 1
note: Примітка.
republish: excerpt
corrections: [{date: 2026-11-21, text: Виправлено.}]
related: [{title: Греблі}]
---
Слово слово слово.
-- content/articles/2.md --
---
title: Пором
date: 2026-11-19T10:00
updated: 2026-11-20
authors: [Ніна]
source: {name: Кур’єр}
section: Річка
story: Повінь
tags: [зима]
featured: 2
republish: full
licence: Вільна
---
Слово.
-- content/articles/3.md --
---
title: Туман
date: 2026-10-19
section: Місто
republish: own
authors: [Ніна]
---
Слово.
-- content/articles/4.md --
---
title: Гребля
date: 2026-10-18
retracted: {date: 2026-11-01, reason: Помилка.}
---
Слово.
-- content/articles/5.md --
---
title: Вугрі
date: 2026-10-17
tags: [зима]
---
Слово.
-- content/sources/a.md --
---
name: Вісник
label: міська
why: Так є.
url: https://e.org/
feed: https://e.org/feed
---
Газета.
-- content/authors/a.md --
---
name: Ніна
role: редакторка
---
Пише.
-- content/pages/a.md --
---
title: Про нас
---
Ми.
-- content/editions/1.md --
---
number: 1
title: Тиждень
date: 2026-11-20
editor: Ніна
parts: [{title: Вода, items: [{article: articles/1, note: Так.}, {article: articles/2}]}]
---
Вступ.
-- content/editions/2.md --
---
number: 2
title: Другий
date: 2026-11-21
---
Вступ.
"""
OURS = {"RSS", "Atom", "JSON", "Feed", "OPML", "Coranto", "I"}  # names, and Roman numbers


@pytest.mark.parametrize("tag", ["uk", "ar"])
def test_no_latin_word_stands_where_none_is_read(site: Make, tag: str) -> None:
    """On any page of any kind, also in what is read aloud alone; the site's own words are in another script here."""
    config = (
        f"-- config.yaml --\ntitle: Звід\ntagline: Новини\nlanguage: {tag}\nbase_url: https://e.org/\nlicence: Вільна\n"
    )
    made = site(WHOLE + config)
    pages = {path: data.decode() for path, data in made.files().items() if path.endswith(".html")}
    assert len(pages) > 30
    for path, page in pages.items():
        body = lxml.html.fromstring(page.replace("<wbr>", "")).find("body")
        said = [*body.itertext(), *body.xpath("//body//@aria-label | //body//@title | //body//@alt")]
        words = {word for text in said for word in re.findall(r"[A-Za-z]+", re.sub(r"https?:\S+", "", text))}
        assert words <= OURS, path


def test_names_become_latin_and_files_keep_theirs(site: Make) -> None:
    """A file's name is chosen by somebody, and no article's address moves; a name in `slugs: letters` does not either."""
    text = (
        "-- content/articles/2026-11-20-київ.md --\n---\ntitle: Т\ndate: 2026-11-20\nsection: Єдність\n"
        "tags: [Зґурський, Щастя]\n---\nx\n-- config.yaml --\ntitle: T\nlanguage: uk\nbase_url: https://e.org/\n"
    )
    made = site(text)
    made.build()
    files = set(made.files())
    assert {"2026/11/київ/index.html", "tag/zgurskyi/index.html", "tag/shchastia/index.html"} <= files
    assert "section/yednist/index.html" in files
    kept = site(text + "slugs: letters\n")
    kept.build()
    assert "tag/зґурський/index.html" in kept.files()


@pytest.mark.parametrize(
    ("many", "said"),
    [
        ("articles", ["стаття", "статті", "статей", "стаття"]),
        ("reports", ["повідомлення", "повідомлення", "повідомлень", "повідомлення"]),
        ("items", ["матеріал", "матеріали", "матеріалів", "матеріал"]),
        ("editions", ["випуск", "випуски", "випусків", "випуск"]),
        ("minutes", ["хвилина", "хвилини", "хвилин", "хвилина"]),
        ("from {count} outlets", ["з видання", "з видань", "з видань", "з видання"]),
    ],
)
def test_ukrainian_counts_in_three_forms(many: str, said: list[str]) -> None:
    """Of one, two, five and twenty-one."""
    assert [language("uk").unit(number, "", many) for number in (1, 2, 5, 21)] == said
