"""Where a site can stand: a host's name and the site's address in; the files that this host wants out, as text.

The files lie in ``starter/hosts/``. They say of types, caching and policies what ``headers.py`` says. Writes nothing.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from coranto.headers import ASKED, KEPT, POLICY, REFERRER, SEARCH_POLICY
from coranto.problems import error
from coranto.text import slugify

HOSTS = Path(__file__).parent / "starter" / "hosts"
NAMES = ("github-pages", "netlify", "cloudflare", "s3", "nginx", "caddy")
SAMPLE = "https://example.org/"
_PART = "config-part.yaml"
_PATH = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")


def recipe(host: str, base_url: str, title: str, now: datetime) -> dict[str, str]:
    """path below the site's folder -> text. Raises CorantoError for an address that no such file can name."""
    values = _values(base_url, title, now)
    folder = HOSTS / host
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        name.replace("dot-github", ".github"): _filled(path, values) for name, path in found.items() if name != _PART
    }


def config_part(host: str, base_url: str, title: str, now: datetime) -> str:
    """Lines for config.yaml that go with it; empty where none do."""
    path = HOSTS / host / _PART
    return _filled(path, _values(base_url, title, now)) if path.is_file() else ""


def _values(base_url: str, title: str, now: datetime) -> dict[str, str]:
    parts = urlsplit(base_url or SAMPLE)
    path = unquote(parts.path) or "/"
    if not _PATH.fullmatch(path) or not re.fullmatch(r"[A-Za-z0-9.-]+", parts.hostname or ""):
        raise error(f"no recipe can be written for {base_url}", hint="use letters, digits and hyphens in base_url")
    return {
        "HOST": parts.hostname or "",
        "PATH": path,
        "NAME": re.sub("[^a-z0-9-]", "", slugify(title, "en"))[:50].strip("-") or "digest",
        "DAY": f"{now:%Y-%m-%d}",
        "ASKED": ASKED,
        "KEPT": KEPT,
        "POLICY": POLICY,
        "SEARCH_POLICY": SEARCH_POLICY,
        "REFERRER": REFERRER,
    }


def _filled(path: Path, values: dict[str, str]) -> str:
    return re.sub("@([A-Z_]+)@", lambda found: values[found[1]], path.read_text("utf-8"))
