"""How well and how fast `coranto import` reads saved pages, with peers beside. See README.md in this folder."""
# ruff: noqa: T201 - a report is printed

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path
from statistics import mean, median
from typing import Any

from measures import (
    authors_outcome,
    date_outcome,
    f1,
    missing,
    precision_and_recall,
    sentences,
    text_of,
    title_outcome,
)

from coranto.importers import html, page_text
from coranto.model import Clipping
from coranto.problems import CorantoError
from coranto.text import decode_page
from coranto.texts import Manuscript
from coranto.typeset import typeset

SHARED = Path(__file__).resolve().parents[2] / "shared"
FORMS = ("html", "inscriptis", "blocks")
FACTS = ("title", "authors", "date")
WIDTH = 60

Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the set in one form: its bytes, and its address where importers are to be told it."""

    case: Case
    form: str
    data: bytes
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody made of a page. None: that is not what they look for."""

    body: str | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    date: str | None = None
    doubts: tuple[str, ...] = ()


def ours(page: Page) -> Found:
    """What `coranto import` makes of it."""
    clipping = clip(page)
    return Found(plain(clipping.body), clipping.title, clipping.authors, clipping.date, clipping.doubts)


def clip(page: Page) -> Clipping:
    """By the importer of its form; an empty clipping where that refuses the page."""
    importer = html if page.form == "html" else page_text
    try:
        clipping = importer.read(page.data, f"page.{page.form}", 500).clippings[0]
    except CorantoError:
        return Clipping("refused")
    return with_url(clipping, page) if page.url and page.form == "html" else clipping


def with_url(clipping: Clipping, page: Page) -> Clipping:
    """The same with the facts that a page has when its address is known."""

    from coranto.extract.html_tree import tree_of
    from coranto.extract.metadata import facts_of

    source = decode_page(page.data)
    tree = tree_of(source)
    facts = facts_of(tree, source, page.url)
    return replace(clipping, title=facts.title, authors=facts.authors, date=facts.date, doubts=facts.doubts)


def plain(markdown: str) -> str:
    """Markdown as its reader sees it: by the program's own typesetter, then without tags."""
    try:
        done, _ = typeset({"": Manuscript(markdown, "page")}, "python", lambda address, path, use: address)
    except CorantoError:
        return ""
    return text_of("".join(done[""].body.pieces))


def by_trafilatura(page: Page) -> Found:
    """All that it finds."""
    from trafilatura import bare_extraction

    document = bare_extraction(page.data, url=page.url or None, with_metadata=True)
    if document is None:
        return Found("", "", (), "")
    names = tuple((document.author or "").split("; ")) if document.author else ()
    return Found(document.text or "", document.title or "", names, document.date or "")


def by_readability(page: Page) -> Found:
    """The body alone; it has no other fact."""
    from readability import Document

    try:
        return Found(text_of(Document(decode_page(page.data)).summary(html_partial=True)))
    except Exception:  # it raises what its parser raises
        return Found("")


def by_htmldate(page: Page) -> Found:
    """The date alone."""
    from htmldate import find_date

    return Found(date=find_date(decode_page(page.data), url=page.url or None, original_date=True) or "")


def by_sentences(page: Page) -> Found:
    """A baseline: all lines with a full stop are the body."""
    return Found(sentences(page.data.decode("utf-8", "replace")))


WAYS: dict[str, dict[str, Callable[[Page], Found]]] = {
    "html": {"coranto": ours, "trafilatura": by_trafilatura, "readability": by_readability, "htmldate": by_htmldate},
    "inscriptis": {"coranto": ours, "all sentences": by_sentences},
    "blocks": {"coranto": ours, "all sentences": by_sentences},
}


