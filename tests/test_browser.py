"""The site and the preview in a real Chromium."""

import contextlib
import json
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Error, Page, Route

from tests.extras import extra
from tests.made_pictures import png
from tests.pages import POLICY, told
from tests.smallsite import DOT, SmallSite, article
from tests.test_serve import SITE, running
from tests.test_site import RICH

Make = Callable[[str], SmallSite]
pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_home_article_and_feed_open_and_a_save_is_seen(site: Make, browser: Browser) -> None:
    """The reader's road, and the curator's: a saved word is on the screen without a hand on the reload key."""
    made = site(SITE)
    with running(made) as server:
        page = browser.new_page()
        complaints = told(page)
        page.goto(f"http://127.0.0.1:{server.port}/d/")
        assert page.title() == "Test Digest"
        page.get_by_role("link", name="First headline").first.click()
        page.wait_for_url("**/2026/11/a/")
        assert page.locator("main h1").inner_text() == "First headline"
        feed = page.request.get(page.locator("link[type='application/rss+xml']").evaluate("link => link.href"))
        assert feed.ok
        assert "First words." in feed.text()
        page.evaluate("window.before = true")
        page.wait_for_function("window.LiveReload && window.LiveReload.connector")
        path = made.root / "content/a.md"
        path.write_text(path.read_text().replace("First words", "Second words"))
        page.get_by_text("Second words").wait_for(timeout=60_000)
        assert page.evaluate("window.before") is True, "a text is swapped, not loaded"
        path.write_text(path.read_text().replace("Second words", "Third words"))
        page.get_by_text("Third words").wait_for(timeout=60_000)
        path.write_text(path.read_text().replace("title: First headline", "titel: First"))
        page.locator("#coranto-problems").wait_for(timeout=60_000)
        assert "content/a.md:2:1" in page.locator("#coranto-problems").inner_text()
        assert page.locator("main h1").inner_text() == "First headline"
        path.write_text(path.read_text().replace("titel: First", "title: Mended headline"))
        page.get_by_role("heading", name="Mended headline").wait_for(timeout=60_000)
        page.locator("#coranto-problems").wait_for(state="detached")
        assert not complaints
        page.close()


def shape(page: Page) -> tuple[object, ...]:
    """The page as it stands: its body and attributes, and what is in its head, in any order, but for the build's number."""
    return tuple(
        page.evaluate("""() => {
            const words = (node) => node.outerHTML.replace(/snipver=\\d+/, "").replace(/[?&]livereload=\\d+/, "");
            const bare = (node) => words(node.cloneNode(false));
            const head = [...document.head.children].map(words).sort();
            return [bare(document.documentElement), head, document.body.outerHTML.trim()];
        }""")
    )


