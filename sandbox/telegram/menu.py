"""The bot's command menus: by scope and language, and which of them somebody sees."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.model import Chat, ChatType, User

Json = dict[str, Any]
Scope = tuple[str | int, ...]

DEFAULT: Scope = ("default",)
_GENERAL_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class CommandMenu:
    """All lists of commands that the bot has set."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], list[Json]] = {}

    def set(self, scope: Scope, language: str, commands: list[Json]) -> None:
        """Replaces a list; an empty one is the same as none."""
        if commands:
            self._lists[scope, language] = commands
        else:
            self.delete(scope, language)

    def delete(self, scope: Scope, language: str) -> None:
        """Removes a list, if there is one."""
        self._lists.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> list[Json]:
        """The list of exactly this scope and language; empty if there is none."""
        return self._lists.get((scope, language), [])

    def seen_by(self, user: User, chat: Chat) -> list[Json]:
        """The commands that somebody's application offers in a chat: the narrowest scope that has a list wins."""
        for scope in _scopes(user, chat):
            for language in (user.language_code or "", ""):
                if commands := self.get(scope, language):
                    return commands
        return []


def _scopes(user: User, chat: Chat) -> Iterator[Scope]:
    if chat.type is ChatType.PRIVATE:
        yield from (("chat", chat.id), ("all_private_chats",))
    else:
        is_admin = chat.is_admin(user.id)
        yield ("chat_member", chat.id, user.id)
        if is_admin:
            yield ("chat_administrators", chat.id)
        yield ("chat", chat.id)
        if is_admin:
            yield ("all_chat_administrators",)
        yield ("all_group_chats",)
    yield DEFAULT


def parse_scope(value: Any) -> tuple[str, Json]:
    """The type and the object of a `BotCommandScope`; None is the default scope."""
    if value is None:
        return "default", {}
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = value.get("type")
    if kind not in _GENERAL_SCOPES | _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if kind in _CHAT_SCOPES and not value.get("chat_id"):
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    if kind == "chat_member" and not isinstance(value.get("user_id"), int):
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    return str(kind), value


def parse_commands(values: list[Any]) -> list[Json]:
    """A list of `BotCommand`, as the server keeps it.

    Raises:
        ApiError: too many, or one with a name or a description that cannot be.
    """
    if len(values) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(value) for value in values]


def _command(value: Any) -> Json:
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    if not isinstance(value.get("command"), str) or not isinstance(value.get("description"), str):
        raise bad_request("can't parse BotCommand: expected fields of type String")
    name, description = value["command"].strip().removeprefix("/"), value["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}
