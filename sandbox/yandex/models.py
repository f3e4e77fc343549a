"""Addresses of models, and the catalogue of those that an API serves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.yandex.errors import ServiceError, invalid

YANDEX_ART = "yandex-art"
ALICE_ART = "aliceai-image-art"
YANDEX_GPT = "yandexgpt"

UNKNOWN = "Failed to parse model URI"

_WORD = r"[A-Za-z0-9._-]{1,64}"
_MODEL = rf"(?P<name>{_WORD})(/{_WORD})?(@{_WORD})?"
_FOLDER = r"[A-Za-z0-9_-]{1,64}"
_URI = re.compile(rf"(?P<scheme>art|gpt)://{_FOLDER}/(?P<model>{_MODEL})")


def is_model(text: str) -> bool:
    """Whether this can stand behind the folder in an address: `yandex-art/latest`, `aliceai-image-art-3.0`."""
    return re.fullmatch(_MODEL, text) is not None


def is_folder(text: str) -> bool:
    """Whether this can be the id of a folder."""
    return re.fullmatch(_FOLDER, text) is not None


def is_yandex_art(model: str) -> bool:
    """Whether a model is of the family YandexART."""
    return model.startswith(YANDEX_ART)


def address(model: str, folder: str) -> str:
    """The URI of a model in a folder."""
    return f"{_scheme(model)}://{folder}/{model}"


def _scheme(model: str) -> str:
    return "art" if model.startswith((YANDEX_ART, ALICE_ART)) else "gpt"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The models that one API serves."""

    scheme: str
    families: tuple[str, ...]  # prefixes of the names that it knows, listed or not
    others: bool = False  # whether it also serves what is listed under its scheme and of no such family
    aliases: frozenset[str] = frozenset()  # names that it knows, listed or not
    unreadable: str = "invalid model_uri"  # its words for what is no address

    def check(self, uri: str, listed: Iterable[str]) -> None:
        """Checks that the model may be used. A listed one may be named with another version, or with none.

        Raises:
            ServiceError: 400 for an address that names no model of this API; 403 for a model of its families that is
                not `listed`.
        """
        match = _URI.fullmatch(uri)
        if match is None or match["scheme"] != self.scheme:
            raise invalid(self.unreadable)
        if match["model"] in self.aliases:
            return
        is_listed = any(_scheme(model) == self.scheme and _name(model) == match["name"] for model in listed)
        if match["name"].startswith(self.families):
            if not is_listed:
                raise ServiceError(403, f"Access to model {uri} denied")
        elif not (self.others and is_listed):
            raise invalid(UNKNOWN)


def _name(model: str) -> str:
    """A model without its version and the name of its tuning."""
    return re.split("[/@]", model, maxsplit=1)[0]
