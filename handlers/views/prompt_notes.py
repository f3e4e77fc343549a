"""Notes that stand under a picture about how its prompt was written. Pure."""

from typing import Final

from drawing.prompt import Note
from handlers.views.texts import Html, Texts

_SPOKEN: Final = {
    Note.FOREIGN_WEIGHTS: "note-foreign-weights",
    Note.NOTHING_TO_START_OVER: "note-nothing-to-start-over",
}


def prompt_notes(notes: frozenset[Note], texts: Texts) -> list[Html]:
    """The sentences on a prompt that was drawn as it stands."""
    return [texts(_SPOKEN[note]) for note in sorted(notes)]
