"""`/allow` and `/deny`."""

from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.telegram.population import BORIS
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage
from tests.flows.test_privacy import in_files

INVITED_ONLY = "только по приглашению"


@pytest.fixture
async def owned(world: Stage, alice: Actor) -> Stage:
    """Alice's bot, in which everybody may draw."""
    await world.start(admin_ids=frozenset({alice.user.id}))
    return world


@pytest.fixture
async def closed(world: Stage, alice: Actor) -> Stage:
    """Alice's bot, to which somebody else is invited."""
    await world.start(admin_ids=frozenset({alice.user.id}), allowed_ids=frozenset({77}))
    return world


async def test_whoever_is_allowed_by_id_may_draw_at_once_and_after_a_restart(
    closed: Stage, alice: Actor, boris: Actor
) -> None:
    boris.writes("/draw кот")
    await boris.chat.said(INVITED_ONLY)

    alice.writes("/allow 102")
    await alice.chat.said("Can draw now: 102")
    boris.writes("/draw кот")
    await boris.chat.picture()
    alice.writes("/allow 102")
    await alice.chat.said("Can draw now: 102 Борис")  # by now the bot has met him

    await closed.restart()
    boris.writes("/draw пёс")
    await boris.chat.picture(2)


async def test_whoever_is_denied_by_a_reply_may_not_draw_or_press_buttons_anywhere(
    owned: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    request = boris.writes("/draw кот", in_=painters)
    picture = await painters.picture()

    alice.writes("/deny", in_=painters, reply_to=request)
    await painters.said("Can no longer draw: 102 Борис")
    boris.writes("/draw пёс")
    await boris.chat.said(INVITED_ONLY)
    assert INVITED_ONLY in await boris.presses(picture, "🔁 Ещё раз")

    await owned.restart()
    boris.writes("/draw пёс", in_=painters)
    await painters.said(INVITED_ONLY)
    assert len(owned.submitted) == 1

    alice.writes("/allow", in_=painters, reply_to=request)
    await painters.said("No longer denied: 102\nAnyone can draw here")
    boris.writes("/draw пёс")
    await boris.chat.picture()


async def test_a_group_is_allowed_and_denied_where_it_is_written_and_by_its_number(
    closed: Stage, alice: Actor, boris: Actor, cats: Place
) -> None:
    boris.writes("/draw кот", in_=cats)
    await cats.said(INVITED_ONLY)
    alice.writes("/allow here", in_=cats)
    await cats.said(f"Can draw now: {cats.chat_id}")
    boris.writes("/draw кот", in_=cats)
    await cats.picture()

    alice.writes(f"/deny {cats.chat_id}")
    await alice.chat.said(f"Can no longer draw: {cats.chat_id}")
    boris.writes("/draw пёс", in_=cats)
    await cats.said(INVITED_ONLY, number=2)
    alice.writes("/draw a hen", in_=cats)
    await cats.picture(2)


async def test_what_a_denied_person_has_waiting_is_cancelled_and_told(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    world.hold_drawings()
    await world.start(admin_ids=frozenset({alice.user.id}), running_per_user=1)
    boris.writes("/draw кот", in_=painters)
    await world.state("running")
    boris.writes("/draw пёс", in_=painters)
    alice.writes("/draw a hen", in_=painters)
    await world.state("running", count=2)

    alice.writes("/deny 102")

    await alice.chat.said("A drawing that was waiting is cancelled.")
    await painters.said("Отменено.")
    world.finish_drawings()
    await painters.picture(2)
    await world.everything_is_told()
    assert len(world.submitted) == 2


async def test_alone_they_show_in_private_who_may_draw_and_how_to_change_it(
    closed: Stage, alice: Actor, boris: Actor
) -> None:
    boris.writes("/id")
    await boris.chat.said(INVITED_ONLY)
    alice.writes("/allow 102")
    await alice.chat.said("Can draw now")
    boris.writes("/id")
    await boris.chat.said("Ваш ID")
    alice.writes("/deny -100500")
    await alice.chat.said("Can no longer draw: -100500")
    alice.writes("/allow")
    page = await alice.chat.said("Only these can draw")
    assert "By ALLOWED_IDS:\n77\n\nAllowed by /allow:\n102 Борис\n\nDenied by /deny:\n-100500\n" in page.text
    assert "/deny here" in page.text


async def test_in_a_topic_a_command_alone_is_no_reply_and_shows_the_group_nothing(
    closed: Stage, alice: Actor, cats: Place
) -> None:
    alice.writes("/deny", in_=cats)
    answer = await cats.said("write it to me in private")
    assert "77" not in answer.text
    assert await closed.count("admissions") == 0


async def test_others_are_told_so_in_private_and_are_not_heard_in_groups(
    owned: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    for command in ("/allow 102", "/deny 101", "/stats"):
        boris.writes(command, in_=painters)
        boris.writes(command)
    await boris.chat.said("Это может только владелец бота.", number=3)
    alice.writes("/draw a cat", in_=painters)
    await painters.picture()
    assert painters.texts == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/deny 101", "101 Alice Wren is an owner of this bot"),
        ("/allow boris", "This is not an id."),
        ("/allow 0", "This is not an id."),
        ("/deny 9999999999999999999", "This is not an id."),
        ("/deny here", "This chat is yours alone."),
        ("/allow 5", "No longer denied: 5\nAnyone can draw here"),
    ],
)
async def test_what_cannot_be_done_is_explained(owned: Stage, alice: Actor, words: str, answer: str) -> None:
    alice.writes(words)
    await alice.chat.said(answer)
    assert await owned.count("admissions") == 0


async def test_whom_a_reply_does_not_name_is_asked_for(owned: Stage, alice: Actor, painters: Place) -> None:
    owned.sandbox.telegram.api.behaviour.anonymous_admins = True
    anonymous = alice.writes("hello", in_=painters)
    owned.sandbox.telegram.api.behaviour.anonymous_admins = False
    alice.writes("/help", in_=painters)
    of_the_bot = await painters.said("Draw")

    alice.writes(f"/deny@{owned.world.bot.username}", in_=painters, reply_to=anonymous)
    await painters.said("They write in the name of this group")
    alice.writes("/deny", in_=painters, reply_to=of_the_bot)
    await painters.said("No person wrote that.")
    assert await owned.count("admissions") == 0


async def test_a_group_that_is_denied_has_what_waits_there_cancelled(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    world.hold_drawings()
    await world.start(admin_ids=frozenset({alice.user.id}), running_per_user=1)
    boris.writes("/draw кот", in_=painters)
    await world.state("running")
    boris.writes("/draw пёс", in_=painters)
    boris.writes("/draw лис")
    await painters.said("Рисую", number=2)

    alice.writes(f"/deny {painters.chat_id}")

    await alice.chat.said("A drawing that was waiting is cancelled.")
    await painters.said("Отменено.")
    world.finish_drawings()
    await boris.chat.picture()
    await painters.picture()


async def test_after_a_name_that_is_cut_stands_no_full_stop(closed: Stage, alice: Actor, boris: Actor) -> None:
    closed.world.users[BORIS.id] = replace(BORIS, first_name="Б" * 60)
    alice.writes("/allow 102")
    await alice.chat.said("Can draw now")
    boris.writes("/id")
    await boris.chat.said("Ваш ID")
    for command, answer in (("/allow", "Can draw now: 102 Б"), ("/deny", "Can no longer draw: 102 Б")):
        alice.writes(f"{command} 102")
        lines = (await alice.chat.said(answer)).text.splitlines()
        assert lines[0].endswith("Б…")


async def test_the_name_of_who_is_denied_is_said_once_more_and_forgotten(
    closed: Stage, alice: Actor, boris: Actor, tmp_path: Path
) -> None:
    alice.writes("/allow 102")
    await alice.chat.said("Can draw now")
    boris.writes("/draw кот")
    await boris.chat.picture()
    assert in_files(tmp_path, "Борис")
    alice.writes("/deny 102")
    await alice.chat.said("Can no longer draw: 102 Борис")
    boris.writes("/draw пёс")  # which brings no name back
    await boris.chat.said(INVITED_ONLY)
    alice.writes("/allow")
    assert "Борис" not in (await alice.chat.said("Denied by /deny:\n102\n")).text
    assert not in_files(tmp_path, "Борис")


async def test_who_was_denied_is_not_among_those_who_may_draw(world: Stage, alice: Actor) -> None:
    await world.start(admin_ids=frozenset({alice.user.id}), allowed_ids=frozenset({77, 102}))
    alice.writes("/deny 102")
    await alice.chat.said("Can no longer draw: 102")
    alice.writes("/allow")
    page = await alice.chat.said("Only these can draw, and the owners.")
    assert "By ALLOWED_IDS:\n77\n\nDenied by /deny:\n102\n" in page.text
    alice.writes("/deny 77")
    await alice.chat.said("Can no longer draw: 77")
    alice.writes("/allow")
    page = await alice.chat.said("Only the owners can draw.")
    assert "ALLOWED_IDS" not in page.text
    assert "Denied by /deny:\n77\n102\n" in page.text
