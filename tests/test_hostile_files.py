"""Files that are broken or hostile: front matter, settings, names, kinds of file, sizes. Each is right, or an error with
file, line and hint; never a traceback, never a byte outside, never published by mistake.

`HOSTILE=20000 pytest -s tests/test_hostile_files.py` tries so many inputs of each kind, and others every time.
"""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coranto import frontmatter
from coranto.build import build
from coranto.config import parse_config
from coranto.content import read_content, read_source
from coranto.problems import CorantoError, Problem
from coranto.text import segment_fault
from tests.smallsite import DOT, SmallSite, article, small_site
from tests.test_cli import run

Make = Callable[[str], SmallSite]
MANY = int(os.environ.get("HOSTILE", "0"))
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def tries(usually: int) -> settings:
    """So many inputs, always the same; with HOSTILE so many others."""
    return settings(max_examples=MANY or usually, derandomize=not MANY, deadline=None, database=None)


def unfit(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    """What is wrong with how mistakes are told: no file, no line where there is one, what a terminal would obey."""
    found = [f"no place: {each}" for each in problems if each.place is None or not each.place.path]
    for each in problems:
        for part in each.show().split("\n"):
            found += [f"raw {sign!r} in {part!r}" for sign in part if unicodedata.category(sign) in UNSEEN]
    return found


def told(make: Callable[[], object]) -> tuple[Problem, ...]:
    """The mistakes that stop a stage; none when it goes through. Whatever else is raised is a fault of ours."""
    try:
        make()
    except CorantoError as fault:
        assert not unfit(fault.problems), unfit(fault.problems)
        errors = tuple(each for each in fault.problems if each.severity == "error")
        assert errors
        return errors
    return ()


def snapshot(folder: Path) -> str:
    """A sum of all that a folder holds: names, kinds, bytes and times."""
    seen = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        said = path.lstat()
        seen.update(
            f"{path.relative_to(folder)}\0{said.st_mode}\0{said.st_mtime_ns}\0".encode("utf-8", "surrogatepass")
        )
        if stat.S_ISREG(said.st_mode):
            seen.update(path.read_bytes())
    return seen.hexdigest()


# Drafts ------------------------------------------------------------------------------------------------------------

WITHHELD = [
    "draft: true", 'draft: "true"', "draft: 'true'", "draft:   true   # not yet", "draft: !!bool true", "draft: yes", "draft: y", "draft: Yes", "draft: YES",
    "draft: on", "draft: ON", "draft: 1", "draft: True", "draft: TRUE", "draft: ture", "draft: treu", "draft: t", "draft: truee", "draft:", "draft: ~", "draft: null", 'draft: ""',
    "draft: []", "draft: [true]", "draft: {a: b}", "draft: {}", "draft: true true", "draft: 'true '", "draft: tru\u0435", "draft: \u200btrue", "draft: true\u200b", "draft: |\n  true",
    "draft: >\n  true", "draft: \ufeff true", "draft: no", "draft: off", "draft: False", "draft: FALSE", "draft: 0", "draft: maybe", "draft: 2026-11-30", "draft: *x", "draft: &x true",
    "Draft: true", "DRAFT: true", "draft : true", '"draft": true', "'draft': true", "? draft\n: true", "dr\u0430ft: true", "dra\u200bft: true", "draft\u00a0: true", '"draft ": true', '" draft": true',
    "drafts: true", "draf: true", "darft: true", "dratf: yes", "drfat: 1", "isdraft: true", "is_draft: true", "ｄｒａｆｔ: true", "DRAFTS: yes", "draft?: true", "draft!: true", "_draft: true",
    "status: draft", "Status: Draft", "state: draft", "draft: true\ndraft: false", "draft: false\ndraft: true", "draft:true", "draft:\ttrue", "- draft: true", "\tdraft: true",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["article", "page", "edition"])
@pytest.mark.parametrize("field", WITHHELD)
def test_what_may_mean_a_draft_is_never_published(site: Make, field: str, kind: str) -> None:
    """It is a draft, or an error that names the file; a typing mistake publishes nothing."""
    path = {"article": "x", "page": "pages/x", "edition": "editions/1"}[kind]
    head = f"title: CANARY\ndate: 2026-11-20\n{field}\n"
    made = site(f"-- content/{path}.md --\n---\n{head}---\n\nCANARY\n")
    try:
        files = made.files()
    except CorantoError as fault:
        assert not unfit(fault.problems)
        assert fault.problems[0].place
        assert fault.problems[0].place.path == f"content/{path}.md"
        return
    assert not [name for name, data in files.items() if b"CANARY" in data]


@pytest.mark.parametrize("kind", ["authors", "sources", "tags", "sections"])
def test_a_record_that_calls_itself_a_draft_is_an_error(site: Make, kind: str) -> None:
    """It would be shown all the same."""
    made = site(f"-- content/{kind}/x.md --\n---\nname: X\ndraft: true\n---\nSecret.\n")
    assert "a record cannot be a draft" in told(made.press)[0].message


@pytest.mark.parametrize(
    "field", ["draft: false", "drafter: Ada Moss", "draught: low", "status: final", "crafts: [draft]"]
)
def test_what_does_not_mean_a_draft_is_published(site: Make, field: str) -> None:
    """Keys of themes' own stay what they are."""
    assert b"CANARY" in site(article("x", "CANARY").replace("---\n\n", f"{field}\n---\n\n", 1)).files()["index.html"]


# Names -------------------------------------------------------------------------------------------------------------

OUTSIDE = [
    "..", "../x", "../../x", "../output-evil/x", "/etc/passwd", "//evil/x", "a/../../x", "a/./b", "./x", "a//b", "\\x", "..\\x", "C:\\x", "C:x", "x\0y", "%2e%2e/x", "%2e%2e%2fx",
    "..%2fx", "%252e%252e/x", "\uff0e\uff0e/x", "x\u2215y", "x\u2044y", "con", "NUL", "aux.html", "lpt1", "com9.x", "x.", "x ", " x", ".x", ".git", ".htaccess", "~", "x~", "-", "_", "_x", "_headers", "_redirects",
    "x" * 201, "x" * 300, "\u00fc" * 150, "\U0001f600" * 60, "x\ny", "x\ry", "x\ty", "x\u2028y", "x\u202ey", "x\u200by", "x\ud800y", "x\ufdd0y", "x\x07y", "x?y", "x#y", "x:y", "x*y", "x|y", 'x"y', "x<y", "X", "\u0130", "\u00df", "\u212a", "e\u0301",
    "index.html", "index", "404", "404.html", "feed.xml", "latest", "manifest.json", "sitemap.xml", "robots.txt", "CNAME", "theme", "a/b", "x&y", "x%y", "x+y", "x;y", "",
]  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(OUTSIDE),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(OUTSIDE),
        st.sampled_from(["", "/", "\\", ".", "%2f"]),
        st.sampled_from(OUTSIDE),
    ),
    st.text(max_size=30),
)
FIELDS = ("slug", "aliases", "id", "image", "image.src", "story", "section", "tags", "authors", "source.name", "link", "picture", "article", "file", "asset", "record", "page", "include", "theme", "permalink", "redirects", "cname")  # fmt: skip


