"""Port to the image services, implemented over REST and over gRPC, and the record of their operations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from yandexart.config import GenerationConfig
from yandexart.error_codes import blames_request, is_refusal
from yandexart.errors import OperationFailed, Refused
from yandexart.messages import Message
from yandexart.picture import Picture


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the service last described it.

    Attributes:
        id: what to ask for it by; empty for a service that answers at once and keeps no operations.
        done: whether it has finished; then it has either an error or a picture, before that neither.
        error: `Refused` if moderation stopped it, else `OperationFailed`.
        picture: the result.
        model_version: as the service gave it; often empty.
    """

    id: str
    done: bool = False
    error: Refused | OperationFailed | None = None
    picture: Picture | None = None
    model_version: str = ""


class ImageService(Protocol):
    """A service that takes orders for pictures."""

    async def generate(
        self, uri: str, messages: Sequence[Message], config: GenerationConfig, *, timeout: float | None = None
    ) -> Operation:
        """Order a picture. The same order twice is two paid pictures.

        Raises:
            YandexArtError: by kind; `may_have_executed` says whether a picture may have been ordered all the same.
        """
        ...


class AsyncImageService(ImageService, Protocol):
    """A service that answers an order by an operation, to be asked for later (YandexART)."""

    async def get(self, operation_id: str, *, timeout: float | None = None) -> Operation:
        """The operation as it is now. Results are kept for 3 days.

        Raises:
            TypeError, ValueError: this cannot be an id.
            YandexArtError: by kind; `NotFound` also for one that is too new or too old.
        """
        ...

    async def cancel(self, operation_id: str, *, timeout: float | None = None) -> None:
        """Ask the service to cancel it; a service may not support that.

        Raises:
            TypeError, ValueError: this cannot be an id.
            YandexArtError: by kind.
        """
        ...


def operation_error(
    code: int | None, message: str, *, request_id: str, client_request_id: str
) -> Refused | OperationFailed:
    """The error of a finished operation, by the code and the message that the service gave for it."""
    kind = Refused if blames_request(code) and is_refusal(message) else OperationFailed
    return kind(code=code, message=message, request_id=request_id, client_request_id=client_request_id)
