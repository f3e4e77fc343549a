"""Handle of an ordered picture: polls its operation and waits for the result."""

from collections.abc import Generator
from enum import StrEnum
from typing import Any

from yandexart.clock import Clock
from yandexart.config import checked_timeout
from yandexart.errors import NotFound, StillRunning, YandexArtError
from yandexart.picture import Picture
from yandexart.retries import may_retry, poll_backoff
from yandexart.service import AsyncImageService, Operation

_MAX_NOT_FOUND = 3  # polls in a row: a new operation may not be known everywhere at once


class Status(StrEnum):
    """State of an operation."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class ImageOperation:
    """An ordered picture. `await operation` waits for it as `wait()` does."""

    def __init__(self, operation: Operation, service: AsyncImageService | None, clock: Clock) -> None:
        self._operation = operation
        self._service = service
        self._clock = clock

    @property
    def id(self) -> str:
        """The id of the operation, to attach to it later; empty for a picture that came at once."""
        return self._operation.id

    @property
    def status(self) -> Status:
        """The state as the service last told it; nothing is sent."""
        if not self._operation.done:
            return Status.RUNNING
        return Status.SUCCEEDED if self._operation.picture is not None else Status.FAILED

    def __repr__(self) -> str:
        return f"ImageOperation(id={self.id!r}, {self.status})"

    def __await__(self) -> Generator[Any, None, Picture]:
        return self.wait().__await__()

    async def get_status(self, *, timeout: float = 60) -> Status:
        """The state now; the service is not asked again about an operation that has finished.

        Raises:
            YandexArtError: the service could not tell.
        """
        await self._poll(timeout)
        return self.status

    async def get_result(self, *, timeout: float = 60) -> Picture:
        """The picture of a finished operation.

        Raises:
            StillRunning: it has not finished.
            Refused, OperationFailed: it has finished without one.
            YandexArtError: the service could not tell.
        """
        await self._poll(timeout)
        return self._result()

    async def wait(self, poll_interval: float = 10, poll_timeout: float = 3600, *, timeout: float = 60) -> Picture:
        """The picture, once it is there.

        The first poll comes after about `poll_interval` seconds, further ones less and less often, a minute apart at
        last. Transient errors (no connection, a service that is down, a quota) are waited through. `timeout` seconds
        are for one poll.

        Raises:
            StillRunning: not within `poll_timeout` seconds, or the service asks to wait for longer.
            Refused, OperationFailed: it has finished without a picture.
            YandexArtError: an error that waiting will not resolve.
            ValueError: an interval or time-out is not a positive number.
        """
        interval = checked_timeout(poll_interval)
        deadline = self._clock.monotonic() + checked_timeout(poll_timeout)
        polls = not_found = 0
        retry_after: float | None = None
        while not self._operation.done:
            seconds = poll_backoff(interval, polls, self._clock.random(), retry_after)
            left = deadline - self._clock.monotonic()
            if left <= 0 or left < (retry_after or 0.0):
                raise StillRunning(f"{StillRunning.sentence}: not within {poll_timeout:g} seconds")
            await self._clock.sleep(min(seconds, left))
            polls += 1
            retry_after = None
            try:
                await self._poll(min(timeout, max(deadline - self._clock.monotonic(), 1.0)))
                not_found = 0
            except YandexArtError as error:
                not_found = not_found + 1 if isinstance(error, NotFound) else 0
                if not may_retry(error, idempotent=True) and not 0 < not_found < _MAX_NOT_FOUND:
                    raise
                retry_after = error.retry_after
        return self._result()

    async def cancel(self, *, timeout: float = 60) -> None:
        """Ask the service to cancel it. A finished operation stays as it is; what is paid is the service's choice.

        Raises:
            YandexArtError: the service could not, or does not do that.
        """
        if not self._operation.done and self._service is not None:
            await self._service.cancel(self.id, timeout=timeout)

    async def _poll(self, timeout: float) -> None:
        if not self._operation.done and self._service is not None:
            self._operation = await self._service.get(self.id, timeout=timeout)

    def _result(self) -> Picture:
        if self._operation.error is not None:
            raise self._operation.error
        if self._operation.picture is None:
            raise StillRunning
        return self._operation.picture
