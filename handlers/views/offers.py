"""Offers to draw several pictures, or a prompt without options of other tools: what they say, and their buttons. Pure.

Of a cost people are told only where the owner has set a price.
"""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.records import Offer
from drawing.service import SeveralAsked
from handlers.views.texts import Html, Texts


class OfferButton(CallbackData, prefix="offer"):
    """Take an offer, or decline it."""

    offer: str
    is_wanted: bool


def offer_page(several: SeveralAsked, texts: Texts) -> Html:
    """How many pictures come of a text, how many there is room for, and what they cost."""
    today, queue = several.room.today, several.room.queue
    lines = [
        texts("offer-pictures", pictures=several.pictures),
        texts("offer-room", left=today.left, limit=today.limit, queue=queue.left),
    ]
    if several.fitting < several.pictures:
        lines.append(texts("offer-fitting", fitting=several.fitting))
    if several.cost:
        lines.append(texts("offer-cost", cost=several.cost, currency=several.currency))
    return Html("\n".join(lines))


def offer_keyboard(offer: Offer, several: SeveralAsked, texts: Texts) -> InlineKeyboardMarkup:
    """All pictures, or those that fit; and none."""
    if several.fitting == several.pictures:
        take = texts("offer-take-all", pictures=several.pictures)
    else:
        take = texts("offer-take-first", fitting=several.fitting)
    rows = [[_button(take, offer, is_wanted=True)], [_button(texts("offer-decline"), offer, is_wanted=False)]]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def without_keyboard(offer: Offer, texts: Texts) -> InlineKeyboardMarkup:
    """The prompt as it can be drawn."""
    return InlineKeyboardMarkup(inline_keyboard=[[_button(texts("offer-without"), offer, is_wanted=True)]])


def _button(label: str, offer: Offer, *, is_wanted: bool) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=OfferButton(offer=offer.id, is_wanted=is_wanted).pack())
