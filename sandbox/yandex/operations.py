"""Long-running operations: `GET /operations/{id}` and `GET /operations/{id}:cancel`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from aiohttp import web

from sandbox.yandex.cloud import Cloud
from sandbox.yandex.errors import ServiceError
from sandbox.yandex.gallery import PictureSpec
from sandbox.yandex.moderation import LATE_REFUSAL
from sandbox.yandex.results import response_of

RETENTION = 3 * 24 * 3600.0  # seconds that a result is kept
_LIMIT = 20_000  # operations remembered at most: the oldest go first

_ID_LETTERS = "0123456789abcdefghijklmnopqrstuv"


class Failure(NamedTuple):
    """Why an operation ends without a picture: a code of google.rpc.Code, and words."""

    code: int
    message: str


_REFUSED_LATE = Failure(3, LATE_REFUSAL)
_CANCELLED = Failure(1, "The operation was cancelled")


@dataclass(frozen=True, slots=True)
class Operation:
    """A drawing in the making; the times are seconds of the cloud's clock."""

    id: str
    spec: PictureSpec
    fails_at: float  # from then on it has an error; infinite for one that ends well
    done_at: float
    failure: Failure = _REFUSED_LATE

    def to_json(self, *, done: bool = False, **outcome: Mapping[str, object]) -> dict[str, object]:
        """The resource as the service prints it; `outcome` is `response` or `error`."""
        return {
            "id": self.id,
            "description": "",
            "createdAt": None,
            "createdBy": "",
            "modifiedAt": None,
            "done": done,
            "metadata": None,
            **outcome,
        }


@dataclass(frozen=True, slots=True)
class OperationState:
    """The state of an operation; an error can show before it is done, while the service is rolling back."""

    operation: Operation
    done: bool
    failure: Failure | None = None
    picture: bytes | None = None


class Operations:
    """The operations of the last days. Time alone finishes them: nothing runs in the background."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._operations: dict[str, Operation] = {}

    def start(self, spec: PictureSpec, *, refused_late: bool) -> Operation:
        """A new operation, each time: the service knows no idempotency keys."""
        now, duration = self._cloud.clock(), self._cloud.duration()
        # An operation that fails shows its error while it is still rolling back, before it is done.
        fails_at = now + duration * 0.75 if refused_late else float("inf")
        operation_id = "fbv" + "".join(self._cloud.random.choices(_ID_LETTERS, k=17))
        operation = Operation(operation_id, spec, fails_at=fails_at, done_at=now + duration)
        self._operations[operation.id] = operation
        if len(self._operations) > _LIMIT:
            del self._operations[next(iter(self._operations))]
        return operation

    async def get(self, request: web.Request) -> web.Response:
        """The answer to a poll over REST."""
        state = await self.state(request.match_info["id"])
        outcome: dict[str, Mapping[str, object]] = {}
        if state.failure is not None:
            outcome["error"] = {**state.failure._asdict(), "details": []}
        elif state.picture is not None:
            response = response_of(self._cloud.settings.result, state.picture)
            outcome |= {} if response is None else {"response": response}
        return web.json_response(state.operation.to_json(done=state.done, **outcome))

    async def get_cancelled(self, request: web.Request) -> web.Response:
        """The vendor's reference has GET for this too."""
        self.cancel(request.match_info["id"])
        return await self.get(request)

    async def state(self, operation_id: str) -> OperationState:
        """The state of the operation now; it is drawn when it is first seen to be done.

        Raises:
            ServiceError: 404, there is none (any more).
        """
        now = self._cloud.clock()
        operation = self._find(operation_id, now)
        done = now >= operation.done_at
        if now >= operation.fails_at:
            return OperationState(operation, done, operation.failure)
        if not done:
            return OperationState(operation, done)
        return OperationState(operation, done, picture=await self._cloud.gallery.picture(operation.id, operation.spec))

    def cancel(self, operation_id: str) -> None:
        """Ends the operation now; one that is done stays as it is.

        Raises:
            ServiceError: 404, there is none (any more).
        """
        now = self._cloud.clock()
        operation = self._find(operation_id, now)
        if now < operation.done_at:
            self._operations[operation_id] = replace(operation, fails_at=now, done_at=now, failure=_CANCELLED)

    def _find(self, operation_id: str, now: float) -> Operation:
        operation = self._operations.get(operation_id)
        if operation is not None and now < operation.done_at + RETENTION:
            return operation
        self._operations.pop(operation_id, None)
        raise ServiceError(404, f"Operation {operation_id[:64]} not found")
