"""Sending a site out: what leaves, in which order, and what is left alone there."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import deploy as room
from coranto.config import parse_config
from coranto.deploy import Sent, deploy, github_pages, s3
from coranto.model import Output
from coranto.problems import CorantoError
from coranto.publish import MANIFEST, publish
from coranto.publish.manifest import believed, write_manifest
from coranto.shipment import UNSURE, Cargo, Found, Plan, compare, load
from coranto.targets import S3, Folder, GithubPages, Rsync, Where
from tests.extras import extra, program
from tests.smallsite import SmallSite, article
from tests.test_cli import run
from tests.test_docs import asked_keys, named

SITE = {
    "index.html": b"<p>front",
    "2026/11/a/index.html": b"<p>a",
    "2026/11/b/index.html": b"<p>b",
    "theme/0123456789/site.css": b"p { }",
    "feed.xml": b"<rss/>",
    "sitemap.xml": b"<urlset/>",
    ".nojekyll": b"",
    "we ird 'é' $(id) ;#.txt": b"names",
}
NEXT = {path: data for path, data in SITE.items() if "/b/" not in path and "theme" not in path} | {
    "index.html": b"<p>front, and c",
    "2026/11/c/index.html": b"<p>c",
    "theme/9876543210/site.css": b"p { color: red }",
    "feed.xml": b"<rss>c</rss>",
}


def built(root: Path, files: Mapping[str, bytes], ids: Mapping[str, str] | None = None) -> Path:
    """A site as ``build`` leaves it."""
    publish([Output(path, data, path) for path, data in files.items()], root / "output", ids, root / ".coranto")
    return root / "output"


def send(root: Path, where: Where, **more: Any) -> Sent:
    """A deploy without the check of content, of which these sites have none."""
    return deploy(root / "output", where, root, lambda there: None, lambda *told: None, **more)


# What config.yaml may say


@pytest.mark.parametrize(
    ("target", "where"),
    [
        ("{type: folder, path: ../public}", Folder("../public")),
        ("{type: rsync, to: 'me@example.org:/srv/www/digest'}", Rsync("me@example.org:/srv/www/digest")),
        ("{type: rsync, to: 'example.org:digest'}", Rsync("example.org:digest")),
        ("{type: rsync, to: 'rsync://example.org/www/digest'}", Rsync("rsync://example.org/www/digest")),
        ("{type: rsync, to: ../public}", Rsync("../public")),
        ("{type: github-pages}", GithubPages("origin", "gh-pages")),
        ("{type: github-pages, remote: 'git@github.com:me/digest.git', branch: site}", GithubPages("git@github.com:me/digest.git", "site")),
        ("{type: github-pages, remote: 'https://github.com/me/digest.git'}", GithubPages("https://github.com/me/digest.git")),
        ("{type: s3, bucket: my-digest}", S3("my-digest")),
        ("{type: s3, bucket: b.c, prefix: a/b, region: eu-central-1}", S3("b.c", "a/b/", "eu-central-1")),
        ("{type: s3, bucket: bbb, endpoint: 'http://127.0.0.1:9000'}", S3("bbb", endpoint="http://127.0.0.1:9000")),
        ("{type: s3, bucket: bbb, endpoint: 'https://r2.example.com'}", S3("bbb", endpoint="https://r2.example.com")),
    ],
)  # fmt: skip
def test_targets_that_can_be(target: str, where: Where) -> None:
    """A single target is the default."""
    config, problems = parse_config(f"title: T\nbase_url: https://x.example/\ndeploy: {{web: {target}}}\n")
    assert not problems
    assert config.deploy.targets == (("web", where),)
    assert config.deploy.default == "web"


@pytest.mark.parametrize(
    "target",
    [
        "{type: rsync, to: '-e sh'}",
        "{type: rsync, to: '--rsh=sh'}",
        "{type: rsync, to: 'x@-oProxyCommand=id:/srv'}",
        "{type: rsync, to: '-oProxyCommand=id:/srv'}",
        "{type: rsync, to: 'host name:/srv'}",
        "{type: rsync, to: 'host:-x'}",
        "{type: rsync, to: 'host::module'}",
        '{type: rsync, to: "host:/srv\\n/etc"}',
        "{type: rsync, to: 'rsync://-x/module'}",
        "{type: rsync}",
        "{type: folder, path: --help}",
        '{type: folder, path: "a\\0b"}',
        "{type: folder}",
        "{type: github-pages, branch: -f}",
        "{type: github-pages, branch: 'a b'}",
        "{type: github-pages, branch: 'a..b'}",
        "{type: github-pages, branch: 'a.lock'}",
        "{type: github-pages, branch: 'refs/heads/*'}",
        "{type: github-pages, branch: 'x:refs/heads/main'}",
        "{type: github-pages, branch: '+x'}",
        "{type: github-pages, branch: 'a/'}",
        "{type: github-pages, branch: 'a@{1}'}",
        "{type: github-pages, remote: --upload-pack=id}",
        "{type: github-pages, remote: 'ext::sh -c id'}",
        "{type: github-pages, remote: 'http://example.org/x.git'}",
        "{type: github-pages, remote: 'ssh://-oProxyCommand=id/x'}",
        "{type: s3}",
        "{type: s3, bucket: -x-}",
        "{type: s3, bucket: 'a/b'}",
        "{type: s3, bucket: bbb, prefix: ../x}",
        "{type: s3, bucket: bbb, prefix: /x}",
        "{type: s3, bucket: bbb, region: 'a.b/c'}",
        "{type: s3, bucket: bbb, endpoint: 'http://example.org'}",
        "{type: s3, bucket: bbb, endpoint: 'file:///etc'}",
        "{type: s3, bucket: bbb, endpoint: 'https://x.example/path'}",
        "{type: s3, bucket: bbb, endpoint: 'https://x.example:99999'}",
        "{type: s3, bucket: bbb, colour: red}",
        "{type: ftp, to: x}",
        "{to: x}",
        "text",
        "",
    ],
)
def test_targets_that_cannot_be(target: str) -> None:
    """Each is an error with its place; none is taken for an option of a program."""
    with pytest.raises(CorantoError) as caught:
        parse_config(f"title: T\nbase_url: https://x.example/\ndeploy:\n  web: {target}\n")
    assert all(each.place and each.place.line == 4 for each in caught.value.problems)


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("{type: s3, bucket: bbb, secret_key: hush-hush}", "AWS_SECRET_ACCESS_KEY"),
        ("{type: s3, bukket: bbb, aws_access_key_id: hush-hush}", "AWS_ACCESS_KEY_ID"),
        ("{type: github-pages, token: hush-hush, brunch: x}", "CORANTO_GIT_TOKEN"),
        ("{type: rsync, to: 'host:/x', password: hush-hush}", "RSYNC_PASSWORD"),
        ("{type: github-pages, remote: 'https://me:hush-hush@github.com/me/x.git'}", "environment"),
        ("{type: github-pages, remote: 'https://hush-hush@github.com/me/x.git'}", "environment"),
        ("{type: s3, bucket: bbb, endpoint: 'https://me:hush-hush@x.example'}", "environment"),
        ("{type: rsync, to: 'rsync://me:hush-hush@host/x'}", "environment"),
    ],
)
def test_a_secret_in_the_configuration_is_an_error_that_does_not_show_it(target: str, named: str) -> None:
    """And says which variable to set."""
    with pytest.raises(CorantoError) as caught:
        parse_config(f"title: T\nbase_url: https://x.example/\ndeploy:\n  web: {target}\n")
    shown = "\n".join(each.show() for each in caught.value.problems)
    assert named in shown
    assert "hush-hush" not in shown


def test_a_default_that_names_no_target_is_an_error() -> None:
    """So are names that would be hard to type."""
    with pytest.raises(CorantoError, match="names no target"):
        parse_config("title: T\nbase_url: https://x.example/\ndeploy: {default: wbe, web: {type: folder, path: x}}\n")
    with pytest.raises(CorantoError, match="not a name"):
        parse_config('title: T\nbase_url: https://x.example/\ndeploy: {"-x": {type: folder, path: x}}\n')


# What is to be done, as a decision


def cargo(files: Mapping[str, str]) -> Cargo:
    """A site with these sums."""
    sums = {path: (len(told), told) for path, told in files.items()}
    return Cargo(Path("output"), sums, {}, write_manifest(sums, {}))


def there(ours: Mapping[str, str], foreign: Sequence[str] = ()) -> Found:
    """A target with these files of ours, and others."""
    sums = {path: (len(told), told) for path, told in ours.items()}
    data = write_manifest(sums, {})
    return Found(
        {path: size for path, (size, _) in sums.items()} | dict.fromkeys(foreign, 7) | {MANIFEST: len(data)}, data
    )


@pytest.mark.parametrize(
    ("site", "found", "stages", "ahead", "gone"),
    [
        pytest.param({"a.css": "1"}, Found({}), (("a.css",),), (), (), id="all, where there is nothing"),
        pytest.param({"a.css": "1"}, there({"a.css": "1"}), (), (), (), id="nothing, where all is there"),
        pytest.param({"a.css": "1"}, there({"a.css": "2"}), (("a.css",),), (), (), id="what differs"),
        pytest.param({"a.css": "1"}, there({"a.css": "1", "b": "2"}), (), (), ("b",), id="what is gone"),
        pytest.param({"a.css": "1"}, there({"a.css": "1"}, ["x"]), (), (), (), id="what is foreign stays"),
        pytest.param(
            {"a.css": "1"}, Found({}, there({"a.css": "1", "b": "2"}).manifest), (("a.css",),), (), (),
            id="what the manifest names and is not there",
        ),
        pytest.param(
            {"a.css": "1"}, Found({"a.css": 9}, there({"a.css": "1"}).manifest), (("a.css",),), (), (),
            id="what has another size than the manifest says",
        ),
        pytest.param(
            {"feed.xml": "1", "b/feed.json": "1", "z/index.html": "1", "old.html": "2", "a.css": "1", "atom.xml.gz": "1", "q.html.br": "1"},
            there({"old.html": "1"}),
            (("a.css",), ("q.html.br", "z/index.html"), ("old.html",), ("atom.xml.gz", "b/feed.json", "feed.xml")),
            (), (), id="assets, new pages, changed pages, feeds",
        ),
        pytest.param({"a/b": "1"}, there({"a": "1", "z": "1"}), (("a/b",),), ("a",), ("z",), id="a file makes room for a folder"),
        pytest.param({"a": "1"}, there({"a/b": "1"}), (("a",),), ("a/b",), (), id="a folder makes room for a file"),
    ],
)  # fmt: skip
def test_what_is_to_be_done(
    site: dict[str, str], found: Found, stages: tuple[tuple[str, ...], ...], ahead: tuple[str, ...], gone: tuple[str, ...]
) -> None:  # fmt: skip
    """Facts in, decision out."""
    plan = compare(cargo(site), found)
    assert (plan.stages, plan.ahead, plan.gone) == (stages, ahead, gone)
    assert plan.last == bool(stages or ahead or gone)


@pytest.mark.parametrize(("path", "foreign"), [("a.html", "a.html"), ("a/b.html", "a")])
def test_what_is_not_ours_and_in_the_way_is_an_error(path: str, foreign: str) -> None:
    """It may be overwritten when that is asked for; a file that stands in place of a folder may not."""
    with pytest.raises(CorantoError, match="not of this site"):
        compare(cargo({path: "1"}), there({}, [foreign]))
    if path == foreign:
        assert compare(cargo({path: "1"}), there({}, [foreign]), overwrite=True).uploads == (path,)
    else:
        with pytest.raises(CorantoError, match="not of this site"):
            compare(cargo({path: "1"}), there({}, [foreign]), overwrite=True)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"files": 3}',
        b'{"files": {"a": 3, "../b": {"size": 1, "sha256": ""}}, "ids": []}',
        b'{"files": {"\\udc80": {"size": 1, "sha256": ""}}, "ids": {"\\ud800": "/a/", "b": "/\\udfff/"}}',
        b'{"files": {"a": {"size": ' + b"1" * 6000 + b', "sha256": ""}}}',
    ],
)
def test_a_manifest_there_that_is_damaged_or_hostile_leads_nowhere(data: bytes) -> None:
    """Nothing is deleted for it, least of all outside."""
    plan = compare(cargo({"c": "1"}), Found({"a": 1, "../b": 1, "/etc": 1, "\udc80": 1, MANIFEST: len(data)}, data))
    assert not {"../b", "/etc", "\udc80"} & set(plan.deletions)
    assert plan.uploads == ("c",)


names = st.sampled_from(["a.css", "b.html", "c/d.html", "feed.xml", "e/f.js"])
sites = st.dictionaries(names, st.sampled_from("123"), min_size=1)


@given(sites, sites, st.integers(0, 12))
def test_stopped_anywhere_and_done_again_all_is_there(before: dict[str, str], after: dict[str, str], stop: int) -> None:
    """Also for a third site: nothing is forgotten, nothing of others' is touched, no page comes before its assets."""
    world: dict[str, str] = {"foreign": "x"}

    def look() -> Found:
        data = world.get(MANIFEST, "").encode()
        return Found({path: len(told) for path, told in world.items()}, data)

    def work(site: dict[str, str], most: int) -> None:
        plan = compare(cargo(site), look())
        steps: list[tuple[str, str | None]] = [(MANIFEST, plan.both.decode())]
        steps += [(path, None) for path in plan.ahead]
        steps += [(path, site[path]) for path in plan.uploads]
        steps += [(path, None) for path in plan.gone]
        steps += [(MANIFEST, cargo(site).manifest.decode())]
        for path, told in steps[:most]:
            world.pop(path, None) if told is None else world.update({path: told})
            if path.endswith(".html") and told:
                assert all(world.get(each) == told for each, told in site.items() if each.endswith((".css", ".js")))

    work(before, stop)
    work(after, stop // 2)
    third = {"b.html": "3"}
    for site in (after, third):
        work(site, 1000)
        assert {path: told for path, told in world.items() if path != MANIFEST} == {**site, "foreign": "x"}


# What may leave


def test_a_site_is_held_against_its_manifest(tmp_path: Path) -> None:
    """Ten files that were changed are named, and nothing is sent."""
    output = built(tmp_path, {f"{number:02}.html": b"x" for number in range(15)})
    for path in output.glob("*.html"):
        path.write_bytes(b"y")
    (output / "00.html").unlink()
    with pytest.raises(CorantoError) as caught:
        load(output, "output")
    assert len(caught.value.problems) == 11
    assert "cannot be read" in caught.value.problems[0].message
    assert "changed since" in caught.value.problems[1].message
    assert "5 more" in caught.value.problems[-1].message


@pytest.mark.parametrize("case", ["no folder", "no manifest", "no json", "a link", "a link above", "a preview"])
def test_what_is_no_whole_site_is_refused(tmp_path: Path, case: str) -> None:
    """With what to do about it."""
    files = {"theme/preview/site.css": b"x"} if case == "a preview" else {"a/x.css": b"x", "b.css": b"x"}
    output = built(tmp_path, files)
    if case == "no folder":
        shutil.rmtree(output)
    elif case == "no manifest":
        (output / MANIFEST).unlink()
    elif case == "no json":
        (output / MANIFEST).write_text("{}")
    elif case == "a link":
        (output / "b.css").unlink()
        (output / "b.css").symlink_to(output / "a" / "x.css")
    elif case == "a link above":
        (output / "a").rename(tmp_path / "a")
        (output / "a").symlink_to(tmp_path / "a")
    with pytest.raises(CorantoError) as caught:
        load(output, "output")
    assert "coranto build" in caught.value.problems[0].hint


# Targets, the real ones


@dataclass
class Berth:
    """A target, and a look at it from outside."""

    where: Where
    read: Callable[[], dict[str, bytes]]
    write: Callable[[str, bytes], None]


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(folder: Path, path: str, data: bytes) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)


