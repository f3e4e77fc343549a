"""Styles to tap under a picture: named pieces of prompt, in the language of the prompt that they are added to. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from drawing.prompt import Prompt, PromptError, is_style_name, parse_style, says, style_key

_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
_KEY_BYTES: Final = 6
_MAX_STYLES: Final = 24
_ANY_LENGTH: Final = 20_000  # code points; how long a style may be is looked at when it is saved, and when it is drawn
_NAME_LENGTH: Final = 32  # characters


@dataclass(frozen=True, slots=True)
class StyleOffer:
    """A style to tap.

    Attributes:
        key: what a button knows it by: short, ASCII, and the same in every language.
        name: what stands on the button.
        text: what is added, in the prompt language.
    """

    key: str
    name: str
    text: str


_BUILT_IN: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "watercolour": {"en": ("watercolour", "watercolour"), "ru": ("акварель", "акварель")},
    "oil": {"en": ("oil painting", "oil painting"), "ru": ("масло", "масляная живопись")},
    "pencil": {"en": ("pencil", "pencil drawing"), "ru": ("карандаш", "рисунок карандашом")},
    "anime": {"en": ("anime", "anime"), "ru": ("аниме", "аниме")},
    "pixel-art": {"en": ("pixel art", "pixel art"), "ru": ("пиксель-арт", "пиксель-арт")},
    "3d": {"en": ("3D", "3D render"), "ru": ("3D", "3D-графика")},
    "photo": {"en": ("photo", "photo"), "ru": ("фото", "фотография")},
}
"""Key: language: name and text."""


class StyleOffers:
    """The styles that are offered: the owner's own list, or the built-in one where there is none."""

    def __init__(self, owners: Sequence[tuple[str, str]] = ()) -> None:
        """`owners` are names and texts. A name with a text equal to it may be one of the built-in styles."""
        self._owners = tuple(owners)

    def beside(self, prompt: Prompt, saved: Iterable[tuple[str, str]] = ()) -> tuple[StyleOffer, ...]:
        """The styles for a prompt, in its language: Cyrillic letters make it Russian.

        Names and texts that people have `saved` come first, and in place of what has the same name.
        """
        own = {style_key(name): StyleOffer(_key(name), name, text) for name, text in saved if _is_readable(text)}
        listed = [offer for offer in self._listed(prompt) if own.keys().isdisjoint((offer.key, style_key(offer.name)))]
        return (*own.values(), *listed)

    def _listed(self, prompt: Prompt) -> tuple[StyleOffer, ...]:
        language = "ru" if any(_CYRILLIC.search(part.text) for part in prompt.positive) else "en"
        built_in = {key: StyleOffer(key, *texts[language]) for key, texts in _BUILT_IN.items()}
        if not self._owners:
            return tuple(built_in.values())
        return tuple(_named(name, text, built_in) for name, text in self._owners)

    @property
    def by_name(self) -> Mapping[str, str]:
        """The texts by names that can stand in a prompt: those of the owner's list, then all built-in ones."""
        named = [(name, text) for name, text in self._owners if name != text]
        for key, texts in _BUILT_IN.items():
            named += [(key, texts["en"][1]), *texts.values()]
        first = {style_key(name): (name, text) for name, text in reversed(named) if is_style_name(name)}
        return dict(reversed(first.values()))

    def names_in(self, language: str) -> tuple[str, ...]:
        """The names of `by_name` for somebody who reads this language: not the same styles once more in another one."""
        foreign = set().union(*(names for one, names in _NAMES.items() if one != language)) - _NAMES[language]
        owners = {style_key(name) for name, text in self._owners if name != text}
        return tuple(name for name in self.by_name if style_key(name) not in foreign - owners)


def is_in(prompt: Prompt, offer: StyleOffer) -> bool:
    """Whether a prompt has a style already, so that adding it would change nothing that matters."""
    style = parse_style(offer.text, limit=_ANY_LENGTH)
    left_out = {term.text.casefold() for term in prompt.negative}
    return (
        all(says(prompt, part.text) for part in style.parts if part.weight > 0)
        and all(term.text.casefold() in left_out for term in style.messages if term.weight < 0)
        and style.aspect_ratio in {None, prompt.aspect_ratio}
        and style.enhance in {None, prompt.enhance}
    )


def read_styles(text: str) -> tuple[tuple[str, str], ...]:
    """The owner's own list: styles with `;` between, each a text, or a name, `=` and a text.

    Raises ValueError, with words that hold none of the list's.
    """
    entries = [entry.strip() for entry in text.split(";")]
    styles = [_read_style(number, entry) for number, entry in enumerate(entries, 1) if entry]
    if len(styles) > _MAX_STYLES:
        raise ValueError(f"has more than {_MAX_STYLES} styles")
    if len({style_key(name) for name, _ in styles}) < len(styles):
        raise ValueError("has two styles of the same name")
    return tuple(styles)


def _read_style(number: int, entry: str) -> tuple[str, str]:
    before, is_named, after = entry.partition("=")
    if not is_named or "--" in before:  # as in `--ar=16:9`
        before = after = entry
    name, text = " ".join(before.split()), after.strip()
    if not 1 <= len(name) <= _NAME_LENGTH or not name.isprintable() or "--" in name:
        raise ValueError(f"needs a name of up to {_NAME_LENGTH} characters and = before the text of style {number}")
    try:
        parse_style(text)
    except PromptError as error:
        raise ValueError(f"has a text that is no style: number {number} ({error.code})") from None
    return name, text


def _named(name: str, text: str, built_in: Mapping[str, StyleOffer]) -> StyleOffer:
    if name == text:
        known = _BUILT_IN_NAMES.get(style_key(name))
        if known is not None:
            return built_in[known]
    return StyleOffer(_key(name), name, text)


def _key(name: str) -> str:
    return blake2b(style_key(name).encode(), digest_size=_KEY_BYTES).hexdigest()


def _is_readable(text: str) -> bool:
    """Whether a style that was saved can be read still: the rules may have changed since."""
    try:
        parse_style(text, limit=_ANY_LENGTH)
    except PromptError:
        return False
    return True


_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(style_key(name) for key, texts in _BUILT_IN.items() for name in (key, texts["en"][0])),
    "ru": frozenset(style_key(texts["ru"][0]) for texts in _BUILT_IN.values()),
}
"""What is built in, as somebody who reads a language names it."""
_BUILT_IN_NAMES: Final = {
    style_key(name): key for key, texts in _BUILT_IN.items() for name in (key, *(name for name, _ in texts.values()))
}
