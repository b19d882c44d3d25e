"""What the desk is while it is open: the stock, the ledger, the twins, what is being brought in; and what a page shows.

In: the preview, whose order knows the site's folder, its configuration and the hour. Out: values for templates. It
reads; all writing goes through the ledger.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coranto import frontmatter
from coranto.config import Config
from coranto.content.article import UNRANKED
from coranto.curation import article_standing, story_key
from coranto.desk import acts, form, inbox
from coranto.desk.bringing import Fetch, Porter, network
from coranto.desk.candidates import candidates
from coranto.desk.gate import PLACE, form_secret
from coranto.desk.inbox import PAGE, View
from coranto.desk.inspection import Inspector
from coranto.desk.ledger import Change, Clash, Deed, Ledger
from coranto.desk.proof import Proof, prove
from coranto.desk.scene import Late, Scene, Told, address, clash_shown, deed_shown, problem_shown
from coranto.desk.stock import Keeper, Stock, digest
from coranto.desk.twins import Twins
from coranto.desk.words import speak, templates
from coranto.files import read_bytes, refuse_links
from coranto.holdings import REJECTED
from coranto.language import Language
from coranto.materials import read_config
from coranto.model import Article
from coranto.plan.letters import seal
from coranto.preview import Preview
from coranto.problems import CorantoError, Problem
from coranto.text import numbered


class Office:
    """One desk. All of its requests are answered one after the other; what is brought in works beside them."""

    def __init__(self, preview: Preview, port: int, gate: Callable[[], Fetch] = network) -> None:
        self.preview = preview
        self.root: Path = preview.order("").root
        self.token = secrets.token_urlsafe(32)
        self.secret = form_secret(self.token)
        self.port = port
        self._config: Config | None = None
        self._names: tuple[Stock, dict[str, list[str]]] | None = None
        self.ledger = Ledger(self.root)
        self.keeper = Keeper(self.root)
        self.twins = Twins(self.root)
        self.porter = Porter(self.root, gate)
        self.inspector = Inspector()

    def open(self) -> None:
        """Begin to follow the files."""
        self.keeper.follow()

    def close(self) -> None:
        """Let go of them."""
        self.keeper.close()

    def do(self, verb: str, about: str, changes: Sequence[Change]) -> Deed | Clash:
        """Change files through the ledger. Raises CorantoError when one cannot be written."""
        try:
            return self.ledger.do(verb, about, changes)
        finally:
            self.keeper.touch(change.name for change in changes)

    def undo(self, deed: Deed) -> Deed | Clash:
        """The way back."""
        try:
            return self.ledger.undo(deed)
        finally:
            self.keeper.touch(change.name for change in deed.changes)

    def look(self) -> Scene:
        """As a build that begins now would have it."""
        order = self.preview.order("")
        try:
            self._config, _ = read_config(order)
        except CorantoError:  # the build tells of it; until it is mended the desk goes by what it was
            if self._config is None:
                raise
        config = self._config
        now = order.now if order.now.tzinfo else order.now.replace(tzinfo=config.timezone)
        pressed = self.preview.shown.pressed
        stock = self.keeper.look(config, pressed.content if pressed else None)
        return Scene(config, now, stock, templates(speak(config.language, self.root)))

    def language(self, scene: Scene) -> Language:
        """The site's language."""
        return speak(scene.config.language, self.root)

    def data(self, name: str, stock: Stock) -> bytes | None:
        """The bytes of a file that the desk may show: one of the stock, and no other. None when there is none."""
        if name not in stock.articles and name not in stock.broken and name not in stock.rejected:
            return None
        try:
            refuse_links(self.root / name, self.root)
            return read_bytes(self.root / name, name)
        except CorantoError:  # it has gone this very moment
            return None

    def render(self, scene: Scene, template: str, place: str, here: str, view: View, told: Told, **values: Any) -> str:
        """A page of the desk."""
        desk = {
            "title": scene.config.title,
            "site": quote(self.preview.shown.base),
            "place": place,
            "here": here,
            "secret": self.secret,
            "view": view,
            "menu": self._menu(scene),
            "deed": deed_shown(told.deed) if told.deed else None,
            "clashes": [clash_shown(each, values.get("open") is not None) for each in told.clashes],
            "problems": [problem_shown(each) for each in told.problems],
        }
        return scene.env.get_template(template).render(desk=desk, **values)

    def _menu(self, scene: Scene) -> list[tuple[str, str, int, bool]]:
        drafts = sum(article.draft for article in scene.stock.all())
        wrong = len(self.preview.shown.problems)
        return [
            ("inbox", PLACE, drafts, False),
            ("bring", f"{PLACE}bring", 0, False),
            ("stories", f"{PLACE}stories", 0, False),
            ("edition", f"{PLACE}edition/", 0, False),
            ("health", f"{PLACE}health", wrong, True),
        ]

    def listed(self, scene: Scene, view: View) -> list[str]:
        """The names of all articles of a view, in their order."""
        found = inbox.chosen(scene.stock.articles.values(), view, scene.now, self.keeper.doubts, self.keeper.about)
        return [leaf.name for leaf in found]

    def inbox(self, scene: Scene, view: View, name: str, told: Told, late: Late | None = None) -> tuple[int, str]:
        """The list, and the article that is open: status and page."""
        stock, now = scene.stock, scene.now
        names = self.listed(scene, view)
        lines = []
        for each in names[view.skip : view.skip + PAGE]:
            leaf = stock.articles[each]
            line = inbox.line(leaf, now, self.keeper.doubts(leaf))
            moment = line.moment
            group = f"{moment.at:%Y-%m-%d}" if moment else ""
            lines.append(
                {
                    "name": each,
                    "article": line.article,
                    "moment": moment,
                    "doubts": line.doubts,
                    "age": line.age,
                    "url": address(view, each),
                    "group": (0 if not moment else 1, "".join(chr(255 - ord(sign)) for sign in group)),
                    "heading": scene.env.filters["day"](moment) if moment else scene.say("Without a date"),
                    "digest": self._digest(each) if view.show == "pick" else "",
                }
            )
        opened, status, problems = None, 200, told.problems
        if name:
            data = self.data(name, stock)
            if data is None or name in stock.rejected:
                status, problems = 404, (*problems, Problem("there is no such article", None, "the list shows all"))
            else:
                opened = self._open(scene, name, data, view, late)
                problems += opened["faults"]
        page = self.render(
            scene,
            "inbox.html",
            "inbox",
            address(view, name),
            view,
            Told(told.deed, told.clashes, problems),
            lines=lines,
            total=len(stock.rejected) if view.show == "rejected" else len(names),
            newer=address(View(view.show, view.words, max(0, view.skip - PAGE)), "") if view.skip else "",
            older=address(View(view.show, view.words, view.skip + PAGE), "") if view.skip + PAGE < len(names) else "",
            rejected=self._rejected(stock) if view.show == "rejected" else [],
            open=opened,
        )
        return status, page

    def _digest(self, name: str) -> str:
        try:
            return digest(read_bytes(self.root / name, name))
        except CorantoError:  # gone since
            return ""

    def _rejected(self, stock: Stock) -> list[dict[str, str]]:
        found = []
        for name in stock.rejected:
            try:
                data = read_bytes(self.root / name, name)
                title = str(acts.plain(data.decode("utf-8", "replace"), name).get("title") or "")
            except CorantoError:
                continue
            found.append({"name": name, "title": title or name, "digest": digest(data)})
        return found

    def _open(self, scene: Scene, name: str, data: bytes, view: View, late: Late | None) -> dict[str, Any]:
        stock, config, now = scene.stock, scene.config, scene.now
        text = data.decode("utf-8", "replace")
        shown: dict[str, Any] = {
            "name": name,
            "digest": digest(data),
            "text": text,
            "list": address(view, ""),
            "title": name,
            "article": None,
            "proof": None,
            "faults": (),
            "twins": [],
            "page": "",
        }
        try:
            opened = acts.opened(name, data, config)
            document = frontmatter.read(text, name)
            proof = self._proof(opened.article, document, scene)
        except CorantoError as fault:
            return shown | {"faults": fault.problems}
        values: dict[str, Any] = document.fields.plain()
        evidence = form.evidence(values, document.body)
        now_shown = form.shown(values)
        show, beside = form.merged(now_shown, late.fields, late.marks) if late else (now_shown, {})
        doubts = {row.key: row.where for row in evidence if row.doubt}
        article = opened.article
        return shown | {
            "title": article.title,
            "article": article,
            "proof": proof,
            "standing": article_standing(article, now),
            "seal": seal(article.source.name) or ("?" if "source" in doubts else ""),
            "rank": "" if article.featured in (0, UNRANKED) else str(article.featured),
            "page": self._page(name),
            "twins": self._twins(stock, name, view),
            "marks": form.marks(now_shown),
            "doubts": list(doubts.items()),
            "doubted": list(doubts),
            "loose": [(key, seen) for key, seen in doubts.items() if key not in {each.top for each in form.FIELDS}],
            "fields": [_field(each, show, beside, doubts, values, now) for each in form.FIELDS],
            "unfold": any(each.key in beside for each in form.FIELDS if not each.first),
            "among": self._among(stock),
            "evidence": evidence,
        }

    def _proof(self, article: Article, document: frontmatter.Document, scene: Scene) -> Proof:
        pressed = self.preview.shown.pressed
        assets = pressed.content.assets if pressed else ()
        return prove(article, document, scene.config, scene.now, self.preview.shown.base, scene.stock.records, assets)

    def _page(self, name: str) -> str:
        """Where the preview has its page, if the last build made one."""
        pressed = self.preview.shown.pressed
        found = next((page for page in pressed.site.pages if page.origin == name), None) if pressed else None
        return quote(self.preview.shown.base.rstrip("/")) + found.url if found else ""

    def _twins(self, stock: Stock, name: str, view: View) -> list[dict[str, Any]] | None:
        found = self.twins.near(stock, name)
        if found is None:
            return None
        own = stock.article(name)
        return [
            {
                "article": each.article,
                "verdict": each.verdict,
                "shared": each.shared,
                "contained": each.contained,
                "here": each.here,
                "there": each.there,
                "url": address(view, each.article.path),
                "digest": self._digest(each.article.path),
                "joined": bool(own and own.story and story_key(own.story) == story_key(each.article.story)),
            }
            for each in found
        ]

    def _among(self, stock: Stock) -> dict[str, list[str]]:
        if self._names is None or self._names[0] is not stock:
            self._names = (stock, among(stock))
        return self._names[1]

    def free_rejected(self, name: str) -> str:
        """Where a draft goes that is rejected: its own place there, or one with a number."""
        place = Path(REJECTED) / name.removeprefix("content/")
        paths = (place.with_name(f"{stem}.md") for stem in numbered(place.stem))
        return next(path.as_posix() for path in paths if not (self.root / path).exists())


