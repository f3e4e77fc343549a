"""`/settings`: language and default shape, by buttons."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from drawing.people import Person
from drawing.prompt import AspectRatio
from drawing.store import Store
from handlers.keyboards import RATIOS, LanguageButton, RatioButton, settings_keyboard
from handlers.outbox import Outbox
from handlers.speech import Speech
from handlers.texts import LANGUAGES, Html, Texts, language_of, texts_in


async def settings(_: Message, person: Person, speech: Speech) -> None:
    """Show them."""
    speech.show(*_page(person, speech.texts))


async def set_language(
    callback_query: CallbackQuery,
    callback_data: LanguageButton,
    person: Person,
    speech: Speech,
    store: Store,
    outbox: Outbox,
) -> None:
    """Speak another language from now on."""
    if callback_data.person != person.id or callback_data.code not in {"", *LANGUAGES}:
        speech.toast("settings-not-yours")
        return
    await store.set_language(person.id, callback_data.code or None)
    await _show_saved(callback_query, person, store, outbox)


async def set_ratio(
    callback_query: CallbackQuery,
    callback_data: RatioButton,
    person: Person,
    speech: Speech,
    store: Store,
    outbox: Outbox,
) -> None:
    """Draw in another shape where the prompt names none."""
    if callback_data.person != person.id or callback_data.ratio not in {"", *RATIOS}:
        speech.toast("settings-not-yours")
        return
    ratio = AspectRatio(*map(int, callback_data.ratio.split(":"))) if callback_data.ratio else None
    await store.set_aspect_ratio(person.id, ratio)
    await _show_saved(callback_query, person, store, outbox)


async def _show_saved(callback_query: CallbackQuery, person: Person, store: Store, outbox: Outbox) -> None:
    """The page as it is now, in the language as it is now."""
    now = await store.meet(person)
    speech = Speech(texts_in(language_of(now.language, now.language_code)), outbox, callback_query)
    speech.toast("settings-saved")
    speech.rewrite(*_page(now, speech.texts))


def _page(person: Person, texts: Texts) -> tuple[Html, InlineKeyboardMarkup]:
    language = texts("settings-language-auto") if person.language is None else LANGUAGES[person.language]
    ratio = person.aspect_ratio
    shape = texts("settings-ratio-none") if ratio is None else f"{ratio.width}:{ratio.height}"
    return texts("settings-title", language=language, ratio=shape), settings_keyboard(person, texts)


def router() -> Router:
    router = Router(name="settings")
    router.message.register(settings, Command("settings", ignore_case=True))
    router.callback_query.register(set_language, LanguageButton.filter())
    router.callback_query.register(set_ratio, RatioButton.filter())
    return router
