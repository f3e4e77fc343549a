"""The kill storm, a short one; and that the count after it sees what went wrong."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.crowd import Crowd, gather, wishes
from benchmarks.storm.storm import Plan, Storm
from benchmarks.verdict import Asked, Verdict, judge
from sandbox.telegram.files import Upload
from sandbox.telegram.model import Message, Reply
from sandbox.telegram.text import FormattedText
from tests.flows.service import swatch

CLEAN = Verdict(
    asked=2,
    pictures=1,
    explanations=1,
    submissions=1,
    lost=[],
    doubled=[],
    misplaced=[],
    over_limit=[],
    strays=0,
    strays_allowed=0,
)


@pytest.mark.fault("1")
@pytest.mark.slow
async def test_a_bot_that_is_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Not even where a backup is made every second, and each of them is restored after the kill."""
    plan = Plan(drawings=60, kills=6, seed=7, people=60, groups=4, forums=2, backups=True)
    report = await Storm(plan, tmp_path, tell=print).run()

    assert report.verdict.asked == plan.drawings
    assert report.verdict.pictures + report.verdict.explanations == plan.drawings
    assert report.verdict.pictures > 40  # explanations alone would be easy to deliver
    assert report.is_clean, report
    assert report.tracebacks == 0
    assert report.restored >= 3


class Aftermath:
    """A world after two requests, of which one has its picture and one an explanation."""

    def __init__(self) -> None:
        self.crowd: Crowd = gather(people=2, groups=0, forums=1, topics=2)
        self.world = self.crowd.world
        self.cats, self.dogs = self.crowd.shared
        self.first = self.asks(1, "/draw picture 1")
        self.second = self.asks(2, "/draw picture 2")
        self.picture = self.says("picture 1 --seed 5", reply_to=self.first, is_picture=True)
        self.explanation = self.says("Change the words.\npicture 2", reply_to=self.second)

    def asks(self, number: int, text: str) -> Asked:
        chat = self.world.chats[self.cats.chat_id]
        message = self.world.post(chat, 1001, thread_id=self.cats.thread_id, content=FormattedText(text))
        return Asked(number, chat.id, self.cats.thread_id, message.id)

    def says(self, text: str, *, reply_to: Asked, is_picture: bool = False, thread_id: int | None = None) -> Message:
        chat = self.world.chats[reply_to.chat_id]
        jpeg = Upload("a.jpg", "image/jpeg", swatch((), (), (1, 1), 1))
        return self.world.post(
            chat,
            self.world.bot.id,
            thread_id=thread_id or reply_to.thread_id,
            reply=Reply(reply_to.message_id),
            content=FormattedText(text),
            photo=self.world.files.add_photo(jpeg) if is_picture else None,
        )

    def verdict(self, executed: tuple[int, ...] = (1,)) -> Verdict:
        return judge(self.world, [self.first, self.second], executed, limit=2, strays_allowed=0)


def test_one_picture_or_one_explanation_for_each_is_clean() -> None:
    verdict = Aftermath().verdict()
    assert verdict == CLEAN
    assert verdict.is_clean


def test_a_request_without_an_outcome_is_lost() -> None:
    after = Aftermath()
    after.picture.content = FormattedText("Working on it")
    verdict = after.verdict()
    assert verdict == replace(CLEAN, pictures=0, lost=[1], strays=1)
    assert not verdict.is_clean


@pytest.mark.parametrize("is_picture", [True, False])
def test_a_request_with_two_outcomes_is_doubled(is_picture: bool) -> None:
    after = Aftermath()
    after.says("picture 1", reply_to=after.first, is_picture=is_picture)
    verdict = after.verdict()
    assert verdict == replace(CLEAN, pictures=0, doubled=[1])
    assert not verdict.is_clean


def test_a_picture_in_another_topic_is_misplaced() -> None:
    after = Aftermath()
    after.picture.thread_id = after.dogs.thread_id
    assert after.verdict().misplaced == [1]
    assert not after.verdict().is_clean


def test_a_picture_that_replies_to_somebody_elses_request_is_misplaced() -> None:
    after = Aftermath()
    after.picture.reply = Reply(after.second.message_id)
    assert after.verdict().misplaced == [1]


def test_a_request_that_was_submitted_too_often_is_named() -> None:
    verdict = Aftermath().verdict(executed=(1, 1, 1, 2))
    assert verdict == replace(CLEAN, submissions=4, over_limit=[1])
    assert not verdict.is_clean


def test_a_slot_that_was_never_edited_is_a_stray() -> None:
    after = Aftermath()
    after.says("Working on it", reply_to=after.first)
    assert after.verdict() == replace(CLEAN, strays=1)
    assert not after.verdict().is_clean


def test_the_same_seed_brings_the_same_requests() -> None:
    crowd = gather(people=5, groups=1, forums=1, topics=2)
    first, again, other = (list(wishes(crowd, 50, random.Random(seed))) for seed in (3, 3, 4))
    assert first == again
    assert first != other