def _field(
    each: form.Field,
    show: Mapping[str, str],
    beside: Mapping[str, str],
    doubts: Mapping[str, str],
    values: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    value = show[each.key]
    doubt = each.top in doubts and each.key == form.ASKED.get(each.top, each.key)
    why = doubts[each.top] if doubt else ""
    return {
        "key": each.key,
        "top": each.top,
        "kind": each.kind,
        "among": each.among,
        "first": each.first or doubt,
        "hand": each.hand,
        "choices": each.choices,
        "value": value,
        "rows": min(8, max(2 if each.kind == "lines" else 3, value.count("\n") + 1)),
        "doubt": doubt,
        "there": bool(values.get(each.top)),
        "why": why,
        "candidates": candidates(why, now) if doubt and each.kind == "moment" else [],
        "beside": beside.get(each.key),
    }


def among(stock: Stock) -> dict[str, list[str]]:
    """What the site has already, for fields that name one of it: the most used first, of many some."""
    found: dict[str, dict[str, int]] = {"outlets": {}, "sections": {}, "stories": {}}
    for record in stock.records:
        if record.kind in ("sources", "sections"):
            found["outlets" if record.kind == "sources" else "sections"].setdefault(record.name, 0)
    for article in stock.all():
        for kind, name in (("outlets", article.source.name), ("sections", article.section), ("stories", article.story)):
            if name:
                found[kind][name] = found[kind].get(name, 0) + 1
    return {kind: sorted(names, key=lambda name: (-names[name], name))[:100] for kind, names in found.items()}
