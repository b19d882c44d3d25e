"""What is wrong with a site that was built: its folder, judged by its bytes, in; findings out. Each module here makes
one kind of check.

A member has ``judge(case) -> Iterator[Problem]``, imports no other member, and is named in ``CHECKS`` under the kind
that its findings bear. Nothing is written into ``output/``. Only ``against`` an address and ``external`` use the
network, and both go through the gate that is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from coranto.build import Sheet, prospect
from coranto.catalogues import language_of
from coranto.checks import (
    entries,
    external,
    feeds,
    files,
    ids,
    links,
    markdown,
    pictures,
    policy,
    rights,
    sizes,
    traces,
    words,
)
from coranto.config import Config
from coranto.curation import Digest, curate, spelled
from coranto.extensions import Extensions
from coranto.fetch import Gate
from coranto.files import read_bytes
from coranto.hands import Hands
from coranto.inventory import take
from coranto.inventory.case import Case
from coranto.inventory.facts import Manifest
from coranto.inventory.html import Owed
from coranto.inventory.manifests import fetched_manifest, last_manifest, read_manifest
from coranto.inventory.traces import Haystack, Needle, passages
from coranto.materials import Order
from coranto.model import Article, Content, Edition, FreePage
from coranto.permalinks import feed_id, output_path
from coranto.problems import Place, Problem, error
from coranto.publish import MANIFEST
from coranto.text import fold, one_line
from coranto.theme import load_theme

CHECKS: Mapping[str, Callable[[Case], Iterator[Problem]]] = {
    "files": files.judge,
    "links": links.judge,
    "entries": entries.judge,
    "feeds": feeds.judge,
    "ids": ids.judge,
    "traces": traces.judge,
    "policy": policy.judge,
    "pictures": pictures.judge,
    "rights": rights.judge,
    "words": words.judge,
    "markdown": markdown.judge,
    "sizes": sizes.judge,
}
KINDS = (*CHECKS, "extensions", "external", "content")
"""The kinds of findings, in the order of a report. ``content``: what the build has said, and no check judges."""
LEAST = 10  # letters of a title that can be looked for


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked beside the rules.

    ``against`` is the address or the folder of the site as it was published last, ``manifest`` the bytes of its
    manifest; with neither it is what ``.coranto/`` knows of the last upload. ``external``: links to other sites are
    followed. ``gate`` is needed for an address and for ``external``.
    """

    against: str = ""
    manifest: bytes = b""
    external: bool = False
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what was found: errors and warnings, each with its ``kind``. ``notes`` are neither."""

    files: int
    pages: int
    feeds: int
    followed: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def check(order: Order, asked: Asked = Asked()) -> Checked:
    """Judge the site in the order's output folder; ``withheld`` and ``strict`` count for nothing.

    Raises CorantoError where there is nothing that can be judged: no folder, or content that cannot be built.
    """
    folder = Path(order.output or order.root / "output").absolute()
    packed = (folder / "index.html.gz").exists()  # as it was built, for that is what is remembered
    order = replace(order, withheld=False, strict=False, script="", precompress=packed)
    name = folder.relative_to(order.root).as_posix() if folder.is_relative_to(order.root) else str(folder)
    if folder.is_symlink() or not folder.is_dir():
        raise error("there is no built site here", Place(name), "run coranto build, or give --output FOLDER")
    case, added, problems = _case(order, folder, name, _before(order.root, asked))
    problems += chain.from_iterable(judge(case) for judge in CHECKS.values())
    for _, judge in added.checks:
        problems += [replace(each, kind="extensions") for each in judge(case)]
    problems += [replace(each, kind="content") for each in case.built if not each.kind]
    followed = 0
    notes: tuple[str, ...] = ()
    if asked.external:
        assert asked.gate is not None, "external needs a gate"
        found = external.follow(case, asked.gate)
        problems += found.problems
        followed, notes = found.followed, found.notes
    held = case.inventory
    return Checked(len(held.sizes), len(held.pages), len(held.feeds), followed, _once(problems), notes)


def _case(order: Order, folder: Path, name: str, before: Manifest | None) -> tuple[Case, Extensions, list[Problem]]:
    sheet, content, materials = prospect(order)
    config, now = materials.config, materials.now
    digest, _ = curate(content, now, config.republish, False, config.tongue)
    here = _manifest(folder / MANIFEST, f"{name}/{MANIFEST}")
    needles = _needles(content, digest, config)
    inventory, said = take(
        folder, name, config.base_url, _owed(digest, sheet), Haystack(needles), Hands(order.jobs, order.tell)
    )
    theme, _ = load_theme(order.root, config.theme, config.theme_options)
    language, _ = language_of(config.language, materials.catalogues)
    case = Case(
        root=order.root,
        name=name,
        config=config,
        content=content,
        digest=digest,
        inventory=inventory,
        origins={file.path: file.origin for file in sheet.files},
        sums={file.path: file.digest for file in sheet.files},
        built=sheet.problems,
        theme=theme,
        language=language,
        here=here,
        before=before,
        now=now,
    )
    why = "left out: "
    missed = [
        replace(each, message=f"not looked at: {each.message.removeprefix(why)}", severity="error", kind="files")
        for each in said
    ]
    return case, materials.extensions, missed


def _manifest(path: Path, name: str) -> Manifest | None:
    """A manifest that lies on the disk; None when there is none."""
    return read_manifest(read_bytes(path, name, 1 << 28), name) if path.exists() else None


def _before(root: Path, asked: Asked) -> Manifest | None:
    """What was published last. Raises CorantoError when that was named, and cannot be had."""
    if asked.manifest:
        return read_manifest(asked.manifest, "the manifest that is published")
    if not asked.against:
        return last_manifest(root)
    if asked.against.lower().startswith(("http://", "https://")):
        assert asked.gate is not None, "an address needs a gate"
        return fetched_manifest(asked.against, asked.gate)
    path = Path(asked.against) / MANIFEST
    found = _manifest(path, str(path))
    if found is None:
        raise error("there is no published site here", Place(str(path)), "give --against the folder with manifest.json")
    return found


def _owed(digest: Digest, sheet: Sheet) -> Owed:
    """Which pages show the words, or tell the news, of an outlet."""
    told = [(article, sheet.ids[article.id]) for article in digest.articles if article.id in sheet.ids]
    named = [(output_path(url), article.source) for article, url in told if article.source.name]
    names = spelled(digest.sources)
    return Owed(
        {path: names[fold(source.name)] for path, source in named},
        {path: source.url for path, source in named if source.url},
    )


def _needles(content: Content, digest: Digest, config: Config) -> Iterator[Needle]:
    """What tells of articles, editions and pages that are not out."""
    shown = {article.path for article in (*digest.articles, *digest.retracted)}
    said: tuple[Article | Edition | FreePage, ...] = (*digest.articles, *digest.retracted, *digest.editions)
    out = {fold(each.title) for each in (*said, *digest.pages)}
    for article in content.articles:
        if article.path not in shown:
            name = feed_id(article.id, config.feeds.id_authority, config.base_url)
            yield from (Needle(name + end, "the id", article.path) for end in ("<", '"'))  # as in XML, and in JSON
            yield from _told(article.path, article.title, article.slug, content, out)
            for what, text in (("the summary", article.summary), ("the standfirst", article.standfirst)):
                yield from (Needle(piece, what, article.path) for piece in passages(text))
    editions = {edition.path for edition in digest.editions}
    pages = {page.path for page in digest.pages}
    for edition in content.editions:
        if edition.path not in editions:
            yield from _told(edition.path, edition.title, "", content, out)
    for page in content.pages:
        if page.path not in pages:
            yield from _told(page.path, page.title, page.slug, content, out)


def _told(path: str, title: str, slug: str, content: Content, out: set[str]) -> Iterator[Needle]:
    if len(title) >= LEAST and fold(title) not in out:
        yield Needle(one_line(title), "the title", path)
    if slug:
        yield Needle(f"/{slug}/", "the address", path)
    yield from (Needle(piece, "a passage", path) for piece in passages(content.texts[path].markdown))


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Findings of one wording in files that were built once, with how often they come: what is wrong in a template is
    wrong on every page."""
    first: dict[tuple[str, ...], Problem] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for problem in problems:
        written = problem.place is not None and problem.place.path.startswith("content/")
        key = (problem.kind, problem.severity, problem.message, str(problem.place) if written else "")
        first.setdefault(key, problem)
        counts[key] += 1
    told = [
        replace(problem, message=f"{problem.message} (and in {counts[key] - 1:,} more places)")
        if counts[key] > 1
        else problem
        for key, problem in first.items()
    ]
    told.sort(key=lambda each: KINDS.index(each.kind))
    return tuple(told)
