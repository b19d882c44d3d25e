"""The measures of the benchmarks, and runs without what they measure with."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import measures  # noqa: E402 (its folder is put on the path first)

from tests.smallsite import article, small_site  # noqa: E402 (as above)


@pytest.mark.parametrize(
    ("produced", "expected", "precision", "recall"),
    [
        pytest.param("a b c d e", "a b c d e", 1, 1, id="all"),
        pytest.param("a b c d", "a b c d e", 1, 0.5, id="half-lost"),
        pytest.param("a b c d e f", "a b c d e", 2 / 3, 1, id="a-word-leaked"),
        pytest.param("a b c d a b c d", "a b c d", 1 / 5, 1, id="twice-counts-twice"),
        pytest.param("", "a b c d", 0, 0, id="nothing-found"),
        pytest.param("", "", 1, 1, id="nothing-to-find"),
        pytest.param("a b", "a b", 1, 1, id="shorter-than-a-shingle"),
    ],
)
def test_bodies_are_measured_in_shingles(produced: str, expected: str, precision: float, recall: float) -> None:
    """Four words, as a multiset."""
    assert measures.precision_and_recall(produced, expected) == pytest.approx((precision, recall))


def test_what_is_missing_is_said_in_words() -> None:
    """The words that no shared shingle covers."""
    assert measures.missing("one two three four five six", "two three four five") == "one six"


def test_html_becomes_text_block_by_block() -> None:
    """Inline tags join, blocks part, captions and scripts go."""
    html = "<p>A <b>w</b>ord</p><p>more<br>yet</p><figure><figcaption>no</figcaption></figure><script>no</script>"
    assert measures.text_of(html).split() == ["A", "word", "more", "yet"]
    assert measures.text_of(" ") == ""


@pytest.mark.parametrize(
    ("found", "expected", "outcome"),
    [
        pytest.param(["Ada Moss"], ["ada moss"], "right", id="case"),
        pytest.param(["Ada Moss", "Bo Lind"], ["Ada Moss & Bo Lind"], "right", id="taken-apart"),
        pytest.param(["Ada Moss"], ["Ada Moss, PhD"], "right", id="degree"),
        pytest.param(["Ada Moss"], ["Ada Moss", "Bo Lind"], "wrong", id="one-too-few"),
        pytest.param([], ["Ada Moss"], "none", id="none"),
    ],
)
def test_authors_are_right_when_all_are_there(found: list[str], expected: list[str], outcome: str) -> None:
    """And nobody else."""
    assert measures.authors_outcome(found, expected) == outcome


def test_titles_and_dates_are_right_wrong_or_left_empty() -> None:
    """Signs and case of a title are no matter; of a date the day counts."""
    assert measures.title_outcome("“Bridge – open”", ['"Bridge" open']) == "right"
    assert measures.title_outcome("Bridge", ["Bridge open"]) == "wrong"
    assert measures.title_outcome("", ["Bridge open"]) == "none"
    assert measures.date_outcome("2026-11-20T08:00", ["2026-11-20"]) == "right"
    assert measures.date_outcome("2026-11-21", ["2026-11-20"]) == "wrong"
    assert measures.date_outcome("", ["2026-11-20"]) == "none"


@pytest.mark.server
@pytest.mark.parametrize("program", ["import.py", "build.py"])
def test_without_the_developers_folder_it_says_so(tmp_path: Path, program: str) -> None:
    """And exits 0, so that `make bench` and `make bench-import` hold on any machine."""
    command = [sys.executable, str(BENCHMARKS / program), "--shared", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONWARNINGS": "ignore"})
    assert done.returncode == 0 and "absent" in done.stdout, done.stderr


def bench() -> ModuleType:
    """benchmarks/build.py, under a name that is not another's."""
    spec = importlib.util.spec_from_file_location("bench_build", BENCHMARKS / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_ratios_are_of_the_best_rounds() -> None:
    """Of each kind of build, wall clock and CPU; what failed or was not measured has none."""
    rounds = [{"wall": 4.0, "cpu": 3.0}, {"wall": 2.0, "cpu": 5.0}]
    ours = {"full": rounds, "same": [{"wall": 1.0, "cpu": 1.0}], "failed": None}
    peer = {"full": [{"wall": 1.0, "cpu": 2.0}], "same": [], "failed": None}
    results = {"hugo": peer, "broken": {**peer, "failed": "full: exit 1"}, "coranto": ours}
    assert bench().ratios(results) == ["| coranto / hugo | 2.00 | 1.50 | - | - | - | - | - | - |"]
    assert bench().ratios({**results, "coranto": {**ours, "failed": "x"}}) == []


def test_the_benchmark_s_site_makes_the_peers_set_of_pages(tmp_path: Path) -> None:
    """Front page, latest, archive, sections, tags, authors, an index of each; a feed for the site and each tag."""
    made = small_site(tmp_path, "".join(
        article(f"a{number}", section="S", tags="[t]", authors="[Ada Moss]", source='{name: O, url: "https://o.example/"}')
        for number in range(3)
    ))  # fmt: skip
    made.write(f"-- config.yaml --\n{(BENCHMARKS / 'site' / 'config.yaml').read_text()}")
    files = made.files()
    assert made.warnings() == []
    assert sorted(path for path in files if path.endswith((".html", ".xml")) and "/a" not in path) == [
        "2026/index.html", "archive/index.html", "author/index.html", "feed.xml", "index.html", "latest/index.html",
        "section/index.html", "section/s/index.html", "sitemap.xml", "tag/index.html", "tag/t/feed.xml", "tag/t/index.html",
    ]  # fmt: skip
    assert "author/ada-moss/index.html" in files
    assert b"/2026/11/a0/" in files["sitemap.xml"]
