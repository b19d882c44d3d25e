"""The site under real servers, configured by the recipes that `init --host` writes, and from the disk."""

from __future__ import annotations

import gzip
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml
from playwright.sync_api import Browser, Page

from coranto import recipes
from coranto.headers import POLICY, SEARCH_POLICY, cache_of, type_of
from tests.conftest import HERE
from tests.extras import extra, needs, program
from tests.pages import told
from tests.smallsite import NOW, SmallSite, article, small_site
from tests.test_cli import run

SERVERS = ("nginx", "caddy", "python")
PATHS = ("/", "/sub/path/")


def config(path: str, more: str = "") -> str:
    """A configuration for a site at a path."""
    feeds = 'feeds: {id_authority: "example.org,2026"}'
    return f"-- config.yaml --\ntitle: Test Digest\nbase_url: https://example.org{path}\n{feeds}\n{more}"


SITE = article("a", "Lamps are lit", body="Some words. " * 60, tags="[x]", section="Power") + article("b", "Oil")


@dataclass
class Answer:
    """What a server says."""

    status: int
    headers: Message
    body: bytes


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are looked at, not followed."""

    def redirect_request(self, *told: object) -> None:
        """None."""


OPENER = urllib.request.build_opener(Stay, urllib.request.ProxyHandler({}))


def ask(url: str, **headers: str) -> Answer:
    try:
        with OPENER.open(
            urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
        ) as got:
            return Answer(got.status, got.headers, got.read())
    except urllib.error.HTTPError as fault:
        with fault:
            return Answer(fault.code, fault.headers, fault.read())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nginx(recipe: str, root: Path, port: int, work: Path) -> list[str]:
    """The recipe in an http block; only where it listens and where the files lie is changed."""
    text = recipe.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/www/example.org", str(root))
    (work / "site.conf").write_text(text)
    temps = "".join(f"{name}_temp_path {work}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    (work / "nginx.conf").write_text(
        f"daemon off; pid {work}/pid; error_log {work}/errors; worker_processes 1; {user} events {{ }}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {temps} include {work}/site.conf; }}\n"
    )
    return [program("nginx"), "-p", str(work), "-c", str(work / "nginx.conf"), "-e", str(work / "errors")]


def caddy(recipe: str, root: Path, port: int, work: Path) -> list[str]:
    """The recipe, with another address and place."""
    head = "{\n\tadmin off\n\tauto_https off\n}\n"
    text = recipe.replace("\nexample.org {", f"\nhttp://127.0.0.1:{port} {{").replace("/srv/www/example.org", str(root))
    (work / "Caddyfile").write_text(head + text)
    return [program("caddy"), "run", "--config", str(work / "Caddyfile"), "--adapter", "caddyfile"]


@contextmanager
def serving(server: str, site: SmallSite, path: str, work: Path) -> Iterator[str]:
    """A server with the site at its path; gives the address of the site."""
    root, port = work / "www", free_port()
    (root / path.strip("/")).parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(site.root / "output", root / path.strip("/"), dirs_exist_ok=True)
    for folder in (work, *work.parents):
        if folder != Path("/tmp") and os.access(folder, os.W_OK) and len(folder.parts) > 2:
            folder.chmod(0o755)
    files = recipes.recipe(server, f"https://example.org{path}", "T", NOW) if server != "python" else {}
    text = next(iter(files.values()), "")
    if server == "python":
        words = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "-d", str(root)]
    else:
        words = (nginx if server == "nginx" else caddy)(text, root, port, work)
    homes = {name: str(work) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with (work / "log").open("wb") as log:
        running = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, **homes})
        try:
            for _ in range(3000):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert running.poll() is None, (work / "log").read_text()
                    time.sleep(0.02)
            yield f"http://127.0.0.1:{port}{path}"
        finally:
            running.terminate()
            running.wait(60)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], SmallSite]:
    """A site for each path, with packed texts."""
    extra("brotli")
    made: dict[str, SmallSite] = {}

    def site(path: str) -> SmallSite:
        if path not in made:
            made[path] = small_site(tmp_path_factory.mktemp("site") / "site", config(path) + SITE)
            made[path].build(precompress=True)
        return made[path]

    return site


@pytest.mark.server
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("server", SERVERS)
def test_a_host_serves_every_file_with_its_type(
    server: str, path: str, sites: Callable[[str], SmallSite], tmp_path: Path
) -> None:
    """Under / and under a path: the bytes as they were made; folders by their slash; a page for what is not there."""
    site = sites(path)
    output = site.root / "output"
    with serving(server, site, path, tmp_path) as base:
        for file in sorted(file for file in output.rglob("*") if file.is_file() and not file.name.startswith(".")):
            name = file.relative_to(output).as_posix()
            got = ask(base + name.removesuffix("index.html"))
            assert (got.status, got.body) == (200, file.read_bytes()), name
            if server != "python" and file.suffix not in (".gz", ".br") and "." in name:
                assert kind(got) == kind_of(name), name
                assert got.headers["Cache-Control"] == cache_of(name), name
        folder = ask(base + "2026/11/a")
        assert folder.status in (301, 308)
        assert folder.headers["Location"].endswith(f"{path}2026/11/a/")
        for lost in ("nothing", "no/such/page/", "theme/0123456789/gone.css", "no/feed.xml"):
            got = ask(base + lost)
            assert got.status == 404
            if server != "python":
                assert got.body == (output / "404.html").read_bytes()
                assert got.headers["Content-Type"] == "text/html; charset=utf-8", lost
                assert "immutable" not in (got.headers["Cache-Control"] or "")
        if server != "python":
            assert ask(base + ".nojekyll").status == 404
        if path != "/":
            assert ask(base.removesuffix(path) + "/index.html").status == 404


ALIKE = {
    "application/javascript;": "text/javascript;",
    "image/vnd.microsoft.icon": "image/x-icon",
    "application/json;charset=utf-8": "application/json",  # is UTF-8 anyway, and so is
    "image/svg+xml;charset=utf-8": "image/svg+xml",
}


def kind(got: Answer) -> str:
    """The type that came."""
    return _alike(got.headers["Content-Type"] or "")


def kind_of(name: str) -> str:
    """The type that we want."""
    return _alike(type_of(name))


def _alike(told: str) -> str:
    told = re.sub(r"\s", "", told).lower()
    for name, other in ALIKE.items():
        told = told.replace(name, other)
    return told


@pytest.mark.server
@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_former_addresses_are_answered_at_once(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the lines of the how-to, as they stand there."""
    long = f"/{'long-' * 40}way/"
    made = small_site(tmp_path / "site", config("/") + article("a", aliases=f"[/old/, /сітка/, {long}, /x.html]"))
    made.build()
    text = (HERE.parent / "docs/how-to/hosts.md").read_text()
    script = re.search(r"```sh\n(awk [^\n]*moved\.%s)\n" % ("map" if server == "nginx" else "caddy"), text)
    [lines] = re.findall(rf"```{server}\n(.*?)```", text, re.DOTALL)
    assert script
    subprocess.run(["sh", "-c", script[1]], cwd=made.root, check=True)
    lines = re.sub(r"/etc/\w+/", f"{made.root}/", lines)
    plain = recipes.recipe

    def recipe(*told: Any) -> dict[str, str]:
        [(name, text)] = plain(*told).items()
        if server == "caddy":
            return {name: text.replace("example.org {\n", "example.org {\n" + lines, 1)}
        *above, within, _ = lines.split("\n")
        return {name: "\n".join([*above, text.replace("server {\n", f"server {{\n{within}\n", 1)])}

    monkeypatch.setattr(recipes, "recipe", recipe)
    with serving(server, made, "/", tmp_path) as base:
        for old in ("old/", "%D1%81%D1%96%D1%82%D0%BA%D0%B0/", long[1:], "x.html"):
            got = ask(base + old)
            assert (got.status, got.headers["Location"]) == (301, "/2026/11/a/"), old
        assert ask(base + "2026/11/a/").status == 200


