"""Sites of other generators come in whole: what was published stays published, under its old address."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from coranto.cli import cli
from coranto.cli.migrating import KINDS
from coranto.elsewhere import heads, markup
from coranto.elsewhere.moment import iso
from coranto.migrate import Moved
from coranto.migrations import MIGRATIONS
from coranto.permalinks import feed_id
from coranto.problems import CorantoError, Problem
from tests.moving import brought, text
from tests.smallsite import SmallSite, small_site

HUGO = """\
-- hugo.toml --
baseURL = "https://old.example/"
timeZone = "Europe/Kyiv"
[permalinks.page]
posts = "/:year/:month/:slug/"
-- content/posts/one.md --
+++
title = "One"
date = 2026-01-05T10:00:00+02:00
tags = ["grid", "winter"]
categories = ["Energy", "News"]
slug = "first"
aliases = ["/was/here/"]
weight = 3
mood = "calm"
+++
See [two]({{< ref "two" >}}) and [it again](https://old.example/posts-are-not-here/).

{{< figure src="/img/a.jpg" alt="A mast" caption="The mast" >}}

{{< youtube abc >}} and `{{< code >}}`

```
{{< in-code >}}
```
-- content/posts/two/index.md --
---
title: Two
date: 2026-01-06 09:30:00
draft: true
---
![near](near.png) and [one](/2026/01/first/).
-- content/posts/two/near.png --
P
-- content/posts/three.md --
{"title": "Three", "date": "2026-01-07"}
Text.
-- content/about.md --
---
title: About
---
Who we are.
-- content/_index.md --
---
title: Home
---
-- static/img/a.jpg --
J
"""
PELICAN = """\
-- pelicanconf.py --
import os
SITEURL = "https://old.example"
TIMEZONE = "Europe/Kyiv"
ARTICLE_URL = "{date:%Y}/{slug}.html"
RELATIVE = os.environ.get("X")
-- content/2026/one.md --
Title: One: and more
Date: 2026-01-05 10:00
Modified: 2026-01-06 11:00
Category: Energy
Tags: grid, winter
Authors: Ada Example; Bo Example
Slug: one
Summary: In short
    and on.

![a]({static}/images/a.png) [two]({filename}two.md)
-- content/2026/two.md --
Title: Two
Date: 2026-01-06
Status: draft

Text.
-- content/images/a.png --
P
-- content/2026/old.rst --
Old
===
-- content/pages/about.md --
Title: About

Us.
"""
JEKYLL = """\
-- _config.yml --
url: https://old.example
baseurl: /blog
permalink: pretty
timezone: Europe/Kyiv
-- _posts/2026-01-05-one.md --
---
layout: post
title: One
date: 2026-01-05 10:00:00
categories: Energy News
tags: grid winter
---
{% highlight python %}
x = "{{ y }}"
{% endhighlight %}

![a]({{ site.baseurl }}/assets/a.png) [draft]({% link _drafts/later.md %}) {% include x.html %}
-- _drafts/later.md --
---
title: Later
---
[one]({% post_url 2026-01-05-one %})
-- assets/a.png --
P
"""


def old_site(folder: Path, text: str) -> Path:
    """Another generator's site from one string."""
    return SmallSite(folder).write(text).root


def moved(kind: str, text: str, tmp_path: Path) -> tuple[SmallSite, list[Moved], list[Problem]]:
    """A new site, with what became of each post, and what was wrong."""
    return brought(kind, old_site(tmp_path / "old", text), tmp_path / "new")


def test_the_command_names_every_migration() -> None:
    """And no other."""
    assert set(KINDS) == set(MIGRATIONS)


def test_a_site_of_hugo_comes_in(tmp_path: Path) -> None:
    """Front matter in three forms, bundles, references, figures, a page, aliases, ids of the old feed."""
    site, found, problems = moved("hugo", HUGO, tmp_path)
    assert [each.status for each in found] == ["new", "new", "new", "draft"]
    one = text(site, "articles/2026-01-05-first.md")
    assert "section: Energy\ntags:\n  - grid\n  - winter\n  - News\n" in one
    assert "id: https://old.example/2026/01/first/\n" in one
    assert 'aliases:\n  - "/was/here/"\n' in one
    assert "mood: calm" in one
    assert 'weight: "3"' in one
    assert "republish: own\n" in one
    assert "[two](/articles/2026-01-06-two.md)" in one
    assert '![A mast](/img/a.jpg "The mast")' in one
    assert (site.root / "content/assets/img/a.jpg").read_text() == "J\n"
    two = text(site, "articles/2026-01-06-two.md")
    assert "date: 2026-01-06T09:30:00+02:00" in two
    assert "draft: true" in two
    assert "![near](/posts/two/near.png) and [one](/articles/2026-01-05-first.md)." in two
    assert (site.root / "content/assets/posts/two/near.png").is_file()
    assert "aliases:" not in text(site, "articles/2026-01-07-three.md")
    assert text(site, "pages/about.md") == "---\ntitle: About\n---\n\nWho we are.\n"
    assert [(str(each.place), each.message) for each in problems] == [
        ("content/posts/one.md:15:1", "nothing here stands for {{< youtube abc >}}: it stays in the text")
    ]


def test_a_site_of_pelican_comes_in(tmp_path: Path) -> None:
    """Lines of metadata, its own words for places, zone and addresses of its settings; reST is told."""
    site, found, problems = moved("pelican", PELICAN, tmp_path)
    assert sorted(each.status for each in found) == ["draft", "new", "new"]
    one = text(site, "articles/2026-01-05-one.md")
    assert 'title: "One: and more"\ndate: 2026-01-05T10:00:00+02:00\nupdated: 2026-01-06T11:00:00+02:00\n' in one
    assert 'id: "tag:old.example,2026-01-05:/2026/one.html"\n' in one
    assert "authors:\n  - Ada Example\n  - Bo Example\n" in one
    assert "summary: In short and on.\n" in one
    assert 'aliases:\n  - "/2026/one.html"\n' in one
    assert "![a](/images/a.png) [two](/articles/2026-01-06-two.md)" in one
    assert (site.root / "content/assets/images/a.png").is_file()
    assert [each.message for each in problems if each.severity == "error"] == [".rst is not converted"]
    assert "/about/} in config.yaml" in problems[-1].hint


def test_a_site_of_jekyll_comes_in(tmp_path: Path) -> None:
    """Posts and drafts, words in categories and tags, Liquid that Markdown has words for."""
    site, found, problems = moved("jekyll", JEKYLL, tmp_path)
    assert sorted(each.status for each in found) == ["draft", "new"]
    one = text(site, "articles/2026-01-05-one.md")
    assert "section: Energy\ntags:\n  - grid\n  - winter\n  - News\n" in one
    assert "id: https://old.example/blog/energy/news/2026/01/05/one\n" in one
    assert 'aliases:\n  - "/blog/energy/news/2026/01/05/one/"\n' in one
    assert '```python\nx = "{{ y }}"\n```' in one
    assert "![a](/assets/a.png) [draft](/articles/later.md) {% include x.html %}" in one
    assert "[one](/articles/2026-01-05-one.md)" in text(site, "articles/later.md")
    assert "{% include x.html %}" in problems[0].message


@pytest.mark.parametrize(("kind", "site"), [("hugo", HUGO), ("pelican", PELICAN), ("jekyll", JEKYLL)])
def test_what_came_in_builds_and_leads_on_from_old_addresses(kind: str, site: str, tmp_path: Path) -> None:
    """Every alias is a page that leads to the article."""
    made, _, _ = moved(kind, site, tmp_path)
    files = made.files()
    assert any(path.endswith("/index.html") and path.startswith("2026/01/") for path in files)
    if kind == "pelican":
        assert b"01/one/" in files["2026/one.html"]


@pytest.mark.parametrize(("kind", "site"), [("hugo", HUGO), ("pelican", PELICAN), ("jekyll", JEKYLL)])
def test_a_second_run_changes_nothing(kind: str, site: str, tmp_path: Path) -> None:
    """Not even what a hand has changed or moved meanwhile."""
    made, found, _ = moved(kind, site, tmp_path)
    article = next(each.path for each in found if not each.post.page)
    article.write_text(article.read_text().replace("title: ", "title: My ", 1) + "\nBy hand.\n")
    article.rename(article.with_name("renamed.md"))
    before = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    _, again, _ = moved(kind, site, tmp_path)
    assert {each.status for each in again} == {"known"}
    assert {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()} == before


def test_a_post_that_has_changed_elsewhere_is_told_and_left(tmp_path: Path) -> None:
    """What stands here is the curator's."""
    moved("hugo", HUGO, tmp_path)
    _, again, _ = moved("hugo", HUGO.replace("Text.", "Other text."), tmp_path)
    assert sorted(each.status for each in again) == ["changed", "known", "known", "known"]


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("2026-01-05", None, "2026-01-05"),
        ("2026/1/5 9:30", None, "2026-01-05T09:30:00"),
        ("2026-01-05 09:30:15 +0200", None, "2026-01-05T09:30:15+02:00"),
        ("2026-01-05T09:30:15.123Z", None, "2026-01-05T09:30:15+00:00"),
        ("2026-07-05 09:30", ZoneInfo("Europe/Kyiv"), "2026-07-05T09:30:00+03:00"),
        ("2026-13-05", None, ""),
        ("last week", None, ""),
    ],
)
def test_dates_are_read_with_the_old_zone_or_not_at_all(written: str, zone: ZoneInfo | None, expected: str) -> None:
    """None is guessed."""
    assert iso(written, zone) == expected


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("---\ntitle: a: b\n---\n", "x.md:2"),
        ("---\ntitle: &a [*a]\n---\n", "x.md:2"),
        ('+++\ntitle = "a\n+++\n', "x.md:2"),
        ("+++\ntitle = 1\n", "x.md:1"),
        ('{"title": }', "x.md:1:11"),
        ("[" * 5000, ""),
        ('{"a":' * 100_000, "x.md:1"),
        ("+++\na = " + "[" * 100_000 + "\n+++\n", "x.md"),
        ("+++\na = " + "1" * 6000 + "\n+++\n", "x.md:2"),
        ("+++\na = 0x" + "f" * 6000 + "\n+++\n", "x.md:2"),
        ("+++\na = " + "[" * 50 + "]" * 50 + "\n+++\n", "x.md:2"),
        ('{"a":' * 50 + "1" + "}" * 50, "x.md:1"),
    ],
)
def test_bad_front_matter_is_an_error_with_its_place(head: str, place: str) -> None:
    """Whatever its form; a text without any is none."""
    if not place:
        assert heads.split(head, "x.md") is None
        return
    with pytest.raises(CorantoError) as told:
        heads.split(head, "x.md")
    assert str(told.value.problems[0].place).startswith(place)


