"""API of the chat page, and the stream of events that keeps it up to date."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from sandbox.feed import Feed
from sandbox.telegram.model import Rights
from sandbox.telegram.population import ALICE, BORIS, PAINTERS, STUDIO, populated_world
from sandbox.telegram.server import TelegramServer
from sandbox.web import Pages
from tests.unit.sandbox.telegram.running import picture

CATS = 2


class Page:
    """The chat page of one account, without its looks."""

    def __init__(self, client: TestClient[web.Request, web.Application], user_id: int) -> None:
        self._client = client
        self._user_id = user_id

    async def state(self) -> Any:
        async with self._client.get("/api/state", params={"as": self._user_id}) as response:
            return await response.json()

    async def chat(self, chat_id: int) -> Any:
        return next(chat for chat in (await self.state())["chats"] if chat["id"] == chat_id)

    async def do(self, name: str, **fields: Any) -> Any:
        async with self._client.post(f"/api/{name}", json={"as": self._user_id, **fields}) as response:
            body = await response.json()
            assert response.status == 200, body
            return body

    async def refused(self, name: str, **fields: Any) -> str:
        async with self._client.post(f"/api/{name}", json={"as": self._user_id, **fields}) as response:
            assert response.status == 400
            return str((await response.json())["error"])

    @asynccontextmanager
    async def events(self, after: int, **headers: str) -> AsyncIterator[AsyncIterator[tuple[int, Any]]]:
        params = {"as": self._user_id, "after": after}
        async with self._client.get("/api/events", params=params, headers=headers) as response:
            assert response.content_type == "text/event-stream"
            yield _parsed(response)


async def _parsed(response: aiohttp.ClientResponse) -> AsyncIterator[tuple[int, Any]]:
    number = 0
    async for line in response.content:
        if line.startswith(b"id: "):
            number = int(line[4:])
        elif line.startswith(b"data: "):
            yield number, json.loads(line[6:])


@pytest.fixture
def server() -> TelegramServer:
    return TelegramServer(populated_world())


@pytest.fixture
async def client(server: TelegramServer) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.add_subapp("/telegram", server.application())
    Pages(server).add_to(app)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
def alice(client: TestClient[web.Request, web.Application]) -> Page:
    return Page(client, ALICE.id)


@pytest.fixture
def boris(client: TestClient[web.Request, web.Application]) -> Page:
    return Page(client, BORIS.id)


async def call(
    client: TestClient[web.Request, web.Application], server: TelegramServer, method: str, **fields: Any
) -> Any:
    async with client.post(f"/telegram/bot{server.token}/{method}", json=fields) as response:
        return (await response.json())["result"]


async def test_everybody_sees_their_own_chats(alice: Page, boris: Page) -> None:
    state = await alice.state()
    assert [user["first_name"] for user in state["users"]] == ["Alice", "Борис"]
    assert (state["me"], state["bot"]["username"]) == (ALICE.id, "artbot_sandbox_bot")
    assert {chat["id"] for chat in state["chats"]} == {ALICE.id, PAINTERS, STUDIO}
    assert {chat["id"] for chat in (await boris.state())["chats"]} == {BORIS.id, PAINTERS, STUDIO}
    studio = await alice.chat(STUDIO)
    assert [topic["name"] for topic in studio["topics"]] == ["Cats", "Landscapes"]
    assert studio["messages"][1]["service"] == {
        "sentence": "{name} created the topic “{topic}”",
        "values": {"name": "Alice Wren", "topic": "Cats"},
    }


async def test_the_first_account_is_the_default_and_an_unknown_one_is_refused(
    client: TestClient[web.Request, web.Application],
) -> None:
    async with client.get("/api/state") as response:
        assert (await response.json())["me"] == ALICE.id
    async with client.get("/api/state", params={"as": "7"}) as response:
        assert response.status == 400


async def test_the_page_and_its_parts_are_served(client: TestClient[web.Request, web.Application]) -> None:
    async with client.get("/") as response:
        assert (response.status, response.content_type) == (200, "text/html")
    async with client.get("/page/../web.py") as response:
        assert response.status == 404


async def test_a_message_reaches_the_bot_and_everybody_who_may_see_it(
    alice: Page, boris: Page, client: TestClient[web.Request, web.Application], server: TelegramServer
) -> None:
    async with boris.events(0) as events:
        secret = await alice.do("send", chat_id=ALICE.id, text="secret")
        sent = await alice.do("send", chat_id=STUDIO, thread_id=CATS, text="/draw <cats> & dogs")
        assert secret["message"]["id"] == 1
        assert (sent["message"]["html"], sent["message"]["text"]) == (
            "/draw &lt;cats&gt; &amp; dogs",
            "/draw <cats> & dogs",
        )
        _, event = await anext(events)
        assert event == {"type": "message", "chat_id": STUDIO, "message": sent["message"]}
        assert event["message"]["thread_id"] == CATS
    updates = await call(client, server, "getUpdates")
    assert [update["message"]["text"] for update in updates] == ["secret", "/draw <cats> & dogs"]


async def test_what_the_bot_does_is_shown(
    alice: Page, client: TestClient[web.Request, web.Application], server: TelegramServer
) -> None:
    asked = await alice.do("send", chat_id=ALICE.id, text="/draw")
    markup = {"inline_keyboard": [[{"text": "again", "callback_data": "1"}, {"text": "c", "copy_text": {"text": "x"}}]]}
    reply = {"message_id": asked["message"]["id"]}
    number = (await alice.state())["last_event"]
    async with alice.events(number) as events:
        place = {"chat_id": ALICE.id}
        await call(client, server, "sendChatAction", action="upload_photo", **place)
        sent = await call(
            client, server, "sendMessage", text="<b>on it</b>", parse_mode="HTML", reply_parameters=reply, **place
        )
        place["message_id"] = sent["message_id"]
        await call(client, server, "editMessageText", text="done", reply_markup=markup, **place)
        await call(
            client,
            server,
            "setMessageReaction",
            reaction=[{"type": "emoji", "emoji": "👍"}],
            chat_id=ALICE.id,
            message_id=1,
        )
        query = (await alice.do("press", chat_id=ALICE.id, id=sent["message_id"], data="1"))["query_id"]
        await call(client, server, "answerCallbackQuery", callback_query_id=query, text="Soon")
        await call(client, server, "deleteMessage", **place)
        seen = [(await anext(events))[1] for _ in range(6)]
    assert [event["type"] for event in seen] == ["action", "message", "edited", "edited", "answer", "deleted"]
    action, posted, edited, reacted, answered, deleted = seen
    assert action["action"] == "upload_photo"
    assert posted["message"]["html"] == "<b>on it</b>"
    assert posted["message"]["reply_to"] == {"id": 1, "name": "Alice Wren", "text": "/draw", "deleted": False}
    assert edited["message"]["edited"] is True
    assert edited["message"]["buttons"] == [[{"text": "again", "data": "1"}, {"text": "c", "copy": "x"}]]
    assert (reacted["message"]["reactions"], reacted["message"]["edited"]) == (["👍"], False)
    assert (answered["query_id"], answered["text"], answered["alert"]) == (query, "Soon", False)
    assert deleted["id"] == sent["message_id"]


async def test_a_picture_is_shown_with_its_size_and_bytes(
    alice: Page, client: TestClient[web.Request, web.Application], server: TelegramServer
) -> None:
    await alice.do("send", chat_id=ALICE.id, text="/start")
    form = aiohttp.FormData({"chat_id": str(ALICE.id), "has_spoiler": "true"})
    form.add_field("photo", picture(160, 90), filename="a.jpg")
    async with client.post(f"/telegram/bot{server.token}/sendPhoto", data=form) as response:
        assert response.status == 200
    photo = (await alice.chat(ALICE.id))["messages"][-1]["photo"]
    assert (photo["width"], photo["height"], photo["spoiler"]) == (160, 90, True)
    async with client.get(photo["url"]) as response:
        assert (response.content_type, await response.read()) == ("image/jpeg", picture(160, 90))
        assert "immutable" in response.headers["Cache-Control"]
    async with client.get("/api/file/AQADnothing") as response:
        assert response.status == 404


async def test_an_uploaded_page_cannot_run_in_the_pages_own_origin(
    alice: Page, client: TestClient[web.Request, web.Application], server: TelegramServer
) -> None:
    await alice.do("send", chat_id=ALICE.id, text="/start")
    form = aiohttp.FormData({"chat_id": str(ALICE.id)})
    form.add_field("document", b"<script>alert(1)</script>", filename="a.html", content_type="text/html")
    async with client.post(f"/telegram/bot{server.token}/sendDocument", data=form) as response:
        assert response.status == 200
    document = (await alice.chat(ALICE.id))["messages"][-1]["document"]
    assert (document["name"], document["size"]) == ("a.html", 25)
    async with client.get(document["url"]) as response:
        assert response.content_type == "application/octet-stream"


async def test_people_edit_and_delete_what_is_theirs(alice: Page, boris: Page) -> None:
    sent = (await boris.do("send", chat_id=PAINTERS, text="/draw ctas"))["message"]
    edited = (await boris.do("edit", chat_id=PAINTERS, id=sent["id"], text="/draw cats"))["message"]
    assert (edited["text"], edited["edited"]) == ("/draw cats", True)
    assert await alice.refused("edit", chat_id=PAINTERS, id=sent["id"], text="x") == "that is not your message"
    assert await boris.refused("delete", chat_id=PAINTERS, id=1) == "that is not your message"
    await alice.do("delete", chat_id=PAINTERS, id=sent["id"])
    assert [message["id"] for message in (await alice.chat(PAINTERS))["messages"]] == [1]


async def test_a_reply_to_a_deleted_message_says_so(alice: Page) -> None:
    first = (await alice.do("send", chat_id=ALICE.id, text="one"))["message"]
    await alice.do("send", chat_id=ALICE.id, text="two", reply_to=first["id"])
    await alice.do("delete", chat_id=ALICE.id, id=first["id"])
    (message,) = (await alice.chat(ALICE.id))["messages"]
    assert message["reply_to"]["deleted"] is True


@pytest.mark.parametrize(
    ("sent", "kind"), [({"photo": True}, "photo"), ({"voice": True}, "voice"), ({"sticker": "🐈"}, None)]
)
async def test_a_reply_to_a_message_without_words_says_what_it_is_and_leaves_the_words_to_the_page(
    alice: Page, sent: dict[str, Any], kind: str | None
) -> None:
    first = (await alice.do("send", chat_id=PAINTERS, **sent))["message"]
    reply = (await alice.do("send", chat_id=PAINTERS, text="that", reply_to=first["id"]))["message"]["reply_to"]
    assert (reply["text"], reply.get("kind")) == (sent.get("sticker", ""), kind)


async def test_a_reply_to_a_file_without_words_says_that_it_is_a_file(
    alice: Page, client: TestClient[web.Request, web.Application], server: TelegramServer
) -> None:
    await alice.do("send", chat_id=ALICE.id, text="/start")
    form = aiohttp.FormData({"chat_id": str(ALICE.id)})
    form.add_field("document", picture(16, 9), filename="a.jpg", content_type="image/jpeg")
    async with client.post(f"/telegram/bot{server.token}/sendDocument", data=form) as response:
        file = (await response.json())["result"]["message_id"]
    reply = (await alice.do("send", chat_id=ALICE.id, text="that", reply_to=file))["message"]["reply_to"]
    assert (reply["text"], reply["kind"]) == ("", "file")


@pytest.mark.parametrize(
    ("name", "fields", "reason"),
    [
        ("send", {"chat_id": ALICE.id, "text": " "}, "there is nothing to send"),
        ("send", {"chat_id": ALICE.id, "text": "😀" * 2049}, "that is longer than 4096 characters"),
        ("album", {"chat_id": ALICE.id, "photos": 1}, "an album has 2 to 10 photos"),
        ("album", {"chat_id": ALICE.id, "photos": 11}, "an album has 2 to 10 photos"),
        ("album", {"chat_id": BORIS.id, "photos": 3}, "there is no such chat"),
        ("send", {"chat_id": BORIS.id, "text": "x"}, "there is no such chat"),
        ("send", {"chat_id": "x", "text": "x"}, "chat_id is a number"),
        ("send", {"chat_id": ALICE.id, "text": 5}, "text is a text"),
        ("send", {"chat_id": ALICE.id, "text": "x", "reply_to": 99}, "the message replied to is gone"),
        ("send", {"chat_id": STUDIO, "text": "x", "thread_id": 99}, "there is no such topic"),
        ("press", {"chat_id": PAINTERS, "id": 1, "data": "x"}, "there is no such button"),
        ("delete", {"chat_id": ALICE.id, "id": 99}, "there is no such message"),
        ("chat", {"chat_id": ALICE.id, "do": "migrate"}, "only a group can become a supergroup"),
        ("chat", {"chat_id": PAINTERS, "do": "block"}, "only in a private chat can the bot be blocked"),
    ],
)
async def test_what_cannot_be_done_is_refused_in_a_sentence(
    alice: Page, name: str, fields: dict[str, Any], reason: str
) -> None:
    assert await alice.refused(name, **fields) == reason


async def test_an_album_is_several_photos_of_one_group_with_the_caption_under_the_first(
    alice: Page, server: TelegramServer
) -> None:
    sent = (await alice.do("album", chat_id=ALICE.id, photos=3, caption="/draw a cat"))["messages"]
    assert [message["text"] for message in sent] == ["/draw a cat", "", ""]
    assert all(message["photo"] for message in sent)
    own = server.world.chats[ALICE.id].messages
    assert len({own[message["id"]].album for message in sent}) == 1


async def test_only_administrators_close_topics_and_write_in_closed_ones(alice: Page, boris: Page) -> None:
    place = {"chat_id": STUDIO, "thread_id": CATS}
    assert await boris.refused("chat", do="close_topic", **place) == "only an administrator can do that"
    await alice.do("chat", do="close_topic", **place)
    assert await boris.refused("send", text="x", **place) == "this topic is closed"
    assert (await alice.do("send", text="x", **place))["message"]["text"] == "x"


async def test_a_form_of_another_site_is_not_taken_for_an_action(
    client: TestClient[web.Request, web.Application],
) -> None:
    body = json.dumps({"as": ALICE.id, "chat_id": ALICE.id, "text": "x"})
    async with client.post("/api/send", data=body, headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 400


async def test_a_broken_stream_goes_on_where_it_stopped(alice: Page) -> None:
    for text in ("one", "two", "three"):
        await alice.do("send", chat_id=ALICE.id, text=text)
    async with alice.events(0) as events:
        number, event = await anext(events)
        assert event["message"]["text"] == "one"
    async with alice.events(0, **{"Last-Event-ID": str(number)}) as events:
        assert [(await anext(events))[1]["message"]["text"] for _ in range(2)] == ["two", "three"]


@pytest.mark.parametrize("after", [0, 999])
async def test_a_stream_that_missed_too_much_is_told_to_reload(after: int) -> None:
    world = populated_world()
    feed = Feed(world, TelegramServer(world).api.menu, limit=2)
    for _ in range(4):
        world.post(world.chats[ALICE.id], ALICE.id)
    assert [event async for event in feed.read(ALICE.id, after, heartbeat=0)] == [
        (feed.last_number, {"type": "reload"})
    ]


async def test_a_changed_menu_arrives_in_everybodys_language(
    alice: Page, boris: Page, client: TestClient[web.Request, web.Application], server: TelegramServer
) -> None:
    for language, description in (("", "Draw"), ("ru", "Рисовать")):
        commands = [{"command": "draw", "description": description}]
        await call(client, server, "setMyCommands", commands=commands, language_code=language)
    assert (await alice.chat(PAINTERS))["commands"] == [{"command": "draw", "description": "Draw"}]
    assert (await boris.chat(PAINTERS))["commands"] == [{"command": "draw", "description": "Рисовать"}]
    async with boris.events(0) as events:
        _, event = await anext(events)
        assert event["type"] == "chat"
        assert event["chat"]["id"] == BORIS.id


async def test_a_group_that_moved_takes_the_place_of_the_old_one(alice: Page) -> None:
    number = (await alice.state())["last_event"]
    async with alice.events(number) as events:
        await alice.do("chat", chat_id=PAINTERS, do="migrate")
        event: Any = {}
        while event.get("type") != "chat":
            _, event = await anext(events)
    assert (event["replaces"], event["chat"]["type"]) == (PAINTERS, "supergroup")
    assert PAINTERS not in {chat["id"] for chat in (await alice.state())["chats"]}


async def test_the_bots_standing_is_shown(alice: Page, server: TelegramServer) -> None:
    await alice.do("chat", chat_id=ALICE.id, do="block")
    assert (await alice.chat(ALICE.id))["bot_status"] == "blocked"
    assert await alice.refused("send", chat_id=ALICE.id, text="x") == "unblock the bot first"
    server.world.chats[PAINTERS].rights = Rights(send_photos=False)
    assert (await alice.chat(PAINTERS))["bot_status"] == "restricted"
    await alice.do("chat", chat_id=PAINTERS, do="mute_bot")
    assert (await alice.chat(PAINTERS))["bot_is_muted"]
    await alice.do("chat", chat_id=PAINTERS, do="unmute_bot")
    assert not (await alice.chat(PAINTERS))["bot_is_muted"]
    await alice.do("chat", chat_id=PAINTERS, do="allow_pictures")
    assert (await alice.chat(PAINTERS))["bot_may_send_pictures"]
    await alice.do("chat", chat_id=PAINTERS, do="forbid_pictures")
    assert not (await alice.chat(PAINTERS))["bot_may_send_pictures"]
    await alice.do("chat", chat_id=PAINTERS, do="kick_bot")
    assert (await alice.chat(PAINTERS))["bot_status"] == "kicked"
    assert (await alice.chat(PAINTERS))["messages"][-1]["service"] == {
        "sentence": "{name} removed {gone}",
        "values": {"name": "Alice Wren", "gone": "Artbot"},
    }
