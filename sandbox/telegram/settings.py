"""Settings of the offline Telegram, as JSON: faults, flood limits, privacy, rights. The real one has no such address.

`PUT` changes what it names and leaves the rest.
"""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sandbox.faults import Faults, Rule
from sandbox.telegram.flood import FloodControl
from sandbox.telegram.model import Chat, ChatType, Rights, Status
from sandbox.telegram.world import World

Json = dict[str, Any]


@dataclass(slots=True)
class Behaviour:
    """Switches of the world that Telegram itself hides behind @BotFather or a group's settings."""

    privacy_mode: bool = True  # in groups the bot sees only what is meant for it
    anonymous_admins: bool = False  # administrators of groups write in the group's name


class BadSettingError(ValueError):
    """A setting that cannot be used; the message says which and why."""


class OwnerSettings:
    """Reads and changes the settings of a running server."""

    def __init__(self, world: World, faults: Faults, flood: FloodControl, behaviour: Behaviour) -> None:
        self._world = world
        self._faults = faults
        self._flood = flood
        self._behaviour = behaviour

    def read(self) -> Json:
        """The settings in force."""
        return {
            "faults": [rule.to_json() for rule in self._faults.rules],
            "flood_limits": self._flood.enabled,
            **asdict(self._behaviour),
            "chats": {str(chat.id): _chat_settings(self._world, chat) for chat in self._groups()},
        }

    def change(self, changes: Json) -> None:
        """Applies all of it or, where something is wrong, nothing.

        Raises:
            BadSettingError: an unknown name, or a value of the wrong kind.
        """
        known = {"faults", "flood_limits", "privacy_mode", "anonymous_admins", "chats"}
        if unknown := changes.keys() - known:
            raise BadSettingError(f"there is no setting {min(unknown)!r}; there are {', '.join(sorted(known))}")
        rules = _rules(changes["faults"]) if "faults" in changes else self._faults.rules
        switches = {name: _flag(name, changes[name]) for name in changes.keys() & known - {"faults", "chats"}}
        chats = [self._chat_change(key, value) for key, value in _object(changes.get("chats", {})).items()]
        self._faults.rules = rules
        self._flood.enabled = switches.pop("flood_limits", self._flood.enabled)
        for name, value in switches.items():
            setattr(self._behaviour, name, value)
        for chat, rights, status in chats:
            chat.rights = rights
            chat.members[self._world.bot.id] = status
            self._world.announce("chat", chat)

    def _groups(self) -> list[Chat]:
        chats = self._world.chats.values()
        return [chat for chat in chats if chat.type is not ChatType.PRIVATE and chat.migrated_to is None]

    def _chat_change(self, key: str, value: Any) -> tuple[Chat, Rights, Status]:
        chat = next((chat for chat in self._groups() if str(chat.id) == key), None)
        if chat is None:
            raise BadSettingError(f"there is no group {key!r}")
        changes = _object(value)
        names = {field.name for field in fields(Rights)}
        if unknown := changes.keys() - names - {"bot_is_admin"}:
            raise BadSettingError(f"a chat has no setting {min(unknown)!r}")
        rights = replace(chat.rights, **{name: _flag(name, changes[name]) for name in changes.keys() & names})
        status = chat.members.get(self._world.bot.id, Status.LEFT)
        if "bot_is_admin" in changes and status.is_inside:
            is_admin = _flag("bot_is_admin", changes["bot_is_admin"])
            status = Status.ADMINISTRATOR if is_admin else Status.MEMBER
        return chat, rights, status


def _chat_settings(world: World, chat: Chat) -> Json:
    return asdict(chat.rights) | {"bot_is_admin": chat.is_admin(world.bot.id)}


def _rules(value: Any) -> list[Rule]:
    if not isinstance(value, list):
        raise BadSettingError("faults is a list of rules")
    try:
        return [Rule.from_json(entry) for entry in value]
    except ValueError as error:
        raise BadSettingError(str(error)) from None


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadSettingError(f"{name} is true or false")
    return value


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise BadSettingError("an object was expected")
    return value
