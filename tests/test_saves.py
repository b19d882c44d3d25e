"""The preview shows every save, however it is made, and tells the pages that are open how."""

import asyncio
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from coranto.serve import MESSAGE
from tests.smallsite import DOT, SmallSite, article
from tests.test_serve import SITE, Server, running

Make = Callable[[str], SmallSite]
pytestmark = pytest.mark.server
THEMED = (
    SITE + "-- themes/old/theme.yaml --\nname: old\ninherits: plain\n"
    '-- themes/old/templates/page.html --\n{% extends "plain/page.html" %}{% block title %}Old{% endblock %}\n'
    "-- themes/mine/theme.yaml --\nname: mine\ninherits: old\nstyles: [mine.css]\n"
    "-- themes/mine/assets/mine.css --\na {}\n"
    "-- config.yaml --\ntitle: T\nbase_url: https://e.org/d/\ntheme: mine\n"
)


def plain(path: Path, text: str) -> None:
    path.write_text(text)


def beside(path: Path, text: str) -> None:
    """Write beside, rename over."""
    aside = path.with_name(f".{path.name}.swp")
    aside.write_text(text)
    aside.replace(path)


def in_parts(path: Path, text: str) -> None:
    """Truncate, then write piece by piece."""
    with path.open("w") as stream:
        for at in range(0, len(text), 20):
            stream.write(text[at : at + 20])
            stream.flush()


def with_backup(path: Path, text: str) -> None:
    """Rename what was there, write anew: vim with `backup`."""
    path.replace(f"{path}~")
    path.write_text(text)


def synced(path: Path, text: str) -> None:
    """In place, and onto the disk."""
    with path.open("r+") as stream:
        stream.write(text)
        stream.truncate()
        stream.flush()
        os.fsync(stream.fileno())


def moved_in(path: Path, text: str) -> None:
    """Written elsewhere, with an old time, moved over."""
    aside = path.parents[1] / "aside"
    aside.write_text(text)
    os.utime(aside, (1, 1))
    shutil.move(aside, path)