def placed(root: Path, field: str, name: str) -> None:
    """A site in which a name stands in a field, or is that of a file."""
    quoted = frontmatter.dump({"x": clean_for_yaml(name)})[3:].strip()
    head, body, config = (
        "title: T\ndate: 2026-11-20\nid: one\nslug: one\n",
        "Text.",
        "title: T\nbase_url: https://e.org/d/\n",
    )
    if field in ("slug", "id"):
        head = head.replace(f"{field}: one", f"{field}: {quoted}")
    elif field == "aliases":
        head += f"aliases: [{quoted}, {frontmatter.dump({'x': '/' + clean_for_yaml(name)})[3:].strip()}]\n"
    elif field in ("tags", "authors"):
        head += f"{field}: [{quoted}]\n"
    elif field in ("image.src", "source.name"):
        group, key = field.split(".")
        head += f"{group}: {{{key}: {quoted}, alt: x}}\n" if group == "image" else f"{group}: {{{key}: {quoted}}}\n"
    elif field in ("image", "story", "section"):
        head += f"{field}: {quoted}\n"
    elif field in ("link", "picture"):
        body = f"{'!' * (field == 'picture')}[x](<{name}>) <img src='{name}' alt=x> <a href=\"/{name}\">x</a>"
    elif field in ("theme", "cname"):
        config += f"{field}: {quoted}\n"
    elif field == "permalink":
        config += f"permalinks: {{article: {quoted}}}\n"
    elif field == "redirects":
        config += f"redirects: {{{quoted}: /latest/}}\n"
    files = {"config.yaml": config, "content/one.md": f"---\n{head}---\n\n{body}\n"}
    if field == "article":
        files["content/editions/1.md"] = (
            f"---\ntitle: E\ndate: 2026-11-20\nparts:\n  - items: [{{article: {quoted}}}]\n---\n"
        )
    below = {
        "file": "content/{}.md",
        "asset": "content/{}.gif",
        "record": "content/tags/{}.md",
        "page": "content/pages/{}.md",
    }
    if field in below:
        files[below[field].format(name)] = (
            "---\ntitle: U\ndate: 2026-11-19\n---\n" if field in ("file", "page") else "---\nname: n\n---\n"
        )
    for path, text in files.items():
        target = root / path
        if not os.path.abspath(target).startswith(f"{root}{os.sep}content{os.sep}") and path != "config.yaml":  # noqa: PTH100 (links are not followed)
            continue  # such a file cannot be in content/
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8", "surrogatepass"))
        except (OSError, ValueError):
            continue  # no file system has such a name


