"""Client of the completion service (YandexGPT) over REST: the next text of a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from yandexart.answers import Answer
from yandexart.connection import Connection
from yandexart.errors import AccessDenied, ModelDenied, ModelUnknown, NotFound, Refused
from yandexart.http import Request

ACCESS_DENIED = (
    "access denied: the account needs the role ai.languageModels.user on the folder, "
    "and an API key the scope yc.ai.languageModels.execute"
)
REFUSED = "the language model refuses to write about this"


class Role(StrEnum):
    """Author of a turn in a conversation."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Role
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Completion:
    """A text of the model; `truncated` if it was stopped by the limit of tokens."""

    text: str = field(repr=False)
    truncated: bool = False


class RestCompletion:
    """`POST {url}/foundationModels/v1/completion`."""

    def __init__(self, connection: Connection[Request, Answer], url: str) -> None:
        self._connection = connection
        self._url = f"{url}/foundationModels/v1/completion"

    async def complete(
        self,
        uri: str,
        turns: Sequence[Turn],
        *,
        max_tokens: int,
        temperature: float = 0.6,
        timeout: float | None = None,
    ) -> Completion:
        """The model's next turn, of `max_tokens` at most; each is paid for, so a lost answer is not asked for again.

        Raises:
            Refused: the service's filter stopped it.
            YandexArtError: by kind.
        """
        body = {
            "modelUri": uri,
            "completionOptions": {"stream": False, "temperature": temperature, "maxTokens": str(max_tokens)},
            "messages": [{"role": turn.role, "text": turn.text} for turn in turns],
        }
        quotable = tuple(turn.text for turn in turns if turn.role is not Role.SYSTEM)
        request = Request("POST", self._url, body=body, quotable=quotable)
        try:
            return await self._connection.call(request, completion_from, timeout=timeout, idempotent=False)
        except (ModelUnknown, NotFound) as error:
            raise error.converted_to(ModelUnknown, "the service does not know the language model") from None
        except ModelDenied as error:
            raise error.converted_to(ModelDenied, "access to the language model is denied") from None
        except AccessDenied as error:
            raise error.converted_to(AccessDenied, ACCESS_DENIED) from None
        except Refused as error:
            raise error.converted_to(Refused, REFUSED) from None


def completion_from(answer: Answer) -> Completion:
    """The first alternative; the reference shows the answer bare, the service wraps it in `result`: both are read.

    Raises:
        Refused: the service's filter stopped it.
        UnexpectedAnswer: there is no alternative, or one that is neither complete nor cut off by its limit.
    """
    outer = answer.fields()
    inner = outer.get("result", outer)
    alternatives = inner.get("alternatives") if isinstance(inner, dict) else None
    first = alternatives[0] if isinstance(alternatives, list) and alternatives else None
    if not isinstance(first, dict):
        raise answer.unexpected("no alternative in the answer")
    message = first.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    match first.get("status"):
        case "ALTERNATIVE_STATUS_CONTENT_FILTER":
            raise Refused(REFUSED, request_id=answer.request_id, client_request_id=answer.client_request_id)
        case "ALTERNATIVE_STATUS_FINAL" | "ALTERNATIVE_STATUS_TRUNCATED_FINAL" as status if isinstance(text, str):
            return Completion(text, truncated=status == "ALTERNATIVE_STATUS_TRUNCATED_FINAL")
    raise answer.unexpected("no finished text in the answer")
