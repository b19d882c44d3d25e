"""An edition as a mail: what clients keep, and what leads where."""

import json
import re
import struct
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.config import Config, Feeds, Sender, parse_config
from coranto.mail import Letter, inlined, message_id, plain, wrap, write
from coranto.problems import CorantoError
from coranto.theme import load_theme
from tests.extras import extra
from tests.smallsite import SmallSite, article
from tests.test_cli import run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

extra("css_inline")
Make = Callable[[str], SmallSite]
NOBODY = Sender()
NOTE = "Begin here: two sentences of the editor's own. They say why this item is worth the reader's time today."


def packet(items: int = 4) -> str:
    """A site with edition 12: reports with outlet, label and author; one is a pure link, one has a picture."""
    text = '-- config.yaml --\ntitle: "The Packet & Co"\ntagline: Many hands\nbase_url: https://packet.example/d/\nfeeds: {id_authority: "packet.example,2026"}\nlicence: CC BY 4.0\n'
    text += '-- content/sources/c.md --\n---\nname: "The <Courier>"\nlabel: city daily\n---\n'
    for at in range(items):
        more = (
            {"republish": "link"}
            if at == 1
            else {"republish": "own"}
            if at == 2
            else {"image": "{src: p.png, alt: Pylons, credit: A. Moss}"}
            if at == 0
            else {}
        )
        source = f'{{name: "The <Courier>", url: "https://c.example/?a={at}&b"}}'
        title = f'"{at}: the ferry timetable that nobody printed & the pupil who did, in a line that is long enough"'
        text += article(f"a{at}", title, "2026-11-20", authors="[Ada Moss]", source=source, **more)
    half = items // 2
    parts = [range(half), range(half, items)]
    listed = "".join(
        f"  - title: Part {number}\n    items:\n"
        + "".join(f'      - {{article: a{at}, note: "{NOTE}"}}\n' for at in part)
        for number, part in enumerate(parts)
    )
    head = "title: The week the bank kept its own hours\ndate: 2026-11-21T07:00+02:00\nperiod: 16–22 November 2026\neditor: Mara Quill\n"
    return text + f"-- content/editions/12.md --\n---\n{head}parts:\n{listed}---\n\nAn [intro](/a0.md).\n"


def picture(width: int, height: int) -> bytes:
    """A grey PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def letter(made: SmallSite, sender: Sender = NOBODY, size: tuple[int, int] = (300, 200)) -> Letter:
    """Edition 12 as a mail."""
    (made.root / "content/p.png").write_bytes(picture(*size))
    pressed = made.press()
    [page] = [page for page in pressed.site.pages if page.template == "edition.html"]
    theme, _ = load_theme(made.root, "plain")
    return write(page, pressed.site, theme, replace(pressed.config, editions=sender), pressed.site.language)


def parsed(data: bytes) -> EmailMessage:
    """As a mail client reads it."""
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_the_message_has_both_forms_and_heads_that_never_change(site: Make) -> None:
    """Plain text first; the date is the edition's."""
    made = letter(site(packet()), sender=Sender("The Packet <news@packet.example>", "https://packet.example/leave?l=1"))
    message = parsed(made.eml)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Subject"] == "The Packet & Co: The week the bank kept its own hours (edition 12)"
    assert message["Date"].datetime == datetime(2026, 11, 21, 5, tzinfo=UTC)
    assert message["Message-ID"] == "<edition-12.2026@packet.example>"
    assert message["From"].addresses[0].addr_spec == "news@packet.example"
    assert message["List-Unsubscribe"] == "<https://packet.example/leave?l=1>"
    assert "X-Unsent" not in message
    for kind, text in (("plain", made.text), ("html", made.html)):
        body = message.get_body((kind,))
        assert body is not None
        assert body.get_content().replace("\r\n", "\n") == text
    assert max(map(len, made.eml.split(b"\r\n"))) < 998
    assert b"\n" not in made.eml.replace(b"\r\n", b"")


def test_without_a_sender_it_opens_as_a_draft(site: Make) -> None:
    """Nobody is made up, and nothing promises a way out that is not there."""
    message = parsed(letter(site(packet())).eml)
    assert message["X-Unsent"] == "1"
    assert not {"From", "List-Unsubscribe"} & set(message.keys())


def test_the_same_edition_gives_the_same_bytes(site: Make) -> None:
    """The boundary too."""
    made = site(packet())
    assert letter(made).eml == letter(made).eml


