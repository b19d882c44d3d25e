"""What a host says along with a file: its type, how long it may be kept, and what a page may do.

In: a path below ``output/``. Out: values of HTTP headers. The preview, uploads to S3, ``_headers`` and the recipes for
web servers say the same.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".wasm": "application/wasm",
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
"""By name or suffix: what differs from what the system would say, or stands in no system's table for sure."""

POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
SEARCH_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'")
REFERRER = "strict-origin-when-cross-origin"

KEPT = "public, max-age=31536000, immutable"  # the address changes with the bytes
ASKED = "public, max-age=0, must-revalidate"  # the address stays when the bytes change
HASHED = re.compile(r"theme/[0-9a-f]{10}/")


def type_of(path: str) -> str:
    """The ``Content-Type`` of a file."""
    name = PurePosixPath(path).name
    found = TYPES.get(name) or TYPES.get(PurePosixPath(name).suffix.lower())
    return found or mimetypes.guess_type(name)[0] or "application/octet-stream"


def cache_of(path: str) -> str:
    """The ``Cache-Control`` of a file."""
    return KEPT if HASHED.match(path) else ASKED
