"""The command line's own manners."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from coranto.cli import cli
from coranto.cli.orders import now_of
from tests.smallsite import CONFIG, SmallSite, article, small_site

Make = Callable[[str], SmallSite]


def run(
    *words: str, cwd: Path | None = None, stdin: bytes | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """One command, as a user runs it."""
    done = subprocess.run(
        [sys.executable, "-m", "coranto", *words], cwd=cwd, input=stdin, capture_output=True, env={**os.environ, **env}
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_help_opens_with_one_sentence_and_ends_with_an_example(name: str) -> None:
    """Of each command."""
    text = cli.commands[name].help or ""
    first = text.split("\n\n")[0]
    assert first.endswith(".")
    assert "\n" not in first
    assert ". " not in first
    command = "import" if name == "import" else name
    assert text.strip().split("\n")[-1].strip().startswith(f"Example: coranto {command}")
    for option in cli.commands[name].params:
        assert isinstance(option, click.Argument) or getattr(option, "help", None), option.name


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["build", "--nope"], 2),
        (["bild"], 2),
        (["import"], 2),
        (["build", "--now", "someday"], 2),
        (["build"], 1),
        (["serve"], 1),
        (["list"], 1),
        (["new", "article", "x"], 1),
    ],
)
def test_exit_codes(tmp_path: Path, words: list[str], code: int) -> None:
    """0 good, 1 problems in what was read, 2 wrong usage; never a traceback."""
    done = run(*words, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr if code else done.stdout


def test_problems_go_to_standard_error_without_colour_in_a_pipe(site: Make) -> None:
    """And results to standard output."""
    made = site(article("a", body="[x](gone.md)"))
    done = run("build", "--root", str(made.root))
    assert done.returncode == 0
    assert "leads nowhere" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert "pages" in done.stdout
    assert run("build", "--root", str(made.root), "--strict").returncode == 1
    quiet = run("build", "--root", str(made.root), "--quiet")
    assert not quiet.stdout


def test_verbose_names_what_was_written_and_deleted(site: Make) -> None:
    """File by file."""
    made = site(article("a"))
    assert "written  2026/11/a/index.html" in run("build", "--root", str(made.root), "--verbose").stdout
    (made.root / "content/a.md").unlink()
    assert "deleted  2026/11/a/index.html" in run("build", "--root", str(made.root), "--verbose").stdout


def test_a_name_with_an_escape_sequence_does_not_reach_the_terminal(site: Make) -> None:
    """From a file's name, a key or a value."""
    made = site("")
    (made.root / "content/\x1b[2Ja\u202e.md").write_text("---\ntitle: x\u202ey\ndate: \u2066\n---\n")
    done = run("build", "--root", str(made.root))
    assert done.returncode == 1
    assert not {"\x1b", "\u202e", "\u2066"} & set(done.stderr)


