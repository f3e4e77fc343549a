"""Small talk: plain text that describes no picture. In private, where no command says that something is to be drawn.

How a text is made decides. The words only let the answer be kinder, and spare a known person a picture of "thank you".
"""

import re
from enum import StrEnum
from typing import Final


class Doubt(StrEnum):
    """A reason to ask whether a text is to be drawn, as the key of the sentence that asks."""

    WORDLESS = "ask-wordless"  # no letter, no digit
    LINK = "ask-link"  # nothing but addresses
    QUESTION = "ask-question"
    GREETING = "ask-greeting"
    THANKS = "ask-thanks"
    FORWARDED = "ask-forwarded"
    FIRST = "ask-first"  # of somebody who has never had anything drawn


_LINKS: Final = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://\S+|\S{1,64}@[\w.-]+|@\w+|(?<!\S)(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?![\w.])(?:[/?#:]\S*)?",
    re.IGNORECASE,
)
_QUESTION_MARKS: Final = ("?", "？", "؟", "՞", "⁇", "⁈", "⁉", "❓", "❔")
_LONGEST_COURTESY: Final = 60  # characters; a longer text goes on to something else
_OPENINGS: Final = {
    Doubt.GREETING: re.compile(
        r"привет\w*|здравствуй(?:те)?|хай|салют|добр\w+\s+(?:день|дня|утро|утра|вечер|вечера|ночи)"
        r"|hi|hello|hey|hiya|howdy|good\s+(?:day|morning|afternoon|evening|night)"
    ),
    Doubt.THANKS: re.compile(
        r"(?:большое\s+|огромное\s+)?спасибо\w*|спс|благодарю|(?:many\s+)?thanks|thank\s+(?:you|u)|thx"
    ),
}
_COMPANY: Final = frozenset(
    (
        *("бот", "тебе", "вам", "вас", "большое", "огромное", "за", "всё", "все", "всем", "очень"),
        *("bot", "there", "you", "all", "everyone", "so", "very", "much", "a", "lot", "for", "it"),
    )
)


def small_talk(text: str) -> Doubt | None:
    """Why a text is hardly a description; None where it may be one."""
    if not any(character.isalnum() for character in text):
        return Doubt.WORDLESS
    if not any(character.isalnum() for character in _LINKS.sub(" ", text)):
        return Doubt.LINK
    if (courtesy := _courtesy(text.strip().casefold())) is not None:
        return courtesy
    return Doubt.QUESTION if text.rstrip().endswith(_QUESTION_MARKS) else None


def _courtesy(text: str) -> Doubt | None:
    """A greeting or thanks that stands alone, with words that go with it, or is set apart from the rest by a mark."""
    if len(text) > _LONGEST_COURTESY:
        return None
    for doubt, opening in _OPENINGS.items():
        found = opening.match(text)
        if found is None or text[found.end() :][:1].isalnum():
            continue
        rest = text[found.end() :]
        is_set_apart = bool(rest) and not rest[0].isspace() and rest[0] not in "-_'’:"
        if is_set_apart or all(word in _COMPANY for word in re.findall(r"\w+", rest)):
            return doubt
    return None
