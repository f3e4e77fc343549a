"""Groups that become supergroups: what the owner and their admins have said of them holds there, too."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sandbox.telegram.model import ChatType
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

INVITED_ONLY = "invited people only"


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.WARNING):
        yield caplog


def moves(stage: Stage, place: Place) -> Place:
    """A group becomes a supergroup, whatever it was; returns the new place."""
    place.chat.type = ChatType.GROUP
    stage.do("migrate", place)
    new = place.chat.migrated_to
    assert new is not None
    return Place(stage, new)


@contextmanager
def as_it_was(place: Place) -> Iterator[None]:
    """People still see the old group, as in the older part of the supergroup's history."""
    new, place.chat.migrated_to = place.chat.migrated_to, None
    yield
    place.chat.migrated_to = new


def lines_of(warnings: pytest.LogCaptureFixture, old: Place) -> list[str]:
    """What the log says of a group that the settings name."""
    return [line for line in warnings.messages if f"group {old.chat_id} of ALLOWED_IDS" in line]


async def draws(alice: Actor, place: Place) -> None:
    before = len(place.pictures)
    alice.writes("/draw a cat", in_=place)
    await place.picture(before + 1)


async def is_refused(alice: Actor, place: Place) -> None:
    before = len([text for text in place.texts if INVITED_ONLY in text])
    alice.writes("/draw a cat", in_=place)
    await place.said(INVITED_ONLY, before + 1)


async def test_an_invited_group_goes_on_drawing_as_a_supergroup_over_restarts_and_twice_in_a_row(
    world: Stage, alice: Actor, painters: Place, warnings: pytest.LogCaptureFixture
) -> None:
    await world.start(allowed_ids=frozenset({painters.chat_id}))
    await draws(alice, painters)
    second = moves(world, painters)
    await draws(alice, second)
    assert lines_of(warnings, painters)[-1].endswith(f"put {second.chat_id} in the place of {painters.chat_id}")
    warnings.clear()
    await world.restart()
    assert len(lines_of(warnings, painters)) == 1
    await draws(alice, second)
    third = moves(world, second)
    await draws(alice, third)
    warnings.clear()
    await world.restart()
    await draws(alice, third)
    assert [str(third.chat_id) in line for line in lines_of(warnings, painters)] == [True]
    warnings.clear()
    await world.restart(allowed_ids=frozenset({third.chat_id}))
    await draws(alice, third)
    assert not [line for line in warnings.messages if "ALLOWED_IDS" in line]


async def test_an_invited_group_where_nobody_has_drawn_yet_is_found_where_it_went_though_the_bot_was_away(
    world: Stage, alice: Actor, painters: Place
) -> None:
    new = moves(world, moves(world, painters))
    await world.start(allowed_ids=frozenset({painters.chat_id}))
    await draws(alice, new)
    alice.writes("/draw a cat")
    await alice.chat.said(INVITED_ONLY)


async def test_of_the_two_messages_that_tell_of_a_move_either_is_enough(
    world: Stage, alice: Actor, painters: Place, warnings: pytest.LogCaptureFixture
) -> None:
    updates = world.world.updates
    new = moves(world, painters)
    of_old = updates.first()
    assert of_old is not None
    assert "migrate_to_chat_id" in of_old["message"]
    updates.confirm(of_old["update_id"])
    await world.start(allowed_ids=frozenset({painters.chat_id}))
    await draws(alice, new)
    assert len(lines_of(warnings, painters)) == 1


async def test_a_move_that_only_the_refusal_of_a_picture_tells_of_is_followed_by_the_lists(
    world: Stage, alice: Actor, painters: Place, warnings: pytest.LogCaptureFixture
) -> None:
    await world.start(allowed_ids=frozenset({painters.chat_id}))
    world.hold_drawings()
    alice.writes("/draw a cat --seed 1", in_=painters)
    await world.state("running")
    new = moves(world, painters)
    world.world.updates.clear()
    world.finish_drawings()
    await new.picture()
    assert len(lines_of(warnings, painters)) == 1
    alice.writes("/draw a dog", in_=new)
    await new.picture(2)


async def test_a_move_that_only_the_refusal_of_an_answer_tells_of_is_followed_by_the_lists(
    world: Stage, alice: Actor, painters: Place
) -> None:
    new = moves(world, painters)
    world.world.updates.clear()
    with as_it_was(painters):
        alice.writes("/draw a cat --sed 1", in_=painters)
    await world.start(allowed_ids=frozenset({painters.chat_id}))
    await new.said("Did you mean --seed?")
    await draws(alice, new)


async def test_what_was_allowed_and_denied_by_command_follows_a_group_by_every_id_that_it_had(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(admin_ids=frozenset({boris.user.id}), allowed_ids=frozenset({77}))
    boris.writes("/allow here", in_=painters)
    await painters.said("Теперь может рисовать")
    new = moves(world, moves(world, painters))
    await draws(alice, new)
    boris.writes(f"/deny {painters.chat_id}")
    await boris.chat.said(str(new.chat_id))
    await is_refused(alice, new)
    await world.restart(allowed_ids=frozenset({painters.chat_id}))
    await is_refused(alice, new)
    newest = moves(world, new)
    await is_refused(alice, newest)
    boris.writes(f"/allow {painters.chat_id}")
    await boris.chat.said(str(newest.chat_id))
    await draws(alice, newest)


async def test_a_group_that_is_denied_cannot_be_drawn_in_by_its_old_buttons_once_it_moved(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(admin_ids=frozenset({boris.user.id}))
    alice.writes("/draw a cat", in_=painters)
    picture = await painters.picture()
    boris.writes(f"/deny {painters.chat_id}")
    await boris.chat.said(str(painters.chat_id))
    new = moves(world, painters)
    await is_refused(alice, new)
    press = picture.buttons["🔁 Again"]
    with as_it_was(painters):
        query = world.sandbox.people.press(alice.user.id, painters.chat_id, picture.message.id, press)
    answer = await world.until(lambda: world.answers.get(query), "the answer")
    assert INVITED_ONLY in str(answer.details["text"])
    assert len(world.submitted) == 1


async def test_the_page_of_who_may_draw_shows_the_id_that_a_group_has_now(
    world: Stage, boris: Actor, painters: Place
) -> None:
    await world.start(admin_ids=frozenset({boris.user.id}), allowed_ids=frozenset({painters.chat_id}))
    new = moves(world, painters)
    await world.everything_is_told()
    boris.writes("/allow")
    page = await boris.chat.said("ALLOWED_IDS")
    assert str(new.chat_id) in page.text
    assert str(painters.chat_id) not in page.text
