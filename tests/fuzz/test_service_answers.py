"""Whatever the services answer, it is understood, or it is one of the client library's own errors."""

import random
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
import pytest

from tests.fuzz.cases import CASES, Count, case, numbered, to_run
from tests.fuzz.service import Service, hostile_reply
from yandexart import (
    NO_RETRIES,
    ApiKey,
    Auth,
    Client,
    Endpoints,
    ImageOperation,
    Metadata,
    OAuthToken,
    Picture,
    YandexArtError,
)

COUNT: Final = 25_000
KEY: Final = "AQVN-fuzz-key"
PROMPT: Final = "xyzzyplugh"
OPERATION: Final = "fbveu1sntjqdkm9bmv8t"

_UNSPEAKABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Call = Callable[[Client], Awaitable[Any]]


async def _submit(client: Client) -> Any:
    return await client.models.image_generation().run_deferred(PROMPT)


async def _get(client: Client) -> Any:
    return await client.operations.get(OPERATION)


async def _cancel(client: Client) -> Any:
    return await client.operations.cancel(OPERATION)


async def _images(client: Client) -> Any:
    return await (await client.models.images_api().run_deferred(PROMPT)).get_result()


async def _extend(client: Client) -> Any:
    return await client.models.completions().enhance_prompt(PROMPT, limit=500)


CALLS: Final[dict[Call, str]] = {
    _submit: "submitted",
    _get: "done",
    _cancel: "submitted",
    _images: "images",
    _extend: "completion",
}
"""Each with what the names of its good answers begin with."""


@pytest.mark.fault("13", "41")
@numbered(COUNT)
async def test_any_answer_is_understood_or_is_an_error_of_the_library(numbers: range, record_property: Count) -> None:
    record_property(CASES, len(numbers))
    async with Service.start() as service, aiohttp.ClientSession() as session:
        for number in to_run(numbers):
            with case(number) as chance:
                auth, answered_by = _auth(service, chance)
                call, good = chance.choice(list(CALLS.items()))
                service.reply = hostile_reply(chance, answered_by or good)
                url = service.address
                endpoints = Endpoints(url, url, url, url)
                client = Client("b1gfuzz", auth, endpoints=endpoints, retries=NO_RETRIES, session=session, timeout=20)
                try:
                    result = await call(client)
                except YandexArtError as error:
                    _check_error(error)
                else:
                    _check_result(result)


def _auth(service: Service, chance: random.Random) -> tuple[Auth, str]:
    """Mostly a key; otherwise the answer is to the question for a token, and good ones are named so."""
    match chance.random():
        case share if share < 0.08:
            return OAuthToken(KEY), "token"
        case share if share < 0.16:
            return Metadata(service.address), "metadata"
    return ApiKey(KEY), ""


def _check_error(error: YandexArtError) -> None:
    """It is a line that can be logged."""
    said = f"{error} {error!r}"
    assert KEY not in said
    assert PROMPT not in said
    assert len(said) < 5_000
    assert not _UNSPEAKABLE.search(str(error))
    assert error.retry_after is None or 0 <= error.retry_after <= 3600


def _check_result(result: Any) -> None:
    match result:
        case Picture():
            assert result.width > 0
            assert result.height > 0
            assert result.mime_type.startswith("image/")
        case ImageOperation():
            assert re.fullmatch(r"[A-Za-z0-9_-]{0,128}", result.id)
        case str():
            assert 0 < len(result) <= 500
            assert not _UNSPEAKABLE.search(result)
