"""Reading of `.env`: which lines it has, and why it cannot be read, in words for its owner."""

import io
import os
import stat
from pathlib import Path

from dotenv.parser import parse_stream

from bot.env_names import Entry


class Unreadable(Exception):
    """The file is there and cannot be read; the message says why, and what to do."""


def entries(file: Path) -> list[Entry]:
    """The lines that set something or try to; none where there is no such file. Raises `Unreadable`."""
    text = _text(file)
    found = []
    for binding in parse_stream(io.StringIO(text)):
        written = binding.original.string.strip()
        if not written or written.startswith("#"):
            continue
        line = binding.original.line + _blank_lines_before(binding.original.string)
        is_read = not binding.error and binding.key is not None and binding.value is not None
        name = binding.key if binding.key is not None and not binding.error else _first_word(written)
        found.append(Entry(line, name, is_read))
    return found


def _text(file: Path) -> str:
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Unreadable(
                f"{file} is a folder; Docker makes one where the file is missing. Remove it: rmdir {file}, "
                f"and copy the example: install -m 600 .env.example {file}"
            )
        if not stat.S_ISREG(mode):
            return ""  # /dev/null, as some have it
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise Unreadable(f"{file} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise Unreadable(
            f"{file} cannot be read ({error.strerror}): this program runs as the user {os.geteuid()}. "
            f"Let it read the file: chown {os.geteuid()} {file} && chmod 600 {file}"
        ) from None


def _first_word(written: str) -> str:
    """What stands where a name would."""
    words = written.removeprefix("export ").replace("=", " ").replace(":", " ").split()
    return words[0] if words else written


def _blank_lines_before(original: str) -> int:
    """The parser counts from the blank lines before a line."""
    return original[: len(original) - len(original.lstrip())].count("\n")
