"""A curator's morning at the desk, in a real Chromium: by mouse, and by keyboard alone; how its pages look and behave."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.extras import extra
from tests.pages import told
from tests.smallsite import SmallSite, article
from tests.test_serve import running

Make = Callable[[str], SmallSite]
pytestmark = [pytest.mark.browser, pytest.mark.server]
COMMON = (
    "The barge with the borrowed transformer had been tied up at Eel Lane for six hours when the tide turned at last. "
    "Its crate still bore the number of a tram line that the city had planned twice and never laid anywhere at all, and nobody on the quay could say who had "
    "painted it there, or why the customs had let it pass for eleven years without a single word in any of their books."
)


WORDS = (
    "river quay lamp crate market depot school wagon bridge tide whistle fog ferry baker council clerk winter harbour "
    "chimney orchestra bassoon mason garden signal engine timber lantern pilot gravel kettle sparrow ledger compass anchor"
).split()


def page_text(title: str, date: str, subject: str, shared: str = "") -> str:
    """What somebody copies out of a browser: no two pages share words, but those they are meant to."""
    chance = random.Random(title)
    body = "\n\n".join(f"The {' and the '.join(chance.sample(WORDS, 9))} were named in turn." for _ in range(3))
    return f"{title}\n\n{date}\n\nby Ada Pole\n\n{subject} came first, as it had to.\n\n{shared}\n\n{body}\n"


PAGES = {
    "lights": page_text("Lights come back to the north bank", "November 20, 2026", "The north bank grid", COMMON),
    "barge": page_text("A barge brings what the grid had lost", "November 20, 2026 9:30 AM", "The river barge", COMMON),
    "eels": page_text("Eels are counted once more", "November 19, 2026", "The count of eels"),
    "fog": page_text("Ferries wait for the fog to lift", "2 months ago", "The morning ferry"),
    "ad": page_text("Ten lamps that change your life", "November 18, 2026", "The tenth lamp"),
}  # fmt: skip
CONFIG = "-- config.yaml --\ntitle: The Packet\nbase_url: https://packet.example/d/\nfeeds: {id_authority: 'packet.example,2026'}\n-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n"


@contextmanager
def at_desk(made: SmallSite, browser: Browser, **context: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page of the desk, entered by the address that serve prints, and what it complains of."""
    with running(made, "--now", "2026-11-22T12:00") as server:
        address = re.search(r"http://\S+token=\S+", server.log.read_text())
        while address is None:  # the line behind the site's own
            address = re.search(r"http://\S+token=\S+\n", server.log.read_text())
        where = browser.new_context(**context)
        page = where.new_page()
        complaints = told(page)
        page.goto(address[0].strip())
        yield page, complaints
        where.close()


class Hand:
    """What a curator works with."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def seen(self, what: Locator) -> None:
        """It is there, and the page's script listens: it has put its switch there."""
        expect(what).to_be_visible()
        expect(self.page.locator("[data-keys][aria-pressed]")).to_be_visible()


class Mouse(Hand):
    """Clicks."""

    def press(self, what: Locator, key: str = "") -> None:
        what.click()

    def write(self, field: Locator, text: str, key: str = "") -> None:
        field.click()
        field.fill(text)

    def choose(self, field: Locator, paths: list[Path]) -> None:
        field.set_input_files(paths)

    def open(self, row: Locator) -> None:
        row.click()

    def into(self, item: Locator, place: Locator, number: str) -> None:
        self.seen(item)
        item.drag_to(place)


