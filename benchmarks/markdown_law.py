"""Does the fast path of the Markdown engine keep its law, on very many bodies? See README.md here.

The law: of every text that ``coranto.commonmark.plain`` accepts, its native engine makes the same typeset text as
Python-Markdown. Bodies are generated, or are pieces of real ones, and most are then spoilt a little.
"""
# ruff: noqa: S311, T201 - invented texts; a report is printed

from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from coranto import galley as typesetter
from coranto.commonmark import plain, twin
from coranto.problems import CorantoError
from coranto.texts import Manuscript

SHARED = Path(__file__).resolve().parents[2] / "shared"

# What stands in bodies of bad form, or is read differently by dialects. One a line; `␣` is a space, `↵` a line end.
SPOILERS = [
    piece.replace("␣", " ").replace("↵", "\n")
    for piece in r"""
* ** *** **** _ __ ___ ` `` ``` ```` ~ ~~ ~~~ | || \ \\ \\\ \* \_ \` \[ \] \< \> \& \! \" \' \: \/ \~ \= \| \.
\# \- \+ \( \) \{ \a \1 \␣ \↵ [ ] ( ) [] []( ]( ][ ]: [a] [a](b) [a](b␣"c") [a](b␣'c') [a](b␣(c)) [a](<b␣c>)
[a](<b>) [a]() [a]␣(b) [a]↵(b) [a↵b](c) [a](b↵c) [a][b] [a]␣[b] [^1] [^1]:␣n [TOC] [␣] [x] ![ ![a](b)
![a](b␣"c␣·␣d") ![](b) ![*a*](b) ![a\*](b) [![a](b)](c) [[a](b)](c) [[a](b)] [*a*](b) *[a](b)* **[a](b)**
[a*b](c) [`a`](b) `[a](b)` [a](b_c_d) [a](b*c*d) [a](b(c)d) [a](b)c) [a](␣b␣) [a](b␣"c␣"d"␣e") [a](b␣"c'd")
[a](b␣"(c)'d") [a](b␣"&quot;") [a](b␣"␣c␣") [a](b␣"'c'") [a](b␣"[c]") [a](b␣"c\"d") [a](b␣"<c>") [a](b␣"*c*")
[a](b␣"") [a](b&c=d) [a](b&amp;c) [a](b&copy;c) [a](b%20c) [a](bé) [a](b\c) [a](#b) [a](b.md)
[a](mailto:x@y.z) [a](javascript:b) [a](https://x.example/y_z?a=1&b=2#c) [a](<https://x.example/(y)>) < > <␣
␣< <b> </b> <div> <!-- --> <? <!x <a@b.example> <http://x.example> <漢 <é@b> https://x.example/a_b_c & &amp;
&lt; &copy; &copy &#42; &#x2a; &#0; &#6; &; AT&T &amp;copy; " ' “ ” ‘ ’ « » – — … · é 漢字 日本語 、 。 ！ ） （ ا ٣.␣ ½
² ↵ ↵↵ ↵↵↵ ␣ ␣␣ ␣␣␣ ␣␣␣␣ ␣␣␣␣␣␣ ␣␣↵ ␣↵ ␣␣␣↵ ↵␣ ↵␣␣ ↵␣␣␣␣ ↵␣␣␣␣␣␣␣␣ \↵ ↵-␣ ↵*␣ ↵+␣ ↵1.␣ ↵1)␣ ↵2.␣ ↵10.␣ ↵100.␣
↵0.␣ ↵01.␣ ↵- ↵-- ↵--- ↵=== ↵= ↵*** ↵*␣*␣* ↵-␣-␣- ↵___ ↵#␣ ↵# ↵##␣ ↵#######␣ ↵#5 ␣# # ␣## ↵>␣ ↵> ↵>␣>␣ ↵>-␣
↵>␣-␣ ↵>␣1.␣ ↵>␣#␣ ↵>↵ ↵>↵>␣ ↵␣␣␣␣-␣ ↵␣␣␣␣1.␣ ↵␣␣␣␣2.␣ ↵␣␣␣␣␣␣␣␣-␣ ↵␣␣-␣ ↵␣␣␣-␣ ↵↵␣␣␣␣ ↵↵-␣ ↵↵*␣ ↵↵1.␣
↵↵␣␣␣␣-␣ ↵↵␣␣␣␣more ↵↵>␣ ↵↵---↵↵ ↵↵```↵ ↵```↵↵ ↵|␣a␣|␣b␣|↵|---|---|↵|␣c␣|␣d␣|↵ a␣|␣b↵--|--↵1␣|␣2 |a|b| ↵--|--↵
↵:-|↵ ↵:␣word ↵:␣␣␣word ↵!!!␣note ↵!!!␣note␣"T"↵␣␣␣␣a ↵*[HTML]:␣Long *[a] HTML ↵[a]:␣http://x.example
↵[^1]:␣foot ///Footnotes␣Go␣Here/// ↵```↵ ↵~~~↵ ↵```␣py↵ $ ^ { } {#a} {:␣.b} == ++ -- ... :) ; , . : ! ? % @ a
b 1 word a*b a_b _a_ __a__ *a* **a** ***a*** `a` ``a`b`` `␣a␣` *a␣**b**␣c* **a␣*b*␣c** **a*b**c* *a*b *a**b*
**a***b* .*a* *a*. **a:** **a**: **a:**b *(a)* (*a*) "*a*" “*a*” *“a”* *a␣* *␣a* *a↵b* 2023.␣It 2023\.␣It
5␣*␣3 5*3 a␣*␣b␣*␣c 3␣<␣4 a␣>␣b C# C++ #1 #␣ |1. 1.␣ -1 -␣ +1 >␣ = ~5 :a :␣a !a !!!␣a .. --a --␣a -a
""".split()
] + [
    "\t",
    "\r",
    "\r\n",
    "\u0301",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\xa0",
    "\u3000",
    "\u2009",
    "\u2028",
    "\x0b",
    "\x1c",
    "\x02",
]

