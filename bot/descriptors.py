"""File descriptors: the limit raised to what is allowed, and a watch that tells when they run out.

Every connection takes one. Without any, nothing can be asked or answered, and libraries say so in many words or none.
"""

import asyncio
import logging
import os
import resource
from typing import Final

from drawing.clock import Clock
from drawing.workers.loop import Wakeup

logger = logging.getLogger(__name__)

_INTERVAL: Final = 5.0  # seconds
_FEW_LEFT: Final = 0.1  # of the limit
_OPEN: Final = "/proc/self/fd"


def raise_limit() -> None:
    """Allow as many as the system lets this process have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS allows less than it says
            logger.debug("the limit of open files stays at %d", soft)


class DescriptorWatch:
    """A worker that looks now and then how many descriptors are open, and tells when few are left."""

    name = "descriptors"

    def __init__(self, clock: Clock) -> None:
        self.wakeup = Wakeup(clock)
        self._is_short = False

    def complaint(self) -> str | None:
        """What is wrong, for `/healthz`; None while enough are left."""
        return "nearly all file descriptors are in use: no connection can be made" if self._is_short else None

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self.look()
            await self.wakeup.wait(_INTERVAL)

    def look(self) -> None:
        """Count once; a change is logged."""
        is_short = _is_short()
        if is_short and not self._is_short:
            logger.error(
                "nearly all file descriptors are in use; see what holds so many connections open, or raise ulimit -n"
            )
        elif self._is_short and not is_short:
            logger.warning("file descriptors are available again")
        self._is_short = is_short


def _is_short() -> bool:
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY:
        return False
    try:
        used = len(os.listdir(_OPEN))  # noqa: PTH208 - names alone, a few thousand at most
    except FileNotFoundError:
        return False  # not Linux
    except OSError:
        return True  # looking takes one, too
    return used > limit * (1 - _FEW_LEFT)
