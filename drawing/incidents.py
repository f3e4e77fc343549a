"""Incidents: trouble that the owner has to know of, from its beginning to its end."""

import asyncio
import logging
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from drawing.clock import Clock
from drawing.lifecycle import Reason
from drawing.ports.owner import IncidentStore, Owner
from drawing.ports.store import StoreError
from drawing.prompt import Prompt
from drawing.records import Advice, Begun, Complaint, Incident

logger = logging.getLogger(__name__)

_PROMPTS: Final = 5  # different ones, in a row
_PEOPLE: Final = 3  # from at least so many: one person's five odd prompts say nothing about the account
_REMEMBERED: Final = 100  # prompts; more would not change the answer


class Incidents:
    """Which incidents are under way. They outlive the process: who mends a key restarts the bot, and is told then.

    Requests overtake each other, so they count by the time they were made: one that was let in does not end what a
    later one has met. Those times are monotonic seconds, all others Unix time. Only `silence` raises anything: else,
    where the database refuses, an incident may be told once more after a restart.
    """

    def __init__(self, owner: Owner, store: IncidentStore, clock: Clock) -> None:
        self._owner = owner
        self._store = store
        self._clock = clock
        self._met: dict[Complaint, float] = {}  # when the latest request was made that met it
        self._begun: dict[Incident, Begun] = {}
        self._silences: dict[Incident, float] = {}  # until when
        self._reported: set[object] = set()
        self._is_loaded = False
        self._turn = asyncio.Lock()

    async def under_way(self) -> Mapping[Incident, float]:
        """The incidents that have begun and not ended, with the times since when; 0 where that is not known."""
        async with self._turn:
            await self._load()
            return {incident: begun.since for incident, begun in self._begun.items()}

    async def silenced(self) -> Mapping[Incident, float]:
        """Until when the owner is told of each neither beginning nor end."""
        async with self._turn:
            await self._load()
            now = self._clock.now()
            return {incident: until for incident, until in self._silences.items() if until > now}

    async def silence(self, incident: Incident, *, lasts: float) -> None:
        """Tell nothing more of this kind for so many seconds; 0 ends that. Raises `StoreError`.

        The end of one that was told is told still, and one that lasts longer than the silence is told after it.
        """
        async with self._turn:
            until = self._clock.now() + lasts
            await self._store.silence(incident, until)
            self._silences[incident] = until

    async def begin(self, incident: Incident, advice: Advice, *, by: str, asked_at: float) -> None:
        """A request made at that time has met it."""
        async with self._turn:
            await self._load()
            complaint, now = Complaint(incident, by), self._clock.now()
            before = self._begun.get(incident)
            is_news = complaint not in self._met
            self._met[complaint] = max(asked_at, self._met.get(complaint, -math.inf))
            begun = before or Begun(now, is_told=False)
            if not begun.is_told and self._silences.get(incident, 0.0) <= now:
                await self._owner.tell(incident, advice, begun.since)
                begun = replace(begun, is_told=True)
            self._begun[incident] = begun
            if is_news or begun != before:
                await self._keep()

    async def end(self, *, by: str, asked_at: float, is_proof: bool = True) -> None:
        """The image service, or Telegram, has done what a worker asked of it at that time.

        Without `is_proof` that says only that the worker's own complaint is over; about Telegram it says no more.
        """
        if self._is_loaded and not self._met:
            return
        async with self._turn:
            await self._load()
            over = [
                one
                for one, met_at in self._met.items()
                # What an earlier process has met may be met by nobody any more: any success ends it.
                if met_at <= asked_at
                and (one.by == by or (is_proof and met_at == -math.inf and not one.incident.is_of_telegram))
            ]
            for complaint in over:
                del self._met[complaint]
            for incident in sorted(self._begun.keys() - {complaint.incident for complaint in self._met}):
                begun = self._begun.pop(incident)
                if begun.is_told:
                    await self._owner.tell_end(incident, begun.since)
            if over:
                await self._keep()

    async def report_refusal(self, words: str, kind: object) -> None:
        """Telegram has refused something for good, in words that nobody knows; told once of each kind."""
        if kind not in self._reported:
            self._reported.add(kind)
            await self._owner.tell_refusal(words)

    async def report_spoilt_row(self) -> None:
        """What was kept of a drawing cannot be read; told once."""
        if Reason.UNREADABLE not in self._reported:
            self._reported.add(Reason.UNREADABLE)
            await self._owner.tell_spoilt_row()

    async def _load(self) -> None:
        if self._is_loaded:
            return
        try:
            kept, silences = await self._store.complaints(), await self._store.silences()
        except StoreError:
            logger.exception("open incidents cannot be read; trying again")
            return
        self._met = dict.fromkeys(kept, -math.inf) | self._met
        self._begun = {complaint.incident: begun for complaint, begun in kept.items()} | self._begun
        self._silences = dict(silences) | self._silences
        self._is_loaded = True

    async def _keep(self) -> None:
        try:
            await self._store.keep_complaints({one: self._begun[one.incident] for one in self._met})
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
