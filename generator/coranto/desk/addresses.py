"""The desk's addresses: a request in, a page or a file's change out. Thin: what is done stands in ``acts`` and
``binding``, what is shown in ``office`` and the templates."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import parse_qsl

from coranto.desk import acts, binding, bureau
from coranto.desk.bringing import Job, order_of
from coranto.desk.door import HTML, Door
from coranto.desk.form import KEYS, said
from coranto.desk.gate import PLACE
from coranto.desk.inbox import View, following
from coranto.desk.ledger import Change, Clash, Deed
from coranto.desk.office import Office
from coranto.desk.scene import Late, Scene, Told, address
from coranto.desk.stock import digest
from coranto.desk.words import HERE
from coranto.holdings import REJECTED
from coranto.problems import CorantoError, Problem, error
from coranto.theme import BUILT_IN

MAIL_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
ASSETS = {
    "desk.css": HERE / "assets" / "desk.css",
    "desk.js": HERE / "assets" / "desk.js",
    "style.css": BUILT_IN / "plain" / "assets" / "style.css",
    "fleuron.svg": BUILT_IN / "plain" / "assets" / "fleuron.svg",
    "icon.svg": BUILT_IN / "plain" / "assets" / "icon.svg",
}


class Inbox(Door):
    """The list and the article that is open."""

    def get(self) -> None:
        name = str(self.get_query_argument("a", ""))
        status, page = self.office.inbox(self.office.look(), self.view, name, self.told())
        self.page(page, status)


class Act(Door):
    """Something done to an article, with what the form beside it says."""

    def post(self) -> None:
        office, view, scene = self.office, self.view, self.office.look()
        name, join = self.word("name"), self.word("join")
        verb = "join" if join else self.word("act")
        data = office.data(name, scene.stock)
        if data is None or (name in scene.stock.rejected) != (verb == "back"):
            self.page(office.inbox(scene, view, "", self.gone(name))[1], 404)
            return
        if digest(data) != self.word("digest"):
            self.clashed(scene, name, Clash(name, self.wanted(scene, name, data, verb), data))
            return
        try:
            changes = self.changes(scene, verb, name, data, join)
            article = scene.stock.article(name)
            done = office.do(verb, article.title if article else "", changes) if changes else None
        except CorantoError as fault:
            late = Late(self.fields(), self.word("was"))
            self.page(office.inbox(scene, view, name, Told(problems=fault.problems), late)[1], 422)
            return
        if isinstance(done, Clash):
            self.clashed(office.look(), name, done)
            return
        leaves = verb == "reject" or (verb in ("accept", "schedule") and view.show in ("draft", "doubt", "ready"))
        if verb == "back":
            self.onward(address(View(), changes[0].name), done)
            return
        self.onward(address(view, following(office.listed(scene, view), name) if leaves else name), done)

    def fields(self) -> dict[str, str]:
        """The form's fields. Of a doubt one of the candidates may have been chosen instead of written."""
        sent = {key: self.word(key) for key in KEYS if key in self.request.body_arguments}
        for key in list(sent):
            choice = self.word(f"choice {key}")
            if choice and not said(sent[key]):
                sent[key] = choice
        return sent

    def sent(self, verb: str) -> acts.Sent:
        word = {"schedule": "at", "pick": "rank", "correct": "correction", "retract": "reason"}.get(verb, "")
        return acts.Sent(self.fields(), tuple(self.get_body_arguments("settled")), self.word(word) if word else "")

    def changes(self, scene: Scene, verb: str, name: str, data: bytes, join: str) -> list[Change]:
        office, config, sent = self.office, scene.config, self.sent(verb)
        if verb in acts.SINGLE:
            return acts.single(verb, name, data, sent, config, scene.now)
        if verb == "reject":
            return acts.reject(name, data, config, sent, office.free_rejected(name))
        if verb == "back":
            return acts.bring_back(name, data)
        if verb == "join" and join != name and scene.stock.article(join):
            other = office.data(join, scene.stock)
            if other is None or digest(other) != self.word(f"digest of {join}"):
                raise error(f"{join} was changed meanwhile", None, "look at it again, and then join them")
            return acts.join((name, data), (join, other), sent, config)
        raise error("there is no such action")

    def wanted(self, scene: Scene, name: str, data: bytes, verb: str) -> bytes:
        """What the form would have made of the file that stands there; what it says, where that cannot be."""
        try:
            return acts.settle(acts.opened(name, data, scene.config), self.sent(verb), scene.config).text.encode()
        except CorantoError:
            return self.written()

    def written(self) -> bytes:
        """What the form says, as it was typed."""
        return "\n".join(f"{key}: {value}" for key, value in self.fields().items() if value).encode("utf-8")

    def gone(self, name: str) -> Told:
        """There is no such file any more; but there are the words that were written for it."""
        problem = Problem(f"there is no article {name!r} to do this to", None, "it was moved or taken away meanwhile")
        written = self.written()
        return Told(problems=(problem,), clashes=(Clash(name, written, None),) if written else ())

    def clashed(self, scene: Scene, name: str, clash: Clash) -> None:
        """Another file stands there than the form was made from: both are shown, nothing is written."""
        late = Late(self.fields(), self.word("was"))
        self.page(self.office.inbox(scene, self.view, name, Told(clashes=(clash,)), late)[1], 409)


