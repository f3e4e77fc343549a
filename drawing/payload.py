"""Payload of a prompt: what is sent of it to the service in use, and whether that fits. Pure.

The words that are sent are the words that are counted: whatever is folded into a text takes its part of the limit.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from drawing.prompt import Code, Counted, Prompt, PromptError, WeightedMessage, with_room
from drawing.records import Traits

_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
_SEPARATOR: Final = ", "


def payload(prompt: Prompt, traits: Traits) -> tuple[WeightedMessage, ...]:
    """The messages that are sent: weighted ones, or for a service that knows no weights a single text.

    Where negatives are words, they become a clause of the last positive text: `a red cat, without hat, dog`; if that is
    longer than a service with weights takes, they stay messages.
    """
    if not traits.takes_weights:
        text = _SEPARATOR.join(message.text for message in prompt.positive)
        return (WeightedMessage(f"{text}{_clause(prompt)}", Decimal(1)),)
    if not traits.negatives_in_words or not prompt.negative:
        return prompt.messages
    *others, last = prompt.positive
    folded = (*others, replace(last, text=f"{last.text}{_clause(prompt)}"))
    is_too_long = traits.prompt_limit is not None and len(folded[-1].text) > traits.prompt_limit
    return prompt.messages if is_too_long else folded


def check_length(prompt: Prompt, traits: Traits, limit: int, *, base: Prompt | None = None) -> None:
    """Raise `PromptError` (`too_long`) if more is sent than the owner allows (`limit`) or the service takes.

    Both in code points: the owner's limit is for all that is sent, the service's for each text. `base` is the prompt
    that somebody's words have been added to; the error tells how much room it leaves for them.
    """
    typed = sum(len(message.text) for message in prompt.messages)
    counts = list(_counts(prompt, traits, limit))
    # Of two limits that are passed, the lower one is what helps to shorten the prompt.
    length, most = min((one for one in counts if one[0] > one[1]), key=lambda one: one[1], default=(0, 0))
    if length > most:
        counted = Counted.SENT if counts[0][0] > typed else Counted.CHARACTERS
        room = None if base is None else _room_beside(base, traits, limit)
        raise PromptError(Code.TOO_LONG, (0, 0), length=length, limit=most, counted=counted, room=room)


def _counts(prompt: Prompt, traits: Traits, limit: int) -> Iterator[tuple[int, int]]:
    """How much is sent, and how much of that is allowed: of all texts together, and of the longest."""
    lengths = [len(message.text) for message in payload(prompt, traits)]
    yield sum(lengths), limit
    if traits.prompt_limit is not None:
        yield max(lengths), traits.prompt_limit


def _room_beside(base: Prompt, traits: Traits, limit: int) -> int:
    """How many code points words may have that are added to a prompt; 0 or more."""

    def is_too_long(length: int) -> bool:
        return any(sent > allowed for sent, allowed in _counts(with_room(base, length), traits, limit))

    return bisect_left(range(1, limit + 1), True, key=is_too_long)


def room_for_words(prompt: Prompt, traits: Traits, limit: int) -> int:
    """How many code points one positive text may have in place of those of the request; 1 or more."""
    bare = replace(prompt, messages=(WeightedMessage("", Decimal(1)), *prompt.negative))
    lengths = [len(message.text) for message in payload(bare, traits)]
    room = limit - sum(lengths)
    if traits.prompt_limit is not None:
        room = min(room, traits.prompt_limit - lengths[0])
    return max(room, 1)


def _clause(prompt: Prompt) -> str:
    if not prompt.negative:
        return ""
    terms = _SEPARATOR.join(message.text for message in prompt.negative)
    return f"{_SEPARATOR}{'без' if _CYRILLIC.search(terms) else 'without'} {terms}"
