"""Reader of JPEG headers (ITU T.81, annex B). Nothing is decoded: a small file can hold a bitmap of gigabytes."""

from typing import NamedTuple

_START = b"\xff\xd8"
_SCAN = 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # TEM, RST0 to RST7 and SOI have no length field
# SOF0 to SOF15 describe the frame; C4, C8 and CC among them are Huffman tables, reserved, and arithmetic conditioning.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Size(NamedTuple):
    """Pixels, both at least 1."""

    width: int
    height: int


def jpeg_size(data: bytes) -> Size:
    """The size of a JPEG as its frame header states it; what follows the header is not looked at.

    Each step goes forward, and where the data ends (or a length is a lie) there is no marker: so it ends.

    Raises:
        ValueError: this is no JPEG.
    """
    if not data.startswith(_START):
        raise ValueError("no JPEG: the signature is missing")
    at = len(_START)
    while True:
        marker, at = _marker(data, at)
        if marker == _SCAN:
            raise ValueError("no JPEG: a scan without a frame")
        if marker in _STANDALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if marker in _FRAMES:
            return _frame_size(data[at + 2 : at + length])
        at += length


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker at this place, and the place after it. A marker may be preceded by any number of 0xFF."""
    if data[at : at + 1] != b"\xff":
        raise ValueError("no JPEG: a marker is missing")
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data) or data[at] in {0x00, 0xD9}:
        raise ValueError("no JPEG: it ends before its picture")
    return data[at], at + 1


def _frame_size(segment: bytes) -> Size:
    """SOF: one byte precision, two of height, two of width, one count of components with three bytes each."""
    if len(segment) < 6 or len(segment) != 6 + 3 * segment[5] or segment[5] == 0:
        raise ValueError("no JPEG: a broken frame header")
    size = Size(width=int.from_bytes(segment[3:5], "big"), height=int.from_bytes(segment[1:3], "big"))
    if not (size.width and size.height):
        raise ValueError("no JPEG of a stated size")
    return size