def test_numbers_are_the_text_that_was_written_and_controls_are_none() -> None:
    """However long: a version is no number, and an escape is no way to bring in what no text may hold."""
    long = "1" * 6000
    read = heads.split(f'{{"a": {long}, "b": 1.10, "c": NaN, "\\u001bd": "\\ud800e\\u0000"}}', "x.md")
    assert read and read.values == {"a": long, "b": "1.10", "c": "NaN", "d": "e"}
    told = heads.split('+++\na = 1.10\nb = "\\u001b[1mx"\n+++\n', "x.md")
    assert told and told.values == {"a": "1.10", "b": "[1mx"}


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_date_that_no_site_can_have_is_told_and_left_out(date: str, tmp_path: Path) -> None:
    """The post comes as a draft."""
    _, found, problems = moved("hugo", f"-- content/posts/a.md --\n---\ntitle: A\ndate: {date}\n---\nText.\n", tmp_path)
    assert [each.status for each in found] == ["draft"]
    assert any("is no date here" in each.message for each in problems)


@pytest.mark.parametrize(
    ("more", "lines", "said"),
    [
        ("publishDate: 2031-01-01", ["published: 2031-01-01"], ""),
        ("published: 2031-01-01", ["published: 2031-01-01"], ""),
        ("publishDate: soon", ["draft: true"], "'publishdate' is not understood: 'soon'"),
        (
            "expiryDate: 2020-01-01",
            ["draft: true", "    expirydate: 2020-01-01"],
            "its expiryDate is 2020-01-01: it comes",
        ),
        (
            "expiryDate: 2031-01-01",
            ["    expirydate: 2031-01-01"],
            "its expiryDate is 2031-01-01: nothing here takes it",
        ),
    ],
)
def test_what_is_not_to_be_seen_yet_or_no_more_is_not(more: str, lines: list[str], said: str, tmp_path: Path) -> None:
    """A date to come schedules; one that is past makes a draft, as does one that is not understood."""
    head = f"---\ntitle: A\ndate: 2019-12-13\n{more}\nweight: 5\n---\nText.\n"
    site, found, problems = moved("hugo", f"-- content/posts/a.md --\n{head}", tmp_path)
    written = text(site, "articles/2019-12-13-a.md")
    assert "date: 2019-12-13\n" in written and 'weight: "5"' in written
    assert [line for line in written.split("\n") if re.match("published|draft| *expiry", line)] == lines
    assert found[0].status == ("draft" if "draft: true" in lines else "new")
    assert [each.message[: len(said)] for each in problems] == ([said] if said else [])
    if more.startswith("publish") and found[0].status == "new":
        assert "scheduled" in CliRunner().invoke(cli, ["list", "--root", str(site.root)]).stdout


