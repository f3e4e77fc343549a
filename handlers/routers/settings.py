"""`/settings`: what a person has set for all their drawings, by buttons and, where words are needed, by words."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from drawing.people import Person
from drawing.prompt import PromptError, parse_prompt
from drawing.store import Store
from handlers.outbox import Outbox
from handlers.settings_page import SettingButton, changed, settings_page
from handlers.speech import Speech
from handlers.texts import language_of, texts_in

_LONGEST_SUFFIX = 200  # code points


async def settings(_: Message, command: CommandObject, person: Person, speech: Speech, store: Store) -> None:
    """`/settings` shows them, `/settings suffix in watercolour` and `/settings no text, hat` set what needs words."""
    word, _space, rest = (command.args or "").strip().partition(" ")
    match word.lower(), rest.strip():
        case "", _:
            speech.show(*settings_page(person, speech.texts))
            return
        case "suffix", suffix if _is_words(suffix):
            person = replace(person, suffix=suffix)
        case "no", negatives if _is_negatives(negatives):
            person = replace(person, negatives=negatives)
        case _:
            speech.say("settings-usage")
            return
    await store.keep_settings(person)
    speech.show(*settings_page(person, speech.texts))


async def set_one(
    callback_query: CallbackQuery,
    callback_data: SettingButton,
    person: Person,
    speech: Speech,
    store: Store,
    outbox: Outbox,
) -> None:
    """A button of the page. The page is shown as it is now, in the language as it is now."""
    if callback_data.person != person.id:
        speech.toast("settings-not-yours")
        return
    now = changed(person, callback_data.setting, callback_data.value)
    if now is None:
        speech.toast("button-unknown")
        return
    await store.keep_settings(now)
    speech = Speech(texts_in(language_of(now.language, now.language_code)), outbox, callback_query)
    speech.toast("settings-saved")
    speech.rewrite(*settings_page(now, speech.texts))


def _is_words(text: str) -> bool:
    """Whether a text can be added to a prompt: words alone, no options and no weights."""
    try:
        request = parse_prompt(text, limit=_LONGEST_SUFFIX)
    except PromptError:
        return False
    return request.messages[0].text == " ".join(text.split()) and len(request.messages) == 1


def _is_negatives(text: str) -> bool:
    """Whether a text can stand after `--no`."""
    try:
        request = parse_prompt(f"x --no {text}", limit=_LONGEST_SUFFIX)
    except PromptError:
        return False
    return len(request.positive) == 1 and bool(request.negative) and request.seed is None


def router() -> Router:
    router = Router(name="settings")
    router.message.register(settings, Command("settings", ignore_case=True))
    router.callback_query.register(set_one, SettingButton.filter())
    return router
