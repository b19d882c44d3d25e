"""No active markup comes out of any place that content reaches, into any kind of file.

`HOSTILE=2000 pytest -s tests/test_hostile_markup.py` is the long run, with other payloads each time of the day.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Route

from coranto import galley
from coranto.mail import write
from coranto.preview import Preview
from coranto.problems import CorantoError
from coranto.sanitise import portable, sanitise
from coranto.theme import BUILT_IN, load_theme
from tests import hostile
from tests.desks import desk
from tests.extras import extra, needs
from tests.hostile import EVIL, PAYLOADS, PLACES, VECTORS
from tests.pages import POLICY
from tests.smallsite import NOW, SmallSite, article

Make = Callable[[str], SmallSite]
MANY = int(os.environ.get("HOSTILE", "0"))
START = int(time.time()) if MANY else 0
AT_ONCE = 50


def test_the_judge_knows_what_is_active() -> None:
    """It finds fault with the vectors as they are, and with none of what a sound page holds."""
    active = [vector for vector in VECTORS if list(hostile.fragment_faults(vector))]
    assert len(active) > 60, set(VECTORS) - set(active)
    assert [*hostile.page_faults("<title>x</title><p onclick=x>"), *hostile.page_faults("<img src=//x.example>")]
    assert [*hostile.json_faults({"url": "javascript:x"}), *hostile.json_faults({"content_html": "<script>"})]
    rss = b"<rss><channel><item><description>&lt;script></description><link>javascript:x</link></item></channel></rss>"
    assert len(list(hostile.xml_faults(rss))) == 2
    assert not list(hostile.page_faults('<title>x</title><p lang=en>x <a href="https://x.example/">y</a>'))


def test_what_is_sanitised_is_stable_and_safe() -> None:
    """Of every payload: a second pass changes nothing, and the judge, another parser than the sanitiser's, agrees."""
    found = []
    for payload in PAYLOADS if MANY else hostile.some(1500):
        once = sanitise(payload).html(str)
        if sanitise(once).html(str) != once:
            found.append(f"not stable: {payload!r}")
        found += [f"{payload!r}: {each}" for text in (once, portable(once)) for each in hostile.fragment_faults(text)]
    assert not found, found[:10]
    print(f"\nsanitised: {len(PAYLOADS) if MANY else 1500} payloads, 0 active, 0 unstable")


def test_nothing_active_comes_out_of_any_place(tmp_path: Path) -> None:
    """Pages, feeds, lists of feeds, sitemaps, redirects, JSON-LD: through all fields, bodies, records, editions, pages,
    settings and words of the interface."""
    found: list[str] = []
    files = count = 0
    for start in range(0, MANY or 25, AT_ONCE):
        payloads = hostile.some(min(AT_ONCE, (MANY or 25) - start), START + start)
        folder = tmp_path / str(start)
        hostile.write(folder, payloads)
        for path, data in SmallSite(folder).files(jobs=1).items():
            found += hostile.faults(path, data)
            files += 1
        count += len(payloads)
        assert not found, (START + start, found[:20])
    assert files > count * 8
    print(f"\nmarkup: {count} payloads x {len(PLACES)} places, {files} files, {len(found)} active")


