"""Text of a page in, clipping out: invented pages, and the seeds beside the checkout where they are."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import markdown
import pytest

from coranto.extract import from_text
from coranto.importers import page_text
from coranto.model import Bio, Clipping, Image, Teaser
from coranto.problems import CorantoError

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"

STORY = (
    "Workers in Port Example finished the last of the four bridges on Monday, two weeks before the contract asks.",
    "“We had the weather on our side,” said Olga Sample, who leads the works for the harbour board.",
    "The bridges close a gap that has cost hauliers an hour on every trip since the flood of last spring.",
    "A ferry ran in the meantime, and the board says it will be kept for walkers until the end of the year.",
)


def page(*blocks: str) -> str:
    """A page with an empty line between its blocks."""
    return "\n\n".join(blocks)


def story(clipping: Clipping) -> list[str]:
    """The paragraphs of the body as a reader sees them."""
    return clipping.body.split("\n\n")


FULL = page(
    "Skip to content",
    "Subscribe",
    "Last Port Example bridge opens early",
    "by The Example Times news desk May 3, 2021 6:05 PM 2 min read",
    "The fourth bridge at dawn on Monday. (Photo by Ann Lens via Stock House)",
    "This audio is created with AI assistance",
    STORY[0],
    STORY[1],
    "Hauliers in the valley: ‘We lost an hour on every single trip’",
    STORY[2],
    "Support independent journalism in the valley. Become a member.",
    STORY[3],
    "News Feed",
    "5:15 AM",
    "Council votes to keep the old mill.",
    "The council said on Tuesday that the mill will be kept, and that a fund will be set up for it within the month.",
    "Subscribe",
    "* indicates required",
)


def test_a_page_gives_its_fields_and_nothing_of_its_machinery() -> None:
    """Headline, desk, date, outlet, picture, teaser and story are told apart; sidebar, plea and form are gone."""
    clipping = from_text(FULL, "page.txt")
    assert replace(clipping, body="", evidence={}) == Clipping(
        origin="page.txt",
        title="Last Port Example bridge opens early",
        authors=("The Example Times news desk",),
        date="2021-05-03T18:05",
        source=clipping.source,
        image=Image(caption="The fourth bridge at dawn on Monday.", credit="Ann Lens via Stock House"),
        related=(Teaser("Hauliers in the valley: ‘We lost an hour on every single trip’"),),
    )
    assert clipping.source.name == "The Example Times"
    assert story(clipping) == list(STORY)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: re.sub(r"\n+", "\n", text),
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n\n", "\u200b\u00a0\n\u00a0\n"),
        lambda text: text.replace(" ", "\x00 \x1b"),
        lambda text: text.replace("\n\n", "\t\n \t\n\n\n"),
    ],
    ids=["one paragraph a line", "BOM and CRLF", "CR", "marks without width", "control characters", "tabs"],
)
def test_the_form_of_the_text_does_not_matter(change: Callable[[str], str]) -> None:
    """Both text forms, all line ends and invisible characters give the same clipping."""
    plain, changed = from_text(FULL, "x"), from_text(change(FULL), "x")
    assert replace(changed, evidence={}) == replace(plain, evidence={})


def test_every_field_tells_where_it_was_found() -> None:
    """Evidence names the line for each field."""
    evidence = from_text(FULL, "x").evidence
    assert {"title", "authors", "date", "source", "image", "related", "body"} <= evidence.keys()
    assert "line 7" in evidence["date"]


def test_no_text_gives_an_empty_clipping() -> None:
    """Nothing, or nothing that reads as a story, leaves all fields empty and doubted."""
    for text in ("", "\n\n\n", "Menu\nSearch\nSubscribe\n", "[" * 5000):
        clipping = from_text(text, "x")
        assert (clipping.title, clipping.body, clipping.date) == ("", "", "")
        assert clipping.doubts == ("title", "body", "date", "source", "authors")


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Olena Example", ("Olena Example",)),
        ("By Olena Example and Jan van Dorp", ("Olena Example", "Jan van Dorp")),
        ("By OLENA EXAMPLE, Staff Writer", ("OLENA EXAMPLE",)),
        ("By Olena Example | May 3, 2021", ("Olena Example",)),
        ("May 3, 2021 by Olena Example", ("Olena Example",)),
        ("Von Anna Muster und Jörg Beispiel", ("Anna Muster", "Jörg Beispiel")),
        ("Автор: Ірина Приклад", ("Ірина Приклад",)),
        ("by The Example Times newsroom", ("The Example Times newsroom",)),
        ("By Troy L. Example, Example.com", ("Troy L. Example",)),
        ("By Olena Example, EXN Staff", ("Olena Example",)),
        ("By Olena ExampleEXBusiness", ("Olena Example",)),
        ("Текст: Ірина Приклад·3 травня 2021", ("Ірина Приклад",)),
        ("Auteur : Olena Exemple", ("Olena Exemple",)),
        ("Datum: 13. April 2017Autor: olena77 2 Kommentare", ("olena77",)),
        ("Posted on3. Mai 20214. Mai 2021AuthorOlena Example4 Kommentare", ("Olena Example",)),
        ("October 15, 2018/0 Comments/in Bridges /by olena77", ("olena77",)),
        ("September 15, 2020 byOlena example Post a Comment", ("Olena example",)),
        ("Text: Olena Example", ("Olena Example",)),
        ("Von Anna Muster, dpa", ("Anna Muster",)),
        ("By Olena Example And Jan Sample For The Example On Sunday", ("Olena Example", "Jan Sample")),
        ("May 3, 2021 • words written by Olena Example • Art by Jan", ("Olena Example",)),
        ("Posted in Bridges by olena on May 3, 2021", ("olena",)),
        ("作者：苏蔓", ("苏蔓",)),
        ("김민수 기자 2021. 5. 3. 오후 3:15", ("김민수",)),
        ("بقلم سلمى النجار", ("سلمى النجار",)),
        ("By Staff, Agencies", ()),
        ("By Staff Writer", ()),
        ("By News Desk", ()),
    ],
)
def test_bylines(byline: str, authors: tuple[str, ...]) -> None:
    """Names and desks are authors as printed; "Staff" and "Agencies" are not."""
    clipping = from_text(page("Last Port Example bridge opens early", byline, *STORY), "x")
    assert clipping.authors == authors
    assert "authors" not in clipping.doubts, "a byline that names nobody leaves nothing to settle"
    assert story(clipping) == list(STORY)


def test_without_a_byline_the_author_is_in_doubt() -> None:
    """No byline and no box: nobody is guessed."""
    clipping = from_text(page("Last Port Example bridge opens early", *STORY), "x")
    assert clipping.authors == ()
    assert "authors" in clipping.doubts


@pytest.mark.parametrize(
    ("box", "bio", "outlet"),
    [
        (
            (
                "Avatar",
                "Olena Example",
                "Reporter",
                "Olena Example is a reporter at the Example Times. She baked.",
            ),
            Bio("Olena Example", "Olena Example is a reporter at the Example Times. She baked.", "Reporter"),
            "The Example Times",
        ),
        (
            ("Avatar", "Valley Post news desk", "We are the news team of the Valley Post. Write to us at any hour."),
            Bio("Valley Post news desk", "We are the news team of the Valley Post. Write to us at any hour."),
            "Valley Post",
        ),
        (
            ("Iryna Quill is an editor at Radio Valley. Before that she worked as a reporter at the Old Herald.",),
            Bio(
                "Iryna Quill",
                "Iryna Quill is an editor at Radio Valley. Before that she worked as a reporter at the Old Herald.",
            ),
            "Radio Valley",
        ),
        (
            ("About the author", "Olena Example", "Olena Example worked as a reporter at the Old Herald until 2019."),
            Bio("Olena Example", "Olena Example worked as a reporter at the Old Herald until 2019."),
            "",
        ),
    ],
    ids=["box", "desk", "no sign above", "past employer"],
)
def test_author_boxes(box: tuple[str, ...], bio: Bio, outlet: str) -> None:
    """A box becomes a bio, names the author and the present employer, and never stands in the body."""
    clipping = from_text(page("Last Port Example bridge opens early", "1 min read", *STORY, *box, "Read more"), "x")
    assert clipping.bios == (bio,)
    assert clipping.authors == (bio.name,)
    assert clipping.source.name == outlet
    assert story(clipping) == list(STORY)


@pytest.mark.parametrize(
    ("head", "evidence"),
    [
        (("2 months ago",), '"2 months ago" (line 3)'),
        (("folder_openWorld access_time3 days ago",), '"3 days ago" (line 3)'),
        (("04/02/2023",), '"04/02/2023" (line 3)'),
        (("Feb. 4",), '"Feb. 4" (line 3)'),
        (("Updated May 3, 2021",), "only an update (2021-05-03"),
        (("May 3, 2021", "May 5, 2021"), "several: 2021-05-03, 2021-05-05"),
        (("Bridges in the valley, seen in May 2021 (Photo: Ann Lens)",), "no date"),
        ((), "no date beside the headline"),
    ],
)
def test_a_date_is_never_guessed(head: tuple[str, ...], evidence: str) -> None:
    """What is not a full date beside the headline leaves the date empty, and the evidence says what was seen."""
    clipping = from_text(page("Last Port Example bridge opens early", *head, *STORY), "x")
    assert clipping.date == ""
    assert "date" in clipping.doubts
    assert evidence in clipping.evidence["date"]


@pytest.mark.parametrize(
    "text",
    [
        page("Wednesday, May 5, 2021", "Last Port Example bridge opens early", *STORY),
        page("Valley Voice May 2021", "Last Port Example bridge opens early", *STORY),
        page("Last Port Example bridge opens early", "He said so on May 3, 2021, in a long talk with us.", *STORY),
        page("Last Port Example bridge opens early", *STORY, "News Feed", "May 7, 2021 5:15 AM", "Old mill stays"),
        page("Last Port Example bridge opens early", *STORY, "© 2021 The Example Times"),
    ],
    ids=["banner with today's date", "banner with a month", "prose", "sidebar", "copyright"],
)
def test_a_date_elsewhere_is_not_the_articles(text: str) -> None:
    """Banner, prose, sidebar and copyright line date nothing."""
    clipping = from_text(text, "x")
    assert clipping.date == ""
    assert clipping.title == "Last Port Example bridge opens early"


def test_an_update_is_told_apart() -> None:
    """Publication and update in one line go to their own fields."""
    line = "Published: May 3, 2021 at 4:56 p.m. | Updated: May 4, 2021 at 6:00 a.m."
    clipping = from_text(page("Last Port Example bridge opens early", "By Olena Example", line, *STORY), "x")
    assert (clipping.date, clipping.updated) == ("2021-05-03T16:56", "2021-05-04T06:00")
    assert story(clipping) == list(STORY)


def test_icons_announce_author_and_date() -> None:
    """What stands behind a clock or a person sign is read as date or name."""
    text = page("Bridge opens early in Port Example", "access_time2021-05-03 personOlena Sampler", *STORY)
    clipping = from_text(text, "x")
    assert (clipping.date, clipping.authors) == ("2021-05-03", ("Olena Sampler",))


def test_icon_words_never_leak() -> None:
    """The words of an icon font name the section and vanish."""
    clipping = from_text(
        page("Bridge opens early in Port Example", "folder_openWorld access_time2 months ago\nstarAdd to list", *STORY),
        "x",
    )
    assert clipping.section == "World"
    assert not re.search("folder_open|access_time|star|ago", clipping.body)


@pytest.mark.parametrize(
    ("above", "section"),
    [(("News Feed",), ""), (("World",), "World"), (("Skip to content", "Edit post"), "")],
)
def test_a_kicker_at_the_top_is_the_section(above: tuple[str, ...], section: str) -> None:
    """The one short line above the headline is the section; machinery, and the heading of a stream, is not."""
    clipping = from_text(page(*above, "Last Port Example bridge opens early", "1 min read", *STORY), "x")
    assert clipping.section == section
    assert clipping.title == "Last Port Example bridge opens early"


def test_a_repeated_headline_is_alt_text_only_beside_a_picture() -> None:
    """The headline printed again is no paragraph and no caption."""
    title = "Last Port Example bridge opens early"
    bare = from_text(page(title, "1 min read\n" + title, *STORY), "x")
    shown = from_text(page(title, f"1 min read\n{title}\nThe bridge at dawn. (Photo: Ann Lens)", *STORY), "x")
    assert bare.image is None
    assert shown.image == Image(alt=title, caption="The bridge at dawn.", credit="Ann Lens")
    assert story(bare) == story(shown) == list(STORY)


def test_a_credit_may_stand_alone() -> None:
    """A credit without a caption is kept as credit."""
    clipping = from_text(page("Last Port Example bridge opens early", "(Mayor Sample via Wire)", *STORY), "x")
    assert clipping.image == Image(credit="Mayor Sample via Wire")


def test_headings_of_the_story_stay() -> None:
    """Where a story has headings of its own, long ones are no teasers."""
    blocks = (STORY[0], "The plan", STORY[1], "What the harbour board says it will build next year", STORY[2], STORY[3])
    clipping = from_text(page("Last Port Example bridge opens early", *blocks), "x")
    assert story(clipping) == list(blocks)
    assert clipping.related == ()


def test_a_teaser_below_the_story_is_related() -> None:
    """A headline right below the last paragraph, and a "Read also" line, point elsewhere."""
    teaser = "Old mill in the valley will stay, says council after a long night"
    text = page("Last Port Example bridge opens early", *STORY[:3], "Read also: Mill stays", STORY[3], teaser, "Avatar")
    clipping = from_text(text, "x")
    assert clipping.related == (Teaser("Mill stays"), Teaser(teaser))
    assert story(clipping) == list(STORY)


def test_a_teaser_that_the_page_has_torn_is_none() -> None:
    """Nor is it a paragraph of the story."""
    teaser = "Old mill in the valley will stay, says council as the river comes near"
    clipping = from_text(page("Last Port Example bridge opens early", *STORY, teaser, "Avatar"), "x")
    assert clipping.related == ()
    assert teaser not in clipping.body


def test_a_paragraph_without_its_stop_is_no_teaser() -> None:
    """A last paragraph that lacks its stop is still the story's."""
    last = "He did not reply to a request for comment by the time of publication"
    clipping = from_text(page("Last Port Example bridge opens early", *STORY, last, "Read more"), "x")
    assert clipping.related == ()
    assert story(clipping) == [*STORY, last]


