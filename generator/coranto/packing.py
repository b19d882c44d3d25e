"""Frozen dataclasses as JSON and back, checked against their types on the way in.

What does not fit its type is refused: the other side may be a damaged file, or a process that has read hostile bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec


def pack(value: Any) -> bytes:
    """A value as JSON, in one line."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:  # half of a surrogate pair, which UTF-8 has no bytes for
        return json.dumps(msgspec.to_builtins(value)).encode()


def pack_sorted(value: Any) -> bytes:
    """The same, keys in order: for what is published."""
    try:
        return _SORTED.encode(value)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value), sort_keys=True, separators=(",", ":")).encode()


def packer(inner: Callable[[Any], Any]) -> Callable[[Any], bytes]:
    """As ``pack``, for values that hold others which ``inner`` turns into what can be packed."""
    encode = msgspec.json.Encoder(enc_hook=inner).encode

    def pack_with(value: Any) -> bytes:
        try:
            return encode(value)
        except UnicodeEncodeError:
            return json.dumps(msgspec.to_builtins(value, enc_hook=inner)).encode()

    return pack_with


def unpack(kind: Any, data: bytes) -> Any:
    """A value of the type. Raises ValueError when the bytes hold none."""
    try:
        return _decoder(kind).decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        pass
    try:
        return msgspec.convert(json.loads(data), kind)
    except (msgspec.MsgspecError, RecursionError) as fault:
        raise ValueError(str(fault)) from None


_ENCODER = msgspec.json.Encoder()
_SORTED = msgspec.json.Encoder(order="sorted")


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
