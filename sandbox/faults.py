"""Faults to inject into the calls of the offline services.

Real networks lose requests, lose answers, and put pages of HTML where JSON belongs. A rule names the calls it applies
to and what goes wrong with them; every edge of the sandbox asks `Faults.strike` once per call, and
`edge.Call` renders the answer.
"""

import fnmatch
import random
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """The kinds of faults."""

    STATUS = "status"  # answered with `status` and the service's own error body; not executed
    HTML = "html"  # answered with `status` and a page of HTML, as a gateway does; not executed
    LOST = "lost"  # the connection is closed before anything is executed
    DROPPED = "dropped"  # executed, then the connection is closed without an answer
    GARBAGE = "garbage"  # executed, then answered 200 with a body that is no JSON
    TRUNCATED = "truncated"  # executed, then answered 200 with half of the body
    SLOW = "slow"  # executed after `seconds`
    HUGE = "huge"  # answered 200 with a body of 500 MB, streamed


@dataclass(slots=True)
class Rule:
    """One fault: `where` is a pattern of call names such as `yandex.submit` or `telegram.send*`."""

    where: str
    kind: Kind
    status: int = 500
    code: int | None = None  # the service's own error code; None: the usual one of the status
    message: str | None = None
    retry_after: str | None = None  # the header Retry-After (and Telegram's parameter) as it stands; "": none
    seconds: float = 0.0
    times: int | None = None  # how many calls it still strikes; None: all of them
    share: float = 1.0  # the share of calls it strikes, 0 to 1
    when: dict[str, str] = field(default_factory=dict)  # parameters that a call has to have, and a part of their values

    def to_json(self) -> dict[str, object]:
        """The rule as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: object) -> "Rule":
        """The rule that a JSON object describes; what it leaves out has its default.

        Raises:
            ValueError: no object, an unknown field, or an unusable value.
        """
        if not isinstance(value, dict) or not {"where", "kind"} <= value.keys():
            raise ValueError("a rule is an object with at least where and kind")
        for name, one in value.items():
            if name not in _VALIDATORS:
                raise ValueError(f"unknown field of a rule: {name}")
            if not _VALIDATORS[name](one):
                raise ValueError(f"unusable value of a rule: {name}")
        return cls(**{**value, "kind": Kind(value["kind"])})


def _is_int(value: object, minimum: int, maximum: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and minimum <= value <= maximum


def _is_number(value: object, maximum: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= maximum


def _is_header(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.isprintable())


_VALIDATORS: Mapping[str, Callable[[object], bool]] = {
    "where": lambda value: isinstance(value, str),
    "kind": lambda value: value in list(Kind),
    "status": lambda value: _is_int(value, 200, 599),
    "code": lambda value: value is None or _is_int(value, 0, 999),
    "message": lambda value: value is None or isinstance(value, str),
    "retry_after": _is_header,
    "seconds": lambda value: _is_number(value, 1e6),
    "times": lambda value: value is None or _is_int(value, 0, 10**9),
    "share": lambda value: _is_number(value, 1),
    "when": lambda value: isinstance(value, dict) and all(isinstance(part, str) for part in value.values()),
}


class Faults:
    """The faults in force, seeded: the same seed and the same calls bring the same faults."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.rules: list[Rule] = []

    def add(self, rule: Rule) -> None:
        """Puts a rule into force, after the others."""
        self.rules.append(rule)

    def clear(self) -> None:
        """Ends all faults."""
        self.rules.clear()

    def strike(self, call: str, parameters: Mapping[str, str] = MappingProxyType({})) -> Rule | None:
        """The fault that this call meets, if any; counts it down."""
        for rule in self.rules:
            if rule.times == 0 or not fnmatch.fnmatchcase(call, rule.where):
                continue
            if not all(part in parameters.get(name, "") for name, part in rule.when.items()):
                continue
            if not rule.when.keys() <= parameters.keys():
                continue
            if rule.share < 1 and self._random.random() >= rule.share:
                continue
            if rule.times is not None:
                rule.times -= 1
            return rule
        return None
