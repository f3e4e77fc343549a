"""Verdict on a world when everything has healed, and on what the bot has said of itself meanwhile."""

import logging
from collections import Counter

from drawing.lifecycle import State
from drawing.ports.store import StoreError
from tests.fuzz.walk.process import RESUBMISSIONS
from tests.fuzz.walk.world import World


async def violations(world: World) -> list[str]:
    """What is wrong with the world when everything has healed."""
    drawings = await world.drawings()
    of_source = Counter(drawing.source for drawing in drawings)
    wrong = [
        f"{sent.source} asked for {sent.asks_for} drawings and got {of_source[sent.source]}"
        for sent in world.sent
        if sent.source not in world.turned_away and of_source[sent.source] != sent.asks_for
    ]
    for drawing in drawings:
        room = world.rooms.find(drawing.chat_id)
        standing = sum(said.is_outcome for said in room.said.values() if said.drawing == drawing.id)
        named = f"drawing {drawing.id} ({drawing.state}, {drawing.reason}) in {room.id}"
        if standing > 1:
            wrong.append(f"{named} has {standing} outcomes")
        was_closed = room.topic_is_closed or int(drawing.source.split(":")[2]) <= room.last_closed
        is_excused = was_closed or room.deleted[drawing.id] > 1  # who deletes it twice does not want to be told
        if drawing.id not in room.shown and not is_excused:
            wrong.append(f"{named} was never told")
        most = world.cancelled.get(drawing.id)
        if most is not None and drawing.state is not State.CANCELLED:
            wrong.append(f"{named} was cancelled before")
        if most is not None and world.service.executed[drawing.seed] > most:
            wrong.append(f"{named} was drawn after it was cancelled")
        if world.service.executed[drawing.seed] > 1 + RESUBMISSIONS:
            wrong.append(f"{named} was drawn {world.service.executed[drawing.seed]} times")
    return wrong


def unexpected(records: list[logging.LogRecord]) -> list[str]:
    """Errors that no fault of ours explains: a database that refuses is one that we had refuse."""
    found = (record.exc_info[1] for record in records if record.exc_info)
    return [repr(error) for error in found if error is not None and not _is_of_the_store(error)]


def _is_of_the_store(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return all(map(_is_of_the_store, error.exceptions))
    return isinstance(error, StoreError)
