"""Limits, the list of who may draw, and in which language people are answered."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.telegram.population import PAINTERS
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


async def test_who_has_too_much_waiting_is_told(world: Stage, alice: Actor, boris: Actor) -> None:
    world.hold_drawings()
    await world.start(queued_per_user=2, running_per_user=1)
    alice.writes("/draw a cat")
    await world.state("running")
    for name in ("a dog", "a hen", "a pig"):
        alice.writes(f"/draw {name}")
    await alice.chat.said("2 pictures of yours are in the queue already.")
    boris.writes("/draw пёс")
    world.finish_drawings()
    await alice.chat.picture(2)
    await boris.chat.picture()
    await world.everything_is_told()
    assert len(world.submitted) == 3


async def test_a_repeat_beyond_the_limit_is_refused_as_a_whole(world: Stage, alice: Actor) -> None:
    await world.start(queued_per_user=2)
    alice.writes("/draw a cat --repeat 3")
    await alice.chat.said("You can queue 2 pictures at once; 2 are left. Ask for fewer: --repeat 2.")
    assert world.submitted == []


async def test_a_repeat_beyond_what_is_left_of_the_day_is_told_what_is_left(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    await world.start(drawings_per_user_per_day=4, drawings_per_day=7)
    boris.writes("/draw пёс --repeat 3")
    await boris.chat.picture(3)
    boris.writes("/draw пёс --repeat 2")
    await boris.chat.said("Можно 4 картинки в день, осталась 1. Попросите меньше: --повтор 1.")
    alice.writes("/draw a cat --repeat 3 --seed 1")
    picture = await alice.chat.picture()
    await alice.chat.picture(3)
    await alice.presses(picture, "🎲 Vary…")
    await world.until(lambda: "2 more" in picture.buttons, "the variations")
    assert await alice.presses(picture, "2 more") == (
        "You can draw 4 pictures a day here; one is left. Ask for fewer: --repeat 1."
    )


async def test_who_has_used_up_the_day_is_told_how_long_it_lasts_where_the_owner_is(world: Stage, alice: Actor) -> None:
    zone = ZoneInfo("Asia/Kolkata")
    now = datetime.fromtimestamp(world.clock.now(), zone)
    world.clock.move((now.replace(hour=21, minute=30) + timedelta(days=1) - now).total_seconds())
    await world.start(drawings_per_user_per_day=1, timezone=zone.key)
    alice.writes("/draw a cat")
    await alice.chat.picture()
    alice.writes("/draw a dog")
    await alice.chat.said("You can ask again in 3 h.")


async def test_a_day_has_its_limit_and_ends_at_midnight(world: Stage, alice: Actor, painters: Place) -> None:
    await world.start(drawings_per_user_per_day=1)
    alice.writes("/draw something forbidden")
    await alice.chat.said("will not draw this")
    alice.writes("/draw a cat --sed 1")
    await alice.chat.said("Did you mean")
    alice.writes("/draw a cat")
    await alice.chat.picture()
    alice.writes("/draw a dog", in_=painters)
    await painters.said("You can draw one picture a day here, and today's is used up.")
    world.clock.move(86_400)
    alice.writes("/draw a dog", in_=painters)
    await painters.picture()


async def test_the_owners_day_has_its_limit_for_all_together(world: Stage, alice: Actor, boris: Actor) -> None:
    await world.start(drawings_per_day=1)
    alice.writes("/draw a cat")
    await alice.chat.picture()
    boris.writes("/draw пёс")
    await boris.chat.said("Картинки этого бота на сегодня закончились")
    assert len(world.submitted) == 1


async def test_who_is_not_invited_is_told_what_to_ask_for(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(allowed_ids=frozenset({alice.user.id}))
    boris.writes("/draw пёс")
    answer = await boris.chat.said("только по приглашению")
    assert answer.code == "102\n102"
    boris.writes("/draw пёс", in_=painters)
    await painters.said("только по приглашению")
    alice.writes("/draw a cat --seed 1", in_=painters)
    await painters.picture()
    assert len(world.submitted) == 1


async def test_whoever_writes_in_an_invited_group_may_draw(world: Stage, boris: Actor, painters: Place) -> None:
    await world.start(allowed_ids=frozenset({PAINTERS}))
    boris.writes("/draw пёс", in_=painters)
    await painters.picture()
    boris.writes("/draw пёс")
    await boris.chat.said("только по приглашению")


async def test_an_admin_of_the_bot_is_always_invited(world: Stage, boris: Actor) -> None:
    await world.start(allowed_ids=frozenset({1}), admin_ids=frozenset({boris.user.id}))
    boris.writes("/draw пёс")
    await boris.chat.picture()


async def test_each_is_answered_in_the_language_of_their_telegram(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/help", in_=painters)
    boris.writes("/help", in_=painters)
    await painters.said("Draw")
    await painters.said("Нарисовать")


async def test_a_language_that_was_chosen_goes_before(stage: Stage, boris: Actor) -> None:
    page = await boris.opens_settings("Язык")
    assert await boris.presses(page, "Язык: English") == "Saved"
    await boris.chat.said("Language: English")
    boris.writes("/draw something forbidden")
    await boris.chat.said("The image service will not draw this")
    await stage.restart()
    boris.writes("/queue")
    await boris.chat.said("Nothing is waiting.")
    assert await boris.presses(page, "Language: as in Telegram") == "Сохранено"


async def test_a_shape_that_was_chosen_is_drawn_where_the_prompt_names_none(stage: Stage, alice: Actor) -> None:
    await alice.presses(await alice.opens_settings("Picture"), "Wide 16:9")
    alice.writes("/draw a cat --seed 1")
    assert (await alice.chat.picture()).text == "a cat --ar 16:9 --seed 1"
    alice.writes("/draw a cat --seed 1 --ar 1:1")
    assert (await alice.chat.picture(2)).text == "a cat --ar 1:1 --seed 1"


async def test_the_menu_is_there_in_both_languages_and_longer_for_admins(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    await stage.until(lambda: len(stage.calls("setMyCommands")) == 6, "the menu")
    alice.writes("/id")
    await alice.chat.said("Your id: 101")
    seen = [stage.sandbox.telegram.api.menu.seen_by(person.user, person.chat.chat) for person in (alice, stage.boris)]
    assert [menu[0] for menu in seen] == [
        {"command": "draw", "description": "Draw a picture"},
        {"command": "draw", "description": "Нарисовать картинку"},
    ]
    of_group = [stage.sandbox.telegram.api.menu.seen_by(person.user, painters.chat) for person in (alice, stage.boris)]
    assert ["settings" in {one["command"] for one in menu} for menu in of_group] == [True, False]
