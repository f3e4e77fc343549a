"""Corrections of what was refused, where it is known what was meant."""

from typing import Final

from drawing.prompt.errors import Code, PromptError

_WHOLE: Final = frozenset({Code.FOREIGN_OPTION, Code.ONLY_NEGATIVE})  # their hints are prompts
_IN_PLACE: Final = frozenset({Code.UNKNOWN_OPTION, Code.UNKNOWN_STYLE, Code.BAD_BRACES})


def corrected(text: str, error: PromptError) -> str | None:
    """A prompt without the fault that an error tells of, which may have others; None where nobody knows how."""
    start, end = error.span
    if error.hint is None:
        return None
    if error.code in _WHOLE:
        return error.hint
    return f"{text[:start]}{error.hint}{text[end:]}" if error.code in _IN_PLACE else None
