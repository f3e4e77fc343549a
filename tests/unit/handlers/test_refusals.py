"""Refusals in words never seen: their status and form decide, and words only make it quicker."""

import asyncio
import json
import socket
import struct
from itertools import islice
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.methods import EditMessageMedia, EditMessageText, SendDocument, SendMessage, TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaPhoto, ReplyParameters
from hypothesis import assume, given
from hypothesis import strategies as st

from drawing.ports.chat import (
    ChatBusy,
    ChatClosed,
    ChatError,
    ChatMuted,
    ChatRefused,
    ChatUnreachable,
    PhotosForbidden,
    SlotGone,
    TooLarge,
)
from handlers.telegram.concessions import Concession, conceded, next_concessions, possible
from handlers.telegram.errors import chat_error, refusal_of
from handlers.telegram.redaction import redacted
from handlers.telegram.refusals import Refusal, Verdict, payload_size, read_refusal, summary, verdict
from handlers.telegram.session import BoundedSession

BOT = Bot("1:AAHunitunitunitunitunitunitunitunit", session=BoundedSession())
BYTES = b"\xff\xd8 a picture"
PHOTO = EditMessageMedia(
    chat_id=-1,
    message_id=5,
    media=InputMediaPhoto(media=BufferedInputFile(BYTES, "a.jpg"), caption="<code>a cat</code>", parse_mode="HTML"),
)
SLOT = SendMessage(
    chat_id=1, message_thread_id=7, text="<b>hi</b>", parse_mode="HTML", reply_parameters=ReplyParameters(message_id=3)
)
SENTENCE = EditMessageText(chat_id=-1, message_id=5, text="<b>hi</b>", parse_mode="HTML")
CALLS: tuple[TelegramMethod[Any], ...] = (PHOTO, SLOT, SENTENCE)
WORDS = st.text(max_size=60) | st.sampled_from(
    [
        "Bad Request: PICTURE_TOO_ARTSY",
        "Bad Request: message thread not found",
        "Bad Request: message to be replied not found",
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
        "Bad Request: can't parse entities",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: message to edit not found",
        "Es ist verboten",
    ]
)
TELLING = (SlotGone, ChatRefused, ChatClosed, ChatMuted, PhotosForbidden, TooLarge)
"""What ends in a picture elsewhere or in a sentence to the person; none of them waits, and none is silent."""


def answered(status: int, body: object, method: TelegramMethod[Any] = SLOT) -> Exception:
    """The error of such an answer, as the session raises it."""
    content = body if isinstance(body, str) else json.dumps(body)
    try:
        BOT.session.check_response(BOT, method, status, content)
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    raise AssertionError("a success")


def described(status: int, words: str, **parameters: object) -> dict[str, object]:
    return {"ok": False, "error_code": status, "description": words, "parameters": parameters}


def ladder(method: TelegramMethod[Any], words: list[str], status: int) -> list[TelegramMethod[Any]]:
    """The calls that are made while each is refused, in these words in turn."""
    calls, left = [method], possible(method)
    for said in islice(words * 9, 9):
        given_up = next_concessions(method, Refusal(status, words=said), left)
        if not given_up:
            return calls
        method, left = conceded(method, given_up), tuple(one for one in left if one not in given_up)
        calls.append(method)
    raise AssertionError("it never ends")


@given(st.sampled_from(CALLS), st.integers(400, 599), WORDS, WORDS)
def test_what_follows_from_a_status_does_not_depend_on_words(
    method: TelegramMethod[Any], status: int, words: str, other: str
) -> None:
    meanings = [chat_error(answered(status, described(status, said), method), method) for said in (words, other)]

    assert isinstance(meanings[0], ChatError)
    assert [isinstance(meaning, TELLING) for meaning in meanings] in ([True] * 2, [False] * 2)
    assert len({verdict(read_refusal(status, json.dumps(described(status, said)))) for said in (words, other)}) == 1


@given(st.sampled_from(CALLS), st.lists(st.text(max_size=40), min_size=1, max_size=5), st.integers(400, 599))
def test_a_refused_call_is_made_again_without_all_that_it_can_do_without_and_then_no_more(
    method: TelegramMethod[Any], words: list[str], status: int
) -> None:
    calls = ladder(method, words, status)

    if verdict(Refusal(status)) is Verdict.CONTENT:
        assert possible(calls[-1]) == ()
        assert len(calls) <= 1 + len(possible(method))
    else:
        assert calls == [method]


