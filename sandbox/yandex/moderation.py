"""Moderation of prompts. The words stand in for a judgement that is not ours to imitate."""

import re
from collections.abc import Iterable
from enum import Enum, auto

REFUSAL = "it is not possible to generate an image from this request because it may violate the terms of use"
LATE_REFUSAL = "Я не могу сгенерировать это изображение. Давайте попробуем другую тему."

_LATE = re.compile(r"late-forbidden|поздно-запретн", re.IGNORECASE)
_AT_ONCE = re.compile(r"(?<!late-)forbidden|(?<!поздно-)запретн", re.IGNORECASE)


class Verdict(Enum):
    """The outcome of moderation."""

    FINE = auto()
    REFUSED = auto()  # at once: the request is answered with an error
    REFUSED_LATE = auto()  # accepted, and the operation ends with an error


def judge(texts: Iterable[str]) -> Verdict:
    """The verdict over all messages of a request, negative ones too."""
    whole = "\n".join(texts)
    if _AT_ONCE.search(whole):
        return Verdict.REFUSED
    return Verdict.REFUSED_LATE if _LATE.search(whole) else Verdict.FINE