def test_a_swapped_page_is_as_if_it_had_been_loaded(site: Make, browser: Browser) -> None:
    """Whatever was saved, whether it was swapped or loaded; and where it was swapped, the scroll stayed."""
    made = site(SITE + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\nstyles: [mine.css]\n"
                "-- themes/mine/assets/mine.css --\nbody {}\n"
                '-- themes/mine/templates/article.html --\n{% extends "plain/article.html" %}\n'
                "-- config.yaml --\ntitle: T\nbase_url: https://e.org/d/\ntheme: mine\n")  # fmt: skip
    text, template = made.root / "content/a.md", made.root / "themes/mine/templates/article.html"
    config, style = made.root / "config.yaml", made.root / "themes/mine/assets/mine.css"
    head = '{% extends "plain/article.html" %}{% block head %}'
    steps = [
        (text, "First words.", "Second words. " * 999, "Second words", True),
        (text, "title: First headline", "title: 'A <b>bold</b> & other'", "bold</b> & other", True),
        (text, "date: 2026", "data: 2026", "unknown key 'data'", True),
        (text, "data: 2026", "date: 2026", "bold</b> & other", True),
        (template, ' %}\n', ' %}{% block title %}Own{% endblock %}\n', "", True),
        (template, '{% extends "plain/article.html" %}', f"{head}<script>window.own = 1</script>{{% endblock %}}", "", False),
        (text, "Second words.", "Third words.", "Third words", False),
        (template, "<script>window.own = 1</script>", '<link rel="stylesheet" href="{{ asset("style.css") }}">', "", False),
        (text, "Third words.", "Fourth words.", "Fourth words", True),
        (config, "title: T", "title: Renamed", "Renamed", False),
        (text, "Fourth words.", "Fifth words.", "Fifth words", True),
    ]  # fmt: skip
    with running(made) as server:
        page, other = browser.new_page(), browser.new_page()
        other.route("**/livereload.js*", lambda route: route.abort())
        connected = "window.LiveReload && window.LiveReload.connector.protocol === 7"
        page.goto(f"http://127.0.0.1:{server.port}/d/2026/11/a/")
        for path, old, new, seen, swapped in steps:
            page.wait_for_function(connected)
            page.evaluate("window.scrollTo(0, 200); window.before = true")
            scroll = page.evaluate("window.scrollY")
            number = server.get("/d/")[2].split(b"snipver=")[1].split(b'"')[0]
            path.write_text(path.read_text().replace(old, new, 1))
            server.until("/d/", lambda _, data, was=number: data.split(b"snipver=")[1].split(b'"')[0] != was)
            other.goto(page.url)
            other.wait_for_load_state()
            wanted = shape(other)
            page.wait_for_function(f"document.documentElement.textContent.includes({json.dumps(seen)})")
            for _ in range(200):
                with contextlib.suppress(Error):  # it is being loaded
                    if shape(page) == wanted:
                        break
                page.wait_for_timeout(20)
            assert shape(page) == wanted, (path, new)
            page.wait_for_load_state()
            assert (page.evaluate("window.before") is True) is swapped, (path, new)
            if swapped:
                assert page.evaluate("window.scrollY") == scroll
        page.evaluate("window.scrollTo(0, 200); window.before = true")
        scroll = page.evaluate("window.scrollY")
        style.write_text("body { text-indent: 7px }")
        page.wait_for_function("getComputedStyle(document.body).textIndent === '7px'")
        assert page.evaluate("window.before") is True
        assert page.evaluate("window.scrollY") == scroll > 0
        page.close()
        other.close()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_meet_the_policy_and_never_scroll_sideways(site: Make, browser: Browser, width: int, scheme: str) -> None:
    """Under the strict policy, at both widths and in both schemes."""
    files = {f"/d/{path}": data for path, data in site(RICH).files().items()}
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    page = context.new_page()
    complaints = told(page)
    types = {"html": "text/html", "css": "text/css", "svg": "image/svg+xml", "xml": "application/xml"}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://site.example")
        path += "index.html" if path.endswith("/") else ""
        if path not in files:
            route.fulfill(status=404)
            return
        kind = types[path.rsplit(".", 1)[1]]
        route.fulfill(body=files[path], headers={"Content-Type": kind, "Content-Security-Policy": POLICY})

    page.route("**/*", answer)
    for path in (
        "",
        "2026/11/grid/",
        "edition/1/",
        "story/winter-grid/",
        "source/the-courier/",
        "archive/",
        "404.html",
    ):
        page.goto(f"http://site.example/d/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("-apple-system"), path
    assert not complaints
    context.close()


def opened(made: SmallSite, browser: Browser, path: str, width: int) -> Page:
    """A page of a built site that is addressed by files."""
    made.build()
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((made.root / "output" / path).as_uri())
    return page


FILES = "title: T\nbase_url: https://packet.example/digest/\nurls: file\nfeeds: {id_authority: 'e.org,2026'}\n"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("entries", [1, 12])
def test_the_menu_has_a_shade_only_where_there_is_more_to_scroll_to(
    site: Make, browser: Browser, entries: int, language: str
) -> None:
    """Not when all of it fits, and not at the end."""
    menu = ", ".join(f"{{title: Entry {at}, url: 'https://e.org/{at}'}}" for at in range(entries))
    made = site(
        f"-- config.yaml --\n{FILES}language: {language}\npages: {{search: false, archive: false}}\nmenu: [{menu}]\n"
        + article("a")
    )
    page = opened(made, browser, "index.html", 375)
    menu_ = page.locator(".nav ul")

    def shade() -> bool:
        """Is the very end of the menu of another colour than the page?"""
        box = menu_.bounding_box()
        assert box
        x = box["x"] if language == "ar" else box["x"] + box["width"] - 1
        data = page.screenshot(clip={"x": x, "y": box["y"] + 1, "width": 1, "height": 1})
        with extra("PIL.Image").open(BytesIO(data)) as picture:
            return bool(picture.convert("RGB").getpixel((0, 0)) != (0xFD, 0xFD, 0xFB))

    try:
        room = menu_.evaluate("ul => ul.scrollWidth - ul.clientWidth")
        assert (room > 0) is (entries > 1)
        assert shade() is (room > 0)
        menu_.evaluate(f"ul => ul.scrollTo({-1 if language == 'ar' else 1} * ul.scrollWidth, 0)")
        assert not shade()
    finally:
        page.close()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_how_long_one_reads_stands_beside_the_day(site: Make, browser: Browser, width: int) -> None:
    """However long the line is before them: never alone on a line of its own, and never broken."""
    text = "".join(
        article(f"a{at}", "A", source=f"{{name: The {'x' * at} Courier}}", authors="[Ada Pole]")
        for at in range(0, 60, 4)
    )
    items = ", ".join(f"{{article: a{at}}}" for at in range(0, 60, 4))
    text += (
        f"-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-21\nparts: [{{title: P, items: [{items}]}}]\n---\n"
    )
    made = site(f"-- config.yaml --\n{FILES}" + text)
    page = opened(made, browser, "edition/1/index.html", width)
    try:
        wholes = page.locator(".items .src .whole")
        assert wholes.count() == 15
        for each in wholes.all():
            assert each.evaluate("span => span.getClientRects().length") == 1
            assert "20 Nov" in each.inner_text() and "1 min" in each.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") == width
    finally:
        page.close()


@pytest.mark.parametrize("lead", ["plain", "wide"])
@pytest.mark.parametrize("width", [700, 1280])
def test_one_further_pick_leaves_no_empty_field(site: Make, browser: Browser, width: int, lead: str) -> None:
    """Beside the newest, which are many: they stand in columns, or below it."""
    option = "theme_options: {lead: wide}\n" if lead == "wide" else ""
    text = article("p0", "The lead", featured="1", summary="S.", image="{src: p.gif, alt: A}")
    text += article("p1", "The pick", "2026-11-19", featured="2", summary="Whose summary tells more.")
    text += "".join(article(f"a{at}", f"Number {at}", "2026-11-18") for at in range(9)) + f"-- content/p.gif --\n{DOT}"
    made = site(f"-- config.yaml --\n{FILES}{option}" + text)
    (made.root / "content/p.gif").write_bytes(DOT.encode("latin-1"))
    page = opened(made, browser, "index.html", width)
    try:
        picks, rail = (page.locator(f".front > .{each}").bounding_box() for each in ("picks", "rail"))
        assert picks and rail
        assert page.locator(".picks .sum").inner_text() == "Whose summary tells more."
        beside = rail["y"] < picks["y"] + picks["height"]
        inner = page.locator(".picks ol").bounding_box()
        assert inner
        assert not beside or rail["y"] + rail["height"] - (inner["y"] + inner["height"]) < 200
    finally:
        page.close()


def test_a_low_picture_is_cut_below_rather_than_above(site: Make, browser: Browser) -> None:
    """What a picture is of stands in its upper half: of the first pick below a wide lead a tenth at most is cut there."""
    text = article("p0", "The lead", featured="1") + article("p1", "Pick", featured="2", image="{src: p.png, alt: A}")
    made = site(f"-- config.yaml --\n{FILES}theme_options: {{lead: wide}}\n" + text)
    (made.root / "content/p.png").write_bytes(png(160, 90))
    page = opened(made, browser, "index.html", 1280)
    try:
        above = page.locator(".picks .pic img").evaluate("""img => {
            const whole = img.clientWidth * img.naturalHeight / img.naturalWidth;
            const at = parseFloat(getComputedStyle(img).objectPosition.split(" ")[1]) / 100;
            return [at * (whole - img.clientHeight) / whole, img.clientHeight / whole];
        }""")
        assert above[0] < 0.1 < above[1] < 0.9
    finally:
        page.close()


def test_addresses_of_feeds_break_at_their_slashes(site: Make, browser: Browser) -> None:
    """And are copied whole."""
    made = site(f"-- config.yaml --\n{FILES}" + article("a", section="Power and water"))
    page = opened(made, browser, "subscribe/index.html", 375)
    try:
        for each in page.locator(".offers code").all():
            lines = each.evaluate("""code => {
                const found = [];
                for (const node of code.childNodes) for (const at of [...(node.data || "")].keys()) {
                    const range = document.createRange();
                    range.setStart(node, at); range.setEnd(node, at + 1);
                    const top = Math.round(range.getBoundingClientRect().top);
                    const last = found.at(-1);
                    if (last && last[0] === top) last[1] += node.data[at]; else found.push([top, node.data[at]]);
                }
                return found.map(([, words]) => words);
            }""")
            assert all(line.endswith("/") for line in lines[:-1]), lines
            assert each.inner_text() == "".join(lines) and lines[0].startswith("https://packet.example/")
    finally:
        page.close()


@pytest.mark.parametrize("start", ["index.html", "2026/11/grid/index.html"])
def test_a_site_with_file_addresses_works_from_a_disk(site: Make, browser: Browser, start: str) -> None:
    """`urls: file`: from a USB stick, styled, and every click leads to a page."""
    made = site(RICH + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/d/\nurls: file\n")
    made.build()
    page = browser.new_page()
    complaints = told(page)
    page.goto((made.root / "output" / start).as_uri())
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("-apple-system")
    page.get_by_role("link", name="River").first.click()
    page.wait_for_url("**/section/river/index.html")
    assert page.locator("h1").inner_text() == "River"
    assert not complaints
    page.close()
