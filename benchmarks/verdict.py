"""The count after the storm: what people see, and what the service was asked for. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.crowd import number_in
from sandbox.telegram.model import Message
from sandbox.telegram.world import World


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it stands in its chat."""

    number: int
    chat_id: int
    thread_id: int | None
    message_id: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the requests; the lists hold their numbers."""

    asked: int
    pictures: int  # requests with one picture and nothing else
    explanations: int  # requests with one explanation and nothing else
    submissions: int
    lost: list[int]
    doubled: list[int]
    misplaced: list[int]  # in another chat or topic, or in reply to something else
    over_limit: list[int]  # submitted more often than allowed
    strays: int  # texts of the bot's that speak of no request: slots that were never edited
    strays_allowed: int

    @property
    def is_clean(self) -> bool:
        broken = self.lost or self.doubled or self.misplaced or self.over_limit
        return not broken and self.strays <= self.strays_allowed


@dataclass(frozen=True, slots=True)
class _Outcome:
    is_picture: bool
    is_in_place: bool


def judge(world: World, asked: Iterable[Asked], executed: Iterable[int], *, limit: int, strays_allowed: int) -> Verdict:
    """Count. `executed` has a request's number for each submission that the service carried out; `limit` is for one."""
    requests = {one.number: one for one in asked}
    outcomes = _outcomes(world, requests)
    submissions = Counter(executed)
    once = {number: found[0] for number, found in outcomes.items() if len(found) == 1}
    return Verdict(
        asked=len(requests),
        pictures=sum(outcome.is_picture for outcome in once.values()),
        explanations=sum(not outcome.is_picture for outcome in once.values()),
        submissions=submissions.total(),
        lost=sorted(requests.keys() - outcomes.keys()),
        doubled=sorted(number for number, found in outcomes.items() if len(found) > 1),
        misplaced=sorted(number for number, found in outcomes.items() if not all(one.is_in_place for one in found)),
        over_limit=sorted(number for number, times in submissions.items() if times > limit),
        strays=len(neutral_texts(world)),
        strays_allowed=strays_allowed,
    )


def neutral_texts(world: World) -> set[tuple[int, int]]:
    """Chat and id of the bot's messages that speak of no request: slots, as long as they have no outcome."""
    return {(message.chat_id, message.id) for message in _said(world) if number_in(message.content.text) is None}


def _outcomes(world: World, requests: Mapping[int, Asked]) -> dict[int, list[_Outcome]]:
    """The bot's messages by the request they speak of."""
    outcomes: dict[int, list[_Outcome]] = defaultdict(list)
    for message in _said(world):
        number = number_in(message.content.text)
        if number is not None:
            outcomes[number].append(_Outcome(message.has_media, _is_in_place(message, requests.get(number))))
    return dict(outcomes)


def _said(world: World) -> Iterator[Message]:
    """All of the bot's messages."""
    for chat in world.chats.values():
        yield from (message for message in chat.messages.values() if message.sender_id == world.bot.id)


def _is_in_place(message: Message, request: Asked | None) -> bool:
    if request is None or message.reply is None:
        return False
    place = (message.chat_id, message.thread_id, message.reply.message_id)
    return place == (request.chat_id, request.thread_id, request.message_id)