@pytest.mark.server
@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_what_is_packed_is_sent_as_it_is(server: str, sites: Callable[[str], SmallSite], tmp_path: Path) -> None:
    """And its type stays that of the text."""
    site = sites("/sub/path/")
    output = site.root / "output"
    ways = {"gzip": ".gz"} if server == "nginx" else {"gzip": ".gz", "br": ".br"}
    with serving(server, site, "/sub/path/", tmp_path) as base:
        for name in ("2026/11/a/index.html", "feed.xml", next((output / "theme").rglob("style.css")).relative_to(output).as_posix()):  # fmt: skip
            for way, ending in ways.items():
                got = ask(base + name.removesuffix("index.html"), Accept_Encoding=way)
                assert got.headers["Content-Encoding"] == way
                assert got.body == (output / f"{name}{ending}").read_bytes(), f"{name}: packed by the server"
                assert kind(got) == kind_of(name)
                assert "Accept-Encoding" in got.headers["Vary"]


@pytest.mark.server
@pytest.mark.parametrize("server", ["nginx", "caddy"])
@pytest.mark.parametrize("path", PATHS)
def test_a_host_sends_the_policy_that_pages_meet(
    server: str, path: str, sites: Callable[[str], SmallSite], tmp_path: Path
) -> None:
    """The search page's own there alone."""
    with serving(server, sites(path), path, tmp_path) as base:
        for name in ("", "2026/11/a/", "feed.xml", "nothing/"):
            assert ask(base + name).headers.get_all("Content-Security-Policy") == [POLICY]
        got = ask(base + "search/")
        assert got.headers.get_all("Content-Security-Policy") == [SEARCH_POLICY]
        assert got.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.browser