def git(*words: str, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *who, *words], cwd=cwd, check=True, capture_output=True, text=True, env=clean).stdout


def git_berth(tmp_path: Path) -> Berth:
    bare = tmp_path / "bare.git"
    bare.mkdir()
    git("init", "-q", "--bare", cwd=bare)

    def read() -> dict[str, bytes]:
        if not git("branch", "--list", "gh-pages", cwd=bare):
            return {}
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        git("clone", "-q", "-b", "gh-pages", str(bare), str(out), cwd=tmp_path)
        shutil.rmtree(out / ".git")
        return tree(out)

    def write(path: str, data: bytes) -> None:
        work = tmp_path / "work"
        shutil.rmtree(work, ignore_errors=True)
        git("clone", "-q", str(bare), str(work), cwd=tmp_path)
        begun = git("branch", "-r", "--list", "origin/gh-pages", cwd=work)
        git("checkout", "-q", *(["gh-pages"] if begun else ["--orphan", "gh-pages"]), cwd=work)
        put(work, path, data)
        git("add", "-A", cwd=work)
        git("commit", "-q", "-m", "by hand", cwd=work)
        git("push", "-q", "origin", "gh-pages", cwd=work)

    return Berth(GithubPages(str(bare)), read, write)


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """A client of an S3 server on this machine, with a bucket."""
    extra("botocore")
    server = extra("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    from botocore.session import Session

    client = Session().create_client(
        "s3", region_name="us-east-1", endpoint_url=f"http://{host}:{port}", aws_access_key_id="k", aws_secret_access_key="s"
    )  # fmt: skip
    client.create_bucket(Bucket="digest")
    yield client
    client.close()
    server.stop()


def s3_berth(client: Any) -> Berth:
    for each in client.list_objects_v2(Bucket="digest").get("Contents", ()):
        client.delete_object(Bucket="digest", Key=each["Key"])

    def read() -> dict[str, bytes]:
        found = client.list_objects_v2(Bucket="digest", Prefix="sub/").get("Contents", ())
        return {
            each["Key"].removeprefix("sub/"): client.get_object(Bucket="digest", Key=each["Key"])["Body"].read()
            for each in found
        }

    def write(path: str, data: bytes) -> None:
        client.put_object(Bucket="digest", Key=f"sub/{path}", Body=data)

    return Berth(S3("digest", "sub/", endpoint=client.meta.endpoint_url), read, write)


def far_shell(tmp_path: Path) -> str:
    """A remote shell that stays here: it forgets its options and the host, and runs what it is given."""
    path = tmp_path / "shell"
    path.write_text(
        '#!/bin/sh\nwhile [ "${1#-}" != "$1" ]; do case "$1" in -l) shift;; esac; shift; done\nshift\neval "$@"\n'
    )
    path.chmod(0o755)
    return str(path)


@pytest.fixture(params=["folder", "rsync", "rsync by ssh", "git", "s3"])
def berth(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Berth:
    """Each kind of target in turn."""
    place = tmp_path / "far" / "the site"
    (tmp_path / "far").mkdir()
    if request.param == "folder":
        return Berth(Folder(str(place)), lambda: tree(place), lambda *what: put(place, *what))
    if request.param.startswith("rsync"):
        program("rsync")
        monkeypatch.setenv("RSYNC_RSH", far_shell(tmp_path))
        to = str(place) if request.param == "rsync" else f"me@far.example:{place}"
        return Berth(Rsync(to), lambda: tree(place), lambda *what: put(place, *what))
    if request.param == "git":
        program("git")
        return git_berth(tmp_path)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush")
    return s3_berth(request.getfixturevalue("bucket"))


def whole(files: Mapping[str, bytes], root: Path) -> dict[str, bytes]:
    """A site with its manifest."""
    return {**files, MANIFEST: (root / "output" / MANIFEST).read_bytes()}


def test_only_what_has_changed_is_sent_and_what_is_foreign_stays(berth: Berth, tmp_path: Path) -> None:
    """First all, then nothing, then the difference; folders that are empty then are gone."""
    berth.write("README.md", b"others'")
    berth.write("2026/11/b/notes.txt", b"others'")
    foreign = {"README.md": b"others'", "2026/11/b/notes.txt": b"others'"}
    built(tmp_path, SITE)
    first = send(tmp_path, berth.where).plan
    assert set(first.uploads) == set(SITE)
    assert berth.read() == whole(SITE, tmp_path) | foreign
    again = send(tmp_path, berth.where).plan
    assert (again.uploads, again.deletions, again.same, again.last) == ((), (), len(SITE), False)
    built(tmp_path, NEXT)
    dry = send(tmp_path, berth.where, dry=True).plan
    assert berth.read() == {**SITE, **foreign} | {MANIFEST: first_manifest(SITE)}
    then = send(tmp_path, berth.where).plan
    assert dry == then
    assert then.uploads == ("theme/9876543210/site.css", "2026/11/c/index.html", "index.html", "feed.xml")
    assert then.deletions == ("2026/11/b/index.html", "theme/0123456789/site.css")
    assert berth.read() == whole(NEXT, tmp_path) | foreign
    if isinstance(berth.where, Folder | Rsync):
        assert not (tmp_path / "far" / "the site" / "theme" / "0123456789").exists()


def first_manifest(files: Mapping[str, bytes]) -> bytes:
    """The manifest of a site."""
    sums = {
        path: (output.size, output.digest)
        for path, data in files.items()
        for output in [Output(path, data, "").summed()]
    }
    return write_manifest(sums, {})


class Stopped(BaseException):
    """A run that ends as if it had been killed: nothing is tidied up by us."""


def stopping(monkeypatch: pytest.MonkeyPatch, where: Where, most: int) -> Callable[[], int]:
    """Let a target end the run before step ``most``; gives how to ask for the steps that were taken."""
    reach = room.TARGETS[type(where)]
    steps = 0

    def step() -> None:
        nonlocal steps
        if steps >= most:
            raise Stopped
        steps += 1

    class Ending:
        def __init__(self, real: Any) -> None:
            self.real = real
            self.look = real.look

        def put(self, folder: Path, paths: Sequence[str]) -> Iterator[str]:
            for path in paths:  # one by one, so that each is a step
                step()
                yield from self.real.put(folder, [path])

        def remove(self, paths: Sequence[str]) -> None:
            for path in paths:
                step()
                self.real.remove([path])

        def finish(self) -> str:
            step()
            return str(self.real.finish())

    @contextmanager
    def ending(where: Where, root: Path, output: Path) -> Iterator[Any]:
        with reach(where, root, output) as real:
            yield Ending(real)

    monkeypatch.setitem(room.TARGETS, type(where), ending)
    return lambda: steps


def test_killed_at_any_step_and_repeated_the_site_is_whole(berth: Berth, tmp_path: Path) -> None:
    """No page is there before what it needs; then another site is sent, and nothing of the killed run is left over."""
    berth.write("foreign.txt", b"others'")
    built(tmp_path, SITE)
    send(tmp_path, berth.where)
    most = 0
    while True:
        built(tmp_path, NEXT)
        with pytest.MonkeyPatch.context() as patch:
            steps = stopping(patch, berth.where, most)
            try:
                send(tmp_path, berth.where)
                break
            except Stopped:
                assert steps() == most
        now = berth.read()
        assert now["foreign.txt"] == b"others'"
        if now["index.html"] == NEXT["index.html"] or "2026/11/c/index.html" in now:
            assert now["theme/9876543210/site.css"] == NEXT["theme/9876543210/site.css"]
        if now["feed.xml"] == NEXT["feed.xml"]:
            assert "2026/11/c/index.html" in now
        if "theme/0123456789/site.css" not in now:
            assert now["index.html"] == NEXT["index.html"]
        if most % 2:  # half of them go on with this site, half with the one before
            send(tmp_path, berth.where)
            assert berth.read() == whole(NEXT, tmp_path) | {"foreign.txt": b"others'"}
        built(tmp_path, SITE)
        send(tmp_path, berth.where)
        assert berth.read() == whole(SITE, tmp_path) | {"foreign.txt": b"others'"}
        most += 1 if isinstance(berth.where, Folder | S3) else 3  # each step of the others takes a program or more
    assert most == 9  # manifest, 4 uploads, 2 deletions, manifest, and what finishes it
    assert berth.read() == whole(NEXT, tmp_path) | {"foreign.txt": b"others'"}


def test_a_foreign_file_in_the_way_is_kept_until_its_loss_is_asked_for(berth: Berth, tmp_path: Path) -> None:
    """As when the place held another site before."""
    berth.write("index.html", b"others'")
    built(tmp_path, SITE)
    with pytest.raises(CorantoError, match="not of this site"):
        send(tmp_path, berth.where)
    assert berth.read() == {"index.html": b"others'"}
    send(tmp_path, berth.where, overwrite=True)
    assert berth.read() == whole(SITE, tmp_path)


def test_what_was_lost_or_cut_there_is_mended(berth: Berth, tmp_path: Path) -> None:
    """Though the manifest says that it is there."""
    built(tmp_path, SITE)
    send(tmp_path, berth.where)
    berth.write("feed.xml", b"<")
    plan = send(tmp_path, berth.where).plan
    assert plan.uploads == ("feed.xml",)
    assert berth.read() == whole(SITE, tmp_path)


# Each kind's own ways


def test_a_folder_of_the_site_itself_is_no_target(tmp_path: Path) -> None:
    """Nor one above it, nor one that a link leads to."""
    built(tmp_path / "site", SITE)
    (tmp_path / "link").symlink_to(tmp_path / "site" / "content")
    for path in (".", "..", "output", "output/x", "content", "themes/x", ".git", "../link"):
        with pytest.raises(CorantoError, match="made there"):
            send(tmp_path / "site", Folder(path))
    (tmp_path / "file").write_text("x")
    with pytest.raises(CorantoError, match="no folder"):
        send(tmp_path / "site", Folder("../file"))


def test_nothing_is_written_through_a_link_in_the_target(tmp_path: Path) -> None:
    """It stands there, is not ours, and is in the way."""
    built(tmp_path / "site", SITE)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "2026").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorantoError, match="in the way"):
        send(tmp_path / "site", Folder("../public"), overwrite=True)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_files_that_did_not_change_are_not_touched(tmp_path: Path) -> None:
    """Their time stays, and so do the answers of a web server that go by it."""
    built(tmp_path / "site", SITE)
    send(tmp_path / "site", Folder("../public"))
    os.utime(tmp_path / "public" / "sitemap.xml", (1, 1))
    built(tmp_path / "site", NEXT)
    send(tmp_path / "site", Folder("../public"))
    assert (tmp_path / "public" / "sitemap.xml").stat().st_mtime == 1
    assert stat.S_IMODE((tmp_path / "public" / "index.html").stat().st_mode) & 0o444