class Picks(Door):
    """The order of the picks."""

    def post(self) -> None:
        office, view, scene = self.office, self.view, self.office.look()
        names = list(map(str, self.get_body_arguments("pick", strip=False)))
        digests = list(map(str, self.get_body_arguments("digest")))
        names, digests = moved(names, digests, self.word("move"))
        places, told = [], Told()
        for name, known in zip(names, digests, strict=False):
            data = office.data(name, scene.stock) if scene.stock.article(name) else None
            if data is None or digest(data) != known:
                told = Told(clashes=(*told.clashes, Clash(name, None, data)))
            else:
                places.append((name, data))
        if told.clashes:
            self.page(office.inbox(scene, view, "", told)[1], 409)
            return
        try:
            changes = acts.order_picks(places, scene.config)
            done = office.do("picks", "", changes) if changes else None
        except CorantoError as fault:
            self.page(office.inbox(scene, view, "", Told(problems=fault.problems))[1], 422)
            return
        if isinstance(done, Clash):
            self.page(office.inbox(scene, view, "", Told(clashes=(done,)))[1], 409)
            return
        self.onward(address(view, ""), done)


def moved(names: list[str], digests: list[str], order: str) -> tuple[list[str], list[str]]:
    """The list after ``up NAME`` or ``down NAME``."""
    verb, _, name = order.partition(" ")
    pairs = list(zip(names, digests, strict=False))
    at = names.index(name) if name in names else -1
    to = at + {"up": -1, "down": 1}.get(verb, 0)
    if at >= 0 and 0 <= to < len(pairs):
        pairs[at], pairs[to] = pairs[to], pairs[at]
    return [each for each, _ in pairs], [each for _, each in pairs]


class Undo(Door):
    """The way back of something that was done."""

    def post(self) -> None:
        office, view, scene = self.office, self.view, self.office.look()
        deed = office.ledger.find(self.number("number"))
        place = self.word("place")
        if deed is None or deed.undone:
            self.page(
                office.inbox(scene, view, "", Told(problems=(Problem("this cannot be undone any more"),)))[1], 409
            )
            return
        try:
            done = office.undo(deed)
        except CorantoError as fault:
            self.page(office.inbox(scene, view, "", Told(problems=fault.problems))[1], 422)
            return
        if isinstance(done, Clash):
            self.page(office.inbox(scene, view, "", Told(deed, clashes=(done,)))[1], 409)
            return
        self.onward(self.back(scene, deed, place), done)

    def back(self, scene: Scene, deed: Deed, place: str) -> str:
        """To the article that it was about, or to the page where one was."""
        back = [each.name for each in deed.changes if each.before is not None and not each.name.startswith(REJECTED)]
        name = next((each for each in back if each.startswith("content/")), "")
        if place.startswith(PLACE) and place.isascii() and place.isprintable() and place[len(PLACE) :][:1].isalpha():
            return place
        return address(self.view, name)


