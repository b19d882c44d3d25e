"""Read who wrote it.

In: a byline, or a line that may be a name. Out: the names as printed, and desks ("The X news desk"), which sign like
people. Never keeps "Staff" or "Agencies", which are no names, nor a role ("Staff Writer"); never looks a name up.
"""

from __future__ import annotations

import re

from coranto.extract import dates

_BY = r"(?:by|von|par|por|di|door|av|от|przez)"
_WROTE = (
    r"written|posted|published|created|submitted|reported|geschrieben|veröffentlicht|erstellt|eingestellt|verfasst|"
    r"publicado|publié|escrito|scritto|pubblicato|опубликовано|опубліковано"
)
_GENRE = (
    r"(?:eine? )?(?:gast)?(?:reporting|story|text|article|analysis|opinion|interview|words|review|column|essay|"
    r"photos? and (?:text|words)|artikel|beitrag|kolumne|kommentar|analyse|reportage|rezension|bericht|glosse|kritik|"
    r"foto und text)"
)
LEAD = re.compile(
    rf"(?:(?:{_WROTE}|{_GENRE}) )?{_BY}(?:\s*:\s*|\s+)(?=\S)"
    rf"|(?:{_WROTE})(?: (?:am|on|le|el|at|in))?[\s,|·–-]+{_BY}\s*:?\s*(?=\S)"
    r"|posted in (?:\S{1,30} ){1,6}by (?=\S)"
    r"|(?:authors?|autor(?:in|en|es|a)?|auteurs?|autore|автор(?:ы|и)?|text|byline|reporter|redaktion|escrito "
    r"por)\s*:\s*(?=\S)"
)
# Says in so many words that what follows wrote it: then even "mike77" is a name, and below the story too.
SIGNED = re.compile(rf"(?:{_WROTE})\b|(?:authors?|autor(?:in|en|es|a)?|auteurs?|autore|автор)\s*:")
HANDLE = re.compile(r"[\w.-]{3,30}")
# A line that is but a label; the name stands in the next.
LABEL = re.compile(
    rf"(?:(?:{_WROTE}|{_GENRE}) )?{_BY}\s*:?|(?:authors?|autor(?:in|en|es|a)?|auteurs?|autore|автор(?:ы|и)?|"
    r"verfasser(?:in)?|text|words|byline|reporter)\s*:?"
)
# Says what somebody made, and who: only a full name counts, for "Interview: What now" is a headline.
WORK = re.compile(
    r"(?:(?:interview|bericht|kommentar|reportage|analyse|analysis|opinion|story)\s*:|autor(?:in)?|author|auteur)\s+(?=\S)"
)
TALK = re.compile(r"(?P<guest>.{5,40}) (?:im gespräch mit|in conversation with|en conversation avec) (?P<host>.{5,40})")
# What blogs print beside date and name.
COMMENTED = re.compile(
    r"(?:\b(?:\d+|no|one|keine?|ein|leave a|post a|add a|schreibe? einen?)\s+(?:comments?|kommentare?|replies|reply|"
    r"antworten|commentaires?|comentarios?|comentários?)|kommentar(?:e|ieren)?\s*\d*|comments?\s*\d*)(?!\w)",
    re.IGNORECASE,
)
META = re.compile(
    r"\b\d+ ?-?min\b\.?(?:ute[sn]?)?(?: read| lesezeit)?|\b\d{1,2}[:.]\d{2}(?: uhr| [ap]\.?m\.?)?|\buhr\b|\b\d+\b|"
    r"\b(?:published|updated|posted|last|veröffentlicht|aktualisiert|lesezeichen|zuletzt|am|on|um|at|stand)\b[:.]?",
    re.IGNORECASE,
)
PIECE = re.compile(r"\s*(?:[|·•–—/,;()@]|\s-\s|\s{2,})\s*")
# After a separator, or after a date, which must have been blanked.
INSIDE = re.compile(r"(?:[|·•,–—]|-\s|\s{2})\s*(?:[Bb][Yy]|[Vv]on|[Pp]ar|[Pp]or):?\s+(?=[^\W\d_a-zа-я])")
GLUED = re.compile(r"(?:^|.{0,30}\b)(?:[Bb][Yy]|[Vv]on|Author|Autor)(?=[A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ])")
CUT = re.compile(
    r"\s*(?:[|·•●–—/<>@()\[\]:;]|\s-\s|\s{2,}|\d(?![a-z])|\b(?:Updated|UPDATED|Published|PUBLISHED|Veröffentlicht|Aktualisiert|Posted|"
    r"Filed|Last|In|Special "
    r"to|SPECIAL TO|"
    r"Twitter|Facebook|Instagram|LinkedIn|"
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
    "professor ceo founder co-founder host critic analyst fellow photographer "
    # outlets
    "times post herald gazette journal tribune magazine press today daily weekly radio tv network zeitung nachrichten "
    "tagblatt anzeiger verlag blog bbc cnn ap afp dpa reuters apa sda "
    # sections
    "politik wirtschaft kultur panorama wissen netzwelt leben reise auto meinung regional lokales aktuell aktuelles "
    "allgemein gesellschaft umwelt bildung medien recht politics economy culture opinion science travel style "
    "lifestyle entertainment national international local video music film movies food fashion internet "
    "kommentar kommentare comment comments leave reply datum date autor posted published übersetzung translation "
    "letztes update letzte".split()
)
# With such words places begin, not people.
PLACES = frozenset(
    "new san los las santa fort port cape north south east west united hong tel sri costa rio st saint bad "
    "saudi sierra the".split()
)
NAME = re.compile(r"[^\W\d_][\w.'’`-]*")


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
        if not found and (signed or dated) and (known := handle(PIECE.split(text[lead.end() :])[0])):
            return known
        # "Von Risiken …", "Por fin": such words begin headlines too.
        foreign = not signed and not folded.startswith(("by", "written", "author")) and ":" not in lead.group()
        return () if foreign and not dated and not any(" " in name for name in found) else found
    inside = INSIDE.search(text)
    return people(text[inside.end() :]) if inside else ()


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
    text = dates.WEEKDAY.sub(" ", text)
    twice = len(stated) == 2 and stated[1].start - stated[0].end <= 1
    commented = COMMENTED.search(text) or twice
    pieces = [piece.strip(" .:-") for piece in PIECE.split(META.sub(" | ", COMMENTED.sub("", text)))]
    pieces = [piece for piece in pieces if piece]
    found = [piece for piece in pieces if is_name(piece)]
    if commented and pieces and pieces[0] not in found and (known := handle(pieces[0])):
        found = [*known]
    return tuple(found) if len(pieces) <= 3 or commented else ()