def test_list_signs_become_a_list() -> None:
    """Lines with list signs inside the story are printed as one list."""
    items = ("* Two bridges carry trucks.", "* One carries the tram.")
    clipping = from_text(page("Last Port Example bridge opens early", *STORY[:2], "\n".join(items), *STORY[2:]), "x")
    assert story(clipping)[2] == "- Two bridges carry trucks.\n- One carries the tram."


def test_inner_spaces_stay() -> None:
    """A paragraph keeps its inner white space and loses only what trails."""
    odd = "The board said that “the end and \u00a0 the beginning” of the works were both cheaper than  planned.\u00a0"
    clipping = from_text(page("Last Port Example bridge opens early", odd, *STORY), "x")
    assert story(clipping)[0] == odd.rstrip()


def test_the_body_renders_back() -> None:
    """Signs that Markdown would obey come back as text."""
    odd = (
        "2023. It was the year of *all* bridges, said <b>nobody</b> &amp; everybody in the valley.",
        "#Bridges were the talk of the town, [composed of wood and stone], for some_long_word a while.",
    )
    clipping = from_text(page("Last Port Example bridge opens early", STORY[0], *odd, STORY[1]), "x")
    assert "[composed of wood and stone], for some_long_word" in clipping.body
    rendered = markdown.markdown(clipping.body, extensions=["tables", "footnotes", "def_list", "abbr", "sane_lists"])
    told = [html.unescape(paragraph) for paragraph in re.findall(r"<p>(.*?)</p>", rendered)]
    assert told == [STORY[0], *odd, STORY[1]]


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (("By", "Olena Example", "@olena", "Jan van Dorp", "3 May 2021"), ("Olena Example", "Jan van Dorp")),
        (("3. Mai 2021 Olena Example",), ("Olena Example",)),
        (("Olena Example, 3 May 2021",), ("Olena Example",)),
        (("3. Mai 2021 olena77 Schreibe einen Kommentar",), ("olena77",)),
        (("Posted on 3 May 2021 by olena77",), ("olena77",)),
        (("Interview: Olena Example",), ("Olena Example",)),
        (("Olena Example im Gespräch mit Jan Beispiel",), ("Olena Example", "Jan Beispiel")),
        (("Olena Example", "3 May 2021"), ("Olena Example",)),
        (("Olena Example, Staff Writer", "3 May 2021"), ("Olena Example",)),
        (("Olena Example @olena / 2 days",), ("Olena Example",)),
        (("Olena Example Senior Contributor",), ("Olena Example",)),
        (("Olena Example | Political correspondent",), ("Olena Example",)),
        (("Olena Quill", "Senior reporter"), ("Olena Quill",)),
        (("Olena ExampleView More Articles",), ("Olena Example",)),
        (("Olena Quill", "• Published 2 hours ago"), ("Olena Quill",)),
        (("OLENA QUILL", "May 3, 2021Updated: May 4, 2021 1:35 a.m."), ("OLENA QUILL",)),
        (("OlenaNews May 3, 2021",), ("OlenaNews",)),
        (("Port Example, Valley News Bureau | Updated: May 3, 2021",), ("Valley News Bureau",)),
        (("YouTube May 3, 2021",), ()),
        (("Text: The Bridge",), ()),
        (("By train", "3 May 2021"), ()),
        (("Original Research", "3 May 2021"), ()),
        (("Actualizado al", "3 May 2021"), ()),
        (("Olena Example, Attorney", "& Jan Sample, Editor of the Post"), ()),
        (("Olena Example and Jan van Dorp EX TODAY", "3 May 2021"), ("Olena Example", "Jan van Dorp")),
        (("Olena 2. Februar 2020 2. Februar 2020Bridge Tours",), ("Olena",)),
        (("Author:", "Practical Bridge Editorial Staff", "3 May 2021"), ("Practical Bridge Editorial Staff",)),
        (("Redaktion - 31. Januar 2022",), ("Redaktion",)),
        (("Olga Sample North Harbour", "3 May 2021"), ()),
        (("CAR REVIEWS", "3 May 2021"), ()),
        (("13/06/2014 Olena Example All, Books, Kit Reviews",), ()),
        (("San Example, 3 May 2021",), ()),
        (("Politik Wirtschaft, 3. Mai 2021",), ()),
        (("Olga Sample", "The works", "3 May 2021"), ()),
    ],
)
def test_names_without_a_by(head: tuple[str, ...], authors: tuple[str, ...]) -> None:
    """A name below "By", beside the date or alone over it signs; a place, a section or a person of the story does not."""
    clipping = from_text(page("Last Port Example bridge opens early", *head, *STORY), "x")
    assert clipping.authors == authors
    assert story(clipping) == list(STORY)


