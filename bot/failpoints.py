"""Dying at a chosen moment, so that tests can see what a crash there leaves behind.

Every window in which a crash could lose or double something lies between two calls of ports. So it is the ports that
are wrapped, and only where ARTBOT_FAILPOINT asks for it: in production none of this is in the way.
"""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from drawing.lifecycle import Drawing, DrawingId, NewDrawing, State
from drawing.ports.chat import Messenger
from drawing.ports.generator import ImageGenerator
from drawing.prompt import Prompt
from drawing.quota import Limits
from drawing.records import Accepted, Failed, Outage, Pending, Picture, Slot, Started, Traits, WaitEstimate
from storage.database import Database
from storage.store import SqlStore


class Window(StrEnum):
    """Something has been done, and what comes next has not."""

    UPDATE_COMMITTED = "update-committed"  # not confirmed to Telegram
    SLOT_SENT = "slot-sent"  # its message id not stored
    SUBMITTING_STORED = "submitting-stored"  # nothing sent to the service
    SUBMISSION_ANSWERED = "submission-answered"  # the operation's id not stored
    RESULT_FETCHED = "result-fetched"  # the picture or failure not stored
    FRESH_SLOT_SENT = "fresh-slot-sent"  # its message id not stored
    OUTCOME_SHOWN = "outcome-shown"  # not stored as told, the old slot not deleted
    OLD_SLOT_DELETED = "old-slot-deleted"  # not stored as told


@dataclass(frozen=True, slots=True)
class Failpoint:
    """The process dies when it comes to this window for the n-th time."""

    window: Window
    passes: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `name` or `name:n`. Raises `ValueError`."""
        name, _, passes = text.partition(":")
        if name not in set(Window) or (passes and not (passes.isdecimal() and 0 < int(passes) < 1_000_000)):
            raise ValueError(f"must be one of {', '.join(Window)}, and may end in :2, :3, ...")
        return cls(Window(name), int(passes or 1))


class Fuse:
    """Counts how often a window is passed."""

    def __init__(self, failpoint: Failpoint) -> None:
        self._window = failpoint.window
        self._left = failpoint.passes

    def passed(self, window: Window) -> None:
        if window is not self._window:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class FusedStore(SqlStore):
    """The store, with windows after what it commits."""

    def __init__(self, database: Database, fuse: Fuse) -> None:
        super().__init__(database)
        self._fuse = fuse

    async def accept(self, new: Sequence[NewDrawing], limits: Limits, day: str) -> Accepted:
        accepted = await super().accept(new, limits, day)
        self._fuse.passed(Window.UPDATE_COMMITTED)
        return accepted

    async def begin_submission(
        self, drawing_id: DrawingId, *, seed_kept: bool, limits: Limits, day: str, now: float
    ) -> Drawing | None:
        begun = await super().begin_submission(drawing_id, seed_kept=seed_kept, limits=limits, day=day, now=now)
        self._fuse.passed(Window.SUBMITTING_STORED)
        return begun


class FusedGenerator:
    """Implements `drawing.ports.generator.ImageGenerator` over another one, with windows after its answers."""

    def __init__(self, generator: ImageGenerator, fuse: Fuse) -> None:
        self._generator = generator
        self._fuse = fuse

    @property
    def is_ready(self) -> bool:
        return self._generator.is_ready

    @property
    def traits(self) -> Traits:
        return self._generator.traits

    async def submit(self, prompt: Prompt) -> Started | Picture:
        answer = await self._generator.submit(prompt)
        self._fuse.passed(Window.SUBMISSION_ANSWERED)
        return answer

    async def fetch(self, operation_id: str) -> Pending | Picture | Failed:
        answer = await self._generator.fetch(operation_id)
        if not isinstance(answer, Pending):
            self._fuse.passed(Window.RESULT_FETCHED)
        return answer


class FusedMessenger:
    """Implements `drawing.ports.chat.Messenger` over another one, with windows after what it says."""

    def __init__(self, messenger: Messenger, fuse: Fuse) -> None:
        self._messenger = messenger
        self._fuse = fuse

    async def ping(self) -> bool:
        return await self._messenger.ping()

    async def takes_pictures(self, drawing: Drawing) -> bool:
        return await self._messenger.takes_pictures(drawing)

    async def post_slot(self, drawing: Drawing, estimate: WaitEstimate) -> Slot:
        slot = await self._messenger.post_slot(drawing, estimate)
        self._fuse.passed(Window.SLOT_SENT if drawing.state is State.QUEUED else Window.FRESH_SLOT_SENT)
        return slot

    async def show_waiting(self, drawing: Drawing, outage: Outage) -> None:
        await self._messenger.show_waiting(drawing, outage)

    async def show_picture(self, drawing: Drawing, picture: Picture) -> str:
        file_id = await self._messenger.show_picture(drawing, picture)
        self._fuse.passed(Window.OUTCOME_SHOWN)
        return file_id

    async def show_ending(self, drawing: Drawing) -> None:
        await self._messenger.show_ending(drawing)
        self._fuse.passed(Window.OUTCOME_SHOWN)

    async def send_ending(self, drawing: Drawing) -> None:
        await self._messenger.send_ending(drawing)

    async def delete(self, chat_id: int, message_id: int) -> None:
        await self._messenger.delete(chat_id, message_id)
        self._fuse.passed(Window.OLD_SLOT_DELETED)


def fused(
    failpoint: Failpoint, database: Database, generator: ImageGenerator, messenger: Messenger
) -> tuple[SqlStore, ImageGenerator, Messenger]:
    """The ports of a process that dies at the failpoint."""
    fuse = Fuse(failpoint)
    return FusedStore(database, fuse), FusedGenerator(generator, fuse), FusedMessenger(messenger, fuse)
