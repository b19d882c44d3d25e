"""Names in Latin letters, as each language has settled it."""

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from, text

from coranto.latin import latin
from coranto.text import SLUG_BYTES, segment_fault, slugify, unique_slugs

OFFICIAL = (  # the examples of resolution 55 of 27 January 2010
    "Алушта Alushta, Андрій Andrii, Борщагівка Borshchahivka, Борисенко Borysenko, Вінниця Vinnytsia, "
    "Володимир Volodymyr, Гадяч Hadiach, Богдан Bohdan, Згурський Zghurskyi, Ґалаґан Galagan, Ґорґани Gorgany, "
    "Донецьк Donetsk, Дмитро Dmytro, Рівне Rivne, Олег Oleh, Есмань Esman, Єнакієве Yenakiieve, Гаєвич Haievych, "
    "Короп'є Koropie, Житомир Zhytomyr, Жанна Zhanna, Жежелів Zhezheliv, Закарпаття Zakarpattia, Казимирчук Kazymyrchuk, "
    "Медвин Medvyn, Михайленко Mykhailenko, Іванків Ivankiv, Іващенко Ivashchenko, Їжакевич Yizhakevych, "
    "Кадиївка Kadyivka, Мар'їне Marine, Йосипівка Yosypivka, Стрий Stryi, Олексій Oleksii, Київ Kyiv, Коваленко Kovalenko, "
    "Лебедин Lebedyn, Леонід Leonid, Миколаїв Mykolaiv, Маринич Marynych, Ніжин Nizhyn, Наталія Nataliia, Одеса Odesa, "
    "Онищенко Onyshchenko, Полтава Poltava, Петро Petro, Решетилівка Reshetylivka, Рибчинський Rybchynskyi, Суми Sumy, "
    "Соломія Solomiia, Тернопіль Ternopil, Троць Trots, Ужгород Uzhhorod, Уляна Uliana, Фастів Fastiv, "
    "Філіпчук Filipchuk, Харків Kharkiv, Христина Khrystyna, Біла-Церква Bila-Tserkva, Стеценко Stetsenko, "
    "Чернівці Chernivtsi, Шевченко Shevchenko, Шостка Shostka, Кишеньки Kyshenky, Щербухи Shcherbukhy, Гоща Hoshcha, "
    "Гаращенко Harashchenko, Юрій Yurii, Корюківка Koriukivka, Яготин Yahotyn, Ярошенко Yaroshenko, Костянтин Kostiantyn, "
    "Знам'янка Znamianka, Феодосія Feodosiia, Згорани Zghorany, Розгон Rozghon"
)


@pytest.mark.parametrize("pair", OFFICIAL.split(", "))
def test_ukrainian_names_are_those_of_the_official_table(pair: str) -> None:
    """Its own examples."""
    name, written = pair.split()
    assert slugify(name, "uk") == written.lower()


@pytest.mark.parametrize(
    ("name", "language", "slug"),
    [
        ("Пʼятниця, обʼєкт", "uk", "piatnytsia-obiekt"),
        ("Подъезд ещё Юлия", "ru", "podezd-eshchyo-yuliya"),
        ("България, щастие", "bg", "balgaria-shtastie"),
        ("Ђорђе, Чачак, Љубљана", "sr", "djordje-cacak-ljubljana"),
        ("Đorđe Čačak", "sr-Latn", "djordje-cacak"),
        ("Ѓорѓи, Ќирил, ѕвезда", "mk", "gjorgji-kjiril-dzvezda"),
        ("Αύριο, Ευαγγελία", "el", "avrio-evangelia"),
        ("Μπάμπης, ουρανός, αϋπνία", "el", "bampis-ouranos-aypnia"),
        ("Größe, Müller, Ärger", "de", "groesse-mueller-aerger"),
        ("Größe, Müller", "en", "grosse-muller"),
        ("Ærø, Ålesund", "da", "aeroe-aalesund"),
        ("Malmö, Åke", "sv", "malmo-ake"),
        ("Cœur naïf, ça", "fr", "coeur-naif-ca"),
        ("Año niño", "es", "ano-nino"),
        ("Łódź", "pl", "lodz"),
        ("İstanbul ışık", "tr", "istanbul-isik"),
        ("الكهرباء والماء", "ar", "الكهرباء-والماء"),
        ("東京 ニュース", "ja", "東京-ニュース"),
        ("हिन्दी समाचार", "hi", "हिन्दी-समाचार"),
        ("Київ", "en", "київ"),
        ("Київ", "", "київ"),
        ("C++ і C#", "uk", "c-plus-plus-i-c-sharp"),
    ],
)
def test_a_language_writes_its_names_in_its_own_way(name: str, language: str, slug: str) -> None:
    """Letters that it does not have stay, rather than nothing."""
    assert slugify(name, language) == slug


LANGUAGES = ("uk", "ru", "bg", "sr", "mk", "el", "de", "da", "fr", "ar", "zh", "")


@given(text(), sampled_from(LANGUAGES))
def test_a_slug_is_sound_and_never_lost(name: str, language: str) -> None:
    """What has a slug without a language has one with it."""
    slug = slugify(name, language)
    assert len(slug.encode()) <= SLUG_BYTES + 2 and (not slug or not segment_fault(slug))
    assert bool(slug) == bool(slugify(name))


@given(text(alphabet=sampled_from("abcxyzABC0189 -_.,!'")), sampled_from(LANGUAGES))
def test_what_is_ascii_is_the_same_in_every_language(name: str, language: str) -> None:
    """So no address of such a site moves."""
    assert slugify(name, language) == slugify(name) and latin(name, language) == name


def test_names_that_become_the_same_stay_apart() -> None:
    """The first in order keeps the bare one; a name that is nothing but signs has its sum."""
    slugs = unique_slugs(["Київ", "Kyiv", "ь", "!!!"], "uk")
    assert len(set(slugs.values())) == 4 and slugs["Kyiv"] == "kyiv" and all(slugs.values())