def test_a_name_may_stand_above_the_headline() -> None:
    """With a section and the date between them."""
    head = ("Business", "Olena Quill", "Bridges", "05.23.2021 09:00 AM", "Last Port Example bridge opens early")
    assert from_text(page(*head, *STORY), "x").authors == ("Olena Quill",)


def test_name_and_role_above_a_bio_are_not_the_storys() -> None:
    """They are the bio's, which says the role no second time."""
    bio = "Olena Example is a reporter at the Example Times. Before that she baked bread for the whole harbour."
    clipping = from_text(
        page("Last Port Example bridge opens early", "By Olena Example", *STORY, "Olena Example", "Reporter", bio), "x"
    )
    assert story(clipping) == list(STORY)
    assert clipping.bios == (Bio("Olena Example", bio, "Reporter"),)


def test_a_caption_may_end_with_a_credit_without_brackets() -> None:
    """ "Photo:", who, and for whom; nothing stands behind it. A sentence that tells of a photo is the story's."""
    caption = "The fourth bridge at dawn on Monday. Photo: Ann Lens / Stock House"
    clipping = from_text(page("Last Port Example bridge opens early", "By Olena Example", caption, *STORY), "x")
    assert clipping.image is not None
    assert (clipping.image.caption, clipping.image.credit) == (
        "The fourth bridge at dawn on Monday.",
        "Ann Lens / Stock House",
    )
    assert story(clipping) == list(STORY)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Posted by olena77 @ 12:00 am", ("olena77",)),
        ("Author: olena77", ("olena77",)),
        ("- Olena Example", ("Olena Example",)),
        ("– olena77", ()),
        ("von olena77", ()),
    ],
)
def test_the_story_may_be_signed_below(line: str, authors: tuple[str, ...]) -> None:
    """A line that says so in so many words, or a full name behind a dash, signs from below."""
    clipping = from_text(page("Last Port Example bridge opens early", *STORY, line), "x")
    assert clipping.authors == authors
    assert story(clipping) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Release: 3 May 2021",
        "Tickets: 3 May 2021",
        "First published in The Old Herald, 3 May 2021",
        "Originally published by The Old Herald on May 3, 2021",
        "This article first appeared on May 3, 2021 at The Old Herald",
        "Zuerst veröffentlicht am 3. Mai 2021",
        "The report, published May 3, 2021",
        "The bridge on May 3, 2021 (Photo: Ann Lens)",
        "Valid until 3 May 2021",
        "Retrieved 3 May 2021",
        "04/05/2021",
    ],
)
def test_a_date_of_something_else_is_not_the_articles(line: str) -> None:
    """Events, products, other outlets, captions and reports have dates of their own."""
    for blocks in ((line, *STORY), (*STORY, line)):
        assert from_text(page("Last Port Example bridge opens early", *blocks), "x").date == ""


