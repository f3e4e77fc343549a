"""Initial population of the world: two people, a group and a forum."""

import time
from collections.abc import Callable

from sandbox.telegram.model import Chat, ChatType, Status, Topic, User
from sandbox.telegram.world import World

ALICE = User(101, "Alice", username="alice", last_name="Wren", language_code="en")
BORIS = User(102, "Борис", username="boris", language_code="ru")
BOT = User(7_000_000_001, "Artbot", username="artbot_sandbox_bot", is_bot=True)
PAINTERS = -4_001_001
STUDIO = -1_001_900_000_777
DIRECT = -1_001_900_000_888
TOPICS = ("Cats", "Landscapes")


def populated_world(*, clock: Callable[[], float] = time.time, message_limit: int = 5000) -> World:
    """Alice (English) and Борис (Russian), each with the bot in private; the group "Painters", the forum "Studio"."""
    world = World(BOT, [ALICE, BORIS], clock=clock, message_limit=message_limit)
    for person in world.people:
        members = {person.id: Status.MEMBER, BOT.id: Status.MEMBER}
        world.add_chat(Chat(person.id, ChatType.PRIVATE, members=members, bot_was_started=False))
    members = {ALICE.id: Status.CREATOR, BORIS.id: Status.MEMBER, BOT.id: Status.MEMBER}
    painters = world.add_chat(Chat(PAINTERS, ChatType.GROUP, "Painters", dict(members)))
    world.post(painters, ALICE.id, service={"group_chat_created": True})
    studio = world.add_chat(Chat(STUDIO, ChatType.SUPERGROUP, "Studio", dict(members), topics={}))
    world.post(studio, ALICE.id, service={"supergroup_chat_created": True})
    for name in TOPICS:
        create_topic(world, studio, name)
    return world


def open_direct_messages(world: World) -> Chat:
    """Opens the direct messages of a channel whose owner is Alice and whose bot is an administrator.

    They are no part of the first population: the chat page has no place for them.
    """
    members = {ALICE.id: Status.CREATOR, BORIS.id: Status.MEMBER, BOT.id: Status.ADMINISTRATOR}
    return world.add_chat(Chat(DIRECT, ChatType.SUPERGROUP, "News", members, is_direct_messages=True))


def create_topic(world: World, forum: Chat, name: str) -> Topic:
    """Opens a topic: its id is that of the service message which says so."""
    created = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}}
    message = world.post(forum, ALICE.id, thread_id=forum.last_message_id + 1, service=created)
    topic = Topic(message.id, name)
    if forum.topics is None:
        raise ValueError("only a forum has topics")
    forum.topics[topic.id] = topic
    return topic
