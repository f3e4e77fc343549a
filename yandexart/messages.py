"""Messages of an order: the texts to draw, each with an optional weight."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

# Code points. YandexART's limit, read as one for each message since the vendor does not say; catalogues of 2026
# have the same for Alice AI ART, which takes one text.
PROMPT_LIMIT = 500

_ACCEPTED = (
    "messages are a string, a mapping with 'text' and maybe 'weight', an object with .text, or an iterable of these"
)


@runtime_checkable
class HasText(Protocol):
    """Anything with a `text`; a `weight` beside it is used too."""

    @property
    def text(self) -> str:
        """The text of a message."""
        ...


OneMessage = str | Mapping[str, object] | HasText
Messages = OneMessage | Iterable[OneMessage]


@dataclass(frozen=True, slots=True)
class Message:
    """A text and its weight; None leaves the weight to the service. Negative weights mean what should not be seen.

    Raises:
        TypeError, ValueError: on making one that the service could not take; the text is never quoted.
    """

    text: str = field(repr=False)
    weight: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(f"the text of a message is a string, not {type(self.text).__name__}")
        if not self.text.strip():
            raise ValueError("a message needs a text")
        try:
            self.text.encode()
        except UnicodeEncodeError:
            raise ValueError("the text of a message has half of a surrogate pair") from None
        if self.weight is None:
            return
        if isinstance(self.weight, bool) or not isinstance(self.weight, (int, float)):
            raise TypeError(f"a weight is a number, not {type(self.weight).__name__}")
        if not _finite(self.weight):
            raise ValueError("a weight is a finite number")
        if self.weight == 0:
            raise ValueError("a weight of 0 says nothing: leave the message out, or give it another weight")


def as_messages(messages: Messages) -> tuple[Message, ...]:
    """The messages in one form.

    Raises:
        TypeError: this is nothing that can be a message.
        ValueError: there is none, or one that the service could not take.
    """
    if isinstance(messages, (bytes, bytearray)):
        raise TypeError(f"{_ACCEPTED}; not {type(messages).__name__}")
    if isinstance(messages, (str, Mapping, HasText)):
        return (_as_message(messages),)
    if not isinstance(messages, Iterable):
        raise TypeError(f"{_ACCEPTED}; not {type(messages).__name__}")
    result = tuple(_as_message(message) for message in messages)
    if not result:
        raise ValueError("there is no message")
    return result


def check_lengths(texts: Iterable[str], limit: int) -> None:
    """Raises ValueError if a text has more than `limit` code points."""
    for text in texts:
        if len(text) > limit:
            raise ValueError(f"a text has {len(text)} characters, and the service takes at most {limit}")


def texts_of(messages: Iterable[Message]) -> tuple[str, ...]:
    """The texts alone."""
    return tuple(message.text for message in messages)


def one_text(messages: Iterable[Message]) -> str:
    """The messages as a service gets them that takes one text."""
    return ", ".join(texts_of(messages))


def _as_message(message: OneMessage) -> Message:
    if isinstance(message, Message):
        return message
    if isinstance(message, str):
        return Message(message)
    if isinstance(message, Mapping):
        return _from_mapping(message)
    if isinstance(message, HasText):
        return Message(message.text, getattr(message, "weight", None))
    raise TypeError(f"{_ACCEPTED}; not {type(message).__name__}")


def _from_mapping(message: Mapping[str, object]) -> Message:
    unknown = set(message) - {"text", "weight"}
    if unknown or "text" not in message:
        raise TypeError(f"{_ACCEPTED}; a mapping has only these two keys")
    text, weight = message["text"], message.get("weight")
    if not isinstance(text, str):
        raise TypeError(f"the text of a message is a string, not {type(text).__name__}")
    if weight is not None and not isinstance(weight, (int, float)):
        raise TypeError(f"a weight is a number, not {type(weight).__name__}")
    return Message(text, weight)


def _finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # an int beyond the largest double
        return False
