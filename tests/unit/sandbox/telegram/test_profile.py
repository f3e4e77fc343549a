"""The bot's name, its commands, and the chats it is in."""

import pytest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    BotCommandScopeUnion,
    ChatMemberRestricted,
)

from sandbox.telegram.model import Rights, User
from sandbox.telegram.population import ALICE, BORIS, PAINTERS
from tests.unit.sandbox.telegram.running import Telegram


async def set_menu(
    telegram: Telegram, name: str, scope: BotCommandScopeUnion | None = None, language: str = ""
) -> None:
    commands = [BotCommand(command=name, description="x")]
    await telegram.bot.set_my_commands(commands, scope=scope, language_code=language or None)


def seen(telegram: Telegram, person: User, chat_id: int) -> list[str]:
    return [entry["command"] for entry in telegram.server.api.menu.seen_by(person, telegram.world.chats[chat_id])]


async def test_the_narrowest_menu_wins_and_the_persons_language_within_it(telegram: Telegram) -> None:
    await set_menu(telegram, "default")
    await set_menu(telegram, "default_ru", language="ru")
    await set_menu(telegram, "private", BotCommandScopeAllPrivateChats())
    await set_menu(telegram, "groups", BotCommandScopeAllGroupChats())
    await set_menu(telegram, "groups_ru", BotCommandScopeAllGroupChats(), "ru")
    await set_menu(telegram, "admins", BotCommandScopeAllChatAdministrators())
    assert seen(telegram, ALICE, ALICE.id) == ["private"]
    assert seen(telegram, BORIS, PAINTERS) == ["groups_ru"]
    assert seen(telegram, ALICE, PAINTERS) == ["admins"]
    await set_menu(telegram, "here", BotCommandScopeChat(chat_id=PAINTERS))
    await set_menu(telegram, "him", BotCommandScopeChatMember(chat_id=PAINTERS, user_id=BORIS.id))
    assert seen(telegram, ALICE, PAINTERS) == ["here"]
    assert seen(telegram, BORIS, PAINTERS) == ["him"]
    await telegram.bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())
    assert seen(telegram, BORIS, BORIS.id) == ["default_ru"]


async def test_commands_are_given_back_by_scope_and_language(telegram: Telegram) -> None:
    await set_menu(telegram, "draw", language="ru")
    assert [entry.command for entry in await telegram.bot.get_my_commands(language_code="ru")] == ["draw"]
    assert await telegram.bot.get_my_commands() == []


async def test_names_and_descriptions_are_kept_by_language(telegram: Telegram) -> None:
    await telegram.bot.set_my_name("Художник", language_code="ru")
    await telegram.bot.set_my_description("Draws.")
    await telegram.bot.set_my_short_description("Draws")
    assert (await telegram.bot.get_my_name(language_code="ru")).name == "Художник"
    assert (await telegram.bot.get_my_name()).name == "Artbot"
    assert (await telegram.bot.get_my_description()).description == "Draws."
    assert (await telegram.bot.get_my_short_description()).short_description == "Draws"


async def test_the_bot_sees_who_is_in_a_group_and_what_it_may_do(telegram: Telegram) -> None:
    assert (await telegram.bot.get_chat_member(PAINTERS, ALICE.id)).status == "creator"
    assert [member.user.id for member in await telegram.bot.get_chat_administrators(PAINTERS)] == [ALICE.id]
    assert await telegram.bot.get_chat_member_count(PAINTERS) == 3
    telegram.world.chats[PAINTERS].rights = Rights(send_photos=False)
    member = await telegram.bot.get_chat_member(PAINTERS, telegram.world.bot.id)
    assert isinstance(member, ChatMemberRestricted)
    assert member.can_send_photos is False


@pytest.mark.parametrize(("react", "reactions"), [(True, None), (False, [])])
async def test_a_chat_tells_which_reactions_it_takes(telegram: Telegram, react: bool, reactions: object) -> None:
    telegram.world.chats[PAINTERS].rights = Rights(react=react)
    assert (await telegram.bot.get_chat(PAINTERS)).available_reactions == reactions
