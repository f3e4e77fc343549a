"""Texts of the bot: its sentences in each language, and their length as Telegram counts it (UTF-16 code units)."""

import html
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

from fluent.runtime import FluentBundle, FluentResource

from handlers.views.names import defused

CAPTION_LIMIT: Final = 1024
TEXT_LIMIT: Final = 4096
_NAME_LIMIT: Final = 32

_ELLIPSIS: Final = "…"
_JOINER: Final = "\u200d"
LANGUAGES: Final = {"en": "English", "ru": "Русский"}
DEFAULT_LANGUAGE: Final = "en"

_TAG: Final = re.compile(r"</?[a-z-]+>")
_LOCALES: Final = Path(__file__).parents[1] / "locales"


class Html(str):
    """Text that is Telegram's HTML already, and is not escaped again."""

    __slots__ = ()


class Texts:
    """The sentences in one language. Everything returned is Telegram's HTML."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource((_LOCALES / f"{language}.ftl").read_text(encoding="utf-8")))

    def __call__(self, key: str, **values: object) -> Html:
        """The sentence named `key`. Strings among the values are escaped, `Html` is not.

        Raises KeyError for a sentence that does not exist, ValueError where a value is missing.
        """
        pattern = self._bundle.get_message(key).value if self._bundle.has_message(key) else None
        if pattern is None:
            raise KeyError(key)
        text, errors = self._bundle.format_pattern(pattern, {name: _escaped(value) for name, value in values.items()})
        if errors:
            raise ValueError(f"the sentence {key} cannot be said: {errors[0]}")
        return Html(text)

    def name(self, name: str) -> Html:
        """Somebody's name, or a chat's, defused and of 32 units at most; whoever has none is called something."""
        shown = cut(defused(name), _NAME_LIMIT)
        return Html(html.escape(shown, quote=False)) if shown else self("somebody")


def plain(text: Html) -> str:
    """What Telegram shows of its HTML, for places that know no markup: buttons and toasts."""
    return html.unescape(_TAG.sub("", text))


def _escaped(value: object) -> Any:
    if isinstance(value, Html):
        return str(value)
    return html.escape(value, quote=False) if isinstance(value, str) else value


@cache
def texts_in(language: str) -> Texts:
    """The sentences in a language; in English for one that there is no translation for."""
    return Texts(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def language_of(*wanted_languages: str | None) -> str:
    """The language to speak: the first that there is a translation for, of IETF tags such as `ru-RU`."""
    for wanted in wanted_languages:
        if wanted and (known := wanted.lower().split("-")[0]) in LANGUAGES:
            return known
    return DEFAULT_LANGUAGE


def length(text: str) -> int:
    """UTF-16 code units of a text; a lone surrogate counts as the one unit it is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as fits into `limit` units with an ellipsis, no emoji torn apart. `limit` >= 1."""
    if length(text) <= limit:
        return text
    room = limit - length(_ELLIPSIS)
    end = 0
    for end, character in enumerate(text):  # noqa: B007 - where it stopped is what we want
        room -= length(character)
        if room < 0:
            break
    while end > 0 and _continues(text, end):
        end -= 1
    return text[:end].rstrip() + _ELLIPSIS


def _continues(text: str, at: int) -> bool:
    """Whether the character at this place belongs to the one before it."""
    character = text[at]
    is_mark = unicodedata.category(character) in {"Mn", "Me", "Mc"} or "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_mark or _JOINER in (character, text[at - 1])
