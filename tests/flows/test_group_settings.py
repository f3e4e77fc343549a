"""Settings of a group by its admins."""

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


async def test_an_admin_sets_what_applies_to_everybody_in_the_group(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await alice.presses(await alice.opens_settings("Picture", painters), "Wide 16:9")
    alice.writes("/settings suffix in oil", in_=painters)
    await painters.said("Added to every prompt: in oil")
    boris.writes("/draw пёс --seed 1", in_=painters)
    assert (await painters.picture()).text == "пёс, in oil --ar 16:9 --seed 1"
    boris.writes("/draw пёс --seed 1")
    assert (await boris.chat.picture()).text == "пёс --seed 1"


async def test_what_a_person_has_set_goes_before_what_the_group_has_set(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/settings suffix in oil", in_=painters)
    await painters.said("in oil")
    alice.writes("/settings seed 7", in_=painters)
    await painters.said("Seed: 7")
    boris.writes("/settings suffix акварель")
    await boris.chat.said("акварель")
    boris.writes("/draw пёс", in_=painters)
    assert (await painters.picture()).text == "пёс, акварель --seed 7"


async def test_in_a_group_the_seed_that_is_shown_is_the_groups_until_one_has_ones_own(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/settings seed 7", in_=painters)
    await painters.said("Seed: 7")
    boris.writes("/seed", in_=painters)
    assert "Так задано для этой группы" in (await painters.said("получают сид 7")).text
    boris.writes("/seed 8", in_=painters)
    assert "группы" not in (await painters.said("получают сид 8")).text
    alice.writes("/seed")
    assert (await alice.chat.said("new random seed")).text.startswith("Each of your pictures")


async def test_who_is_no_admin_settles_nothing_for_the_group(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    boris.writes("/settings suffix акварель", in_=painters)
    await painters.said("Настройки группы задают её администраторы")
    page = await alice.opens_settings("Picture", painters)
    assert "задают её администраторы" in await boris.presses(page, "Wide 16:9")
    assert "задают её администраторы" in await boris.presses(page, "‹ All settings")
    assert "Added to every prompt: nothing" in page.text
    assert "Shape: any" in page.text


async def test_an_admin_switches_drawing_off_for_the_group_alone_and_on_again(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    page = await alice.opens_settings("Who draws", painters)
    await alice.presses(page, "Drawing here: on")
    boris.writes("/draw пёс", in_=painters)
    await painters.said("выключили меня здесь")
    boris.writes("/draw пёс --seed 1")
    await boris.chat.picture()
    await alice.presses(page, "Drawing here: off")
    boris.writes("/draw пёс --seed 2", in_=painters)
    await painters.picture()
    assert len(stage.submitted) == 2


async def test_an_admin_limits_how_much_is_drawn_in_the_group_in_a_day(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    page = await alice.opens_settings("Who draws", painters)
    await alice.presses(page, "Limit: 5 a day")
    await stage.until(lambda: "✓ Limit: 5 a day" in page.buttons, "the limit on the page")
    boris.writes("/draw пёс --repeat 4", in_=painters)
    await painters.picture(4)
    alice.writes("/draw a cat --repeat 2", in_=painters)
    await painters.said("You can draw 5 pictures a day in this group; one is left")
    alice.writes("/draw a cat --seed 1", in_=painters)
    await painters.picture(5)
    boris.writes("/draw кит", in_=painters)
    await painters.said("В этой группе можно 5 картинок в день, на сегодня они закончились.")
    alice.writes("/draw a cat --seed 2")
    await alice.chat.picture()


async def test_a_channel_that_writes_in_the_group_is_nobody_and_keeps_no_admin_from_being_one(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    boris.writes("/settings", in_=painters)
    await painters.said("Настройки группы задают её администраторы")
    (message,) = stage.received("message")
    channel = {"sender_chat": {"id": -1001234, "type": "channel", "title": "A channel"}, "message_id": 900}
    stage.world.updates.put("message", message | channel)
    await painters.said("только если это канал этой группы")
    alice.writes("/settings", in_=painters)
    await painters.said("Settings of this group")


async def test_a_group_has_a_language_for_all_who_have_chosen_none_anonymous_admins_too(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    page = await alice.opens_settings("Language", painters)
    assert await alice.presses(page, "Language: Русский") == "Сохранено"
    await painters.said("Настройки этой группы › 🌐 Язык\n\nЯзык: Русский")
    stage.sandbox.telegram.api.behaviour.anonymous_admins = True
    alice.writes("/queue", in_=painters)
    await painters.said("Очередь пуста.")
    stage.sandbox.telegram.api.behaviour.anonymous_admins = False
    alice.writes("/queue")
    await alice.chat.said("Nothing is waiting.")
    await alice.presses(await alice.opens_settings("Language"), "Language: English")
    alice.writes("/queue", in_=painters)
    await painters.said("Nothing is waiting.")
