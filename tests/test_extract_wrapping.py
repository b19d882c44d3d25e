"""Hard-wrapped text: broken paragraphs become whole, and nothing else is joined."""

from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest

from coranto.extract import from_text
from coranto.extract.wrapping import unwrap, wrapped_at

STORY = (
    "Workers in Port Example finished the last of the four bridges on Monday, two weeks before the contract asks, and "
    "the harbour board opened it to walkers in the evening.",
    "“We had the weather on our side,” said Olga Sample, who leads the works for the harbour board, and who promised "
    "that the tram will follow within a year, if the council finds the money for the rails that it still lacks.",
    "The bridges close a gap that has cost hauliers an hour on every trip since the flood of last spring, when the old "
    "crossing was carried away in one night.",
)
HEADLINES = (
    "Council votes to keep the old mill after a long night",
    "Ferry to stay for walkers until the end of the year",
    "Tram to the harbour will need another eight months",
    "Flood of last spring cost the valley forty million",
    "Hauliers ask for a share of the money for the rails",
)


def wrap(paragraphs: tuple[str, ...], width: int) -> list[str]:
    """The paragraphs at a width, with empty lines between."""
    return "\n\n".join(textwrap.fill(text, width, break_on_hyphens=False) for text in paragraphs).split("\n")


def joined(lines: list[str]) -> list[str]:
    """The lines that come out, without the empty ones."""
    return [line for _, line in unwrap(enumerate(lines, 1)) if line]


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
def test_wrapped_paragraphs_are_whole_again(width: int) -> None:
    """Any common width is found, and each paragraph becomes one line."""
    assert joined(wrap(STORY, width)) == list(STORY)


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["no empty lines", "empty lines"])
def test_a_paragraph_a_line_stays(between: str) -> None:
    """Text with one paragraph a line is not wrapped."""
    lines = between.join(STORY).split("\n")
    assert wrapped_at(lines) == 0
    assert joined(lines) == list(STORY)


def test_lists_of_headlines_stay() -> None:
    """Lines of one length that all begin with capitals are a list, also beside wrapped text."""
    assert joined(list(HEADLINES)) == list(HEADLINES)
    short = [*HEADLINES, "", *wrap(STORY, 100)]
    assert joined(short) == [*HEADLINES, *STORY]


def test_short_lines_beside_wrapped_text_stay() -> None:
    """A menu, a byline over a date and the items of a list are not joined."""
    head = ["Home", "News", "Sport", "", "By Olga Sample", "May 3, 2021", ""]
    items = ["", "- Two bridges carry trucks.", "- One carries the tram and the walkers who come from the", "harbour."]
    told = ["- Two bridges carry trucks.", "- One carries the tram and the walkers who come from the harbour."]
    assert joined(head + wrap(STORY, 60) + items) == [*(line for line in head if line), *STORY, *told]


def test_an_address_may_pass_the_width() -> None:
    """A word that cannot be broken is longer than the line, and the paragraph is whole all the same."""
    address = "https://example.org/" + "bridge/" * 12
    lines = [*wrap(STORY, 72), "", "The plan of the works, with all that was said in the meeting, is at", address]
    assert joined(lines)[-1].endswith(f"is at {address}")


@pytest.mark.parametrize("width", [72, 80, 120])
def test_a_wrapped_page_gives_the_same_clipping(width: int) -> None:
    """Headline, byline, date and story do not depend on the wrapping."""
    page = ("Last Port Example bridge opens early", "By Olga Sample", "May 3, 2021", *STORY)
    clipping = from_text("\n".join(wrap(page, width)), "x")
    assert clipping.title == page[0]
    assert (clipping.authors, clipping.date) == (("Olga Sample",), "2021-05-03")
    assert clipping.body.split("\n\n") == list(STORY)
    assert replace(clipping, evidence={}) == replace(from_text("\n\n".join(page), "x"), evidence={})
