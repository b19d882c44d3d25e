"""A picture as its file tells of it. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Picture:
    """Format, and size in pixels as it is shown.

    ``turned``: how it has to be turned first, as Exif counts it (1: not at all). ``moving``: it has several frames.
    ``whole``: nothing is missing at its end, and what has a check sum is right.
    """

    format: str  # png, jpeg, gif, webp or avif
    width: int
    height: int
    turned: int = 1
    moving: bool = False
    whole: bool = True

    def turn(self, turned: int) -> Picture:
        """The same picture, known to have to be turned: 5 to 8 lay it on its side."""
        width, height = (self.height, self.width) if turned > 4 else (self.width, self.height)
        return replace(self, width=width, height=height, turned=turned)