class Keys(Hand):
    """Never touches the mouse: single keys where there are, else Tab and Enter."""

    def press(self, what: Locator, key: str = "") -> None:
        self.seen(what)
        if key:
            self.page.keyboard.press(key)
            return
        self.reach(what)
        self.page.keyboard.press("Enter")

    def reach(self, what: Locator) -> None:
        self.seen(what)
        self.page.keyboard.press("Escape")
        for _ in range(300):
            if what.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab reaches {what}")

    def write(self, field: Locator, text: str, key: str = "") -> None:
        if key:
            self.seen(field)
            self.page.keyboard.press(key)
            expect(field).to_be_focused()
        else:
            self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")

    def choose(self, field: Locator, paths: list[Path]) -> None:
        self.reach(field)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(paths)

    def open(self, row: Locator) -> None:
        self.chosen(row)
        self.page.keyboard.press("o")

    def chosen(self, row: Locator) -> None:
        self.seen(row)
        self.page.keyboard.press("Escape")
        for key in "k" * 30 + "j" * 30:
            if row.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"neither j nor k reaches {row}")

    def into(self, item: Locator, place: Locator, number: str) -> None:
        self.chosen(item.locator("[data-row]"))
        self.page.keyboard.press(number)


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_a_whole_morning(site: Make, browser: Browser, tmp_path: Path, hand: type[Mouse] | type[Keys]) -> None:
    """Five pages brought in, doubts settled, four accepted and one rejected, two joined, picks put in order, an edition
    built, the site read."""
    made = site(CONFIG)
    paths = []
    for name in ("eels", "fog", "ad"):
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(PAGES[name])
    with at_desk(made, browser, viewport={"width": 1280, "height": 900}) as (page, complaints):
        by = hand(page)

        def row(title: str) -> Locator:
            return page.locator("a[data-row]", has_text=title)

        def done(word: str) -> None:
            expect(page.get_by_role("status")).to_contain_text(word)

        def menu(name: str, key: str) -> None:
            by.press(page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{name}")), key)

        menu("Bring in", "b")
        for name in ("lights", "barge"):
            by.write(page.get_by_label("The text or the HTML of a page"), PAGES[name], "/")
            by.press(page.get_by_role("button", name="Bring in"), "b")
            expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
            expect(page.locator(".outcomes")).to_contain_text("new draft")
        expect(page.locator(".outcomes")).to_contain_text(re.compile("tells the same as|nearly the same as"))
        by.choose(page.get_by_label("Files:"), paths)
        by.press(page.get_by_role("button", name="Bring in"), "b")
        expect(page.locator(".outcomes li")).to_have_count(3)
        expect(page.get_by_role("heading", name="What came of it")).to_be_visible()

        menu("Inbox", "i")
        expect(page.locator(".inbox a[data-row]")).to_have_count(5)
        by.open(row("Ferries wait"))
        by.write(page.get_by_label("Date?"), "2026-09-22")
        by.write(page.get_by_label("Outlet", exact=False).first, "The Post")
        by.write(page.get_by_label("Our note"), "Read it before you go down to the quay.")
        by.press(page.get_by_role("button", name="Accept"), "a")
        done("Accepted “Ferries wait")
        by.open(row("A barge brings"))
        expect(page.locator("mark").first).to_contain_text("tied up at Eel Lane")
        by.press(page.get_by_role("button", name="Make them one story"), "t")
        done("Joined")
        by.press(page.get_by_role("button", name="Accept"), "a")
        done("Accepted “A barge")
        by.open(row("Ten lamps"))
        by.press(page.get_by_role("button", name="Reject"), "x")
        done("Rejected")
        for title in ("Lights come back", "Eels are counted"):
            by.open(row(title))
            by.press(page.locator("summary", has_text="Pick"), "p")
            if hand is Keys:
                expect(page.get_by_label("Rank, or nothing")).to_be_focused()
                page.keyboard.press("Enter")
            else:
                page.get_by_role("button", name="Pick", exact=True).click()
            done("Picked")
            by.press(page.get_by_role("button", name="Accept"), "a")
            done("Accepted")
        expect(page.get_by_text("No draft waits.")).to_be_visible()

        page.goto(page.url.partition("?")[0] + "?show=pick")
        if hand is Keys:
            Keys(page).chosen(row("Lights come back"))
            page.keyboard.press("[")
        else:
            page.get_by_label("Move up: Lights").click()
        done("Picks put in order")
        assert [text.partition(" ")[0] for text in page.locator(".picks-order b").all_inner_texts()] == [
            "Lights",
            "Eels",
        ]

        menu("Editions", "e")
        by.press(page.get_by_role("button", name="Propose it"), "n")
        done("Edition proposed")
        by.write(page.get_by_label("Title", exact=True), "After the lamps", "/")
        by.write(page.get_by_label("Introduction"), "The river returns to its usual quarrels.")
        by.write(page.get_by_label("Title of a new part"), "Evenings")
        by.press(page.get_by_role("button", name="New part"))
        done("Edition saved")
        slot = page.locator("[data-slot]", has_text="Ferries")
        by.into(slot, page.locator("[data-bin='2'] .drop-here"), "2")
        expect(page.locator("[data-bin='2'] [data-slot]")).to_contain_text("Ferries wait")
        done("Edition saved")
        by.write(page.get_by_label("Note to item").last, "Wait for the whistle.")
        by.press(page.get_by_role("button", name="Put it out"))
        done("Edition put out")
        mail = page.frame_locator("iframe[data-made]")
        expect(mail.get_by_text("Wait for the whistle.")).to_be_visible()

        page.goto(page.url.partition("/_desk/")[0] + "/d/edition/1/")
        expect(page.get_by_text("Wait for the whistle.")).to_be_visible()
        text = page.locator("main").inner_text()
        places = [
            text.index(word)
            for word in (
                "After the lamps",
                "usual quarrels",
                "Lights come back",
                "Eels are counted",
                "Evenings",
                "Ferries wait",
            )
        ]
        assert places == sorted(places)
        page.goto(page.url.partition("/edition/")[0] + "/")
        front = page.locator("main").inner_text()
        assert front.index("Lights come back") < front.index("Eels are counted") and "Ten lamps" not in page.content()
        assert not [each for each in complaints if "404" not in each]
    assert made.warnings() == []
    assert not [path for path in (made.root / "content").rglob("*") if path.is_file() and path.suffix != ".md"]


VIEWS = ("", "?a=content/grid.md", "?a=content/out.md&show=published", "?show=pick", "?show=rejected", "bring", "stories", "edition/", "edition/1", "health")  # fmt: skip
FULL = (
    article("grid", "Grid repairs, a rather long headline that does not end before it has said everything twice over", draft="true",
            source="{name: The Courier}", body=COMMON * 2, image="{src: '', caption: C}",
            imported="{from: page.txt, doubts: [date, image], evidence: {date: 'only \"2 months ago\" (line 3)', title: 'line 1 (sure)', image: 'no credit'}}")
    + article("out", "Out", source="{name: The Bulletin, url: 'https://b.example/'}", body=COMMON * 2, section="City", featured="1", story="lights")
    + article("also", "Also out", source="{name: The Star}", republish="excerpt", body=COMMON, story="lights", note="Ours.")
    + article("third", "Third out", section="River")
    + "-- content/.rejected/no.md --\n---\ntitle: No\ndraft: true\n---\nNo.\n"
    + "-- content/editions/1.md --\n---\nnumber: 1\ndate: 2026-11-22\ndraft: true\nparts:\n  - title: City\n    items:\n      - article: out\n      - gone\n---\n\nIntro.\n"
    + "-- content/broken.txt.md --\n---\ntitle: Broken\n---\nNo date.\n"
).replace("date: 2026-11-20\ndraft", "draft")  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_view_is_accessible_and_never_scrolls_sideways(
    site: Make, browser: Browser, scheme: Any, width: int
) -> None:
    """No fault that axe knows of, in both schemes and at both widths."""
    axe = files(extra("axe_playwright_python").__name__).joinpath("axe.min.js").read_text("utf-8")
    made = site(CONFIG + FULL)
    context = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    with at_desk(made, browser, **context) as (page, _):
        base = page.url
        for view in VIEWS:
            page.goto(base + view)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, view
            page.evaluate(axe)
            found = page.evaluate("axe.run(document, {iframes: false})")
            assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], view


