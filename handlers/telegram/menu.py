"""The command menu and the description that Telegram shows, in every language and kind of chat."""

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from drawing.clock import Clock
from drawing.rate_limits import Backoff
from drawing.records import Traits
from drawing.workers.loop import Wakeup
from handlers.views.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts, texts_in

logger = logging.getLogger(__name__)

_IDLE: Final = 3600.0  # seconds between looks when nobody rings

_ABOUT_SEEDS: Final = frozenset({"seed"})
"""Commands that mean something only to a model that keeps seeds."""
PRIVATE: Final = ("draw", "style", "seed", "queue", "cancel", "history", "settings", "help", "privacy", "id")
GROUP: Final = ("draw", "style", "seed", "queue", "cancel", "help")
GROUP_ADMINS: Final = ("draw", "style", "seed", "queue", "cancel", "settings", "forbid", "help")
OWNER: Final = (*PRIVATE, "allow", "deny", "forbid", "stats")


class Menu:
    """Tells Telegram the commands, and tells them anew for a model that can do other things, or for another owner.

    While Telegram does not listen, it is told again. The bot works without its menu.
    """

    name = "menu"

    def __init__(
        self,
        bot: Bot,
        clock: Clock,
        source: random.Random,
        *,
        traits: Callable[[], Traits],
        admins: Collection[int] = (),
    ) -> None:
        self.wakeup = Wakeup(clock)
        self._bot = bot
        self._clock = clock
        self._traits = traits
        self._admins = admins
        self._trouble = Backoff(5.0, 600.0, source)

    async def run(self, stop: asyncio.Event) -> None:
        published: tuple[Traits, frozenset[int]] | None = None
        while not stop.is_set():
            traits = self._traits()
            wanted = traits, frozenset(self._admins)
            if wanted == published:
                await self.wakeup.wait(_IDLE)
                continue
            try:
                await self._publish(traits)
            except Exception as error:  # noqa: BLE001 - whatever it is, the bot works without its menu
                pause = self._trouble.fail(self._clock.monotonic(), getattr(error, "retry_after", None))
                logger.info("the command menu could not be set (%s); again in %.0f s", type(error).__name__, pause)
                await self.wakeup.wait(pause)
            else:
                published = wanted

    async def _publish(self, traits: Traits) -> None:
        scopes: tuple[tuple[BotCommandScopeUnion, tuple[str, ...]], ...] = (
            (BotCommandScopeAllPrivateChats(), PRIVATE),
            (BotCommandScopeAllGroupChats(), GROUP),
            (BotCommandScopeAllChatAdministrators(), GROUP_ADMINS),
        )
        for language in LANGUAGES:
            # What is set without a language is shown to everybody whose language has no menu of its own.
            code = None if language == DEFAULT_LANGUAGE else language
            texts = texts_in(language)
            for scope, names in scopes:
                commands = _commands(names, traits, texts)
                await self._bot.set_my_commands(commands, scope=scope, language_code=code)
            for admin in self._admins:
                # An admin who has not written to the bot yet has no chat with it.
                with suppress(TelegramBadRequest, TelegramForbiddenError):
                    scope = BotCommandScopeChat(chat_id=admin)
                    commands = _commands(OWNER, traits, texts)
                    await self._bot.set_my_commands(commands, scope=scope, language_code=code)
            await self._bot.set_my_short_description(texts("description-short"), language_code=code)


def _commands(names: Iterable[str], traits: Traits, texts: Texts) -> list[BotCommand]:
    seeds = "yes" if traits.keeps_seed else "no"
    return [
        BotCommand(command=name, description=texts(f"command-{name}", seeds=seeds))
        for name in names
        if traits.keeps_seed or name not in _ABOUT_SEEDS
    ]