def test_a_readers_comment_dates_nothing() -> None:
    """Where only a comment reads as prose, its date and its author are not the article's."""
    text = page("Bridge opens", "3 Antworten", "Olga Sample schreibt:", "3. Mai 2021 um 10:23", *STORY, "Antworten")
    assert from_text(text, "x").date == ""


@pytest.mark.parametrize(
    ("below", "authors", "date"),
    [
        (("von Olena", "18.10.2021 16:06 Uhr", "Mehr zum Thema"), ("Olena",), "2021-10-18T16:06"),
        (("Olena", "31. Oktober 2021", "Impressum"), (), "2021-10-31"),
        (("Erstveröffentlichung", "31. Oktober 2021", "Olena Example"), ("Olena Example",), "2021-10-31"),
        (("Dokumente", "Autoren", "Olena Example"), ("Olena Example",), ""),
        (("Date", "May 23, 2021", "Venue"), (), ""),
        (("Letzte Aktualisierung", "31. Oktober 2021"), (), ""),
        (("May 23, 2021", "Old mill in the valley will stay, says council after a long night"), (), ""),
        (("by Olena", "May 23, 2021", "Old mill in the valley will stay after a long night"), (), ""),
    ],
)
def test_what_closes_a_story(below: tuple[str, ...], authors: tuple[str, ...], date: str) -> None:
    """Name and date that end the page's story are its own; an event's, an update and another story's are not."""
    clipping = from_text(page("Last Port Example bridge opens early", *STORY, *below), "x")
    assert (clipping.authors, clipping.date) == (authors, date)


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (("Published 4:00 am CST, Wednesday, May 5, 2021",), "2021-05-05"),
        (("sexta-feira, 22 de outubro de 2021 às 20:13",), "2021-10-22T20:13"),
        (("Nov.November 18, 2021 12:02 PM",), "2021-11-18T12:02"),
        (("21:17 18.11.2021Get short URL",), "2021-11-18T21:17"),
        (("Energy 12 December 2021, 08:30",), "2021-12-12T08:30"),
        (("Founded May 3, 1921",), ""),
        (("Date: May 3, 2021", "Venue: Harbour Hall"), ""),
        (("Updated Nov. 19, 2021 8:21 am / Original Nov. 18, 2021 8:02 am",), "2021-11-18T08:02"),
        (("Übersetzung Olena Example, 12. Dezember 2021",), "2021-12-12"),
        (("Last updated", "May 5, 2021"), ""),
        (("Release date", "May 5, 2021"), ""),
        (("May 13, 2021", "Olena Example", "11/12/21 4:40PM"), ""),
    ],
)
def test_dates_beside_the_headline(head: tuple[str, ...], date: str) -> None:
    """A date with its label, zone or weekday is read; one of an update, an event, or against another is doubted."""
    clipping = from_text(page("Last Port Example bridge opens early", *head, *STORY), "x")
    assert clipping.date == date
    assert ("date" in clipping.doubts) == (not date)


