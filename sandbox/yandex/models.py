"""Addresses of models."""

import re
from dataclasses import dataclass

from sandbox.yandex.errors import ServiceError, invalid

YANDEX_ART = "yandex-art"
ALICE_ART = "aliceai-image-art-3.0"

_URI = re.compile(
    r"art://[A-Za-z0-9_-]{1,64}/(?P<name>[A-Za-z0-9._-]{1,64})(/[A-Za-z0-9._-]{1,64})?(@[A-Za-z0-9._-]{1,64})?"
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The models that one API serves."""

    names: frozenset[str]

    def check(self, uri: str, *, retired: bool) -> None:
        """Whether the model may be used.

        Raises:
            ServiceError: 400 for an address that names no model of this API; 403 for YandexART once it is retired.
        """
        match = _URI.fullmatch(uri)
        if match is None:
            raise invalid("invalid model_uri")
        if match["name"] not in self.names:
            raise invalid("Failed to parse model URI")
        if retired and match["name"] == YANDEX_ART:
            raise ServiceError(403, f"Access to model {uri} denied")
