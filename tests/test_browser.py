"""The site and the preview in a real Chromium."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.pages import POLICY, told
from tests.smallsite import SmallSite
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
        page.get_by_text("Second words").wait_for(timeout=10_000)
        assert page.evaluate("window.before") is None
        path.write_text(path.read_text().replace("Second words", "Third words"))
        page.get_by_text("Third words").wait_for(timeout=10_000)
        path.write_text(path.read_text().replace("title: First headline", "titel: First"))
        page.locator("#coranto-problems").wait_for(timeout=10_000)
        assert "content/a.md:2:1" in page.locator("#coranto-problems").inner_text()
        assert page.locator("main h1").inner_text() == "First headline"
        path.write_text(path.read_text().replace("titel: First", "title: Mended headline"))
        page.get_by_role("heading", name="Mended headline").wait_for(timeout=10_000)
        assert page.locator("#coranto-problems").count() == 0
        assert not complaints
        page.close()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_meet_the_policy_and_never_scroll_sideways(site: Make, browser: Browser, width: int, scheme: str) -> None:
    """Under the strict CSP of SPEC §8, at both widths and in both schemes."""
    files = {f"/d/{path}": data for path, data in site(RICH).files().items()}
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints = told(page)
    types = {"html": "text/html", "css": "text/css", "svg": "image/svg+xml", "xml": "application/xml"}

    def answer(route):  # type: ignore[no-untyped-def]
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
