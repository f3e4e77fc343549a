"""`/seed`: shows or sets the seed of a person's next pictures."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from drawing.defaults import SeedMode, SeedSetting
from drawing.people import LARGEST_SEED, Person
from drawing.store import Store
from handlers.speech import Speech
from handlers.texts import Html


async def seed(_: Message, command: CommandObject, person: Person, speech: Speech, store: Store) -> None:
    """`/seed`, `/seed 42`, `/seed random`, `/seed last`."""
    wanted = (command.args or "").strip()
    setting = person.defaults.seed or SeedSetting()
    if wanted:
        parsed = parse_seed_setting(wanted)
        if parsed is None:
            speech.say("seed-bad")
            return
        setting = parsed
        await store.keep_settings(replace(person, defaults=replace(person.defaults, seed=setting)))
    text = await _describe(setting, person, speech, store)
    speech.show(text if wanted else Html(f"{text}\n{speech.texts('seed-usage')}"))


def parse_seed_setting(text: str) -> SeedSetting | None:
    """The setting that somebody typed; None if it is none."""
    word = text.lower()
    if word in {SeedMode.RANDOM, SeedMode.LAST}:
        return SeedSetting(SeedMode(word))
    if word.isascii() and word.isdigit() and len(word) <= len(str(LARGEST_SEED)) and 1 <= int(word) <= LARGEST_SEED:
        return SeedSetting(SeedMode.FIXED, int(word))
    return None


async def _describe(setting: SeedSetting, person: Person, speech: Speech, store: Store) -> Html:
    if setting.mode is SeedMode.RANDOM:
        return speech.texts("seed-random")
    if setting.mode is SeedMode.FIXED:
        return speech.texts("seed-fixed", seed=str(setting.value))
    last = await store.last_seed(person.id)
    return speech.texts("seed-last") if last is None else speech.texts("seed-last-known", seed=str(last))


def router() -> Router:
    router = Router(name="seed")
    router.message.register(seed, Command("seed", ignore_case=True))
    return router
