"""Pages of `/privacy` and `/forget`. Pure."""

import math
from dataclasses import dataclass
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.lifecycle import Drawing
from handlers.views.texts import Html, Texts

_HOUR: Final = 3600  # seconds

_NONE_YET: Final = "0"


@dataclass(frozen=True, slots=True)
class DataTerms:
    """What becomes of people's data, as the owner has set it."""

    keep_pictures: float  # seconds after delivery
    service_logs: bool  # whether the image service may log prompts

    @property
    def hours_kept(self) -> int:
        """Hours for which a picture is kept at least; 0 for less than one. Who wants it is not promised too much."""
        return int(self.keep_pictures // _HOUR)

    @property
    def hours_until_gone(self) -> int:
        """Hours after which a picture is gone; 0 for less than one. Who wants it gone is not promised too much."""
        return math.ceil(self.keep_pictures / _HOUR) if self.keep_pictures >= _HOUR else 0


class ForgetButton(CallbackData, prefix="forget"):
    """Forget everything, or nothing. `latest` is the person's latest drawing when they were asked.

    It ties the answer to its question: a press that comes again, or comes late, does not take what was drawn since.
    """

    latest: str
    is_meant: bool


def privacy_page(terms: DataTerms, texts: Texts) -> Html:
    """What is kept and for how long, who else gets it, and how to remove it."""
    return texts("privacy", count=terms.hours_until_gone, logs="yes" if terms.service_logs else "no")


def forget_keyboard(latest: Drawing | None, texts: Texts) -> InlineKeyboardMarkup:
    """Yes and no."""
    rows = [
        [
            InlineKeyboardButton(
                text=texts("forget-yes" if is_meant else "forget-no"),
                callback_data=ForgetButton(
                    latest=_NONE_YET if latest is None else latest.public_id, is_meant=is_meant
                ).pack(),
            )
        ]
        for is_meant in (True, False)
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)