def linked(path: Path, text: str) -> None:
    """Written beside, and linked to the name of the one that was unlinked."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text)
    path.unlink()
    path.hardlink_to(aside)
    aside.unlink()


def copied(path: Path, text: str) -> None:
    """A copy put aside, then written in place: vim with `backupcopy=yes`, nano with a backup."""
    shutil.copy2(path, f"{path}~")
    path.write_text(text)


MANNERS = (plain, beside, in_parts, with_backup, synced, moved_in, linked, copied)


def test_a_hundred_saves_in_eight_manners_are_all_seen(site: Make) -> None:
    """Each before the next; nothing else is waited for."""
    made = site(SITE)
    path = made.root / "content/a.md"
    text = path.read_text()
    with running(made) as server:
        for number in range(100):
            MANNERS[number % len(MANNERS)](path, text.replace("First words", f"Save {number} done"))
            server.until("/d/2026/11/a/", lambda _, data, at=number: f"Save {at} done".encode() in data)
        assert "error" not in server.log.read_text()


def test_a_warning_is_told_once(site: Make) -> None:
    """Until it is mended and comes back; a site may have thousands of them."""
    made = site(SITE + article("b", "B", body="[x](gone.md)"))
    a, b = made.root / "content/a.md", made.root / "content/b.md"
    good, bad = "Nothing to see.", b.read_text()
    with running(made) as server:
        for number, text in enumerate((bad, bad + "\nMore.\n", bad.replace("[x](gone.md)", good), bad)):
            b.write_text(text + f"\nSave {number}.\n")
            server.until("/d/2026/11/b/", lambda _, data, at=number: f"Save {at}." in data.decode())
            a.write_text(a.read_text() + f"\nSave {number}.\n")
            server.until("/d/2026/11/a/", lambda _, data, at=number: f"Save {at}." in data.decode())
        assert server.log.read_text().count("'gone.md'") == 2


def test_the_last_of_a_burst_is_seen(site: Make) -> None:
    """Two saves, one right after the other; then eight; then two of which the second falls into the build of the
    first, or comes right behind it."""
    made = site(SITE)
    path = made.root / "content/a.md"
    text = path.read_text()
    with running(made) as server:
        for number, apart in ((2, 0.0), (8, 0.0), (3, 0.1)):
            for save in range(number):
                time.sleep(apart)  # the time between two saves is the thing under test
                path.write_text(text.replace("First words", f"Save {number}.{save}."))
            server.until("/d/2026/11/a/", lambda _, data, at=number: f"Save {at}.{at - 1}.".encode() in data)


def test_pictures_words_inheritance_and_names_are_seen(site: Make) -> None:
    """What a page shows beside its text; a rename is a page gone and a page come."""
    made = site(
        THEMED + article("pic", "Pictured", body="![A](p.png)", authors="[Ada]") + f"-- content/p.png --\n{DOT}"
    )
    with running(made) as server:
        server.until("/d/p.png", lambda _, data: data == DOT.encode())
        (made.root / "content/p.png").write_bytes(DOT.replace("D", "L").encode())
        server.until("/d/p.png", lambda _, data: data == DOT.replace("D", "L").encode())
        server.until("/d/about/", lambda _, data: b"<title>Old" in data)
        template = made.root / "themes/old/templates/page.html"
        template.write_text(template.read_text().replace("Old", "Older"))
        server.until("/d/about/", lambda _, data: b"<title>Older" in data)
        made.write("-- languages/en.yaml --\nwords:\n  Skip to the news: Skip ahead\n")
        server.until("/d/", lambda _, data: b"Skip ahead" in data)
        made.write("-- content/authors/ada.md --\n---\nname: Ada\n---\nShe writes.\n")
        server.until("/d/author/ada/", lambda _, data: b"She writes" in data)
        (made.root / "content/a.md").rename(made.root / "content/renamed.md")
        server.until("/d/2026/11/renamed/", lambda status, _: status == 200)
        assert server.get("/d/2026/11/a/")[0] == 404


def test_another_branch_of_five_hundred_files_is_seen_whole(site: Make) -> None:
    """As a checkout writes it: files gone, new and changed, folders too."""
    made = site(SITE + "".join(article(f"one/a{number}", f"One {number}") for number in range(300)))
    with running(made) as server:
        server.until("/d/2026/11/a299/", lambda status, _: status == 200)
        shutil.rmtree(made.root / "content/one")
        made.write("".join(article(f"two/b{number}", f"Two {number}") for number in range(500)))
        server.until("/d/2026/11/b499/", lambda status, _: status == 200)
        server.until("/d/2026/11/a0/", lambda status, _: status == 404)
        assert all(server.get(f"/d/2026/11/b{number}/")[0] == 200 for number in range(0, 500, 25))


def test_folders_that_do_not_tell_are_looked_at(site: Make) -> None:
    """With --poll: two saves within a second, a new file, one gone."""
    made = site(SITE)
    path = made.root / "content/a.md"
    with running(made, "--poll") as server:
        path.write_text(path.read_text().replace("First words", "Polled words"))
        server.until("/d/2026/11/a/", lambda _, data: b"Polled words" in data)
        path.write_text(path.read_text().replace("Polled words", "Again polled"))  # within the same second
        server.until("/d/2026/11/a/", lambda _, data: b"Again polled" in data)
        made.write(article("new", "New"))
        server.until("/d/2026/11/new/", lambda status, _: status == 200)
        (made.root / "content/new.md").unlink()
        server.until("/d/2026/11/new/", lambda status, _: status == 404)


def test_no_page_is_of_two_builds(site: Make) -> None:
    """Whatever is saved while it is asked for."""
    made = site(article("a", "Number 0") + article("b", "Other"))
    path, text = made.root / "content/a.md", (made.root / "content/a.md").read_text()
    pages: list[bytes] = []
    with running(made) as server:
        ended = threading.Event()

        def read() -> None:
            while not ended.is_set():
                status, _, data = server.get("/d/2026/11/a/")
                pages.append(data if status == 200 else b"")

        reader = threading.Thread(target=read)
        reader.start()
        for number in range(1, 30):
            path.write_text(text.replace("Number 0", f"Number {number}"))
            server.until("/d/2026/11/a/", lambda _, data, at=number: f"Number {at}<".encode() in data)
        ended.set()
        reader.join()
    assert len(pages) > 30
    for data in pages:
        assert data.rstrip().endswith(b"</html>")
        assert len(set(re.findall(rb"Number (\d+)", data))) == 1


def test_drafts_are_marked_or_hidden_and_another_day_can_be_seen(site: Make) -> None:
    """`--published`, `--now`."""
    made = site(SITE + article("later", "Later headline", "2026-11-25"))
    with running(made, "--now", "2026-11-22") as server:
        for path in ("/d/2026/11/later/", "/d/2026/11/draft/"):
            status, _, data = server.get(path)
            assert status == 200
            assert b'class="mark mark-' in data
    with running(made, "--now", "2026-11-22", "--published") as server:
        assert [server.get(f"/d/2026/11/{name}/")[0] for name in ("later", "draft", "a")] == [404, 404, 200]
    with running(made, "--now", "2026-11-26", "--published") as server:
        assert b"Later headline" in server.get("/d/")[2]


async def browser(server: Server, host: str = "127.0.0.1", number: int | str = 0) -> WebSocketClientConnection:
    """What livereload.js says when a page of a build is open."""
    name = f"{host}:{server.port}"
    headers = {"Origin": f"http://{name}", "Host": name}
    found = await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{server.port}/livereload", headers=headers))
    hello = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"], "snipver": number}
    await found.write_message(json.dumps(hello))
    assert await told(found) == "hello"
    await found.write_message(json.dumps({"command": "info", "plugins": {}, "url": f"http://{name}/d/"}))
    return found


async def close(*pages: WebSocketClientConnection) -> None:
    for page in pages:
        page.close()
        while await page.read_message() is not None:
            pass


async def told(page: WebSocketClientConnection) -> str:
    """The path of the next reload, or the command that is none."""
    message = json.loads(await asyncio.wait_for(page.read_message(), 10) or "{}")
    return str(message.get("path") or message.get("command"))


def number_of(data: bytes) -> int:
    """The build that a page is of, as its script's address tells it."""
    return int(data.split(b"snipver=")[1].split(b'"')[0])


