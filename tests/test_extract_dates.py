"""Stated dates: what is one, and what is not."""

from __future__ import annotations

import pytest

from coranto.extract import date_words, dates


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
        ("1er août 2019 à 10h05", "2019-08-01T10:05"),
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
    ("line", "iso"),
    [
        pytest.param("2026. november 16., 18:20", "2026-11-16T18:20", id="Hungarian"),
        pytest.param("16 noiembrie 2026, 18:20", "2026-11-16T18:20", id="Romanian"),
        pytest.param("Δευτέρα, 16 Νοεμβρίου 2026, 6:20 μ.μ.", "2026-11-16T18:20", id="Greek"),
        pytest.param("mandag 16. marts 2026", "2026-03-16", id="Danish"),
        pytest.param("16. desember 2026 kl. 18:20", "2026-12-16T18:20", id="Norwegian"),
        pytest.param("måndag 16 november 2026", "2026-11-16", id="Swedish"),
        pytest.param("16. marraskuuta 2026", "2026-11-16", id="Finnish"),
        pytest.param("pondělí 16. listopadu 2026", "2026-11-16", id="Czech"),
        pytest.param("16. novembra 2026", "2026-11-16", id="Slovak and Slovenian"),
        pytest.param("16. studenoga 2026.", "2026-11-16", id="Croatian"),
        pytest.param("16. oktobar 2026.", "2026-10-16", id="Serbian"),
        pytest.param("понедељак, 16. новембра 2026.", "2026-11-16", id="Serbian, Cyrillic"),
        pytest.param("16 јануари 2026", "2026-01-16", id="Macedonian"),
        pytest.param("16 ноември 2026", "2026-11-16", id="Bulgarian"),
        pytest.param("16 лістапада 2026", "2026-11-16", id="Belarusian"),
        pytest.param("16 listopada 2026", "2026-11-16", id="Polish"),
        pytest.param("2026 m. lapkričio 16 d. 18:20", "2026-11-16T18:20", id="Lithuanian"),
        pytest.param("2026. gada 16. novembris", "2026-11-16", id="Latvian"),
        pytest.param("16. oktoober 2026", "2026-10-16", id="Estonian"),
        pytest.param("16 Kasım 2026", "2026-11-16", id="Turkish"),
        pytest.param("Senin, 16 Agustus 2027", "2027-08-16", id="Indonesian"),
        pytest.param("16 Disember 2026", "2026-12-16", id="Malay"),
        pytest.param("16 tháng 11, 2026", "2026-11-16", id="Vietnamese"),
        pytest.param("16 d’octubre de 2026", "2026-10-16", id="Catalan"),
        pytest.param("16 de xaneiro de 2026", "2026-01-16", id="Galician"),
        pytest.param("2026ko azaroaren 16a", "2026-11-16", id="Basque"),
        pytest.param("الاثنين ١٦ نوفمبر ٢٠٢٦", "2026-11-16", id="Arabic"),
        pytest.param("16 تشرين الثاني 2026", "2026-11-16", id="Arabic, of the Levant"),
        pytest.param("16 تشرين الثاني/نوفمبر 2026 6:20 م", "2026-11-16T18:20", id="Arabic, both"),
        pytest.param("16 نونبر 2026", "2026-11-16", id="Arabic, of Morocco"),
        pytest.param("۱۶ نوامبر ۲۰۲۶", "2026-11-16", id="Persian"),
        pytest.param("16 ستمبر 2026", "2026-09-16", id="Urdu"),
        pytest.param("16 בנובמבר 2026, 18:20", "2026-11-16T18:20", id="Hebrew"),
        pytest.param("16 जनवरी 2026", "2026-01-16", id="Hindi"),
        pytest.param("১৬ নভেম্বর ২০২৬", "2026-11-16", id="Bengali"),
        pytest.param("16 พ.ย. 2569 18:20", "2026-11-16T18:20", id="Thai"),
        pytest.param("16 พฤศจิกายน ค.ศ. 2026", "2026-11-16", id="Thai, of our era"),
        pytest.param("2026. 11. 16. 오후 3:15", "2026-11-16T15:15", id="Korean"),
        pytest.param("2026년 11월 16일 오전 12시 15분", "2026-11-16T00:15", id="Korean, in words"),
        pytest.param("2026年11月17日 午後6時05分", "2026-11-17T18:05", id="Japanese"),
        pytest.param("2026年11月16日 上午9:15", "2026-11-16T09:15", id="Chinese"),
        pytest.param("16 novembre 2026 à 22 h 40", "2026-11-16T22:40", id="French"),
    ],
)
def test_months_and_hours_in_many_languages(line: str, iso: str) -> None:
    """Each writes its dates in its own order, with its own figures and halves of the day."""
    assert [one.iso for one in dates.stated(line)] == [iso]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("16. listopada 2026.", id="October in Croatian, November in Polish"),
        pytest.param("It ended in 2021. November 16 is a feast", id="two sentences"),
        pytest.param("1405/08/25", id="another calendar"),
        pytest.param("16 آب/نوفمبر 2026", id="two months"),
        pytest.param("16 November 2569", id="Thai years have Thai months"),
    ],
)
def test_what_might_be_two_dates_is_none(line: str) -> None:
    """A name of two months, a year at a sentence's end, a year of another era."""
    assert dates.stated(line) == []