@pytest.mark.parametrize(
    ("kind", "names", "others"),
    [
        ("hugo", ["content/posts/a.rst", "content/posts/b.html", "content/c.ORG"], ["content/_index.adoc"]),
        ("jekyll", ["_posts/2026-01-07-a.html", "_drafts/b.textile"], ["_layouts/post.html"]),
        ("pelican", ["content/a.adoc", "content/2026/b.htm"], ["content/images/a.html"]),
    ],
)
def test_a_post_in_a_form_that_is_not_read_is_an_error_by_its_name(
    kind: str, names: list[str], others: list[str], tmp_path: Path
) -> None:
    """It is counted as failed; the rest comes in."""
    old = {"hugo": HUGO, "jekyll": JEKYLL, "pelican": PELICAN}[kind]
    old += "".join(f"-- {name} --\n---\ntitle: A\n---\n<p>A</p>\n" for name in (*names, *others))
    old += "-- content/posts/two/frame.html --\n<p>A file as it is.</p>\n" if kind == "hugo" else ""
    site = small_site(tmp_path / "new")
    root = old_site(tmp_path / "old", old)
    ran = CliRunner().invoke(cli, ["import", "--from", kind, str(root), "--root", str(site.root)])
    told = [line for line in ran.stderr.split("\n") if "is not converted" in line and "old.rst" not in line]
    said = [name.removeprefix("content/") if kind == "pelican" else name for name in names]
    assert sorted(told) == sorted(f"{name}: error: .{name.rpartition('.')[2]} is not converted" for name in said)
    assert ran.exit_code == 1 and f"{len(names) + (kind == 'pelican')} failed." in ran.stdout


