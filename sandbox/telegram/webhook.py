"""Webhook: pushes updates to the bot's own server, one at a time, each until it is accepted."""

import asyncio
import ipaddress
import logging
import time
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from yarl import URL

from sandbox.telegram.errors import bad_request
from sandbox.telegram.updates import UpdateQueue

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name
_SECRET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_MAX_PAUSE = 60.0  # seconds
_TIMEOUT = aiohttp.ClientTimeout(total=60)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Target:
    """The bot's own server, and what is sent along with an update."""

    url: URL
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""


def parse_target(url: str, secret: str, max_connections: int, ip_address: str) -> Target:
    """A webhook's address and secret, checked.

    Raises:
        ApiError: no usable address, or a secret with characters that a header cannot carry. As a Bot API server of
            one's own does, the sandbox takes plain HTTP too, but only on this machine.
    """
    try:
        address = URL(url)
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not address.host or address.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if address.scheme == "http" and not _is_loopback(address.host):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.issuperset(secret):
        raise bad_request("secret token contains unallowed characters")
    return Target(address, secret, min(max(max_connections, 1), 100), ip_address)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Webhook:
    """Pushes the queue to the target while there is one."""

    def __init__(self, updates: UpdateQueue) -> None:
        self._updates = updates
        self._changed = asyncio.Event()
        self.target: Target | None = None
        self.last_error: tuple[int, str] | None = None  # Unix time, words

    def point_at(self, target: Target | None) -> None:
        """Sets another target, or none."""
        self.target = target
        self.last_error = None
        self._changed.set()

    def info(self) -> dict[str, Any]:
        """A `WebhookInfo`."""
        result: dict[str, Any] = {
            "url": str(self.target.url) if self.target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self.last_error is not None:
            result |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        if self.target is not None:
            result["max_connections"] = self.target.max_connections
            result["ip_address"] = self.target.ip_address or "<unknown>"
        if self._updates.allowed is not None:
            result["allowed_updates"] = sorted(self._updates.allowed)
        return result

    async def run(self) -> None:
        """Delivers until cancelled. A refused update is tried again, at first at once, later every minute."""
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            failures = 0
            while True:
                self._changed.clear()
                if self.target is None:
                    await self._changed.wait()
                    continue
                await self._updates.wait_for_update()
                update = self._updates.first()
                if update is None or self.target is None:
                    continue
                if await self._deliver(session, self.target, update):
                    self._updates.confirm(update["update_id"])
                    failures = 0
                else:
                    await self._pause(min(0.1 * 2**failures, _MAX_PAUSE))
                    failures = min(failures + 1, 20)

    async def _deliver(self, session: aiohttp.ClientSession, target: Target, update: dict[str, Any]) -> bool:
        headers = {SECRET_HEADER: target.secret} if target.secret else {}
        try:
            async with session.post(target.url, json=update, headers=headers) as response:
                if response.ok:
                    return True
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = f"Connection failed: {type(error).__name__}"
        self.last_error = (int(time.time()), reason)
        _log.info("webhook: update %d was not taken: %s", update["update_id"], reason)
        return False

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return