def test_one_deploy_is_one_commit_of_a_stable_message(tmp_path: Path) -> None:
    """On top of what stands there; no deploy, no commit."""
    program("git")
    berth = git_berth(tmp_path)
    berth.write("CNAME", b"digest.example")
    for site in (SITE, SITE, NEXT):
        built(tmp_path, site)
        send(tmp_path, berth.where)
    bare = tmp_path / "bare.git"
    assert git("log", "--format=%s|%an", "gh-pages", cwd=bare).splitlines() == [
        "The site as built by Coranto|Coranto",
        "The site as built by Coranto|Coranto",
        "by hand|A",
    ]


def test_the_users_repository_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkout, branches, index and hooks stay; what GIT_* says, and hooks say, counts for nothing."""
    program("git")
    berth = git_berth(tmp_path)
    root = tmp_path / "site"
    built(root, SITE)
    git("init", "-q", cwd=root)
    git("remote", "add", "origin", str(tmp_path / "bare.git"), cwd=root)
    (root / "a.md").write_text("staged")
    git("add", "a.md", cwd=root)
    hook = root / ".git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch hooked\nexit 1\n")
    hook.chmod(0o755)
    before = tree(root)
    monkeypatch.setenv("GIT_DIR", str(root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(root / ".git" / "index"))
    monkeypatch.setenv("GIT_SSH_COMMAND", "touch hooked")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.hooksPath")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(hook.parent))
    sent = send(root, GithubPages())
    assert len(sent.name) == 10
    assert tree(root) == before
    assert berth.read() == whole(SITE, root)


def test_who_pushes_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is forced: the next deploy begins from there."""
    program("git")
    berth = git_berth(tmp_path)
    berth.write("a.txt", b"1")
    built(tmp_path, SITE)
    real = github_pages._There.look

    def late(self: Any) -> Found:
        found = real(self)
        berth.write("a.txt", b"2")
        return found

    monkeypatch.setattr(github_pages._There, "look", late)
    with pytest.raises(CorantoError, match="somebody else has pushed"):
        send(tmp_path, berth.where)
    monkeypatch.undo()
    assert berth.read() == {"a.txt": b"2"}
    send(tmp_path, berth.where)
    assert berth.read() == whole(SITE, tmp_path) | {"a.txt": b"2"}