def test_an_old_address_that_could_not_be_an_alias_is_told_and_left_out(tmp_path: Path) -> None:
    """What came in builds."""
    post = "---\ntitle: A\ndate: 2026-01-05\naliases: [/.git/config, /a/../b, //x/, /a//, /fine/]\n---\nText.\n"
    site, _, problems = moved("hugo", f"-- content/posts/a.md --\n{post}", tmp_path)
    assert any("/.git/config" in each.message for each in problems)
    assert '- "/fine/"' in text(site, "articles/2026-01-05-a.md")
    site.press()


def test_of_very_many_problems_of_a_post_the_first_are_told(tmp_path: Path) -> None:
    """Nobody reads five thousand."""
    post = "---\ntitle: A\ndate: 2026-01-05\n---\n" + "{{< x >}} y\n" * 500
    _, _, problems = moved("hugo", f"-- content/posts/a.md --\n{post}", tmp_path)
    assert len(problems) == 21
    assert "480 more" in problems[-1].message


@pytest.mark.parametrize("bomb", ["[", "[a]", "![a](", "[![a](b)](c)", "<a ", "](", "`a``b"])
def test_addresses_are_changed_in_a_time_that_goes_by_the_length(bomb: str) -> None:
    """Whatever opens and never closes."""
    for size in (50_000, 200_000):
        started = time.process_time()
        markup.mend(bomb * (size // len(bomb)), lambda url, picture: url)
        assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[![a](b.jpg)](c)", "[![a](P:b.jpg)](L:c)"),
        ("[a [b] c](d)", "[a [b] c](L:d)"),
        ("![a ![b](c) d](e)", "![a ![b](P:c) d](P:e)"),
        (r"\[a](b) [c\]](d)", r"\[a](L:b) [c\]](L:d)"),
        ("[a](<b c>) `[x](y)` [d](e)", "[a](<L:b c>) `[x](y)` [d](L:e)"),
        ('  [a]: b "t"', '  [a]: L:b "t"'),
        ('<img alt="x" src="b"> <a href=\'c\'>', '<img alt="x" src="P:b"> <a href=\'L:c\'>'),
    ],
)
def test_which_addresses_of_a_line_are_changed_and_what_they_are_of(old: str, new: str) -> None:
    """Of pictures (P) and of links (L), in whatever holds them."""
    assert markup.mend(old, lambda url, picture: ("P:" if picture else "L:") + url) == new