class Bring(Door):
    """What is to be brought in, and how far it is."""

    def get(self) -> None:
        job = self.office.porter.find(self.number("job"))
        self.page(bureau.bring(self.office, self.view, self.told(), job))

    def post(self) -> None:
        files = tuple((each.filename, each.body) for each in self.request.files.get("file", []) if each.body)
        order = order_of(self.word("text"), files, self.word("places"), bool(self.word("follow")))
        if not order:
            problem = Problem("there is nothing to bring in", None, "paste a page, choose a file, or name an address")
            self.page(bureau.bring(self.office, self.view, Told(problems=(problem,)), None), 422)
            return
        job = self.office.porter.start(order, self.office.look().now, self.ended)
        self.redirect(f"{PLACE}bring?job={job.number}", status=303)

    def ended(self, job: Job) -> None:
        changes = [change for change in job.changes if change.before != change.after]
        if changes:
            job.deed = self.office.ledger.note("bring", "", changes).number
            self.office.keeper.touch(change.name for change in changes)


class Stories(Door):
    """The stories there are."""

    def get(self) -> None:
        self.page(bureau.stories(self.office, self.view, self.told()))


class Editions(Door):
    """The editions there are; and a new one, proposed."""

    def get(self) -> None:
        self.page(bureau.editions(self.office, self.view, self.told(), self.get_query_argument("since", "")))

    def post(self) -> None:
        try:
            number, change = bureau.proposed(self.office, self.word("since"))
            done = self.office.do("propose", str(number), [change])
        except CorantoError as fault:
            self.page(bureau.editions(self.office, self.view, Told(problems=fault.problems), self.word("since")), 422)
            return
        if isinstance(done, Clash):
            self.page(bureau.editions(self.office, self.view, Told(clashes=(done,)), ""), 409)
            return
        self.onward(f"{PLACE}edition/{number}", done)


class Edition(Door):
    """One edition: its parts, and what is not in them yet."""

    def get(self, number: str) -> None:
        status, page = bureau.edition(self.office, int(number), self.view, self.told())
        self.page(page, status)

    def post(self, number: str) -> None:
        office, place = self.office, int(number)
        found = bureau.file_of(office, place)
        if found is None:
            self.page(bureau.edition(office, place, self.view, Told())[1], 404)
            return
        name, data = found
        body = self.request.body.decode("utf-8", "replace")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=20_000)
        issue = bureau.with_moves(binding.sent(pairs), dict(pairs))
        if digest(data) != self.word("digest"):
            self.page(bureau.edition(office, place, self.view, Told(), late=issue, found=data)[1], 409)
            return
        try:
            changes = bureau.bound(office, name, data, issue, out=bool(self.word("out")))
            verb = "out" if self.word("out") else "bind"
            done = office.do(verb, issue.head["title"] or number, changes) if changes else None
        except CorantoError as fault:
            self.page(bureau.edition(office, place, self.view, Told(problems=fault.problems), late=issue)[1], 422)
            return
        if isinstance(done, Clash):
            self.page(bureau.edition(office, place, self.view, Told(), late=issue, found=done.found)[1], 409)
            return
        self.onward(f"{PLACE}edition/{place}", done)


class Mail(Door):
    """An edition as it will be mailed, in a frame of its own that runs nothing."""

    def get(self, number: str) -> None:
        text, plain = bureau.mail(self.office, int(number))
        self.set_header("Content-Security-Policy", MAIL_POLICY)
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.set_header("Content-Type", "text/plain; charset=utf-8" if plain else HTML)
        self.finish(text)


class Health(Door):
    """How the site is."""

    def get(self) -> None:
        self.page(bureau.health(self.office, self.view, self.told()))

    def post(self) -> None:
        self.office.inspector.start(self.office.preview.order(""))
        self.onward(f"{PLACE}health")


class Made(Door):
    """How many builds have ended: what a page asks that shows what a build makes."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(str(self.office.preview.shown.number))


class Asset(Door):
    """The desk's own files."""

    def get(self, name: str) -> None:
        path: Path = ASSETS[name]
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        self.finish(path.read_bytes())


def routes(office: Office) -> list[tuple[str, type[Door], dict[str, Office]]]:
    """The addresses, for an application of tornado."""
    found: list[tuple[str, type[Door]]] = [
        ("", Inbox),
        ("act", Act),
        ("picks", Picks),
        ("undo", Undo),
        ("bring", Bring),
        ("stories", Stories),
        ("edition/", Editions),
        ("edition/([0-9]{1,9})", Edition),
        ("mail/([0-9]{1,9})", Mail),
        ("health", Health),
        ("made", Made),
        (f"({'|'.join(ASSETS)})".replace(".", r"\."), Asset),
    ]
    return [(PLACE + path, room, {"office": office}) for path, room in found]
