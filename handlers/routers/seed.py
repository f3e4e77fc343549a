"""`/seed`: shows or sets the seed of a person's next pictures."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from drawing.defaults import SeedMode, SeedSetting
from drawing.people import Person
from drawing.ports.store import Store
from drawing.records import Traits
from handlers.telegram.reply import Reply
from handlers.views.settings_words import parse_seed_setting
from handlers.views.texts import Html


async def seed(
    message: Message, command: CommandObject, person: Person, reply: Reply, store: Store, traits: Traits
) -> None:
    """`/seed`, `/seed 42`, `/seed random`, `/seed last`. What is shown is what applies in this chat."""
    wanted = (command.args or "").strip()
    own = person.defaults.seed
    if wanted:
        own = parse_seed_setting(wanted)
        if own is None:
            reply.correct("seed-bad")
            return
        await store.keep_settings(replace(person, defaults=replace(person.defaults, seed=own)))
    of_group = (await store.group(message.chat.id)).defaults.seed if own is None and message.chat.id < 0 else None
    sentences = [await _describe(own or of_group or SeedSetting(), person, reply, store)]
    if of_group is not None:
        sentences.append(reply.texts("seed-of-group"))
    if not traits.keeps_seed:
        sentences.append(reply.texts("seed-not-kept"))
    if not wanted:
        sentences.append(reply.texts("seed-usage"))
    reply.show(Html("\n".join(sentences)))


async def _describe(setting: SeedSetting, person: Person, reply: Reply, store: Store) -> Html:
    if setting.mode is SeedMode.RANDOM:
        return reply.texts("seed-random")
    if setting.mode is SeedMode.FIXED:
        return reply.texts("seed-fixed", seed=str(setting.value))
    last = await store.last_seed(person.id)
    return reply.texts("seed-last") if last is None else reply.texts("seed-last-known", seed=str(last))


def router() -> Router:
    """A new router."""
    router = Router(name="seed")
    router.message.register(seed, Command("seed", ignore_case=True))
    return router
