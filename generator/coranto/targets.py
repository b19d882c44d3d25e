"""``deploy:`` of config.yaml in; where the site may be sent out, checked, or every mistake with its place.

Each value is one that can be handed to a program: none begins with ``-``, none holds a control character. What is
secret comes from the environment alone: a key for it is an error, and its line is not shown. Reaches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from coranto.fields import Fields
from coranto.problems import Problem


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on this machine."""

    path: str


@dataclass(frozen=True, slots=True)
class Rsync:
    """What rsync reaches: ``host:path``, ``rsync://host/module/path`` or a folder."""

    to: str


@dataclass(frozen=True, slots=True)
class GithubPages:
    """A branch of a git repository: an address, or the name of a remote of the site's own repository."""

    remote: str = "origin"
    branch: str = "gh-pages"


@dataclass(frozen=True, slots=True)
class S3:
    """A bucket of Amazon S3, or of what speaks as it does (``endpoint``). ``prefix`` ends in ``/`` or is empty."""

    bucket: str
    prefix: str = ""
    region: str = "us-east-1"
    endpoint: str = ""


Where = Folder | Rsync | GithubPages | S3


@dataclass(frozen=True, slots=True)
class Deploy:
    """Where the site may be sent, by names of the user's, and which of them is meant when none is named."""

    targets: tuple[tuple[str, Where], ...] = ()
    default: str = ""


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SECRET = re.compile(r"(?i)secret|token|passw|passphrase|credential|(?:^|_)key(?:$|_)|access_key")
_PLAIN = re.compile(r"[^-\x00-\x1f\x7f\s][^\x00-\x1f\x7f]*")
_HOST = r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])"
_REMOTE_PATH = re.compile(rf"{_HOST}:(?!:)[^-\x00-\x1f\x7f][^\x00-\x1f\x7f]*")
_BRANCH = re.compile(r"(?!.*(?:\.\.|//|/\.|\.lock(?:/|$)))[A-Za-z0-9][A-Za-z0-9._/-]*(?<![/.])")
_REMOTE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NEAR = re.compile(r"\.{0,2}/[^\x00-\x1f\x7f]+")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"(?:(?!\.\.?/)[A-Za-z0-9._~-][A-Za-z0-9._~-]*/)*")
_SAMPLE = "name a target beside it: web: {type: rsync, to: host:/path}"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def read_deploy(fields: Fields) -> Deploy:
    """What stands under ``deploy``; mistakes are noted in ``fields.problems``."""
    group = fields.group("deploy", "deploy")
    if group is None:
        return Deploy()
    before, problems = len(fields.problems), fields.problems
    default = group.text("default")
    found = []
    for name in group.keys:
        if name == "default":
            continue
        each = group.group(name, f"target {name!r}")
        if not _NAME.fullmatch(name):
            group.fault(name, f"not a name for a target: {name!r}", "use letters, digits, - and _")
        if each is None:
            group.fault(name, f"target {name!r} says nothing", "write {type: rsync, to: host:/path}")
            continue
        where = _target(each)
        if where:
            found.append((name, where))
    names = [name for name in group.keys if name != "default"]
    if default and default not in names:
        group.fault(
            "default",
            f"'default' names no target: {default!r}",
            f"write one of {', '.join(names)}" if names else _SAMPLE,
        )
    if any(_SECRET.search(name) for name in _keys(group)):
        problems[before:] = [replace(each, excerpt="") for each in problems[before:]]
    return Deploy(tuple(found), default or (names[0] if len(names) == 1 else ""))


def _keys(group: Fields) -> list[str]:
    below = (node.value for _, node in group.keys.values() if isinstance(node.value, dict))
    return [*group.keys, *(name for value in below for name in value)]


def _target(fields: Fields) -> Where | None:
    """One target; None where it is not one."""
    kind = fields.choice("type", tuple(_KINDS))
    before = len(fields.problems)
    for key in fields.keys:
        if _SECRET.search(key):
            fields.asked.add(key)
            names = _SECRETS.get(kind, "") or "the one that docs/reference/deploy.md names"
            at = fields.keys[key][0].place
            message = f"{key!r} has no place in config.yaml, which others read"
            fields.problems.append(Problem(message, at, f"take it out; put it into the environment: {names}"))
    if "type" not in fields:
        fields.fault("type", "a target needs a type", f"write type: {' or '.join(_KINDS)}")
        return None
    if not kind:
        return None
    where = _KINDS[kind](fields)
    fields.close()
    return where if len(fields.problems) == before else None


