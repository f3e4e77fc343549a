"""The page of variations under a picture: once more, other shapes, and styles to tap. Pure."""

from collections.abc import Iterable
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.lifecycle import Drawing
from drawing.prompt import AspectRatio, Option, Prompt
from drawing.styles import StyleOffer, is_in
from handlers.views.keyboards import Action, PictureButton, VaryButton
from handlers.views.texts import Texts

HEADING: Final = ""
"""Change of the button that is the page's heading."""
MORE: Final = {
    "button-variation": "--seed random",
    "button-two-more": "--seed random --repeat 2",
    "button-four-more": "--seed random --repeat 4",
}
SHAPES: Final = tuple(AspectRatio(width, height) for width, height in ((1, 1), (3, 2), (2, 3), (16, 9), (9, 16)))
_SQUARE: Final = AspectRatio(1, 1)  # which the services draw where no shape is named
_STYLES_IN_ROW: Final = 3
_ROW_LENGTH: Final = 42  # characters that a row of buttons shows whole on a phone


class StyleButton(CallbackData, prefix="tap", sep="|"):
    """Draw it once more in a style."""

    drawing: str
    style: str


def change_of(shape: AspectRatio) -> str:
    """The change of a button with a shape."""
    return f"{Option.ASPECT_RATIO} {shape}"


def shape_of(prompt: Prompt) -> AspectRatio:
    """The shape that a prompt is drawn in."""
    return prompt.aspect_ratio or _SQUARE


def vary_keyboard(drawing: Drawing, styles: Iterable[StyleOffer], texts: Texts) -> InlineKeyboardMarkup:
    """The ways in which a picture can be drawn once more, under a heading; what it is already is marked."""

    def change(text: str, change: str) -> InlineKeyboardButton:
        return InlineKeyboardButton(
            text=text, callback_data=VaryButton(drawing=drawing.public_id, change=change).pack()
        )

    def style(offer: StyleOffer) -> InlineKeyboardButton:
        name = _marked(offer.name, is_present=is_in(drawing.prompt, offer))
        data = StyleButton(drawing=drawing.public_id, style=offer.key).pack()
        return InlineKeyboardButton(text=name, callback_data=data)

    present = shape_of(drawing.prompt)
    shapes = SHAPES if present in SHAPES else (*SHAPES, present)
    back = PictureButton(drawing=drawing.public_id, action=Action.BACK).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [change(texts("vary-heading"), HEADING)],
            [change(texts(key), what) for key, what in MORE.items()],
            [change(_marked(str(shape), is_present=shape == present), change_of(shape)) for shape in shapes],
            *_rows(style(offer) for offer in styles),
            [InlineKeyboardButton(text=texts("button-back"), callback_data=back)],
        ]
    )


def _rows(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Rows of up to three buttons, fewer where their names are long: Telegram cuts what does not fit."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        # All buttons of a row are as wide as the longest needs.
        longest = max(len(one.text) for one in (*(rows[-1] if rows else ()), button))
        if rows and len(rows[-1]) < _STYLES_IN_ROW and longest * (len(rows[-1]) + 1) <= _ROW_LENGTH:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


def _marked(name: str, *, is_present: bool) -> str:
    return f"✓ {name}" if is_present else name