def test_a_token_goes_to_its_own_host_by_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arguments can be read by others on the machine; another host gets nothing."""
    monkeypatch.setenv(github_pages.TOKEN, "hush-hush")
    way = github_pages._way_in("https://github.com/me/digest.git")
    assert way["GIT_CONFIG_KEY_0"] == "http.https://github.com/.extraHeader"
    assert not github_pages._way_in("git@github.com:me/digest.git")
    monkeypatch.delenv(github_pages.TOKEN)
    assert not github_pages._way_in("https://github.com/me/digest.git")


def test_a_bucket_is_told_types_and_how_long_to_keep(
    tmp_path: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what bears a hash in its address is kept for long."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setenv("AWS_PROFILE", "none-such")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    berth = s3_berth(bucket)
    built(tmp_path, SITE)
    send(tmp_path, berth.where)
    told = {path: bucket.head_object(Bucket="digest", Key=f"sub/{path}") for path in SITE}
    assert told["feed.xml"]["ContentType"] == "application/rss+xml; charset=utf-8"
    assert told["index.html"]["ContentType"] == "text/html; charset=utf-8"
    assert "immutable" in told["theme/0123456789/site.css"]["CacheControl"]
    assert "must-revalidate" in told["index.html"]["CacheControl"]


@pytest.mark.parametrize(
    ("where", "env", "said"),
    [
        (S3("digest"), {"AWS_ACCESS_KEY_ID": ""}, "AWS_ACCESS_KEY_ID"),
        (S3("digest", endpoint="http://127.0.0.1:9"), {}, "cannot be reached"),
        (Rsync("far.example:/x"), {"RSYNC_RSH": "false"}, "rsync gave up"),
        (Rsync("rsync://127.0.0.1:9/x"), {}, "rsync gave up"),
        (GithubPages("./none-such"), {}, "git gave up"),
        (GithubPages("none-such"), {}, "no git remote"),
        (GithubPages("https://127.0.0.1:9/x.git"), {}, "git gave up"),
        (GithubPages("me@far.example:x.git"), {"PATH": "EMPTY"}, "git is not installed"),
        (Rsync("far.example:/x"), {"PATH": "EMPTY"}, "rsync is not installed"),
        (GithubPages("./none-such"), {}, "does not appear to be a git repository"),
    ],
)
def test_a_target_that_cannot_be_reached_is_one_error_with_a_hint(
    where: Where, env: dict[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is missing: the tool, the host, the keys; and no secret is told."""
    extra("botocore")
    program("rsync")
    built(tmp_path, SITE)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush")
    monkeypatch.setenv(github_pages.TOKEN, "hush-hush")
    for name, value in env.items():
        monkeypatch.setenv(name, str(tmp_path) if value == "EMPTY" else value)
    with pytest.raises(CorantoError) as caught:
        send(tmp_path, where)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.hint
    assert ("no repository is there" in problem.hint) == ("does not appear" in problem.message)
    assert "hush-hush" not in problem.show()