def _folder(fields: Fields) -> Where:
    return Folder(_needed(fields, "path", "write path: ../public", _PLAIN))


def _rsync(fields: Fields) -> Where:
    to = _needed(fields, "to", "write to: me@example.org:/srv/www/digest", _PLAIN)
    if to.startswith("rsync://"):
        _open(fields, "to", to, ("rsync",))
    elif ":" in to.partition("/")[0] and not _REMOTE_PATH.fullmatch(to):
        fields.fault("to", f"not a host and a path: {to!r}", "write to: me@example.org:/srv/www/digest")
    return Rsync(to)


def _github_pages(fields: Fields) -> Where:
    remote, branch = fields.text("remote", "origin"), fields.text("branch", "gh-pages")
    hint = "write an address such as git@github.com:me/digest.git, or the name of a remote"
    if not _BRANCH.fullmatch(branch):
        fields.fault("branch", f"not the name of a branch: {branch!r}", "write branch: gh-pages")
    if "://" in remote:
        _open(fields, "remote", remote, ("https", "ssh", "file"))
    elif not (_REMOTE.fullmatch(remote) or _REMOTE_PATH.fullmatch(remote) or _NEAR.fullmatch(remote)):
        fields.fault("remote", f"not a repository: {remote!r}", hint)
    return GithubPages(remote, branch)


def _s3(fields: Fields) -> Where:
    bucket = _needed(fields, "bucket", "write bucket: my-digest", _BUCKET)
    prefix = fields.text("prefix")
    prefix = f"{prefix}/" if prefix and not prefix.endswith("/") else prefix
    if not _PREFIX.fullmatch(prefix):
        fields.fault("prefix", f"not a folder in a bucket: {prefix!r}", "write prefix: digest/")
    region = fields.text("region", "us-east-1")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", region):
        fields.fault("region", f"not a region: {region!r}", "write region: eu-central-1")
    endpoint = fields.text("endpoint")
    if endpoint:
        _open(fields, "endpoint", endpoint, ("https",), bare=True)
    return S3(bucket, prefix, region, endpoint)


def _needed(fields: Fields, key: str, hint: str, form: re.Pattern[str]) -> str:
    text = fields.text(key)
    if not text:
        fields.fault(key, f"{key!r} is missing in {fields.what}", hint)
    elif not form.fullmatch(text):
        fields.fault(key, f"{key!r} cannot be {text!r}", hint)
    return text


def _open(fields: Fields, key: str, url: str, schemes: tuple[str, ...], bare: bool = False) -> None:
    """Note what is wrong with an address. One with a password is not shown."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.password is not None or (parts.username is not None and parts.scheme == "https"):
        at = fields.keys[key][1].place
        hint = "take it out; the environment has room for it: docs/reference/deploy.md"
        fields.problems.append(Problem(f"{key!r} holds a name or password, and others read config.yaml", at, hint))
        return
    host = parts.hostname or ""
    local = parts.scheme == "http" and host in _LOOPBACK and "https" in schemes and bare
    named = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*|[0-9a-f:.]*:[0-9a-f:.]*", host) or parts.scheme == "file"
    user = re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", parts.username or "x")
    more = parts.query or parts.fragment or (bare and parts.path not in ("", "/"))
    if not (parts.scheme in schemes or local) or not named or not user or more or not _PLAIN.fullmatch(url):
        told = " or ".join(f"{each}://" for each in schemes)
        fields.fault(key, f"{key!r} cannot be {url!r}", f"write an address that begins with {told}")


_KINDS: dict[str, Callable[[Fields], Where]] = {
    "rsync": _rsync,
    "github-pages": _github_pages,
    "s3": _s3,
    "folder": _folder,
}
_SECRETS = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "github-pages": "CORANTO_GIT_TOKEN",
    "rsync": "RSYNC_PASSWORD",
}
