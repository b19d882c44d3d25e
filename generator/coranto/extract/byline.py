"""Read who wrote it.

In: a byline, or a line that may be a name. Out: the names as printed, and desks ("The X news desk"), which sign like
people. Never keeps "Staff" or "Agencies", which are no names, nor a role ("Staff Writer"); never looks a name up.
"""

from __future__ import annotations

import re

from coranto.extract import dates

LEAD = re.compile(
    r"(?:(?:written|posted|published|reported|reporting|story|text|article|analysis|opinion|interview|words|review|"
    r"column|"
    r"photos? and (?:text|words)|geschrieben|veröffentlicht|publicado|publié|escrito|scritto|ein beitrag|text|foto "
    r"und text) )?"
    r"(?:by|von|par|por|di|door|av|от|przez)(?:\s*:\s*|\s+)(?=\S)"
    r"|(?:authors?|autor(?:in|en|es|a)?|auteurs?|autore|автор(?:ы|и)?|text|byline|reporter|redaktion|escrito "
    r"por)\s*:\s*(?=\S)"
)
# After a separator, or after a date, which must have been blanked.
INSIDE = re.compile(r"(?:[|·•,–—]|-\s|\s{2})\s*(?:[Bb][Yy]|[Vv]on|[Pp]ar|[Pp]or):?\s+(?=[^\W\d_a-zа-я])")
GLUED = re.compile(r"B[Yy](?=[A-Z][a-z]+ [A-Z])")
CUT = re.compile(
    r"\s*(?:[|·•●–—/<>@()\[\]:;]|\s-\s|\s{2,}|\d|\b(?:Updated|UPDATED|Published|PUBLISHED|Posted|Filed|Last|Special "
    r"to|SPECIAL TO|"
    r"Follow|Share|Edited|Email|Contact|Comments?|on|am|at|in|for|with|über|bei|sobre)\b|\. ).*$"
)
SEPARATOR = re.compile(r"\s*(?:,|;|&|\+|\band\b|\bAND\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b|\bі\b|\bта\b)\s*")
DESK = re.compile(
    r"(?P<outlet>(?:[Tt]he )?[^\W_a-zа-я][\w.'’&-]*(?: [\w.'’&-]+){0,5}?)(?:['’]s)? "
    r"(?P<desk>(?:[a-zA-Z]+ )?(?i:desk|newsroom|team|staff|editors|editorial board|bureau|redaktion|редакция|редакція))"
    r"(?= *(?:$|[|·•–—,;(\d]))"
)
PARTICLES = frozenset(
    "van von de der den del della di da dos das du la le les el al bin ibn zu zum zur y af av ter ten van't 't "
    "e".split()
)
# Words that make no name, alone or together.
NOBODY = frozenset(
    "staff agencies agency admin administrator editor editors editorial team news desk newsroom web online digital "
    "writer "
    "writers reporter reporters correspondent correspondents wire wires service services report reports reporting "
    "contributor "
    "contributors guest redaktion redaktionsteam our the special exclusive author authors anonymous unknown user "
    "press release "
    "pr senior chief associate assistant managing deputy political science business sports health technology "
    "features columnist "
    "bureau compiled from and with media source sources internet publisher webmaster redazione redacción rédaction "
    "редакция "
    "latest breaking world home us email share home menu editor-in-chief freelance journalist blogger producer "
    "president director "
    "professor ceo founder co-founder host critic analyst fellow photographer".split()
)
NAME = re.compile(r"[^\W\d_][\w.'’`-]*")


def names(line: str) -> tuple[str, ...]:
    """The names in a line that begins with or contains "by"; none if it names nobody or is no byline."""
    text = _blank(line)
    if glued := GLUED.match(text):
        return people(text[glued.end() :])
    folded = dates.fold(text)
    if lead := LEAD.match(folded):
        found = people(text[lead.end() :])
        # "Von Risiken …", "Por fin": such words begin headlines too.
        foreign = not folded.startswith(("by", "written", "author")) and ":" not in lead.group()
        return () if foreign and not any(" " in name for name in found) else found
    inside = INSIDE.search(text)
    return people(text[inside.end() :]) if inside else ()


def is_byline(line: str) -> bool:
    """Whether a line says "by …", though it may name nobody."""
    text = _blank(line)
    return bool(GLUED.match(text) or LEAD.match(dates.fold(text)) or INSIDE.search(text))


def _blank(line: str) -> str:
    """The line with spaces for its dates, so that "3 May 2023 by A. Name" reads as a byline."""
    text = " ".join(line[:400].split())
    for one in dates.stated(text):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text.rstrip() if text.strip() else ""


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
    full = [piece for piece in found if " " in piece]
    return tuple(dict.fromkeys(full or found[:1]))


def is_name(line: str) -> bool:
    """Whether a line is nothing but the name of a person: two to four words that begin with capitals."""
    words = line.split()
    if not 2 <= len(words) <= 4 or len(line) > 45 or any(character.isdigit() for character in line):
        return False
    if any(word.casefold() in NOBODY for word in words):
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
    for word in piece.split()[:6]:
        if not NAME.fullmatch(word) or not (word[0].isupper() or word.lower() == word.upper() or word in PARTICLES):
            break
        kept.append(word)
    while kept and kept[-1] in PARTICLES:
        kept.pop()
    return " ".join(kept) if len(kept) <= 5 else ""


def _nobody(piece: str) -> bool:
    return all(word.strip(".,:'’-") in NOBODY for word in piece.casefold().split())
