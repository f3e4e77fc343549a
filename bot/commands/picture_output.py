"""Output of `draw`: waits for an ordered picture, says how to go on if that is interrupted, and writes the file."""

import shlex
import sys
from pathlib import Path
from typing import Final

from bot.commands.picture_file import write_beside
from yandexart import ImageOperation, Picture, Status, YandexArtError

_MAX_WAIT: Final = 86_400.0  # seconds; a picture takes hours at times, and is kept for three days


async def wait_for_picture(operation: ImageOperation, output: Path) -> Picture:
    """Wait for the picture, for a day at most. Raises YandexArtError."""
    if operation.id and operation.status is Status.RUNNING:
        again = f"{take_up_again(operation)} {shlex.join(['-o', str(output)])}"
        say(
            f"operation {operation.id} is running; this takes seconds to hours\n"
            f"if it is interrupted, take it up again: python -m bot draw {again}"
        )
    return await operation.wait(poll_interval=2, poll_timeout=_MAX_WAIT)


def take_up_again(operation: ImageOperation) -> str:
    """The option of `draw` that goes on from this operation, as it is typed."""
    return shlex.quote(f"--attach={operation.id}")  # with "=" an id that begins with a dash is no option


def save_picture(path: Path, data: bytes) -> Path | None:
    """The file that holds the picture now: `path`, another one where that failed, or None where all did."""
    try:
        path.write_bytes(data)
    except OSError as error:
        other = write_beside(path, data)
        where = f"the picture is in {other}" if other else "nor could any other file; the picture is lost"
        say(f"{path} cannot be written any more ({error.strerror}); {where}")
        return other
    return path


def say_why_none(error: Exception) -> None:
    """Why there is no picture, in the library's words and the service's."""
    message = error.message if isinstance(error, YandexArtError) else ""
    say(f"no picture: {error}" + (f"\nthe image service says: {message}" if message else ""))


def say(text: str) -> None:
    """To the standard error: the standard output is for the files' names."""
    print(text, file=sys.stderr)
