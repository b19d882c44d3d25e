"""config.yaml: every key is checked, every mistake told in one run."""

import pytest

from coranto.config import parse_config
from coranto.model import KINDS
from coranto.problems import CorantoError


def faults(text: str) -> list[str]:
    """What is wrong with a config."""
    with pytest.raises(CorantoError) as caught:
        parse_config(text)
    return [problem.show() for problem in caught.value.problems]


def test_title_alone_is_enough() -> None:
    """All else has a default, and the missing base_url is a warning that names config.yaml."""
    config, said = parse_config("title: T")
    assert (config.title, config.language, str(config.timezone), config.theme, config.base_path) == (
        "T",
        "en",
        "UTC",
        "plain",
        "/",
    )
    assert [(problem.severity, str(problem.place)) for problem in said] == [("warning", "config.yaml")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("timezon: UTC", "did you mean 'timezone'?"),
        ("timezone: Europe/Kyjiv", "there is no time zone"),
        ("timezone: ../../etc/passwd", "there is no time zone"),
        ("base_url: example.org", "not a web address"),
        ("base_url: https://example.org/?a=b", "a host and a path"),
        ("base_url: https://example.org/a//b/", "a host and a path"),
        ("base_url: https://bü\u2260.example/", "names no host"),
        ("base_url: javascript:alert(1)", "not a web address"),
        ("language: english language", "not a language tag"),
        ("per_page: 0", "whole number from 1"),
        ("per_page: many", "whole number from 1"),
        ("urls: ugly", "not one of pretty, file"),
        ("theme: ../outside", "name of a folder"),
        ("republish: all", "not one of own, full"),
        ("menu: Home", "must be a list"),
        ("menu: [{title: X}]", "needs a title and a url"),
        ("menu: [{title: X, url: 'javascript:x'}]", "begins with /"),
        ("menu: [{title: X, url: about}]", "begins with /"),
        ("permalinks: {article: /:yeer/:slug/}", "not a permalink"),
        ("permalinks: {article: /:year/}", "not a permalink"),
        ("permalinks: {article: /../:slug/}", "not a permalink"),
        ("feeds: {id_authority: example}", "not a domain and a year"),
        ("feeds: {limits: 3}", "did you mean 'limit'?"),
        ("feeds: {tag: [atoms]}", "did you mean 'atom'?"),
        ("feeds: {tag: [opml]}", "each of 'tag' is one of rss, atom, json, unlike 'opml'"),
        ("feeds: {site: []}", "the site's own feed needs a format"),
        ("feeds: {old: [{from: rss.xml, to: /feed.xml}]}", "'from' is the path of a file in this site"),
        ("feeds: {old: [{from: /rss.xml, to: /tag/}]}", "'to' is the path of a file in this site"),
        ("feeds: {tag: {rss: true}}", "must be a list of texts"),
        ("pages: {authors: false}", "did you mean 'author'?"),
        ("pages: {author: off}", "'author' is true or false, not 'off'"),
        ("pages: [author]", "must be a mapping"),
        ("pages: {tag: false}\nfeeds: {tag: [rss]}", "'tag', which has no pages"),
        ("markdown: {engine: fast}", "not one of python"),
        ("title: [a]", "must be text"),
    ],
)
def test_a_wrong_key_or_value_is_told_with_its_line(line: str, said: str) -> None:
    """With line, column and a hint."""
    lines = [each for each in ("title: T", "base_url: https://e.org/") if each[:5] != line[:5]]
    [fault] = faults("\n".join([*lines, line]))
    assert said in fault
    assert fault.startswith("config.yaml:")


def test_ten_mistakes_come_out_in_one_run() -> None:
    """Nobody mends a file one build at a time."""
    assert (
        len(
            faults(
                "tagline: [a]\nlanguage: 1\ntimezone: X\nbase_url: x\nper_page: x\nurls: x\ntheme: /x\nfoo: 1\nrobots: {a: b}"
            )
        )
        == 10
    )


def test_pages_names_the_kinds_that_are_made() -> None:
    """All of them, unless it says otherwise."""
    assert parse_config("title: T")[0].pages == frozenset(KINDS)
    assert parse_config("title: T\npages:\n")[0].pages == frozenset(KINDS)
    config, _ = parse_config("title: T\npages: {author: false, latest: true}\nfeeds: {tag: atom, source: []}")
    assert frozenset(KINDS) - config.pages == {"author"}
    assert [config.feeds.formats[kind] for kind in ("tag", "source", "section")] == [("atom",), (), ("rss",)]


def test_an_empty_config_is_an_error() -> None:
    """An emptied file must not empty the site."""
    assert "config.yaml is empty" in faults("  \n")[0]


@pytest.mark.parametrize(
    ("url", "full", "path"),
    [
        ("https://e.org", "https://e.org/", "/"),
        ("https://e.org/a/b", "https://e.org/a/b/", "/a/b/"),
        ("https://E.org:8443/A", "https://e.org:8443/A/", "/A/"),
        ("https://bücher.de:81/і/%D1%96", "https://xn--bcher-kva.de:81/%D1%96/%D1%96/", "/%D1%96/%D1%96/"),
        ("https://straße.de/", "https://xn--strae-oqa.de/", "/"),
    ],
)
def test_base_url_ends_in_a_slash_and_is_ascii(url: str, full: str, path: str) -> None:
    """Written with or without; feeds and sitemaps take no other letters."""
    config, _ = parse_config(f"title: T\nbase_url: {url}")
    assert (config.base_url, config.base_path) == (full, path)
    config, _ = parse_config("title: T", base_url=url)
    assert config.base_url == full
