"""Settings of the services, which the owner may change while they run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any

from sandbox.yandex.models import is_model, is_yandex_art


class Result(StrEnum):
    """The content of a finished drawing, in both APIs."""

    PICTURE = "picture"
    NOTHING = "nothing"  # done, with neither a response nor an error; without a picture where the API answers at once
    BAD_BASE64 = "bad-base64"
    NOT_JPEG = "not-jpeg"
    HEAVY = "heavy"  # a JPEG of more than 10 MB
    BROAD = "broad"  # a JPEG beyond 20:1, with more than 10,000 pixels in width and height together
    PNG = "png"
    WEBP = "webp"
    LINES = "lines"  # base64 in lines of 76 characters
    DATA_URL = "data-url"  # base64 behind `data:image/jpeg;base64,`
    LINK = "link"  # an address in the place of the picture; the asynchronous API has no field for one: nothing


@dataclass(frozen=True, slots=True)
class Settings:
    """The behaviour of the services; the faults are kept beside it."""

    duration: tuple[float, float] = (3.0, 8.0)  # seconds that a drawing takes, at least and at most
    never: float = 0.0  # the share of drawings that never finish, 0 to 1
    # What stands behind the folder in the addresses of the models that there are. Versions count for the list only:
    # a model may be asked for with another one, or with none.
    models: tuple[str, ...] = (
        "yandex-art/latest",
        "aliceai-image-art-3.0",
        "yandexgpt-lite/latest",
        "yandexgpt/latest",
    )
    retired: bool = False  # whether there is no yandex-art, whatever `models` says
    keys: tuple[str, ...] = ()  # the API keys and tokens that are accepted; empty: any
    result: Result = Result.PICTURE
    token_lifetime: float = 43_200.0  # seconds that the tokens given out are good for
    service_accounts: Mapping[str, str] = field(default_factory=dict)  # key id -> public key in PEM; empty: any
    chatter: bool = False  # whether the language model talks around the prompt that it was asked for
    unwrapped: bool = False  # whether a completion comes without `result` around it, as the reference shows it

    @property
    def listed(self) -> tuple[str, ...]:
        """The models that there are."""
        return tuple(model for model in self.models if not (self.retired and is_yandex_art(model)))

    def to_json(self) -> dict[str, object]:
        """The settings as a JSON object."""
        return {
            "duration": list(self.duration),
            "never": self.never,
            "models": list(self.models),
            "retired": self.retired,
            "keys": list(self.keys),
            "result": self.result.value,
            "token_lifetime": self.token_lifetime,
            "service_accounts": dict(self.service_accounts),
            "chatter": self.chatter,
            "unwrapped": self.unwrapped,
        }

    def changed(self, values: Mapping[str, object]) -> "Settings":
        """These settings with what `values` names changed.

        Raises:
            ValueError: an unknown name or an unusable value.
        """
        unknown = values.keys() - _PARSERS.keys()
        if unknown:
            raise ValueError(f"unknown setting: {min(unknown)}")
        return replace(self, **{name: _PARSERS[name](value) for name, value in values.items()})


def _number(value: object, *, name: str, at_most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= at_most:
        raise ValueError(f"{name}: a number from 0 to {at_most:g} is expected")
    return float(value)


def _duration(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("duration: [min, max] in seconds is expected")
    minimum, maximum = (_number(bound, name="duration", at_most=1e9) for bound in value)
    if minimum > maximum:
        raise ValueError("duration: min is larger than max")
    return minimum, maximum


def _flag(value: object, *, name: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name}: true or false is expected")  # noqa: TRY004 - for the owner it is a wrong value
    return value


def _models(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(model, str) and is_model(model) for model in value):
        raise ValueError("models: a list of names such as yandex-art/latest is expected")
    return tuple(value)


def _keys(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(key, str) and key for key in value):
        raise ValueError("keys: a list of keys is expected")
    return tuple(value)


def _result(value: object) -> Result:
    if not isinstance(value, str) or value not in set(Result):
        raise ValueError(f"result: one of {', '.join(Result)} is expected")
    return Result(value)


def _service_accounts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(pem, str) for pem in value.values()):
        raise ValueError("service_accounts: an object of key ids and public keys in PEM is expected")
    return dict(value)


_PARSERS: Mapping[str, Callable[[object], Any]] = {
    "duration": _duration,
    "never": partial(_number, name="never", at_most=1),
    "models": _models,
    "retired": partial(_flag, name="retired"),
    "keys": _keys,
    "result": _result,
    "token_lifetime": partial(_number, name="token_lifetime", at_most=43_200),
    "service_accounts": _service_accounts,
    "chatter": partial(_flag, name="chatter"),
    "unwrapped": partial(_flag, name="unwrapped"),
}