def test_the_same_headline_with_another_date_makes_a_doubt() -> None:
    """A page that dates its story twice dates it not at all."""
    head = ("Last Port Example bridge opens early", "May 3, 2021")
    text = page(*head, *STORY, "Latest article", "Last Port Example bridge opens early", "May 5, 2021")
    clipping = from_text(text, "x")
    assert clipping.date == ""
    assert "several: 2021-05-03, and 2021-05-05" in clipping.evidence["date"]
    assert from_text(text.replace("May 5", "May 3"), "x").date == "2021-05-03"


WALLS = {
    "log-in": (
        "Please log in to continue reading this article.",
        "Already a subscriber? You have used all of your free articles for this month, so please subscribe today.",
    ),
    "cookies": (
        "We use cookies and data to deliver and maintain our services, and to protect against spam and fraud.",
        "By clicking accept you agree to our use of cookies as our policy describes it in full and for all of us.",
    ),
    "scripts": ("You need to enable JavaScript to run this app, and then to load the page once more in full.",) * 2,
    "robot": ("Checking if the site connection is secure, which takes a moment and no more than that.",) * 2,
    "German": ("Melden Sie sich an, um den ganzen Artikel weiter zu lesen, der nur für Abonnenten gedacht ist.",) * 2,
    "missing": (
        "Sorry, the page you are looking for could not be found. It may have been moved or deleted since.",
        "Go back to our front page, where you will find the latest news of the day from the valley and the port.",
    ),
}


