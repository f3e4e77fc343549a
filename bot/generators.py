"""Between the port `ImageGenerator` and the client library: the one place that knows both."""

import re
from collections.abc import Awaitable
from dataclasses import replace
from typing import Literal, TypeAlias, TypeVar

import yandexart
from drawing import generation
from drawing.extension import ExtensionFailed
from drawing.generation import Failed, Pending, Picture, Started, Traits
from drawing.lifecycle import Reason
from drawing.prompt import Message, Request
from yandexart import ImageModel, Status

T = TypeVar("T")
Negatives: TypeAlias = Literal["weights", "words"]

# What is wrong with a finished operation. Any other odd answer says nothing about it: a proxy's page, half an answer.
_UNUSABLE = (yandexart.UnusableResult, yandexart.AnswerTooLarge)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


class Generator:
    """Implements `drawing.generation.ImageGenerator` over a model of the client library."""

    def __init__(
        self,
        model: ImageModel,
        attached: ImageModel,
        negatives: Negatives,
        submit_timeout: float = 60,
    ) -> None:
        """`attached` is the model of the asynchronous service: it knows the operations that are running already, also
        after the owner has turned to a model that has none."""
        self._model = model
        self._attached = attached
        self._negatives = negatives
        self._timeout = submit_timeout

    @property
    def traits(self) -> Traits:
        return Traits(keeps_seed=self._model.traits.keeps_seed, takes_weights=self._model.traits.takes_weights)

    async def submit(self, request: Request) -> Started | Picture:
        model = configured(self._model, request)
        messages = messages_for(request, model.traits, self._negatives)
        try:
            operation = await _translated(model.run_deferred(messages, timeout=self._timeout), is_submission=True)
        except (TypeError, ValueError):
            raise generation.Rejected(Reason.INVALID) from None
        if model.traits.asynchronous:
            return Started(operation.id)
        return _picture(await operation.get_result())

    async def fetch(self, operation_id: str) -> Pending | Picture | Failed:
        operation = await _translated(self._attached.attach_deferred(operation_id), is_submission=False)
        if operation.status is Status.RUNNING:  # attaching has asked for it
            return Pending()
        try:
            return _picture(await operation.get_result())
        except yandexart.Refused:
            return Failed(Reason.REFUSED)
        except yandexart.OperationFailed:
            return Failed(Reason.GENERATION_FAILED)


class Extender:
    """Implements `drawing.extension.PromptExtender` over a language model of the client library."""

    def __init__(self, model: yandexart.TextModel) -> None:
        self._model = model

    async def extend(self, text: str, limit: int) -> str:
        try:
            return await self._model.extend_prompt(text, limit=limit)
        except (yandexart.YandexArtError, TypeError, ValueError) as error:
            raise ExtensionFailed(type(error).__name__) from error


def configured(model: ImageModel, request: Request) -> ImageModel:
    """The model as this request of one picture wants it: its shape, and its seed where the model keeps one.

    Here alone, so that `python -m bot draw` orders the very picture that the bot would. A seed has to be chosen by now:
    left out, the service would take one and not tell which, and the caption's seed would draw another picture.

    Raises:
        TypeError, ValueError: the seed is not chosen, or the model could not take an option.
    """
    if request.aspect_ratio is not None:
        width, height = request.aspect_ratio
        model = model.configure(width_ratio=width, height_ratio=height)
    if not model.traits.keeps_seed:
        return model
    if not isinstance(request.seed, int):
        raise TypeError("a request is drawn with a chosen seed")
    return model.configure(seed=request.seed)


def messages_for(request: Request, model: yandexart.Traits, negatives: Negatives) -> list[yandexart.Message]:
    """What the service is sent: weighted messages, or words alone for a model that knows no weights.

    Where negatives are words, they become a clause of the last positive text: `a red cat, without hat, dog`. If that
    is longer than the model takes, they stay messages: the prompt was counted without the clause when it was accepted.
    """
    if not model.takes_weights:
        return [yandexart.Message(message.text) for message in _in_words(request)]
    chosen = request.messages
    if negatives == "words":
        in_words = _in_words(request)
        length = sum(len(message.text) for message in in_words)
        chosen = in_words if model.prompt_limit is None or length <= model.prompt_limit else chosen
    return [yandexart.Message(message.text, float(message.weight)) for message in chosen]


def _in_words(request: Request) -> tuple[Message, ...]:
    """The positive messages, with what should not be in the picture as words of the last one."""
    if not request.negative:
        return request.positive
    terms = ", ".join(message.text for message in request.negative)
    without = "без" if _CYRILLIC.search(terms) else "without"
    *others, last = request.positive
    return (*others, replace(last, text=f"{last.text}, {without} {terms}"))


def _picture(picture: yandexart.Picture) -> Picture:
    return Picture(picture.data, picture.mime_type, picture.width, picture.height)


async def _translated(call: Awaitable[T], *, is_submission: bool) -> T:
    """Await a call of the library; its errors become those of the port."""
    try:
        return await call
    except (yandexart.Refused, yandexart.BadRequest) as error:
        if not is_submission:  # whatever the service has against its own id, it does not show the operation
            raise generation.OperationMissing from error
        refused = isinstance(error, yandexart.Refused)
        raise generation.Rejected(Reason.REFUSED if refused else Reason.INVALID) from None
    except yandexart.NotFound as error:
        if is_submission:
            raise generation.Denied(str(error)) from error
        raise generation.OperationMissing from error
    except (yandexart.BadCredentials, yandexart.AccessDenied) as error:
        raise generation.Denied(str(error)) from error
    except yandexart.QuotaExceeded as error:
        raise generation.Busy(error.retry_after) from error
    except yandexart.ServiceDown as error:
        raise generation.Down(error.retry_after) from error
    except yandexart.NotConnected as error:
        raise generation.Unreachable from error
    except (yandexart.UnexpectedAnswer, yandexart.AnswerTooLarge) as error:
        if is_submission or not isinstance(error, _UNUSABLE):
            raise generation.OutcomeUnknown from error
        raise generation.BadResult from error
    except yandexart.YandexArtError as error:
        raise generation.OutcomeUnknown from error