CALM = (
    "the of Barge lock harbour a I x Grün Київ Élan 東京 café naïve 1994 12 3,5 £4 C++ R&D snake_case don't “so” (yes) "
    "well-known 10:30 a/b 50% $5 — – ... ;-) H₂O x² №5 @ada e.g."
).split(" ")
WORDS = [*CALM, *"#tag [sic] a*b 5 < 6 & &amp; &lt;b> \\* \\[a\\] \\_ \\# 1. - + > = : | ~ ! ? word".split(" ")]
ADDRESSES = (
    "https://e.example/a https://e.example/a_b_c?x=1&y=2#f other.md #part mailto:a@b.example /about/ x~y "
    "https://e.example/?a=1&amp;b=2 <https://e.example/(a)> https://e.example/a,b;c:d@e!f$g+h"
).split(" ")
ODD_ADDRESSES = "a*b*c https://e.example/%20a(b) <https://e.example/x?a[]=1> https://e.example/é it's <b> a\\_b".split(
    " "
)
TITLES = ["", "", ' "a word"', ' "a · b"', ' "a (b) c"', ' "it\'s"', ' "a &quot;b&quot;"', ' "a_b_c"', ' "a & b"']
ODD_TITLES = [
    ' "a\xa0b"',
    ' "a\u3000b"',
    ' "a\u200bb"',
    ' "it\'s (b)"',
    ' " a "',
    " \"'a'\"",
    ' "a [b] c"',
    ' "a\\"b"',
    ' "*a*"',
    " 'a'",
    ' "<b>"',
    ' ""',
]