def score(task: tuple[Page, str]) -> dict[str, Any]:
    """One page read in one way, held against the gold."""
    page, way = task
    case, found = page.case, WAYS[page.form][way](page)
    row: dict[str, Any] = {"id": case["id"], "form": page.form, "way": way, "doubts": found.doubts}
    if case["set"] == "body":
        if found.body is not None:
            precision, recall = precision_and_recall(found.body, case["body"])
            lost, leaked = missing(case["body"], found.body)[:WIDTH], missing(found.body, case["body"])[:WIDTH]
            row |= {"precision": precision, "recall": recall, "lost": lost, "leaked": leaked}
        return row
    printed = case["in_text"][page.form] if page.form != "html" else dict.fromkeys(FACTS, True)
    if found.title is not None:
        row["title"] = title_outcome(found.title, [case["title"], *case["title_accept"]])
    if found.authors is not None:
        row["authors"] = authors_outcome(found.authors, case["authors"], case["authors_accept"])
    if found.date is not None:
        row["date"], row["seen"] = date_outcome(found.date, case["dates"]), found.date
    row["printed"] = [fact for fact in FACTS if printed[fact]]
    if found.body is not None:
        body = " ".join(found.body.split())
        row["with"] = [sum(" ".join(each.split()) in body for each in case["with"]), len(case["with"])]
        row["without"] = [sum(" ".join(each.split()) in body for each in case["without"]), len(case["without"])]
    return row


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of one way to read one form."""
    out: dict[str, Any] = {}
    bodies = [row for row in rows if "precision" in row]
    if bodies:
        precision, recall = mean(row["precision"] for row in bodies), mean(row["recall"] for row in bodies)
        out |= {"pages": len(bodies), "precision": precision, "recall": recall, "f1": f1(precision, recall)}
    for fact in FACTS:
        outcomes = [row[fact] for row in rows if fact in row and fact in row["printed"]]
        if outcomes:
            out[fact] = {each: outcomes.count(each) for each in ("right", "wrong", "none")}
    if any("date" in row for row in rows):
        out["invented"] = {row["id"]: row["seen"] for row in rows if row.get("date") == "wrong"}
    for key in ("with", "without"):
        pairs = [row[key] for row in rows if key in row]
        if pairs:
            out[key] = [sum(column) for column in zip(*pairs, strict=True)]
    return out


def clock(pages: list[Page]) -> dict[str, dict[str, float]]:
    """Milliseconds for a page, in this process alone; our own reading and trafilatura's turn by turn."""
    times: dict[str, list[float]] = {form: [] for form in (*FORMS, "trafilatura")}
    readers: dict[str, Callable[[Page], object]] = {**dict.fromkeys(FORMS, clip), "trafilatura": by_trafilatura}
    for form in FORMS:  # what is imported and compiled at first use is no page's own
        for page in [page for page in pages if page.form == form][:3]:
            clip(page)
            by_trafilatura(page) if form == "html" else None
    for page in pages:
        for name in (page.form, "trafilatura") if page.form == "html" else (page.form,):
            start = time.perf_counter()
            readers[name](page)
            times[name].append((time.perf_counter() - start) * 1000)
    return {
        name: {"mean": mean(each), "median": median(each), "worst": max(each)} for name, each in times.items() if each
    }


def show(form: str, way: str, figures: dict[str, Any]) -> None:
    """One line of the table, and one for what must and must not be in a body."""
    parts = [f"{form:<10} {way:<13}"]
    if "f1" in figures:
        parts.append("body P {precision:.3f} R {recall:.3f} F1 {f1:.4f}".format_map(figures))
    for fact in FACTS:
        if fact in figures:
            counts = figures[fact]
            total = sum(counts.values())
            parts.append(f"{fact} {counts['right']}/{total} = {counts['right'] / total:.3f} (none {counts['none']})")
    if "invented" in figures:
        parts.append(f"invented dates {len(figures['invented'])}")
    if "with" in figures:
        parts.append("has {}/{} it must, {}/{} it must not".format(*figures["with"], *figures["without"]))
    print("  ".join(parts))


