"""The search page in a real Chromium: the field, what it finds, and the policy that it needs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route

from tests.extras import needs
from tests.pages import POLICY, told
from tests.smallsite import CONFIG, SmallSite, article

Make = Callable[[str], SmallSite]
WIDER = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") + "; connect-src 'self'"
TYPES = {
    "html": "text/html",
    "css": "text/css",
    "svg": "image/svg+xml",
    "js": "text/javascript",
    "json": "application/json",
}
SITE = (
    article(
        "a",
        "Lamps <b>are</b> lit",
        "2026-11-20",
        "A zanzibar of lamps & <i>oil</i>.",
        source="{name: The Star}",
        tags="[x]",
    )
    + "".join(article(f"b{number:02}", f"Oil {number}", body="Only oil.") for number in range(12))
    + f"-- config.yaml --\n{CONFIG}search: true\n"
)

pytestmark = [
    pytest.mark.browser,
    needs("pagefind_bin"),
]


def test_the_field_finds_what_the_articles_say(site: Make, browser: Browser) -> None:
    """Under the policy of the page; what was looked for stands in the address, and nothing is taken for HTML."""
    made = site(SITE)
    made.build()
    output = made.root / "output"
    page = browser.new_page()
    complaints = told(page)

    def answer(route: Route) -> None:
        path = route.request.url.partition("?")[0].removeprefix("http://site.example/d/")
        file = output / (f"{path}index.html" if not path or path.endswith("/") else path)
        if not file.is_file():
            route.fulfill(status=404)
            return
        kind = TYPES.get(file.suffix[1:], "application/octet-stream")
        policy = WIDER if path.startswith("search/") else POLICY
        route.fulfill(body=file.read_bytes(), headers={"Content-Type": kind, "Content-Security-Policy": policy})

    page.route("**/*", answer)
    page.goto("http://site.example/d/search/")
    assert page.locator("#tag_h").is_visible()
    page.get_by_label("Words to look for").fill("zanzibar")
    found = page.locator("#results li")
    found.first.wait_for()
    assert found.count() == 1
    assert found.locator("h3").inner_text() == "Lamps <b>are</b> lit"
    assert found.locator("h3 a").get_attribute("href") == "http://site.example/d/2026/11/a/"
    assert found.locator(".src a").get_attribute("href") == "http://site.example/d/source/the-star/"
    assert found.locator("time").inner_text() == "20 Nov 2026"
    assert found.locator("mark").inner_text() == "zanzibar"
    assert page.locator("#found").inner_text() == "Found: 1"
    assert page.url.endswith("/search/?q=zanzibar")
    assert not page.locator("#tag_h").is_visible()
    page.get_by_label("Words to look for").fill("oil")
    page.get_by_text("Found: 13").wait_for()
    page.get_by_role("button", name="More results").click()
    found.nth(12).wait_for()
    page.get_by_label("Words to look for").fill("qqqq")
    page.get_by_text("Nothing found.").wait_for()
    page.goto("http://site.example/d/search/?q=zanzibar")
    found.first.wait_for()
    assert not complaints
    page.close()


def test_from_a_disk_there_is_no_field(site: Make, browser: Browser) -> None:
    """No page may read an index there; the ways on are whole."""
    made = site(SITE)
    made.build()
    page = browser.new_page()
    complaints = told(page)
    page.goto((made.root / "output/search/index.html").as_uri())
    assert page.locator("input").count() == 0
    assert page.locator("#tag_h").is_visible()
    assert not complaints
    page.close()
