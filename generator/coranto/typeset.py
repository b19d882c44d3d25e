"""Every text typeset, each only when it was not before.

In: texts with their place, and a function that says where a link leads. Out: ``Typeset`` values, and warnings. What was
typeset before is not even read: of a body that is known its key is enough, until a page has to show it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache as remember
from functools import partial

from coranto import marker
from coranto.body import Body, Pieces
from coranto.cache import Cache, key_of
from coranto.crew import Begun, Errand
from coranto.hands import MANY, End, Ended, Hands, rows_of
from coranto.held import changed
from coranto.packing import pack, unpack
from coranto.permalinks import leads_out
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors
from coranto.program import program
from coranto.texts import Frames, Manuscript, Proof, Resolve, Typeset, Use, frame_of

Asked = tuple[tuple[str, Use], ...]
Set = tuple[Typeset, tuple[Problem, ...]]
_BODIES = b"bodies "


@dataclass(slots=True)
class Known:
    """What was set before, by the keys of texts; ``said`` of those alone of which there is something to say."""

    texts: dict[str, Manuscript] = field(default_factory=dict)
    done: dict[str, Typeset] = field(default_factory=dict)
    said: dict[str, tuple[Problem, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is remembered of a typeset text beside its two bodies."""

    words: int
    lead: str
    excerpt_words: int
    leads: tuple[str, ...]
    body: bool  # is there one?
    excerpt: bool
    problems: tuple[Problem, ...]


def typeset(
    texts: Mapping[str, Manuscript],
    engine: str,
    resolve: Resolve,
    cache: Cache | None = None,
    hands: Hands | None = None,
    frames: Frames | None = None,
    known: Known | None = None,
) -> tuple[dict[str, Typeset], list[Problem]]:
    """Typeset every text. Raises CorantoError for each that the engine cannot take.

    ``known``: what was set before with the same engine, addresses and pictures; it is brought up to date.
    """
    compositor = Compositor(engine, resolve, cache or Cache(), frames or {})
    known = known or Known()
    fresh = changed(known.texts, texts)
    found = {key: compositor.recall(text) for key, text in fresh.items()}
    ended = compositor.ahead([text for key, text in fresh.items() if not found[key]], hands or Hands())
    faults: dict[str, tuple[Problem, ...]] = {}
    for key, text in fresh.items():
        try:
            if text in ended:
                end = ended[text]
                if not isinstance(end, End):
                    raise CorantoError(*end)
                message = marker.late(marker.SECONDS) if end is End.LATE else "this ends the process that typesets it"
                raise error(message, Place(text.path, text.line), marker.HINT)
            found[key] = found[key] or compositor.set(text)
        except CorantoError as fault:
            faults[key] = fault.problems
    good = {key: each for key, each in found.items() if each}
    said = {key: each for key, each in known.said.items() if key in texts and key not in fresh}
    said |= {key: each for key, (_, each) in good.items() if each}
    done = {**known.done, **{key: each for key, (each, _) in good.items()}}
    kept = {key: text for key, text in texts.items() if key not in faults} if faults else dict(texts)
    if len(done) != len(kept):  # some are gone
        done = {key: done[key] for key in kept}
    known.texts, known.done, known.said = kept, done, said
    told = {**said, **faults}
    problems = [problem for key in texts if key in told for problem in told[key]] if told else []
    stop_on_errors(problems)
    return done, problems


