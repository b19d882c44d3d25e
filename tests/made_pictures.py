"""Small pictures of every format, byte by byte, for tests: no library is needed to make them.

What is said in them beside the picture is ``SECRET``, in every place that a format has for it.
"""

import struct
import zlib

SECRET = b"SECRET 50.45N 30.52E"


def exif(turned: int = 1) -> bytes:
    """A TIFF block: how the picture is turned, and where it was taken."""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0) + SECRET


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(width: int, height: int, turned: int = 1, secret: bool = True, end: bytes = b"\xff\xd9") -> bytes:
    told = [
        segment(0xE1, b"Exif\0\0" + exif(turned)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xE2, b"MPF\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
        segment(0xEF, SECRET),
        segment(0xFE, SECRET),
        segment(0xF0, SECRET),
    ]
    return b"".join([
        b"\xff\xd8", segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\2\2" + SECRET) if secret else b"", *(told if secret else []),
        segment(0xE2, b"ICC_PROFILE\0\1\1colours"), segment(0xEE, b"Adobe\0d\0\0\0\0\1"), segment(0xDB, bytes(65)),
        segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"), segment(0xC4, bytes(17)),
        segment(0xDA, b"\1\1\0\0\x3f\0"), b"scan\xff\x00\xff\xd0scan", segment(0xC4, bytes(17)),
        segment(0xDA, b"\1\1\0\0\x3f\0"), b"scan", end, b"\xff\xd8 a second one: " + SECRET if secret else b"",
    ])  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, turned: int = 1, secret: bool = True, rows: bytes = b"") -> bytes:
    told = [
        chunk(b"eXIf", exif(turned)),
        *(chunk(kind, b"k\0" + SECRET) for kind in (b"tEXt", b"zTXt", b"iTXt", b"prVt")),
    ]
    return b"".join([
        b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        *(told if secret else []), chunk(b"gAMA", b"\0\0\xb1\x8f"), chunk(b"IDAT", zlib.compress(rows)),
        chunk(b"IEND", b""), SECRET if secret else b"",
    ])  # fmt: skip


def gif(width: int, height: int, frames: int = 1, secret: bool = True) -> bytes:
    frame = b"!\xf9\4\0\0\0\0\0," + bytes(4) + struct.pack("<HHB", width, height, 0) + b"\2\2D\1\0"
    told = b"!\xfe" + bytes([len(SECRET)]) + SECRET + b"\0" + b"!\xff\x0bXMP DataXMP" + SECRET[:1] * 0 + b"\3SEC\0"
    loops = b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0"
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    return head + loops + (told if secret else b"") + frame * frames + b";" + (SECRET if secret else b"")


def riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)


def webp(width: int, height: int, turned: int = 1, secret: bool = True) -> bytes:
    flags = 0x20 | (0x0C if secret else 0)
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    lossless = b"\x2f" + struct.pack("<I", (width - 1) & 0x3FFF | ((height - 1) & 0x3FFF) << 14)
    told = [riff(b"EXIF", exif(turned)), riff(b"XMP ", SECRET), riff(b"prVt", SECRET)] if secret else []
    body = b"".join(
        [riff(b"VP8X", bytes([flags, 0, 0, 0]) + size), riff(b"ICCP", b"odd"), riff(b"VP8L", lossless), *told]
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body + (SECRET if secret else b"")


def box(kind: bytes, *data: bytes) -> bytes:
    whole = b"".join(data)
    return struct.pack(">I4s", len(whole) + 8, kind) + whole


def avif(width: int, height: int, turned: int = 1, secret: bool = True, film: bytes = b"") -> bytes:
    """``turned``: 6 or 8 lay it on its side, here by a property of its own."""
    told = b"\0\0\0\0" + exif()
    full = bytes(4)
    items = [
        (1, b"av01", b"frame"),
        *([(2, b"Exif", told), (3, b"mime", SECRET), (4, b"mine", SECRET)] if secret else []),
    ]

    def made(start: int) -> bytes:
        places, at = b"", start
        for item, _, data in items:
            places += struct.pack(">HHHII", item, 0, 1, at, len(data))
            at += len(data)
        entries = [box(b"infe", b"\2\0\0\0", struct.pack(">HH4s", item, 0, kind), b"\0") for item, kind, _ in items]
        rotated = [box(b"irot", bytes([1]))] if turned in (6, 8) else []
        shape = box(b"ispe", full, struct.pack(">II", width, height))
        owned = bytes([1, *range(2, 2 + len(rotated))])
        meta = box(
            b"meta", full, box(b"hdlr", full, bytes(4), b"pict", bytes(13)), box(b"pitm", full, b"\0\1"),
            box(b"iinf", full, struct.pack(">H", len(items)), *entries),
            box(b"iloc", full, b"\x44\0", struct.pack(">H", len(items)), places),
            box(b"iprp", box(b"ipco", shape, *rotated),
                box(b"ipma", full, struct.pack(">IHB", 1, 1, len(owned)), bytes(0x80 | each for each in owned))),
            box(b"uuid", SECRET) if secret else b"",
        )  # fmt: skip
        return box(b"ftyp", b"avif", bytes(4), b"mif1avif") + meta + film + (box(b"free", SECRET) if secret else b"")

    head = made(0)
    head = made(len(head) + 8)
    stray = SECRET if secret else b""  # bytes of no item
    return head + box(b"mdat", *(data for _, _, data in items), stray) + box(b"mdat", stray) + stray


MAKERS = {"jpeg": jpeg, "png": png, "gif": gif, "webp": webp, "avif": avif}