class Writer:
    """Writes bodies: some of good form throughout, others with odd things here and there, or everywhere."""

    def __init__(self, seed: int, bodies: list[str]) -> None:
        self.draw = random.Random(seed)
        self.bodies = bodies
        self.odd = 0.0

    def body(self) -> str:
        """A generated body, a piece of a real one, a heap of oddities; spoilt or not."""
        draw = self.draw.random()
        self.odd = self.draw.choice([0.0, 0.02, 0.1, 0.4])
        if draw < 0.45 or not self.bodies:
            text = "\n\n".join(self.block() for _ in range(self.draw.randint(1, 5)))
            return self.spoilt(text) if self.draw.random() < 0.4 else text
        if draw < 0.9:
            blocks = self.draw.choice(self.bodies).split("\n\n")
            start = self.draw.randrange(len(blocks))
            return self.spoilt("\n\n".join(block[:600] for block in blocks[start : start + self.draw.randint(1, 4)]))
        return "".join(self.draw.choice(SPOILERS) for _ in range(self.draw.randint(1, 9)))

    def spoilt(self, text: str) -> str:
        """With one to three pieces put in, taken out or said twice, mostly beside signs that mean something."""
        for _ in range(self.draw.choice([1, 1, 1, 2, 3])):
            place = self.draw.randint(0, len(text))
            signs = [found.start() for found in re.finditer(r'[*_`\[\]()<>&!\n#\\"|-]', text)]
            if signs and self.draw.random() < 0.6:
                place = min(len(text), max(0, self.draw.choice(signs) + self.draw.choice([-1, 0, 0, 1, 1, 2])))
            act = self.draw.random()
            if act < 0.6:
                text = text[:place] + self.draw.choice(SPOILERS) + text[place:]
            elif act < 0.8:
                text = text[:place] + text[place + self.draw.choice([1, 1, 1, 2, 3]) :]
            else:
                start = self.draw.randint(0, len(text))
                text = text[:place] + text[start : start + self.draw.randint(1, 12)] + text[place:]
        return text

    def pick(self, good: Sequence[str], odd: Sequence[str]) -> str:
        """One of the good, and now and then one of the odd."""
        return self.draw.choice(odd if self.draw.random() < self.odd else good)

    def words(self, most: int = 6) -> str:
        """Some words."""
        return " ".join(self.pick(CALM, WORDS) for _ in range(self.draw.randint(1, most)))

    def target(self) -> str:
        """An address and perhaps a title."""
        return self.pick(ADDRESSES, ODD_ADDRESSES) + self.pick(TITLES, ODD_TITLES)

    def inline(self, depth: int = 0) -> str:
        """Words, emphasis, a link, a picture, code, words between brackets."""
        draw = self.draw.random()
        if draw < 0.5 or (depth and self.draw.random() > self.odd):
            return self.words()
        if draw < 0.68:
            sign = self.pick(["*", "**", "***"], ["_", "__", "****"])
            before, after = (
                self.pick(["", "(", "“", "—"], [".", "a", "\\", "]"]),
                self.pick(["", ")", ".", "—"], ["a", "é"]),
            )
            return f"{before}{sign}{self.inline(depth + 1)}{sign}{after}"
        if draw < 0.86:
            text = self.pick(["", "*", "**", "***"], ["_", "`", "!["])
            link = f"[{text}{self.inline(depth + 1)}{text}]({self.target()})"
            return self.pick(["", "", "(", "!"], ["]", "\\", "*"]) + link + self.pick(["", ")", "."], ["(", "[a]", "*"])
        if draw < 0.93:
            return f"`{self.words(3)}{self.pick(['', '', '*a*', '_', '|'], [' ', '<b>', '&amp;', chr(92), '`'])}`"
        return f"[{self.words(2)}]" if draw < 0.97 else self.pick(CALM, SPOILERS)

    def line(self) -> str:
        """Several of those."""
        return " ".join(self.inline() for _ in range(self.draw.randint(1, 3)))

    def items(self) -> str:
        """A list, in one piece or loose, perhaps with others in it."""
        sign = self.pick(["- ", "* ", "+ ", "n"], ["1. ", "1) ", "-  ", "-   ", "-"])
        number = int(self.pick(["1", "1", "3", "9"], ["0", "98", "120"]))
        tight = self.draw.random() < 0.7
        lines = []
        for place in range(self.draw.randint(1, 4)):
            lines.append((f"{number + place}. " if sign == "n" else sign) + self.line())
            if self.draw.random() < self.odd:
                lines[-1] += self.draw.choice(["  \n    ", "\n    ", "\n", "\n\n    ", "  \n"]) + self.words()
            if tight and self.draw.random() < 0.2:
                inner = self.pick(["- ", "n", "- "], ["* ", "1. ", "2. ", "a "])
                for count in range(1, self.draw.randint(2, 4)):
                    indent = self.pick(["    "], ["        ", "  ", "   ", "\t"])
                    lines[-1] += f"\n{indent}{f'{count}. ' if inner == 'n' else inner}{self.words()}"
        return self.pick(["\n" if tight else "\n\n"], ["\n\n", "\n\n\n", "\n"]).join(lines)

    def block(self, depth: int = 0) -> str:
        """One block of any kind."""
        draw = self.draw.random()
        if draw < 0.4:
            between = self.pick(["\n", "  \n"], ["\\\n", " \n", "   \n", "\n "])
            return between.join(self.line() for _ in range(self.draw.choice([1, 1, 1, 2, 3])))
        if draw < 0.5:
            return (
                "#" * self.draw.randint(1, 6)
                + self.pick([" "], ["", "  "])
                + self.line()
                + self.pick([""], ["#", " #"])
            )
        if draw < 0.7:
            return self.items()
        if draw < 0.82 and depth < 1:
            inner = "\n\n".join(self.block(depth + 1) for _ in range(self.draw.randint(1, 3)))
            return "\n".join(f"> {line}" if line else ">" + self.pick([""], [" ", "\n"]) for line in inner.split("\n"))
        if draw < 0.86:
            return self.pick(["---", "***", "* * *"], ["___", "- - -", "****", "--", "----"])
        if draw < 0.92:
            return f"![{self.pick(['', *CALM], WORDS)}]({self.target()})"
        if draw < 0.97 and not depth:
            fence = self.pick(["```"], ["````", "~~~"])
            code = [
                self.pick(["a *b* [c]", "    x", "<b>", "", "- a", "# b", "&amp;"], [" ```", "``"]) for _ in range(4)
            ]
            return "\n".join(
                [fence + self.pick([""], ["py", " py", "{.x}"]), *code, fence + self.pick([""], [" ", "`"])]
            )
        columns = self.draw.randint(1, 3)
        rows = ["| " + " | ".join(self.words(2) for _ in range(columns)) + " |" for _ in range(self.draw.randint(1, 4))]
        return "\n".join([rows[0], "|" + " --- |" * columns, *rows[1:]])


