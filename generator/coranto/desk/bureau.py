"""The desk's other pages: what is brought in, stories, editions, health. The office and facts in, pages out; what an
edition is to say, as a change of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from coranto import frontmatter
from coranto.content.others import read_edition
from coranto.curation import article_standing, curate, standing, story_key, story_title
from coranto.desk import binding
from coranto.desk import health as condition
from coranto.desk.binding import Bin, Issue
from coranto.desk.bringing import Job, Outcome
from coranto.desk.gate import PLACE
from coranto.desk.inbox import View
from coranto.desk.ledger import Change, Clash
from coranto.desk.office import Office
from coranto.desk.scene import Scene, Told, address, problem_shown
from coranto.desk.stock import digest
from coranto.fields import Fields
from coranto.files import read_bytes
from coranto.issue import REMARK, begin, propose
from coranto.model import Article, Content, Edition, Moment
from coranto.moments import parse_moment
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors
from coranto.text import decode

DAYS = 7  # what a first edition looks back on
STORIES = 200  # that are shown


def bring(office: Office, view: View, told: Told, job: Job | None) -> str:
    """The page to bring things in at, and how far a job is."""
    running = bool(job and job.running)  # before what came of it is looked at
    scene = office.look()
    here = f"{PLACE}bring" + (f"?job={job.number}" if job else "")
    deed = office.ledger.find(job.deed) if job and job.deed and not told.deed else told.deed
    outcomes = [
        {
            "status": each.status,
            "title": each.title,
            "name": each.name,
            "url": _place(each, scene),
            "doubts": each.doubts,
            "alike": [
                {"url": address(View(), name), "name": name, "verdict": verdict, "shared": shared}
                for name, verdict, shared in each.alike
            ],
            "message": each.message,
            "hint": each.hint,
        }
        for each in (job.outcomes if job else ())
    ]
    feeds = [record.name for record in scene.stock.records if record.kind == "sources" and record.feed]
    return office.render(
        scene,
        "bring.html",
        "bring",
        here,
        view,
        replace(told, deed=deed),
        job=job,
        running=running,
        outcomes=outcomes,
        feeds=feeds,
    )


def _place(outcome: Outcome, scene: Scene) -> str:
    """Where what was brought in can be looked at; what was rejected before can be brought back there."""
    if outcome.status == "rejected":
        return address(View("rejected"), "")
    return address(View(), outcome.name) if outcome.name in scene.stock.articles else ""


def stories(office: Office, view: View, told: Told) -> str:
    """The stories, the newest first, with their articles."""
    scene = office.look()
    groups: dict[str, list[Article]] = {}
    for article in scene.stock.all():
        if article.story:
            groups.setdefault(story_key(article.story), []).append(article)

    def newest(reports: list[Article]) -> float:
        return max((each.date.at.timestamp() for each in reports if each.date), default=0.0)

    found = sorted(groups.values(), key=lambda reports: (-newest(reports), reports[0].story))[:STORIES]
    rows = [
        {
            "title": story_title(reports[0].story),
            "reports": [
                {
                    "article": each,
                    "url": address(View(), each.path),
                    "standing": article_standing(each, scene.now),
                    "digest": _digest(office, each.path),
                }
                for each in sorted(
                    reports, key=lambda each: (each.date.at.timestamp() if each.date else 0.0, each.path)
                )
            ],
        }
        for reports in found
    ]
    return office.render(scene, "stories.html", "stories", f"{PLACE}stories", view, told, stories=rows)


def _digest(office: Office, name: str) -> str:
    try:
        return digest(read_bytes(office.root / name, name))
    except CorantoError:  # gone since
        return ""


def editions(office: Office, view: View, told: Told, since: str) -> str:
    """The editions, and since when the next one would tell."""
    scene = office.look()
    rows = [
        {
            "edition": each,
            "url": f"{PLACE}edition/{each.number}",
            "standing": standing(each.draft, each.date, scene.now),
            "count": sum(len(part.items) for part in each.parts),
        }
        for each in sorted(scene.stock.editions, key=lambda each: each.number, reverse=True)
    ]
    first = since or begin_of(scene, None).at.astimezone(scene.config.timezone).isoformat(timespec="minutes")
    return office.render(scene, "editions.html", "edition", f"{PLACE}edition/", view, told, editions=rows, since=first)


def begin_of(scene: Scene, but: int | None) -> Moment:
    """Since when there is something new: the last edition that is out, or some days ago before the first."""
    found = begin(each for each in scene.stock.editions if each.number != but)
    return found or Moment(scene.now - timedelta(days=DAYS))


def _content(scene: Scene, since: Moment, more: set[str]) -> Content:
    """What was published since then, and what is named: enough to propose from."""
    articles = tuple(
        article
        for article in scene.stock.all()
        if article.id in more or (article_standing(article, scene.now) == "published" and article.out.at >= since.at)
    )
    return Content(articles, scene.stock.editions, records=scene.stock.records)


def proposed(office: Office, since: str) -> tuple[int, Change]:
    """The next edition as a new file. Raises CorantoError when there is nothing for it."""
    scene = office.look()
    try:
        first = parse_moment(since, scene.config.timezone) if since.strip() else begin_of(scene, None)
    except ValueError:
        raise error(f"this is no day: {since!r}", None, "write 2026-11-16") from None
    content = _content(scene, first, set())
    digest_, _ = curate(content, scene.now, scene.config.republish)
    until = Moment(scene.now.astimezone(scene.config.timezone))

    def length(article: Article) -> int:
        return (office.root / article.path).stat().st_size

    dates = office.language(scene).dates
    made = propose(digest_, scene.stock.editions, first, until, "", length, dates)
    if not made.items:
        raise error("nothing was published since then that no edition has told", None, "name an earlier day")
    return made.number, Change(f"content/editions/{made.number}.md", None, made.text.encode("utf-8"))


def file_of(office: Office, number: int, scene: Scene | None = None) -> tuple[str, bytes] | None:
    """The file of an edition, and its bytes."""
    stock = (scene or office.look()).stock
    name = next((each.path for each in stock.editions if each.number == number), "")
    return (name, read_bytes(office.root / name, name)) if name else None


def edition(
    office: Office, number: int, view: View, said: Told, late: Issue | None = None, found: bytes | None = None
) -> tuple[int, str]:
    """The page of an edition: status and page. ``late`` is a form that was not taken, ``found`` what stands there
    instead of what it was made from."""
    scene = office.look()
    file = file_of(office, number, scene)
    piece = next((each for each in scene.stock.editions if each.number == number), None)
    if file is None or piece is None:
        return 404, editions(office, view, Told(problems=error(f"there is no edition {number}").problems), "")
    name, data = file
    text = data.decode("utf-8")
    issue = late or binding.read(text, name)
    if found is not None:
        said = replace(said, clashes=(Clash(name, _wanted(text, issue, name), found),))
    known = {article.id: article for article in scene.stock.all()}
    since = begin_of(scene, number)
    others = tuple(each for each in scene.stock.editions if each.number != number)
    digest_, _ = curate(_content(scene, since, set()), scene.now, scene.config.republish)
    until = Moment(scene.now.astimezone(scene.config.timezone))
    have = issue.ids()
    told = {story_key(known[each].story) for each in have if each in known} - {""}  # a story comes as one
    fresh = _ids(propose(digest_, others, since, until).text)
    pool = [each for each in fresh if each not in have and story_key(known[each].story) not in told]
    place = f"{PLACE}edition/{number}"
    values: dict[str, Any] = {
        "edition": piece,
        "digest": digest(data),
        "name": name,
        "issue": issue,
        "bins": _bins(issue, known, scene),
        "pool": [_card(each, known, scene) for each in pool],
        "since": since,
        "standing": standing(piece.draft, piece.date, scene.now),
        "page": quote(office.preview.shown.base.rstrip("/")) + f"/edition/{number}/",
        "mail": f"{PLACE}mail/{number}",
        "made": office.preview.shown.number,
        "open": issue if late else None,
    }
    return 200, office.render(scene, "edition.html", "edition", place, view, said, **values)


def _wanted(text: str, issue: Issue, name: str) -> bytes:
    try:
        return binding.written(text, issue, name, {}).encode("utf-8")
    except CorantoError:
        return text.encode("utf-8")


def _ids(text: str) -> list[str]:
    issue = binding.read(text, "proposal")
    return [entry.article for each in issue.bins for entry in each.entries]


def _bins(issue: Issue, known: Mapping[str, Article], scene: Scene) -> list[dict[str, Any]]:
    found, number = [], 0
    for each in issue.bins:
        entries = []
        for entry in each.entries:
            number += 1
            entries.append({**_card(entry.article, known, scene), "note": entry.note, "number": number})
        found.append({"title": each.title, "entries": entries})
    return found


def _card(name: str, known: Mapping[str, Article], scene: Scene) -> dict[str, Any]:
    article = known.get(name)
    return {
        "id": name,
        "article": article,
        "title": article.title if article else name,
        "url": address(View(), article.path) if article else "",
        "standing": article_standing(article, scene.now) if article else "",
    }


def with_moves(issue: Issue, sent: Mapping[str, str]) -> Issue:
    """What the form says, after the button that sent it."""
    if title := " ".join(sent.get("new", "").split()):
        issue = replace(issue, bins=(*issue.bins, Bin(title)))
    if name := sent.get("add", ""):
        into = sent.get("into", "1")
        return binding.moved(issue, f"to {into} {name}")
    return binding.moved(issue, sent.get("move", ""))


def bound(office: Office, name: str, data: bytes, issue: Issue, out: bool) -> list[Change]:
    """The edition's file with what the form says; ``out`` takes its draft mark away. Raises CorantoError for what
    cannot stand there."""
    scene = office.look()
    known = {article.id: article for article in scene.stock.all()}
    about = {each: _about(known[each]) for each in issue.ids() if each in known}
    text = binding.written(data.decode("utf-8"), issue, name, about)
    if out:
        if not issue.head["title"]:
            raise error("an edition that goes out needs a title", Place(name), "write what holds it together")
        if not issue.ids():
            raise error("there is nothing in it yet", Place(name), "add items to a part")
        text = frontmatter.edit(text, {"draft": None}, name)
        head, end, intro = text.partition("\n---")  # whatever the intro says stays
        text = re.sub(rf"\r?\n{re.escape(REMARK)}", "", head, count=1) + end + intro
    _check(name, text, scene)
    after = text.encode("utf-8")
    return [] if after == data else [Change(name, data, after)]


def _check(name: str, text: str, scene: Scene) -> Edition:
    clean, problems = decode(text.encode("utf-8"), name)
    fields = Fields(frontmatter.split(clean, name).fields, problems, "front matter", scene.config.timezone)
    found = read_edition(name, fields)
    stop_on_errors(problems)
    return found


def _about(article: Article) -> str:
    """What stands above an item, for those who read the file."""
    words = " ".join(article.title.split())
    return f"{words}. From {article.source.name}." if article.source.name else f"{words}."


def mail(office: Office, number: int) -> tuple[str, bool]:
    """An edition as a mail, as the last build has it; or why there is none, in plain text."""
    from coranto.mail import write
    from coranto.theme import load_theme

    pressed = office.preview.shown.pressed
    pages = pressed.site.pages if pressed else ()
    page = next((each for each in pages if each.template == "edition.html" and each.url.endswith(f"/{number}/")), None)
    if pressed is None or page is None:
        return office.look().say("It is not built yet."), True
    try:
        theme, _ = load_theme(office.root, pressed.config.theme, pressed.config.theme_options)
        language, added = pressed.site.language, pressed.extensions
        return write(page, pressed.site, theme, pressed.config, language, added).html, False
    except CorantoError as fault:
        return "\n\n".join(problem.show() for problem in fault.problems), True


def health(office: Office, view: View, told: Told) -> str:
    """What is wrong, what is scheduled, who has been silent."""
    running = office.inspector.running  # before what it found is looked at
    scene = office.look()
    found = office.inspector.found
    values = {
        "faults": _linked(office.preview.shown.problems, scene),
        "failed": office.preview.shown.failed,
        "running": running,
        "checked": None if found is None else _linked(found, scene),
        "scheduled": [
            {"article": each, "url": address(View(), each.path)} for each in condition.scheduled(scene.stock, scene.now)
        ],
        "outlets": condition.outlets(scene.stock, scene.now),
    }
    return office.render(scene, "health.html", "health", f"{PLACE}health", view, told, **values)


def _linked(problems: Iterable[Problem], scene: Scene) -> list[dict[str, str]]:
    """Problems, each with the way to its article."""
    rows = []
    for each in problems:
        place = each.place.path if each.place else ""
        known = place in scene.stock.articles or place in scene.stock.broken
        rows.append({**problem_shown(each), "url": address(View(), place) if known else ""})
    return rows
