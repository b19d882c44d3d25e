"""The pictures of content/: what each is, in which sizes it is shown, and the files that it becomes.

In: the names of files. Out: a frame for each picture's address (``Frame``: what a page needs to show it), and outputs:
copies without Exif and the like, and smaller ones in several formats, made by ``darkroom`` where pillow is installed. A
file that is as it was is not read again; what was made of a picture is kept in ``.coranto/pictures/`` and taken from
there when the site is made anew. Never writes into content/. Decision: docs/decisions/0018-pictures.md.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from coranto import darkroom, pictures
from coranto.cache import PRINTS, Cache, key_of
from coranto.config import Images
from coranto.darkroom import Wish
from coranto.files import read_bytes
from coranto.hands import Hands
from coranto.model import Output
from coranto.packing import pack, unpack
from coranto.permalinks import encode, output_path
from coranto.pictures import TYPES, Picture
from coranto.problems import CorantoError, Place, Problem, error, warning
from coranto.program import install, install_extra, program
from coranto.stats import Stat, before, stat_of
from coranto.text import SLUG_BYTES
from coranto.view_parts import Frame, OtherFormat, Scaled

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
SECONDS = 60  # of CPU time, for one picture in all its sizes
FULL = 90  # the quality of a picture that is only turned
_SUM = 32  # bytes
_NOTE = re.compile(rb"([0-9a-f]{64}) ([0-9]{1,12})( !)?")
_FEW = 8  # pictures: work enough for two processes
_SPARE = 200  # files that no build has asked for are kept up to twice what this one used, and so many more


@dataclass(frozen=True, slots=True)
class Negative:
    """What is remembered of a picture's file: the key of its bytes; the picture, or why there is none; and of its bytes
    without what is no picture the digest, the size, and whether they are all of them."""

    key: str
    picture: Picture | None = None
    fault: str = ""
    digest: str = ""
    size: int = -1
    clean: bool = False


Shelf = dict[str, tuple[Stat, Negative]]


@dataclass(frozen=True, slots=True)
class Prints:
    """``frames``: how a picture is shown, by its address. ``refused``: the files that cannot be shown."""

    root: Path
    frames: Mapping[str, Frame] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    negatives: Mapping[str, Negative] = field(default_factory=dict)
    wishes: Mapping[str, tuple[str, Wish]] = field(default_factory=dict)  # output path -> file of content/, what of it

    def outputs(
        self, paths: Mapping[str, str], cache: Cache, hands: Hands, now: bool
    ) -> tuple[list[Output], list[Problem]]:
        """The files at these output paths, each with the file of content/ it comes from. ``now``: those that were never
        made are made, so that all digests are known; else each is made when it is asked for."""
        drawer = Drawer(self, cache)
        if now:
            drawer.fill([path for path in paths if path in self.wishes], hands)
        problems: list[Problem] = []
        outputs = [drawer.output(path, name, now, problems) for path, name in paths.items()]
        return outputs, list(dict.fromkeys(problems))


def read_prints(
    root: Path, assets: Iterable[str], images: Images | None, cache: Cache, hands: Hands
) -> tuple[Prints, list[Problem]]:
    """Every picture among the files of content/, and what is wrong with them."""
    names = [name for name in assets if name.lower().endswith(ENDINGS)]
    if not names and images is None:
        return Prints(root), []
    problems = _lacking(images)
    negatives = _negatives(root, names, cache, hands)
    frames: dict[str, Frame] = {}
    wishes: dict[str, tuple[str, Wish]] = {}
    refused = set()
    for name, negative in negatives.items():
        picture = negative.picture
        if picture is None:
            refused.add(name)
            hint = "save it anew as JPEG or PNG, of 40 megapixels at most"
            problems.append(warning(f"this picture cannot be shown: {negative.fault}", Place(name), hint))
            continue
        if not picture.whole:
            message = "this picture is damaged: it is shown as it is, as far as it goes"
            problems.append(warning(message, Place(name), "save it anew, or copy it once more from where it came"))
        url = encode("/" + name.removeprefix("content/"))
        frames[url] = _framed(url, name, picture, images or Images(), wishes)
    return Prints(root, frames, frozenset(refused), negatives, wishes), problems


def _lacking(images: Images | None) -> list[Problem]:
    """What config.yaml asks for and cannot be had."""
    if images is None:
        return []
    if not darkroom.ready():
        message = "smaller pictures need the extra 'images', which is not installed: there will be none"
        return [warning(message, Place("config.yaml"), install_extra("images"))]
    return [
        warning(f"this pillow cannot write {each}: there will be none", Place("config.yaml"), install("-U", "pillow"))
        for each in images.formats
        if not darkroom.makes(each)
    ]


def _framed(url: str, name: str, picture: Picture, images: Images, wishes: dict[str, tuple[str, Wish]]) -> Frame:
    """How a picture is shown. What has to be made for it is noted in ``wishes``."""
    width, height = picture.width, picture.height
    if not picture.whole or picture.moving or not darkroom.makes(picture.format):
        return Frame(url, width, height)
    if picture.turned != 1:
        wishes[output_path(url)] = (name, Wish(picture.format, width, height, FULL))
    smaller = [each for each in images.widths if each < width]
    if not smaller or len(name.rpartition("/")[2].encode()) > SLUG_BYTES - len(".10000w.webp"):
        return Frame(url, width, height)
    steps = sorted({*smaller, min(width, max(images.widths))})

    def scaled(format: str) -> tuple[Scaled, ...]:
        return tuple(Scaled(place(format, step), step) for step in steps)

    def place(format: str, step: int) -> str:
        if format == picture.format and step == width:
            return url
        at = f"{url}.{step}w.{'jpg' if format == 'jpeg' else format}"
        wishes[output_path(at)] = (name, Wish(format, step, max(1, round(height * step / width)), images.quality))
        return at

    own = scaled(picture.format)
    better = [each for each in images.formats if each != picture.format and picture.format != "avif"]
    others = tuple(OtherFormat(TYPES[each], scaled(each)) for each in better if darkroom.makes(each))
    top = steps[-1]
    return Frame(own[-1].url, top, max(1, round(height * top / width)), own, others)


def _negatives(root: Path, names: list[str], cache: Cache, hands: Hands) -> dict[str, Negative]:
    """What each file holds; read only where the file is not what it was."""
    row = key_of(b"pictures", program(), os.fsencode(root))
    old = before(cache.clock())
    found = cache.find(row, "bodies")
    known: Shelf = {}
    with suppress(ValueError):
        known = unpack(Shelf, found) if found is not None else {}
    stats: dict[str, Stat] = {}
    for name in names:
        with suppress(OSError):
            stats[name] = stat_of((root / name).lstat())
    negatives = {name: known[name][1] for name in names if name in known and known[name][0] == stats.get(name)}
    fresh = [name for name in names if name not in negatives]
    young = {name for name in fresh if name in stats and max(stats[name][2:]) >= old}
    for number, told in hands.each(len(fresh), lambda number: pack(_look(root, fresh[number])), "pictures", many=_FEW):
        negatives[fresh[number]] = unpack(Negative, told) if isinstance(told, bytes) else _look(root, fresh[number])
    negatives = {name: negatives[name] for name in names}
    shelf = {
        name: (stats[name], negative)
        for name, negative in negatives.items()
        if negative.key and name in stats and name not in young
    }
    if shelf != known:
        with suppress(OverflowError):  # a time after the year 2554
            cache.keep("pictures", row, pack(shelf), "bodies")
    return negatives


def _look(root: Path, name: str) -> Negative:
    try:
        data = read_bytes(root / name, name)
    except CorantoError as fault:
        return Negative("", fault=fault.problems[0].message)
    key = key_of(data).hex()
    try:
        picture, bare = pictures.read(data)
    except ValueError as fault:
        return Negative(key, fault=str(fault))
    return Negative(key, picture, "", hashlib.sha256(bare).hexdigest(), len(bare), bare == data)


class Drawer:
    """What was made of pictures, as files named by their keys, each with a check sum before it. Digests and sizes, and
    which pictures cannot be decoded, stand in the cache."""

    def __init__(self, prints: Prints, cache: Cache) -> None:
        self._prints, self._cache = prints, cache
        folder = cache.folder / PRINTS if cache.folder else None
        with suppress(OSError):
            if folder and not folder.is_symlink():
                folder.mkdir(exist_ok=True)
        self._folder = folder if folder and folder.is_dir() and not folder.is_symlink() else None

    def fill(self, paths: list[str], hands: Hands) -> None:
        """Make what was never made, picture by picture, and let go of what nobody wants any more."""
        if self._folder is None:
            return
        with suppress(OSError):
            stored = set(os.listdir(self._folder))  # noqa: PTH208 (names are all that is wanted)
            keys = {path: self._key(path) for path in paths}
            missing: dict[str, list[str]] = {}
            for path, key in keys.items():
                told = self._cache.find(key)
                if told is None or not (key.hex() in stored or told.endswith(b"!")):
                    missing.setdefault(self._prints.wishes[path][0], []).append(path)
            names = list(missing)

            def work(number: int) -> bytes:
                return self._made(names[number], missing[names[number]])

            for number, made in hands.each(len(names), work, "prints", SECONDS, _FEW):
                self._note(names[number], missing[names[number]], made if isinstance(made, bytes) else None)
            self._tidy(stored, {key.hex() for key in keys.values()})

    def output(self, path: str, name: str, now: bool, problems: list[Problem]) -> Output:
        """A file of the site."""
        negative = self._prints.negatives.get(name)
        if negative is None:
            return Output(path, self._prints.root / name, name)
        if path not in self._prints.wishes:
            copied = self._prints.root / name if negative.clean else partial(self._bare, name)
            return Output(path, copied, name, negative.digest, negative.size)
        digest, size, flaw = _told(self._cache.find(self._key(path)))
        data: bytes | Callable[[], bytes] = partial(self._print, path, digest, flaw)
        if now and not digest:
            made = self._developed(path)
            data, flaw = (made, False) if made is not None else (self._bare(name), True)
        if flaw:
            message = "this picture cannot be decoded: it is copied as it is, in one size"
            problems.append(warning(message, Place(name), "save it anew"))
        return Output(path, data, name, digest, size)

    def _key(self, path: str) -> bytes:
        name, wish = self._prints.wishes[path]
        return key_of(b"print", darkroom.recipe(), bytes.fromhex(self._prints.negatives[name].key), pack(wish))

    def _bare(self, name: str) -> bytes:
        """The bytes of a picture without what is no picture. Raises CorantoError when it is not what it was."""
        data = read_bytes(self._prints.root / name, name)
        if key_of(data).hex() != self._prints.negatives[name].key:
            raise error("this has changed while the site was made", Place(name), "build again")
        return pictures.read(data)[1]

    def _print(self, path: str, digest: str, flawed: bool) -> bytes:
        """The bytes of a print: as they were kept, or made now."""
        name, _ = self._prints.wishes[path]
        if flawed:
            return self._bare(name)
        kept = self._kept(path)
        if kept is not None and digest in ("", hashlib.sha256(kept).hexdigest()):
            return kept
        made = self._developed(path)
        return made if made is not None else self._bare(name)

    def _developed(self, path: str) -> bytes | None:
        """A print that is made now; None when its picture cannot be decoded."""
        name, wish = self._prints.wishes[path]
        try:
            made = darkroom.develop(self._bare(name), self._picture(name), [wish])[0]
        except ValueError:
            return None
        self._keep(path, made)
        return made

    def _made(self, name: str, paths: list[str]) -> bytes:
        """Make the prints of a picture and keep them. Gives digest and size of each, in lines; ``!`` when it cannot be
        decoded, and nothing when it is not what it was: that is said by who asks for its bytes."""
        found = {path: self._kept(path) for path in paths}
        late = [path for path, data in found.items() if data is None]
        try:
            wishes = [self._prints.wishes[path][1] for path in late]
            made = darkroom.develop(self._bare(name), self._picture(name), wishes) if late else []
        except ValueError:
            return b"!"
        except CorantoError:
            return b""
        for path, data in zip(late, made, strict=True):
            self._keep(path, data)
            found[path] = data
        return b"\n".join(f"{hashlib.sha256(data).hexdigest()} {len(data)}".encode() for data in found.values() if data)

    def _picture(self, name: str) -> Picture:
        picture = self._prints.negatives[name].picture
        assert picture is not None
        return picture

    def _kept(self, path: str) -> bytes | None:
        if self._folder is None:
            return None
        with suppress(CorantoError):
            told = read_bytes(self._folder / self._key(path).hex(), path)
            data = told[_SUM:]
            return data if hashlib.sha256(data).digest() == told[:_SUM] else None
        return None

    def _keep(self, path: str, data: bytes) -> None:
        """A file whole or not at all."""
        if self._folder is None:
            return
        with suppress(OSError):
            descriptor, staged = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(hashlib.sha256(data).digest() + data)
            Path(staged).replace(self._folder / self._key(path).hex())

    def _note(self, name: str, paths: list[str], told: bytes | None) -> None:
        """What came of a picture; None when it took too long, and always would."""
        if told == b"":
            return
        negative = self._prints.negatives[name]
        flawed = f"{negative.digest} {negative.size} !".encode()
        lines = [flawed] * len(paths) if told in (None, b"!") else (told or b"").split(b"\n")
        for path, line in zip(paths, lines, strict=True):
            self._cache.keep("prints", self._key(path), line)

    def _tidy(self, stored: set[str], used: set[str]) -> None:
        assert self._folder is not None
        spare = stored - used
        if len(spare) > len(used) + _SPARE:
            for name in sorted(spare):
                (self._folder / name).unlink(missing_ok=True)


def _told(line: bytes | None) -> tuple[str, int, bool]:
    """Digest, size and flaw as they were noted; nothing when they were not, or not by us."""
    found = _NOTE.fullmatch(line or b"")
    return (found[1].decode(), int(found[2]), bool(found[3])) if found else ("", -1, False)