def clean_for_yaml(name: str) -> str:
    """What YAML of ours can hold at all; that the rest is refused is tested by itself."""
    return "".join(
        each
        for each in name
        if each in "\n\t" or not (unicodedata.category(each) in ("Cc", "Cs", "Cn") or ord(each) & 0xFFFE == 0xFFFE)
    )


@tries(100)
@given(st.sampled_from(FIELDS), NAMES)
@example("theme", "x" * 300)
def test_no_name_leads_outside(field: str, name: str) -> None:
    """Whatever a name is and wherever it stands: the site is written into its folder, and nothing else is touched."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        root = base / "site"
        (root / "content").mkdir(parents=True)
        (base / "output-evil").mkdir()
        (base / "secret.gif").write_bytes(b"CANARY")
        (root / "secret.gif").write_bytes(b"CANARY")
        placed(root, field, name)
        before = {each: snapshot(base / each) for each in ("output-evil", "site/content")}
        problems = told(lambda: build(SmallSite(root).order()))
        assert {each: snapshot(base / each) for each in before} == before
        assert {each.name for each in base.iterdir()} == {"site", "output-evil", "secret.gif"}
        assert {each.name for each in root.iterdir()} <= {"content", "config.yaml", "output", ".coranto", "secret.gif"}
        if problems:
            assert not (root / "output").exists()
            return
        for path in (root / "output").rglob("*"):
            assert not path.is_symlink()
            assert path.is_dir() or b"CANARY" not in path.read_bytes()
            assert not segment_fault(path.name) or path.name.startswith("."), path
            assert not path.name.startswith(".") or path.name in (".nojekyll", ".htaccess"), path


KINDS = (
    "link to a file",
    "link to a folder",
    "dangling link",
    "link in a circle",
    "fifo",
    "socket",
    "hard dotfile",
    "backup",
    "folder as file",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["content/x.md", "content/assets/x.gif", "content/pages/x.md", "content/sources/x.md", "config.yaml", "themes/t/theme.yaml", "themes/t/templates/article.html", "themes/t/assets/x.css", "languages/en.yaml", "content", "content/assets"])  # fmt: skip
def test_what_is_no_file_is_not_read_and_not_waited_for(tmp_path: Path, where: str, kind: str) -> None:
    """Links at any level, pipes, sockets, folders where a file should be: left out or named, and no canary comes out."""
    made = small_site(
        tmp_path / "site", article("good", image="{src: assets/x.gif, alt: x}", body="![x](assets/x.gif)")
    )
    made.write("-- themes/t/theme.yaml --\nname: t\ninherits: plain\n")
    if where.startswith("themes/t"):
        made.write("-- config.yaml --\ntitle: T\ntheme: t\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.gif").write_text(DOT + "CANARY", encoding="latin-1")
    (outside / "x.md").write_text("---\ntitle: CANARY\ndate: 2026-11-20\n---\nCANARY\n")
    (outside / "x.yaml").write_text("title: CANARY\nname: t\nwords: {Latest: CANARY}\n")
    place = made.root / where
    if place.is_dir():
        place.rename(tmp_path / "away")
    elif place.exists():
        place.unlink()
    place.parent.mkdir(parents=True, exist_ok=True)
    if kind == "link to a file":
        place.symlink_to(outside / f"x{place.suffix or '.md'}")
    elif kind == "link to a folder":
        place.symlink_to(outside)
    elif kind == "dangling link":
        place.symlink_to(outside / "nothing")
    elif kind == "link in a circle":
        place.symlink_to(place)
    elif kind == "fifo":
        os.mkfifo(place)
    elif kind == "socket":
        with closing(socket.socket(socket.AF_UNIX)) as listener:
            here = Path.cwd()
            os.chdir(place.parent)
            try:
                listener.bind(place.name)
            finally:
                os.chdir(here)
    elif kind == "hard dotfile":
        os.link(outside / "x.md", place.with_name(f".{place.name}"))
    elif kind == "backup":
        os.link(outside / "x.md", place.with_name(f"{place.name}~"))
    else:
        place.mkdir()
    before = snapshot(outside)
    problems = told(lambda: build(made.order()))
    assert snapshot(outside) == before
    assert problems or not [
        path for path in (made.root / "output").rglob("*") if path.is_file() and b"CANARY" in path.read_bytes()
    ]


@pytest.mark.parametrize("leads", ["outside", "site/other", "gone"])
def test_a_content_folder_that_is_a_link_is_no_site_of_nothing(tmp_path: Path, leads: str) -> None:
    """It is refused, and the site that stands there stays; a link is told as one, with what to do."""
    made = small_site(tmp_path / "site", article("good"))
    made.build()
    before = snapshot(made.root / "output")
    (made.root / "content").rename(tmp_path / "outside")
    (made.root / "other").mkdir()
    (made.root / "content").symlink_to(tmp_path / leads)
    [problem] = told(lambda: build(made.order()))
    assert problem.show().startswith("content: error: this is a link, and nothing is read through links\n  hint: ")
    assert snapshot(made.root / "output") == before


@pytest.mark.parametrize("place", ["output", ".coranto", "output/index.html", "output/2026"])
def test_nothing_is_written_through_a_link(tmp_path: Path, place: str) -> None:
    """A link that stands where the site goes is refused or replaced, never followed."""
    made = small_site(tmp_path / "site", article("a"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("mine")
    target = made.root / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(outside / "index.html" if place.endswith(".html") else outside)
    before = snapshot(outside)
    told(lambda: build(made.order()))
    assert snapshot(outside) == before


# Front matter and settings ----------------------------------------------------------------------------------------

KEYS = (
    "title date published updated id slug authors source section tags language standfirst summary note image related featured story republish licence draft aliases corrections retracted imported extra x"
    " name url feed label why role public number parts period editor items article src alt caption credit text reason"
).split()
SETTINGS = (
    "title tagline base_url language timezone theme theme_options menu permalinks urls pages per_page feeds markdown republish licence robots editions search images redirects cname deploy extensions slugs x"
).split()
SCALARS = st.sampled_from(
    [
        "", "true", "false", "yes", "~", "null", "0", "-1", "1e999", "0123", "08", "12:30", ".inf", "2024-02-30", "2024-02-29T24:00", "2026-11-22T09:30:60", "0000-00-00", "9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00",
        "99999-01-01", "2026-11-22", "2026-13-01", "yesterday", "T", "a: b", "a #b", "#x", "- x", "? x", "| x", "> x", "[", "]", "{", "}", "[]", "{}", "[[[]]]", "{a: {b: {c: d}}}", "[a, b", "{a: b", "'x", '"x', '"\\x00"', '"\\ud800"', '"\\uFFFE"', '"\\x1b[31m"', '"\\u202e"',
        "&a x", "*a", "!!python/object:os.system x", "!x y", "<<: x", "%x", "@x", "`x`", "\\", "\u2028", "\u0085", "\ufeff", "\x07", "\u202ex", "\ufffe", "\U0001f600", "\u0627\u0644", "x" * 300, "https://x.example/", "https://[", "http://x:99999/", "javascript:x", "//x", "../x", "/x", "https://x/\n", "{{ x }}", "<b>",
        "Europe/Kyiv", "../../etc/passwd", "en", "xx-yy-zz", "plain", "link", "own", "pretty", "9" * 400, "-0", "+1", "1_000", "0x10", "\t", "a\tb", "a  b", "é", "e\u0301",
    ]
)  # fmt: skip
VALUE = st.recursive(
    st.one_of(SCALARS, SCALARS, SCALARS, st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda each: f"[{', '.join(each)}]"),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=4).map(
            lambda each: "{" + ", ".join(f"{key}: {value}" for key, value in each.items()) + "}"
        ),
    ),
    max_leaves=6,
)
SEPARATORS = st.sampled_from([": "] * 12 + [":", " : ", ":\t", ":\n  ", ":\n- ", ": |\n  ", ": >-\n  ", "\u00a0: "])
ENDS = st.sampled_from(
    ["\n"] * 12 + ["\r\n", "\r", "\n\n", "\n\t", "\n  ", "\n# x\n", "\n---\n", "\n...\n", "\u2028", "\x85", " "]
)


def heads(keys: list[str]) -> st.SearchStrategy[str]:
    """Texts that look like YAML of ours."""
    key = st.one_of(st.sampled_from(keys), st.sampled_from(keys), st.sampled_from(keys), st.text(max_size=6))
    lines = st.lists(st.builds("{}{}{}{}".format, key, SEPARATORS, VALUE, ENDS), max_size=7).map("".join)
    return st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "title: T\ndate: 2026-11-20\n"]),
        lines,
        st.sampled_from([""] * 6 + ["\x00", "\x1b", "\ufffe", "- ", ": "]),
    )


PLACES = (
    "content/x.md",
    "content/editions/1.md",
    "content/pages/x.md",
    "content/authors/x.md",
    "content/sources/x.md",
    "content/tags/x.md",
)


@tries(400)
@given(
    st.sampled_from(PLACES),
    heads(KEYS),
    st.sampled_from(["---\n", "---\n", "---\r\n", "\ufeff---\n", "--- \n", "", "+++\n"]),
)
def test_any_front_matter_is_read_or_refused_by_line(place: str, head: str, fence: str) -> None:
    """Whatever stands in it; and what is read makes a site."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / place).parent.mkdir(parents=True)
        (root / "config.yaml").write_text("title: T\nbase_url: https://e.org/\n")
        data = f"{fence}{head}{'' if head.endswith(chr(10)) else chr(10)}---\n\nText.\n".encode(
            "utf-8", "surrogatepass"
        )
        (root / place).write_bytes(data)
        made = SmallSite(root)
        problems = told(made.press)
        assert all(
            each.place and (each.place.path == place or each.place.path.startswith("content/")) for each in problems
        )


