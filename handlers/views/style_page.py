"""Pages of `/style`: the list, and one style with its buttons. Pure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from hashlib import blake2s
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.prompt import style_key
from drawing.records import SavedStyle
from drawing.style_book import EVERYBODYS, Page
from handlers.views.texts import Html, Texts, cut, plain

_DIGEST: Final = 6  # bytes; a button carries 64, and a name can have more
_IN_A_ROW: Final = 3
_LISTED: Final = 15  # of each kind; three of them fit into one message
_SHOWN: Final = 60  # of a text in the list
_SHOWN_WHOLE: Final = 2500


class StyleAction(StrEnum):
    """What a button of a page does."""

    LIST = "list"
    SHOW = "show"
    TRY = "try"
    REMOVE = "remove"


class StyleButton(CallbackData, prefix="style", sep="|"):
    """Do something with a style of `whose`: a person's or a group's id, or 0. `style` stands for its name."""

    whose: int
    style: str
    action: StyleAction

    @property
    def changes(self) -> bool:
        """Whether it changes what others see."""
        return self.action is StyleAction.REMOVE

    def means(self, style: SavedStyle) -> bool:
        """Whether it is about this style."""
        return _digest(style) == self.style


def styles_page(page: Page, texts: Texts, *, is_owner: bool) -> tuple[Html, InlineKeyboardMarkup | None]:
    """The styles that can be named in a chat; buttons lead to those that can be changed there."""
    own, of = ("styles-group", "group") if page.whose < 0 else ("styles-own", "person")
    parts = [texts("styles-title")]
    parts += [
        Html("\n".join([texts(title), *_lines(styles, texts)]))
        for title, styles in ((own, page.own), ("styles-everybody", page.everybodys))
        if styles
    ]
    if page.built_in:
        names = ", ".join(texts("styles-line", name=name, text="").strip() for name in page.built_in)
        parts.append(Html(f"{texts('styles-built-in')} {names}"))
    if not page.own:
        parts.append(texts("styles-none", of=of))
    else:
        parts.append(texts("styles-usage", name=page.own[0].name))
    if is_owner:
        parts.append(texts("styles-usage-owner"))
    shown = [*page.own, *(page.everybodys if is_owner else ())]
    buttons = [_button(one.name, one, StyleAction.SHOW) for one in shown]
    rows = [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]
    return Html("\n\n".join(parts)), InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def style_page(style: SavedStyle, texts: Texts) -> tuple[Html, InlineKeyboardMarkup]:
    """A style, how to use it, and what can be done with it."""
    whose = "everybody" if style.whose == EVERYBODYS else "group" if style.whose < 0 else "person"
    text = texts("style-page", name=style.name, text=cut(style.text, _SHOWN_WHOLE), of=whose)
    example = plain(texts("style-example"))
    rows = [
        [_button(texts("style-button-try", example=example), style, StyleAction.TRY)],
        [
            _button(texts("style-button-list"), style, StyleAction.LIST),
            _button(texts("style-button-remove"), style, StyleAction.REMOVE),
        ],
    ]
    return text, InlineKeyboardMarkup(inline_keyboard=rows)


def _lines(styles: Sequence[SavedStyle], texts: Texts) -> Iterable[Html]:
    for style in styles[:_LISTED]:
        yield texts("styles-line", name=style.name, text=cut(" ".join(style.text.split()), _SHOWN))
    if len(styles) > _LISTED:
        yield texts("styles-more", count=len(styles) - _LISTED)


def _button(label: str, style: SavedStyle, action: StyleAction) -> InlineKeyboardButton:
    data = StyleButton(whose=style.whose, style=_digest(style), action=action)
    return InlineKeyboardButton(text=label, callback_data=data.pack())


def _digest(style: SavedStyle) -> str:
    return blake2s(style_key(style.name).encode(), digest_size=_DIGEST).hexdigest()
