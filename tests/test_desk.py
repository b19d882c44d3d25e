"""The desk, asked over HTTP: what its actions write, who may come, what happens when two write at once."""

import hashlib
import os
import random
import re
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import lxml.html
import pytest

from coranto.desk import opened
from coranto.desk.acts import plain
from coranto.desk.bringing import Fetch
from coranto.desk.door import POLICY
from coranto.desk.gate import Asked, form_secret, is_home, ours, refusal
from coranto.fetch import Fetched
from coranto.issue import REMARK
from coranto.preview import Preview
from tests.desks import Visitor, desk, fields_of
from tests.smallsite import NOW, SmallSite, article
from tests.test_serve import running

Make = Callable[[str], SmallSite]
DRAFT = """\
-- content/articles/grid.md --
---
# the curator's own words
title: Grid repairs finished   # as printed
mood: calm
draft: true
tags: [grid]
source: {name: The Courier, weight: 3}
imported:
  from: page.txt
  doubts: [date]
  evidence: {title: "line 1 (sure)", date: 'only "2 months ago" (line 3)'}
---

One line.\x20\x20

Two.
"""
OTHER = article("articles/out", "Out already", date="2026-11-20", section="City")


def tree(root: Path) -> dict[str, str]:
    """All that lies in a folder, by path: the digests of its bytes."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


# -- who may come


TOKEN = "right"
GOOD = Asked("POST", "127.0.0.1:8000", "http://127.0.0.1:8000", "same-origin", TOKEN, form_secret(TOKEN))


@pytest.mark.parametrize(
    ("asked", "let_in"),
    [
        (GOOD, True),
        (Asked("GET", "localhost:8000", token=TOKEN), True),
        (Asked("GET", "[::1]:8000", token=TOKEN), True),
        (Asked("GET", "127.0.0.1:8000"), False),
        (Asked("GET", "127.0.0.1:8000", token="wrong"), False),
        (Asked("GET", "127.0.0.1:8000", token="rïght"), False),
        (Asked("GET", "127.0.0.1:8001", token=TOKEN), False),
        (Asked("GET", "evil.example:8000", token=TOKEN), False),
        (Asked("GET", "127.0.0.1.evil.example:8000", token=TOKEN), False),
        (Asked("GET", "user@127.0.0.1:8000", token=TOKEN), False),
        (Asked("GET", "127.0.0.1:8000", site="cross-site", token=TOKEN), False),
        (Asked("GET", "127.0.0.1:8000", site="same-site", token=TOKEN), False),
        (Asked("POST", GOOD.host, "", "", TOKEN, GOOD.form), False),
        (Asked("POST", GOOD.host, "null", "", TOKEN, GOOD.form), False),
        (Asked("POST", GOOD.host, "http://localhost:8000", "", TOKEN, GOOD.form), False),
        (Asked("POST", GOOD.host, "https://127.0.0.1:8000", "", TOKEN, GOOD.form), False),
        (Asked("POST", GOOD.host, "http://evil.example", "", TOKEN, GOOD.form), False),
        (Asked("POST", GOOD.host, GOOD.origin, "", TOKEN, ""), False),
        (Asked("POST", GOOD.host, GOOD.origin, "", TOKEN, TOKEN), False),
        (Asked("POST", GOOD.host, GOOD.origin, "", "", GOOD.form), False),
    ],
)
def test_only_a_form_of_the_desk_and_its_token_are_let_in(asked: Asked, let_in: bool) -> None:
    """Each of the four alone is not enough: name, origin, cookie, form."""
    assert (refusal(asked, TOKEN, 8000) == "") == let_in


@pytest.mark.parametrize(("host", "bound", "home"), [
    ("127.0.0.1", "127.0.0.1", True), ("localhost", "::1", True), ("::1", "::1", True),
    ("0.0.0.0", "0.0.0.0", False), ("192.168.0.2", "192.168.0.2", False), ("::", "::", False),
    ("localhost", "192.168.0.2", False), ("127.0.0.1", "0.0.0.0", False), ("desk.example", "127.0.0.1", False),
])  # fmt: skip
def test_there_is_no_desk_where_another_machine_could_come(host: str, bound: str, home: bool) -> None:
    """Whatever a name is said to mean, the socket must be this machine's own."""
    assert is_home(host, bound) == home


def test_a_desk_is_not_opened_on_another_host(site: Make) -> None:
    """Neither its routes nor its token come to be."""

    class Listener:
        def getsockname(self) -> tuple[str, int]:
            return ("0.0.0.0", 8000)

    made = site(DRAFT)
    assert opened(Preview(lambda script: made.order(), ""), "0.0.0.0", Listener()) is None  # type: ignore[arg-type]  # values of a table


def test_hosts_are_told_from_what_only_looks_like_one() -> None:
    """Garbage is no name of ours."""
    assert (
        ours("127.0.0.1:8000", 8000) and not ours("[::1", 8000) and not ours("", 8000) and not ours("127.0.0.1", 8000)
    )


@pytest.mark.server
def test_serve_tells_the_address_on_loopback_alone_and_ends_when_it_is_told(site: Make) -> None:
    """Ctrl-C, and nothing is left behind."""
    made = site(DRAFT)
    with running(made) as server:
        server.until("/d/", lambda status, data: status == 200)
        assert re.search(r"The desk is at http://127.0.0.1:\d+/_desk/\?token=[\w-]{43}\n", server.log.read_text())
        assert server.get("/_desk/")[0] == 403
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0 and "Traceback" not in server.log.read_text()
    with running(made, "--host", "0.0.0.0") as server:
        server.until("/d/", lambda status, data: status == 200)
        assert "desk" not in server.log.read_text() and server.get("/_desk/")[0] == 404


