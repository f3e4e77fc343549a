"""Telling the owner."""

from collections.abc import Collection

from aiogram.enums import ParseMode
from aiogram.methods import SendMessage

from drawing.incidents import Incident
from handlers.messenger import NO_PREVIEW
from handlers.outbox import Outbox
from handlers.texts import DEFAULT_LANGUAGE, Html, texts_in


class OwnerByTelegram:
    """Implements `drawing.incidents.Owner`: writes to every admin who has started the bot."""

    def __init__(self, outbox: Outbox, admins: Collection[int]) -> None:
        self._outbox = outbox
        self._admins = admins

    def tell(self, incident: Incident, advice: str) -> None:
        self._write(texts_in(DEFAULT_LANGUAGE)(f"incident-{incident}", advice=advice))

    def tell_end(self, incident: Incident) -> None:
        self._write(texts_in(DEFAULT_LANGUAGE)(f"incident-{incident}-over"))

    def _write(self, text: Html) -> None:
        for admin in self._admins:
            message = SendMessage(chat_id=admin, text=text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
            self._outbox.say(admin, message)