def show_worst(rows: list[dict[str, Any]], count: int) -> None:
    """The pages whose bodies are furthest from the gold."""
    bodies = sorted((row for row in rows if "precision" in row), key=lambda row: f1(row["precision"], row["recall"]))
    for row in bodies[:count]:
        print(f"    {row['id']}  P {row['precision']:.2f} R {row['recall']:.2f}")
        for key in ("lost", "leaked"):
            if row[key]:
                print(f"        {key:<7}{row[key]}")


def doubts(folder: Path) -> dict[str, dict[str, str]]:
    """What the import of each raw page would ask the curator, with what was seen instead."""
    out = {}
    for path in sorted(folder.glob("*.txt")):
        clipping = page_text.read(path.read_bytes(), path.name, 500).clippings[0]
        out[path.name] = {key: clipping.evidence.get(key, "") for key in clipping.doubts}
    return out


def pages_of(shared: Path, forms: Iterable[str], limit: int | None, tell_url: bool) -> list[Page]:
    """The set's pages, form by form."""
    cases = json.loads((shared / "devset/gold.json").read_text("utf-8"))[:limit]
    pages = []
    for form in forms:
        for case in cases:
            file = f"html/{case['id']}.html.gz" if form == "html" else f"text/{case['id']}.{form}.txt.gz"
            data = gzip.decompress((shared / "devset" / file).read_bytes())
            pages.append(Page(case, form, data, case["url"] if tell_url else ""))
    return pages


def main() -> int:
    """Read, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=SHARED, help="the folder with devset/ and seeds/")
    options.add_argument("--form", choices=FORMS, action="append", help="this form alone")
    options.add_argument("--limit", type=int, help="so many pages of each form")
    options.add_argument("--with-url", action="store_true", help="tell readers of HTML the page's address")
    options.add_argument("--worst", type=int, default=0, metavar="N", help="the N worst bodies of each way")
    options.add_argument("--doubts", action="store_true", help="what import doubts in the raw pages")
    options.add_argument("--no-peers", action="store_true", help="coranto alone")
    options.add_argument("--no-times", action="store_true", help="quality alone")
    options.add_argument("--json", action="store_true", help="all figures as JSON")
    chosen = options.parse_args()
    if not (chosen.shared / "devset/gold.json").is_file():
        print(f"the set of saved pages is absent: there is no devset/gold.json in {chosen.shared.name}/")
        return 0
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    pages = pages_of(chosen.shared, chosen.form or FORMS, chosen.limit, chosen.with_url)
    tasks = [(page, way) for page in pages for way in WAYS[page.form] if way == "coranto" or not chosen.no_peers]
    with Pool(os.cpu_count()) as pool:
        rows = pool.map(score, tasks, chunksize=8)
    report: dict[str, Any] = {}
    for form, way in dict.fromkeys((page.form, way) for page, way in tasks):
        own = [row for row in rows if (row["form"], row["way"]) == (form, way)]
        report.setdefault(form, {})[way] = summary(own)
        if not chosen.json:
            show(form, way, report[form][way])
            show_worst(own, chosen.worst)
    if not chosen.json:
        for form, ways in report.items():
            print(f"invented by coranto, {form}: {ways['coranto'].get('invented', {})}")
    if not chosen.no_times:
        report["ms"] = clock(pages)
        if not chosen.json:
            for name, each in report["ms"].items():
                print("{:<11} ms a page: mean {mean:.1f}, median {median:.1f}, worst {worst:.0f}".format(name, **each))
        if "html" in report["ms"]:
            report["ratio"] = report["ms"]["html"]["mean"] / report["ms"]["trafilatura"]["mean"]
            if not chosen.json:
                print(f"html, as many times as long as trafilatura: {report['ratio']:.2f}")
    if chosen.doubts:
        report["doubts"] = doubts(chosen.shared / "seeds")
        if not chosen.json:
            for name, each in report["doubts"].items():
                print(f"{name}: {'; '.join(f'{key}: {seen}' for key, seen in each.items()) or 'no doubt'}")
    if chosen.json:
        json.dump(report | {"rows": rows}, sys.stdout, ensure_ascii=False, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