@pytest.mark.parametrize("kind", WALLS)
def test_a_wall_is_no_story(kind: str) -> None:
    """What a page says instead of its story never becomes one."""
    title = "Page not found" if kind == "missing" else "Last Port Example bridge opens early"
    clipping = from_text(page(title, *WALLS[kind]), "x")
    assert (clipping.title, clipping.body) == ("", "")
    assert clipping.doubts == ("title", "body", "date", "source", "authors")


def test_a_story_that_breaks_off_at_a_wall_is_doubted() -> None:
    """The beginning of a story is kept, and the curator told that there may be more."""
    clipping = from_text(page("Last Port Example bridge opens early", *STORY, "Subscribe to continue reading."), "x")
    assert story(clipping) == list(STORY)
    assert "body" in clipping.doubts
    assert "behind a wall" in clipping.evidence["body"]
    long = page(
        "Last Port Example bridge opens early",
        *(f"{line} {end}" for end in ("", "It was so.", "No.") for line in STORY),
    )
    assert "body" not in from_text(f"{long}\n\nSubscribe to continue reading.", "x").doubts


def test_a_page_without_a_story_keeps_its_one_byline() -> None:
    """A gallery or a table of results still has headline, name and date; its body is doubted."""
    text = page(
        "Results of the Port Example regatta", "von Olena Example | 20. Mai 2021 | 0 Kommentare", "Men", "1 Sample"
    )
    clipping = from_text(text, "x")
    assert (clipping.title, clipping.authors) == ("Results of the Port Example regatta", ("Olena Example",))
    assert (clipping.date, clipping.body) == ("2021-05-20", "")
    assert clipping.doubts == ("body", "source")


