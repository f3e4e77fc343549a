"""Actions of people on the walk; whatever the messenger refuses them is no step of theirs."""

import itertools
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from drawing.prompt import PromptError, parse_prompt
from sandbox.telegram import wire
from sandbox.telegram.model import Message, Rights
from sandbox.telegram.people import RefusedError
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage
from tests.flows.walk.forgery import forged_data
from tests.flows.walk.words import HOSTILE, LINES, ODD, SENSIBLE, commands

_T = TypeVar("_T")
_LOOKED_AT: Final = 25  # latest messages of a place that people still react to


@dataclass(frozen=True)
class Button:
    """A button that was seen once, wherever it is now."""

    chat_id: int
    message_id: int
    data: str


class Crowd:
    """The two people, what they have seen, and what they do next."""

    def __init__(self, stage: Stage, source: random.Random) -> None:
        self._stage = stage
        self._random = source
        self._commands = commands()
        self._buttons: list[Button] = []
        self.queries: list[str] = []
        self._deeds: dict[str, tuple[int, Callable[[Actor, Place], str]]] = {
            "writes": (30, self.writes),
            "replies": (14, self.replies),
            "presses": (26, self._presses),
            "presses what is gone": (3, self._presses_stale),
            "presses what never was": (3, self._forges),
            "edits": (7, self._edits),
            "deletes": (6, self._deletes),
            "forwards": (4, self.forwards),
            "shows": (4, self.shows),
        }

    def does_something(self, place: Place) -> str:
        """One deed of one of those who are there; returns what it was. Raises `RefusedError`."""
        actor = self.somebody_in(place)
        names = list(self._deeds)
        (name,) = self._random.choices(names, [weight for weight, _ in self._deeds.values()])
        return f"{actor.user.first_name} {name} {self._deeds[name][1](actor, place)}"

    def somebody_in(self, place: Place) -> Actor:
        people = [self._stage.alice, self._stage.boris]
        return self._random.choice([one for one in people if place.chat.has(one.user.id)])

    def line(self) -> str:
        """Something to write."""
        if self._random.random() < 0.3:
            return self._random.choice(LINES + HOSTILE)
        command = self._random.choice(self._commands)
        (arguments,) = self._random.choices((SENSIBLE, ODD, HOSTILE), (6, 2, 1))
        return f"/{command} {self._random.choice(arguments)}"[:4096]

    def writes(self, actor: Actor, place: Place) -> str:
        text = self.line()
        return f"{actor.writes(text, in_=place).id}: {text[:60]!r}"

    def replies(self, actor: Actor, place: Place) -> str:
        target = self._some_message(place)
        text = self.line()
        message = actor.writes(text, in_=place, reply_to=target)
        if self._random.random() < 0.1:
            self._stage.world.remove(place.chat, target.id)
        return f"{message.id} to {target.id}: {text[:60]!r}"

    def shows(self, actor: Actor, place: Place) -> str:
        """A sticker, a voice message, a photo."""
        kinds: list[dict[str, Any]] = [{"sticker": "🐱"}, {"voice": 3}, {"photo": True}, {"photo": True, "text": "cat"}]
        kind = self._random.choice(kinds)
        send = self._stage.sandbox.people.send
        return f"{send(actor.user.id, place.chat_id, thread_id=place.thread_id, **kind).id}: {kind}"

    def forwards(self, actor: Actor, place: Place) -> str:
        """Something from any chat that this person sees."""
        chats = [chat for chat in self._stage.world.chats.values() if actor.user.id in self._stage.world.viewers(chat)]
        source = self._some_message(Place(self._stage, self._random.choice(chats).id), anywhere=True)
        forward = self._stage.sandbox.people.forward
        message = forward(actor.user.id, source.chat_id, source.id, place.chat_id, thread_id=place.thread_id)
        return f"{message.id} from {source.chat_id}/{source.id}"

    def edits_anew(self, actor: Actor, place: Place) -> str:
        """Edit what nobody has edited yet: of an accepted request the bot says once that it stays as it is."""
        own = [one for one in self._latest(place) if one.sender_id == actor.user.id]
        message = self._one_of([one for one in own if one.edit_date is None and one.content.text])
        text = self.line() + " "
        if _meaning(message.content.text) == _meaning(text):
            raise RefusedError("that changes nothing")
        actor.edits(message, text)
        return f"edits {message.id}: {text[:60]!r}"

    def _edits(self, actor: Actor, place: Place) -> str:
        own = [one for one in self._latest(place) if one.sender_id == actor.user.id]
        message = self._one_of(own)
        text = self.line()
        actor.edits(message, text)
        return f"{message.id}: {text[:60]!r}"

    def _deletes(self, actor: Actor, place: Place) -> str:
        message = self._some_message(place)
        actor.deletes(message)
        return str(message.id)

    def _presses(self, actor: Actor, place: Place) -> str:
        button = self._one_of(self._visible_buttons(place))
        self._buttons.append(button)
        self._check_hearing(place)
        people = self._stage.sandbox.people
        self.queries.append(people.press(actor.user.id, button.chat_id, button.message_id, button.data))
        return f"{button.data!r} of {button.message_id}"

    def _presses_stale(self, actor: Actor, place: Place) -> str:
        """A button as it was once, of a message that may be gone, or show other buttons now."""
        button = self._one_of([one for one in self._buttons if one.chat_id == place.chat_id])
        return self._forge(actor, button)

    def _forges(self, actor: Actor, place: Place) -> str:
        """Data that no button there carries; programs other than Telegram's own can send any."""
        message = self._some_message(place)
        seen = [one.data for one in self._buttons[-20:]]
        data = self._random.choice(seen) if seen and self._random.random() < 0.4 else forged_data(self._random)
        return self._forge(actor, Button(place.chat_id, message.id, data))

    def _forge(self, actor: Actor, button: Button) -> str:
        world = self._stage.world
        chat = world.chats[button.chat_id]
        self._check_hearing(Place(self._stage, chat.id))
        query = world.add_query(chat, actor.user.id)
        message = chat.messages.get(button.message_id)
        shown = (
            wire.inaccessible_message(world, chat, button.message_id)
            if message is None
            else wire.message(world, message)
        )
        press = {"id": query.id, "from": wire.user(actor.user), "message": shown, "chat_instance": "1"}
        world.updates.put("callback_query", press | {"data": button.data})
        self.queries.append(query.id)
        return f"{button.data!r} of {button.message_id}"

    def _check_hearing(self, place: Place) -> None:
        """A bot that is out of a chat learns of no press there, and the messenger says so in its stead."""
        if place.chat.bot_is_blocked or not self._stage.world.bot_status(place.chat).is_inside:
            raise RefusedError("the bot learns nothing of it")

    def _visible_buttons(self, place: Place) -> list[Button]:
        return [
            Button(message.chat_id, message.id, button["callback_data"])
            for message in self._latest(place)
            for row in message.keyboard or ()
            for button in row
            if "callback_data" in button
        ]

    def _latest(self, place: Place, *, anywhere: bool = False) -> list[Message]:
        messages = reversed(place.chat.messages.values())
        here = (one for one in messages if one.service is None and (anywhere or one.thread_id == place.thread_id))
        return list(itertools.islice(here, _LOOKED_AT))

    def _some_message(self, place: Place, *, anywhere: bool = False) -> Message:
        return self._one_of(self._latest(place, anywhere=anywhere))

    def _one_of(self, things: Sequence[_T]) -> _T:
        if not things:
            raise RefusedError("there is nothing of the kind")
        return self._random.choice(things)


