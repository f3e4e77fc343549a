"""Merging: words joined to the words of a prompt, by a style or by a reply to its picture."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from drawing.prompt.format import split_terms
from drawing.prompt.model import Prompt, WeightedMessage
from drawing.prompt.scan import Body, each_once
from drawing.prompt.styles import Style

_ENDS_OF_A_PHRASE = (",", ";", ":", ".", "!", "?", "…")
_PLACEHOLDER = "\uffff"  # a word that no prompt ends with


def body_of(prompt: Prompt) -> Body:
    """The parts and terms of a whole prompt."""
    parts, terms = split_terms(prompt.messages)
    return Body(tuple(parts), tuple(terms))


def joined(body: Body, added: Body | Style) -> Body:
    """Words with others joined to them; joining the same ones again changes nothing.

    One positive part continues another where nothing else is weighed against them. Otherwise each stays a part: a comma
    would bind what is added to the last one and its weight.
    """
    parts, new = list(body.parts), list(added.parts)
    match _positive(parts), _positive(new):
        case [at], [its] if parts[at].weight == new[its].weight == 1:
            parts[at] = replace(parts[at], text=continued(parts[at].text, new.pop(its).text))
        case _:
            pass
    parts += new
    terms = list(body.terms)
    negative = {message.text.casefold() for message in (*parts, *terms) if message.weight < 0}
    for term in added.terms:
        if term.text.casefold() not in negative:
            negative.add(term.text.casefold())
            terms.append(term)
    return Body(each_once(parts), tuple(terms))


def continued(text: str, addition: str) -> str:
    """A text with another behind it, set off by a comma; unchanged where it ends with that already, as whole words."""
    folded, end = text.casefold(), addition.casefold()
    if folded.endswith(end):
        before = folded[: len(folded) - len(end)][-1:]
        if not (before.isalnum() or before == "_"):
            return text
    return f"{text}{' ' if text.endswith(_ENDS_OF_A_PHRASE) else ', '}{addition}"


def says(prompt: Prompt, words: str) -> bool:
    """Whether a prompt asks for something in these words already: as a phrase of their own, or at the end of one."""
    return any(part.weight > 0 and _has_phrase(part.text, words) for part in prompt.messages)


def with_room(prompt: Prompt, length: int) -> Prompt:
    """The prompt with words of so many code points joined to it, to see what else that takes."""
    words = Body((WeightedMessage(_PLACEHOLDER * length, Decimal(1)),), ())
    return replace(prompt, messages=joined(body_of(prompt), words).messages)


def room_beside(prompt: Prompt, limit: int) -> int:
    """How many of `limit` code points a prompt leaves for words in a reply to its picture; 0 or more."""
    length = sum(len(message.text) for message in with_room(prompt, 1).messages)
    return max(0, limit - (length - 1))


def _has_phrase(text: str, words: str) -> bool:
    mark = f"[{''.join(_ENDS_OF_A_PHRASE)}]"
    phrase = rf"(?:^|{mark} ?){re.escape(words.casefold())} ?(?:$|{mark})"
    return continued(text, words) == text or re.search(phrase, text.casefold()) is not None


def _positive(parts: Iterable[WeightedMessage]) -> list[int]:
    return [at for at, part in enumerate(parts) if part.weight > 0]
