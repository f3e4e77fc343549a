"""Reads JSON as the protobuf mapping does: int64 and double come as strings, or as numbers.

https://protobuf.dev/programming-guides/json/ - a field left out, or null, has its default value.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import NoReturn, TypeGuard

from sandbox.yandex.errors import invalid

_INT64 = range(-(2**63), 2**63)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,400})(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def parse(body: bytes) -> object:
    """The JSON value in `body`.

    Raises:
        ValueError: it is no JSON, or nested too deeply to be read.
    """
    try:
        return json.loads(body, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def message(value: object, where: str) -> Mapping[str, object]:
    """A JSON object; null and a missing one are empty."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid(f"{where}: an object is expected")
    return value


def repeated(value: object, where: str) -> list[object]:
    """A JSON array; null and a missing one are empty."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise invalid(f"{where}: an array is expected")
    return value


def string(value: object, where: str) -> str:
    """A string; null and a missing one are empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise invalid(f"{where}: a string is expected")
    return value


def double(value: object, where: str) -> float:
    """A finite double, from a number or a string that holds one; 0 if missing."""
    if value is None:
        return 0.0
    number = math.nan
    if _is_number(value) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        number = _float(value)
    if not math.isfinite(number):
        raise invalid(f"{where}: a finite number is expected")
    return number


def int64(value: object, where: str) -> int:
    """A whole number of 64 bits, from a number or a string that holds one; 0 if missing."""
    if value is None:
        return 0
    whole: int | None = None
    if _is_number(value):
        whole = int(value) if value == value // 1 else None
    elif isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value):
        whole = int(value)
    if whole is None or whole not in _INT64:
        raise invalid(f"{where}: a whole number of 64 bits is expected")
    return whole


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _float(value: float | str) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