def test_nothing_outside_the_old_site_is_copied(tmp_path: Path) -> None:
    """Not by ``../``, not by a link, not by an address with an encoded dot."""
    (tmp_path / "secret.png").write_text("S")
    old = tmp_path / "old"
    old_site(old, "-- content/posts/a.md --\n---\ntitle: A\ndate: 2026-01-05\nimage: ../../../secret.png\n---\n"
                  "![a](../../../secret.png) ![b](/%2e%2e/%2e%2e/secret.png) ![c](/link.png)\n")  # fmt: skip
    (old / "static").mkdir()
    (old / "static" / "link.png").symlink_to(tmp_path / "secret.png")
    site, found, _ = moved("hugo", "", tmp_path)
    assert [each.pictures for each in found] == [()]
    assert not list(site.root.rglob("*.png"))


def test_what_names_no_source_is_the_sites_own_and_seen_by_search_engines(tmp_path: Path) -> None:
    """What names one is another's, whole; the report says so."""
    head = "---\ntitle: Theirs\ndate: 2026-01-08\nsource: {name: The Gull, url: https://gull.example/a}\n---\nText.\n"
    old_site(tmp_path / "old", f"{HUGO}-- content/posts/theirs.md --\n{head}")
    site = small_site(tmp_path / "new")
    order = ["import", "--from", "hugo", str(tmp_path / "old"), "--root", str(site.root)]
    assert "no source came as your own (republish: own)" in CliRunner().invoke(cli, order).stdout
    assert "your own" not in CliRunner().invoke(cli, order).stdout
    assert "republish" not in text(site, "articles/2026-01-08-theirs.md")
    files = site.files()
    own, theirs = files["2026/01/first/index.html"], files["2026/01/theirs/index.html"]
    assert b"noindex" not in own
    assert b"noindex" in theirs
    assert b"/2026/01/first/" in files["sitemap.xml"]


REFERRING = """\
-- {folder}2025-02-01-next.md --
---
title: "The [next] one"
date: 2025-02-01
---
Text.
-- {folder}2025-02-02-one.md --
---
title: One
date: 2025-02-02
---
See {there}, [it]({there}) and {nowhere}.

[a]: {there}
[b]({nowhere}) <a href="{there}">c</a> `{there}`
"""


