"""The kinds of chat in which two people meet the bot, each with a window of both of them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS, Messenger

PRIVATE = "Artbot"
GROUPS = ("Painters", "Cats")
PLACES = (PRIVATE, *GROUPS)
# Of what is tried in each, `make slow` tries the topic of a forum, and `make storm` the ordinary group as well.
SOME_GROUPS = GROUPS if os.environ.get("ALL_PLANS") else GROUPS[1:]
SOME_PLACES = (PRIVATE, *SOME_GROUPS)
"""A private chat, a group, and a topic of a forum. In private each of the two has a chat of their own."""


@dataclass(frozen=True, slots=True)
class Room:
    """Two people who have the same place open. Alice is an admin of the groups and the owner of the bot."""

    place: str
    alice: Messenger
    boris: Messenger

    @property
    def is_shared(self) -> bool:
        """Whether each sees what the other does."""
        return self.place != PRIVATE

    @property
    def both(self) -> tuple[Messenger, Messenger]:
        return self.alice, self.boris

    def is_heard(self, listener: Messenger, words: str) -> None:
        """What the bot has said to the other is seen by the listener where they share the chat, and only there."""
        if self.is_shared:
            expect(listener.messages("theirs", words).last).to_be_visible()
            return
        listener.page.reload()  # shows all there is: what is not there then will not come
        expect(listener.heading).to_have_text(self.place)
        expect(listener.log.locator("article").first).to_be_visible()
        expect(listener.log.locator("article").filter(has_text=words)).to_have_count(0)


def room_in(windows: Windows, place: str, **options: Any) -> Room:
    """Opens a place for both; `options` are those of a browser context."""
    found = Room(place, windows.open(ALICE, **options), windows.open(BORIS, **options))
    for person in (found.alice, found.boris):
        person.open(place)
    return found


def rooms(windows: Windows, places: Sequence[str] = PLACES, **options: Any) -> list[Room]:
    """All places at once, for long walks: the bot says one thing a second in a chat, in several it says several."""
    return [room_in(windows, place, **options) for place in places]