def handle(line: str) -> tuple[str, ...]:
    """The one word of a line below "by", as blogs sign."""
    text = line.strip(" ,;@")
    return (text,) if HANDLE.fullmatch(text) and text[0].isalpha() and not _nobody(text) else ()


def nick(line: str) -> tuple[str, ...]:
    """The one word behind "by" in a line with nothing else."""
    lead = LEAD.match(dates.fold(line[:400]))
    return handle(line[lead.end() :]) if lead else ()


def opens(line: str, reach: int = 90) -> bool:
    """Whether a line, however long, opens with a byline and a date."""
    if not LEAD.match(dates.fold(line[:reach])):
        return False
    stated = dates.stated(line[:reach], clear="./")
    return bool(stated) and bool(names(line[: stated[0].end]))


def listed(line: str) -> tuple[str, ...]:
    """The names in a line that is but names, or a name and what its bearer is."""
    text = line.strip(" ,;&")
    if len(text) > 120 or dates.stated(text):
        return ()
    pieces = [piece for piece in SEPARATOR.split(text) if piece]
    if pieces and all(is_name(piece) for piece in pieces):
        return tuple(pieces)
    role = any(word in NOBODY for piece in pieces[1:2] for word in piece.casefold().split())
    return (pieces[0],) if role and is_name(pieces[0]) else ()


def is_byline(line: str) -> bool:
    """Whether a line says "by …", though it may name nobody."""
    text = _blank(line)
    folded = dates.fold(text)
    if (work := WORK.match(folded)) and listed(text[work.end() :].rstrip(" :")):
        return True
    return bool(GLUED.match(text) or LEAD.match(folded) or TALK.fullmatch(folded) or INSIDE.search(text))


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
    full = [piece for piece in found if " " in piece]
    return tuple(dict.fromkeys(full or found[:1]))


def is_name(line: str) -> bool:
    """Whether a line is nothing but the name of a person: two to four words that begin with capitals."""
    words = line.split()
    if not 2 <= len(words) <= 4 or len(line) > 45 or any(character.isdigit() for character in line):
        return False
    if any(word.casefold().strip(".,") in NOBODY for word in words) or words[0].casefold() in PLACES:
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
