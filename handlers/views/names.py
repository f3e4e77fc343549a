"""Names of people and chats, as they are shown: readable in every script, and nothing but a name.

Whoever writes a name may write anything: controls that turn the text around it, letters that nobody sees, an address
that Telegram would make a link of. Pure.
"""

import re
import unicodedata
from typing import Final

_BLANK: Final = " "
# What has the property Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt), and no category below.
_IGNORABLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_EMPTY: Final = frozenset("\u2800\ufffc\U0001d159")  # drawn as nothing: braille without dots, a note of no sound
# What is unassigned here (Cn) may be an emoji of a newer Unicode.
_SHOWN_NOWHERE: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINED: Final = frozenset({"Lo", "Lm", "Mn", "Mc", "So", "Sk", "Cn"})
_JOINERS: Final = "\u200c\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_MOST_MARKS: Final = 4  # on one letter

_LEADING: Final = "@#$/.:。"
"""What links, mentions, commands, hashtags and times are made with: they end where a blank follows one of these."""
_LONG_NUMBER: Final = re.compile(r"\+?\d(?:[\s()./+\-\u2010-\u2015\u2212]*\d){6,}")  # telephones, bank cards
_PART_OF_NUMBER: Final = re.compile(r"\d{1,4}")
_NO_NUMBER: Final = "·"


def defused(name: str) -> str:
    """The name without what is not seen, and with gaps where Telegram would make something of it; may be empty."""
    return _spaced(_LONG_NUMBER.sub(_divided, _visible(name)))


def _visible(name: str) -> str:
    """What is seen of the name, with single blanks. A mark needs something that it stands on."""
    kept: list[str] = []
    marks = 0
    for at, character in enumerate(name):
        if character.isspace():
            if kept and kept[-1] != _BLANK:
                kept.append(_BLANK)
        elif character in _JOINERS or character == _EMOJI_STYLE:
            if kept and _is_needed(character, kept[-1], name[at + 1 : at + 2]):
                kept.append(character)
        elif _is_visible(character):
            is_mark = unicodedata.category(character).startswith("M")
            marks = marks + 1 if is_mark else 0
            if not is_mark or (kept and kept[-1] != _BLANK and marks <= _MOST_MARKS):
                kept.append(character)
    return "".join(kept).strip()


def _is_visible(character: str) -> bool:
    is_empty = character in _EMPTY or _IGNORABLE.match(character) is not None
    return not is_empty and unicodedata.category(character) not in _SHOWN_NOWHERE


def _is_needed(character: str, before: str, after: str) -> bool:
    """Whether emoji, or a script in which letters are joined, need one of the characters that are not seen themselves.

    Letters are joined in no script that has capitals.
    """
    if character == _EMOJI_STYLE:
        return unicodedata.category(before) in {"So", "Sm", "Po"}
    return all(_is_joined(one) for one in (before, after))


def _is_joined(character: str) -> bool:
    if character == _EMOJI_STYLE or not character:
        return bool(character)
    is_caseless = character.lower() == character.upper()
    return is_caseless and unicodedata.category(character) in _JOINED and _is_visible(character)


def _spaced(name: str) -> str:
    """The name with a blank after whatever leads to something: `evil. com`, `@ somebody`, `t. me/joinchat`."""
    spaced = [_BLANK]
    for character, after in zip(name, f"{name[1:]}{_BLANK}", strict=False):
        leads = _leads(spaced[-1], character, after)
        spaced += [character, _BLANK] if leads else [character]
    return "".join(spaced[1:])


def _leads(before: str, character: str, after: str) -> bool:
    """Whether a character begins or joins something that Telegram finds in a text, by what stands around it."""
    if not _is_lead(character):
        return False
    if _stands_for(character, "$") and not (after.isupper() or after.isdigit()):
        return False  # currencies have capitals
    if _stands_for(character, "/") and (before.isalnum() or before in "<>"):
        return False  # a path without a host, or half of a tag, is no command
    return after.isalnum() or after == "_" or (after != character and _is_lead(after))


def _is_lead(character: str) -> bool:
    return any(_stands_for(character, one) for one in _LEADING)


def _stands_for(character: str, one: str) -> bool:
    """Whether a character is this one, or a full-width, small or raised form of it."""
    return one in unicodedata.normalize("NFKC", character)


def _divided(number: re.Match[str]) -> str:
    return _NO_NUMBER.join(_PART_OF_NUMBER.findall(number.group()))
