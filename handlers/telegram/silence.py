"""Silence of Telegram: polls for updates that fail, how long that has lasted, and why; for `/healthz` and the owner."""

import asyncio
from typing import Final

from drawing.clock import Clock
from drawing.incidents import Incidents
from drawing.records import Advice, Incident
from handlers.telegram.errors import is_logged_out, refusal_of

_DEAF_AFTER: Final = 30.0  # seconds
_REASONS: Final = {
    409: "another program receives this bot's updates; stop it, or use another token",
    401: "Telegram does not accept BOT_TOKEN; ask @BotFather for the current one",
    404: "Telegram does not accept BOT_TOKEN, or TELEGRAM_API_URL is not the address of a Bot API server",
}

LOGGED_OUT: Final = (
    "the bot is logged out of this Bot API server; set TELEGRAM_API_URL to the one that it has moved to, or wait ten "
    "minutes and start it again"
)


def reason(error: BaseException) -> str:
    """Why a poll failed, in words of ours."""
    refusal = refusal_of(error)
    if refusal is None:
        return "getUpdates is not answered" if isinstance(error, TimeoutError) else type(error).__name__
    if is_logged_out(refusal):
        return LOGGED_OUT
    if refusal.status in _REASONS:
        return _REASONS[refusal.status]
    origin = "" if refusal.is_telegrams else ", not from Telegram"
    return f"getUpdates is answered with HTTP {refusal.status}{origin}" if refusal.status else "Telegram is not reached"


class Silence:
    """The time since polls began to fail; a poll that Telegram holds back is none of it."""

    def __init__(self, clock: Clock, incidents: Incidents | None, name: str) -> None:
        """`name` is that of the worker that polls."""
        self._clock = clock
        self._incidents = incidents
        self._name = name
        self.since: float | None = None  # monotonic seconds; None where the last poll was answered
        self._error: tuple[Incident, str] = (Incident.DEAF, "")
        self._conflict_at: float | None = None  # monotonic seconds of the latest one
        self.is_over = False  # there is none; at the start one of an earlier process may still be under way

    def complaint(self) -> str | None:
        """That no updates are received, and why; None while they are, or may be in a moment."""
        if self.since is None or self._clock.monotonic() - self.since < _DEAF_AFTER:
            return None
        return f"no updates are received: {self._error[1]}"

    def note(self, error: BaseException, asked: float) -> None:
        """A poll that began at that monotonic time has failed."""
        refusal = refusal_of(error)
        is_conflict = refusal is not None and refusal.status == 409
        if is_conflict:
            self._conflict_at = self._clock.monotonic()
        self.is_over = False
        self.since = asked if self.since is None else self.since
        self._error = (Incident.CONFLICT if is_conflict else Incident.DEAF, reason(error))

    async def wait(self, stop: asyncio.Event, seconds: float) -> None:
        """Wait before the next poll; meanwhile the owner is told if it lasts too long."""
        until_deaf = (self.since or 0.0) + _DEAF_AFTER - self._clock.monotonic()
        if 0 < until_deaf <= seconds:
            await self._clock.wait(stop, until_deaf)
            seconds -= until_deaf
        if self._incidents is not None and self.complaint() is not None and not stop.is_set():
            incident, words = self._error
            await self._incidents.begin(incident, Advice(words), by=self._name, asked_at=self._clock.monotonic())
        await self._clock.wait(stop, seconds)

    async def end(self) -> None:
        """A poll was answered. Two programs with one token are answered by turns: that is no end of it."""
        if self._conflict_at is not None and self._clock.monotonic() - self._conflict_at < _DEAF_AFTER:
            return
        self.is_over, self.since = True, None
        if self._incidents is not None:
            await self._incidents.end(by=self._name, asked_at=self._clock.monotonic(), is_proof=False)