def test_a_bucket_that_refuses_is_one_error(tmp_path: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words of S3, with what to do."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush")
    built(tmp_path, SITE)
    with pytest.raises(CorantoError) as caught:
        send(tmp_path, S3("none-such", endpoint=bucket.meta.endpoint_url))
    assert "NoSuchBucket" in caught.value.problems[0].message
    assert "make the bucket" in caught.value.problems[0].hint


# A bucket that lies, or is none

XML = "application/xml"
LAUGHS = "".join(f'<!ENTITY {each} "{f"&{last};" * 10}">' for last, each in zip("abcdefgh", "bcdefghi", strict=True))
Said = tuple[int, dict[str, str], bytes]


class Bucket(ThreadingHTTPServer):
    """What speaks as S3 does, but for what ``odd`` says: method and key -> status, headers and body, or nothing."""

    daemon_threads = True

    def __init__(self, held: Mapping[str, bytes], odd: Callable[[str, str, str], Said | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Spoken)
        self.held, self.odd = dict(held), odd
        self.asked: list[tuple[str, str]] = []


class _Spoken(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        held, method = self.server.held, self.command
        parts = urlsplit(self.path)
        key = unquote(parts.path).removeprefix("/digest").removeprefix("/")
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((method, key))
        said = self.server.odd(method, key, parts.query)
        if said is None and method == "PUT":
            held[key] = data
        if said is None and method == "DELETE":
            held.pop(key, None)
        body = listing({each: len(told) for each, told in held.items()}) if not key else held.get(key, b"")
        status, headers, body = said or (200, {}, body if method == "GET" else b"")
        self.send_response_only(status)
        for name, value in {"Content-Type": XML, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


def listing(sizes: Mapping[str, int | str], more: str = "<IsTruncated>false</IsTruncated>") -> bytes:
    """A list of keys, as S3 gives it."""
    rows = (f"<Contents><Key>{escape(key)}</Key><Size>{size}</Size></Contents>" for key, size in sizes.items())
    return f"<ListBucketResult><Name>digest</Name>{more}{''.join(rows)}</ListBucketResult>".encode()


@pytest.fixture
def lying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Bucket]]:
    """Buckets with SITE in them and what is others', where NEXT is to be sent."""
    extra("botocore")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush")
    built(tmp_path, SITE)
    held = {f"sub/{path}": data for path, data in tree(tmp_path / "output").items()}
    built(tmp_path, NEXT)
    with ExitStack() as stack:

        def start(odd: Callable[[str, str, str], Said | None]) -> Bucket:
            server = stack.enter_context(Bucket(held | {"sub/foreign.txt": b"others'", "index.html": b"others'"}, odd))
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return server

        yield start


def refused(root: Path, server: Bucket) -> str:
    """What is said of a bucket that is given up: one problem, in one line that a terminal may be shown."""
    with pytest.raises(CorantoError) as caught:
        send(root, S3("digest", "sub/", endpoint=f"http://127.0.0.1:{server.server_address[1]}"))
    (problem,) = caught.value.problems
    assert problem.hint
    assert problem.show().replace("\n", "").isprintable() and len(problem.show()) < 600
    assert "\n" not in problem.message and "hush-hush" not in problem.show()
    return problem.message


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><p>Sign in to this network", id="no XML"),
        pytest.param(b"<html><p>Sign in to this network</p></html>", id="a page"),
        pytest.param(listing({"sub/a": 1})[:-9], id="half a list"),
        pytest.param(listing({"sub/a": 1}, ""), id="a list that does not say whether it ends"),
        pytest.param(listing({"sub/a": 1}, "<IsTruncated>true</IsTruncated>"), id="a list that goes on nowhere"),
        pytest.param(
            listing({}, "<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken>"),
            id="a list that goes on with itself",
        ),
        pytest.param(b"<ListBucketResult><Contents><Key>sub/a</Key></Contents></ListBucketResult>", id="no size"),
        pytest.param(b"<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>", id="no key"),
        pytest.param(b"<ListBucketResult>" + b"<Contents>" * 9_000 + b"</Contents>" * 9_000 + b"</ListBucketResult>", id="deep"),
        *(pytest.param(listing({"sub/a": size}), id=f"size {size[:5]!r}") for size in ("", "x", "1.5", "1" * 6000)),
        pytest.param(listing({}, "<IsTruncated>false</IsTruncated><MaxKeys>x</MaxKeys>"), id="odd number"),
        pytest.param(f'<!DOCTYPE l [<!ENTITY a "ha">{LAUGHS}]><ListBucketResult>&i;</ListBucketResult>'.encode(), id="laughs"),
        pytest.param(
            b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            b"<ListBucketResult><Contents><Key>sub/&a;</Key><Size>1</Size></Contents></ListBucketResult>",
            id="a file of ours",
        ),
    ],
)  # fmt: skip
def test_what_is_no_list_ends_it_before_anything_is_done(
    lying: Callable[..., Bucket], tmp_path: Path, body: bytes
) -> None:
    """It would be taken for an empty place: others' files replaced, and ours forgotten."""
    server = lying(lambda method, key, query: (200, {}, body) if not key else None)
    refused(tmp_path, server)
    assert set(server.asked) == {("GET", "")}


