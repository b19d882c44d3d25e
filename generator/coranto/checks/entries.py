"""Entries: what an edition or the menu names is there, and is out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coranto.inventory.case import Case
from coranto.problems import Problem


def judge(case: Case) -> Iterator[Problem]:
    """What the build has left out, and only warned of."""
    yield from (replace(each, severity="error") for each in case.built if each.kind == "entries")