@pytest.mark.parametrize(
    ("kind", "folder", "there", "nowhere"),
    [
        ("hugo", "content/posts/", '{{< ref "2025-02-01-next.md" >}}', '{{< ref "nowhere.md" >}}'),
        ("hugo", "content/posts/", "{{% relref /posts/2025-02-01-next %}}", '{{< relref "nowhere#x" >}}'),
        ("jekyll", "_posts/", "{% post_url 2025-02-01-next %}", "{% post_url 2025-02-10-nowhere %}"),
        ("jekyll", "_posts/", "{% link _posts/2025-02-01-next.md %}", "{% link nowhere.md %}"),
    ],
)
def test_a_reference_is_a_link_or_stays_and_is_told(
    kind: str, folder: str, there: str, nowhere: str, tmp_path: Path
) -> None:
    """Where an address stands it is one, in running text a link with the title; code is code."""
    old = REFERRING.replace("{folder}", folder).replace("{there}", there).replace("{nowhere}", nowhere)
    site, _, problems = moved(kind, old, tmp_path)
    path = "/articles/2025-02-01-2025-02-01-next.md" if kind == "hugo" else "/articles/2025-02-01-next.md"
    one = next((site.root / "content" / "articles").glob("*-one.md")).read_text()
    assert one.partition("\n---\n\n")[2] == (
        f"See [The \\[next\\] one]({path}), [it]({path}) and {nowhere}.\n\n"
        f'[a]: {path}\n[b]({nowhere}) <a href="{path}">c</a> `{there}`\n'
    )
    assert [(each.place.line, each.message) for each in problems if each.place] == [
        (line, f"nothing came for {nowhere}: it stays in the text") for line in (5, 8)
    ]


def test_a_reference_of_pelican_to_nothing_stays_and_is_told(tmp_path: Path) -> None:
    """With its line."""
    site, _, problems = moved("pelican", PELICAN.replace("{filename}two.md", "{filename}no.md#a"), tmp_path)
    assert "[two]({filename}no.md#a)" in text(site, "articles/2026-01-05-one.md")
    told = [str(each.place) for each in problems if each.message.startswith("nothing came for {filename}no.md#a:")]
    assert told == ["2026/one.md:11"]


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("Reading list #12", "reading-list-%2312"),
        ("Why? Because!", "why-because"),
        ("100% sure", "100-sure"),
        ("a%C3%B1ame", "a%C3%B1ame"),
        ("C++ and more", "c-and-more"),
        ("Salt & vinegar", "salt-vinegar"),
        ("Version 1.2.", "version-1.2."),
        ("Trjám Трям", "trj%C3%A1m-%D1%82%D1%80%D1%8F%D0%BC"),
        ("UPPER  Case_x", "upper-case_x"),
        ("a - b -- c", "a-b--c"),
        ("½ me@x ~y", "me@x-~y"),
    ],
)
def test_titles_are_in_addresses_as_hugo_writes_them(title: str, path: str, tmp_path: Path) -> None:
    """By its own rule for what may stand in a path, percent-encoded as its feed has them."""
    rule = '-- hugo.toml --\nbaseURL = "https://old.example/"\n[permalinks]\nposts = "/:year/:title/"\n'
    post = f'-- content/posts/a.md --\n---\ntitle: "{title}"\ndate: 2025-01-05\n---\nText.\n'
    _, found, _ = moved("hugo", rule + post, tmp_path)
    assert found[0].post.address == f"/2025/{path}/"
    assert found[0].post.guid == f"https://old.example/2025/{path}/"


def test_an_old_address_with_a_hash_sign_in_it_leads_on(tmp_path: Path) -> None:
    """And so do links to it."""
    rule = "-- hugo.toml --\nbaseURL = 'https://old.example/'\n[permalinks]\nposts = '/:year/:title/'\n"
    post = (
        '-- content/posts/a.md --\n---\ntitle: "Reading list #12"\ndate: 2025-01-05\n---\n'
        "[me](/2025/reading-list-%2312/#x)\n"
    )
    site, _, _ = moved("hugo", rule + post, tmp_path)
    made = text(site, "articles/2025-01-05-reading-list-12.md")
    assert 'aliases:\n  - "/2025/reading-list-#12/"\n' in made
    assert "[me](/articles/2025-01-05-reading-list-12.md#x)" in made
    assert b"2025/01/reading-list-12/" in site.files()["2025/reading-list-#12/index.html"]