@pytest.mark.server
@pytest.mark.parametrize("server", SERVERS)
def test_pages_work_in_a_browser_behind_each_host(server: str, tmp_path: Path, browser: Browser) -> None:
    """Styled, also the page for what is not there, at any depth; the field of the search page finds; no complaint."""
    search = importlib.util.find_spec("pagefind_bin") is not None or bool(os.environ.get("CI"))
    site = small_site(tmp_path / "site", config("/sub/path/", "search: true\n" if search else "") + SITE)
    site.build()
    page = browser.new_page()
    complaints = told(page)
    work = tmp_path / "work"
    work.mkdir()
    with serving(server, site, "/sub/path/", work) as base:
        for name in ("", "2026/11/a/", "search/"):
            assert page.goto(base + name).status == 200  # type: ignore[union-attr]  # what is not there fails the test
            assert styled(page), name
        if search:
            page.get_by_label("Words to look for").fill("lamps")
            page.locator("#results li").first.wait_for()
        assert not complaints, complaints
        if server != "python":
            for name in ("nothing", "no/such/page/at/all/"):
                assert page.goto(base + name).status == 404  # type: ignore[union-attr]  # what is not there fails the test
                assert styled(page), name
                page.locator("a[href='/sub/path/']").first.click()
                page.wait_for_url(base)
    page.close()


def styled(page: Page) -> bool:
    """Does the theme's stylesheet apply?"""
    return bool(page.evaluate("getComputedStyle(document.body).marginTop === '0px'"))


@pytest.mark.browser
def test_pages_work_from_the_disk(tmp_path: Path, browser: Browser) -> None:
    """With `urls: file`: styled, and every link leads to a file."""
    site = small_site(tmp_path / "site", config("/sub/path/", "urls: file\n") + SITE)
    site.build()
    output = site.root / "output"
    page = browser.new_page()
    complaints = told(page)
    for name in ("index.html", "2026/11/a/index.html"):
        page.goto((output / name).as_uri())
        assert styled(page), name
        page.locator("header a").first.click()
        page.wait_for_url(lambda url: url in [(output / at / "index.html").as_uri() for at in (".", "latest")])
        for href in lxml.html.parse(str(output / name)).xpath("//a/@href"):
            if not re.match(r"[a-z]+:|#", href):
                assert ((output / name).parent / href.partition("#")[0]).is_file(), href
    assert not complaints, complaints
    page.close()


# Packed files


def test_texts_are_packed_where_that_is_smaller(sites: Callable[[str], SmallSite]) -> None:
    """They unpack to the text; a gzip file bears no time."""
    brotli = extra("brotli")
    output = sites("/").root / "output"
    for path in output.rglob("*.gz"):
        data = path.read_bytes()
        assert data[4:8] == bytes(4)
        assert gzip.decompress(data) == path.with_suffix("").read_bytes()
        assert len(data) < path.with_suffix("").stat().st_size
    for path in output.rglob("*.br"):
        assert brotli.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
    packed = {path.relative_to(output).as_posix() for path in output.rglob("*.gz")}
    assert {"index.html.gz", "feed.xml.gz", "404.html.gz"} <= packed
    assert not {"icon.png.gz", "manifest.json.gz", ".nojekyll.gz"} & packed