@tries(400)
@given(heads(SETTINGS))
def test_any_settings_are_read_or_refused_by_line(text: str) -> None:
    """config.yaml, whatever stands in it."""
    clean = "".join(each for each in text if not 0xD800 <= ord(each) <= 0xDFFF)
    problems = told(lambda: parse_config(clean))
    assert all(each.place and each.place.path == "config.yaml" for each in problems)


@tries(200)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.builds(
            bytes.__add__,
            st.sampled_from([b"---\n", b"\xef\xbb\xbf---\n", b"\xff\xfe", b"\xfe\xff", b"title: "]),
            st.binary(max_size=120),
        ),
    ),
    st.sampled_from([*PLACES, "config.yaml", "languages/en.yaml"]),
)
def test_any_bytes_are_a_file_or_refused(data: bytes, place: str) -> None:
    """In place of each kind of text."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = small_site(Path(folder))
        (made.root / place).parent.mkdir(parents=True, exist_ok=True)
        (made.root / place).write_bytes(data)
        told(made.press)


MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *"[ ] ( ) ![ ]( ](x) ** __ * _ ` ``` ~~~ > # - 1. | |- :--- &amp; &#0; &#x110000; < > <a <!-- --> <![CDATA[ ]]> <? ?> </p> <p <table> <td> <b> <!x \\ : ^ [^1] [^1]: *[x]: [x]: !!! \n \n\n \n\n\n \t \u2028 \x0c \ufeff \U0001f600 \u202e".split(
                    " "
                ),
                *(
                    "\n    ",
                    "\n\n    ",
                    " ",
                    "  \n",
                    "text",
                    "- " * 9,
                    "> " * 9,
                    "[" * 40,
                    "![" * 20,
                    "<b>" * 20,
                    "*a_" * 12,
                    "`" * 9,
                    "\n\t- ",
                ),
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=30,
).map("".join)


@tries(150)
@given(MARKDOWN, st.sampled_from(["python", "python-markdown", "commonmark"]))
def test_any_markdown_is_typeset_or_refused(text: str, engine: str) -> None:
    """By each engine; what comes out is what the sanitiser lets through."""
    from coranto.texts import Manuscript
    from coranto.typeset import typeset
    from tests.hostile import fragment_faults

    clean = "".join(each for each in text if not 0xD800 <= ord(each) <= 0xDFFF)
    try:
        done, _ = typeset({"x": Manuscript(clean, "content/x.md")}, engine, lambda written, path, use: None)
    except CorantoError as fault:
        assert not unfit(fault.problems)
        return
    html = done["x"].body.html(str)
    assert not list(fragment_faults(html)), html


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "value",
    [
        '"\\UFFFFFFFF"',
        '["\\U00110000"]',
        '"a\\U7FFFFFFFb"',
        "1\n? [a]",
        "1\n--- {}\na: b",
        "[" * 41,
        "\n" + "\n".join(" " * depth + "a:" for depth in range(1, 60)),
        "&a [*a]",
        '"\\ud800"',
        "'" + "x" * 70_000 + "'",
    ],
)
def test_what_yaml_cannot_take_is_told_with_its_line_and_a_hint(site: Make, place: str, value: str) -> None:
    """Also what its parser has no words for; in config.yaml too."""
    made = site(f"-- {place} --\n---\ntitle: T\nname: T\ndate: 2026-11-20\nx: {value}\n---\n")
    for path in (place, "config.yaml"):
        if path == "config.yaml":
            made.write(f"-- {path} --\ntitle: T\nx: {value}\n")
        problems = told(made.press)
        assert problems
        for problem in problems:
            assert problem.place
            assert (problem.place.path, problem.place.line > 0) == (path, True)
            assert problem.hint


def test_many_broken_files_are_told_in_one_run(site: Make) -> None:
    """Each with its line, none instead of another; and nothing is written."""
    bad = ["date: 2024-02-30", "draft: yes", "slug: ../x", "tags: {a: b}", "title: [x]", "featured: -1", "aliases: [x]", "source: {url: x}", "republish: all", "language: english!",
           "related: x", "corrections: [{text: x}]", "updated: soon", "id: a b", "image: [x]", "Title: x", "authors: [{a: b}]", "published: 99", "x: &a b", "x: *a", "x: !!int 3", "<<: {a: b}", "x: 'a", "note: {a: b}", "a: b: c"]  # fmt: skip
    assert len(bad) == 25
    made = site(article("good"))
    made.build()
    before = snapshot(made.root / "output")
    for number, field in enumerate(bad):
        made.write(
            f"-- content/x{number:02}.md --\n---\ntitle: T\ndate: 2026-11-20\n{field}\n---\n".replace(
                "title: T\n", "" if field.startswith("title") else "title: T\n"
            ).replace("date: 2026-11-20\n", "" if field.startswith("date") else "date: 2026-11-20\n")
        )
    problems = told(made.press)
    files = {each.place.path for each in problems if each.place and each.place.line}
    assert files == {f"content/x{number:02}.md" for number in range(25)}
    assert all(each.hint for each in problems), [each for each in problems if not each.hint]
    result = run("build", "--root", made.root)
    assert result.returncode == 1
    assert "Traceback" not in result.stdout + result.stderr
    assert snapshot(made.root / "output") == before


@pytest.mark.parametrize("raw", ["\x1b[31m", "\u202e", "\x9b2J", "\u2066", "\x07", "\u2028"])
def test_no_raw_sign_reaches_the_terminal(tmp_path: Path, raw: str) -> None:
    """From names of files, keys, values and titles; by any command that reads the site."""
    made = small_site(tmp_path / "site")
    made.write(
        f"-- content/a{raw}b.md --\n---\ntitle: x{raw}y\ndate: 2026-11-20\nu{raw}v: 1\n---\n[x](no{raw}where)\n".replace(
            "\x07v", "v"
        )
        if raw not in "\u2028"
        else "-- content/a.md --\n---\ntitle: x\ndate: z\u2028z\n---\n"
    )
    made.write(f"-- content/b.md --\n---\ntitle: T\ndate: 'x{raw}y'\n---\n")
    for command in (
        ("build",),
        ("list",),
        ("check",),
        ("build", "--explain"),
        ("publish", f"a{raw}b"),
        ("list", "--json"),
        ("build", "--json"),
        ("check", "--json"),
        ("doctor", "--json"),
    ):
        result = run(*command, "--root", made.root)
        out = result.stdout + result.stderr
        assert "Traceback" not in out
        assert not [sign for sign in out if unicodedata.category(sign) in UNSEEN and sign != "\n"], (command, out)


def test_two_names_for_one_place_are_told(tmp_path: Path) -> None:
    """Case, Unicode form, Windows: no page is lost in silence; n articles give n pages or an error that names two."""
    names = [
        "Grid",
        "grid",
        "GRID",
        "café",
        "cafe\u0301",
        "con",
        "nul",
        "aux",
        "x.",
        "x",
        "ı",
        "i",
        "İ",
        "ß",
        "ss",
        "ﬁ",
        "fi",
        "K",
        "k",
        "\u212a",
    ]
    for first in names:
        for second in names:
            if first == second:
                continue
            made = small_site(
                tmp_path
                / f"{ord(first[0])}{len(first)}{first[-1:]!a}-{second!a}".replace("\\", "")
                .replace("'", "")
                .replace(" ", "")
            )
            made.write(article("one", slug=f'"{first}"') + article("two", slug=f'"{second}"'))
            try:
                files = made.files()
            except CorantoError as fault:
                assert all(each.place for each in fault.problems)
                continue
            assert (
                len(
                    {
                        path
                        for path in files
                        if path.startswith("2026/11/") and path.count("/") == 3 and not path[8:10].isdigit()
                    }
                )
                == 2
            ), (first, second)


BOMBS = {
    "yaml brackets": lambda size: "x: " + "[" * size,
    "yaml braces": lambda size: "x: " + "{a: " * (size // 4),
    "yaml anchors": lambda size: "a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(size // 20)),
    "yaml merges": lambda size: "a: &a {k: v}\n" + "b: {<<: [*a, *a]}\n" * (size // 20),
    "yaml keys": lambda size: "".join(f"k{n}: v\n" for n in range(size // 9)),
    "yaml twice": lambda size: "k: v\n" * (size // 5),
    "yaml long": lambda size: "x: " + "y" * size,
    "yaml quotes": lambda size: "x: '" + "''" * (size // 2),
    "yaml escapes": lambda size: 'x: "' + '\\"' * (size // 2),
    "yaml lines": lambda size: "x: |\n" + "  y\n" * (size // 4),
    "yaml comments": lambda size: "# x\n" * (size // 4) + "x: y",
    "yaml dashes": lambda size: "x:\n" + "- " * (size // 2),
    "yaml words": lambda size: "x: " + "a b: " * (size // 5),
    "yaml hashes": lambda size: "x: a" + " #b" * (size // 3),
    "yaml unknown": lambda size: "".join(f"titl{'e' * (n % 50)}{n}: v\n" for n in range(size // 30)),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_yaml_costs_no_more_when_it_grows(tmp_path: Path, bomb: str) -> None:
    """Of 16, 32 and 64 KiB, and of 256: within a second and a half in all, or refused by name."""
    import time

    took = []
    for size in (16_000, 32_000, 64_000, 256_000):
        made = small_site(tmp_path / str(size))
        made.write(f"-- content/x.md --\n---\ntitle: T\ndate: 2026-11-20\n{BOMBS[bomb](size)}\n---\n")
        begun = time.process_time()
        problems = told(lambda made=made: read_content(read_source(made.root), ZoneInfo("UTC")))
        took.append(time.process_time() - begun)
        assert size < 65_000 or problems or "comments" in bomb
    assert max(took) < 1.5, took


@pytest.mark.parametrize(
    "alias", ['"/a\\nb/"', '"/a\\tb/"', "/.git/hooks/", "/x/.htaccess", '"/a\\u2028b/"', "/../x/", "/x/../../y/", "//x/", f"/{'a/' * 600}", f"/{'x' * 250}/"]
)  # fmt: skip
def test_an_alias_that_is_no_path_is_an_error(site: Make, alias: str) -> None:
    """Line ends, dotfiles, ways up, names and paths that are too long."""
    problems = told(lambda: site(article("a", aliases=f"[{alias}]")).press())
    assert [each.place.path for each in problems if each.place] == ["content/a.md"]


def test_a_text_that_is_too_large_is_an_error(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read to its end."""
    monkeypatch.setattr("coranto.content.source.LARGEST", 1 << 20)
    [problem] = told(site(article("a", body="x" * (1 << 20)) + article("b")).press)
    assert problem.message == "larger than 1 MiB"
    assert problem.hint