@pytest.mark.parametrize(
    ("text", "epoch", "moment"),
    [
        ("2026-11-30", "", datetime(2026, 11, 30)),
        ("2026-11-30T07:00", "0", datetime(2026, 11, 30, 7)),
        ("2026-11-30T07:00+02:00", "", datetime(2026, 11, 30, 5, tzinfo=UTC)),
        ("2026-11-30T07:00-05:00", "", datetime(2026, 11, 30, 12, tzinfo=UTC)),
        ("2026-11-30T07:00Z", "", datetime(2026, 11, 30, 7, tzinfo=UTC)),
        ("", "1000000000", datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
    ],
)
def test_now_comes_from_the_option_then_the_epoch(
    monkeypatch: pytest.MonkeyPatch, text: str, epoch: str, moment: datetime
) -> None:
    """A day without a zone is the site's."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    found = now_of(text)
    assert found.replace(tzinfo=None) == moment.replace(tzinfo=None)
    assert (found.tzinfo is None) == (moment.tzinfo is None)


def test_import_reads_standard_input_and_writes_outside_a_site(tmp_path: Path) -> None:
    """`import - -o FOLDER`."""
    text = "A headline of some words\n\nby Ines Tallow November 20, 2026\n\n" + "\n\n".join(
        f"This is sentence number {number} of a story that goes on for a while, with a comma and a stop."
        for number in range(5)
    )
    done = run("import", "-", "-o", "out", cwd=tmp_path, stdin=text.encode())
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["stdin.md"]
    assert run("import", "-", "-o", "out", cwd=tmp_path, stdin=b"").returncode == 1


@pytest.mark.parametrize("order", [("import", "x.txt"), ("import", "--from", "hugo", ".")])
def test_outside_a_site_an_import_says_that_alone(order: tuple[str, ...], tmp_path: Path) -> None:
    """No count of drafts where nothing could begin."""
    (tmp_path / "x.txt").write_text("x")
    done = run(*order, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("config.yaml: error: there is no config.yaml")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("order", [("build",), ("serve",), ("list",), ("new", "article", "X"), ("import", "x.txt")])
def test_a_root_that_is_no_site_is_named(order: tuple[str, ...], tmp_path: Path) -> None:
    """Whether it is there or not: without a word of it one would think it had not been given."""
    (tmp_path / "content").mkdir()
    done = run(*order, "--root", "content", cwd=tmp_path)
    assert done.returncode == 1
    assert f"error: there is no config.yaml in {tmp_path / 'content'}\n" in done.stderr
    done = run(*order, "--root", "elsewhere", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: there is no folder {tmp_path / 'elsewhere'}\n  hint: see whether --root is")


def test_another_config_that_is_not_there_is_named(site: Make) -> None:
    """And not called a missing config.yaml."""
    done = run("build", "--root", str(site("").root), "--config", "/nowhere/other.yaml")
    assert "error: there is no other.yaml in /nowhere\n  hint: see whether --config is right\n" in done.stderr


def test_build_and_check_count_the_same_feeds(site: Make) -> None:
    """Each file of one, also under its old name; and one file is one file."""
    config = f"-- config.yaml --\n{CONFIG.rstrip()}\n"
    made = site(
        article("a", section="S") + config.replace("feeds: {", "feeds: {old: [{from: /rss.xml, to: /feed.xml}], ")
    )
    built = run("build", "--root", str(made.root)).stdout
    checked = run("check", "--root", str(made.root)).stdout
    [feeds] = set(re.findall(r"\d+ feeds", built + checked))
    assert feeds != "1 feeds" and (made.root / "output/rss.xml").is_file()
    (made.root / "output/rss.xml").unlink()
    assert ": 1 file written, " in run("build", "--root", str(made.root)).stdout


@pytest.mark.parametrize("words", [(), ("theme",), ("edition",)])
def test_without_a_command_the_help_is_shown_once(words: tuple[str, ...]) -> None:
    """That is no error; the exit code says that nothing was done."""
    done = run(*words)
    shown = done.stdout + done.stderr
    assert done.returncode == 2
    assert shown == run(*words, "--help").stdout
    assert "Error" not in shown


def test_an_import_says_how_articles_become_one_story(site: Make, tmp_path: Path) -> None:
    """When it names a pair, and when --join finds all of it known."""
    made = site("")
    words = " ".join(
        f"This is sentence number {each} of a story that goes on, with a comma and a stop." for each in range(9)
    )
    for name in ("One", "Two"):
        text = f"A headline of some words {name}\n\nby Ines Tallow November 20, 2026\n\n{words}\n\n{name} ends it all here.\n"
        (tmp_path / f"{name}.txt").write_text(text)
    order = ("import", str(tmp_path / "One.txt"), str(tmp_path / "Two.txt"), "--root", str(made.root))
    assert "write the same story: NAME into each" in run(*order).stdout
    assert "write the same story: NAME into each" in run(*order, "--join").stdout
    assert "story: NAME" not in run(*order).stdout


def test_list_reports_as_json(site: Make) -> None:
    """For other programs: all that is known of each."""
    made = site(article("a", "Waits", draft="true") + article("b", "2", "2026-11-19", featured="1", tags="[x]"))
    rows = json.loads(run("list", "--json", "--root", str(made.root)).stdout)
    told = [(row["path"], row["standing"], row["doubts"], row["featured"], row["tags"]) for row in rows]
    assert told == [("content/a.md", "draft", [], 0, []), ("content/b.md", "published", [], 1, ["x"])]
    assert "No doubt is open." in run("list", "--doubts", "--root", str(made.root)).stdout
    assert "No such article." in run("list", "--section", "none", "--root", str(made.root)).stdout
    assert run("list", "--json", "--paths", "--root", str(made.root)).returncode == 2


def test_list_is_a_table_without_tabs_or_paths_alone(site: Make) -> None:
    """One faulty file does not hide the others, and is told."""
    made = site(
        article("a", "Світло \x1b[2J停电", date="2026-11-20", source="東京") + article("b", "Two", "2026-11-18")
        + "-- content/bad.md --\nno front matter\n"
    )  # fmt: skip
    done = run("list", "--root", str(made.root))
    assert done.returncode == 1
    assert "content/bad.md:1:1: error: there is no front matter" in done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["STATE", "published", "published"]
    assert "\t" not in done.stdout
    assert "\x1b" not in done.stdout
    assert run("list", "--paths", "--limit", "1", "--root", str(made.root)).stdout == "content/a.md\n"
    assert run("list", "--paths", "--since", "2026-11-21", "--root", str(made.root)).stdout == ""
    assert run("list", "--until", "soon", "--root", str(made.root)).returncode == 2


def test_publish_takes_several_and_a_day(site: Make) -> None:
    """What can be done is done, what cannot is said; named by slug, id or path."""
    made = site(article("a", draft="true") + article("x/2026-11-20-b", draft="true") + article("c", draft="true"))
    root = str(made.root)
    done = run("publish", "a", "b", "nope", "content/c.md", "--at", "2099-12-24T07:00", "--root", root)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "scheduled: content/a.md",
        "scheduled: content/x/2026-11-20-b.md",
        "scheduled: content/c.md",
    ]
    assert "there is no article 'nope'" in done.stderr
    assert "published: 2099-12-24T07:00+00:00\n" in (made.root / "content/a.md").read_text()
    assert run("publish", "a", "--root", root).stdout == "was scheduled already: content/a.md\n"
    assert run("publish", "a", "--at", "2020-01-01", "--root", root).stdout == "published: content/a.md\n"
    assert run("publish", "a", "--root", root).stdout == "was out already: content/a.md\n"
    assert run("publish", "a", "--at", "soon", "--root", root).returncode == 2


def test_pick_tells_files_and_lines_and_moves_others_only_when_asked(site: Make) -> None:
    """A rank that is shared is a warning."""
    made = site(article("a", featured="1") + article("b", date="2026-11-19"))
    root = str(made.root)
    done = run("pick", "b", "--rank", "1", "--root", root)
    assert done.stdout == "content/b.md\n  + featured: 1\n"
    assert "rank 1 is also that of content/a.md" in done.stderr
    assert done.returncode == 0
    done = run("pick", "b", "--rank", "1", "--move", "--root", root)
    assert done.stdout == "content/a.md\n  - featured: 1\n  + featured: 2\n"
    assert run("pick", "b", "--rank", "1", "--root", root).stdout == "is so already: content/b.md\n"
    assert run("pick", "b", "--root", root).stdout == "content/b.md\n  - featured: 1\n  + featured: true\n"
    assert run("pick", "b", "--off", "--root", root).stdout == "content/b.md\n  - featured: true\n"
    assert run("pick", "b", "--off", "--root", root).stdout == "is no pick: content/b.md\n"
    for wrong in (["--off", "--rank", "1"], ["--move"], ["--rank", "0"]):
        assert run("pick", "b", *wrong, "--root", root).returncode == 2


def test_retract_and_undo(site: Make) -> None:
    """With a reason, on one line, whatever the shell made of it."""
    made = site(article("a"))
    root, path = str(made.root), made.root / "content/a.md"
    before = path.read_bytes()
    assert run("retract", "a", "--root", root).returncode == 2
    assert run("retract", "a", "--reason", " \n ", "--root", root).returncode == 2
    assert run("retract", "a", "--reason", "x", "--undo", "--root", root).returncode == 2
    done = run("retract", "a", "--reason", "It was\n wrong: \x1b[2J#1", "--root", root)
    assert done.stdout.startswith("content/a.md\n  + retracted:\n  +   date: ")
    assert "\x1b" not in done.stdout
    assert json.loads(run("list", "--json", "--state", "retracted", "--root", root).stdout)[0]["retracted"]["reason"]
    done = run("retract", "a", "--undo", "--root", root)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", ["article", "edition", "page", "source", "author"])
def test_a_new_file_is_read_by_the_build_and_never_replaces_one(site: Make, kind: str) -> None:
    """Whatever stands in its title."""
    made = site("")
    first = run("new", kind, "“Grid #1”: it's done", "--root", str(made.root))
    assert first.returncode == 0, first.stderr
    assert made.press(withheld=True)
    second = run("new", kind, "“Grid #1”: it's done", "--root", str(made.root))
    assert second.returncode == (0 if kind == "edition" else 1)


def test_nothing_heavy_is_imported_before_a_command_needs_it() -> None:
    """`--help` and `--version` come at once."""
    code = "import sys, coranto.cli; print([m for m in ('markdown', 'jinja2', 'lxml', 'tornado', 'feedgen', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["new", "artical", "x"], "article"),
        (["init", "x", "--host", "github"], "github-pages"),
        (["list", "--state", "drafts"], "draft"),
        (["import", "--from", "hugoo", "x"], "hugo"),
        (["new", "qqqqqq", "x"], ""),
    ],
)
def test_a_word_that_is_no_choice_is_met_with_the_nearest(words: list[str], near: str) -> None:
    """As commands and options are; with none where none is near."""
    done = run(*words)
    assert done.returncode == 2
    assert ("Did you mean" in done.stderr, f"Did you mean '{near}'?" in done.stderr) == (bool(near), bool(near))


@pytest.mark.parametrize("words", [["list", "a\u202eb"], ["--\x1b[2J"], ["buil\x9bd"], ["build", "--jobs", "\u2066"]])
def test_wrong_usage_is_told_without_raw_signs(words: list[str]) -> None:
    """What was typed is shown, not obeyed."""
    done = run(*words)
    assert done.returncode == 2
    assert done.stderr.replace("\n", "").isprintable()


@pytest.mark.parametrize("words", [["build"], ["list"], ["check"], ["build", "--clean"], ["edition", "draft"]])
@pytest.mark.parametrize("where", ["gone", "gone/deeper", "empty", "."])
def test_nothing_is_written_where_there_is_no_site(tmp_path: Path, words: list[str], where: str) -> None:
    """A folder that was mistyped is not made, and another's is left as it is."""
    (tmp_path / "empty").mkdir()
    done = run(*words, "--root", tmp_path / where)
    assert done.returncode == 1
    assert "hint: " in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["empty"]


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--root", "loop"],
        ["build", "--output", "loop"],
        ["publish", "loop"],
        ["import", "loop", "-o", "out"],
        ["import", "x" * 5000, "-o", "out"],
        ["build", "--output", "y" * 300],
        ["build", "--output", "/proc/x/y"],
        ["import", "content/a.md", "-o", "config.yaml"],
        ["new", "source", "X"],
        ["serve", "--host", ""],
    ],
)
def test_no_path_brings_a_traceback(site: Make, words: list[str]) -> None:
    """Circles of links, names too long, files where folders should be."""
    made = site(article("a") + "-- content/sources --\nno folder\n")
    (made.root / "loop").symlink_to("loop")
    done = run(*words, cwd=made.root)
    assert done.returncode in (1, 2), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_init_in_a_clone_keeps_its_gitignore_and_makes_the_rest(tmp_path: Path) -> None:
    """All of a site, or nothing."""
    (tmp_path / ".gitignore").write_text("mine")
    assert run("init", ".", cwd=tmp_path).returncode == 0
    assert (tmp_path / ".gitignore").read_text() == "mine"
    assert (tmp_path / "output/.gitignore").is_file()