class Compositor:
    """Typesets texts, or remembers: first which addresses a text holds that lead into this site, then, for where they
    lead today, the rest."""

    def __init__(self, engine: str, resolve: Resolve, cache: Cache, frames: Frames, about: bytes = b"") -> None:
        self._engine = engine
        self._resolve = resolve
        self._frames = frames
        self._cache = cache
        self._about = about or key_of(program(), engine.encode())
        self._apart = bool(about)  # elsewhere: nobody ends the process when a text takes too long

    def recall(self, text: Manuscript) -> Set | None:
        """One text as it is remembered."""
        row = self._row(text)
        asked: Asked | None = self._cache.value(row, _read_asked)
        if asked is None:
            return None
        proof = self._proof_row(row, asked, text.path)
        facts: Facts | None = self._cache.value(proof, _read_facts)
        if facts is None:
            return None
        self._cache.use(_BODIES + proof)
        return self._bound(text, proof, facts), facts.problems

    def ahead(self, texts: list[Manuscript], hands: Hands) -> dict[Manuscript, Ended]:
        """Set texts where more hands help, or none may wait for them. Gives those that end their process."""
        if texts:
            _setter(self._engine)  # loaded once, for all
        if hands.crew and len(texts) >= MANY:
            common = (self._engine, self._resolve, self._frames, self._about)
            errand = Errand(set_elsewhere, common, lambda number: texts[number].whole())
            left = hands.ahead(self._cache, len(texts), lambda number: self.set(texts[number]), "typeset", 0, errand)
            texts = [texts[number] for number in sorted(left)]  # what is wrong with them is told here
        if len(texts) < MANY:  # what the native engine takes, it takes at once
            texts = [text for text in texts if not is_quick(self._engine, text.markdown)]
        ended = hands.ahead(self._cache, len(texts), lambda number: self.set(texts[number]), "typeset", marker.SECONDS)
        return {texts[number]: end for number, end in ended.items()}

    def set(self, text: Manuscript) -> Set:
        """One text and what is wrong in it. Raises CorantoError when it cannot be taken."""
        known = self.recall(text)
        if known:
            return known
        found, asked = self._make(text)
        row = self._row(text)
        proof = self._proof_row(row, asked, text.path)
        whole = found.text
        bodies = (whole.body.pieces, whole.excerpt.pieces)
        facts = Facts(
            words=whole.words,
            lead=whole.lead,
            excerpt_words=whole.excerpt_words,
            leads=bodies[0][1::2],
            body=bool(whole.body),
            excerpt=bool(whole.excerpt),
            problems=found.problems,
        )
        self._cache.keep("addresses", row, pack(asked))
        self._cache.keep("typeset", proof, pack(facts))
        self._cache.keep("bodies", _BODIES + proof, pack(bodies), "bodies")
        return self._bound(text, proof, facts), facts.problems

    def _row(self, text: Manuscript) -> bytes:
        place = f"{text.path}\0{text.line}".encode("utf-8", "surrogatepass")
        return key_of(b"addresses", self._about, place, text.key)

    def _bound(self, text: Manuscript, proof: bytes, facts: Facts) -> Typeset:
        """A text with the way to its bodies."""

        def body(place: int, full: bool) -> Body:
            return Body(partial(self._pieces, text, proof, place), proof + b"be"[place : place + 1], full)

        return Typeset(
            body=body(0, facts.body),
            words=facts.words,
            lead=facts.lead,
            excerpt=body(1, facts.excerpt),
            excerpt_words=facts.excerpt_words,
            leads=facts.leads,
            key=proof,
        )

    def _pieces(self, text: Manuscript, proof: bytes, place: int) -> Pieces:
        """A body when it is to be shown: remembered, or set once more."""
        found = self._cache.find(_BODIES + proof, "bodies")
        if found is not None:
            with suppress(ValueError):
                bodies: tuple[Pieces, Pieces] = unpack(tuple[Pieces, Pieces], found)
                return bodies[place]
        whole = self._make(text)[0].text
        return (whole.body, whole.excerpt)[place].pieces

    def _make(self, text: Manuscript) -> tuple[Proof, Asked]:
        found, asked = _setter(self._engine, self._apart)(text, self._resolve, self._frames)
        return found, tuple((written, use) for written, use in asked if not leads_out(written, use))

    def _proof_row(self, row: bytes, asked: Asked, path: str) -> bytes:
        """The key of a text for where its links lead today, and what its pictures are."""
        leads = [self._resolve(written, path, use) for written, use in asked]
        pictures = [
            frame_of(lead, self._frames) for lead, (_, use) in zip(leads, asked, strict=True) if lead and use == "image"
        ]
        return key_of(b"typeset", row, pack((leads, pictures)) if leads else b"")


def set_elsewhere(common: tuple[str, Resolve, Frames, bytes]) -> Begun:
    """What sets texts on a worker elsewhere: for each the rows that are kept of it, by the keys that hold here."""
    engine, resolve, frames, about = common

    def set_all(texts: list[Manuscript]) -> list[bytes | None]:
        found: list[bytes | None] = []
        for text in texts:
            kept = Cache()
            try:
                Compositor(engine, resolve, kept, frames, about).set(text)
            except CorantoError:
                found.append(None)
            else:
                found.append(rows_of(kept, 0))
        return found

    return set_all


def is_quick(engine: str, markdown: str) -> bool:
    """Does the native engine take this text? It never waits for one."""
    from coranto.commonmark import plain

    return engine == "commonmark" or (engine == "python" and plain(markdown))


Setter = Callable[[Manuscript, Resolve, Frames], tuple[Proof, list[tuple[str, Use]]]]


@remember
def _setter(engine: str, apart: bool = False) -> Setter:
    """What sets a text. Heavy, and not wanted where all is known."""
    from coranto.galley import APART, ENGINES, set_text

    convert = (APART if apart else ENGINES)[engine]()
    return lambda text, resolve, frames: set_text(text, convert, resolve, frames)


def _read_asked(data: bytes) -> Asked:
    found: Asked = unpack(Asked, data)
    return found


def _read_facts(data: bytes) -> Facts:
    found: Facts = unpack(Facts, data)
    return found
