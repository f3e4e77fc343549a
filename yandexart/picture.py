"""Finished pictures: their bytes, and the type and size that the header states.

Nothing is decoded: a small file can hold a bitmap of gigabytes. JPEG: ITU T.81, annex B.
"""

import base64
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

_JPEG_START = b"\xff\xd8"
_JPEG_MARKER = re.compile(rb"\xff++([^\xff])")  # any number of 0xFF may come before it
_MAX_JPEG_SEGMENTS = 1000
"""A frame comes within a few dozen segments: the longest series known, of an ICC profile, has 255 by its own numbering.

Each costs a step, and a file of millions of empty ones would hold up everything else for seconds.
"""
_NO_PICTURE = frozenset({0x00, 0xD9, 0xDA})  # a byte of a scan, the end, and a scan without a frame
_STANDALONE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})  # TEM, RST0 to RST7 and SOI have no length field
# SOF0 to SOF15 describe the frame; C4, C8 and CC among them are Huffman tables, reserved, and arithmetic conditioning.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Size(NamedTuple):
    """Pixels, both at least 1."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the service made it, never decoded or changed.

    Attributes:
        data: the file's bytes.
        mime_type: read from the bytes, not believed from the answer.
        width, height: pixels, at least 1, read from the header.
        model_version: as the service gave it; often empty.
    """

    data: bytes = field(repr=False)
    mime_type: str
    width: int
    height: int
    model_version: str = ""


def jpeg_size(data: bytes) -> Size:
    """The size of a JPEG as its frame header states it; what follows the header is not looked at.

    At most `_MAX_JPEG_SEGMENTS` steps. Each goes forward, and where the data ends (or a length is a lie) there is no
    marker: so it ends.

    Raises:
        ValueError: this is no JPEG.
    """
    if not data.startswith(_JPEG_START):
        raise ValueError("no JPEG: the signature is missing")
    at = len(_JPEG_START)
    for _ in range(_MAX_JPEG_SEGMENTS):
        found = _JPEG_MARKER.match(data, at)
        if found is None:
            raise ValueError("no JPEG: a marker is missing")
        marker, at = found[1][0], found.end()
        if marker in _NO_PICTURE:
            raise ValueError("no JPEG: it ends before its picture")
        if marker in _STANDALONE_MARKERS:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if marker in _JPEG_FRAMES:
            return _frame_size(data[at + 2 : at + length])
        at += length
    raise ValueError("no JPEG: more segments than any picture has")


def _frame_size(segment: bytes) -> Size:
    """SOF: one byte precision, two of height, two of width, one count of components with three bytes each."""
    if len(segment) < 6 or len(segment) != 6 + 3 * segment[5] or segment[5] == 0:
        raise ValueError("no JPEG: a broken frame header")
    size = Size(width=int.from_bytes(segment[3:5], "big"), height=int.from_bytes(segment[1:3], "big"))
    if not (size.width and size.height):
        raise ValueError("no JPEG of a stated size")
    return size


def _png_size(data: bytes) -> Size:
    """PNG (RFC 2083): the signature, then IHDR with width and height of four bytes each."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") or len(data) < 33:
        raise ValueError("no PNG")
    return _stated(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def _webp_size(data: bytes) -> Size:
    """WebP (RFC 9649): a RIFF file whose first chunk is VP8 (lossy), VP8L (lossless) or VP8X (extended)."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        raise ValueError("no WebP")
    chunk = data[12:16]
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return _stated(
            int.from_bytes(data[26:28], "little") & 0x3FFF,
            int.from_bytes(data[28:30], "little") & 0x3FFF,
        )
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8X":
        return Size(int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1)
    raise ValueError("no WebP")


def _stated(width: int, height: int) -> Size:
    if not (width and height):
        raise ValueError("no picture of a stated size")
    return Size(width, height)


_FORMATS: Mapping[str, Callable[[bytes], Size]] = MappingProxyType(
    {"image/jpeg": jpeg_size, "image/png": _png_size, "image/webp": _webp_size}
)
_DATA_URL = re.compile(r"\s*data:[^,]{0,100};base64,", re.IGNORECASE)  # RFC 2397
_STANDARD_ALPHABET = str.maketrans("-_", "+/", "=" + string.whitespace)  # RFC 4648, 5: the alphabet for addresses


def picture_from_base64(text: object, *, model_version: str = "") -> Picture:
    """A picture from the base64 text of an answer.

    It may have line breaks, no padding, the URL-safe alphabet, or be a data URL itself.

    Raises:
        ValueError: the text is no base64, or its bytes are no JPEG, PNG or WebP.
    """
    if not isinstance(text, str) or not text:
        raise ValueError("no picture in the answer")
    address = _DATA_URL.match(text)
    plain = text[address.end() if address else 0 :].translate(_STANDARD_ALPHABET)
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError:
        raise ValueError("the picture is no base64") from None
    return picture_from_bytes(data, model_version=model_version)


def picture_from_bytes(data: bytes, *, model_version: str = "") -> Picture:
    """A picture from a file's bytes.

    Raises:
        ValueError: they are no JPEG, PNG or WebP.
    """
    for mime_type, size_of in _FORMATS.items():
        try:
            size = size_of(data)
        except ValueError:
            continue
        return Picture(data, mime_type, size.width, size.height, model_version)
    raise ValueError(f"the picture is no {' or '.join(_FORMATS)}")