@pytest.mark.fault("43")
@pytest.mark.parametrize("words", ["", "Bad Request: PICTURE_TOO_ARTSY", "no", "Quatsch", "Bad Request: file is odd"])
def test_any_refused_photo_goes_once_as_a_file(words: str) -> None:
    photo, file = ladder(PHOTO, [words], 400)

    assert isinstance(photo, EditMessageMedia)
    assert isinstance(file, EditMessageMedia)
    assert (photo.media.type, file.media.type) == ("photo", "document")
    assert file.media.caption == "a cat"
    assert payload_size(photo) > len(BYTES)


@pytest.mark.parametrize("status", [402, 403])
def test_where_the_chat_lets_the_bot_do_nothing_nothing_else_is_tried(status: int) -> None:
    assert ladder(PHOTO, ["whatever"], status) == [PHOTO]
    assert isinstance(chat_error(answered(status, described(status, "whatever")), SLOT), ChatClosed)


def test_a_topic_is_left_out_in_a_private_chat_alone() -> None:
    in_group = SLOT.model_copy(update={"chat_id": -1})

    assert Concession.THREAD in possible(SLOT)
    assert Concession.THREAD not in possible(in_group)


@pytest.mark.parametrize(
    "body",
    [
        "<html><h1>413 Request Entity Too Large</h1></html>",
        "",
        {"error": "payload too large"},
        {"ok": False, "error_code": 413, "description": "Request Entity Too Large"},
        {"ok": False},
        [413],
        "\x00",
    ],
)
def test_413_is_too_large_in_any_dress(body: object) -> None:
    meaning = chat_error(answered(413, body, PHOTO), PHOTO)

    assert isinstance(meaning, TooLarge)
    assert meaning.size >= len(BYTES)
    assert "HTTP 413" in str(meaning)


@pytest.mark.parametrize("status", [200, 301, 400, 403, 404, 500, 502])
@pytest.mark.parametrize("body", ["<html>no</html>", '{"detail": "denied"}', "denied"])
def test_what_is_not_telegrams_own_refusal_is_put_off(status: int, body: str) -> None:
    meaning = chat_error(answered(status, body, PHOTO), PHOTO)

    assert isinstance(meaning, ChatUnreachable)
    assert meaning.status == status
    assert "editMessageMedia" in str(meaning)
    assert f"HTTP {status}, not in the form" in str(meaning)


@pytest.mark.fault("44")
@pytest.mark.parametrize("named", [None, 0, -5, "soon", [], {}, True, 1e400, "nan"])
def test_a_flood_limit_without_a_usable_time_is_a_flood_limit(named: object) -> None:
    body = json.dumps(described(429, "slow down", retry_after=named))
    meaning = chat_error(answered(429, body), SLOT)

    assert isinstance(meaning, ChatBusy)
    assert meaning.retry_after in ({0.0, 1.0} if named is True else {0.0})


@pytest.mark.parametrize("named", [7, 7.0, "7", "7.0"])
def test_a_time_is_read_in_any_form(named: object) -> None:
    error = answered(429, described(429, "", retry_after=named))

    assert (refusal_of(error) or Refusal(0)).retry_after == 7


def test_a_refusal_in_a_success_has_the_status_of_its_body() -> None:
    assert read_refusal(200, json.dumps(described(403, "no"))).status == 403
    assert read_refusal(200, '{"ok": false}').status == 400


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=20), st.text(max_size=30))
def test_nothing_that_was_sent_is_quoted(prompt: str, words: str) -> None:
    assume(prompt.casefold() not in {"not", "a"})  # of which it would hide more
    method = SLOT.model_copy(update={"text": f"{prompt} photo"})
    line = summary(method, Refusal(400, words=f"{words} {prompt}: not a photo"))

    assert f" {prompt}:" not in line
    assert "\n" not in line
    assert line.endswith("not a …")


def test_codes_and_words_of_telegrams_are_shown_and_other_words_are_not() -> None:
    line = redacted("Bad Request: CHANNEL_PRIVATE, Alice 123456789 wrote xyzzy", ["private"])

    assert line == "Bad Request: CHANNEL_PRIVATE, …"


@pytest.mark.fault("48")
@pytest.mark.parametrize("is_reset", [False, True])
async def test_a_413_is_heard_though_the_connection_ends_in_the_middle_of_the_upload(is_reset: bool) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
        await writer.drain()
        if is_reset:
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.close()

    upload = SendDocument(chat_id=1, document=BufferedInputFile(bytes(3_000_000), "a.jpg"))
    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        address = "http://{}:{}".format(*server.sockets[0].getsockname())
        bot = Bot(BOT.token, session=BoundedSession(api=TelegramAPIServer.from_base(address)))
        with pytest.raises(AiogramError) as caught:
            await bot(upload)
        await bot.session.close()

    meaning = chat_error(caught.value, upload)
    assert isinstance(meaning, TooLarge)
    assert meaning.size >= 3_000_000