def lawful(text: str) -> bool:
    """Do both engines make the same typeset text of it, warnings included?"""
    return made("python", text) == made("twin", text)


def made(engine: str, text: str) -> object:
    """The typeset text with what is wrong in it, and which addresses were asked for."""

    def resolve(address: str, path: str, use: str) -> str | None:
        return None if "!" in address else address

    try:
        return typesetter.set_text(Manuscript(text, "a.md"), typesetter.ENGINES[engine](), resolve, {})
    except CorantoError as wrong:
        return wrong.problems


def install() -> None:
    """Name both engines, each alone, to the typesetter."""
    alone = typesetter._python_markdown()
    typesetter.ENGINES = {"python": lambda: alone, "twin": lambda: twin}


def smallest(text: str) -> str:
    """The text with all taken away that the disagreement does not need."""
    for size in (64, 32, 16, 8, 4, 2, 1, 8, 2, 1):
        place = 0
        while place < len(text):
            shorter = text[:place] + text[place + size :]
            if plain(shorter) and not lawful(shorter):
                text = shorter
            else:
                place += size
    return text


def articles(folder: Path) -> Iterable[str]:
    """The bodies of a folder of articles."""
    for path in sorted(folder.rglob("*.md")):
        yield path.read_text("utf-8").split("\n---\n", 1)[-1]


def real(corpus: Path | None) -> Iterable[str]:
    """Bodies of a corpus of articles, and of the developers' saved pages as import writes them."""
    if corpus:
        yield from articles(corpus)
    if (SHARED / "devset").is_dir():
        from coranto.importers import html

        for path in sorted((SHARED / "devset" / "html").glob("*.gz")):
            try:
                yield from (
                    clipping.body
                    for clipping in html.read(gzip.decompress(path.read_bytes()), path.name, 500).clippings
                )
            except CorantoError:
                continue


def main() -> int:
    """Try so many bodies; print how many were accepted and each disagreement at its smallest. 1 when there was one."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100_000, help="so many bodies")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--corpus", type=Path, help="a folder of articles whose bodies are tried and spoilt, too")
    chosen = options.parse_args()
    install()
    bodies = list(real(chosen.corpus))
    accepted = [body for body in bodies if plain(body)]
    wrong = [body for body in accepted if not lawful(body)]
    print(f"{len(bodies)} real bodies, {len(accepted)} accepted, {len(wrong)} disagreements")
    writer, taken, start = Writer(chosen.seed, bodies), 0, time.perf_counter()
    for _ in range(chosen.count):
        text = writer.body()
        if plain(text):
            taken += 1
            if not lawful(text):
                wrong.append(text)
    seconds = time.perf_counter() - start
    print(f"{chosen.count} bodies written, {taken} accepted, {len(wrong)} disagreements, {seconds:.0f} s")
    for text in sorted({smallest(text) for text in wrong[:40]}, key=len):
        print(repr(text))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
