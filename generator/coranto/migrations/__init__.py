"""Sites of other generators: each module here reads one kind, and is named in ``MIGRATIONS``.

A member has ``read(place) -> Old``, and imports no other member. What the posts become is not known here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from coranto.elsewhere.post import Old
from coranto.migrations import ghost, hugo, jekyll, pelican, wordpress


class Migration(Protocol):
    """One kind of site."""

    def read(self, place: Path) -> Old:
        """What a folder, or an export, holds. Raises CorantoError when that is nothing."""
        ...


MIGRATIONS: dict[str, Migration] = {
    "pelican": pelican,
    "hugo": hugo,
    "jekyll": jekyll,
    "wordpress": wordpress,
    "ghost": ghost,
}
