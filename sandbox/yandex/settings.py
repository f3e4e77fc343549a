"""What the owner of the sandbox may change while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum


class Result(StrEnum):
    """What a finished drawing holds."""

    PICTURE = "picture"
    NOTHING = "nothing"  # done, with neither a response nor an error
    BAD_BASE64 = "bad-base64"
    NOT_JPEG = "not-jpeg"
    HEAVY = "heavy"  # a JPEG of more than 10 MB
    BROAD = "broad"  # a JPEG beyond 20:1, with more than 10,000 pixels in width and height together


@dataclass(frozen=True, slots=True)
class Settings:
    """How the services behave; the faults are kept beside it."""

    duration: tuple[float, float] = (3.0, 8.0)  # seconds that a drawing takes, at least and at most
    never: float = 0.0  # the share of drawings that never finish, 0 to 1
    retired: bool = False  # whether the model yandex-art is refused
    keys: tuple[str, ...] = ()  # the API keys and tokens that are accepted; empty: any
    result: Result = Result.PICTURE

    def to_json(self) -> dict[str, object]:
        return {
            "duration": list(self.duration),
            "never": self.never,
            "retired": self.retired,
            "keys": list(self.keys),
            "result": self.result.value,
        }

    def changed(self, values: Mapping[str, object]) -> "Settings":
        """These settings with what `values` names changed.

        Raises:
            ValueError: an unknown name or an unusable value.
        """
        unknown = values.keys() - {field.name for field in fields(self)}
        if unknown:
            raise ValueError(f"unknown setting: {min(unknown)}")
        changed = self
        if "duration" in values:
            changed = replace(changed, duration=_duration(values["duration"]))
        if "never" in values:
            changed = replace(changed, never=_number(values["never"], "never", at_most=1))
        if "retired" in values:
            changed = replace(changed, retired=_flag(values["retired"]))
        if "keys" in values:
            changed = replace(changed, keys=_keys(values["keys"]))
        if "result" in values:
            changed = replace(changed, result=_result(values["result"]))
        return changed


def _number(value: object, name: str, at_most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= at_most:
        raise ValueError(f"{name}: a number from 0 to {at_most:g} is expected")
    return float(value)


def _duration(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("duration: [min, max] in seconds is expected")
    least, most = (_number(bound, "duration", at_most=1e9) for bound in value)
    if least > most:
        raise ValueError("duration: min is larger than max")
    return least, most


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("retired: true or false is expected")  # noqa: TRY004 - for the owner it is a wrong value
    return value


def _keys(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(key, str) and key for key in value):
        raise ValueError("keys: a list of keys is expected")
    return tuple(value)


def _result(value: object) -> Result:
    if not isinstance(value, str) or value not in set(Result):
        raise ValueError(f"result: one of {', '.join(Result)} is expected")
    return Result(value)
