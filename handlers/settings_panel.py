"""The panel of `/settings`: the one message of a private chat or a group that shows its settings, page by page."""

import asyncio

from drawing.access import AccessControl
from drawing.people import Group, Person
from drawing.ports.store import Store
from drawing.records import Traits
from drawing.style_book import StyleBook
from handlers.telegram.reply import Reply
from handlers.views.settings_changes import Page
from handlers.views.settings_page import Settled, settings_page


class SettingsPanel:
    """Keeps what is set, and shows it. A newer panel takes the place of the one before, which goes.

    Whoever looks at settings to change or show them holds `in_turn` meanwhile: the admins of a group may do so at the
    same time, and neither is to undo what the other has set, nor to show what was set before.
    """

    def __init__(self, store: Store, style_book: StyleBook, access: AccessControl) -> None:
        self._store = store
        self._style_book = style_book
        self._access = access
        self.in_turn = asyncio.Lock()

    async def whose(self, settled_id: int, person: Person) -> Person | Group:
        """The person whose settings these are, or the group, by its id; anonymous admins have that of their group."""
        return person if settled_id == person.id > 0 else await self._store.group(settled_id)

    async def keep(self, whose: Person | Group) -> None:
        """Store everything that was set."""
        if isinstance(whose, Person):
            await self._store.keep_settings(whose)
        else:
            await self._store.keep_group(whose)

    async def show(self, whose: Person | Group, page: Page, reply: Reply, traits: Traits) -> None:
        """Say it anew, or in the message that was pressed where that is this panel or one's own page.

        A group's panel belongs to all of its admins, whichever of them has asked for it. One's own settings are seen
        in a group only where a press is forged; that message is nobody's panel.
        """
        chat_id = reply.chat_id
        text, keyboard = settings_page(await self._settled(whose, traits, reply.texts.language), page, reply.texts)
        if chat_id != whose.id:
            reply.rewrite(text, keyboard)
            return

        async def take_over(message_id: int) -> None:
            former = await self._store.keep_panel(chat_id, message_id)
            if former is not None:
                reply.delete(chat_id, former)

        reply.rewrite(text, keyboard, known_page=await self._store.panel(chat_id), sent=take_over)

    async def _settled(self, whose: Person | Group, traits: Traits, language: str) -> Settled:
        own_styles = (await self._style_book.page(whose.id, language)).own
        # The owner of the bot lets a group in, or everybody: then who writes in its name may draw there.
        is_open = isinstance(whose, Person) or await self._access.may_draw(whose.id, whose.id)
        return Settled(whose, traits, tuple(style.name for style in own_styles), is_open=is_open)
