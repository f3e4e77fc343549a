"""The people on the stage, the places they write in, and what the bot says there."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sandbox.telegram.exchanges import Exchange
from sandbox.telegram.model import Chat, Message, User
from sandbox.telegram.text import utf16_slice

if TYPE_CHECKING:
    from tests.flows.stage import Stage

SAME_PRESS: Final = 1.1  # seconds of the bot's clock after which a second press of a button is one of its own


@dataclass(frozen=True)
class Place:
    """A chat, or one topic of a forum, as its people see it."""

    stage: "Stage" = field(repr=False)
    chat_id: int
    thread_id: int | None = None
    direct_topic_id: int | None = None

    @property
    def chat(self) -> Chat:
        return self.stage.world.chats[self.chat_id]

    @property
    def messages(self) -> "list[Said]":
        """What the bot has said here, the oldest first."""
        bot = self.stage.world.bot.id
        return [
            Said(self, message)
            for message in self.chat.messages.values()
            if message.sender_id == bot
            and (message.thread_id, message.direct_topic_id) == (self.thread_id, self.direct_topic_id)
            and message.service is None
        ]

    @property
    def pictures(self) -> "list[Said]":
        """What was drawn; the picture of the greeting is none of them."""
        return [said for said in self.messages if said.message.has_media and not said.is_greeting]

    @property
    def texts(self) -> list[str]:
        return [said.text for said in self.messages if not said.message.has_media or said.is_greeting]

    async def picture(self, number: int = 1) -> "Said":
        """The picture of this number (from 1), when it is there.

        They are counted as they stand in the chat: of drawings that are under way together the later may come first,
        so wait for the last of them and then look at `pictures`.
        """
        await self.stage.until(lambda: len(self.pictures) >= number, f"picture {number} in {self.chat_id}")
        return self.pictures[number - 1]

    async def said(self, part: str, number: int = 1) -> "Said":
        """The text of this number that has `part` in it, when it is there."""

        def look() -> "list[Said]":
            pictures = {said.message.id for said in self.pictures}
            return [said for said in self.messages if part in said.text and said.message.id not in pictures]

        await self.stage.until(lambda: len(look()) >= number, f"{part!r} in {self.chat_id}")
        return look()[number - 1]


@dataclass(frozen=True)
class Said:
    """A message of the bot's."""

    place: Place
    message: Message

    @property
    def text(self) -> str:
        """Text or caption."""
        return self.message.content.text

    @property
    def is_greeting(self) -> bool:
        """Whether it is what `/start` is answered with, whose picture is not one that was drawn."""
        return self.text.startswith(("I draw what you describe.\n", "Рисую то, что вы опишете.\n"))

    @property
    def code(self) -> str:
        """What stands in it to be tapped and copied."""
        content = self.message.content
        parts = [utf16_slice(content.text, one.offset, one.length) for one in content.entities if one.type == "code"]
        return "\n".join(parts)

    @property
    def replies_to(self) -> int | None:
        return self.message.reply.message_id if self.message.reply else None

    @property
    def data(self) -> bytes:
        """The bytes of its picture."""
        file = self.message.photo.largest if self.message.photo else None
        file = self.message.document.file if self.message.document else file
        assert file is not None, "this message has no picture"
        data = self.place.stage.world.files.read(file.unique_id)
        assert data is not None
        return data

    @property
    def is_gone(self) -> bool:
        return self.message.id not in self.place.chat.messages

    @property
    def buttons(self) -> dict[str, str]:
        """The data of its buttons by their labels; buttons that the bot never hears of have none."""
        buttons = [button for row in self.message.keyboard or () for button in row]
        return {button["text"]: button["callback_data"] for button in buttons if "callback_data" in button}

    @property
    def sent(self) -> Exchange:
        """The call that sent it."""
        for exchange in self.place.stage.exchanges:
            result: Any = exchange.answer.get("result")
            is_message = exchange.method.startswith("send") and isinstance(result, dict)
            if is_message and (result["chat"]["id"], result["message_id"]) == (self.message.chat_id, self.message.id):
                return exchange
        raise AssertionError("nobody sent this")

    @property
    def is_silent(self) -> bool:
        return self.sent.parameters.get("disable_notification") == "true"


@dataclass(frozen=True)
class Actor:
    """Somebody who uses the bot."""

    stage: "Stage" = field(repr=False)
    user: User

    @property
    def chat(self) -> Place:
        """Their private chat with the bot."""
        return Place(self.stage, self.user.id)

    def writes(
        self,
        text: str,
        in_: Place | None = None,
        *,
        reply_to: Message | Said | None = None,
        quote: str | None = None,
    ) -> Message:
        """In private, unless another place is named."""
        place = in_ or self.chat
        target = reply_to.message if isinstance(reply_to, Said) else reply_to
        return self.stage.sandbox.people.send(
            self.user.id,
            place.chat_id,
            text,
            thread_id=place.thread_id,
            reply_to=target.id if target is not None else None,
            quote=quote,
        )

    def edits(self, message: Message, text: str) -> None:
        self.stage.sandbox.people.edit(self.user.id, message.chat_id, message.id, text)

    def deletes(self, message: Message | Said) -> None:
        target = message.message if isinstance(message, Said) else message
        self.stage.sandbox.people.delete(self.user.id, target.chat_id, target.id)

    async def deletes_picture(self, said: Said) -> str:
        """By its button; returns what the bot answers when it is told that this is meant."""
        await self.presses(said, next(label for label in said.buttons if label.startswith("🗑")))
        await self.stage.until(lambda: len(said.buttons) == 2, "the question")
        return await self.presses(said, next(label for label in said.buttons if label.startswith("🗑")))

    async def confirms(self, number: int = 1) -> str:
        """Press the button of a question whether a text is to be drawn; returns what the bot answers."""

        def questions() -> "list[Said]":
            return [said for said in self.chat.messages if set(said.buttons) & {"Draw this?", "Нарисовать это?"}]

        await self.stage.until(lambda: len(questions()) >= number, f"question {number} in {self.chat.chat_id}")
        question = questions()[number - 1]
        (label,) = question.buttons
        return await self.presses(question, label)

    async def opens_settings(self, subject: str, in_: Place | None = None) -> Said:
        """Ask for the settings, and open the page of a subject; returns the panel."""
        place = in_ or self.chat
        request = self.writes("/settings", in_=place)

        def key() -> "tuple[Said, str] | None":
            newer = [said for said in place.messages if said.message.id > request.id]
            keys = ((said, label) for said in newer for label, data in said.buttons.items() if "sets|" in data)
            return next((one for one in keys if one[1].endswith(f" {subject}")), None)

        panel, label = await self.stage.until(key, f"the key {subject} in {place.chat_id}")
        await self.presses(panel, label)
        await self.stage.until(lambda: f"› {label}" in panel.text, f"the page {label}")
        return panel

    async def presses(self, said: Said, label: str) -> str:
        """Press a button, not twice within the time in which that counts as one press; returns what the bot answers."""
        people = self.stage.sandbox.people
        button = (self.user.id, said.message.chat_id, said.message.id, said.buttons[label])
        while (since := self.stage.clock.monotonic() - self.stage.pressed.get(button, float("-inf"))) < SAME_PRESS:
            await self.stage.clock.wait(asyncio.Event(), SAME_PRESS - since)
        query = people.press(self.user.id, said.message.chat_id, said.message.id, said.buttons[label])
        answer = await self.stage.until(lambda: self.stage.answers.get(query), f"an answer to {label!r}")
        self.stage.pressed[button] = self.stage.clock.monotonic()
        return str(answer.details.get("text", ""))
