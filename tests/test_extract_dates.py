"""Stated dates: what is one, and what is not."""

from __future__ import annotations

import pytest

from coranto.extract import dates


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("February 3, 2023 6:53 PM", "2023-02-03T18:53"),
        ("March 7, 2023 6:41 AM 2 min read", "2023-03-07T06:41"),
        ("12:05 a.m., March 7, 2023", "2023-03-07T00:05"),
        ("7 March 2023, 12:00 pm", "2023-03-07T12:00"),
        ("Mar 7th, 2023", "2023-03-07"),
        ("25/12/2023", "2023-12-25"),
        ("12/25/2023", "2023-12-25"),
        ("04/04/2023", "2023-04-04"),
        ("2023-02-03", "2023-02-03"),
        ("2023-02-03T18:53:10Z", "2023-02-03T18:53+00:00"),
        ("2023-02-03 18:53 +0200", "2023-02-03T18:53+02:00"),
        ("2023/02/03", "2023-02-03"),
        ("3. März 2020 um 14.30 Uhr", "2020-03-03T14:30"),
        ("am 28.01.2020 - 10:35", "2020-01-28T10:35"),
        ("5 de noviembre de 2019", "2019-11-05"),
        ("1er août 2019 à 10h05", "2019-08-01"),
        ("18:53, 3 лютого 2023", "2023-02-03T18:53"),
        ("2019年11月20日", "2019-11-20"),
        ("Nov. 19, 2019 at 12:30 a.m. EST", "2019-11-19T00:30-05:00"),
        ("Nov. 19, 2019 at 12:30 a.m. ET", "2019-11-19"),
        ("Tuesday, November 19, 2019", "2019-11-19"),
    ],
)
def test_full_dates(line: str, iso: str) -> None:
    """A full date is read as stated; a time only with a zone that is clear, or with none."""
    assert [one.iso for one in dates.stated(line)] == [iso]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "04/02/2023",
            "04.02.2023",
            "3.2.23",
            "Feb. 4",
            "May 2023",
            "2 months ago",
            "5:15 AM",
            "the 2023 season of 12",
        ),
        *(
            "Nov 31, 2019",
            "2023-13-01",
            "30 February 2023",
            "Monday, November 19, 2019",
            "1.2.2023.4",
            "v2.10.2023",
            "",
        ),
    ],
)
def test_no_dates(line: str) -> None:
    """An ambiguous, incomplete, impossible or self-contradicting date is none."""
    assert dates.stated(line) == []


def test_a_dotted_date_is_clear_where_the_language_makes_it_so() -> None:
    """German and its neighbours write day.month.year only."""
    assert [one.iso for one in dates.stated("04.02.2023", clear=".")] == ["2023-02-04"]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("Published May 3, 2021", ["published"]),
        ("Updated: May 3, 2021", ["updated"]),
        ("Last updated on May 3, 2021", ["updated"]),
        ("Posted May 3, 2021 | Updated May 4, 2021", ["published", "updated"]),
        ("Aktualisiert am 3. Mai 2021", ["updated"]),
        ("May 3, 2021", [""]),
    ],
)
def test_labels(line: str, labels: list[str]) -> None:
    """The word in front says whether a date is of the publication or of an update."""
    assert [one.label for one in dates.stated(line)] == labels


@pytest.mark.parametrize(
    ("line", "seen"),
    [("access_time2 months ago", "2 months ago"), ("said on Feb. 4 that", "Feb. 4"), ("on 04/02/2023", "04/02/2023")],
)
def test_what_is_no_date_is_still_told(line: str, seen: str) -> None:
    """What only looks like a date is given back as printed, for the evidence."""
    assert dates.unsettled(line) == seen


@pytest.mark.parametrize(
    ("line", "isos"),
    [
        ("1. November 20161. November 2016 someone", ["2016-11-01", "2016-11-01"]),
        ("Ann LensMay 3, 2021", ["2021-05-03"]),
        ("Veröffentlicht am3. Mai 2021", ["2021-05-03"]),
        ("dismay 3, 2021", []),
        ("No. 120211. November 2016", []),
    ],
)
def test_glued_dates(line: str, isos: list[str]) -> None:
    """Flatteners glue a date to the name or date before it; a date never begins inside a word or number."""
    assert [one.iso for one in dates.stated(line)] == isos


@pytest.mark.parametrize(
    ("line", "clear", "iso"),
    [
        ("19.10.19 um 14:34 Uhr", ".", "2019-10-19T14:34"),
        ("19.10.19", "", ""),
        ("04/02/2023", "/", "2023-02-04"),
        ("04/02/2023", ".", ""),
        ("04.02.2023", "/", ""),
        ("19.10.99", ".", ""),
    ],
)
def test_only_the_sign_of_the_language_makes_an_order_clear(line: str, clear: str, iso: str) -> None:
    """A dotted date is clear in German, one with slashes in Portuguese; the other way round the order is foreign."""
    assert [one.iso for one in dates.stated(line, clear)] == ([iso] if iso else [])


@pytest.mark.parametrize(
    ("prose", "sign"),
    [
        ("Die Brücken sind fertig, und das ist für die Stadt ein Tag, auf den sie nicht mehr gewartet hat.", "."),
        ("As pontes estão prontas, e para a cidade é um dia que não se esquece, com uma festa que dura.", "/"),
        ("The bridges are done, and for the town that is a day to remember, with a feast that lasts.", ""),
        ("", ""),
    ],
)
def test_the_prose_tells_how_its_language_writes_dates(prose: str, sign: str) -> None:
    """Small words tell the language; English leaves the order open."""
    assert dates.day_first([prose]) == sign
