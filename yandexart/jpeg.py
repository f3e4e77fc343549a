"""Reader of JPEG headers (ITU T.81, annex B). Nothing is decoded: a small file can hold a bitmap of gigabytes."""

import re
from typing import NamedTuple

_START = b"\xff\xd8"
_MARKER = re.compile(rb"\xff++([^\xff])")  # any number of 0xFF may come before it
_MAX_SEGMENTS = 1000
"""A frame comes within a few dozen segments: the longest series known, of an ICC profile, has 255 by its own numbering.

Each costs a step, and a file of millions of empty ones would hold up everything else for seconds.
"""
_NO_PICTURE = frozenset({0x00, 0xD9, 0xDA})  # a byte of a scan, the end, and a scan without a frame
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # TEM, RST0 to RST7 and SOI have no length field
# SOF0 to SOF15 describe the frame; C4, C8 and CC among them are Huffman tables, reserved, and arithmetic conditioning.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Size(NamedTuple):
    """Pixels, both at least 1."""

    width: int
    height: int


def jpeg_size(data: bytes) -> Size:
    """The size of a JPEG as its frame header states it; what follows the header is not looked at.

    At most `_MAX_SEGMENTS` steps, each of a bounded length. Each goes forward, and where the data ends (or a length is
    a lie) there is no marker: so it ends.

    Raises:
        ValueError: this is no JPEG.
    """
    if not data.startswith(_START):
        raise ValueError("no JPEG: the signature is missing")
    at = len(_START)
    for _ in range(_MAX_SEGMENTS):
        found = _MARKER.match(data, at)
        if found is None:
            raise ValueError("no JPEG: a marker is missing")
        marker, at = found[1][0], found.end()
        if marker in _NO_PICTURE:
            raise ValueError("no JPEG: it ends before its picture")
        if marker in _STANDALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if marker in _FRAMES:
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
