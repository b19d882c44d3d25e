"""Read who wrote it.

In: a byline, or a line that may be a name. Out: the names as printed, and desks ("The X news desk"), which sign like
people. Never keeps "Staff" or "Agencies", which are no names, nor a role ("Staff Writer"); never looks a name up.
"""

from __future__ import annotations

from coranto.extract import date_words, dates
from coranto.extract.byline_words import (
    ACCOUNT,
    APART,
    CAMEL,
    COMMENTED,
    CUT,
    DESK,
    EDITORS,
    GLUED,
    HANDLE,
    INSIDE,
    LEAD,
    LINKED,
    LOST,
    MADE,
    MARKED,
    META,
    NAME,
    NO_NICK,
    NOBODY,
    ON,
    PARTICLES,
    PIECE,
    PLACES,
    ROLES,
    SEGMENT,
    SEPARATOR,
    SIGNED,
    TALK,
    WIDE,
    WORK,
    WORKS,
)


def names(line: str) -> tuple[str, ...]:
    """The names in a line that begins with or contains "by"; none if it names nobody or is no byline."""
    text = _blank(line)
    if glued := GLUED.match(text):
        return people(text[glued.end() :])
    folded = dates.fold(text)
    if work := WORK.match(folded):
        return listed(text[work.end() :].rstrip(" :"))
    if talk := TALK.fullmatch(folded):
        return tuple(name for name in (text[slice(*talk.span(key))] for key in ("guest", "host")) if is_name(name))
    if lead := LEAD.match(folded):
        found = people(text[lead.end() :])
        signed = SIGNED.match(folded)
        dated = text != " ".join(line[:400].split())
        if MADE.match(folded):
            found = tuple(name for name in found if is_name(name) or name.upper() == name.lower())
        if not found and (signed or dated) and (known := handle(ON.sub("", PIECE.split(text[lead.end() :])[0]))):
            return known
        # "Von Risiken …", "Por fin": such words begin headlines too.
        foreign = not signed and not folded.startswith(("by", "written", "author")) and ":" not in lead.group()
        return () if foreign and not dated and not any(" " in name for name in found) else found
    if wide := WIDE.search(text):
        return people(wide["who"] or wide["reporter"])
    if marked := _marked(text):
        return people(marked) if is_name(marked) else handle(marked) or (marked,) if len(marked.split()) <= 3 else ()
    if (inside := INSIDE.search(text)) is None:
        return ()
    found = people(text[inside.end() :])
    sure = inside["by"].lower() == "by" or text != " ".join(line[:400].split())
    return found if sure or any(" " in name for name in found) else ()


def _marked(text: str) -> str:
    """Who a line names at its end, behind its date and without what readers may do there."""
    plain = COMMENTED.sub("", text).rstrip(" |·•/-")
    found = MARKED.search(plain) or LOST.search(plain)
    return str(found["who"]) if found else ""


def signed(line: str) -> tuple[str, ...]:
    """The names in a line that says "posted by", "author:" in so many words."""
    return names(line) if SIGNED.match(dates.fold(_blank(line))) else ()


def beside(line: str) -> tuple[str, ...]:
    """The names in a line that has nothing else but a date, and what blogs print with it."""
    stated = dates.stated(line, clear="./")
    if not stated or len(line) > 160:
        return ()
    text = line
    for one in reversed(stated):
        text = f"{text[: one.start]} | {text[one.end :]}"
    text = date_words.WEEKDAY.sub(" ", text)
    twice = len(stated) == 2 and stated[1].start - stated[0].end <= 1
    commented = COMMENTED.search(text) or twice
    cleaned = META.sub(" | ", COMMENTED.sub(" | ", text))
    segments = [segment.strip(" ,.:-") for segment in SEGMENT.split(cleaned)]
    segments = [segment for segment in segments if segment]
    first = segments[0] if segments else ""
    if commented and not listed(first) and (known := handle(first)):
        return known
    if len(segments) == 1 and CAMEL.fullmatch(first) and (known := handle(first)):
        return known
    for piece in (piece.strip() for segment in segments for piece in segment.split(",")):
        if is_desk(piece):
            return (piece,)
    if first.casefold() in EDITORS and (commented or len(segments) == 1):
        return (first,)
    found = next((names for segment in segments if (names := listed(segment))), ())
    pieces = sum(len([piece for piece in SEPARATOR.split(segment) if piece]) for segment in segments)
    return found if pieces <= 3 or commented else ()


def handle(line: str) -> tuple[str, ...]:
    """The one word of a line below "by", as blogs sign."""
    text = line.strip(" ,;@")
    return (text,) if HANDLE.fullmatch(text) and text[0].isalpha() and not _nobody(text) else ()


def nick(line: str) -> tuple[str, ...]:
    """The one word behind "by" in a line with nothing else."""
    lead = LEAD.match(dates.fold(line[:400]))
    known = handle(line[lead.end() :]) if lead else ()
    return () if known and known[0].casefold() in NO_NICK else known


def opens(line: str) -> bool:
    """Whether a line, however long, opens with a byline and a date."""
    line = line[:90]
    if not LEAD.match(dates.fold(line)):
        return False
    stated = dates.stated(line, clear="./")
    return bool(stated) and bool(names(line[: stated[0].end]))


