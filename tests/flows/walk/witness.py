"""Invariants of the walk, seen from outside: by what the bot says and logs, whatever it does inside."""

import json
import logging
import re
from collections import defaultdict
from types import TracebackType
from typing import Any, Final, Self

from handlers.views.texts import LANGUAGES, texts_in
from sandbox.telegram.exchanges import Exchange

SLOT: Final = "🎨"  # how a slot begins, in every language
_WENT_WRONG: Final = {texts_in(language)("went-wrong") for language in LANGUAGES}
_OF_DRAWING: Final = re.compile(r"pic:(\w+):(vary|retry)")


class Witness(logging.Handler):
    """Hears every call of the bot's and every line of its log, and keeps what must not be."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.troubles: list[str] = []
        self.is_stormy = False  # faults are on: that the bot logs errors of its surroundings is right
        self.answered: set[str] = set()
        self.said: defaultdict[int, int] = defaultdict(int)  # by chat: how many messages were sent there, or said anew
        self.told: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)  # by drawing: the messages that tell of it
        self.edited: set[tuple[int, int]] = set()  # into a text, which may have no button that names a drawing
        self.refused: set[int] = set()  # chats in which the bot was told, at least once, that it may not be
        self.calls = 0

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if not self.is_stormy or "could not be handled" in line:
            error = record.exc_info[1] if record.exc_info else None
            self.troubles.append(f"logged: {line} ({error!r})")

    def observe(self, exchange: Exchange) -> None:
        """One call of the bot's."""
        parameters = exchange.parameters
        if exchange.method != "getUpdates":
            self.calls += 1
        if str(parameters.get("text")) in _WENT_WRONG:
            self.troubles.append(f"said that something went wrong: {parameters}")
        if exchange.method == "answerCallbackQuery":
            self.answered.add(str(parameters["callback_query_id"]))
        if exchange.status == 403 and "chat_id" in parameters:
            self.refused.add(int(parameters["chat_id"]))
        if exchange.status != 200:
            return
        is_edit = exchange.method in {"editMessageMedia", "editMessageText"}
        if (is_edit or exchange.method.startswith("send")) and isinstance(exchange.answer["result"], dict):
            self.said[exchange.answer["result"]["chat"]["id"]] += 1
        if is_edit:
            self._note_outcome(exchange)

    def _note_outcome(self, exchange: Exchange) -> None:
        """A slot becomes a picture by an upload, and an explanation by a button to try again."""
        parameters = exchange.parameters
        if exchange.method == "editMessageText":
            self.edited.add((int(parameters["chat_id"]), int(parameters["message_id"])))
        found = _OF_DRAWING.search(_text(parameters.get("reply_markup")))
        is_upload = "attach://" in _text(parameters.get("media"))
        if found is not None and (is_upload or found[2] == "retry"):
            self.told[found[1]].add((int(parameters["chat_id"]), int(parameters["message_id"])))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