def test_every_item_says_whose_it_is_and_leads_there(site: Make) -> None:
    """Outlet, label, author; whole addresses; a pure link leads out. In both forms."""
    made = letter(site(packet()))
    tree = lxml.html.fromstring(made.html)
    lines = [" ".join(each.text_content().split()) for each in tree.find_class("src")]
    line = "From The <Courier> (city daily), by Ada Moss, 20 November 2026, 1 min"
    assert lines == [line, line, line.replace(" by ", " told by "), line]
    leads = [each.get("href") for each in tree.xpath("//h3/a")]
    assert leads == ["https://packet.example/d/2026/11/a0/", "https://c.example/?a=1&b"] + [
        f"https://packet.example/d/2026/11/a{at}/" for at in (2, 3)
    ]
    assert all(re.match(r"https://|mailto:", each.get("href")) for each in tree.iter("a"))
    [image] = tree.iter("img")
    assert dict(image.attrib) | {"style": ""} == {
        "src": "https://packet.example/d/p.png",
        "width": "300",
        "height": "200",
        "alt": "Pylons",
        "style": "",
    }
    assert tree.xpath("string(//img/following-sibling::p)").strip() == "Picture: A. Moss"
    text = " ".join(made.text.split())
    assert text.count(line) == 3
    assert text.count("Begin here: two") == 4
    assert all(address in made.text for address in leads)
    assert "An intro (https://packet.example/d/2026/11/a0/)." in made.text
    assert "&amp;" not in made.text


def test_the_other_outlets_of_a_story_are_named_in_both_forms(site: Make) -> None:
    """Whoever reads plain text misses nothing."""
    text = packet().replace('title: "0:', 'story: bank\ntitle: "0:')
    made = letter(site(text + article("b", story="bank", source="{name: Echo}") + "\n"))
    assert "    Also told by Echo\n" in made.text
    assert "Also told by Echo" in made.html


def test_the_layout_is_what_mail_clients_keep(site: Make) -> None:
    """Styles in the elements; what is left of <style> is the dark scheme and small screens; no script, nothing fetched
    but pictures."""
    made = letter(site(packet()))
    tree = lxml.html.fromstring(made.html)
    [style] = tree.iter("style")
    assert not style.attrib
    assert re.findall(r"^@media \S+", style.text, re.MULTILINE) == [
        "@media (prefers-color-scheme:",
        "@media (max-width:",
    ]
    assert "\n.part" not in made.html
    for name in ("item", "note", "src", "part"):
        assert all(each.get("style") for each in tree.find_class(name))
    assert all("underline" in each.get("style") for each in tree.xpath("//h3/a"))
    assert "600px" in tree.find_class("sheet")[0].get("style")
    assert made.html.count("<!--[if mso]>") == 2
    assert not re.search(r"<script|<link|url\(|@import|data-css|\x02|\x03", made.html)
    assert [each.tag for each in tree.iter("h1", "h2", "h3")] == ["h1", "h2", "h3", "h3", "h2", "h3", "h3"]


@pytest.mark.browser
@pytest.mark.parametrize("pictures", ["shown", "blocked"])
def test_a_mail_is_as_wide_as_the_window_that_shows_it(site: Make, browser: "Browser", pictures: str) -> None:
    """On a phone, also where pictures are blocked, and with one in the intro; at a desk the picture is its own size."""
    made = site(packet().replace("An [intro](/a0.md).", "An [intro](/a0.md).\n\n![A wide map](/p.png)"))
    html = letter(made, size=(1400, 700)).html
    page = browser.new_page()
    try:
        if pictures == "blocked":
            page.route("**/*.png", lambda route: route.abort())
        else:
            page.route("**/*.png", lambda route: route.fulfill(path=made.root / "content/p.png"))
        page.set_content(html)
        for width in (320, 375, 600, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == width, width
        if pictures == "shown":
            assert page.locator(".pic img").bounding_box()["width"] == 536  # type: ignore[index]  # it is there
    finally:
        page.close()


def test_thirty_items_stay_below_a_hundred_kilobytes(site: Make) -> None:
    """Beyond that some clients cut."""
    made = letter(site(packet(30)))
    assert 30_000 < len(made.html.encode()) < 100_000
    assert not made.problems


def test_a_mail_that_clients_would_cut_is_told(site: Make) -> None:
    """With the file of the edition."""
    [problem] = letter(site(packet(80))).problems
    assert (problem.severity, str(problem.place)) == ("warning", "content/editions/12.md")


def test_without_base_url_there_is_no_mail(site: Make) -> None:
    """Its links could not work."""
    made = site(packet().replace("base_url: https://packet.example/d/\n", ""))
    with pytest.raises(CorantoError, match="no base_url"):
        letter(made)


def test_without_css_inline_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "css_inline", None)
    with pytest.raises(CorantoError) as caught:
        inlined("<p>x</p>")
    assert "-m pip install 'css-inline>=0.14'" in caught.value.problems[0].hint


