"""Events that the page was told: how often a message was edited is not to be seen in a window."""

import json
from collections.abc import Iterator
from typing import Any

from tests.acceptance.browser.messenger import TIMEOUT, Messenger
from tests.acceptance.browser.sandbox_process import visitor

Json = dict[str, Any]


def edits_by_the_bot(sandbox: str, person: Messenger) -> Iterator[Json]:
    """The bot's messages, as each edit of them that this person could see has left them, the oldest first."""
    last = person.say("that is all")
    for event in _events(sandbox, person):
        message = event.get("message", {})
        if event["type"] == "message" and str(message["id"]) == last.get_attribute("data-id"):
            if message["text"] == "that is all":
                return
        elif event["type"] == "edited" and message["from"]["is_bot"]:
            yield message | {"chat": event["chat_id"]}


def _events(sandbox: str, person: Messenger) -> Iterator[Json]:
    address = f"{sandbox}/api/events?as={person.id}&after=0"
    with visitor(sandbox).open(address, timeout=TIMEOUT / 1000) as lines:
        for line in lines:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))
