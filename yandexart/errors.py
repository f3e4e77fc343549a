"""Error classes of the library, as one tree.

The text of an exception is a fixed sentence with codes and request ids: it holds neither the prompt nor a secret, so it
may be logged. What the service said is in `message`: texts of an order that it quotes whole are left out of that, but
it may quote a part of one, so it is for people, not for logs.
"""

from typing import TypeVar

_E = TypeVar("_E", bound="YandexArtError")


class YandexArtError(Exception):
    """Any error of the services; the root of the tree.

    Attributes:
        status: the HTTP status, where there was one.
        code: the service's own code, a value of google.rpc.Code, where it gave one.
        message: the service's own words, at most 500 characters; may be empty. `…` stands for texts of the order.
        retry_after: seconds to wait before another try, 0 to 3600; None if the service did not say.
        request_id: the service's `x-request-id` (or `x-server-trace-id`), for its support.
        client_request_id: the `x-client-request-id` that we sent, for the same.
    """

    sentence = "the image service could not be used"
    may_have_executed = False
    """Whether a request that costs money (a submission) may have been carried out in spite of the error."""

    def __init__(
        self,
        reason: str = "",
        *,
        status: int | None = None,
        code: int | None = None,
        message: str = "",
        retry_after: float | None = None,
        request_id: str = "",
        client_request_id: str = "",
    ) -> None:
        super().__init__(reason or self.sentence)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after
        self.request_id = request_id
        self.client_request_id = client_request_id

    def converted_to(self, kind: type[_E], reason: str) -> _E:
        """An error of another kind with the same status, code, message and ids; its text is `reason`."""
        other = kind(reason)
        vars(other).update(vars(self))
        return other

    @property
    def facts(self) -> str:
        """Status, code and request ids, as far as they are known, for a log or the vendor's support."""
        known = {
            "HTTP": self.status,
            "code": self.code,
            "request": self.request_id,
            "client request": self.client_request_id,
        }
        return ", ".join(f"{name} {value}" for name, value in known.items() if value not in {None, ""})

    def __str__(self) -> str:
        return f"{self.args[0]} ({self.facts})" if self.facts else str(self.args[0])


class BadRequest(YandexArtError):
    """The service cannot take the request as it is: a bad URI, a bad value, a prompt too long. Never worth a retry."""

    sentence = "the service did not accept the request"


class Refused(YandexArtError):
    """Moderation: the service will not draw this. Never worth a retry."""

    sentence = "the service refuses to draw this"


class AccountError(YandexArtError):
    """The service does not work for this account: key, role, folder, billing or model. It concerns every order alike.

    Never worth a retry; somebody has to set the account right first.
    """

    sentence = "the service does not work for this account"


class BadCredentials(AccountError):
    """The key or token is not valid (401, code 16)."""

    sentence = "the service does not accept the key or token"


class AccessDenied(AccountError):
    """The key or token is valid but may not do this (403, code 7)."""

    sentence = (
        "access denied: the account needs the role ai.imageGeneration.user on the folder, "
        "and an API key the scope yc.ai.imageGeneration.execute"
    )


class ModelDenied(AccessDenied):
    """The service denies access to the model itself.

    Since September 2026 public projects report this for `yandex-art/latest`, and take the model to be retired.
    """

    sentence = (
        "access to the model is denied: the account may not use it, or it is retired, as yandex-art is reported to be "
        "since September 2026; its successor is aliceai-image-art-3.0 of the Images API"
    )


class ModelUnknown(AccountError):
    """The service does not know the model (any more), or cannot read its URI; also a 404 in answer to an order."""

    sentence = "the service does not know the model, or has another address"


class WrongFolder(AccountError):
    """The folder is not the account's own, or there is no such folder, or none was named."""

    sentence = "the folder is not that of the account, or there is none of this id"


class BillingProblem(AccountError):
    """The service wants to be paid (402, or words of billing): no billing account, or no money on it."""

    sentence = "the service wants to be paid: the billing account is missing, not active or empty"


class AccountInactive(AccountError):
    """Account, cloud, folder or service is switched off, blocked or deleted (words of it, or code 9 for an order)."""

    sentence = "the account, its cloud or folder, or the service for it is not active"


class NotFound(YandexArtError):
    """There is no such operation (or address): 404, code 5. Results are kept for 3 days."""

    sentence = "the service does not know this"


class QuotaExceeded(YandexArtError):
    """Too many requests (429, code 8): surely not executed. `retry_after` says when to come again, where known."""

    sentence = "the quota of the service is used up"


class ServiceDown(YandexArtError):
    """The service failed (5xx, codes 13, 14, 4 and their like); it may be well again later."""

    sentence = "the service is not working at the moment"
    may_have_executed = True


class NotConnected(YandexArtError):
    """No connection, so the request was surely not executed."""

    sentence = "no connection to the service"


class NoToken(NotConnected):
    """No token could be had for the moment, so the request itself was never sent."""

    sentence = "no token could be obtained from the token service"


class OutcomeUnknown(YandexArtError):
    """The request was sent and no whole answer came back: it may have been executed."""

    sentence = "the connection was lost before the answer was complete"
    may_have_executed = True


class UnexpectedAnswer(YandexArtError):
    """What came back is not an answer of this service (HTML, broken JSON, no id, no picture)."""

    sentence = "the answer is not one of this service"
    may_have_executed = True


class UnusableResult(UnexpectedAnswer):
    """The service has finished, and its result is neither an error nor a picture: there is nothing to wait for."""

    sentence = "the service has finished without a usable picture, which is paid for"


class AnswerTooLarge(YandexArtError):
    """The answer went over the limit and was not read further."""

    sentence = "the answer is larger than allowed"
    may_have_executed = True


class OperationFailed(YandexArtError):
    """The operation has finished with an error: `code` and `message` are the service's. It will not recover."""

    sentence = "the operation has failed"


class StillRunning(YandexArtError):
    """The operation has not finished yet. Nothing is lost: ask again, now or after a restart."""

    sentence = "the operation has not finished yet"
