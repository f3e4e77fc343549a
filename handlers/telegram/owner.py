"""Telling the owner."""

from collections.abc import Collection

from aiogram.enums import ParseMode
from aiogram.methods import SendMessage

from drawing.ports.store import PeopleStore, StoreError
from drawing.records import Incident
from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.outbox import Outbox
from handlers.views.texts import DEFAULT_LANGUAGE, Texts, language_of, texts_in


class OwnerByTelegram:
    """Implements `drawing.ports.owner.Owner`: writes to every admin who has started the bot, in their language."""

    def __init__(self, outbox: Outbox, people: PeopleStore, admins: Collection[int]) -> None:
        self._outbox = outbox
        self._people = people
        self._admins = admins

    async def tell(self, incident: Incident, advice: str) -> None:
        await self._write(f"incident-{incident}", advice=advice)

    async def tell_end(self, incident: Incident) -> None:
        await self._write(f"incident-{incident}-over")

    async def tell_refusal(self, words: str) -> None:
        await self._write("telegram-refusal", advice=words)

    async def tell_change(self, advice: str) -> None:
        await self._write("model-changed", advice=advice)

    async def tell_set_aside(self, bot_id: int, count: int) -> None:
        await self._write("set-aside", bot=str(bot_id), count=count)

    async def _write(self, key: str, **values: object) -> None:
        for admin in self._admins:
            text = (await self._texts(admin))(key, **values)
            message = SendMessage(chat_id=admin, text=text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
            self._outbox.say(admin, message)

    async def _texts(self, admin: int) -> Texts:
        try:
            person = await self._people.person(admin)
        except StoreError:
            person = None  # better in the wrong language than not at all
        return texts_in(language_of(person.language, person.language_code) if person else DEFAULT_LANGUAGE)
