"""Seeds: the prompt's over the person's over chance, and always shown."""

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


def _seed(text: str) -> int:
    return int(text.rpartition("--seed ")[2])


async def test_two_people_in_one_group_get_each_their_own_seed(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/seed 42", in_=painters)
    boris.writes("/seed 77", in_=painters)
    first = alice.writes("/draw a red cat", in_=painters)
    second = boris.writes("/draw a red cat", in_=painters)
    await painters.picture(2)
    seeds = {picture.replies_to: _seed(picture.text) for picture in painters.pictures}
    assert seeds == {first.id: 42, second.id: 77}


@pytest.mark.fault("31a")
async def test_a_setting_and_a_request_in_one_batch_are_obeyed_in_their_order(world: Stage, alice: Actor) -> None:
    alice.writes("/seed 42")
    alice.writes("/draw a red cat")
    alice.writes("/seed 43")
    alice.writes("/draw a red cat")
    await world.start()
    await alice.chat.picture(2)
    assert [_seed(picture.text) for picture in alice.chat.pictures] == [42, 43]


async def test_the_prompt_goes_before_the_setting(stage: Stage, alice: Actor) -> None:
    alice.writes("/seed 42")
    alice.writes("/draw a red cat --seed 5")
    alice.writes("/draw a red cat --seed random")
    await alice.chat.picture(2)
    named, random = (_seed(picture.text) for picture in alice.chat.pictures)
    assert named == 5
    assert random not in {5, 42}


async def test_a_fixed_seed_outlives_a_restart_and_counts_in_every_chat(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    alice.writes("/seed 42")
    await alice.chat.said("Your pictures get the seed 42.")
    await stage.restart()
    alice.writes("/draw a red cat", in_=cats)
    assert _seed((await cats.picture()).text) == 42


async def test_random_gives_a_new_seed_each_time(stage: Stage, alice: Actor) -> None:
    alice.writes("/seed random")
    for _ in range(3):
        alice.writes("/draw a red cat")
    await alice.chat.picture(3)
    assert len({_seed(picture.text) for picture in alice.chat.pictures}) == 3


async def test_last_is_the_seed_of_the_latest_accepted_drawing_anywhere(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    alice.writes("/seed last")
    await alice.chat.said("Your pictures get the seed of your latest one.")
    alice.writes("/draw a dog --seed 1234", in_=painters)
    await painters.picture()
    alice.writes("/draw a cat")
    assert _seed((await alice.chat.picture()).text) == 1234
    alice.writes("/seed")
    await alice.chat.said("now 1234")


async def test_last_of_somebody_who_has_drawn_nothing_is_chance(stage: Stage, alice: Actor, boris: Actor) -> None:
    alice.writes("/draw a dog --seed 1234")
    await alice.chat.picture()
    boris.writes("/seed last")
    boris.writes("/draw кот")
    assert _seed((await boris.chat.picture()).text) != 1234


@pytest.mark.parametrize("wrong", ["0", "-1", "9223372036854775808", "abc", "4 2", "٤٢", "1e3", "9" * 400])
async def test_a_seed_that_is_none_changes_nothing(stage: Stage, alice: Actor, wrong: str) -> None:
    alice.writes("/seed 42")
    alice.writes(f"/seed {wrong}")
    await alice.chat.said("A seed is a whole number from 1 to 9223372036854775807")
    alice.writes("/draw a red cat")
    assert _seed((await alice.chat.picture()).text) == 42


async def test_a_repeat_counts_up_from_the_setting_and_wraps_at_the_largest(stage: Stage, alice: Actor) -> None:
    alice.writes("/seed 9223372036854775807")
    alice.writes("/draw a red cat --repeat 2")
    await alice.chat.picture(2)
    assert [_seed(picture.text) for picture in alice.chat.pictures] == [9223372036854775807, 1]