def _meaning(text: str) -> object:
    """What a request asks for. Not its seed: the bot is silent on an edit that takes away no more than that."""
    prompt = re.sub("^/(draw|imagine)( |$)", "", text)
    try:
        return replace(parse_prompt(prompt), seed=None)
    except PromptError:
        return " ".join(prompt.split())


class Admins:
    """What the chats go through: the bot is removed and comes back, topics close, rights go, a group grows."""

    def __init__(self, stage: Stage, source: random.Random) -> None:
        self._stage = stage
        self._random = source

    def act(self, place: Place) -> str:
        """Something that happens to the place; half of the time what undoes it. Raises `RefusedError`."""
        chat = place.chat
        if chat.id > 0:
            deed = self._random.choice(("block", "unblock", "unblock"))
        elif place.thread_id is not None and self._random.random() < 0.6:
            deed = self._random.choice(("close_topic", "reopen_topic", "reopen_topic"))
        elif self._random.random() < 0.3:
            rights = self._random.choice((Rights(), Rights(), replace(Rights(), send_photos=False), Rights(False)))
            chat.rights = rights
            return f"{chat.id}: {rights}"
        else:
            deed = self._random.choice(("kick_bot", "add_bot", "add_bot", "migrate"))
        if deed == "migrate" and self._random.random() < 0.8:
            raise RefusedError("that happens once")
        by = self._stage.alice if chat.id < 0 or chat.id == self._stage.alice.user.id else self._stage.boris
        self._stage.do(deed, place, by)
        return f"{chat.id}: {deed}"

    def mend(self) -> None:
        """Everything is as it should be: whoever writes can be answered."""
        for chat in self._stage.world.chats.values():
            chat.rights = Rights()
            place = Place(self._stage, chat.id)
            if chat.id > 0:
                owner = self._stage.alice if chat.id == self._stage.alice.user.id else self._stage.boris
                self._stage.do("unblock", place, owner)
            elif chat.migrated_to is None:
                self._stage.do("add_bot", place)
                for topic in (chat.topics or {}).values():
                    self._stage.do("reopen_topic", Place(self._stage, chat.id, topic.id))