def listed(line: str) -> tuple[str, ...]:
    """The names in a line that is but names, or a name and what its bearer is."""
    text = line.strip(" ,;&")
    if len(text) > 120 or dates.stated(text):
        return ()
    pieces = [_plain(piece) for piece in SEPARATOR.split(text) if piece]
    if pieces and all(is_name(piece) for piece in pieces):
        return tuple(pieces)
    role = any(word in NOBODY for piece in pieces[1:2] for word in piece.casefold().split())
    return (pieces[0],) if role and is_name(pieces[0]) else ()


def account(line: str) -> tuple[str, ...]:
    """The name in a line that is but a name and its account: "Olena Example @olena"."""
    match = (WORKS.fullmatch(line) or ACCOUNT.match(line)) if len(line) <= 90 else None
    return (match["who"].strip(),) if match and is_name(match["who"].strip()) else ()


def role(line: str) -> tuple[str, ...]:
    """The name in a line that is but a name and what its bearer is: "Olena Example Senior Reporter"."""
    words = line.split()
    ahead, *behind = APART.split(line, maxsplit=1)
    told = behind[0].casefold().split() if behind else []
    if told and len(told) <= 9 and is_name(ahead) and any(word.strip(".,") in ROLES for word in told):
        alone = not any(is_name(piece) for piece in SEPARATOR.split(behind[0]))
        return (ahead,) if alone else ()
    if not 3 <= len(words) <= 7:
        return ()
    cut = next((place for place, word in enumerate(words) if word.casefold().strip(",") in ROLES), 0)
    name = " ".join(words[:cut]).rstrip(" ,")
    return (name,) if is_name(name) and _nobody(" ".join(words[cut:])) else ()


def _plain(piece: str) -> str:
    """A name without the outlet in capitals behind it: "Olena Example EX TODAY"."""
    words = LINKED.sub("", piece).split()
    while len(words) > 2 and words[-1].isupper() and len(words[-1]) > 1 and not words[0].isupper():
        words.pop()
    return " ".join(words)


def is_byline(line: str) -> bool:
    """Whether a line says "by …", though it may name nobody."""
    text = _blank(line)
    folded = dates.fold(text)
    if (work := WORK.match(folded)) and listed(text[work.end() :].rstrip(" :")):
        return True
    lead = GLUED.match(text) or LEAD.match(folded) or TALK.fullmatch(folded) or INSIDE.search(text)
    return bool(lead or _marked(text) or WIDE.search(text))


def _blank(line: str) -> str:
    """The line with spaces for its dates, so that "3 May 2023 by A. Name" reads as a byline."""
    text = " ".join(line[:400].split())
    for one in dates.stated(text, clear="./"):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text.rstrip().lstrip(" -–—|·•,")


def people(text: str) -> tuple[str, ...]:
    """The names in what follows "by"."""
    text = text.strip(" ,|-–—·•")
    text = text.split("  ", 1)[0]
    if desk := DESK.match(text):
        whole = desk.group().strip()
        return (whole,) if not _nobody(desk["outlet"]) else ()
    text = CUT.sub("", text).strip()
    pieces = [_trim(piece) for piece in SEPARATOR.split(text)]
    found = [piece for piece in pieces if piece and not _nobody(piece)]
    if len(found) > 1:  # "Olena Example, EXN Staff"
        found = [piece for piece in found if not (" " in piece and _nobody(piece.split()[-1]))] or found
    full = [piece for piece in found if " " in piece or date_words.UNSPACED.match(piece)]
    return tuple(dict.fromkeys(full or found[:1]))


def is_name(line: str) -> bool:
    """Whether a line is nothing but the name of a person: two to four words that begin with capitals."""
    words = line.split()
    if not 2 <= len(words) <= 4 or len(line) > 45 or any(character.isdigit() for character in line):
        return False
    if (
        words[-1] in PARTICLES
        or any(word.casefold().strip(".,") in NOBODY for word in words)
        or words[0].casefold() in PLACES
    ):
        return False
    return (
        all(NAME.fullmatch(word) and (word[0].isupper() or word in PARTICLES) for word in words)
        and words[0][0].isupper()
    )


def is_desk(line: str) -> bool:
    """Whether a line is nothing but a desk of a named outlet."""
    match = DESK.match(line)
    return match is not None and match.end() == len(line) and not _nobody(match["outlet"])


def outlet(author: str) -> str:
    """The outlet whose desk signs, or nothing."""
    match = DESK.match(author)
    return match["outlet"] if match and not _nobody(match["outlet"]) else ""


def _trim(piece: str) -> str:
    """The leading words that can be part of a name."""
    kept: list[str] = []
    for word in LINKED.sub("", piece).split()[:6]:
        if not NAME.fullmatch(word) or not (word[0].isupper() or word.lower() == word.upper() or word in PARTICLES):
            break
        kept.append(word)
    while kept and kept[-1] in PARTICLES:
        kept.pop()
    return " ".join(kept) if len(kept) <= 5 else ""


def _nobody(piece: str) -> bool:
    return all(word.strip(".,:'’-") in NOBODY for word in piece.casefold().split())
