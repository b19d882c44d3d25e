"""Read who wrote it.

In: a byline, or a line that may be a name. Out: the names as printed, and desks ("The X news desk"), which sign like
people. Never keeps "Staff" or "Agencies", which are no names, nor a role ("Staff Writer"); never looks a name up.
"""

from __future__ import annotations

import re

from coranto.extract import dates

_BY = r"(?:by|von|par|por|di|door|av|от|przez)"
# Says "author" or "by" in other languages, before a colon; one line a family.
_AUTHOR = (
    r"authors?|autor(?:in|en|es|a|ka|i|ul|ius|s)?|auteurs?|autore|autori|avtor(?:ica|ji)?|автор(?:ы|и|ка)?|аўтар|аутор|"
    r"forfatter|journalist|författare|kirjoittaja|toimittaja|tekst|piše|пише|пишува|írta|szerző|συντάκτης|συντάκτρια|"
    r"yazar|yazan|penulis|oleh|tác giả|egilea|"
    r"بقلم|كتبت?|الكاتبة?|نویسنده|تحریر|מאת|लेखक|প্রতিবেদক|ผู้เขียน|"
    r"作者|撰文|撰稿|执笔|记者|記者|文字|執筆|文|글|글쓴이|작성자"
)
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
    rf"(?:(?:{_WROTE}|{_GENRE}) ){{0,2}}{_BY}(?:\s*:\s*|\s+)(?=\S)"
    rf"|(?:{_WROTE})(?: (?:am|on|le|el|at|in))?[\s,|·–-]+{_BY}\s*:?\s*(?=\S)"
    r"|posted in (?:\S{1,30} ){1,6}by (?=\S)"
    rf"|(?:{_AUTHOR}|text|texte|texto|testo|текст|words|reporting|byline|reporter|redaktion|escrito por)\s*[:：]"
    r"\s*(?=\S)"
    r"|(?:بقلم|מאת)\s+(?=\S)"
)
# Says in so many words that what follows wrote it: then even "mike77" is a name, and below the story too.
SIGNED = re.compile(rf"(?:{_WROTE})\b|(?:{_AUTHOR})\s*[:：]")
# Says what somebody made: behind it only a full name counts, for "Text: The Bridge" names a thing.
MADE = re.compile(r"(?:text|texte|texto|testo|tekst|текст|words|reporting)\s*:")
# "By train" is no byline.
NO_NICK = frozenset(
    "train car bus bike bicycle foot air sea boat ship plane rail road hand email e-mail mail phone post fax tram "
    "ferry taxi metro default proxy law night day subscription request appointment bahn auto zug".split()
)
HANDLE = re.compile(r"[\w.-]{3,30}")
# A line that is but a label; the name stands in the next.
LABEL = re.compile(
    rf"(?:(?:{_WROTE}|{_GENRE}) )?{_BY}\s*:?|(?:{_AUTHOR}|verfasser(?:in)?|text|words|byline|reporter)\s*[:：]?"
)
# Says what somebody made, and who: only a full name counts, for "Interview: What now" is a headline.
WORK = re.compile(
    r"(?:(?:interview|bericht|kommentar|reportage|analyse|analysis|opinion|story)\s*:|autor(?:in)?|author|auteur)\s+(?=[^\s:])"
)
TALK = re.compile(r"(?P<guest>.{5,40}) (?:im gespräch mit|in conversation with|en conversation avec) (?P<host>.{5,40})")
# What blogs print beside date and name.
COMMENTED = re.compile(
    r"(?:\b(?:\d+|no|one|keine?|ein|leave a|post a|add a|schreibe? einen?)\s+(?:comments?|kommentare?|replies|reply|"
    r"antworten|commentaires?|comentarios?|comentários?)|kommentar(?:e|ieren)?\s*\d*|comments?\s*\d*|comente!?|comentar|"
    r"(?:deixe|deja|laisser) (?:um|un) \w+|nessun commento|sin comentarios|sem comentários|нет комментариев)(?!\w)",
    re.IGNORECASE,
)
META = re.compile(
    r"\b\d+ ?-?min\b\.?(?:ute[sn]?)?(?: read| lesezeit)?|\b\d{1,2}[:.]\d{2}(?: uhr| [ap]\.?m\.?)?|\buhr\b|\b\d+\b|"
    r"\b(?:published|updated|posted|last|veröffentlicht|aktualisiert|lesezeichen|zuletzt|am|on|um|at|stand)\b[:.]?",
    re.IGNORECASE,
)
PIECE = re.compile(r"\s*(?:[|·•–—/,;()@]|\s-\s|\s{2,})\s*")
SEGMENT = re.compile(r"\s*(?:[|·•–—/()@]|\s-\s|\s{2,})\s*")
# After a separator, or after a date, which must have been blanked.
INSIDE = re.compile(
    r"(?:[|·•,–—]|-\s|\s{2})\s*(?:(?:[Ww]ords|[Tt]ext|[Ss]tory|[Ww]ritten|[Pp]osted|[Rr]eporting)\s){0,2}(?P<by>[Bb][Yy]|[Vv]on|[Pp]ar|[Pp]or):?\s+"
    r"(?=[^\W\d_a-zа-я])"
)
# What blogs print beside a date: "/by someone" at the end, "Author: someone", "byName" with its space lost.
MARKED = re.compile(r"(?:/\s?by\s+|\s{3}(?:Author|Autor(?:in)?|Auteur|Autore):\s*)(?P<who>[^\W\d_][^|/·•]{2,40}?)\s*$")
LOST = re.compile(r"(?:^|\s{3})by(?P<who>[A-ZÀ-ÝА-ЯҐЄІЇ][\w.'’-]+(?: [\w.'’-]+){0,3})\s*$")
# In a line of Chinese, Japanese or Korean, with date and source: "来源：… 作者：某某", "某某 기자".
WIDE = re.compile(
    r"(?:作者|撰文|撰稿|执笔|记者|記者|執筆|(?<![^\W_])文)\s*[:：/／＝]\s*(?P<who>[^\W\d_a-z]{2,12}(?:[·・\s、,，][^\W\d_a-z]{2,12}){0,3}?)"
    r"\s*(?:$|[|｜/／（(）)\s]|编辑|責任)|(?:^|[\s|·•=＝])(?P<reporter>[가-힣]{2,4})\s?(?:기자|특파원)(?![가-힣])"
)
# "Olena ExampleView More Articles": the link to what somebody else wrote, its space lost or not.
WORKS = re.compile(
    r"(?P<who>.{5,40}?)\s?(?:View|See|Read|Show|More|All|Alle|Voir|Ver)\s(?:\w+\s){0,2}(?:[Aa]rticles|[Pp]osts|[Ss]tories|[Bb]eiträge|"
    r"[Aa]rtikel|[Aa]rtículos|[Pp]rofile|[Bb]io)\b.{0,30}"
)
CAMEL = re.compile(r"[A-Z][a-z]+[A-Z]\w+|[a-z]{3,}\d{2,}")  # a word that is no word of prose
ACCOUNT = re.compile(r"(?P<who>[^@|]{5,40}?),?\s*(?:[|·•–-]\s*)?@\w{3,30}(?:\s*[|/·•–-].{0,30})?$")
LINKED = re.compile(
    r"(?<=[a-zß-ÿ]{3})(?:(?:View|Read|See|All|More|Follow|Published|Updated|Posted|Share|Staff|Senior|Contributor|"
    r"Reporter|Editor|Contact|Author)\b|[A-Z]{3,}).*$"
)
GLUED = re.compile(r"(?:^|.{0,80}\b)(?:[Bb][Yy]|[Vv]on|Author|Autor)(?=[A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ])")
CUT = re.compile(
    r"\s*(?:[|·•●–—/<>@()\[\]:;]|\s-\s|\s{2,}|\d(?![a-z])|\b(?:Updated|UPDATED|Published|PUBLISHED|Veröffentlicht|Aktualisiert|Posted|"
    r"Filed|Last|In|Special "
    r"to|SPECIAL TO|"
    r"Twitter|Facebook|Instagram|LinkedIn|"
    r"Follow|Share|Edited|Email|Contact|Comments?|For|on|am|at|in|for|with|über|bei|sobre)\b|"
    r"(?<!\b[^\W\d_])(?<!\b[JDSM]r)(?<!\bSt)\. ).*$"
)
APART = re.compile(r"\s*[,|·•–—/]\s*|\s-\s")
ON = re.compile(r"\s+(?:on|am|le|el|at|um)$")
SEPARATOR = re.compile(
    r"\s*(?:,|;|،|、|，|&|\+|\band\b|\bAND\b|\bAnd\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b|\bі\b|\bта\b)\s*"
)
DESK = re.compile(
    r"(?P<outlet>(?:[Tt]he )?[^\W_a-zа-я][\w.'’&-]*(?: [\w.'’&-]+){0,5}?)(?:['’]s)? "
    r"(?P<desk>(?:[a-zA-Z]+ )?(?i:desk|newsroom|team|staff|editors|editorial board|bureau|redaktion|редакция|редакція))"
    r"(?= *(?:$|[|·•–—,;(\d]))"
)
PARTICLES = frozenset(
    "van von v. de der den del della di da dos das du la le les el al bin ibn zu zum zur y af av ter ten van't 't "
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
    "geschäftsführer geschäftsführerin vorstand leiter leiterin chefredakteur chefredakteurin "
    "redakteur redakteurin reporterin korrespondent korrespondentin journalistin autorin gastautor gastautorin "
    "journaliste périodista periodista giornalista jornalista repórter журналист журналистка редактор кореспондент "
    # outlets
    "times post herald gazette journal tribune magazine press today daily weekly radio tv network zeitung nachrichten "
    "tagblatt anzeiger verlag blog bbc cnn ap afp dpa reuters apa sda "
    # sections
    "politik wirtschaft kultur panorama wissen netzwelt leben reise auto meinung regional lokales aktuell aktuelles "
    "review reviews car cars guide guides stories tips podcast podcasts weather scores events deals shop "
    "allgemein gesellschaft umwelt bildung medien recht politics economy culture opinion science travel style "
    "lifestyle entertainment national international local video music film movies food fashion internet "
    "kommentar kommentare comment comments leave reply datum date autor posted published übersetzung translation "
    "letztes update letzte actualizado actualizada atualizado aggiornato original research archive archives "
    "youtube linkedin whatsapp tiktok facebook instagram twitter paypal covid19".split()
)
# With such words places begin, not people.
PLACES = frozenset(
    "new san los las santa fort port cape north south east west united hong tel sri costa rio st saint bad "
    "saudi sierra the".split()
)
# Whole newsrooms sign so beside the date.
EDITORS = frozenset("redaktion redazione redacción redação rédaction redactie redakcja редакция редакція".split())
ROLES = frozenset(
    "staff senior chief associate assistant managing deputy contributor reporter correspondent editor columnist writer "
    "journalist redakteur redakteurin korrespondent korrespondentin".split()
)
NAME = re.compile("[^\\W\\d_][\\w.'’`\u0900-\u0dff\u0e30-\u0e4e-]*")  # Indic and Thai vowels are no letters


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
    text = dates.WEEKDAY.sub(" ", text)
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
    full = [piece for piece in found if " " in piece or dates.UNSPACED.match(piece)]
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
