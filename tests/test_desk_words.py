"""The words of the desk: each of its templates' in every language, beside those of the site."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import jinja2
import lxml.html
import pytest
from jinja2 import nodes

from coranto.catalogues import keys, read_catalogues
from coranto.desk import words
from coranto.language import ENGLISH, RULES, direction, holes
from coranto.yamltree import parse
from tests.desks import desk
from tests.smallsite import SmallSite, article
from tests.test_desk import DRAFT, EDITION, OTHER

Make = Callable[[str], SmallSite]
HERE = words.HERE
LANGUAGES = ("ar", "de", "es", "fr", "uk")


def calls() -> Iterator[tuple[str, list[str]]]:
    """The function's name and its texts, of each call in the desk's templates and code."""
    env = jinja2.Environment()
    for path in sorted((HERE / "templates").iterdir()):
        for call in env.parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("t", "tn"):
                said = [each.value for each in call.args if isinstance(each, nodes.Const)]
                assert len(said) == (1 if call.node.name == "t" else 2), (
                    f"{path.name}:{call.lineno}: words must stand in the call"
                )
                yield call.node.name, said
    for path in sorted(HERE.glob("*.py")):
        for each in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(each, ast.Call) and ast.unparse(each.func).endswith(".say"):
                yield "t", [argument.value for argument in each.args if isinstance(argument, ast.Constant)]


CALLS = list(calls())
WORDS = {said[0] for name, said in CALLS if name == "t"} - set(keys()[0])
COUNTS = {said[1] for name, said in CALLS if name == "tn"} - set(keys()[1])


def test_every_language_has_its_catalogue() -> None:
    """As many as the site has."""
    assert sorted(path.stem for path in (HERE / "languages").iterdir()) == sorted(LANGUAGES)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_catalogue_has_every_word_of_the_desk_and_no_other(tag: str) -> None:
    """With each place and each form; what the site's catalogue has is not said twice."""
    path = HERE / "languages" / f"{tag}.yaml"
    said = parse(path.read_text("utf-8"), path.name).plain()
    assert (WORDS - said["words"].keys(), said["words"].keys() - WORDS) == (set(), set())
    assert (COUNTS - said["counts"].keys(), said["counts"].keys() - COUNTS) == (set(), set())
    for english, other in said["words"].items():
        assert holes(other) == holes(english), english
    for english, forms in said["counts"].items():
        assert set(forms) == set(RULES[tag][1]), english
        assert all(holes(form) - {"count"} == holes(english) - {"count"} for form in forms.values()), english


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_english_is_left_on_the_pages_of_the_desk(site: Make, tag: str) -> None:
    """What the program says of mistakes is English everywhere, and is none of these."""
    config = f"-- config.yaml --\ntitle: T\nlanguage: {tag}\nbase_url: https://e.org/\n"
    made = site(DRAFT + OTHER + EDITION + article("p", "P", featured="1", story="s") + config)
    english = {word for word in WORDS if re.fullmatch(r"[A-Z][A-Za-z ,.?:’]+", word)}
    same = {word for word in english if words.speak(tag, made.root).say(word) == word}
    with desk(made, build=True) as visitor:
        visitor.post("edition/", {"since": "2026-11-16"})
        for view in (
            "",
            "?a=content/articles/grid.md",
            "?show=pick",
            "?show=rejected",
            "bring",
            "stories",
            "edition/",
            "edition/1",
            "health",
        ):
            page = lxml.html.fromstring(visitor.get(view)[2])
            assert (page.get("lang"), page.get("dir")) == (tag, direction(tag))
            texts = {
                " ".join(text.split()) for text in page.xpath("//text() | //@aria-label | //@placeholder | //@title")
            }
            assert not (texts & english) - same, view


def test_a_language_that_is_not_there_is_english(tmp_path: Path) -> None:
    """And a site's own catalogue may say words of the desk in another way."""
    assert words.speak("en", tmp_path) is ENGLISH
    assert words.speak("eo", tmp_path).say("Accept") == "Accept"
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "de.yaml").write_text("words: {Accept: Ja, Latest: Neu}\n", "utf-8")
    found = words.speak("de", tmp_path)
    assert (found.say("Accept"), found.say("Latest"), found.say("Reject")) == ("Ja", "Neu", "Verwerfen")
    assert len(read_catalogues("de", tmp_path, ())[0]) == 2, "the site's own build does not see the desk's"
