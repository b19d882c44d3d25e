"""Front matter is read by one of two parsers, and nobody can tell by which."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto import yamltree
from coranto.problems import CorantoError
from coranto.yamltree import Node, parse

LINES = st.sampled_from(
    """title: "a: b"|title: x y|date: 2026-11-20T18:53|tags:|  - a|  - "b c"|- x|source:|  name: N|n: 'it is'|k: v|  k: v
    k: w|x|  x||k:|k: a:b|a: b: c|k:  v|- a: b|  c: d|  - a: b|    c: d|k: ~|k: null|title: "a|title: a, b (c) - d|-  x
k: v |k: ''|"k": v|k : v|- - a|k: "a" b|k: é日😀|k: -x|k: [a|k: a]|k: a}|k: a?|k: a!|k: a%|k: a@b|k: 12:30|k: a'b|k: /a/b
  url: "https://e.org/x"|k: a\u00a0b|k: \u200bx|k: # x|k: a #b|# c|\tk: v|ключ: x|k: &a v|k: !t v|k: *a|k: \ufeffx|<<: x""".replace(
        "\n", "|"
    ).split("|")
)


def told(text: str) -> tuple[str, object]:
    """What a text is: its tree, or the first mistake's place and words."""
    try:
        return "tree", parse(text, "a.md", 2)
    except CorantoError as fault:
        return "mistake", fault.problems


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(LINES, max_size=9).map("\n".join))
def test_both_parsers_give_one_tree_with_one_set_of_places(text: str) -> None:
    """The faster one is only asked about what it reads as the other does."""
    fast = told(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamltree, "_is_easy", lambda text: False)
        assert told(text) == fast


def test_ordinary_front_matter_is_easy() -> None:
    """Or nothing would be won."""
    if yamltree._FAST is yaml.SafeLoader:
        pytest.skip("PyYAML came without its parser in C")
    assert yamltree._is_easy(
        'title: It is “so”\ndate: 2026-11-20\ntags:\n  - a b\nsource:\n  name: N\n  url: "https://e.org/?a=b"'
    )


def test_a_value_on_one_line_has_its_span() -> None:
    """So that a mistake is underlined."""
    tree = parse('title: "a b"', "a.md", 2)
    assert isinstance(tree.value, dict)
    _, node = tree.value["title"]
    assert isinstance(node, Node)
    assert (node.place.line, node.place.column, node.span, node.value) == (2, 8, 5, "a b")