def test_only_what_changed_is_packed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And without the option the packed files go again."""
    from coranto import squeeze

    packed: list[int] = []
    real = squeeze._gzip
    monkeypatch.setattr(squeeze, "_gzip", lambda data: (packed.append(len(data)), real(data))[1])
    site = small_site(tmp_path / "site", config("/") + SITE)
    site.build(precompress=True)
    first = len(packed)
    assert first > 10
    again = site.build(precompress=True)
    assert (again.written, len(packed)) == ((), first)
    site.write(article("b", "Oil", body="Other words."))
    then = site.build(precompress=True)
    changed = [path for path in then.written if path.endswith(".gz")]
    assert 0 < len(changed) == len(packed) - first < first
    assert all(path[:-3] in then.written for path in changed)
    clean = small_site(tmp_path / "clean", config("/") + SITE + article("b", "Oil", body="Other words."))
    clean.build(precompress=True)
    assert tree(site.root / "output") == tree(clean.root / "output")
    gone = site.build().deleted
    assert gone
    assert all(path.endswith((".gz", ".br")) for path in gone)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_without_brotli_there_is_gzip_and_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wanted and not there is said."""
    from coranto import squeeze

    monkeypatch.setattr(squeeze, "installed", lambda name: False)
    site = small_site(tmp_path / "site", config("/") + SITE)
    assert any("need the extra 'brotli'" in said for said in site.warnings(precompress=True))
    assert not [path for path in site.files(precompress=True) if path.endswith(".br")]


# What hosts read


def test_headers_are_for_the_root_alone(site: Callable[[str], SmallSite]) -> None:
    """Elsewhere no host reads them."""
    assert "_headers" not in site(config("/sub/") + SITE).files()
    text = site(config("/") + SITE).files()["_headers"].decode()
    assert f"/*\n  Content-Security-Policy: {POLICY}\n" in text
    assert "/search/" not in text
    assert all(len(line) < 1000 for line in text.splitlines())


@needs("pagefind_bin")
def test_the_search_page_has_two_more_permissions(site: Callable[[str], SmallSite]) -> None:
    """The policy of the other pages is taken back for it."""
    text = site(config("/", "search: true\n") + SITE).files()["_headers"].decode()
    assert f"/search/*\n  ! Content-Security-Policy\n  Content-Security-Policy: {SEARCH_POLICY}\n" in text
    assert "connect-src 'self'" in SEARCH_POLICY
    assert "'wasm-unsafe-eval'" in SEARCH_POLICY


@pytest.mark.parametrize("host", recipes.NAMES)
def test_init_writes_what_a_host_wants(host: str, tmp_path: Path) -> None:
    """For a new site, whole; for one that is there, that alone, and never over a file."""
    done = run("init", str(tmp_path / "new"), "--host", host)
    assert done.returncode == 0, done.stderr
    wanted = set(recipes.recipe(host, "", "New", NOW))
    written = set(tree(tmp_path / "new"))
    assert wanted < written
    assert ("is for example.org" in done.stdout) == (host in ("nginx", "caddy"))
    built = run("build", "--root", str(tmp_path / "new"), "--base-url", "https://example.org/sub/")
    assert built.returncode == 0, built.stderr
    site = small_site(tmp_path / "old", config("/sub/path/") + SITE)
    before = set(tree(site.root))
    done = run("init", str(site.root), "--host", host)
    assert done.returncode == 0, done.stderr
    assert set(tree(site.root)) - before == wanted
    assert "is for example.org" not in done.stdout
    assert ("deploy:" in done.stdout) == (host in ("s3", "nginx", "caddy"))
    again = run("init", str(site.root), "--host", host)
    assert again.returncode == 1
    assert "stands there already" in again.stderr
    for path, data in tree(site.root).items():
        assert path in before or not re.search(rb"@[A-Z_]+@", data), path


def test_recipes_are_what_their_programs_read(tmp_path: Path) -> None:
    """YAML and TOML; actions by version; no secret is needed to build."""
    for host in ("github-pages", "s3"):
        (text,) = [text for path, text in recipes.recipe(host, "", "T", NOW).items() if path.endswith("site.yml")]
        told = yaml.safe_load(text)
        assert any("cron" in each for each in told[True]["schedule"])  # YAML takes "on" for true
        uses = [step["uses"] for job in told["jobs"].values() for step in job["steps"] if "uses" in step]
        assert uses
        assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", use) for use in uses)
    for host, name in (("netlify", "netlify.toml"), ("cloudflare", "wrangler.toml")):
        assert tomllib.loads(recipes.recipe(host, "", "Ночь & Day", NOW)[name])


@pytest.mark.parametrize("url", ["https://example.org/a;b/", "https://example.org/a%22b/", "https://пример.example/"])
def test_an_address_that_would_break_a_recipe_is_refused(url: str) -> None:
    """What stands in a configuration is not for addresses to choose."""
    with pytest.raises(Exception, match="no recipe"):
        recipes.recipe("nginx", url, "T", NOW)