def test_settings_of_hugo_keep_capitals_and_drop_accents(tmp_path: Path) -> None:
    """Where they say so."""
    rule = "-- hugo.toml --\ndisablePathToLower = true\nremovePathAccents = true\n"
    post = "-- content/posts/Trjám.md --\n---\ntitle: A\ndate: 2025-01-05\n---\nText.\n"
    _, found, _ = moved("hugo", rule + post, tmp_path)
    assert found[0].post.address == "/posts/Trjam/"


PAGES = """\
-- about.md --
---
title: About me
layout: page
---
Me.
-- _pages/contact.md --
---
permalink: /contact-us/
---
Mail.
-- guide/index.md --
---
title: Guide
---
How.
-- index.md --
---
layout: home
---
-- tags.html --
---
layout: page
---
<p>Tags</p>
-- README.md --
Read me.
-- NOTES.md --
---
title: Notes
---
-- _layouts/page.md --
---
title: No page
---
"""


def test_the_pages_of_jekyll_come_in(tmp_path: Path) -> None:
    """Those with front matter that it would make; those in HTML are told."""
    jekyll = JEKYLL.replace("permalink: pretty\n", "permalink: pretty\ninclude: [_pages]\nexclude: [NOTES.md]\n")
    site, found, problems = moved("jekyll", jekyll + PAGES, tmp_path)
    pages = {each.path.name: each.post.address for each in found if each.post.page}
    assert pages == {"about.md": "/about/", "contact.md": "/contact-us/", "guide.md": "/guide/"}
    assert text(site, "pages/about.md") == "---\ntitle: About me\n---\n\nMe.\n"
    assert text(site, "pages/contact.md") == "---\ntitle: Contact\n---\n\nMail.\n"
    assert [each.message.partition(": ")[2] for each in problems if "left behind" in each.message] == ["tags.html"]
    assert any("/contact-us/: /contact/}" in each.hint for each in problems)


def test_the_sample_page_of_a_new_site_makes_room(tmp_path: Path) -> None:
    """Nobody had edited it; a second run changes nothing, and a dry run neither."""
    assert CliRunner().invoke(cli, ["init", str(tmp_path / "new")]).exit_code == 0
    about = tmp_path / "new" / "content" / "pages" / "about.md"
    sample = about.read_text()
    order = ["import", "--from", "hugo", str(old_site(tmp_path / "old", HUGO)), "--root", str(tmp_path / "new")]
    assert "takes the place of the sample" in CliRunner().invoke(cli, [*order, "--dry-run"]).stderr
    assert about.read_text() == sample
    assert "takes the place of the sample" in CliRunner().invoke(cli, order).stderr
    assert about.read_text() == "---\ntitle: About\n---\n\nWho we are.\n"
    again = CliRunner().invoke(cli, order)
    assert "sample" not in again.stderr
    assert "0 published, 0 drafts, 4 known already." in again.stdout


def test_another_page_of_that_name_is_left_and_told(tmp_path: Path) -> None:
    """A new site has one that says what it is about."""
    small_site(tmp_path / "new", "-- content/pages/about.md --\n---\ntitle: Ours\n---\nOurs.\n")
    site, found, problems = moved("hugo", HUGO, tmp_path)
    assert [each.status for each in found if each.post.page] == ["left"]
    assert "Ours." in text(site, "pages/about.md")
    assert any("is another page, or edited" in each.message for each in problems)


def test_another_file_in_place_of_a_picture_is_left(tmp_path: Path) -> None:
    """And told."""
    small_site(tmp_path / "new", "-- content/assets/img/a.jpg --\nours\n")
    site, _, problems = moved("hugo", HUGO, tmp_path)
    assert text(site, "assets/img/a.jpg") == "ours\n"
    assert any("another file stands there" in each.message for each in problems)


