"""Many people in many chats, and what they ask for. The same seed brings the same people and the same requests."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sandbox.telegram.model import Chat, ChatType, Status, User
from sandbox.telegram.population import ALICE, create_topic, populated_world
from sandbox.telegram.world import World

_FIRST_PERSON: Final = 1001
_FIRST_GROUP: Final = -5_000_001
_FIRST_FORUM: Final = -1_002_000_000_001
_IN_PRIVATE: Final = 0.8  # the share of requests
_REFUSED: Final = 0.03  # the share of requests that the service's moderation refuses

_NUMBER = re.compile(r"\bpicture (\d+)\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Where people write: a chat or a topic, and who is in it."""

    chat_id: int
    thread_id: int | None
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    world: World
    private: tuple[Place, ...]
    shared: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A request that somebody is going to write; `number` stands in its prompt and is nobody else's."""

    number: int
    person_id: int
    place: Place
    text: str


def number_in(text: str) -> int | None:
    """The number of the request that a prompt, a caption or an explanation speaks of."""
    found = _NUMBER.search(text)
    return None if found is None else int(found[1])


def gather(people: int, groups: int, forums: int, topics: int) -> Crowd:
    """A world with that many people, each with the bot in private and all of them in groups and forums."""
    world = populated_world()
    crowd = [User(_FIRST_PERSON + at, f"Person {at}", language_code="en") for at in range(people)]
    world.people += crowd
    world.users |= {person.id: person for person in crowd}
    private = []
    for person in crowd:
        members = {person.id: Status.MEMBER, world.bot.id: Status.MEMBER}
        world.add_chat(Chat(person.id, ChatType.PRIVATE, members=members))
        private.append(Place(person.id, None, (person.id,)))
    everybody = tuple(person.id for person in crowd)
    members = dict.fromkeys((ALICE.id, *everybody, world.bot.id), Status.MEMBER)
    shared = []
    for at in range(groups):
        group = world.add_chat(Chat(_FIRST_GROUP - at, ChatType.GROUP, f"Group {at}", dict(members)))
        shared.append(Place(group.id, None, everybody))
    for at in range(forums):
        forum = Chat(_FIRST_FORUM - at, ChatType.SUPERGROUP, f"Forum {at}", dict(members), topics={})
        world.add_chat(forum)
        world.post(forum, ALICE.id, service={"supergroup_chat_created": True})  # message 1: the General topic's
        made = [create_topic(world, forum, f"Topic {number}") for number in range(topics)]
        shared += [Place(forum.id, topic.id, everybody) for topic in made]
    return Crowd(world, tuple(private), tuple(shared))


def wishes(crowd: Crowd, count: int, chance: random.Random) -> Iterator[Wish]:
    """What the crowd asks for. Before anybody's first picture the bot asks whether a plain text is meant to be one."""
    known: set[int] = set()
    for number in range(1, count + 1):
        place = chance.choice(crowd.private if chance.random() < _IN_PRIVATE or not crowd.shared else crowd.shared)
        subject = "forbidden picture" if chance.random() < _REFUSED else "picture"
        options = chance.choice(("", " --no hat", " --ar 16:9", " ::2 dog", " --spoiler"))
        person = chance.choice(place.people)
        is_plain = place.chat_id > 0 and person in known and chance.random() < 0.5  # in private it needs no command
        known.add(person)
        text = f"{subject} {number}{options}" if is_plain else f"/draw {subject} {number}{options}"
        yield Wish(number, person, place, text)