def test_all_of_it_can_be_done_without_javascript(site: Make, browser: Browser) -> None:
    """But for dragging: buttons move what is dragged."""
    made = site(CONFIG + FULL.partition("-- content/broken")[0])
    with at_desk(made, browser, java_script_enabled=False) as (page, complaints):
        page.locator("a[data-row]", has_text="Grid repairs").click()
        page.get_by_label("2026-09-22").check()
        page.get_by_label("Our note").fill("A note.")
        page.get_by_label("Title", exact=True).press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Saved")
        page.get_by_role("button", name="Accept").click()
        expect(page.get_by_role("status")).to_contain_text("Accepted")
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("status")).to_contain_text("Undone")
        page.get_by_role("link", name="Editions").click()
        page.get_by_role("link", name="Edition 1").click()
        page.get_by_role("button", name="Add: Third out").click()
        page.get_by_role("button", name="Move up: Third out").click()
        page.get_by_role("button", name="Move up: Third out").click()
        assert page.locator("[data-slot] b").first.inner_text() == "Third out"
        assert not complaints


def test_enter_sends_what_was_said_in_a_field_beside_a_button(site: Make, browser: Browser) -> None:
    """A correction and a retraction as much as a rank; with Shift it breaks the line. The field stands below all
    buttons, and its focus clear of the words above it."""
    made = site(CONFIG + article("a", "Out already"))
    with at_desk(made, browser, viewport={"width": 1280, "height": 900}) as (page, complaints):
        page.goto(page.url.partition("?")[0] + "?show=published&a=content/a.md")
        for key, field, deed in (("c", "correction", "Corrected"), ("r", "reason", "Retracted")):
            Hand(page).seen(page.locator(".sheet"))
            page.keyboard.press(key)
            said = page.locator(f"[name={field}]")
            expect(said).to_be_focused()
            below = page.locator(f"details:has([name={field}])").bounding_box()
            others = [each.bounding_box() for each in page.locator(".bench > button").all()]
            assert below and others and all(each and each["y"] + each["height"] <= below["y"] for each in others)
            words = said.evaluate(
                "field => { const range = document.createRange(); range.selectNode(field.previousSibling);"
                " return range.getBoundingClientRect().bottom }"
            )
            box = said.bounding_box()
            assert box and box["y"] - 6 >= words, "three pixels of outline, and as many between"
            page.keyboard.type("Eight lamps,")
            page.keyboard.press("Shift+Enter")
            page.keyboard.type("not nine.")
            page.keyboard.press("Enter")
            expect(page.get_by_role("status")).to_contain_text(deed)
        text = (made.root / "content/a.md").read_text()
        assert text.count("Eight lamps,\\nnot nine.") == 2 and "retracted:" in text
        assert not complaints


def test_what_is_written_is_not_lost_by_a_click_beside_it(site: Make, browser: Browser) -> None:
    """The browser asks first."""
    made = site(CONFIG + FULL)
    with at_desk(made, browser) as (page, _):
        page.goto(page.url + "?a=content/grid.md")
        Mouse(page).seen(page.get_by_label("Our note"))
        page.get_by_label("Our note").fill("Not saved.")
        asked: list[str] = []

        def answer(dialog: Any) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        page.on("dialog", answer)
        with page.expect_event("dialog"):
            page.get_by_role("link", name=re.compile("Stories")).click(no_wait_after=True)
        expect(page.get_by_label("Our note")).to_have_value("Not saved.")
        assert asked == ["beforeunload"]
