"""Incidents: trouble that the owner has to know of, from its beginning to its end."""

import asyncio
import logging
import math
from typing import Final

from drawing.ports.owner import IncidentStore, Owner
from drawing.ports.store import StoreError
from drawing.prompt import Prompt
from drawing.records import Complaint, Incident

logger = logging.getLogger(__name__)

_PROMPTS: Final = 5  # different ones, in a row
_PEOPLE: Final = 3  # from at least so many: one person's five odd prompts say nothing about the account
_REMEMBERED: Final = 100  # prompts; more would not change the answer


class Incidents:
    """Which incidents are under way. They outlive the process: who mends a key restarts the bot, and is told then.

    Requests overtake each other, so they count by the time they were made: one that was let in does not end what a
    later one has met. Times are monotonic seconds. Nothing is raised: where the database refuses, an incident may be
    told once more after a restart.
    """

    def __init__(self, owner: Owner, store: IncidentStore) -> None:
        self._owner = owner
        self._store = store
        self._met: dict[Complaint, float] = {}  # when the latest request was made that met it
        self._reported: set[object] = set()
        self._is_loaded = False
        self._turn = asyncio.Lock()

    async def under_way(self) -> frozenset[Incident]:
        """The incidents that have begun and not ended."""
        async with self._turn:
            await self._load()
            return self._incidents()

    async def begin(self, incident: Incident, advice: str, *, by: str, asked_at: float) -> None:
        """A request made at that time has met it."""
        async with self._turn:
            await self._load()
            complaint = Complaint(incident, by)
            is_told, is_kept = incident in self._incidents(), complaint in self._met
            self._met[complaint] = max(asked_at, self._met.get(complaint, -math.inf))
            if not is_told:
                await self._owner.tell(incident, advice)
            if not is_kept:
                await self._keep()

    async def end(self, *, by: str, asked_at: float, is_proof: bool = True) -> None:
        """The image service, or Telegram, has done what a worker asked of it at that time.

        Without `is_proof` that says only that the worker's own complaint is over; about Telegram it says no more.
        """
        if self._is_loaded and not self._met:
            return
        async with self._turn:
            await self._load()
            before = self._incidents()
            over = [
                one
                for one, met_at in self._met.items()
                # What an earlier process has met may be met by nobody any more: any success ends it.
                if met_at <= asked_at
                and (one.by == by or (is_proof and met_at == -math.inf and not one.incident.is_of_telegram))
            ]
            for complaint in over:
                del self._met[complaint]
            for incident in sorted(before - self._incidents()):
                await self._owner.tell_end(incident)
            if over:
                await self._keep()

    async def report_refusal(self, words: str, kind: object) -> None:
        """Telegram has refused something for good, in words that nobody knows; told once of each kind."""
        if kind not in self._reported:
            self._reported.add(kind)
            await self._owner.tell_refusal(words)

    def _incidents(self) -> frozenset[Incident]:
        return frozenset(complaint.incident for complaint in self._met)

    async def _load(self) -> None:
        if self._is_loaded:
            return
        try:
            kept = await self._store.complaints()
        except StoreError:
            logger.exception("open incidents cannot be read; trying again")
            return
        self._met = dict.fromkeys(kept, -math.inf) | self._met
        self._is_loaded = True

    async def _keep(self) -> None:
        try:
            await self._store.keep_complaints(tuple(self._met))
        except StoreError:
            logger.exception("open incidents cannot be stored")


class RefusalStreak:
    """Refusals in words that nobody knows, with no picture between them.

    They tell prompts that a service will not draw from a service that draws nothing.
    """

    def __init__(self) -> None:
        self._people_by_prompt: dict[int, int] = {}  # hash of the prompt -> who asked for it

    def add(self, prompt: Prompt, person_id: int) -> bool:
        """Note a refusal; whether by now the account is a likelier cause than the prompts."""
        if len(self._people_by_prompt) < _REMEMBERED:
            words = tuple((message.text.casefold(), message.weight) for message in prompt.messages)
            self._people_by_prompt.setdefault(hash(words), person_id)
        people = set(self._people_by_prompt.values())
        return len(self._people_by_prompt) >= _PROMPTS and len(people) >= _PEOPLE

    def clear(self) -> None:
        """The service has drawn something."""
        self._people_by_prompt.clear()
