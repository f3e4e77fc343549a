"""Explanations of prompt errors, in words, with the place shown. Pure."""

import html
from typing import Final

from drawing.prompt import Code, Counted, Option, PromptError, point_at
from handlers.views.texts import Html, Texts

_WITH_PLACE: Final = frozenset(
    {
        Code.UNKNOWN_OPTION,
        Code.DUPLICATE_OPTION,
        Code.MISSING_VALUE,
        Code.FOREIGN_OPTION,
        Code.UNKNOWN_STYLE,
        Code.BAD_STYLE,
    }
)
_HINTED: Final = frozenset(
    {Code.UNKNOWN_OPTION, Code.ONLY_NEGATIVE, Code.FOREIGN_OPTION, Code.BAD_BRACES, Code.UNKNOWN_STYLE}
)
_OF_THE_WHOLE: Final = frozenset({Code.EMPTY, Code.ONLY_NEGATIVE, Code.TOO_LONG})
_TOO_LONG: Final = {Counted.MESSAGES: "error-too-many-parts", Counted.SENT: "error-too-long-sent"}
NO_ADVICE: Final = Html("")
_PLACE_LENGTH: Final = 40
_HINT_LENGTH: Final = 1000  # as HTML; Fluent puts no longer value into a sentence


def explain(text: str, error: PromptError, texts: Texts, advice: Html = NO_ADVICE) -> Html:
    """A sentence on the error, then `advice`, and under it the place in what the person typed, with carets."""
    sentence = Html(f"{_sentence(text, error, texts)} {advice}".rstrip())
    if error.code in _OF_THE_WHOLE or error.span == (0, len(text)):
        return sentence
    line, carets = point_at(text, error.span)
    return Html(f"{sentence}\n<pre>{html.escape(line, quote=False)}\n{carets}</pre>")


def propose(prompt: str, texts: Texts) -> Html | None:
    """Advice to edit the message, or to have this prompt drawn; None for one that is too long to be proposed."""
    is_short = len(html.escape(prompt, quote=False)) <= _HINT_LENGTH
    return texts("edit-or-draw", prompt=prompt) if is_short else None


def _sentence(text: str, error: PromptError, texts: Texts) -> Html:
    key = f"error-{error.code.replace('_', '-')}"
    values: dict[str, object] = {}
    if error.code is Code.UNKNOWN_OPTION and error.option is not None:
        key = "error-needless-value"
    if error.code is Code.BAD_STYLE and error.is_saved:
        key = "error-bad-style-saved"
    if error.code in _WITH_PLACE:
        start, end = error.span
        values["place"] = text[start : min(end, start + _PLACE_LENGTH)]
    if error.code in {Code.TOO_LONG, Code.TOO_MANY}:
        values |= {"length": error.length, "limit": error.limit}
        key = _TOO_LONG.get(error.counted, key) if error.counted else key
    if error.room is not None:
        key, values = "error-too-long-reply", values | {"room": error.room}
    if error.code is Code.MISSING_VALUE:
        # The example is of what was begun: another one would teach what the service in use may not be able to do.
        values["option"] = (error.option or Option.NO).removeprefix("--")
    if error.code in _HINTED and error.hint is not None and len(html.escape(error.hint, quote=False)) <= _HINT_LENGTH:
        key, values = f"{key}-hint", values | {"hint": error.hint}
    return texts(key, **values)
