"""Models of a folder: what each can do, how it is configured, and the orders that it takes."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from yandexart.clock import Clock
from yandexart.completion import RestCompletion
from yandexart.config import UNSET, GenerationConfig, MaybeInt, MaybeStr, checked_id
from yandexart.deferred import ImageOperation
from yandexart.enhancement import TextModel
from yandexart.errors import BadRequest, ModelUnknown, NotFound, Refused
from yandexart.images_api import ImagesApi
from yandexart.messages import PROMPT_LIMIT, Message, Messages, as_messages, check_lengths, one_text, texts_of
from yandexart.service import AsyncImageService, ImageService, Operation


@dataclass(frozen=True, slots=True)
class Traits:
    """Capabilities of a model.

    Attributes:
        asynchronous: an order is answered by an operation, whose id can be kept and resumed.
        keeps_seed: the same seed repeats a picture.
        takes_weights: messages may be weighted.
        prompt_limit: code points for one message, or for the whole of them where they are one text; None for no limit.
        one_text: all messages are sent as one text, joined by commas.
    """

    asynchronous: bool
    keeps_seed: bool
    takes_weights: bool
    prompt_limit: int | None
    one_text: bool = False


YANDEX_ART = Traits(asynchronous=True, keeps_seed=True, takes_weights=True, prompt_limit=PROMPT_LIMIT)
ALICE_ART = Traits(asynchronous=False, keeps_seed=False, takes_weights=False, prompt_limit=PROMPT_LIMIT, one_text=True)


@dataclass(frozen=True, slots=True)
class ImageModel:
    """One model with one configuration. Frozen: `configure` makes a new one.

    Attributes:
        uri: as the service knows it, `art://<folder>/<name>/<version>`.
        traits: what it can do.
        service: takes its orders.
        operations: keeps its operations; None for a model that draws at once.
        config: how it will draw.
    """

    uri: str
    traits: Traits
    service: ImageService = field(repr=False, compare=False)
    operations: AsyncImageService | None = field(repr=False, compare=False)
    clock: Clock = field(repr=False, compare=False)
    config: GenerationConfig = field(default_factory=GenerationConfig)

    def configure(
        self,
        *,
        seed: MaybeInt = UNSET,
        width_ratio: MaybeInt = UNSET,
        height_ratio: MaybeInt = UNSET,
        mime_type: MaybeStr = UNSET,
    ) -> "ImageModel":
        """The same model with these options changed; what is not named stays, None goes back to the service's choice.

        Raises:
            TypeError, ValueError: the service, or this model, could not take an option.
        """
        now = self.config
        config = GenerationConfig(
            seed=now.seed if seed is UNSET else seed,
            width_ratio=now.width_ratio if width_ratio is UNSET else width_ratio,
            height_ratio=now.height_ratio if height_ratio is UNSET else height_ratio,
            mime_type=now.mime_type if mime_type is UNSET else mime_type,
        )
        if config.seed is not None and not self.traits.keeps_seed:
            raise ValueError("this model keeps no seed")
        return replace(self, config=config)

    async def run_deferred(self, messages: Messages, *, timeout: float = 60) -> ImageOperation:
        """Order a picture; everything is checked before it is sent. `timeout` in seconds is for the order alone.

        A model that is not asynchronous draws at once: its operation is finished and has no id.

        Raises:
            TypeError, ValueError: the service could not take the messages or the configuration.
            YandexArtError: by kind; `may_have_executed` says whether the order may stand all the same.
        """
        checked = self.check(messages)
        return ImageOperation(await self._order(checked, timeout), self.operations, self.clock)

    async def attach_deferred(self, operation_id: str, timeout: float = 60) -> ImageOperation:
        """Take up an operation again by its id, in another process or after a restart: its state is read at once.

        Raises:
            TypeError: this is no string.
            ValueError: this cannot be an id, or the model keeps no operations.
            YandexArtError: by kind; `NotFound` for one that the service does not know (any more).
        """
        if self.operations is None:
            raise ValueError("this model keeps no operations: its pictures come at once")
        operation = await self.operations.get(checked_id(operation_id), timeout=timeout)
        return ImageOperation(operation, self.operations, self.clock)

    async def probe(self, *, timeout: float = 60) -> None:
        """Find out whether the service would take orders, without one: it is sent a request that draws nothing.

        The service has to refuse that, but says first whether it accepts the credentials, the folder and the model.
        Nothing is paid for.

        Raises:
            AccountError: the service does not work for this account, and why.
            YandexArtError: it could not be found out.
        """
        with suppress(Refused, BadRequest):
            await self._order((), timeout)

    async def _order(self, messages: Sequence[Message], timeout: float) -> Operation:
        try:
            return await self.service.generate(self.uri, messages, self.config, timeout=timeout)
        except NotFound as error:  # an order names nothing else that could be missing
            raise error.converted_to(ModelUnknown, ModelUnknown.sentence) from None

    def check(self, messages: Messages) -> tuple[Message, ...]:
        """The messages in one form, if this model can take them and its own configuration.

        Raises:
            TypeError, ValueError: it cannot, and why.
        """
        checked = as_messages(messages)
        if self.traits.prompt_limit is not None:
            texts = (one_text(checked),) if self.traits.one_text else texts_of(checked)
            check_lengths(texts, self.traits.prompt_limit)
        if not self.traits.takes_weights and any(message.weight not in {None, 1} for message in checked):
            raise ValueError("this model takes no weights")
        _ = self.config.ratio  # half a ratio is refused here
        return checked


class Models:
    """The models of a folder."""

    def __init__(
        self,
        folder_id: str,
        *,
        art: AsyncImageService,
        images: ImagesApi,
        completion: RestCompletion,
        clock: Clock,
    ) -> None:
        self._folder_id = folder_id
        self._art = art
        self._images = images
        self._completion = completion
        self._clock = clock

    async def list(self, *, timeout: float = 60) -> tuple[str, ...]:
        """The addresses of the models that the service names for this folder, in its order: `art://...`, `gpt://...`.

        At most 1000 of at most 256 visible ASCII characters, each once. It costs nothing and may be repeated. What is
        listed need not draw, and a key that may not list may draw all the same.

        Raises:
            YandexArtError: by kind; `UnexpectedAnswer` for an answer without a list.
            ValueError: the time-out is not a positive number.
        """
        return await self._images.models(timeout=timeout)

    def image_generation(
        self, model_name: str = "yandex-art", *, model_version: str = "latest", prompt_limit: int | None = PROMPT_LIMIT
    ) -> ImageModel:
        """A model of the asynchronous API, by name and version, or by a whole URI (anything with `://`).

        Raises:
            ValueError: the name or the version cannot be part of a URI.
        """
        uri = self._uri("art", model_name, model_version)
        return ImageModel(uri, replace(YANDEX_ART, prompt_limit=prompt_limit), self._art, self._art, self._clock)

    def images_api(
        self,
        model_name: str = "aliceai-image-art-3.0",
        *,
        model_version: str = "",
        prompt_limit: int | None = PROMPT_LIMIT,
    ) -> ImageModel:
        """A model of the Images API, the successor; its URI has a version only if one is named.

        Raises:
            ValueError: the name or the version cannot be part of a URI.
        """
        uri = self._uri("art", model_name, model_version)
        return ImageModel(uri, replace(ALICE_ART, prompt_limit=prompt_limit), self._images, None, self._clock)

    def completions(self, model_name: str = "yandexgpt-lite", *, model_version: str = "") -> TextModel:
        """A language model, to enhance prompts with; its URI has a version only if one is named.

        Raises:
            ValueError: the name or the version cannot be part of a URI.
        """
        return TextModel(self._uri("gpt", model_name, model_version), self._completion)

    def _uri(self, scheme: str, name: str, version: str) -> str:
        for part in (name, version or "-"):
            if not part.isascii() or not part.isprintable() or " " in part or not part:
                raise ValueError("a model's name and version are visible ASCII characters without blanks")
        if "://" in name:
            return name
        return "/".join(filter(None, (f"{scheme}://{self._folder_id}", name, version)))
