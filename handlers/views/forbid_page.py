"""Page of `/forbid`: the words that are not drawn, each with a button that takes it off the list. Pure."""

from collections.abc import Collection, Sequence
from hashlib import blake2s
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.records import ForbiddenWord
from handlers.views.texts import Html, Texts

_DIGEST: Final = 6  # bytes; a button carries 64, and a word can have more
_IN_A_ROW: Final = 6


class ForbidButton(CallbackData, prefix="forbid", sep="|"):
    """Take a word off the list of `whose`: a group's id, or 0. `word` stands for it."""

    whose: int
    word: str

    def means(self, word: ForbiddenWord) -> bool:
        """Whether it is about this word."""
        return _digest(word) == self.word


def forbid_page(
    whose: int, words: Sequence[ForbiddenWord], setting: Collection[str], texts: Texts
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """The list, hidden until it is tapped: others may be looking. Of the settings' words, how many there are."""
    lines = [texts("forbid-title", of="group" if whose < 0 else "owner")]
    lines += [texts("forbid-line", number=number, word=one.word) for number, one in enumerate(words, 1)]
    if not words:
        lines.append(texts("forbid-none"))
    if setting and whose >= 0:
        lines.append(texts("forbid-setting", count=len(setting)))
    buttons = [
        InlineKeyboardButton(
            text=texts("forbid-remove", number=number),
            callback_data=ForbidButton(whose=whose, word=_digest(one)).pack(),
        )
        for number, one in enumerate(words, 1)
    ]
    rows = [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]
    text = Html("\n".join([*lines, "", texts("forbid-usage")]))
    return text, InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _digest(word: ForbiddenWord) -> str:
    return blake2s(word.word.encode(), digest_size=_DIGEST).hexdigest()
