"""Zeroing of what SQLite leaves in the gaps of its pages.

`secure_delete` zeroes a cell that is deleted and a page that is freed. But when SQLite balances a b-tree, it rebuilds
pages and leaves in the gap between their cell pointers and their cells what stood there before: copies of cells that
live on elsewhere, and that stay when those are deleted. Where the gap is says https://www.sqlite.org/fileformat2.html;
SQLite never reads it, and it is zeroed by a write of these bytes alone, which no failure of power lets touch the others
(SQLite relies on the same: SQLITE_IOCAP_POWERSAFE_OVERWRITE).
"""

import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_HEADER: Final = 100  # bytes of the database's header, before the b-tree of page 1
_WAL_HEADER, _FRAME_HEADER = 32, 24
_HEADER_SIZES: Final = {2: 12, 5: 12, 10: 8, 13: 8}  # of a b-tree page, by its first byte
# Any other page begins with the number of a page, so it can be taken for one of a b-tree only if there are so many.
_MOST_PAGES: Final = min(_HEADER_SIZES) << 24


def changed_pages(wal: Path) -> set[int]:
    """The numbers of all pages in a write-ahead log, and of some that were in it before."""
    try:
        file = os.open(wal, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return set()
    try:
        size = struct.unpack(">I", os.pread(file, 4, 8).ljust(4, b"\0"))[0]
        frames = range(_WAL_HEADER, os.fstat(file).st_size, _FRAME_HEADER + size) if size else ()
        return {struct.unpack(">I", os.pread(file, 4, at).ljust(4, b"\0"))[0] for at in frames}
    finally:
        os.close(file)


def is_longer(wal: Path, frames: int) -> bool:
    """Whether there are so many frames in a write-ahead log since it was last begun anew."""
    try:
        file = os.open(wal, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        header = os.pread(file, _WAL_HEADER, 0)
        if len(header) < _WAL_HEADER:
            return False
        at = _WAL_HEADER + frames * (_FRAME_HEADER + struct.unpack_from(">I", header, 8)[0])
        return os.pread(file, 8, at + 8) == header[16:24]  # the salt, which changes when the log is begun anew
    finally:
        os.close(file)


def clear_gaps(file: int, pages: Iterable[int] | None) -> None:
    """Zero the gaps of these pages, or all, of a database to which nobody else writes meanwhile. Raises OSError."""
    header = os.pread(file, _HEADER, 0)
    if len(header) < _HEADER:
        return
    size, reserved = struct.unpack_from(">H", header, 16)[0], header[20]
    size = 65536 if size == 1 else size
    count, has_map = os.fstat(file).st_size // size, struct.unpack_from(">I", header, 52)[0]
    if has_map or count >= _MOST_PAGES:
        return
    is_changed = False
    for number in sorted(pages) if pages is not None else range(1, count + 1):
        if not 1 <= number <= count:
            continue
        at = (number - 1) * size
        page = os.pread(file, size, at)
        for begin, end in _gap(page, _HEADER if number == 1 else 0, size - reserved):
            if any(page[begin:end]):
                os.pwrite(file, bytes(end - begin), at + begin)
                is_changed = True
    if is_changed:
        os.fsync(file)


def _gap(page: bytes, start: int, usable: int) -> Iterator[tuple[int, int]]:
    """Where the gap of a page of a b-tree is; nothing for any other page."""
    if len(page) < usable or (header := _HEADER_SIZES.get(page[start])) is None:
        return
    cells, content = struct.unpack_from(">HH", page, start + 3)
    begin, end = start + header + 2 * cells, content or 65536
    if begin <= end <= usable and min(struct.unpack_from(f">{cells}H", page, start + header), default=end) >= end:
        yield begin, end
