"""Front matter is read by YAML's parser or, where it is simple, without; nobody can tell by which."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto import yamltree
from coranto.problems import CorantoError
from coranto.yamltree import Node, parse

LINES = st.sampled_from(
    """title: "a: b"|title: x y|date: 2026-11-20T18:53|tags:|  - a|  - "b c"|- x|source:|  name: N|n: 'it is'|k: v|  k: v
    k: w|x|  x||k:|k: a:b|a: b: c|k:  v|- a: b|  c: d|  - a: b|    c: d|k: ~|k: null|title: "a|title: a, b (c) - d|-  x
k: v |k: ''|"k": v|k : v|- - a|k: "a" b|k: é日😀|k: -x|k: [a|k: a]|k: a}|k: a?|k: a!|k: a%|k: a@b|k: 12:30|k: a'b|k: /a/b
  url: "https://e.org/x"|k: a\u00a0b|k: \u200bx|k: # x|k: a #b|# c|\tk: v|ключ: x|k: &a v|k: !t v|k: *a|k: \ufeffx|<<: x
k: v # c|k: #|  # c|   |  more text|j: [a, b]|j: [a b, "c, d", 'e']|j: []|j: {a: b, c: "d"}|j: {a: b, a: c}|  - [a, b]
  - {a: b}|j: [null, ~]|j: {url: https://e.org/a?b=c}|q: "a \\"b\\" \\\\ c"|q: 'it''s'|q: ''''|q: ""|m:|    - z|l: >|#""".replace(
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
def test_both_readers_give_one_tree_with_one_set_of_places(text: str) -> None:
    """The faster one only reads what it reads as the other does."""
    fast = told(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamltree, "_simple", lambda *_: None)
        assert told(text) == fast


@pytest.mark.parametrize(
    "text",
    [
        'title: It is “so”\ndate: 2026-11-20\ntags:\n  - a b\nsource:\n  name: N\n  url: "https://e.org/?a=b"',
        "tags: [a, b c]\nsource: {name: N, url: https://e.org/}  # both\n\n# the rest\nnote: it goes\n  on\n",
        'imported:\n  doubts:\n  - date\n  evidence:\n    title: "h1: \\"x\\""',
        "corrections:\n- date: 2026-11-20\n  text: 'it''s'\n- date: 2026-11-21\n  text:\n    two",
    ],
)
def test_ordinary_front_matter_is_simple(text: str) -> None:
    """Or nothing would be won."""
    tree = yamltree._simple(text, "a.md", 2)
    assert tree is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamltree, "_simple", lambda *_: None)
        assert parse(text, "a.md", 2) == tree


def test_a_value_on_one_line_has_its_span() -> None:
    """So that a mistake is underlined."""
    tree = parse('title: "a b"', "a.md", 2)
    assert isinstance(tree.value, dict)
    _, node = tree.value["title"]
    assert isinstance(node, Node)
    assert (node.place.line, node.place.column, node.span, node.value) == (2, 8, 5, "a b")
