"""The documentation as a site of Coranto: ``python docs/make.py FOLDER``, then ``coranto build --root FOLDER``.

In: the Markdown of this repository, which stays as any forge shows it. Out: FOLDER with config.yaml, ``content/`` and a
theme whose front page is made of docs/README.md. A link to what is no page here (a program, a folder) keeps its words
alone. Nothing is written but FOLDER.
"""

from __future__ import annotations

import html
import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path, PurePosixPath

from coranto.text import slugify

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md")
INDEX = "docs/README.md"
KINDS = {"Tutorial": "tutorial", "How to": "how-to", "Reference": "reference", "Explanation": "explanation"}
KINDS |= {"Decisions": "decisions", "The project": "project"}
CONFIG = """\
title: Coranto
tagline: "How it is done, what there is, and why"
base_url: {base_url}
urls: file
theme: docs
markdown: {{engine: commonmark}}
licence: MIT
search: {search}
pages: {{latest: false, archive: false, subscribe: false{unsearched}}}
feeds: {{id_authority: "example.org,2026"}}
menu:
{menu}
"""
THEME = {
    "theme.yaml": "name: Coranto's documentation\ninherits: plain\n",
    "templates/base.html": """\
{% extends "plain/base.html" %}
{% block masthead %}
<header class="mast inner">
<div class="wrap mast-row"><p class="mast-name"><a href="{{ "/" | link }}">{{ site.title }}</a></p></div>
<nav class="nav" aria-label="{{ t("Main") }}"><ul class="wrap">
{% for entry in site.menu %}
{% set here = entry.url == page.head.url %}
<li><a href="{{ entry.url | link }}"{% if here %} aria-current="page"{% endif %}>{{ entry.title }}</a></li>
{% endfor %}
</ul></nav>
</header>
{% endblock %}
{% block footer %}
<footer class="foot">
<div class="wrap"><div class="orn"></div><p class="meta">{{ t("Made with Coranto.") }}</p></div>
</footer>
{% endblock %}
""",
    "templates/home.html": """\
{{% extends "plain/page.html" %}}
{{% block main %}}
<div class="page"><div class="wrap sheet">
<header class="top"><h1>Documentation</h1></header>
<div class="body"><div class="text">
{}
</div></div>
</div></div>
{{% endblock %}}
""",
}
LINK = r"(?P<picture>!?)\[(?P<words>(?:`[^`]*`|[^\[\]`])*)\]\((?P<to>[^)\s]+)(?P<title>(?: \"[^\"]*\")?)\)"
TOKEN = re.compile(rf"^ *(?P<fence>`{{3,}}).*?^ *(?P=fence)|{LINK}|(?P<code>`+).+?(?P=code)", re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    """Every page: its file in the repository, and its file below ``content/pages/``."""
    docs = sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "docs").rglob("*.md"))
    found = {path: path.removeprefix("docs/") for path in docs if path != INDEX}
    for path in PROJECT:
        if (REPOSITORY / path).exists():
            found[path] = f"project/{path.removesuffix('/README.md').removesuffix('.md').lower()}.md"
    return found


def leads_to(link: str, source: str, found: dict[str, str]) -> str:
    """Where a link of a file leads in the site, from its root; empty where that is no page."""
    path, mark, place = link.partition("#")
    whole = os.path.normpath(PurePosixPath(source).parent / path) if path else source
    if f"{whole}/README.md" in found:
        whole = f"{whole}/README.md"
    if whole == INDEX:
        return f"/{place}/" if place in KINDS.values() else "/"
    if whole.removeprefix("docs/") in KINDS.values():
        return f"/{whole.removeprefix('docs/')}/"
    if whole not in found:
        return ""
    place = headings(_read(whole)).get(place, place)
    return f"/pages/{found[whole]}{mark}{place}" if path else mark + place


def headings(text: str) -> dict[str, str]:
    """The names that forges give to the headings of a page, and those that Coranto gives."""
    words = [line.replace("`", "") for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-"): slugify(each) for each in words}


def relinked(text: str, source: str, found: dict[str, str]) -> str:
    """The text with its links as the site has them; code is left as it is."""

    def link(match: re.Match[str]) -> str:
        to, words, title = match["to"], match["words"], match["title"]
        if not to or re.match(r"[a-z]+:", to):
            return match[0]
        if match["picture"]:
            return f"![{words}](/pictures/{Path(to).name}{title})"
        place = leads_to(to, source, found)
        return f"[{words}]({place}{title})" if place else words

    return TOKEN.sub(link, text)


def page(text: str) -> str:
    """A file as a page: the title goes into front matter."""
    head, _, rest = text.partition("\n")
    title = head.removeprefix("# ").replace("`", "").replace('"', '\\"')
    return f'---\ntitle: "{title}"\n---\n{rest}'


def kinds(found: dict[str, str]) -> dict[str, str]:
    """The sections of docs/README.md by their titles, with links of the site."""
    text = relinked((REPOSITORY / INDEX).read_text(encoding="utf-8"), INDEX, found)
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def front(sections: dict[str, str]) -> str:
    """The front page: every kind with its pages; of what is numbered, the first words."""
    lines = []
    for title, text in sections.items():
        lines.append(f'<h2><a href="{{{{ "/{KINDS[title]}/" | link }}}}">{title}</a></h2>')
        items = re.findall(r"^- (.*(?:\n  .+)*)", text, re.MULTILINE)
        if items:
            lines += ["<ul>", *(f"<li>{marked(item)}</li>" for item in items), "</ul>"]
        else:
            lines.append(f"<p>{marked(text.strip().split(chr(10) * 2)[0])}</p>")
    return "\n".join(lines)


def marked(text: str) -> str:
    """Words with code and links to pages in them, as a template has them."""
    text = re.sub(r"`(.+?)`", r"<code>\1</code>", html.escape(text, quote=False))
    return re.sub(r"\[(.+?)\]\(/pages/(.+?)\.md\)", r'<a href="{{ "/\2/" | link }}">\1</a>', text)


def main(folder: Path, base_url: str = "https://example.org/coranto/docs/") -> None:
    """Lay the site out anew; what builds of it remember stays."""
    found = files()
    sections = kinds(found)
    for name in ("content", "themes"):
        shutil.rmtree(folder / name, ignore_errors=True)
    texts = {f"content/pages/{to}": page(relinked(_read(path), path, found)) for path, to in found.items()}
    for title, text in sections.items():
        texts.setdefault(f"content/pages/{KINDS[title]}.md", page(f"# {title}\n{text}"))
    texts |= {f"themes/docs/{name}": text for name, text in THEME.items()}
    texts["themes/docs/templates/home.html"] = THEME["templates/home.html"].format(front(sections))
    searched = importlib.util.find_spec("pagefind") is not None
    menu = {title: KINDS[title] for title in sections} | ({"Search": "search"} if searched else {})
    texts["config.yaml"] = CONFIG.format(
        base_url=base_url,
        search=str(searched).lower(),
        unsearched="" if searched else ", search: false",
        menu="\n".join(f"  - {{title: {title}, url: /{address}/}}" for title, address in menu.items()),
    )
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    shutil.copytree(REPOSITORY / "docs" / "pictures", folder / "content" / "assets" / "pictures")


def _read(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