WRONG = pytest.mark.parametrize(
    "sender",
    [
        Sender("nobody"),
        Sender("A <a@e.example>\nBcc: b@e.example"),
        Sender("a@e.example, b@e.example"),
        Sender("", "javascript:alert(1)"),
        Sender("", "https://e.example/>\r\nX: y"),
        Sender("", "https://e.example/" + "x" * 900),
    ],
)


@WRONG
def test_a_sender_in_the_config_is_checked_there(sender: Sender) -> None:
    """With its line; and what is sound stands in every mail."""
    written = f"from: {json.dumps(sender.address)}, unsubscribe: {json.dumps(sender.unsubscribe)}"
    with pytest.raises(CorantoError) as caught:
        parse_config(f"title: T\nbase_url: https://e.example/\neditions: {{{written}}}")
    place = caught.value.problems[0].place
    assert place
    assert place.line == 3


def test_a_long_address_to_unsubscribe_at_is_one_that_clients_read(site: Make) -> None:
    """In words of RFC 2047 none does."""
    way = "https://packet.example/leave?list=" + "a" * 500
    made = letter(site(packet()), Sender("", way))
    assert f"\r\nList-Unsubscribe: <{way}>\r\n".encode() in made.eml
    assert parsed(made.eml)["List-Unsubscribe"] == f"<{way}>"


def test_the_way_out_stands_in_the_mail_itself(site: Make) -> None:
    """In both forms, where there is one."""
    made = letter(site(packet()), Sender("", "https://packet.example/leave?a=1&b=2"))
    [link] = [each for each in lxml.html.fromstring(made.html).iter("a") if each.text == "Unsubscribe"]
    assert link.get("href") == "https://packet.example/leave?a=1&b=2"
    assert "\nUnsubscribe: https://packet.example/leave?a=1&b=2\n" in made.text
    assert "nsubscribe" not in letter(site(packet())).html


@WRONG
def test_a_sender_that_is_none_is_refused(site: Make, sender: Sender) -> None:
    """And no header slips in."""
    with pytest.raises(CorantoError):
        letter(site(packet()), sender=sender)


@pytest.mark.parametrize(
    ("authority", "base_url", "found"),
    [
        ("example.org,2026", "https://x.example/", "<edition-3.2026@example.org>"),
        ("example.org,2026-05", "https://x.example/", "<edition-3.2026-05@example.org>"),
        ("", "https://x.example/", "<edition-3@x.example>"),
        ("", "https://X.example/a/b/", "<edition-3.a-b@x.example>"),
        ("", "https://bücher.example/", "<edition-3@xn--bcher-kva.example>"),
        ("", "http://[::1]:80/", "<edition-3@-1>"),
    ],
)
def test_a_message_has_one_id_for_ever(authority: str, base_url: str, found: str) -> None:
    """From the authority of the feeds' ids, else from the site's address."""
    assert message_id(3, Config("T", base_url=base_url, feeds=Feeds(id_authority=authority))) == found


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>a <em>b</em> c</p>\n<p>d</p>", "a b c\n\nd"),
        (
            '<p><a href="https://e.org/">https://e.org/</a> <a href="https://e.org/">here</a> <a href="mailto:a@e.org">a@e.org</a></p>',
            "https://e.org/ here (https://e.org/) a@e.org",
        ),
        ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "- a\n- b\n   c"),
        ('<ol start="4"><li>a<ul><li>b</li></ul></li><li>c</li></ol>', "4. a\n   - b\n5. c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>a\n  b\n</pre><hr>", "a\n  b\n\n* * *"),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
            "a | b\nc | d",
        ),
        ("<table><caption>t</caption><tr><td>c<p>d</p></td></tr></table>", "t\nc d"),
        ('<figure><img src="x" alt="A barge"><figcaption>c</figcaption></figure>', "A barge\n\nc"),
        ("loose<p>a<br>b</p>tail", "loose\n\na b\n\ntail"),
        ("<h2>a</h2><div><p>b</p></div>", "a\n\nb"),
    ],
)
def test_a_body_as_plain_text(html: str, text: str) -> None:
    """Each kind of block."""
    assert [line.rstrip() for line in plain(html).split("\n")] == text.split("\n")