def test_nothing_active_is_in_a_mail(tmp_path: Path) -> None:
    """HTML, text and the message: no script, no foreign picture, no header but ours."""
    extra("css_inline")
    for start in range(0, max(MANY // 10, 12), 3):
        folder = tmp_path / str(start)
        hostile.write(folder, hostile.some(3, START + start))
        pressed = SmallSite(folder).press()
        [page] = [page for page in pressed.site.pages if page.template == "edition.html"]
        theme, _ = load_theme(folder, "plain")
        letter = write(page, pressed.site, theme, pressed.config, pressed.site.language)
        assert list(hostile.mail_faults(letter.html, letter.text, letter.eml)) == []


_DESK_NEVER = hostile._NEVER | {"template"}


def shell_faults(html: str) -> Iterator[str]:
    """A page of the preview or of the desk: its own forms and scripts, and nobody else's."""
    for element in hostile.tree(html).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _DESK_NEVER:
            yield f"<{element.tag}>"
        if element.tag == "script" and (element.get("src") is None or EVIL in element.get("src", "")):
            kind, text = element.get("type"), element.text or ""
            if kind != "application/ld+json":
                yield f"a script {element.get('src')!r}: {text[:60]!r}"
        for name, value in element.attrib.items():
            bare = hostile._bare(value)
            if name.startswith("on") or name in ("srcdoc", "formaction", "ping", "style", "background"):
                yield f"<{element.tag} {name}={value[:60]!r}>"
            scheme = hostile._SCHEME.match(bare) if name in hostile._ADDRESSES else None
            if scheme and scheme[0].lower() not in ("http:", "https:", "mailto:"):
                yield f"<{element.tag} {name}={value[:60]!r}>"
            if name in ("src", "action") and EVIL in bare.partition("?")[0]:
                yield f"<{element.tag} {name}={value[:60]!r}>"


def test_nothing_active_is_on_the_desk(tmp_path: Path) -> None:
    """Every view of it, and an article opened."""
    hostile.write(tmp_path, hostile.some(9, START))
    made = SmallSite(tmp_path)
    draft = tmp_path / "content/a0.md"
    draft.write_text(draft.read_text().replace("date:", "draft: true\ndate:", 1))
    found, seen = [], 0
    with desk(made, build=True) as visitor:
        views = ["", "?show=draft", "?show=published", "?a=content/a0.md&show=draft", "?a=content/a1.md&show=published"]
        views += ["health", "import", "editions", "edition?e=content/editions/1.md", "twins", "bring", "edition"]
        for view in [*views, *(f"?q={vector}" for vector in ("%3Cscript%3Ealert(1)%3C/script%3E", "%22onfocus=x"))]:
            status, headers, page = visitor.get(view)
            if status == 200 and "html" in headers.get("Content-Type", ""):
                seen += 1
                found += [f"{view}: {each}" for each in shell_faults(page)]
    assert seen >= 5
    assert not found, found[:10]


@pytest.mark.parametrize("built", [False, True])
def test_nothing_active_is_in_the_panel_of_problems(site: Make, built: bool) -> None:
    """What is wrong is shown with the line it stands in, which is somebody's text; alone, and over the last good page."""
    made = site(article("good", "Good"))
    preview = Preview(lambda script: made.order(NOW, withheld=True, script=script), "/livereload.js")
    if built:
        preview.make()
    for number, payload in enumerate(hostile.some(40, START)):
        (made.root / f"content/x{number}.md").write_text(
            f"---\ntitle: t\ndate: '{hostile.line(payload).replace(chr(39), '')}'\n---\n"
        )
    preview.make()
    assert preview.shown.failed
    _, page, _, _ = preview.page("/d/")
    text = page.decode() if isinstance(page, bytes) else str(page)
    assert list(shell_faults(text)) == []
    assert text.count("is not a date") >= 20
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.browser
def test_a_browser_runs_nothing_and_asks_nobody(tmp_path: Path, browser: Browser) -> None:
    """Pages in Chromium, with and without the policy: no dialog, no request to anybody else, no report against it."""
    hostile.write(tmp_path, hostile.some(30, START))
    files = {f"/d/{path}": data for path, data in SmallSite(tmp_path).files(jobs=1).items()}
    pages = sorted(path for path in files if path.endswith(".html"))
    pages = [path for path in pages if "/a" in path] + pages[:: max(1, len(pages) // (200 if MANY else 25))]
    told: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    types = {
        "html": "text/html",
        "css": "text/css",
        "svg": "image/svg+xml",
        "js": "text/javascript",
        "gif": "image/gif",
    }
    policy: dict[str, str] = {}

    def answer(route: Route) -> None:
        address = route.request.url
        if not address.startswith("http://site.example/"):
            told.append(f"asked for {address}")
            route.abort()
            return
        path = address.removeprefix("http://site.example").partition("?")[0]
        path += "index.html" if path.endswith("/") else ""
        kind = types.get(path.rsplit(".", 1)[-1], "application/octet-stream")
        if path in files:
            route.fulfill(body=files[path], headers={"Content-Type": kind, **policy})
        else:
            route.fulfill(status=404)

    def dialog(opened: Dialog) -> None:
        told.append(f"a dialog: {opened.message}")
        opened.dismiss()

    page.on("dialog", dialog)
    page.on("console", lambda message: told.append(message.text) if "Content Security Policy" in message.text else None)
    page.route("**/*", answer)
    page.goto("http://site.example/d/index.html")
    page.evaluate("document.body.innerHTML = '<img src=//beacon.example/x onerror=alert(1)>'")
    for _ in range(3000):
        page.wait_for_timeout(20)
        if len(told) == 2:
            break
    assert len(told) == 2, "the trap does not catch"
    told.clear()
    for headers in ({}, {"Content-Security-Policy": POLICY}):
        policy.update(headers)
        for path in pages if MANY else pages[::2]:
            page.goto(f"http://site.example{path}")
            if b'http-equiv="refresh"' in files[path]:  # a former address: it leads on
                page.wait_for_url(lambda url, former=page.url: url != former)
            for link in page.locator("a[href^='javascript' i], a[href^='data' i]").all():
                told.append(f"{path}: {link.get_attribute('href')}")
        assert not told, told[:10]
    context.close()
    print(f"\nbrowser: {len(pages)} pages, with and without the policy, 0 dialogs, 0 requests")


@needs("pagefind_bin")
def test_the_search_index_holds_text_and_ways_into_this_site_alone(tmp_path: Path) -> None:
    """In the bytes that Pagefind makes: no text of content names an address, a filter or a fact, and the text of each
    page comes to readers with its brackets written out."""
    hostile.write(tmp_path, hostile.some(30, START))
    config = tmp_path / "config.yaml"
    config.write_text(f"{config.read_text()}search: true\n")
    files = SmallSite(tmp_path).files()
    index = {path: data for path, data in files.items() if path.startswith("pagefind/")}
    pages = {"/" + path.removesuffix("index.html") for path in files if path.endswith("index.html")}
    fragments = [
        json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
        for path, data in index.items()
        if "/fragment/" in path
    ]
    assert len(fragments) > 30
    for each in fragments:
        assert {each["url"], each["meta"]["at"], each["meta"].get("outlet", "/")} <= pages
        assert each["meta"].keys() <= {"at", "title", "date", "when", "source", "outlet"}
        assert not each["filters"]
        assert not [anchor["id"] for anchor in each["anchors"] if re.search(r"[\s<>\"'&]", anchor["id"])]
        told = json.dumps(each, ensure_ascii=False)
        assert not re.search("[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", told), told
    assert b'.replace(/</g,"&lt;").replace(/>/g,"&gt;")' in index["pagefind/pagefind.js"]


ANCHORS = """## Main

## Author_1

## Author 1

## Corrections

## Fix h

## Part 1

## Subscribe

## Related_h

<h2 id="main">Main</h2> <p id="search" name="latest">x</p> <li id="fn:1">x</li> <li id="fn:1">x</li> <sup id="fn:1">x</sup>

One[^1], and once more[^1], [there](#author-1).

[^1]: A note.
"""


def test_no_anchor_stands_twice_in_a_page(site: Make) -> None:
    """Whatever a text calls its headings: not the theme's, nor those of a note or a biography beside it."""
    note = "note: |\n" + "".join(f"  {line}\n" for line in ANCHORS.split("\n"))
    fixed = "corrections: [{date: 2026-11-21, text: x}]\n"
    head = f"title: T\ndate: 2026-11-20\nid: a\nauthors: [Ada, Bo]\n{fixed}{note}"
    parts = "parts: [{title: One, items: [a]}, {title: Two}]\n"
    made = site(
        f"-- content/a.md --\n---\n{head}---\n{ANCHORS}"
        f"-- content/authors/ada.md --\n---\nname: Ada\n---\n{ANCHORS}"
        f"-- content/authors/bo.md --\n---\nname: Bo\n---\n{ANCHORS}"
        f"-- content/pages/p.md --\n---\ntitle: P\n---\n{ANCHORS}"
        f"-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\n{parts}---\n{ANCHORS}"
    )
    pages = {path: data.decode() for path, data in made.files().items() if path.endswith(".html")}
    for path, html in pages.items():
        found = [each.get("id") for each in hostile.tree(html).iter() if each.get("id") is not None]
        assert len(found) == len(set(found)), (path, sorted(each for each in found if found.count(each) > 1))
    whole = pages["2026/11/a/index.html"]
    assert 'href="#note:author-1"' in whole, "a link of the note leads to its own heading"
    assert 'id="note:author-1"' in whole
    assert 'href="#author_1:fn:1"' in whole


def test_anchors_of_the_theme_are_none_of_a_text() -> None:
    """Those that may not stand in a text are named; all others have a sign that no anchor of a text has."""
    templates = (BUILT_IN / "plain" / "templates").glob("*.html")
    found = {name for path in templates for name in re.findall(r'\bid="([^"]*)"', path.read_text())}
    alone = {"find", "found", "results", "{{ entry.anchor }}"}  # of pages without a text, and one made by us
    assert {name for name in found if "_" not in name} == galley._RESERVED | alone


@pytest.mark.parametrize("field", ["base_url", "theme", "timezone", "language", "menu", "cname", "robots"])
def test_settings_that_are_markup_are_refused_by_name(site: Make, field: str) -> None:
    """A setting that is no text says what it should be."""
    made = site(article("a"))
    value = "[{title: x, url: 'javascript:alert(1)'}]" if field == "menu" else '"\'><script>alert(1)</script>"'
    made.write(f"-- config.yaml --\ntitle: T\n{field}: {value}\n")
    if field == "robots":  # these are lines for crawlers, written as they stand
        assert all(
            not list(hostile.text_faults(data.decode())) for path, data in made.files().items() if path == "robots.txt"
        )
        return
    with pytest.raises(CorantoError) as caught:
        made.press()
    [line] = [each.place.line for each in caught.value.problems if each.place and each.severity == "error"]
    assert line == 2
