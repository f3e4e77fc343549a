"""Selection of the service and its models: those of the settings, or else of what the account has."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.config import CloudSettings
from drawing.records import ModelChoice
from yandexart import AccountError, Client, ImageModel, ModelDenied, ModelUnknown, TextModel, YandexArtError

Generator: TypeAlias = Literal["alice", "yandexart"]

GENERATORS: Final[tuple[Generator, ...]] = ("alice", "yandexart")
"""By preference: the first is the one that lives."""
KNOWN_MODELS: Final[dict[Generator, str]] = {"alice": "aliceai-image-art-3.0", "yandexart": "yandex-art/latest"}
KNOWN_TEXT_MODEL: Final = "yandexgpt-lite"
PROBE_TIMEOUT: Final = 15.0  # seconds for one question to the service

_FAMILIES: Final[dict[Generator, re.Pattern[str]]] = {
    "alice": re.compile(r"art://[^/]+/aliceai-image-art(-|/|$)"),
    "yandexart": re.compile(r"art://[^/]+/yandex-art(/|$)"),
}
_LITE_TEXT: Final = re.compile(r"gpt://[^/]+/[^/]*\blite\b")
_PASSING_VERSION: Final = re.compile(r"/(?:deprecated|rc)$")  # the vendor's names for what goes soon, or is on trial
_SPECIAL: Final = re.compile(r"[0-9][^/]*[a-z][^/]*$")
_GONE: Final = (ModelDenied, ModelUnknown)


class NothingAnswers(Exception):
    """No service takes orders; `error` is what the likeliest one answers."""

    def __init__(self, error: YandexArtError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Listed:
    """What the account has, as far as the service tells. Addresses, the newest first."""

    image_models: Mapping[Generator, tuple[str, ...]]
    text_models: tuple[str, ...]

    def has(self, model: str) -> bool:
        """Whether it has a model that draws, by its name or its address."""
        return any(name_of(address) == name_of(model) for one in self.image_models.values() for address in one)

    @property
    def has_images(self) -> bool:
        """Whether it has any model that draws: a list without one is no proof that the account has none."""
        return any(self.image_models.values())


def listed(addresses: Iterable[str]) -> Listed:
    """The list, sorted out."""
    known = [address for address in addresses if not _PASSING_VERSION.search(address)]
    return Listed(
        {one: _plain_first(_newest_first(filter(_FAMILIES[one].match, known))) for one in GENERATORS},
        _newest_first(filter(_LITE_TEXT.match, known)),
    )


async def list_models(client: Client) -> Listed | None:
    """What the account has; None where the list is refused or away, which is no proof of anything."""
    try:
        return listed(await client.models.list(timeout=PROBE_TIMEOUT))
    except YandexArtError:
        return None


def candidates(settings: CloudSettings, known: Listed | None) -> Iterator[ModelChoice]:
    """What the settings allow, by preference; what the list has comes before what is only known to have existed."""
    text_model = settings.enhance_model or _first(known.text_models if known else (), KNOWN_TEXT_MODEL)
    generators = _generators(settings)
    if settings.model:
        is_listed = known is not None and known.has(settings.model)
        yield ModelChoice(generators[0], settings.model, text_model, is_listed=is_listed)
        return
    for one in generators:
        for model in known.image_models[one] if known is not None else ():
            yield ModelChoice(one, model, text_model, is_listed=True)
    for one in generators:
        if known is None or not known.image_models[one]:
            yield ModelChoice(one, KNOWN_MODELS[one], text_model)


async def choose(settings: CloudSettings, client: Client) -> ModelChoice:
    """What draws, chosen anew. Costs nothing. Raises `NothingAnswers`."""
    return await first_that_answers(client, list(candidates(settings, await list_models(client))))


async def first_that_answers(client: Client, found: Sequence[ModelChoice]) -> ModelChoice:
    """The first that the settings name, the list has, or that takes an order which cannot be carried out.

    Raises `NothingAnswers`.
    """
    if found[0].is_listed or len(found) == 1:
        return found[0]
    first_error: YandexArtError | None = None
    for one in found:
        try:
            await image_model(one, client).probe(timeout=PROBE_TIMEOUT)
        except YandexArtError as error:
            first_error = first_error or error
        else:
            return one
    assert first_error is not None  # noqa: S101 - nobody returned, and there was somebody to ask
    raise NothingAnswers(first_error)


async def is_gone(choice: ModelChoice, client: Client) -> bool:
    """Whether the service refuses the model itself; any other trouble says nothing about it."""
    try:
        await image_model(choice, client).probe(timeout=PROBE_TIMEOUT)
    except YandexArtError as error:
        return isinstance(error, _GONE)
    return False


def image_model(choice: ModelChoice, client: Client) -> ImageModel:
    """The client library's model."""
    if choice.generator == "alice":
        return client.models.images_api(choice.model)
    name, version = _parts(choice.model)
    return client.models.image_generation(name, model_version=version or "latest")


def text_model(choice: ModelChoice, client: Client) -> TextModel:
    """The client library's model that enhances prompts."""
    name, version = _parts(choice.text_model)
    return client.models.completions(name, model_version=version)


def is_account_error(error: YandexArtError) -> bool:
    """Whether the owner alone can mend it."""
    return isinstance(error, AccountError)


def name_of(model: str) -> str:
    """A model's name as it can stand in `MODEL`: without its folder, and without the version that is meant anyway."""
    name = model.partition("://")[2].partition("/")[2] if "://" in model else model
    return name.removesuffix("/latest")


def _parts(model: str) -> tuple[str, str]:
    """Name and version; a whole address is a name."""
    if "://" in model:
        return model, ""
    name, _, version = model.partition("/")
    return name, version


def _generators(settings: CloudSettings) -> tuple[Generator, ...]:
    if settings.generator != "auto":
        return (settings.generator,)
    if settings.model:
        return ("yandexart",) if name_of(settings.model).startswith("yandex-art") else ("alice",)
    return GENERATORS


def _newest_first(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(addresses), key=_version, reverse=True))


def _version(address: str) -> tuple[int, ...]:
    """The numbers in a model's name: 3.10 is newer than 3.9, and a name without numbers is older than any."""
    return tuple(int(number[:9]) for number in re.findall(r"[0-9]+", name_of(address)))


def _plain_first(addresses: Sequence[str]) -> tuple[str, ...]:
    """Names that end in their number before those that say more: a trial, or a model for something special."""
    return tuple(sorted(addresses, key=lambda address: _SPECIAL.search(name_of(address)) is not None))


def _first(addresses: Sequence[str], otherwise: str) -> str:
    return addresses[0] if addresses else otherwise
