"""Telling the owner."""

from collections.abc import Callable, Collection

from aiogram.enums import ParseMode
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from drawing.clock import Calendar
from drawing.ports.store import PeopleStore, StoreError
from drawing.records import Advice, Incident
from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.outbox import Outbox
from handlers.views.alerts import alert, alert_keyboard, alert_over, cure
from handlers.views.texts import DEFAULT_LANGUAGE, Html, Texts, language_of, texts_in


class OwnerByTelegram:
    """Implements `drawing.ports.owner.Owner`: writes to every admin who has started the bot, in their language."""

    def __init__(self, outbox: Outbox, people: PeopleStore, admins: Collection[int], calendar: Calendar) -> None:
        self._outbox = outbox
        self._people = people
        self._admins = admins
        self._calendar = calendar

    async def tell(self, incident: Incident, advice: Advice, since: float) -> None:
        await self._write(
            lambda texts: alert(incident, advice, since, self._calendar, texts),
            lambda texts: alert_keyboard(incident, texts),
        )

    async def tell_end(self, incident: Incident, since: float) -> None:
        await self._write(lambda texts: alert_over(incident, since, self._calendar, texts))

    async def tell_refusal(self, words: str) -> None:
        await self._write(lambda texts: texts("telegram-refusal", advice=words))

    async def tell_spoilt_row(self) -> None:
        await self._write(lambda texts: texts("spoilt-row"))

    async def tell_change(self, advice: Advice) -> None:
        await self._write(lambda texts: texts("model-changed", advice=advice.words, cure=cure(advice, texts)))

    async def tell_set_aside(self, bot_id: int, count: int) -> None:
        await self._write(lambda texts: texts("set-aside", bot=str(bot_id), count=count))

    async def _write(
        self,
        write: Callable[[Texts], Html],
        keyboard: Callable[[Texts], InlineKeyboardMarkup | None] = lambda _: None,
    ) -> None:
        for admin in self._admins:
            texts = await self._texts(admin)
            message = SendMessage(
                chat_id=admin,
                text=write(texts),
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(texts),
            )
            self._outbox.say(admin, message)

    async def _texts(self, admin: int) -> Texts:
        try:
            person = await self._people.person(admin)
        except StoreError:
            person = None  # better in the wrong language than not at all
        return texts_in(language_of(person.language, person.language_code) if person else DEFAULT_LANGUAGE)
