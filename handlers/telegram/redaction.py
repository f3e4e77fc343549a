"""Redaction of what Telegram says of a refused call: it may quote what people wrote, in any call. Pure."""

import re
from collections.abc import Iterable
from typing import Final

_MAX_WORDS: Final = 200  # characters
_WORD: Final = re.compile(r"\w+(?:'\w+)?")
_CODE: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
"""An error of the servers behind the Bot API: `CHAT_WRITE_FORBIDDEN`."""

_VOCABULARY: Final = """
a access account action actions active admin administrator administrators after again allowed already an and any
api are as at bad banned be because been before blocked bot bots business but button buttons by bytes call can
can't cannot caption channel chat closed conflict connection content copied data deactivated deleted description
dimensions direct disabled document documents does duplicate edit edited empty enough entities entity error
exceeded expected expired failed file files find for forbidden format forum found from general get group has have
http id identifier in inline internal invalid is it join kicked large later left limit limited long longer many
media member message messages method migrated missing modified more must new no not nothing object of off old on
only open or owner paid parameter parameters parse parsed paused payment permission permissions photo photos
picture please post premium private process quota reached read refused rejected replied reply replies request
requests required reserved restricted retry right rights same see send sender sending sent server service size
slow specified started status still supergroup supported suspended tag temporarily temporary text that the there
this thread time timeout to token too topic topics try type unauthorized unavailable unknown unsupported until
upgraded upload use used user users video was webhook wait was while with without write wrong you your
"""
"""Words that such sentences are made of; a person's other words are none of them."""
_KNOWN: Final = frozenset(_VOCABULARY.split())


def redacted(words: str, sent: Iterable[str]) -> str:
    """The words of a refusal that are surely Telegram's: no name, number or prompt, and nothing of what was sent."""
    own = {word.casefold() for text in sent for word in _WORD.findall(text)}

    def shown(found: re.Match[str]) -> str:
        word = found.group()
        is_known = word.casefold() in _KNOWN or _CODE.fullmatch(word) is not None
        return word if is_known and word.casefold() not in own else "…"

    line = "".join(character if character.isprintable() else " " for character in words[:_MAX_WORDS])
    return " ".join(re.sub(r"(?:… ?)+", "… ", _WORD.sub(shown, line)).split())
