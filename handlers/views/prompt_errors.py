"""Explanations of prompt errors, in words, with the place shown. Pure."""

import html
from typing import Final

from drawing.prompt import Code, Counted, Option, PromptError, is_known_option, option_of, point_at
from handlers.views.texts import Html, Texts

_WITH_PLACE: Final = frozenset({Code.UNKNOWN_OPTION, Code.DUPLICATE_OPTION, Code.MISSING_VALUE})
_OF_THE_WHOLE: Final = frozenset({Code.EMPTY, Code.ONLY_NEGATIVE, Code.TOO_LONG})
_TOO_LONG: Final = {Counted.MESSAGES: "error-too-many", Counted.SENT: "error-too-long-sent"}
_PLACE_LENGTH: Final = 40
_HINT_LENGTH: Final = 1000  # as HTML; Fluent puts no longer value into a sentence


def explain(text: str, error: PromptError, texts: Texts) -> Html:
    """A sentence on the error, and under it the place in what the person typed, with carets."""
    sentence = _sentence(text, error, texts)
    if error.code in _OF_THE_WHOLE or error.span == (0, len(text)):
        return sentence
    line, carets = point_at(text, error.span)
    return Html(f"{sentence}\n<pre>{html.escape(line, quote=False)}\n{carets}</pre>")


def _sentence(text: str, error: PromptError, texts: Texts) -> Html:
    key = f"error-{error.code.replace('_', '-')}"
    values: dict[str, object] = {}
    if error.code is Code.UNKNOWN_OPTION and is_known_option(text[slice(*error.span)]):
        key = "error-needless-value"
    if error.code in _WITH_PLACE:
        start, end = error.span
        values["place"] = text[start : min(end, start + _PLACE_LENGTH)]
    if error.code is Code.TOO_LONG:
        values |= {"length": error.length, "limit": error.limit}
        key = _TOO_LONG.get(error.counted, key) if error.counted else key
    if error.code is Code.MISSING_VALUE:
        # The example is of what was begun: another one would teach what the service in use may not be able to do.
        values["option"] = (option_of(text[slice(*error.span)]) or Option.NO).removeprefix("--")
    is_hinted = error.code in {Code.UNKNOWN_OPTION, Code.ONLY_NEGATIVE}
    if is_hinted and error.hint is not None and len(html.escape(error.hint, quote=False)) <= _HINT_LENGTH:
        key, values = f"{key}-hint", values | {"hint": error.hint}
    return texts(key, **values)
