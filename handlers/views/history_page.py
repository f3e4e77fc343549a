"""A page of `/history`: one picture with what is known of it, and the buttons to turn pages. Pure."""

from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.clock import Calendar
from drawing.lifecycle import PublicId
from drawing.records import HistoryEntry
from handlers.views.captions import prompt_to_tap
from handlers.views.texts import CAPTION_LIMIT, Html, Texts, length, plain

_DAY: Final = 86_400
_WEEK: Final = 7 * _DAY


class Turn(StrEnum):
    """What a button of a page does with the drawing that it names."""

    SHOW = "show"
    NEWEST = "newest"  # whichever that is when it is pressed
    SEND = "send"
    AGAIN = "again"
    DELETE = "delete"
    ERASE = "erase"  # the answer that it is meant


class HistoryButton(CallbackData, prefix="hist"):
    """Turn a page, or do something with the picture on it.

    Pages go by drawing and not by number: a new picture would shift every number.
    """

    drawing: str
    turn: Turn


def history_caption(entry: HistoryEntry, calendar: Calendar, texts: Texts) -> Html:
    """Which one it is, when it was drawn, and its prompt: at most 1,024 UTF-16 units."""
    then = entry.drawing.finished_at or entry.drawing.created_at
    when = _when(then, calendar.now(), calendar.zone, texts)
    head = texts("history-head", number=entry.number, count=entry.count, when=when)
    return Html(f"{head}\n{prompt_to_tap(entry.drawing, CAPTION_LIMIT - length(plain(head)) - 1)}")


def history_keyboard(entry: HistoryEntry, texts: Texts) -> InlineKeyboardMarkup:
    """The ways from this page, and what can be done with its picture."""
    this = entry.drawing.public_id
    pages = []
    if entry.number > 2:  # from the second page, the newest is one page away
        pages.append(_button(texts("button-newest"), this, Turn.NEWEST))
    if entry.newer is not None:
        pages.append(_button("‹", entry.newer, Turn.SHOW))
    if entry.older is not None:
        pages.append(_button("›", entry.older, Turn.SHOW))
    actions = [
        _button(texts("button-send"), this, Turn.SEND),
        _button(texts("button-again"), this, Turn.AGAIN),
        _button(texts("button-delete"), this, Turn.DELETE),
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in (pages, actions) if row])


def history_delete_keyboard(this: PublicId, texts: Texts) -> InlineKeyboardMarkup:
    """The question whether the picture of a page is to be deleted; to keep it is to show the page."""
    answers = [_button(texts("button-delete"), this, Turn.ERASE), _button(texts("button-keep"), this, Turn.SHOW)]
    return InlineKeyboardMarkup(inline_keyboard=[answers])


def _button(text: str, drawing: PublicId, turn: Turn) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=HistoryButton(drawing=drawing, turn=turn).pack())


def _when(then: float, now: float, zone: tzinfo, texts: Texts) -> Html:
    """How long ago; for what is a week old or older, the date."""
    ago = max(int(now - then), 0)
    if ago >= _WEEK:
        return texts("history-date", date=datetime.fromtimestamp(then, zone).date())
    for key, unit in (("days-ago", _DAY), ("hours-ago", 3600), ("minutes-ago", 60)):
        if ago >= unit:
            return texts(key, count=ago // unit)
    return texts("history-now")
