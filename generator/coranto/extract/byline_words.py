"""The words and signs of bylines, in the languages of the news: tables only; ``byline`` reads by them."""

from __future__ import annotations

import re

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
