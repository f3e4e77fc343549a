"""Output on a terminal of any encoding: what it cannot show is printed as well as it can be, and stops nothing."""

import codecs
import io
import sys
from typing import Final

_HANDLER: Final = "bytes or escapes"


def print_what_can_be_shown() -> None:
    """Have everything printed. The standard error is that way already, in whatever encoding it is."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # none where it was closed
        sys.stdout.reconfigure(errors=_HANDLER)


def can_show_everything() -> bool:
    """Whether the standard error escapes nothing."""
    return codecs.lookup(getattr(sys.stderr, "encoding", None) or "ascii").name.startswith("utf")


def _bytes_or_escape(error: UnicodeError) -> tuple[bytes, int]:
    """A byte of a file name that is no text, as it is: scripts read the name. Any other character, as `\\u...`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    is_byte = "\udc80" <= character <= "\udcff"  # as Python reads the arguments, see PEP 383
    told = bytes([ord(character) - 0xDC00]) if is_byte else character.encode("ascii", "backslashreplace")
    return told, error.start + 1


codecs.register_error(_HANDLER, _bytes_or_escape)
