"""`python -m bot draw --attach OPERATION_ID -o FILE`: the picture of an order that was left before it was there."""

from pathlib import Path

from bot.cloud import create_client
from bot.commands.picture_file import why_not_writable
from bot.commands.picture_output import save_picture, say, say_why_none, wait_for_picture
from bot.config import CloudSettings
from bot.redaction import redacted
from yandexart import NotFound, Retries, YandexArtError


@redacted
async def attach(settings: CloudSettings, operation_id: str, output: Path) -> int:
    """Wait for the picture of an operation and write it to a file. Returns the exit status."""
    if (reason := why_not_writable(output)) is not None:
        say(f"{output} cannot be written: {reason}; choose another file with -o")
        return 2
    if settings.generator == "alice":
        say("GENERATOR=alice keeps no operations: the asynchronous service is asked for this one")
    async with create_client(settings, Retries()) as client:
        try:
            operation = await client.models.image_generation().attach_deferred(operation_id)
        except ValueError as error:
            say(f"--attach: {error}")
            return 2
        except NotFound as error:
            say(f"no picture: the image service knows no such operation; it keeps them for three days ({error.facts})")
            return 1
        except YandexArtError as error:
            say_why_none(error)
            return 1
        try:
            picture = await wait_for_picture(operation, output)
        except YandexArtError as error:
            say_why_none(error)
            return 1
    path = save_picture(output, picture.data)
    if path is not None:
        print(f"{path}  {picture.width}x{picture.height}", flush=True)
    return 0 if path == output else 1