def test_no_month_has_two_numbers() -> None:
    """A name may stand in many languages of the table, and means one month in all."""
    for table in (date_words.MONTHS, date_words.WEEKDAYS, date_words.THAI_MONTHS):
        known: dict[str, int] = {}
        for language in table:
            for number, names in enumerate(language.split("|"), 1):
                assert all(known.setdefault(name, number) == number for name in names.split()), language


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
        ("更新2026年11月17日", ["updated"]),
        ("آخر تحديث: 16 نوفمبر 2026", ["updated"]),
        ("Publikováno 16. ledna 2026, aktualizováno 17. ledna 2026", ["published", "updated"]),
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
        (
            "Published Wed, May 5 20214:29 AM ESTUpdated Thu, May 6 202111:30 AM EST",
            ["2021-05-05T04:29-05:00", "2021-05-06T11:30-05:00"],
        ),
        ("Stand am 28.01.2020-15:49", ["2020-01-28T15:49"]),
        ("May 5, 2021 - 11:28 AMT", ["2021-05-05"]),
        ("May 5, 2021 at 9:08 GMT1 day ago", ["2021-05-05T09:08+00:00"]),
        ("Freitag, 5. Mai 2021", []),
        ("segunda-feira, 5 de maio de 2021", []),
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
        ("11/19/2019", "/", "2019-11-19"),
        ("11/19/19", "", "2019-11-19"),
        ("25/10/19", "", ""),
        ("11/12/19", "", ""),
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
        ("Podul este gata, și pentru oraș este o zi mare, din care va rămâne o sărbătoare prin care se trece.", "./"),
        ("הגשר גמור, וזה יום של שמחה גם של העיר כי הוא נמשך, והיא לא תשכח את החג הזה.", "./"),
        ("الجسر جاهز، وهذا يوم في حياة المدينة لا تنساه، على أن العيد الذي فيه يستمر إلى الليل من الصباح.", "/"),
        ("Cây cầu đã xong, và đó là ngày của thành phố không ai quên, với lễ hội trong những ngày dài.", "/"),
        ("", ""),
    ],
)
def test_the_prose_tells_how_its_language_writes_dates(prose: str, sign: str) -> None:
    """Small words tell the language; English leaves the order open."""
    assert dates.day_first([prose]) == sign


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Erschienen am:", "published"),
        ("Publish date:", "published"),
        ("Last updated", "updated"),
        ("Letzte Aktualisierung", "updated"),
        ("Release date", ""),
        ("The bridge was published", ""),
        ("", ""),
    ],
)
def test_a_line_may_be_but_a_label(line: str, label: str) -> None:
    """What a label says holds for the date in the next line; a line with other words is no label."""
    assert dates.label(line) == label


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("11/12/19", {"2019-11-12", "2019-12-11"}),
        ("on 13.12.2019", {"2019-12-13"}),
        ("99/99/99", set()),
        ("2 days ago", set()),
    ],
)
def test_a_date_in_numbers_has_its_readings(line: str, days: set[str]) -> None:
    """All the days are told that an unclear date may mean, so that another can be held against them."""
    assert dates.readings(line) == days
