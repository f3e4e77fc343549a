"""`/settings`: what applies to all drawings of a person, or of a group; set by buttons, and by words where needed."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from drawing.people import Group, Person
from drawing.ports.chat import ChatUnreachable
from drawing.records import Traits
from handlers.buttons import CHECK, Press, own_settings
from handlers.settings_panel import SettingsPanel
from handlers.telegram.permissions import ChatPermissions
from handlers.telegram.reply import Reply
from handlers.views.settings_changes import Page, PageButton, SettingButton, changed
from handlers.views.settings_words import WordsRefused, with_words
from handlers.views.texts import language_of


async def settings(
    message: Message,
    command: CommandObject,
    person: Person,
    reply: Reply,
    permissions: ChatPermissions,
    settings_panel: SettingsPanel,
    traits: Traits,
) -> None:
    """A person's in private, the group's in a group. `/settings suffix in watercolour` sets what needs words."""
    is_group = message.chat.id < 0
    if is_group and (refusal := _refusal(person, message.chat.id, permissions)) is not None:
        reply.say(refusal)
        return
    words = (command.args or "").strip()
    async with settings_panel.in_turn:
        whose = await settings_panel.whose(message.chat.id, person)
        now = _set_in_words(whose, words, reply, traits) if words else whose
        if now is None:
            return
        if now is not whose:
            await settings_panel.keep(now)
        page = Page.PICTURE if words else Page.HOME  # all that words set stands there
        await settings_panel.show(now, page, reply, traits)


def _set_in_words(whose: Person | Group, words: str, reply: Reply, traits: Traits) -> Person | Group | None:
    """What is set when the words are followed; None where they cannot be, which has been said."""
    try:
        defaults = with_words(whose.defaults, words)
    except WordsRefused as refused:
        seeds = "yes" if traits.keeps_seed else "no"
        reply.correct(refused.key, seeds=seeds, **refused.values)
        return None
    if defaults.seed != whose.defaults.seed and not traits.keeps_seed:
        reply.say("seed-not-kept")
    return replace(whose, defaults=defaults)


async def set_one(
    _: CallbackQuery, callback_data: SettingButton, press: Press, settings_panel: SettingsPanel, traits: Traits
) -> None:
    """A button of a page. The page is shown as it is now, in the language as it is now."""
    person = press.person
    async with settings_panel.in_turn:
        whose = await settings_panel.whose(callback_data.whose, person)
        now = changed(whose, callback_data.setting, callback_data.value)
        if now is None:
            press.reply.toast("button-unknown")
            return
        await settings_panel.keep(now)
        language = now.language if isinstance(now, Person) else person.language or now.language
        reply = press.reply.in_language(language_of(language, person.language_code))
        reply.toast("settings-saved")
        await settings_panel.show(now, Page.of(callback_data.setting), reply, traits)


async def turn(
    _: CallbackQuery, callback_data: PageButton, press: Press, settings_panel: SettingsPanel, traits: Traits
) -> None:
    """A button that leads to another page."""
    press.reply.acknowledge()
    async with settings_panel.in_turn:
        whose = await settings_panel.whose(callback_data.whose, press.person)
        await settings_panel.show(whose, callback_data.page, press.reply, traits)


def _refusal(person: Person, chat_id: int, permissions: ChatPermissions) -> str | None:
    """Why this person may not settle anything for the group, as the key of a sentence; None where they may."""
    try:
        return None if permissions.is_admin(person.id, chat_id) else "settings-admins-only"
    except ChatUnreachable:
        return "cancel-unsure"


def router() -> Router:
    """A new router."""
    router = Router(name="settings")
    router.message.register(settings, Command("settings", ignore_case=True))
    router.callback_query.register(set_one, SettingButton.filter(), flags={CHECK: own_settings})
    router.callback_query.register(turn, PageButton.filter(), flags={CHECK: own_settings})
    return router