def test_a_list_without_end_is_given_up(
    lying: Callable[..., Bucket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After more pages than any site has."""
    monkeypatch.setattr(s3, "PAGES", 5)
    pages = iter(range(100))

    def odd(method: str, key: str, query: str) -> Said | None:
        more = f"<IsTruncated>true</IsTruncated><NextContinuationToken>{next(pages)}</NextContinuationToken>"
        return None if key else (200, {}, listing({}, more))

    server = lying(odd)
    assert "more than 5 pages" in refused(tmp_path, server)
    assert server.asked == [("GET", "")] * 5


def test_keys_that_are_none_of_ours_are_neither_read_nor_deleted(lying: Callable[..., Bucket], tmp_path: Path) -> None:
    """Not those outside of the prefix, which nobody asked for, nor those that lead there."""
    odd_keys = ["index.html", "manifest.json", "sub/../x", "sub/../../etc", "sub//", "sub/", "other/x", "sub/\u202e",
                "sub/./index.html", "sub/index.html/", "sub/%2e%2e/x", "sub/" + "k" * 5000, "SUB/index.html"]  # fmt: skip
    server = lying(lambda method, key, query: None)
    held = {each: len(data) for each, data in server.held.items()} | dict.fromkeys(odd_keys, 3)
    server.odd = lambda method, key, query: None if key else (200, {}, listing(held))
    send(tmp_path, S3("digest", "sub/", endpoint=f"http://127.0.0.1:{server.server_address[1]}"))
    gone = {f"sub/{path}" for path in SITE.keys() - NEXT.keys()}
    assert {key for method, key in server.asked if method == "DELETE"} == gone
    assert {key for method, key in server.asked if method == "PUT"} <= {f"sub/{each}" for each in (*NEXT, MANIFEST)}
    assert (server.held["index.html"], server.held["sub/foreign.txt"]) == (b"others'", b"others'")
    assert server.held["sub/index.html"] == NEXT["index.html"]


def test_a_manifest_there_without_end_is_not_read_to_its_end(
    lying: Callable[..., Bucket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor one that breaks off."""
    monkeypatch.setattr(s3, "STEP", 10)
    server = lying(lambda method, key, query: (200, {}, b" " * 1000) if key.endswith(MANIFEST) else None)
    assert "of more than 64 MB" in refused(tmp_path, server)
    monkeypatch.undo()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush")
    short = {"Content-Length": "1000", "Connection": "close"}
    server.odd = lambda method, key, query: (200, short, b"{") if key.endswith(MANIFEST) else None
    refused(tmp_path, server)
    assert {method for method, _ in server.asked} == {"GET"}


@pytest.mark.parametrize(
    ("status", "code", "hint"),
    [
        (403, "AccessDenied", "s3:PutObject"),
        (403, "RequestTimeTooSkewed", "the clock of this machine"),
        (403, "\u202e\n" + "x" * 5000, "rights"),
        (301, "", "rights"),
        (505, "", "deploy again later"),
    ],
)
@pytest.mark.parametrize("where", ["index.html", "2026/11/b/index.html"])
def test_a_refusal_midway_ends_it_there(
    lying: Callable[..., Bucket], tmp_path: Path, where: str, status: int, code: str, hint: str
) -> None:
    """What is uploaded later, deleted later and the last manifest is not; what is there is ours by the first one."""
    body = f"<Error><Code>{code}</Code><Message>hush-hush</Message></Error>".encode() if code else b""
    server = lying(
        lambda method, key, query: (
            (status, {"Retry-After": "99999999999"}, body) if key == f"sub/{where}" and method != "GET" else None
        )
    )
    with pytest.raises(CorantoError) as caught:
        send(tmp_path, S3("digest", "sub/", endpoint=f"http://127.0.0.1:{server.server_address[1]}"))
    assert hint in caught.value.problems[0].hint
    puts = [key.removeprefix("sub/") for method, key in server.asked if method == "PUT"]
    assert puts[0] == MANIFEST and puts.count(MANIFEST) == 1
    assert ("feed.xml" in puts) == (where != "index.html")
    ours = believed(server.held[f"sub/{MANIFEST}"])
    assert server.held.keys() - {f"sub/{each}" for each in ours} == {"sub/foreign.txt", "index.html"}
    assert refused(tmp_path, server)
    server.odd = lambda method, key, query: None
    send(tmp_path, S3("digest", "sub/", endpoint=f"http://127.0.0.1:{server.server_address[1]}"))
    assert {key for key in server.held if key.startswith("sub/")} == {
        f"sub/{each}" for each in (*NEXT, MANIFEST, "foreign.txt")
    }


def test_a_run_that_is_killed_for_good_can_be_repeated(tmp_path: Path) -> None:
    """By SIGKILL, between two files."""
    built(tmp_path / "site", SITE)
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom coranto.deploy import deploy\nfrom coranto.targets import Folder\n"
        "def tell(stage, done, count):\n    if done == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "root = Path(sys.argv[1])\ndeploy(root / 'output', Folder('../public'), root, lambda there: None, tell)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "site")], capture_output=True)
    assert done.returncode == -9, done.stderr
    left = tree(tmp_path / "public")
    assert set(believed(left[MANIFEST]).values()) - {(len(left[MANIFEST]), _sha(left[MANIFEST]))} == {UNSURE}
    send(tmp_path / "site", Folder("../public"))
    assert tree(tmp_path / "public") == whole(SITE, tmp_path / "site")


