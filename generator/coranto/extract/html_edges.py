"""Take off what stands at a story's edges, and what a page asks of its readers in the midst of it.

In: the parts that were kept for the story. Out: those of them that are told: no headline, kicker, byline, line of dates
or standfirst in front, no editor's line or print mark behind, no box that asks for money, no sentence set once more as
a pull quote. Never takes a paragraph away for its words alone; never knows one outlet from another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import blocks, byline_words, html_blocks, html_words
from coranto.extract.html_blocks import Part
from coranto.extract.html_disputes import PROSE
from coranto.extract.html_place import Trunk, look_of, name_of

HEAD = 8  # kept blocks among which the head may still go on
FOOT = 4
SIGNED = 12  # words
LABEL = 30  # characters in front of a line's date
KICKER_WORDS = 6
LINK = 3  # words of a link alone
STANDFIRST = 40  # words; a longer one is the first paragraph, in a larger type
STANDFIRST_SHARE = 0.5  # of the rest of the story; a longer one is the story
BOX = 120  # words of a box that asks for something
BOX_SHARE = 0.4  # of the story's words; a larger one is the story, whatever it is called
PULLED = 45  # words
LEAST_PULLED = 4
MOST_LINES = 1_000  # each pull quote is looked for in each

KICKER = re.compile(
    r"kicker|dachzeile|overline|eyebrow|top-?line|spitzmarke|rubri[kc]|ressort|sur-?titre|volanta|antet[ií]tulo|"
    r"cintillo|occhiello|chapeau|(?:^|[\s_-])(?:category|section-?(?:name|label|title))(?:$|[\s_-])",
    re.IGNORECASE,
)
PULL = re.compile(r"pull-?quote|blockquote|(?:^|[\s_-])(?:quote|zitat|citation|exergue)(?:$|[\s_-])", re.IGNORECASE)
FOOT_LINE = re.compile(
    r"[（(【\[]?\s*(?:责任编辑|責任編輯|责编|编辑|編輯|校对|校對|审核|監製|监制|编审|实习生)[^：:]{0,6}[：:]|"
    r"(?:printed|retrieved|gedruckt|imprimé|impreso|impresso|stampato|afgedrukt) (?:from|von|aus|depuis|de|da|van)\b"
    r".{0,40}\w\.\w|(?:url|link|permalink|source url|short ?link|adresse?)\s*:\s*\S+\.\S+$",
    re.IGNORECASE,
)
# A box's name that says it asks; and one that may say so, where it also has a link that leads there.
ASKS = re.compile(
    r"(?:^|[\s_-])(?:abo|abonnement|abonn?e(?:z|r|ren)?-?vous|abonnieren|suscr[ií]be\w*|subscribe|donate|donation|"
    r"spende\w*|upsell|support-us|unterst[uü]tz\w*|faire-un-don)(?:$|[\s_-])",
    re.IGNORECASE,
)
MAY_ASK = re.compile(
    r"paywall|regwall|meter(?:ed|ing)?(?:$|[\s_-])|"
    r"(?:^|[\s_-])(?:support|supporters?|contribut\w*|member(?:ship)?|epic|appeal|offer|subscri\w+|don|soutien)(?:$|[\s_-])",
    re.IGNORECASE,
)
WHERE_ASKED = re.compile(
    r"log-?in|sign-?in|anmeld|subscri|(?:^|[/_-])abo|offer|angebot|regist|support|donat|spende|member|contribut|"
    r"suscr|assin|soutenir|premium|checkout",
    re.IGNORECASE,
)

Titled = Callable[[Sequence[str]], bool]


def trimmed(kept: Sequence[Part], trunk: Trunk, above: Collection[int], titled: Titled, standfirst: str) -> list[Part]:
    """The parts without what stands around the story. ``above`` are the places of those above the headline;
    ``titled`` knows the headline by its words."""
    told = _without_head(kept, above, titled, html_words.words(standfirst))
    asked = _boxes(told, trunk)
    told = [part for part in told if id(part) not in asked]
    for _ in range(FOOT):
        if told and _is_foot(told[-1]):
            told.pop()
    return list(_without_repeats(told, trunk))


def begins_with(kept: Sequence[Part], standfirst: str) -> bool:
    """Whether one of the first parts of a story is what was given as its standfirst."""
    said = html_words.words(standfirst)
    return bool(said) and any(part.words == said for part in kept[:3])


# -- in front ---------------------------------------------------------------------------------------------------------


def _without_head(
    kept: Sequence[Part], above: Collection[int], titled: Titled, standfirst: Sequence[str]
) -> list[Part]:
    looks = Counter(look_of(part) for part in kept if part.text)
    rest = sum(len(part.words) for part in kept) - len(standfirst)
    apart = 0 < len(standfirst) <= STANDFIRST and len(standfirst) < STANDFIRST_SHARE * rest
    told: list[Part] = []
    begun = False
    for index, part in enumerate(kept[:HEAD]):
        own = part.words
        block = blocks.measure(part.text)
        if apart and own == standfirst and looks[look_of(part)] < 2:
            continue
        prose = block.closed and len(own) >= PROSE
        if prose and begun:  # one paragraph above the line of dates may be a standfirst, two are the story
            return [*told, *kept[index:]]
        begun = begun or prose
        raised = index in above and not block.closed and len(own) < PROSE
        heading = raised or _is_kicker(part, block.closed) or _all_head(part, titled)
        if prose or not heading or (begun and part.linked > 0.5):
            told.append(part)
    return [*told, *kept[HEAD:]]


def _is_kicker(part: Part, closed: bool) -> bool:
    return not closed and len(part.words) <= KICKER_WORDS and bool(KICKER.search(name_of(part.where)))


def _all_head(part: Part, titled: Titled) -> bool:
    """Whether each line of a block is the headline, a byline, a line of dates or a link alone."""
    if part.where.tag in html_blocks.HEADINGS:
        return False  # a live blog's hour
    lines = "".join(span.text for span in part.block.spans).split("\n")
    return bool(part.block.spans) and (
        (part.linked > 0.9 and (len(lines) > 1 or len(part.words) <= LINK))
        or all(_is_head(line, titled) for line in lines)
    )


def _is_head(line: str, titled: Titled) -> bool:
    block = blocks.measure(" ".join(line.split()))
    if titled(html_words.words(line)):
        return True
    if block.closed:
        return False
    if block.words <= SIGNED and byline_words.LEAD.match(block.key):
        return True
    stated = block.stated
    return bool(stated) and stated[0].start < LABEL and block.words <= SIGNED + 6 * len(stated)


# -- behind -----------------------------------------------------------------------------------------------------------


def _is_foot(part: Part) -> bool:
    return len(part.text) < 200 and bool(FOOT_LINE.match(part.text))


# -- within -----------------------------------------------------------------------------------------------------------


def _boxes(kept: Sequence[Part], trunk: Trunk) -> set[int]:
    """The parts, by identity, of boxes that ask for a subscription or for support."""
    held: dict[HtmlElement, list[Part]] = {}
    known: dict[HtmlElement, HtmlElement | None] = {}
    for part in kept:
        if (box := _nearest(part, trunk, _may_ask, known)) is not None:
            held.setdefault(box, []).append(part)
    total = sum(len(part.words) for part in kept)
    return {
        id(part)
        for box, parts in held.items()
        if (size := sum(len(part.words) for part in parts)) <= BOX and size < BOX_SHARE * total and _asks(box)
        for part in parts
    }


def _asks(box: HtmlElement) -> bool:
    if ASKS.search(name_of(box)):
        return True
    links = islice(box.iter("a", "button"), 20)
    return any(each.tag == "button" or WHERE_ASKED.search((each.get("href") or "")[:300]) for each in links)


def _may_ask(element: HtmlElement) -> bool:
    name = name_of(element)
    return bool(MAY_ASK.search(name) or ASKS.search(name))


def _nearest(
    part: Part, trunk: Trunk, says: Callable[[HtmlElement], bool], known: dict[HtmlElement, HtmlElement | None]
) -> HtmlElement | None:
    """The nearest element around a part of which something is true, below those that hold the story."""
    path: list[HtmlElement] = []
    found = None
    for element in islice((part.where, *part.where.iterancestors()), html_blocks.DEEPEST):
        if element in trunk.elements:
            break
        path.append(element)
        found = known[element] if element in known else element if says(element) else None
        if found is not None or element in known:
            break
    known.update(dict.fromkeys(path, found))
    return found


def _without_repeats(kept: Sequence[Part], trunk: Trunk) -> Iterator[Part]:
    """No pull quote: what is set apart and stands in a paragraph as well, with the name below it."""
    lines = [f" {' '.join(part.words)} " for part in kept[:MOST_LINES]]
    known: dict[HtmlElement, HtmlElement | None] = {}
    pulled: HtmlElement | None = None
    for index, part in enumerate(kept):
        own = part.words
        box = _nearest(part, trunk, _sets_apart, known) if index < len(lines) else None
        if box is not None and box is pulled and len(own) <= SIGNED:
            continue
        pulled = None
        if box is not None and LEAST_PULLED <= len(own) <= PULLED:
            again = (line for place, line in enumerate(lines) if place != index and len(line) > len(lines[index]))
            if any(lines[index] in line for line in again):
                pulled = box
                continue
        yield part


def _sets_apart(element: HtmlElement) -> bool:
    return element.tag in ("aside", "blockquote", "figure", "q") or bool(PULL.search(name_of(element)))