@given(st.text())
def test_lines_are_short_and_nothing_is_lost(text: str) -> None:
    """But for the space between words."""
    found = wrap(text, indent=4)
    assert found.split() == text.split()
    assert all(len(line) <= 72 or len(line.split()) == 1 for line in found.split("\n"))


def test_the_command_writes_three_files_and_says_their_sizes(site: Make, tmp_path: Path) -> None:
    """Beside output/, never in it; a second run writes the same over them."""
    made = site(packet())
    done = run("edition", "email", "12", "--now", "2026-11-22", cwd=made.root)
    assert (done.returncode, done.stderr) == (0, "")
    paths = [made.root / f"emails/edition-12/edition-12.{ending}" for ending in ("html", "txt", "eml")]
    said = [f"{path.relative_to(made.root)}  {path.stat().st_size / 1000:.1f} kB" for path in paths]
    assert done.stdout.splitlines() == said
    before = [path.read_bytes() for path in paths]
    assert run("edition", "email", "12", "--now", "2026-11-22", cwd=made.root).stdout == done.stdout
    assert [path.read_bytes() for path in paths] == before
    assert not (made.root / "output").exists()
    out = tmp_path / "mine"
    assert run("edition", "email", "12", "--now", "2026-11-22", "--out", str(out), cwd=made.root).returncode == 0
    assert len(list(out.iterdir())) == 3


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["13"], "there is no edition 13", "there are 7, 8, 12"),
        (["7"], "edition 7 is a draft", "take out draft: true"),
        (["8"], "edition 8 is scheduled", "wait until 2026-12-01 00:00, or give --now"),
        (["12", "--from", "x"], "not a mail address: 'x'", 'write "The Packet <packet@example.org>"'),
    ],
)
def test_an_edition_that_is_not_out_is_refused(site: Make, words: list[str], message: str, hint: str) -> None:
    """With the numbers there are."""
    text = packet() + "-- content/editions/7.md --\n---\ndate: 2026-11-20\ndraft: true\n---\n"
    made = site(text + "-- content/editions/8.md --\n---\ntitle: E\ndate: 2026-12-01\n---\n")
    done = run("edition", "email", "--now", "2026-11-22", *words, cwd=made.root)
    assert done.returncode == 1
    assert f"error: {message}\n  hint: {hint}\n" in done.stderr
    assert not (made.root / "emails").exists()


def test_the_config_says_once_who_sends(site: Make) -> None:
    """An option goes before it."""
    made = site(packet() + "\n").write(
        "-- config.yaml --\ntitle: P\nbase_url: https://packet.example/d/\n"
        'editions: {from: "The Packet <news@packet.example>", unsubscribe: "mailto:leave@packet.example"}\n'
    )
    for words, sender in (([], "news@packet.example"), (["--from", "Other <o@packet.example>"], "o@packet.example")):
        assert run("edition", "email", "12", "--now", "2026-11-22", *words, cwd=made.root).returncode == 0
        message = parsed((made.root / "emails/edition-12/edition-12.eml").read_bytes())
        assert message["From"].addresses[0].addr_spec == sender
        assert message["List-Unsubscribe"] == "<mailto:leave@packet.example>"


def test_where_editions_have_no_pages_there_is_no_mail(site: Make) -> None:
    """It would lead to none."""
    made = site(packet().replace("licence: CC BY 4.0", "pages: {edition: false}"))
    done = run("edition", "email", "12", "--now", "2026-11-22", cwd=made.root)
    assert done.returncode == 1
    assert "editions have no pages" in done.stderr


def test_a_theme_may_have_its_own_mail(site: Make) -> None:
    """A mistake in it is told at its line."""
    theme = "-- themes/mine/theme.yaml --\ninherits: plain\n-- themes/mine/templates/email.txt --\n{{ page.card.number }}: {{ page.card.title }}\n-- themes/mine/templates/email.html --\n{}\n"
    made = site(packet().replace("licence:", "theme: mine\nlicence:") + theme.replace("{}", "<p>{{ nobody }}</p>", 1))
    done = run("edition", "email", "12", "--now", "2026-11-22", cwd=made.root)
    assert done.returncode == 1
    assert "themes/mine/templates/email.html:1: error:" in done.stderr
    made.write("-- themes/mine/templates/email.html --\n<p>{{ page.card.title }}</p>\n")
    assert run("edition", "email", "12", "--now", "2026-11-22", cwd=made.root).returncode == 0
    assert (made.root / "emails/edition-12/edition-12.txt").read_text() == "12: The week the bank kept its own hours\n"
