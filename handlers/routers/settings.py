"""`/settings`: what applies to all drawings of a person, or of a group; set by buttons, and by words where needed."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from drawing.people import Group, Person
from drawing.ports.chat import ChatUnreachable
from drawing.ports.store import Store
from drawing.records import Traits
from handlers.buttons import CHECK, Press, own_settings
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
from handlers.views.settings_page import SettingButton, changed, settings_page
from handlers.views.settings_words import WordsRefused, with_words
from handlers.views.texts import language_of


async def settings(
    message: Message,
    command: CommandObject,
    person: Person,
    reply: Reply,
    store: Store,
    permissions: ChatPermissions,
    traits: Traits,
) -> None:
    """A person's in private, the group's in a group. `/settings suffix in watercolour` sets what needs words."""
    settled: Person | Group = person
    if message.chat.id < 0:
        refusal = _refusal(person, message.chat.id, permissions)
        if refusal is not None:
            reply.say(refusal)
            return
        settled = await store.group(message.chat.id)
    words = (command.args or "").strip()
    if words:
        try:
            defaults = with_words(settled.defaults, words)
        except WordsRefused as refused:
            reply.say(refused.key, seeds="yes" if traits.keeps_seed else "no", **refused.values)
            return
        if defaults.seed != settled.defaults.seed and not traits.keeps_seed:
            reply.say("seed-not-kept")
        settled = replace(settled, defaults=defaults)
        await _keep(settled, store)
    reply.show(*settings_page(settled, traits, reply.texts))


async def set_one(_: CallbackQuery, callback_data: SettingButton, press: Press, store: Store, traits: Traits) -> None:
    """A button of a page. The page is shown as it is now, in the language as it is now."""
    person = press.person
    settled: Person | Group = person if callback_data.whose == person.id else await store.group(callback_data.whose)
    now = changed(settled, callback_data.setting, callback_data.value)
    if now is None:
        press.reply.toast("button-unknown")
        return
    await _keep(now, store)
    language = now.language if isinstance(now, Person) else person.language or now.language
    reply = press.reply.in_language(language_of(language, person.language_code))
    reply.toast("settings-saved")
    reply.rewrite(*settings_page(now, traits, reply.texts))


def _refusal(person: Person, chat_id: int, permissions: ChatPermissions) -> str | None:
    """Why this person may not settle anything for the group, as the key of a sentence; None where they may."""
    try:
        return None if permissions.is_admin(person.id, chat_id) else "settings-admins-only"
    except ChatUnreachable:
        return "cancel-unsure"


async def _keep(settled: Person | Group, store: Store) -> None:
    if isinstance(settled, Person):
        await store.keep_settings(settled)
    else:
        await store.keep_group(settled)


def router() -> Router:
    """A new router."""
    router = Router(name="settings")
    router.message.register(settings, Command("settings", ignore_case=True))
    router.callback_query.register(set_one, SettingButton.filter(), flags={CHECK: own_settings})
    return router