def test_evidence_stands_in_one_order() -> None:
    """What a curator checks first comes first."""
    order = ["title", "date", "authors", "source", "section", "standfirst", "image", "body", "related"]
    found = list(from_text(FULL, "x").evidence)
    assert found == [key for key in order if key in found]


def test_a_short_line_among_paragraphs_stays_a_paragraph() -> None:
    """Whether it is a subheading the text alone does not tell."""
    lines = (STORY[0], STORY[1], "The long way", STORY[2], STORY[3])
    clipping = from_text(page("Last Port Example bridge opens early", *lines), "x")
    assert story(clipping) == list(lines)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "nothing is in it", id="empty"),
        pytest.param(" \n\t\u200b\ufeff\n".encode(), "nothing is in it", id="white space"),
        pytest.param(b"\x01\x02\x03abc" * 1000, "mostly control characters: this is no text", id="binary"),
        pytest.param(b"QUJDREVGR0hJSktMTU5PUA" * 300, "no headline and no story were found in this text", id="base64"),
        pytest.param(b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB", id="large"),
        pytest.param(page("Bridge", *WALLS["log-in"]).encode(), "no headline and no story", id="wall"),
    ],
)
def test_what_is_no_page_gets_one_clear_line(data: bytes, message: str) -> None:
    """An input that gives nothing is an error that says why."""
    with pytest.raises(CorantoError) as caught:
        page_text.read(data, "page.txt", 5)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].message.startswith(message)


def test_line_ends_and_marks_do_not_matter() -> None:
    """CRLF, BOM, marks of direction and a few control characters change nothing in what is read."""
    plain = page_text.read(FULL.encode(), "x", 5).clippings[0]
    marked = "\ufeff" + FULL.replace("\n\n", "\r\n\u200f\r\n").replace("Skip", "Sk\x07ip")
    assert page_text.read(marked.encode(), "x", 5).clippings[0].body == plain.body


def test_a_date_below_counts_only_if_it_says_so() -> None:
    """Right below the story "Published: …" is the article's date; below another headline it is another's."""
    head, line = "Last Port Example bridge opens early", "Published: May 3, 2021"
    other = "Old mill in the valley will stay, says council after a long night"
    assert from_text(page(head, *STORY, line), "x").date == "2021-05-03"
    assert from_text(page(head, *STORY, other, line), "x").date == ""
    assert from_text(page(head, *STORY, "Details of the book", "Released: May 3, 2021"), "x").date == ""


def test_the_subtitle_is_not_the_headline() -> None:
    """Of two lines together the first is the headline, also if the second says more of the story."""
    subtitle = "Port Example and its hauliers get four bridges two weeks before the contract asks"
    text = page(
        "Home » Valley » Bridges", "Workers finish last of the four bridges early", subtitle, "3 May 2021", *STORY
    )
    assert from_text(text, "x").title == "Workers finish last of the four bridges early"


def test_a_story_goes_on_below_a_list_of_others() -> None:
    """Parts of one story on both sides of a list belong together; what is about something else does not."""
    more = (
        "The bridges were planned by the harbour board in the spring, when the flood had carried the old ones away.",
        "Hauliers had asked the board for a ferry first, and the board ran one until Monday for trucks and walkers.",
        "The contract asks that the works on all four bridges be finished by the end of the month, whatever happens.",
        "Workers from Port Example did most of it, on every day of the week since the spring, as the board says.",
    )
    listed = (
        "Trending News",
        "Old mill in the valley will stay, says council",
        "Baker wins prize for her seven breads",
    )
    text = page("Last Port Example bridge opens early", "By Olena Example", *STORY, *listed, *more)
    assert story(from_text(text, "x")) == [*STORY, *more]