def test_one_bad_post_does_not_stop_the_rest(tmp_path: Path) -> None:
    """It is an error with its line, and the exit code is 1."""
    site = small_site(tmp_path / "new")
    old_site(tmp_path / "old", HUGO + "-- content/posts/bad.md --\n---\ntitle: [\n---\n")
    ran = CliRunner().invoke(cli, ["import", "--from", "hugo", str(tmp_path / "old"), "--root", str(site.root)])
    assert ran.exit_code == 1
    assert "content/posts/bad.md:2" in ran.stderr
    assert "3 published, 1 draft, 2 pictures and files, 1 failed." in ran.stdout


def test_a_post_of_hugo_whose_address_has_its_title_keeps_it(tmp_path: Path) -> None:
    """No alias is needed where the permalinks are equal."""
    post = "-- content/posts/two.md --\n---\ntitle: Two in TOML\ndate: 2019-04-02\n---\nText.\n"
    site, _, _ = moved("hugo", '-- hugo.toml --\n[permalinks]\nposts = "/:year/:month/:slug/"\n' + post, tmp_path)
    assert "aliases" not in text(site, "articles/2019-04-02-two-in-toml.md")
    assert "2019/04/two-in-toml/index.html" in site.files()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """And says the same, also of a picture that two posts show."""
    site = small_site(tmp_path / "new")
    old_site(tmp_path / "old", HUGO + "-- content/posts/four.md --\n---\ntitle: Four\n---\n![a](/img/a.jpg)\n")
    order = ["import", "--from", "hugo", str(tmp_path / "old"), "--root", str(site.root), "--json"]
    told = json.loads(CliRunner().invoke(cli, [*order, "--dry-run"]).stdout)
    assert len(told["articles"]) == 5
    assert not (site.root / "content" / "articles").exists()
    assert told == json.loads(CliRunner().invoke(cli, order).stdout)


def test_one_picture_is_one_picture(tmp_path: Path) -> None:
    """In the sum."""
    site = small_site(tmp_path / "new")
    root = old_site(tmp_path / "old", HUGO)
    (root / "content/posts/two/near.png").unlink()
    ran = CliRunner().invoke(cli, ["import", "--from", "hugo", str(root), "--root", str(site.root)])
    assert "3 published, 1 draft, 1 picture or file." in ran.stdout


@pytest.mark.parametrize("more", [["--publish"], ["--update"], ["--limit", "3"], ["other"]])
def test_what_does_not_go_with_a_migration_is_refused(more: list[str], tmp_path: Path) -> None:
    """Never ignored."""
    ran = CliRunner().invoke(cli, ["import", "--from", "hugo", str(tmp_path), *more])
    assert ran.exit_code == 2


def test_the_settings_of_pelican_are_never_run(tmp_path: Path) -> None:
    """What has to be worked out is passed over."""
    site = PELICAN.replace("import os\n", "open('ran', 'w').write('x')\nSITENAME = __import__('os').getcwd()\n")
    _, found, _ = moved("pelican", site, tmp_path)
    assert found
    assert not list(tmp_path.rglob("ran"))


def test_an_id_that_is_a_uri_stays_what_it_is_in_feeds() -> None:
    """Readers knew the article by it."""
    assert feed_id("https://old.example/a/", "x.example,2026", "https://x.example/") == "https://old.example/a/"
    assert feed_id("2026-a", "x.example,2026", "https://x.example/") == "tag:x.example,2026:2026-a"


def test_code_keeps_its_addresses_and_marks() -> None:
    """In blocks and in lines; all else is changed."""
    body = "[a](/x) `[a](/x)`\n\n```\n[a](/x) {{ y }}\n```\n<a href='/x'>\n\n[b]: /x\n"
    mended = markup.mend(body, lambda url, picture: "/new")
    assert mended == "[a](/new) `[a](/x)`\n\n```\n[a](/x) {{ y }}\n```\n<a href='/new'>\n\n[b]: /new\n"
    assert markup.marks(body, 1, "x.md") == []
