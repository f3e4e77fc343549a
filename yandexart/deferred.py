"""An ordered picture: watching its operation, and waiting for it."""

from collections.abc import Generator
from enum import StrEnum
from typing import Any, Protocol

from yandexart.calls import checked_timeout
from yandexart.clock import Clock
from yandexart.errors import NotFound, StillRunning, YandexArtError
from yandexart.operations import Operation
from yandexart.picture import Picture
from yandexart.retries import may_repeat, poll_pause

_NOT_FOUND_TOLERATED = 3  # looks in a row: a new operation may not be known everywhere at once


class Operations(Protocol):
    """A service that tells how operations stand, whatever its wire format."""

    async def get(self, operation_id: str, *, timeout: float | None = None) -> Operation:
        """The operation as it is now. Raises YandexArtError."""
        ...

    async def cancel(self, operation_id: str, *, timeout: float | None = None) -> None:
        """Ask for its end. Raises YandexArtError."""
        ...


class Status(StrEnum):
    """How an operation stands."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class ImageOperation:
    """An ordered picture. `await operation` waits for it as `wait()` does."""

    def __init__(self, operation: Operation, operations: Operations | None, clock: Clock) -> None:
        self._operation = operation
        self._operations = operations
        self._clock = clock

    @property
    def id(self) -> str:
        """What to keep, to attach to it later; empty for a picture that came at once."""
        return self._operation.id

    @property
    def status(self) -> Status:
        """How it stood when the service was last asked."""
        if not self._operation.done:
            return Status.RUNNING
        return Status.SUCCEEDED if self._operation.picture is not None else Status.FAILED

    def __repr__(self) -> str:
        return f"ImageOperation(id={self.id!r}, {self.status})"

    def __await__(self) -> Generator[Any, None, Picture]:
        return self.wait().__await__()

    async def get_status(self, *, timeout: float = 60) -> Status:
        """How it stands now; the service is not asked again about one that has finished.

        Raises:
            YandexArtError: the service could not tell.
        """
        await self._look(timeout)
        return self.status

    async def get_result(self, *, timeout: float = 60) -> Picture:
        """The picture of a finished operation.

        Raises:
            StillRunning: it has not finished.
            Refused, OperationFailed: it has finished without one.
            YandexArtError: the service could not tell.
        """
        await self._look(timeout)
        return self._result()

    async def wait(self, poll_interval: float = 10, poll_timeout: float = 3600, *, timeout: float = 60) -> Picture:
        """The picture, once it is there.

        The first look comes after about `poll_interval` seconds, further ones less and less often, a minute apart at
        last. What passes (no connection, a service that is down, a quota) is waited through. `timeout` seconds are for
        one look.

        Raises:
            StillRunning: not within `poll_timeout` seconds, or the service wants to be left alone for longer.
            Refused, OperationFailed: it has finished without a picture.
            YandexArtError: the service says what waiting will not mend.
            ValueError: an interval or time-out is not a positive number.
        """
        interval = checked_timeout(poll_interval)
        deadline = self._clock.monotonic() + checked_timeout(poll_timeout)
        looks = unknown = 0
        retry_after: float | None = None
        while not self._operation.done:
            seconds = poll_pause(interval, looks, self._clock.random(), retry_after)
            left = deadline - self._clock.monotonic()
            if left <= 0 or left < (retry_after or 0.0):
                raise StillRunning(f"{StillRunning.sentence}: not within {poll_timeout:g} seconds")
            await self._clock.sleep(min(seconds, left))
            looks += 1
            retry_after = None
            try:
                await self._look(min(timeout, max(deadline - self._clock.monotonic(), 1.0)))
                unknown = 0
            except YandexArtError as error:
                unknown = unknown + 1 if isinstance(error, NotFound) else 0
                if not may_repeat(error, harmless=True) and not 0 < unknown < _NOT_FOUND_TOLERATED:
                    raise
                retry_after = error.retry_after
        return self._result()

    async def cancel(self, *, timeout: float = 60) -> None:
        """Ask the service to stop. A finished operation stays as it is; what is paid is the service's choice.

        Raises:
            YandexArtError: the service could not, or does not do that.
        """
        if not self._operation.done and self._operations is not None:
            await self._operations.cancel(self.id, timeout=timeout)

    async def _look(self, timeout: float) -> None:
        if not self._operation.done and self._operations is not None:
            self._operation = await self._operations.get(self.id, timeout=timeout)

    def _result(self) -> Picture:
        if self._operation.error is not None:
            raise self._operation.error
        if self._operation.picture is None:
            raise StillRunning
        return self._operation.picture
