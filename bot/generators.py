"""Between the port `ImageGenerator` and the client library: the one place that knows both."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import yandexart
from bot.config import CloudSettings
from bot.diagnosis import diagnosis, with_facts
from drawing.lifecycle import Reason
from drawing.payload import payload
from drawing.ports import generator as port
from drawing.ports.generator import EnhancementFailed
from drawing.prompt import Prompt
from drawing.records import Advice, Failed, ModelChoice, Pending, Picture, Started, Traits
from yandexart import ImageModel, Status, TextModel

T = TypeVar("T")

_TIMEOUT = 60.0  # seconds for one order

_ABOUT_MODEL = (yandexart.ModelDenied, yandexart.ModelUnknown)


class ModelsInUse(Protocol):
    """Which model draws just now."""

    @property
    def choice(self) -> ModelChoice | None:
        """None while nobody knows yet."""
        ...

    @property
    def image_model(self) -> ImageModel:
        """The model of that choice; the likeliest one while there is none."""
        ...

    async def replace(self, refused: ModelChoice) -> Advice | None:
        """The service does not take orders for this model; None where another draws now, else what the owner can do."""
        ...


class Generator:
    """Implements `drawing.ports.generator.ImageGenerator` over the models of the client library."""

    def __init__(self, models: ModelsInUse, attached: ImageModel, settings: CloudSettings) -> None:
        """`attached` is a model of the asynchronous service: it knows the operations that are running already, also
        after new drawings have gone over to a model that has none."""
        self._models = models
        self._attached = attached
        self._settings = settings

    @property
    def is_ready(self) -> bool:
        return self._models.choice is not None

    @property
    def traits(self) -> Traits:
        return traits_of(self._models.image_model, self._settings)

    async def submit(self, prompt: Prompt) -> Started | Picture:
        choice, model = self._models.choice, self._models.image_model
        try:
            model = configured(model, prompt)
        except (TypeError, ValueError):
            raise port.Rejected(Reason.INVALID) from None
        try:
            messages = messages_for(prompt, traits_of(model, self._settings))
            model.check(messages)
        except ValueError:  # it was accepted for another model, which took more
            raise port.Rejected(Reason.TOO_LONG) from None
        try:
            operation = await self._translated(model.run_deferred(messages, timeout=_TIMEOUT), is_submission=True)
        except _ABOUT_MODEL as error:
            raise await self._model_refused(choice, error) from None
        if model.traits.asynchronous:
            return Started(operation.id)
        return _picture(await operation.get_result())

    async def fetch(self, operation_id: str) -> Pending | Picture | Failed:
        operation = await self._translated(self._attached.attach_deferred(operation_id), is_submission=False)
        if operation.status is Status.RUNNING:  # attaching has asked for it
            return Pending()
        try:
            return _picture(await operation.get_result())
        except yandexart.Refused:
            return Failed(Reason.REFUSED)
        except yandexart.OperationFailed:
            return Failed(Reason.GENERATION_FAILED)

    async def _model_refused(self, choice: ModelChoice | None, error: yandexart.AccountError) -> port.GenerationError:
        """Another model may have taken its place by now; otherwise the owner hears what there is instead."""
        advice = None if choice is None else await self._models.replace(choice)
        if advice is None:
            return port.ModelReplaced()
        return port.Denied(with_facts(advice, error))

    async def _translated(self, call: Awaitable[T], *, is_submission: bool) -> T:
        """Await a call of the library; its errors become those of the port."""
        try:
            return await call
        except yandexart.YandexArtError as error:
            if is_submission and isinstance(error, _ABOUT_MODEL):
                raise
            about = _submission_error(error) if is_submission else _fetch_error(error)
            # A refusal's words may quote the prompt, and the traceback of its cause would show them.
            cause = None if isinstance(about, port.Rejected) else error
            raise about or self._either_error(error) from cause

    def _either_error(self, error: yandexart.YandexArtError) -> port.GenerationError:
        """What means the same of an order and of a question."""
        match error:
            case yandexart.AccountError():
                return port.Denied(diagnosis(error, self._settings))
            case yandexart.QuotaExceeded():
                return port.Busy(error.retry_after)
            case yandexart.ServiceDown():
                return port.Down(error.retry_after)
            case yandexart.NotConnected():
                return port.Unreachable()
            case yandexart.UnusableResult():
                return port.BadResult()
            case _:
                return port.OutcomeUnknown()


def _submission_error(error: yandexart.YandexArtError) -> port.GenerationError | None:
    match error:
        case yandexart.Refused():
            return port.Rejected(Reason.REFUSED, error.message)
        case yandexart.BadRequest():
            return port.Rejected(Reason.INVALID, error.message)
        case _:
            return None


def _fetch_error(error: yandexart.YandexArtError) -> port.GenerationError | None:
    match error:
        case yandexart.Refused() | yandexart.BadRequest() | yandexart.NotFound():
            return port.OperationMissing()  # whatever the service has against its own id, it does not show it
        case yandexart.AnswerTooLarge():
            return port.BadResult()
        case _:
            return None


class Enhancer:
    """Implements `drawing.enhancement.PromptEnhancer` over a language model of the client library."""

    def __init__(self, model: Callable[[], TextModel]) -> None:
        """`model` gives the language model in use, which may change at any time."""
        self._model = model

    async def enhance(self, text: str, limit: int) -> str:
        try:
            return await self._model().enhance_prompt(text, limit=limit)
        except (yandexart.YandexArtError, TypeError, ValueError) as error:
            raise EnhancementFailed(type(error).__name__) from error


def traits_of(model: ImageModel, settings: CloudSettings) -> Traits:
    """What a model can do, as the settings want it used."""
    can = model.traits
    return Traits(
        keeps_seed=can.keeps_seed,
        takes_weights=can.takes_weights,
        negatives_in_words=settings.negatives == "words",
        prompt_limit=can.prompt_limit,
        name="yandexart" if can.asynchronous else "alice",
    )


def configured(model: ImageModel, prompt: Prompt) -> ImageModel:
    """The model as this request of one picture wants it: its shape, and its seed where the model keeps one.

    Here alone, so that `python -m bot draw` orders the very picture that the bot would. A seed has to be chosen by now:
    left out, the service would take one and not tell which, and the caption's seed would draw another picture.

    Raises:
        TypeError, ValueError: the seed is not chosen, or the model could not take an option.
    """
    if prompt.aspect_ratio is not None:
        width, height = prompt.aspect_ratio
        model = model.configure(width_ratio=width, height_ratio=height)
    if not model.traits.keeps_seed:
        return model
    if not isinstance(prompt.seed, int):
        raise TypeError("a prompt is drawn with a chosen seed")
    return model.configure(seed=prompt.seed)


def messages_for(prompt: Prompt, traits: Traits) -> list[yandexart.Message]:
    """What the service is sent; without weights where the model knows none."""
    return [
        yandexart.Message(message.text, float(message.weight) if traits.takes_weights else None)
        for message in payload(prompt, traits)
    ]


def _picture(picture: yandexart.Picture) -> Picture:
    return Picture(picture.data, picture.mime_type, picture.width, picture.height)
