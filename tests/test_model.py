"""The values that pass between the stages."""

from dataclasses import replace

import pytest

from coranto.model import Article, Image, altered
from tests.test_curation import piece


def test_an_altered_piece_is_as_dataclasses_would_replace_it() -> None:
    """Each field in its place; the old piece stays as it was."""
    article = replace(piece("a", 0), tags=("x", "y"), note="N", licence="CC")
    changes = {"republish": "own", "title": "Other", "note_line": 7}
    assert altered(article, **changes) == replace(article, **changes)
    assert altered(article) == article
    assert article.title != "Other"
    assert type(altered(article)) is Article


def test_what_is_no_field_cannot_be_altered() -> None:
    """A mistake of ours is told."""
    with pytest.raises(KeyError):
        altered(Image("a.png"), width=3)