def test_the_token_goes_from_the_address_into_a_cookie(site: Make) -> None:
    """Strict, not for scripts, for the desk alone; and a wrong one brings nothing."""
    with desk(site(DRAFT)) as visitor:
        status, headers, _ = visitor.ask("GET", f"/_desk/?token={visitor.office.token}", Cookie=None)
        assert (status, headers["Location"]) == (303, "/_desk/")
        cookie = headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/_desk/" in cookie
        status, headers, page = visitor.ask("GET", "/_desk/?token=wrong", Cookie=None)
        assert status == 403 and "Set-Cookie" not in headers and "Grid" not in page
        assert visitor.ask("GET", f"/_desk/?token={visitor.office.token}", Cookie=None, Host="evil.example")[0] == 403
        status, headers, page = visitor.get()
        assert status == 200 and visitor.office.token not in page
        assert headers["Content-Security-Policy"] == POLICY and headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY" and headers["Cache-Control"] == "no-store"


PAGES = ("", "?a=content/articles/grid.md", "?show=rejected", "bring", "stories", "edition/", "edition/1", "mail/1", "health", "made", "desk.css", "desk.js")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_shown_without_the_token(site: Make, page: str) -> None:
    """Nor under another name, nor to another site's page."""
    with desk(site(DRAFT)) as visitor:
        path = f"/_desk/{page}"
        for headers in ({"Cookie": None}, {"Host": "evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
            status, _, text = visitor.ask("GET", path, **headers)  # type: ignore[arg-type]  # passed on by name
            assert status == 403 and "Grid" not in text


def test_hostile_requests_have_no_effect(site: Make) -> None:
    """No token, a foreign origin or name, other methods, names that lead elsewhere: not one byte changes."""
    made = site(DRAFT + OTHER + "-- secret.md --\n---\ntitle: S\ndraft: true\n---\n")
    with desk(made) as visitor:
        form = visitor.form("content/articles/grid.md") | {"act": "accept", "date": "2026-11-20"}
        before = tree(made.root)
        refused: list[dict[str, str | None]] = [
            {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": None}, {"Host": "evil.example"},
            {"Cookie": None}, {"Cookie": "coranto-desk-1=x"}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
        ]  # fmt: skip
        for path in ("act", "undo", "picks", "bring", "edition/", "edition/1"):
            for headers in refused:
                assert visitor.post(path, form, **headers)[0] == 403, (path, headers)
            assert visitor.ask("POST", f"/_desk/{path}", b"act=accept")[0] == 403
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"):
            assert visitor.ask(method, "/_desk/act")[0] in (403, 405)
        strange = ("../secret.md", "secret.md", "content/../secret.md", "/etc/passwd", "content/articles/../articles/grid.md",
                   "content\\articles\\grid.md", "content/articles/grid.md\0", "config.yaml", "", "content/.rejected/../articles/grid.md",
                   "content/pages/about.md", "C:grid.md", "content/articles/grid.md/")  # fmt: skip
        for name in strange:
            for verb in ("accept", "reject", "save", "back", "retract", "no such thing"):
                data = made.root / name.replace("\0", "")
                known = hashlib.sha256(data.read_bytes()).hexdigest()[:32] if data.is_file() else ""
                status, _, page = visitor.post("act", form | {"name": name, "act": verb, "digest": known})
                assert status == 404, (name, verb, page)
            assert visitor.get(f"?a={quote(name.rstrip(chr(0)))}/")[0] == 404
            assert visitor.post("act", form | {"join": name} if name else form | {"act": "join"})[0] == 422
            assert visitor.post("picks", [("pick", name), ("digest", "")])[0] == 409
        for path in (
            "mail/../../config.yaml",
            "edition/../x",
            "%2e%2e/x",
            "desk.css/../../office.py",
            "edition/99999999999",
        ):
            assert visitor.get(path)[0] == 404
        assert visitor.post("edition/7", {"digest": "x"})[0] == 404
        assert visitor.post("undo", {"number": "1"})[0] == 409
        assert tree(made.root) == before


MARKUP = """"><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 * 7 }} ' & --- # no"""


@pytest.mark.parametrize(("source", "seal"), [("The Kyiv Independent", "K"), ("", "")])
def test_the_seal_is_that_of_the_page(site: Make, source: str, seal: str) -> None:
    """The outlet's letter without its article; what is our own has none."""
    more = {"source": f"{{name: {source}}}"} if source else {}
    made = site(article("a", authors="[Ada Pole]", republish="own", **more))
    with desk(made) as visitor:
        shown = lxml.html.fromstring(visitor.get("?a=content/a.md")[2])
    built = lxml.html.fromstring(made.html("2026/11/a/index.html"))
    found = [tree.xpath("string(//*[@class='letter']//*[@class='seal'])") for tree in (shown, built)]
    assert found == [seal, seal]


@pytest.mark.parametrize(("day", "words"), [
    ("2026-11-22T11:58Z", "2 minutes ago"), ("2026-11-22T11:00Z", "1 hour ago"), ("2026-11-19", "3 days ago"),
])  # fmt: skip
def test_the_list_says_how_long_ago_it_was(site: Make, day: str, words: str) -> None:
    """A bare “2 minutes” is how long one reads."""
    with desk(site(article("a", date=day, draft="true"))) as visitor:
        assert (
            lxml.html.fromstring(visitor.get("")[2]).xpath("normalize-space(translate(//*[@class='age'], '\xa0', ' '))")
            == words
        )


def test_markup_in_every_field_stays_text(site: Make) -> None:
    """In front matter, in the page, in the list, in the diff: as it was written, and never run."""
    made = site(DRAFT)
    with desk(made) as visitor:
        name = "content/articles/grid.md"
        fields = {key: f"{MARKUP} {key}" for key in ("title", "section", "summary", "note", "standfirst", "story", "licence", "image.caption", "image.credit", "image.alt", "source.name", "tags", "authors")}  # fmt: skip
        status, headers, _ = visitor.post("act", visitor.form(name) | fields | {"act": "save"})
        assert status == 303
        for path in (headers["Location"], "", "?show=draft&q=%22%3E%3Cscript%3E", "stories", "health"):
            page = visitor.get(path)[2]
            tree_ = lxml.html.fromstring(page)
            assert not tree_.xpath("//script[not(@src)] | //*[@onerror] | //*[@style]")
            assert [script.get("src") for script in tree_.iter("script")] == ["/_desk/desk.js"]
            assert "49" not in "".join(tree_.xpath("//main//text()"))
        assert {key: value for key, value in visitor.form(name).items() if key in fields} == fields


# -- what actions write


def test_accepting_settles_and_publishes_in_one_change(site: Make) -> None:
    """Only the keys that were touched are written; comments, unknown keys and the body stay to the byte."""
    made = site(DRAFT + OTHER)
    name = "content/articles/grid.md"
    before = (made.root / name).read_text()
    with desk(made) as visitor:
        status, headers, _ = visitor.act(name, "accept", date="2026-09-22", note="Ours.")
        assert status == 303
        after = visitor.text(name)
        page = visitor.get(headers["Location"])[2]
    gone, come = set(before.splitlines()) - set(after.splitlines()), set(after.splitlines()) - set(before.splitlines())
    assert gone == {"draft: true"}
    assert come == {"date: 2026-09-22", "note: Ours.", "published: 2026-11-22T12:00+00:00"}
    assert after.endswith("\nOne line.  \n\nTwo.\n")
    assert "Accepted" in page and "- draft: true" in page and "+ note: Ours." in page


def test_what_is_emptied_goes_from_the_file(site: Make) -> None:
    """A key without a value says nothing."""
    made = site(DRAFT)
    name = "content/articles/grid.md"
    with desk(made) as visitor:
        assert visitor.act(name, "save", tags="", source_name="", note="  ")[0] == 422, "a source needs a name"
        assert visitor.act(name, "save", tags="", note="  ", section="City")[0] == 303
        text = visitor.text(name)
        assert "tags" not in text and "note" not in text and "section: City" in text and "weight: 3" in text


def test_undo_gives_the_same_bytes_back(site: Make) -> None:
    """And the undoing can be undone."""
    made = site(DRAFT)
    name = "content/articles/grid.md"
    before = (made.root / name).read_bytes()
    with desk(made) as visitor:
        _, headers, _ = visitor.act(name, "accept", date="2026-09-22")
        after = (made.root / name).read_bytes()
        assert after != before
        _, headers, _ = visitor.post("undo", {"number": headers["Location"].rpartition("=")[2]})
        assert (made.root / name).read_bytes() == before
        number = headers["Location"].rpartition("=")[2]
        visitor.post("undo", {"number": number})
        assert (made.root / name).read_bytes() == after
        assert visitor.post("undo", {"number": number})[0] == 409, "what is undone is undone"
        assert 'action="/_desk/undo"' not in visitor.get(f"?done={number}")[2]


def test_a_rejected_draft_is_put_aside_and_comes_back_as_it_was(site: Make) -> None:
    """Its place is one that no build reads."""
    made = site(DRAFT)
    before = (made.root / "content/articles/grid.md").read_bytes()
    with desk(made) as visitor:
        assert visitor.act("content/articles/grid.md", "reject")[0] == 303
        assert tree(made.root / "content").keys() == {".rejected/articles/grid.md"}
        assert not made.press(withheld=True).content.articles
        page = lxml.html.fromstring(visitor.get("?show=rejected")[2])
        form = next(form for form in page.forms if form.xpath(".//button[@value='back']"))
        assert visitor.post("act", [*form.form_values(), ("act", "back")])[0] == 303
        assert tree(made.root / "content").keys() == {"articles/grid.md"}
        assert (made.root / "content/articles/grid.md").read_bytes() == before


def test_what_is_not_fit_to_be_published_is_said_and_nothing_is_lost(site: Make) -> None:
    """What was typed stands in the form still."""
    made = site(DRAFT)
    name = "content/articles/grid.md"
    before = tree(made.root)
    with desk(made) as visitor:
        status, _, page = visitor.act(name, "accept", note="A sentence.")
        assert status == 422 and "it cannot be published without date" in page and "A sentence." in page
        status, _, page = visitor.act(name, "accept", date="yesterday", note="A sentence.")
        assert status == 422 and "yesterday" in page and "is not a date" in page
        status, _, page = visitor.act(name, "schedule", date="2026-11-20", at="soon")
        assert status == 422 and "this is no moment" in page
        assert tree(made.root) == before


def test_scheduling_picking_correcting_retracting(site: Make) -> None:
    """Each as the command line does it, and each can be taken back."""
    made = site(DRAFT + OTHER)
    grid, out = "content/articles/grid.md", "content/articles/out.md"
    with desk(made) as visitor:
        assert visitor.act(grid, "schedule", date="2026-11-20", at="2026-11-23T07:00")[0] == 303
        assert "published: 2026-11-23T07:00+00:00" in visitor.text(grid)
        assert "23 November 2026" in visitor.get("health")[2]
        assert visitor.act(out, "pick", show="published", rank="2")[0] == 303
        assert "featured: 2\n" in visitor.text(out)
        assert visitor.act(out, "pick", show="published", rank="-1")[0] == 422
        assert visitor.act(out, "unpick", show="published")[0] == 303
        assert "featured" not in visitor.text(out)
        assert visitor.act(out, "correct", show="published")[0] == 422
        assert visitor.act(out, "correct", show="published", correction="It was Tuesday.")[0] == 303
        assert visitor.act(out, "correct", show="published", correction="In May.")[0] == 303
        assert made.press().content.articles[1].corrections[1].text == "In May."
        assert "updated: 2026-11-22" in visitor.text(out)
        assert visitor.act(out, "retract", show="published", reason="Not true.")[0] == 303
        assert made.press().content.articles[1].retracted is not None
        assert visitor.act(out, "restore", show="retracted")[0] == 303
        assert made.press().content.articles[1].retracted is None


def test_picks_are_put_in_order(site: Make) -> None:
    """Ranks from 1, in the order that was sent, and only where they change."""
    text = "".join(article(name, name, featured=rank) for name, rank in (("a", "true"), ("b", "4"), ("c", "1")))
    made = site(text)
    with desk(made) as visitor:
        page = lxml.html.fromstring(visitor.get("?show=pick")[2])
        form = page.xpath("//form[@action='/_desk/picks']")[0]
        pairs = [(field.name, field.value) for field in form.xpath(".//input[@name='pick' or @name='digest']")]
        assert [value for key, value in pairs if key == "pick"] == ["content/c.md", "content/b.md", "content/a.md"]
        assert visitor.post("picks", [*pairs, ("move", "up content/a.md")])[0] == 303
        assert [re.findall(r"featured: (\d+)", visitor.text(f"content/{name}.md")) for name in "cab"] == [
            ["1"],
            ["2"],
            ["3"],
        ]
        assert visitor.post("picks", [*pairs, ("move", "")])[0] == 409  # it is another order now


TELLING = (
    "The barge had been tied up at Eel Lane for six hours, and its crate still bore the line's own number in chalk. "
    * 2
)
TWIN = article(
    "one", "One", draft="true", source="{name: A}", body=f"{TELLING}Then it left for the north bank of the river."
)
TWIN += article("two", "Two", source="{name: B}", body=f"An old ferry passed. {TELLING}Nobody waved at it.")


def test_two_that_tell_the_same_are_shown_side_by_side_and_joined(site: Make) -> None:
    """With their figures and the words that both have; both files in one change, and split again."""
    made = site(TWIN)
    with desk(made) as visitor:
        page = lxml.html.fromstring(visitor.get("?a=content/one.md")[2])
        marked = [mark.text_content() for mark in page.iter("mark")]
        assert any("tied up at Eel Lane for six hours" in words for words in marked) and len(marked) > 1
        assert not any("Nobody waved" in words or "north bank" in words for words in marked)
        status, headers, _ = visitor.post("act", visitor.form("content/one.md") | {"join": "content/two.md"})
        assert status == 303
        assert "story: Two" in visitor.text("content/one.md") and "story: Two" in visitor.text("content/two.md")
        assert "They are one story." in visitor.get(headers["Location"])[2]
        assert "Two" in visitor.get("stories")[2]
        assert visitor.act("content/one.md", "split")[0] == 303
        assert "story" not in visitor.text("content/one.md")
        form = visitor.form("content/one.md")
        (made.root / "content/two.md").write_text(visitor.text("content/two.md") + "\nMore.\n")
        assert visitor.post("act", form | {"join": "content/two.md"})[0] == 422
        assert "story" not in visitor.text("content/one.md")


@pytest.mark.parametrize(("here", "there", "name"), [
    ("date: 2026-11-19", "date: 2026-11-20", "Zelensky: “we hold #1”."),
    ("date: 2026-11-21", "date: 2026-11-20", "Two"),
    ("", "date: 2026-11-20", "Two"),
    ("", "", "Two"),
    ("story: winter-grid", "", "winter-grid"),
    ("story: mine", "story: winter-grid", "winter-grid"),
])  # fmt: skip
def test_a_story_is_called_as_its_older_article_is_unless_it_has_a_name(
    site: Make, here: str, there: str, name: str
) -> None:
    """Readers see it above the story: it is no slug."""
    made = site(TWIN)
    for path, title, more in (("one", "Zelensky: “we hold #1”.", here), ("two", "Two", there)):
        text = (made.root / f"content/{path}.md").read_text()
        head = f'---\ntitle: "{title}"\ndraft: true\n{more + chr(10) if more else ""}source: {{name: {path}}}\n---'
        (made.root / f"content/{path}.md").write_text(head + text.split("---", 2)[2])
    with desk(made) as visitor:
        assert visitor.post("act", visitor.form("content/one.md") | {"join": "content/two.md"})[0] == 303
        stories = [plain(visitor.text(f"content/{path}.md"), path)["story"] for path in ("one", "two")]
        assert stories == [name, name]


def test_a_doubt_is_settled_by_a_choice_a_word_or_a_yes(site: Make) -> None:
    """Nothing is chosen beforehand."""
    made = site(DRAFT)
    name = "content/articles/grid.md"
    with desk(made) as visitor:
        page = lxml.html.fromstring(visitor.get(f"?a={name}")[2])
        radios = page.xpath("//input[@type='radio']")
        assert [radio.value if radio.checked else radio.get("value") for radio in radios] == ["2026-09-22"]
        assert not any(radio.checked for radio in radios)
        assert visitor.post("act", visitor.form(name) | {"choice date": "2026-09-22", "act": "save"})[0] == 303
        assert "date: 2026-09-22\n" in visitor.text(name)
        text = visitor.text(name).replace("date: 2026-09-22\n", "").replace("doubts: [date]", "doubts: [title]")
        (made.root / name).write_text(text.replace("imported:", "imported:\n  was: title=0"))
        assert 'name="settled"' not in visitor.get(f"?a={name}")[2]


def test_a_broken_file_is_told_and_left_alone(site: Make) -> None:
    """With its line; and the rest of the desk works on."""
    made = site(DRAFT + "-- content/broken.md --\n---\ntitle: [\ndraft: true\n---\nText.\n")
    with desk(made) as visitor:
        status, _, page = visitor.get("?a=content/broken.md")
        assert status == 200 and "content/broken.md:" in page and "title: [" in page
        assert visitor.get()[0] == 200
        made.write("-- config.yaml --\ntitle: [\n")
        assert visitor.get()[0] == 200, "by what it was until it is mended"


# -- two at once


def test_what_was_changed_in_an_editor_meanwhile_is_not_overwritten(site: Make) -> None:
    """Both are shown; what was typed stands in the form, what nobody touched follows the file; sent again it is taken."""
    made = site(DRAFT)
    name = "content/articles/grid.md"
    with desk(made) as visitor:
        form = visitor.form(name) | {"note": "Mine.", "section": "Power", "act": "save"}
        edited = (
            visitor.text(name).replace("mood: calm", "mood: wild\nnote: Theirs.").replace("Two.", "Two and a half.")
        )
        (made.root / name).write_text(edited)
        status, _, page = visitor.post("act", form)
        assert status == 409 and visitor.text(name) == edited
        told = lxml.html.fromstring(page)
        shown = [pre.text_content() for pre in told.iter("pre")]
        assert shown[0] == edited and "note: Mine." in shown[1] and "Two and a half." in shown[1]
        again = fields_of(told, "settle")
        assert again["note"] == "Mine." and again["section"] == "Power" and "Theirs." in page
        assert visitor.post("act", again | {"act": "save"})[0] == 303
        after = visitor.text(name)
        assert (
            "note: Mine." in after
            and "mood: wild" in after
            and "Two and a half." in after
            and "section: Power" in after
        )


def test_what_was_written_for_a_file_that_has_gone_is_shown(site: Make) -> None:
    """There is nowhere to put it, but nobody has to write it twice."""
    made = site(DRAFT)
    with desk(made) as visitor:
        form = visitor.form("content/articles/grid.md") | {"note": "A sentence I thought about.", "act": "save"}
        (made.root / "content/articles/grid.md").unlink()
        visitor.office.keeper.touch(["content/articles/grid.md"])
        status, _, page = visitor.post("act", form)
        assert status == 404 and "A sentence I thought about." in page and "moved or taken away" in page
        assert not list((made.root / "content/articles").iterdir())


def test_line_ends_and_a_byte_order_mark_are_kept(site: Make) -> None:
    """Whatever the form sends."""
    made = site(DRAFT)
    path = made.root / "content/articles/grid.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    with desk(made) as visitor:
        assert visitor.act("content/articles/grid.md", "accept", date="2026-11-20", note="One.\nTwo.")[0] == 303
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n") and data.count(b"\n") == data.count(b"\r\n")
    assert b"# the curator's own words\r\n" in data and data.endswith(b"\r\nOne line.  \r\n\r\nTwo.\r\n")


def test_two_tabs_do_not_lose_each_others_work(site: Make) -> None:
    """The second one is told, and keeps what it wrote."""
    made = site(DRAFT)
    name = "content/articles/grid.md"
    with desk(made) as visitor:
        one, two = visitor.form(name), visitor.form(name)
        assert visitor.post("act", one | {"summary": "First tab.", "act": "save"})[0] == 303
        status, _, page = visitor.post("act", two | {"note": "Second tab.", "act": "save"})
        assert status == 409 and "First tab." in page and "Second tab." in page
        again = fields_of(lxml.html.fromstring(page), "settle")
        assert (again["summary"], again["note"]) == ("First tab.", "Second tab.")
        assert visitor.post("act", two | {"act": "reject"})[0] == 409
        assert visitor.post("act", again | {"act": "save"})[0] == 303
        assert "First tab." in visitor.text(name) and "Second tab." in visitor.text(name)


def test_an_undo_over_an_edited_file_is_a_conflict(site: Make) -> None:
    """The edit stays."""
    made = site(DRAFT)
    name = "content/articles/grid.md"
    with desk(made) as visitor:
        _, headers, _ = visitor.act(name, "save", note="Mine.")
        edited = visitor.text(name) + "\nThree.\n"
        (made.root / name).write_text(edited)
        status, _, page = visitor.post("undo", {"number": headers["Location"].rpartition("=")[2]})
        assert status == 409 and "Three." in page and visitor.text(name) == edited


@pytest.mark.parametrize("seed", range(int(os.environ.get("INTERLEAVINGS", "20"))))
def test_no_interleaving_of_desk_and_editor_loses_a_byte(site: Make, seed: int) -> None:
    """Whatever comes between a page and its form: what the editor has saved last is in the file, wherever that stands."""
    rng = random.Random(seed)
    made = site(DRAFT)
    name, aside = "content/articles/grid.md", "content/.rejected/articles/grid.md"
    saves = 0

    def place() -> Path:
        return made.root / (name if (made.root / name).exists() else aside)

    def save() -> None:
        nonlocal saves
        saves += 1
        path = place()
        text = re.sub(r"\n# saved \d+|\nSaved \d+\.", "", path.read_text())
        text = text.replace("mood: calm", f"mood: calm\n# saved {saves}") + f"\nSaved {saves}.\n"
        if rng.random() < 0.5:
            path.write_text(text)
        else:
            fresh = path.with_name(".fresh")
            fresh.write_text(text)
            fresh.replace(path)

    def whole() -> None:
        text = place().read_text()
        assert [each.exists() for each in (made.root / name, made.root / aside)].count(True) == 1
        assert not saves or (f"# saved {saves}\n" in text and f"Saved {saves}." in text)
        assert "# the curator's own words" in text and "mood: calm" in text and "One line.  \n\nTwo.\n" in text

    with desk(made) as visitor:
        forms: list[dict[str, str]] = []
        undos: list[str] = []
        for _ in range(rng.randint(4, 9)):
            move = rng.choice(["save", "open", "open", "send", "send", "undo", "back"])
            if move == "save":
                save()
            elif move == "open" and place() == made.root / name:
                forms.append(visitor.form(name))
            elif move == "send" and forms:
                verb = rng.choice(["save", "save", "reject", "accept", "pick"])
                form = rng.choice(forms) | {"note": f"Note {rng.random()}", "date": "2026-11-20", "act": verb}
                status, headers, _ = visitor.post("act", form)
                assert status in (303, 404, 409, 422)
                if status == 303 and "done=" in headers["Location"]:
                    undos.append(headers["Location"].rpartition("=")[2])
            elif move == "undo" and undos:
                assert visitor.post("undo", {"number": undos.pop()})[0] in (303, 409)
            elif move == "back" and place() == made.root / aside:
                data = hashlib.sha256(place().read_bytes()).hexdigest()[:32]
                assert visitor.post("act", {"name": aside, "digest": data, "act": "back"})[0] in (303, 409)
            whole()


# -- what is brought in


PAGE = "The Courier\n\nGrid repairs finished\n\nNovember 20, 2026\n\nby Ada Pole\n\n" + "\n\n".join(
    f"Paragraph {number} of the report says that the repairs went on as planned in the whole of the district."
    for number in range(6)
)


def brought(visitor: Visitor, place: str) -> str:
    """The page of a job when it has ended."""
    limit = time.monotonic() + 120
    while True:
        page = visitor.get(place)[2]
        if "data-running" not in page:
            return page
        assert time.monotonic() < limit, page


def multipart(
    visitor: Visitor, fields: dict[str, str], files: list[tuple[str, str]]
) -> tuple[int, dict[str, str], str]:
    """Send a form with files."""
    mark = "----here"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    parts += [
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n'
        for name, text in files
    ]
    body = ("".join(parts) + f"--{mark}--\r\n").encode()
    return visitor.ask("POST", "/_desk/bring", body, Content_Type=f"multipart/form-data; boundary={mark}")


def test_pasted_text_and_files_become_drafts_and_duplicates_are_said(site: Make) -> None:
    """By the import the command line has; a name that leads elsewhere leads nowhere; all of it can be undone."""
    made = site(OTHER)
    with desk(made) as visitor:
        before = tree(made.root / "content")
        secret = {"secret": visitor.office.secret}
        other = PAGE.replace("Grid repairs", "Tram repairs").replace("Paragraph", "Section")
        status, headers, _ = multipart(
            visitor, secret | {"text": PAGE}, [("../../evil.txt", other), ("bad.bin", "\0\1")]
        )
        assert status == 303
        page = brought(visitor, headers["Location"])
        assert page.count("new draft") == 2 and "not taken" in page, page
        drafts = [
            path for path in (made.root / "content/articles").glob("*repairs*.md") if "draft: true" in path.read_text()
        ]
        assert len(drafts) == 2 and not list(made.root.glob("evil*"))
        origins = {plain(path.read_text(), path.name)["imported"]["from"] for path in drafts}
        assert origins == {"pasted text", "evil.txt"}
        status, headers, _ = multipart(visitor, secret | {"text": PAGE}, [])
        assert "known already" in brought(visitor, headers["Location"])
        number = re.search(r'name="number" value="(\d+)"', page)
        assert number and visitor.post("undo", {"number": number[1]})[0] == 303
        assert {path: data for path, data in tree(made.root / "content").items() if path in before} == before
        assert not [path for path in drafts if path.exists()]


def test_only_addresses_are_taken_for_addresses(site: Make) -> None:
    """A path in that field would name a file of this machine: it is told, and not read."""
    made = site("-- content/.keep --\n")
    (made.root / "page.txt").write_text(PAGE)
    asked: list[str] = []

    def gate() -> Fetch:
        def fetch(address: str, etag: str, modified: str) -> Fetched:
            asked.append(address)
            return Fetched(address)

        return fetch

    with desk(made, gate=gate) as visitor:
        _, headers, _ = multipart(
            visitor, {"secret": visitor.office.secret, "places": f"{made.root}/page.txt file:///etc/passwd -"}, []
        )
        page = brought(visitor, headers["Location"])
        assert page.count("this is no address") == 3 and not asked
        assert multipart(visitor, {"secret": visitor.office.secret, "text": " "}, [])[0] == 422
        assert tree(made.root / "content").keys() <= {".keep"}


def test_an_address_is_fetched_by_the_gate(site: Make) -> None:
    """And nothing else is asked for."""
    made = site("-- content/.keep --\n")
    asked: list[str] = []

    def gate() -> Fetch:
        def fetch(address: str, etag: str, modified: str) -> Fetched:
            asked.append(address)
            return Fetched(address, PAGE.encode(), "text/plain", "utf-8")

        return fetch

    with desk(made, gate=gate) as visitor:
        fields = {"secret": visitor.office.secret, "places": "https://courier.example/grid"}
        page = brought(visitor, multipart(visitor, fields, [])[1]["Location"])
        assert asked == ["https://courier.example/grid"] and "new draft" in page
        assert asked[0] in visitor.text(next(iter(visitor.office.look().stock.articles)))


def test_what_was_rejected_stays_so_when_it_comes_again_and_is_said(site: Make) -> None:
    """And there is the way to where it can be brought back."""
    made = site("-- content/.keep --\n")
    with desk(made) as visitor:
        secret = {"secret": visitor.office.secret}
        brought(visitor, multipart(visitor, secret | {"text": PAGE}, [])[1]["Location"])
        name = next(iter((made.root / "content/articles").glob("*.md"))).relative_to(made.root).as_posix()
        assert visitor.act(name, "reject")[0] == 303
        page = brought(visitor, multipart(visitor, secret | {"text": PAGE}, [])[1]["Location"])
        assert "rejected this before" in page and "/_desk/?show=rejected" in page
        assert not (made.root / name).exists()


# -- editions


EDITION = "".join(article(f"articles/{name}", title, date="2026-11-21", section=part) for name, title, part in (
    ("grid", "Grid", "Power"), ("tram", "Tram", "Power"), ("eels", "Eels", "River")))  # fmt: skip


def test_an_edition_is_proposed_ordered_saved_and_put_out(site: Make) -> None:
    """What moves takes its note and the comment above it along; the page that is built has that order."""
    made = site(EDITION)
    with desk(made, build=True) as visitor:
        status, headers, _ = visitor.post("edition/", {"since": "2026-11-16"})
        assert status == 303 and headers["Location"].startswith("/_desk/edition/1")
        assert visitor.post("edition/", {"since": "2026-11-22T11:00"})[0] == 422

        def send(*more: tuple[str, str]) -> tuple[int, dict[str, str], str]:
            page = lxml.html.fromstring(visitor.get("edition/1")[2])
            pairs = [
                (key, value) for key, value in page.get_element_by_id("bind").form_values() if key not in dict(more)
            ]
            return visitor.post("edition/1", [*pairs, *more])

        text = visitor.text("content/editions/1.md")
        order = re.findall(r"- article: (\S+)", text)
        assert send(("move", f"up {order[1]}"))[0] == 303
        text = visitor.text("content/editions/1.md")
        assert re.findall(r"- article: (\S+)", text)[:2] == [order[1], order[0]]
        assert re.search(rf"# [^\n]*\n      - article: {order[1]}", text)
        assert send(("move", "out articles/eels"))[0] == 303
        assert "articles/eels" not in visitor.text("content/editions/1.md")
        assert send(("new", "Evenings"), ("into", "3"), ("add", "articles/eels"))[0] == 303
        assert send(("title", ""), ("out", "1"))[0] == 422
        assert send(("title", "After the lamps"), ("intro", f"A *new* week.\n\n{REMARK}"), ("out", "1"))[0] == 303
        made_ = made.main("edition/1/index.html")
        places = [made_.index(word) for word in ("After the lamps", "A new week.", order[1].rpartition("/")[2].capitalize(), order[0].rpartition("/")[2].capitalize(), "Evenings", "Eels")]  # fmt: skip
        assert places == sorted(places)
        _, head, intro = visitor.text("content/editions/1.md").split("---")
        assert REMARK in intro, "what somebody wrote stays"
        assert "draft" not in head.replace("that is no draft", "")
        assert "Take this line out" not in head and "# The order is yours." in head, "each comment stands by its key"


def test_an_item_without_a_note_is_offered_that_of_its_article(site: Make) -> None:
    """Beside the field, which stays empty: what is said in an edition is the editor's."""
    made = site(article("a", note="Says <who> paid.") + article("b", "B"))
    with desk(made, build=True) as visitor:
        visitor.post("edition/", {"since": "2026-11-16"})
        page = lxml.html.fromstring(visitor.get("edition/1")[2])
        assert page.xpath("//*[@data-slot]//q/text()") == ["Says <who> paid."]
        assert set(page.xpath("//textarea[@name='note']/text()")) <= {"\n"}
        pairs = dict(page.get_element_by_id("bind").form_values()) | {"title": "T", "out": "1"}
        assert visitor.post("edition/1", list(pairs.items()))[0] == 303
        assert "paid" not in made.main("edition/1/index.html")


def test_an_edition_that_was_edited_meanwhile_is_not_overwritten(site: Make) -> None:
    """Both are shown, and the form keeps what was written."""
    made = site(EDITION)
    with desk(made, build=True) as visitor:
        visitor.post("edition/", {"since": "2026-11-16"})
        page = lxml.html.fromstring(visitor.get("edition/1")[2])
        pairs = dict(page.get_element_by_id("bind").form_values())
        edited = visitor.text("content/editions/1.md") + "\nAn intro of mine.\n"
        (made.root / "content/editions/1.md").write_text(edited)
        status, _, text = visitor.post("edition/1", list((pairs | {"title": "Late"}).items()))
        assert status == 409 and "An intro of mine." in text and 'value="Late"' in text
        assert visitor.text("content/editions/1.md") == edited


def test_the_mail_of_an_edition_runs_nothing(site: Make) -> None:
    """It stands in a frame with a policy of its own."""
    made = site(EDITION)
    with desk(made) as visitor:
        visitor.post("edition/", {"since": "2026-11-16"})
        assert "not built yet" in visitor.get("mail/1")[2]
        visitor.office.preview.make()
        status, headers, page = visitor.get("mail/1")
        assert status == 200 and "sandbox" in headers["Content-Security-Policy"] and "Grid" in page
        assert headers["X-Frame-Options"] == "SAMEORIGIN"


# -- the list


def test_the_list_is_filtered_and_searched(site: Make) -> None:
    """By standing, by doubts, by words in the head; newest first, those without a date before all."""
    text = (
        DRAFT
        + OTHER
        + article("later", "Later", date="2026-11-21", draft="true")
        + article("earlier", "Earlier", date="2026-11-19", draft="true")
    )
    made = site(text + article("tomorrow", "Tomorrow", date="2026-11-23"))
    with desk(made) as visitor:

        def titles(query: str) -> list[str]:
            page = lxml.html.fromstring(visitor.get(query)[2])
            return [row.xpath("string(b)") for row in page.xpath("//a[@data-row]")]

        assert titles("") == ["Grid repairs finished", "Later", "Earlier"]
        assert titles("?show=doubt") == ["Grid repairs finished"]
        assert titles("?show=ready") == ["Later", "Earlier"]
        assert titles("?show=scheduled") == ["Tomorrow"]
        assert titles("?show=published") == ["Out already"]
        assert titles("?q=COURIER+grid") == ["Grid repairs finished"]
        assert titles("?q=nothing+like+it") == []
        assert titles("?show=%3Cscript%3E") == ["Grid repairs finished", "Later", "Earlier"]


def test_the_next_draft_opens_when_one_has_left_the_list(site: Make) -> None:
    """So that a morning is one key after the other."""
    made = site(
        "".join(article(name, name, date=f"2026-11-1{number}", draft="true") for number, name in enumerate("abc"))
    )
    with desk(made) as visitor:
        assert "a=content%2Fa.md" in visitor.act("content/b.md", "accept")[1]["Location"]
        assert "a=content%2Fc.md" in visitor.act("content/a.md", "reject")[1]["Location"]
        assert "?a=" not in visitor.act("content/c.md", "accept")[1]["Location"]


def test_health_shows_what_check_finds_in_the_built_site(site: Make) -> None:
    """When it is asked to look; and says so when there is none."""
    made = site(OTHER)
    with desk(made, build=True) as visitor:
        assert visitor.post("health", {})[0] == 303
        assert "there is no built site here" in brought(visitor, "health")
        (made.root / "output").mkdir()
        (made.root / "output/.gitignore").write_text("*")
        visitor.post("health", {})
        page = brought(visitor, "health")
        assert "nothing was ever built here" in page and "manifest" not in page
        made.build()
        (made.root / "output/index.html").write_text("<a href='/d/nowhere/'>x</a>")
        visitor.post("health", {})
        assert "nowhere" in brought(visitor, "health")


def test_health_tells_of_problems_hours_and_silent_outlets(site: Make) -> None:
    """The longest silent first; a record without an article too."""
    made = site(
        DRAFT
        + article("old", "Old", date="2026-01-05", source="{name: The Post}")
        + article("new", "New", date="2026-11-21", source="{name: The Star}", body="[gone](nowhere.md)")
        + article("soon", "Soon", date="2026-11-23T07:00")
        + "-- content/sources/silent.md --\n---\nname: The Silent\n---\n"
    )
    with desk(made, build=True, now=NOW + timedelta(hours=1)) as visitor:
        page = visitor.get("health")[2]
        tree_ = lxml.html.fromstring(page)
        assert [row.xpath("string(th)") for row in tree_.xpath("//tbody/tr")] == [
            "The Courier",
            "The Silent",
            "The Post",
            "The Star",
        ]
        assert "this link leads nowhere" in page and "23 November 2026, 07:00" in page
