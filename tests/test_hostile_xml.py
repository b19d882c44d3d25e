"""XML from strangers reads no file, asks no host and grows no further: feeds, lists of feeds, pages, pictures."""

from __future__ import annotations

import resource
import socket
import time
from pathlib import Path

import pytest

from coranto.problems import CorantoError
from coranto.reading import read
from tests.smallsite import article, small_site

CANARY = "CANARY-7f3a"
DOCTYPES = {
    "file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{file}">]>',
    "public": '<!DOCTYPE x [<!ENTITY e PUBLIC "-//x//x" "file://{file}">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{file}"> %p; <!ENTITY e "x">]>',
    "external dtd": '<!DOCTYPE x SYSTEM "file://{file}">',
    "network": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/x">]>',
    "network dtd": '<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/x.dtd">',
    "laughs": '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)) + '<!ENTITY e "&j;">]>',
    "quadratic": '<!DOCTYPE x [<!ENTITY a "' + "x" * 50_000 + '"><!ENTITY e "' + "&a;" * 2_000 + '">]>',
    "itself": '<!DOCTYPE x [<!ENTITY e "&e;">]>',
    "defaults": '<!DOCTYPE x [<!ATTLIST item onload CDATA "javascript:x">]>',
    "none": "",
}  # fmt: skip
XI = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{file}" parse="text"/>'
BODY = (
    "<p>The ferry left the quay at noon with forty people and a goat on board, the harbour office said.</p> &e; " + XI
)
FORMS = {
    "rss": '<rss version="2.0"><channel><title>T &e;</title><link>https://x.example/</link><item><title>One &e;</title><link>https://x.example/1</link><description>&e; {body}</description></item></channel></rss>',
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>One &e;</title><id>x</id><link href="https://x.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content></entry></feed>',
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>One &e;</title><link>https://x.example/1</link><description>{body}</description></item></rdf:RDF>',
    "opml": '<opml version="2.0"><body><outline text="T &e;" xmlUrl="https://x.example/f"/>' + XI + "</body></opml>",
    "xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One &e;</title></head><body><h1>One</h1>{body}{body}</body></html>',
    "sitemap": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://x.example/&e;</loc></url></urlset>',
}  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>&e;</text>' + XI + "</svg>"


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_read_but_what_was_given(tmp_path: Path, form: str, doctype: str) -> None:
    """No byte of the canary, no connection, little time and little memory."""
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        port = str(listener.getsockname()[1])
        text = '<?xml version="1.0"?>' + DOCTYPES[doctype] + FORMS[form].replace("{body}", BODY)
        data = text.replace("{file}", str(canary)).replace("{port}", port).encode()
        begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            told = repr(read(data, f"x.{form}", 20))
        except CorantoError as fault:
            told = "".join(problem.show() for problem in fault.problems)
        assert CANARY not in told
        assert len(told) < 500_000
        assert time.process_time() - begun < 3
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # KiB
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_drawing_is_not_published(tmp_path: Path, doctype: str) -> None:
    """SVG is a program: it is left out with a warning, wherever it is named."""
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    made = small_site(tmp_path / "site", article("a", image="{src: x.svg, alt: x}", body="![x](x.svg) [x](x.svg)"))
    (made.root / "content/x.svg").write_text((DOCTYPES[doctype] + SVG).replace("{file}", str(canary)))
    files = made.files()
    assert not [path for path in files if path.endswith("x.svg")]
    assert not [path for path, data in files.items() if CANARY.encode() in data or b"alert(1)" in data]
    assert any("x.svg" in each for each in made.warnings())
