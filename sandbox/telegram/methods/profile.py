"""Methods about the bot itself: its account, its name and descriptions, its commands."""

from typing import Any

from sandbox.telegram import wire
from sandbox.telegram.access import Access, find_chat
from sandbox.telegram.api import Api
from sandbox.telegram.errors import bad_request
from sandbox.telegram.menu import Scope, parse_commands, parse_scope
from sandbox.telegram.parameters import Parameters

Json = dict[str, Any]

_LOGGED_OUT = 600  # seconds in which a server does not take a bot back
_MAX_LENGTHS = {"name": 64, "description": 512, "short_description": 120}  # characters


async def get_me(api: Api, parameters: Parameters) -> Json:  # noqa: ARG001 - one signature for all methods
    """The bot's own account."""
    return wire.bot_user(api.world.bot, reads_all=not api.behaviour.privacy_mode)


async def log_out(api: Api, parameters: Parameters) -> bool:  # noqa: ARG001 - one signature for all methods
    """The bot may be launched at another server; at this one not for ten minutes."""
    api.logged_out_until = api.world.clock() + _LOGGED_OUT
    api.world.updates.interrupt("logged out")
    return True


async def set_my_commands(api: Api, parameters: Parameters) -> bool:
    """Replaces the commands of a scope and a language."""
    commands = parse_commands(parameters.array("commands", "commands", "BotCommand") or [])
    api.menu.set(_scope(api, parameters), _language(parameters), commands)
    return _menus_changed(api)


async def delete_my_commands(api: Api, parameters: Parameters) -> bool:
    """Removes the commands of a scope and a language."""
    api.menu.delete(_scope(api, parameters), _language(parameters))
    return _menus_changed(api)


async def get_my_commands(api: Api, parameters: Parameters) -> list[Json]:
    """The commands of a scope and a language."""
    return api.menu.get(_scope(api, parameters), _language(parameters))


def _menus_changed(api: Api) -> bool:
    for chat in api.world.chats.values():
        api.world.announce("chat", chat)
    return True


def _scope(api: Api, parameters: Parameters) -> Scope:
    kind, value = parse_scope(parameters.json("scope", "BotCommandScope"))
    if "chat_id" not in value:
        return (kind,)
    chat = find_chat(api.world, str(value["chat_id"]), Access.READ)
    return (kind, chat.id, value["user_id"]) if kind == "chat_member" else (kind, chat.id)


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if code and not (len(code) == 2 and code.isascii() and code.islower()):
        raise bad_request("invalid language code specified")
    return code


async def set_my_name(api: Api, parameters: Parameters) -> bool:
    """Sets the name in a language."""
    return _describe(api, parameters, "name")


async def set_my_description(api: Api, parameters: Parameters) -> bool:
    """Sets the description in a language."""
    return _describe(api, parameters, "description")


async def set_my_short_description(api: Api, parameters: Parameters) -> bool:
    """Sets the short description in a language."""
    return _describe(api, parameters, "short_description")


async def get_my_name(api: Api, parameters: Parameters) -> Json:
    """The name in a language, or the general one."""
    language = _language(parameters)
    name = api.descriptions.get(("name", language)) or api.descriptions.get(("name", ""))
    return {"name": name or api.world.bot.first_name}


async def get_my_description(api: Api, parameters: Parameters) -> Json:
    """The description in a language."""
    return {"description": api.descriptions.get(("description", _language(parameters)), "")}


async def get_my_short_description(api: Api, parameters: Parameters) -> Json:
    """The short description in a language."""
    return {"short_description": api.descriptions.get(("short_description", _language(parameters)), "")}


def _describe(api: Api, parameters: Parameters, what: str) -> bool:
    value = parameters.text(what)
    if len(value) > _MAX_LENGTHS[what]:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    api.descriptions[what, _language(parameters)] = value
    return True