def _sha(data: bytes) -> str:
    return Output("", data, "").summed().digest


def test_a_plan_names_what_it_costs() -> None:
    """Bytes and counts."""
    plan: Plan = compare(cargo({"a": "12345", "b": "1"}), there({"b": "1"}))
    assert (plan.size, plan.same, plan.fresh) == (5, 1, frozenset({"a"}))


# The command

PLAIN = "title: T\nbase_url: https://x.example/\nfeeds: {id_authority: 'x.example,2026'}\n"


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (["wbe"], "deploy: {web: {type: folder, path: ../p}}", "did you mean 'web'?"),
        (["x"], "", "config.yaml has none"),
        (
            [],
            "deploy: {a: {type: folder, path: ../p}, b: {type: folder, path: ../q}}",
            "which target? config.yaml has a, b",
        ),
    ],
)
def test_a_target_that_nobody_declared_is_wrong_usage(words: list[str], text: str, said: str, tmp_path: Path) -> None:
    """With what there is."""
    (tmp_path / "config.yaml").write_text(f"{PLAIN}{text}\n")
    done = run("deploy", *words, "--root", str(tmp_path))
    assert done.returncode == 2
    assert said in done.stderr


def test_every_key_of_a_target_is_in_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by watching which are asked for."""
    targets = "a: {type: folder, path: x}, b: {type: rsync, to: x}, c: {type: github-pages}, d: {type: s3, bucket: bbb}"
    asked = asked_keys(monkeypatch, lambda: parse_config(f"{PLAIN}deploy: {{default: a, {targets}}}\n"))
    known = asked - asked_keys(monkeypatch, lambda: parse_config(PLAIN)) - set("abcd")
    assert {"default", "type", "path", "to", "remote", "branch", "bucket"} <= known
    assert known <= named("deploy.md")


def test_the_command_checks_sends_and_remembers(site: Callable[[str], SmallSite], tmp_path: Path) -> None:
    """What does not pass the check is not sent; what was sent is known to the next check."""
    made = site(
        f"-- config.yaml --\n{PLAIN}licence: CC0\ndeploy: {{web: {{type: folder, path: ../public}}}}\n"
        + article("a", "Lamps are lit", republish="own", summary="Lamps.")
    )
    made.build()
    words = ("deploy", "--root", str(made.root))
    dry = run(*words, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "add     2026/11/a/index.html" in dry.stdout
    assert not (tmp_path / "public").exists()
    assert not (made.root / ".coranto" / "published.json").exists()
    done = run(*words, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["done"]
    assert (tmp_path / "public" / "2026/11/a/index.html").is_file()
    assert (made.root / ".coranto" / "published.json").read_bytes() == (made.root / "output" / MANIFEST).read_bytes()
    assert "nothing to do" in run(*words).stdout
    made.write(article("a", "Lamps are lit", republish="own", summary="Lamps.", body="[gone](gone.md)"))
    stale = run(*words)
    assert "the site is out of date" in stale.stderr
    made.write("-- config.yaml --\ntitle: T\nlicence: CC0\ndeploy: {web: {type: folder, path: ../public}}\n")
    made.build()
    assert "there is no base_url" in run(*words, "--dry-run").stderr
    made.write(f"-- config.yaml --\n{PLAIN}licence: CC0\ndeploy: {{web: {{type: folder, path: ../public}}}}\n")
    old = run(*words)  # links that are right below one address are not below another
    assert old.returncode == 1
    assert "out of date" in old.stderr and "Run coranto build first." in old.stderr
    refused = run(*words, "--json")
    told = json.loads(refused.stdout)
    assert refused.returncode == 1
    assert not told["done"]
    assert {"links", "files"} & {each["kind"] for each in told["problems"]}
    made.build()
    refused = run(*words)
    assert refused.returncode == 1
    assert "coranto check has to pass" in refused.stderr
    assert "gone.md" not in (tmp_path / "public" / "2026/11/a/index.html").read_text()


def test_a_retraction_goes_out_whatever_edition_names_the_article(site: Callable[[str], SmallSite]) -> None:
    """``retract`` names the editions that lose it; the check warns; nothing keeps the notice from readers."""
    items = "parts:\n  - title: P\n    items:\n      - article: a\n      - article: b\n"
    made = site(
        f"-- config.yaml --\n{PLAIN}licence: CC0\ndeploy: {{web: {{type: folder, path: ../public}}}}\n"
        + article("a", "Lamps are lit", summary="Lamps.")
        + article("b", "Ferries sail", "2026-11-19", summary="Ferries.")
        + f"-- content/editions/1.md --\n---\ntitle: First\ndate: 2026-11-20\n{items}---\n"
        + f"-- content/editions/2.md --\n---\ntitle: Next\ndate: 2026-11-21\ndraft: true\n{items}---\n"
        + "-- content/editions/3.md --\n---\nnumber: none\n---\n"
    )
    root = ("--root", str(made.root))
    done = run("retract", "a", "--reason", "No lamps.", *root)
    assert done.stdout.endswith(
        "  +   reason: No lamps.\nedition 1 loses it: content/editions/1.md:7\n"
        "edition 2 loses it: content/editions/2.md:8\n"
    ), "of a file with a mistake the build tells"
    (made.root / "content/editions/3.md").unlink()
    made.build()
    done = run("deploy", *root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No lamps." in (made.root.parent / "public" / "2026/11/a/index.html").read_text()
    assert "loses" not in run("retract", "a", "--undo", *root).stdout


def test_what_was_built_for_another_address_is_checked_for_that(site: Callable[[str], SmallSite]) -> None:
    """A site for trial, with the address that the build was given."""
    made = site(
        f"-- config.yaml --\n{PLAIN}licence: CC0\ndeploy: {{web: {{type: folder, path: ../public}}}}\n"
        + article("a", "Lamps are lit", republish="own", summary="Lamps.")
    )
    made.build(base_url="https://trial.example/x/")
    words = ("deploy", "--root", str(made.root))
    assert run(*words).returncode == 1
    done = run(*words, "--base-url", "https://trial.example/x/")
    assert (done.returncode, done.stderr) == (0, "")
