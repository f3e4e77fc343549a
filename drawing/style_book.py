"""Book of styles: saving named pieces of prompt, and finding those that somebody may name in a chat.

A person's own come before the group's, those before the owner's for all, and these before the built-in ones.
"""

from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import Final

from drawing.clock import Clock
from drawing.ports.store import StyleStore
from drawing.prompt import Prompt, Styles, is_style_name, parse_style, style_key
from drawing.records import SavedStyle
from drawing.styles import StyleOffer, StyleOffers

EVERYBODYS: Final = 0
"""Whose the styles are that the owner has saved for all."""

MOST_STYLES: Final = 50
"""Of one person, of one group, and for all."""

_MOST_TO_TAP: Final = 12  # of those that were saved: more would push the picture off the screen


class SaveRefusal(Enum):
    """Why a style was not saved, though its text can be read."""

    NAME = auto()  # no style may have this name
    TOO_MANY = auto()


class StyleRefused(Exception):
    """The style was not saved."""

    def __init__(self, refusal: SaveRefusal) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Page:
    """The styles that hold in one place: those of `whose` (a person or a group), and what stands behind them."""

    whose: int
    own: tuple[SavedStyle, ...]
    everybodys: tuple[SavedStyle, ...]
    built_in: tuple[str, ...]  # names


class StyleBook:
    """The use cases of those who save styles, and of those who name them."""

    def __init__(self, store: StyleStore, clock: Clock, offers: StyleOffers, *, limit: int) -> None:
        """`offers` are there without being saved; a style has at most `limit` code points."""
        self._store = store
        self._clock = clock
        self._offers = offers
        self._limit = limit

    async def named_by(self, person_id: int, chat_id: int) -> Styles:
        """The styles that a person may name in a chat."""
        saved = await self._saved_for(person_id, chat_id)
        return Styles(*({name: text} for name, text in saved), self._offers.by_name)

    async def offered(self, prompt: Prompt, person_id: int, chat_id: int) -> tuple[StyleOffer, ...]:
        """The styles to tap under a picture of this prompt, for a person in a chat."""
        saved: dict[str, tuple[str, str]] = {}
        for name, text in await self._saved_for(person_id, chat_id):
            saved.setdefault(style_key(name), (name, text))
        return self._offers.beside(prompt, islice(saved.values(), _MOST_TO_TAP))

    async def _saved_for(self, person_id: int, chat_id: int) -> list[tuple[str, str]]:
        """Names and texts of what was saved, those that count first."""
        layers = [person_id, *([chat_id] if chat_id < 0 else []), EVERYBODYS]
        saved = await self._store.styles(set(layers))
        return [(one.name, one.text) for whose in layers for one in saved if one.whose == whose]

    async def page(self, whose: int, language: str) -> Page:
        """What there is to be seen in a person's private chat, or in a group, by somebody who reads this language."""
        saved = await self._store.styles({whose, EVERYBODYS})
        return Page(
            whose,
            tuple(one for one in saved if one.whose == whose),
            tuple(one for one in saved if one.whose == EVERYBODYS),
            self._offers.names_in(language),
        )

    async def find(self, whose: int, name: str) -> SavedStyle | None:
        """A style of somebody's by its name, however spelled."""
        saved = await self._store.styles({whose})
        return next((one for one in saved if style_key(one.name) == style_key(name)), None)

    async def save(self, style: SavedStyle) -> None:
        """Save a style, in place of one of the same name. Raises `PromptError` or `StyleRefused`."""
        if not is_style_name(style.name):
            raise StyleRefused(SaveRefusal.NAME)
        parse_style(style.text, limit=self._limit, styles=await self.named_by(style.whose, style.whose))
        if not await self._store.save_style(style, self._clock.now(), most=MOST_STYLES):
            raise StyleRefused(SaveRefusal.TOO_MANY)

    async def remove(self, style: SavedStyle) -> None:
        """Delete a style; it is no matter whether it is there still."""
        await self._store.drop_style(style.whose, style.name)
