"""Programs that are not ours: run with a list of arguments, never through a shell; what they say on failure, made fit
to be shown.

In: arguments and a whole environment. Out: what the program printed. No address with a password reaches a message.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from coranto.problems import error

_FAULT = re.compile(r"(?i)^(?:fatal|error|remote: error|ssh):|denied|rejected|failed|refused|unknown")
_USERINFO = re.compile(r"(?<=//)[^/@\s]+@")


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run: its exit code, what it printed, and all of its complaints."""

    code: int
    printed: bytes
    complaints: str

    @property
    def said(self) -> str:
        """The complaint to show: the first line that names a fault, else the last."""
        lines = [line.strip() for line in self.complaints.splitlines() if line.strip()]
        naming = [line for line in lines if _FAULT.search(line)]
        return (naming or lines[-1:] or ["it does not say why"])[0][:300]


def environment(dropped: Sequence[str], kept: Sequence[str] = (), **more: str) -> dict[str, str]:
    """Our own environment without the names that begin with one of ``dropped``, but for those ``kept``."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(tuple(dropped)) or name in kept}
    return {**ours, "LC_ALL": "C", **more}


def run(words: Sequence[str], env: Mapping[str, str], given: bytes | BinaryIO = b"", cwd: Path | None = None) -> Ran:
    """Run a program to its end. Raises CorantoError when it is not installed."""
    source: dict[str, Any] = {"input": given} if isinstance(given, bytes) else {"stdin": given}
    try:
        ran = subprocess.run(  # noqa: S603 (a list of arguments, each checked where config.yaml is read)
            list(words), **source, env=dict(env), cwd=cwd, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise error(f"{words[0]} is not installed here", hint=f"install the package {words[0]}") from None
    return Ran(ran.returncode, ran.stdout, _USERINFO.sub("", ran.stderr.decode("utf-8", "replace")))