def test_a_pipe_that_is_not_utf8_gets_what_it_can_hold(site: Make) -> None:
    """As on Windows."""
    made = site(article("a", "Світло", draft="true"))
    done = run("list", "--root", str(made.root), PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [["page.txt"], ["--from", "hugo", "old"]])
def test_an_import_that_is_ended_says_what_came_in_and_how_to_go_on(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By SIGTERM as by Ctrl-C, and afterwards the signal means what it meant."""

    def ended(*_: object) -> Iterator[object]:
        signal.raise_signal(signal.SIGTERM)
        yield from ()

    monkeypatch.setattr("coranto.gather.gather", ended)
    monkeypatch.setattr("coranto.migrate.migrate", ended)
    small_site(tmp_path)
    before = signal.getsignal(signal.SIGTERM)
    done = CliRunner().invoke(cli, ["import", *words, "--root", str(tmp_path)])
    assert done.exit_code == 143
    assert "The same command again goes on" in done.stderr
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_upload_that_is_ended_leaves_the_signal_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the exit code that a shell gives what is ended so."""
    monkeypatch.setattr("coranto.deploy.deploy", lambda *_: signal.raise_signal(signal.SIGTERM))
    made = small_site(tmp_path)
    with (made.root / "config.yaml").open("a") as config:
        config.write("deploy: {web: {type: folder, path: there}}\n")
    before = signal.getsignal(signal.SIGTERM)
    done = CliRunner().invoke(cli, ["deploy", "--root", str(made.root)])
    assert (done.exit_code, done.output) == (143, "")
    assert signal.getsignal(signal.SIGTERM) is before


def test_what_was_rejected_is_told_and_how_to_bring_it_in(tmp_path: Path) -> None:
    """On the terminal and in the report."""
    made = small_site(tmp_path)
    page = made.root / "page.txt"
    page.write_text("The bridge opens\n\n" + "\n\n".join(["The bridge opened to barges on Friday at noon. " * 5] * 3))
    command = ["import", str(page), "--root", str(made.root)]
    [told] = json.loads(CliRunner().invoke(cli, [*command, "--json"]).stdout)["articles"]
    aside = made.root / "content/.rejected/articles" / Path(told["path"]).name
    aside.parent.mkdir(parents=True)
    Path(told["path"]).rename(aside)
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0
    assert f"rejected  {aside}\n\n0 drafts, 1 rejected before; 0 with doubts.\nNext: --again" in done.stdout
    assert json.loads(CliRunner().invoke(cli, [*command, "--json"]).stdout)["articles"][0]["status"] == "rejected"
    assert "1 draft" in CliRunner().invoke(cli, [*command, "--again"]).stdout
