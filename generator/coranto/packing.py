"""Frozen dataclasses to plain JSON and back, checked against their types on the way in.

In: a type. Out: two functions, one each way. A dataclass becomes the list of its fields. What does not fit its type
raises TypeError or ValueError: the other side may be a damaged file, or a process that has read hostile bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Turn = Callable[[Any], Any]


def packer(kind: Any) -> Turn:
    """A value of the type -> what ``json.dumps`` takes."""
    return _packer(kind, frozenset(), _same)


def naming_packer(kind: Any, named: frozenset[Any], name: Turn) -> Turn:
    """As ``packer``, but each value of the types ``named`` becomes what ``name`` says of it."""
    return _packer(kind, named, name)


@cache
def _packer(kind: Any, named: frozenset[Any], name: Turn) -> Turn:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in named:
        return name
    if is_dataclass(kind):
        return _fields_packer(kind, named, name)
    if kind is datetime:
        return datetime.isoformat
    if origin in (Union, UnionType):
        turn = _packer(_some(kind), named, name)
        return lambda value: None if value is None else turn(value)
    if origin is tuple:
        turn = _packer(inner[0], named, name)
        return lambda value: [turn(each) for each in value]
    return _same


def _fields_packer(kind: Any, named: frozenset[Any], name: Turn) -> Turn:
    hints = get_type_hints(kind)
    turns = [_packer(hints[each.name], named, name) for each in fields(kind)]
    if len(turns) == 1:
        get, turn = attrgetter(fields(kind)[0].name), turns[0]
        return lambda value: [turn(get(value))]
    take = attrgetter(*(each.name for each in fields(kind)))
    rest = [(at, turn) for at, turn in enumerate(turns) if turn is not _same]

    def pack(value: Any) -> list[Any]:
        found = list(take(value))
        for at, turn in rest:
            found[at] = turn(found[at])
        return found

    return pack


@cache
def unpacker(kind: Any) -> Turn:
    """What ``json.loads`` gave -> a value of the type."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        turns = tuple(unpacker(hints[each.name]) for each in fields(kind))
        make: Turn = kind  # type: ignore[assignment]  # a class is what makes its values
        return lambda value: make(*[turn(each) for turn, each in zip(turns, _list(value), strict=True)])
    if kind is datetime:
        return datetime.fromisoformat
    if origin in (Union, UnionType):
        turn = unpacker(_some(kind))
        return lambda value: None if value is None else turn(value)
    if origin is tuple:
        turn = unpacker(inner[0])
        return lambda value: tuple([turn(each) for each in _list(value)])
    if origin is Literal:
        return lambda value: _one_of(value, inner)
    if origin is not None and issubclass(origin, Mapping):
        turn = unpacker(inner[1])
        return lambda value: {key: turn(each) for key, each in _typed(value, dict).items()}
    if kind is Any:
        return _same
    return lambda value: _typed(value, kind)


def _some(kind: Any) -> Any:
    """The one type that an optional is of."""
    (some,) = (each for each in get_args(kind) if each is not type(None))
    return some


def _same(value: Any) -> Any:
    return value


def _list(value: Any) -> list[Any]:
    found: list[Any] = _typed(value, list)
    return found


def _typed(value: Any, kind: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _one_of(value: Any, choice: tuple[Any, ...]) -> Any:
    if value not in choice:
        raise TypeError(f"{value!r} is none of {choice}")
    return value