def test_a_page_that_was_replaced_on_its_way_is_told_when_it_connects(site: Make) -> None:
    """A save that falls between a page and its socket is not lost; a page that is new is left in peace."""
    made = site(SITE)
    path = made.root / "content/a.md"
    with running(made) as server:
        old = number_of(server.get("/d/2026/11/a/")[2])
        path.write_text(path.read_text().replace("First words", "Second words"))
        data = server.until("/d/2026/11/a/", lambda _, data: b"Second words" in data)

        async def connect() -> None:
            late = await browser(server, number=old)
            assert await told(late) == "*"
            new = await browser(server, number=number_of(data))
            path.write_text(path.read_text().replace("Second words", "Third words"))
            assert await told(new) == "text", "nothing before the next save"
            assert await told(late) == "text"
            await close(late, new)

        asyncio.run(connect())


def test_pages_are_told_to_swap_a_text_a_stylesheet_or_all(site: Make) -> None:
    """A text after a failed build of more is all: what that changed is still to be shown."""
    made = site(THEMED + f"-- content/assets/p.png --\n{DOT}")

    async def follow(server: Server) -> None:
        page = await browser(server)
        text, config = made.root / "content/a.md", made.root / "config.yaml"
        text.write_text(text.read_text() + "\nMore.\n")
        assert await told(page) == "text"
        made.write("-- themes/mine/assets/mine.css --\nb {}\n")
        assert await told(page) == "/d/theme/preview/mine.css"
        made.write("-- themes/mine/templates/page.html --\n{% extends 'old/page.html' %}\n")
        assert await told(page) == "*", "the folder is new: anything may have changed"
        made.write("-- themes/mine/templates/page.html --\n{% extends 'old/page.html' %}{# again #}\n")
        assert await told(page) == "text"
        (made.root / "content/assets/p.png").write_bytes(DOT.replace("D", "L").encode())
        assert await told(page) == "*"
        good = config.read_text()
        config.write_text(good + "theme_options: {accent: nonsense}\n")
        assert await told(page) == "*"
        text.write_text(text.read_text() + "\nStill.\n")
        assert await told(page) == "*", "the last build that was good is two saves ago"
        config.write_text(good)
        assert await told(page) == "*"
        text.write_text(text.read_text() + "\nAgain.\n")
        assert await told(page) == "text"
        await close(page)

    with running(made) as server:
        asyncio.run(follow(server))


def test_pages_on_another_address_are_told_too(site: Make) -> None:
    """`--host 0.0.0.0`: the script is told the name that the page was asked by; a warning was given."""
    made = site(SITE)
    path = made.root / "content/a.md"

    async def follow(server: Server) -> None:
        page = await browser(server, "192.0.2.7")
        path.write_text(path.read_text() + "\nMore.\n")
        assert await told(page) == "text"
        await close(page)

    with running(made, "--host", "0.0.0.0") as server:
        assert "warning: other machines can reach 0.0.0.0" in server.log.read_text()
        status, _, data = server.get("/d/", Host=f"192.0.2.7:{server.port}")
        assert status == 200
        assert f"livereload.js?host=192.0.2.7&amp;port={server.port}&amp;snipver=".encode() in data
        assert server.get("/d/", Host="localhost:9000")[2].count(b"host=localhost&amp;port=9000&amp;") == 1
        assert server.get("/d/", Host="digest.example")[0] == 403
        asyncio.run(follow(server))


def test_a_message_that_is_too_long_ends_its_socket_alone(site: Make) -> None:
    """Others are told on."""
    made = site(SITE)
    path = made.root / "content/a.md"

    async def follow(server: Server) -> None:
        page, hostile = await browser(server), await browser(server)
        await hostile.write_message("x" * (MESSAGE + 1))
        assert await hostile.read_message() is None
        hostile.close()
        path.write_text(path.read_text() + "\nMore.\n")
        assert await told(page) == "text"
        await close(page)

    with running(made) as server:
        asyncio.run(follow(server))


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(site: Make) -> None:
    """And without one, the next is taken and said."""
    made = site(SITE)
    with running(made) as first, running(SmallSite(made.root)) as second:
        assert first.port != second.port
        taken = f"error: port {first.port} on 127.0.0.1 is in use"
        with pytest.raises(AssertionError, match=taken), running(made, "--port", str(first.port)):
            pass