def test_dated_stories_below_are_other_stories() -> None:
    """Headline, name, date and summary by turns are a stream, and the story ends above it."""
    stream = [
        line
        for number in range(1, 7)
        for line in (
            f"Council of the valley votes for the {number}th time on the mill",
            "Jan Sample",
            f"May {number}, 2021",
            f"The council voted on the mill for the {number}th time on Tuesday, and again it could not find a majority.",
        )
    ]
    text = page("Last Port Example bridge opens early", *STORY, "More stories here", *stream)
    assert story(from_text(text, "x")) == list(STORY)


def test_a_list_that_a_line_announces_is_the_storys() -> None:
    """Lines of one kind below a colon are kept, though none is a sentence."""
    dates = ("The bridges open on these days:", "May 3 – North bridge", "May 9 – Mill bridge", "June 1 – Tram bridge")
    clipping = from_text(page("Last Port Example bridge opens early", *STORY, *dates, "Share", "Menu"), "x")
    assert story(clipping) == [*STORY, *dates]


def test_a_paragraph_printed_twice_is_kept_once() -> None:
    """A pull quote or a caption printed again is no second paragraph."""
    clipping = from_text(page("Last Port Example bridge opens early", *STORY[:3], STORY[1], STORY[3]), "x")
    assert story(clipping) == list(STORY)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "[",
            "(",
            "\n",
            "a\n",
            "* a\n",
            "by ",
            "1 May 2023 ",
            "<a&b;",
            "folder_openA ",
            "A b, (c) via d. \n",
            "\v",
            "🙂",
        ),
        *("1234567890", "\u200f", "a\r\nb\rc\n", "Some prose stands here and ends.\n", "Olena Example\n3 May 2021\n"),
    ],
)
def test_hostile_input_is_read_in_linear_time(unit: str) -> None:
    """Two megabytes of nonsense are done at once."""
    begin = time.process_time()
    from_text(unit * (2_000_000 // len(unit)), "x")
    assert time.process_time() - begin < 5


KYIV = "The Kyiv Independent"
# Facts about the seeds, by line number; the words stay in the seeds.
EXPECTED: dict[str, dict[str, Any]] = {
    "000": {"title": 3, "body": range(7, 22, 2), "doubts": ("date",)},
    "001": {"title": 4, "body": range(9, 22, 2), "date": "2023-02-03T18:53"},
    "002": {"title": 3, "body": range(9, 22, 2), "doubts": ("date",)},
    "003": {
        "title": 4,
        "body": (14, 16, 18, 20, 22, 26, 28, 30),
        "date": "2023-03-07T06:41",
        "related": (24, 32),
    },
    "004": {"title": 8, "body": range(16, 31, 2), "section": "Russia", "doubts": ("date", "source")},
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside the checkout")
@pytest.mark.parametrize("number", EXPECTED)
def test_seeds(number: str) -> None:
    """The five saved pages come out without a fault."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    text = path.read_text(encoding="utf-8")
    lines = ["", *(line.rstrip() for line in text.split("\n"))]
    expected = EXPECTED[number]
    clipping = from_text(text, path.name)
    assert clipping.title == lines[expected["title"]]
    assert clipping.body == "\n\n".join(lines[index] for index in expected["body"])
    assert clipping.date == expected.get("date", "")
    assert clipping.section == expected.get("section", "")
    assert clipping.related == tuple(Teaser(lines[index]) for index in expected.get("related", ()))
    assert clipping.doubts == expected.get("doubts", ())
    desk = (f"{KYIV} news desk",)
    authors = {"002": ("Dinara Khalilova",), "004": ()}
    assert clipping.authors == authors.get(number, desk)
    assert clipping.source.name == ("" if number == "004" else KYIV)
    caption, _, credit = lines[7].partition(" (Photo ")
    images = {
        "002": Image(alt=clipping.title, caption=caption, credit=credit.rstrip(")")),
        "003": Image(credit="President Zelensky via Telegram"),
    }
    assert clipping.image == images.get(number)
    bios = {
        "000": (Bio(f"{KYIV} news desk", lines[30]),),
        "002": (Bio("Dinara Khalilova", lines[28], "Reporter"),) if len(lines) > 28 else (),
    }
    assert clipping.bios == bios.get(number, ())


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside the checkout")
def test_a_seed_without_a_date_says_what_was_seen() -> None:
    """An age is evidence, not a date."""
    (path,) = SEEDS.glob("004_*.txt")
    assert from_text(path.read_text(encoding="utf-8"), "x").evidence["date"] == 'only "2 months ago" (line 11)'
