"""Administration of chats by people: block, kick and mute the bot, close topics, make a group a supergroup."""

from collections.abc import Callable
from dataclasses import replace

from sandbox.telegram import wire
from sandbox.telegram.model import Chat, ChatType, Status, Topic, User
from sandbox.telegram.people import People, RefusedError
from sandbox.telegram.world import ANONYMOUS_ADMIN, World

_Action = Callable[[User, Chat, int | None], None]


class Administration:
    """The actions of the page's chat menu, by name."""

    def __init__(self, world: World, people: People) -> None:
        self._world = world
        self._people = people
        self._actions: dict[str, _Action] = {
            "block": self._block,
            "unblock": self._unblock,
            "kick_bot": self._kick,
            "add_bot": self._add,
            "mute_bot": self._mute,
            "unmute_bot": self._unmute,
            "forbid_pictures": self._forbid_pictures,
            "allow_pictures": self._allow_pictures,
            "migrate": self._migrate,
            "close_topic": self._close_topic,
            "reopen_topic": self._reopen_topic,
            "delete_topic": self._delete_topic,
        }

    def perform(self, user_id: int, chat_id: int, action: str, thread_id: int | None = None) -> None:
        """Carries an action out.

        Raises:
            RefusedError: there is no such action, or it is not for this person or this chat.
        """
        if action not in self._actions:
            raise RefusedError(f"there is nothing called {action!r}; there are {', '.join(self._actions)}")
        chat = self._people.chat(user_id, chat_id)
        self._actions[action](self._people.person(user_id), chat, thread_id)

    def _block(self, person: User, chat: Chat, _thread_id: int | None) -> None:
        _require(chat.type is ChatType.PRIVATE, "only in a private chat can the bot be blocked")
        if not chat.bot_is_blocked:
            chat.bot_is_blocked = True
            self._bot_changed(person, chat, Status.MEMBER, Status.KICKED)

    def _unblock(self, person: User, chat: Chat, _thread_id: int | None) -> None:
        _require(chat.type is ChatType.PRIVATE, "only in a private chat can the bot be blocked")
        if chat.bot_is_blocked:
            chat.bot_is_blocked = False
            self._bot_changed(person, chat, Status.KICKED, Status.MEMBER)

    def _kick(self, person: User, chat: Chat, _thread_id: int | None) -> None:
        _require(chat.type is not ChatType.PRIVATE, "the bot can be removed from groups only")
        _require(chat.is_admin(person.id), "only an administrator can remove the bot")
        old = self._world.bot_status(chat)
        if old.is_inside:
            chat.members[self._world.bot.id] = Status.KICKED
            message = self._world.post(chat, person.id, service={"left_chat_member": wire.user(self._world.bot)})
            self._world.updates.put("message", wire.message(self._world, message))
            self._bot_changed(person, chat, old, Status.KICKED)

    def _add(self, person: User, chat: Chat, _thread_id: int | None) -> None:
        _require(chat.type is not ChatType.PRIVATE, "the bot can be added to groups only")
        old = self._world.bot_status(chat)
        if not old.is_inside:
            chat.members[self._world.bot.id] = Status.MEMBER
            message = self._world.post(chat, person.id, service={"new_chat_members": [wire.user(self._world.bot)]})
            self._world.updates.put("message", wire.message(self._world, message))
            self._bot_changed(person, chat, old, Status.MEMBER)

    def _mute(self, person: User, chat: Chat, _thread_id: int | None) -> None:
        self._change_rights(person, chat, send_messages=False)

    def _unmute(self, person: User, chat: Chat, _thread_id: int | None) -> None:
        self._change_rights(person, chat, send_messages=True)

    def _forbid_pictures(self, person: User, chat: Chat, _thread_id: int | None) -> None:
        self._change_rights(person, chat, send_photos=False, send_documents=False)

    def _allow_pictures(self, person: User, chat: Chat, _thread_id: int | None) -> None:
        self._change_rights(person, chat, send_photos=True, send_documents=True)

    def _change_rights(self, person: User, chat: Chat, **rights: bool) -> None:
        """Changes what members may do in a group. The bot is not told, as bots never are."""
        _require(chat.type is not ChatType.PRIVATE, "only in a group can the bot be muted")
        _require(chat.is_admin(person.id), "only an administrator can do that")
        chat.rights = replace(chat.rights, **rights)
        self._world.announce("chat", chat)

    def _bot_changed(self, person: User, chat: Chat, old: Status, new: Status) -> None:
        change = wire.bot_membership_changed(self._world, chat, person, old, new)
        self._world.updates.put("my_chat_member", change)
        self._world.announce("chat", chat)

    def _migrate(self, person: User, group: Chat, _thread_id: int | None) -> None:
        """Replaces a group by a supergroup with a new id; the old chat stays, without viewers, and names it."""
        _require(group.type is ChatType.GROUP, "only a group can become a supergroup")
        _require(group.is_admin(person.id), "only an administrator can do that")
        world = self._world
        supergroup = Chat(-1_000_000_000_000 + group.id * 37, ChatType.SUPERGROUP, group.title, dict(group.members))
        supergroup.rights = group.rights
        world.add_chat(supergroup)
        group.migrated_to = supergroup.id
        old = world.post(group, ANONYMOUS_ADMIN, service={"migrate_to_chat_id": supergroup.id})
        new = world.post(supergroup, ANONYMOUS_ADMIN, service={"migrate_from_chat_id": group.id})
        if world.bot_status(supergroup).is_inside:
            for message in (old, new):
                world.updates.put("message", wire.message(world, message))
        world.announce("chat", supergroup, replaces=group.id)

    def _close_topic(self, person: User, chat: Chat, thread_id: int | None) -> None:
        topic = _topic(person, chat, thread_id)
        if not topic.closed:
            topic.closed = True
            self._topic_changed(person, chat, topic, "forum_topic_closed")

    def _reopen_topic(self, person: User, chat: Chat, thread_id: int | None) -> None:
        topic = _topic(person, chat, thread_id)
        if topic.closed:
            topic.closed = False
            self._topic_changed(person, chat, topic, "forum_topic_reopened")

    def _topic_changed(self, person: User, chat: Chat, topic: Topic, event: str) -> None:
        message = self._world.post(chat, person.id, thread_id=topic.id, service={event: {}})
        if self._world.bot_status(chat).is_inside:
            self._world.updates.put("message", wire.message(self._world, message))
        self._world.announce("chat", chat)

    def _delete_topic(self, person: User, chat: Chat, thread_id: int | None) -> None:
        """The topic goes with all that is in it; the bot is not told."""
        topic = _topic(person, chat, thread_id)
        if chat.topics is not None:
            del chat.topics[topic.id]
        for message in [message for message in chat.messages.values() if message.thread_id == topic.id]:
            self._world.remove(chat, message.id)
        self._world.announce("chat", chat)


def _topic(person: User, chat: Chat, thread_id: int | None) -> Topic:
    _require(chat.is_admin(person.id), "only an administrator can do that")
    topic = (chat.topics or {}).get(thread_id or 0)
    if topic is None:
        raise RefusedError("there is no such topic")
    return topic


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise RefusedError(otherwise)
