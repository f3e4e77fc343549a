"""Accepting a request: whose seed, whose shape, which text."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.defaults import Defaults, SeedMode, SeedSetting, choose_seeds
from drawing.lifecycle import Dropped, State
from drawing.people import Person
from drawing.prompt import MAX_SEED, AspectRatio, format_prompt, parse_prompt
from drawing.quota import DailyQuota, LimitReached, Limits
from drawing.records import Traits
from drawing.service import (
    Cancellation,
    DrawingService,
    DrawRequest,
    PromptRejected,
    can_be_cancelled,
    is_being_cancelled,
)
from tests.world.process import POLICIES
from tests.world.simulated import NO_LIMITS, ORDER, PICTURE
from tests.world.world import World

ANN = Person(id=1, name="Ann")
ALL = Traits(keeps_seed=True, takes_weights=True, prompt_limit=500)
WORDS_ALONE = Traits(keeps_seed=False, takes_weights=False, prompt_limit=500)


def requests_of(
    world: World,
    limits: Limits = NO_LIMITS,
    zone: str = "UTC",
    *,
    traits: Traits = ALL,
) -> DrawingService:
    policies = replace(POLICIES, quota=DailyQuota(limits, ZoneInfo(zone)), drawing_ttl=3600)
    return DrawingService(
        world.store, world.clock, policies, source=random.Random(7), traits=lambda: traits, wake=lambda: None
    )


_numbers = iter(range(1, 10_000))


def ask(text: str, person: Person = ANN, replied_text: str | None = None) -> DrawRequest:
    number = next(_numbers)
    return DrawRequest(
        source=f"m:1:{number}",
        text=text,
        replied_text=replied_text,
        person=person,
        language="en",
        chat_id=1,
        thread_id=None,
        request_message_id=number,
    )


async def seeds(world: World, text: str, person: Person = ANN) -> list[int]:
    return [drawing.seed for drawing in (await requests_of(world).draw(ask(text, person))).drawings]


async def test_the_prompts_seed_goes_before_the_persons(world: World) -> None:
    fixed = Person(id=1, name="Ann", defaults=Defaults(seed=SeedSetting(SeedMode.FIXED, 42)))

    assert await seeds(world, "cat", fixed) == [42]
    assert await seeds(world, "cat --seed 7", fixed) == [7]
    assert await seeds(world, "cat --seed random", fixed) != [42]


async def test_last_is_the_seed_of_the_latest_accepted_drawing(world: World) -> None:
    person = Person(id=1, name="Ann", defaults=Defaults(seed=SeedSetting(SeedMode.LAST)))

    (first,) = await seeds(world, "cat", person)
    assert await seeds(world, "dog", person) == [first]
    await seeds(world, "cow --seed 9", person)
    assert await seeds(world, "fox", person) == [9]


async def test_repeat_makes_drawings_of_one_source_with_seeds_in_a_row(world: World) -> None:
    accepted = await requests_of(world).draw(ask("cat --repeat 3 --seed 7"))

    assert [(drawing.index, drawing.seed, drawing.prompt.repeat) for drawing in accepted.drawings] == [
        (0, 7, 1),
        (1, 8, 1),
        (2, 9, 1),
    ]


async def test_random_seeds_of_repeated_pictures_differ(world: World) -> None:
    assert len(set(await seeds(world, "cat --repeat 4"))) == 4


@given(
    wanted=st.none() | st.just("random") | st.integers(1, MAX_SEED),
    setting=st.builds(SeedSetting, st.sampled_from(SeedMode), st.integers(1, MAX_SEED)),
    last=st.none() | st.integers(1, MAX_SEED),
    count=st.integers(1, 4),
)
def test_a_chosen_seed_is_always_one_that_the_service_keeps(
    wanted: int | str | None, setting: SeedSetting, last: int | None, count: int
) -> None:
    chosen = choose_seeds(wanted, setting, last, count, random.Random(1))

    assert len(set(chosen)) == count
    assert all(1 <= seed <= MAX_SEED for seed in chosen)


async def test_the_persons_shape_is_used_where_the_prompt_names_none(world: World) -> None:
    wide = Person(id=1, name="Ann", defaults=Defaults(aspect_ratio=AspectRatio(16, 9)))
    use_case = requests_of(world)

    assert (await use_case.draw(ask("cat", wide))).drawings[0].prompt.aspect_ratio == AspectRatio(16, 9)
    assert (await use_case.draw(ask("cat --ar 1:1", wide))).drawings[0].prompt.aspect_ratio == AspectRatio(1, 1)


@pytest.mark.parametrize("options", ["", "--ar 2:3", "--no hat", "--no hat --ar 2:3"])
async def test_options_alone_draw_the_text_that_is_replied_to(world: World, options: str) -> None:
    accepted = await requests_of(world).draw(ask(options, replied_text="a red cat"))

    assert accepted.drawings[0].prompt.positive[0].text == "a red cat"


async def test_a_text_of_its_own_goes_before_the_text_replied_to(world: World) -> None:
    accepted = await requests_of(world).draw(ask("a dog", replied_text="a red cat"))

    assert [message.text for message in accepted.drawings[0].prompt.messages] == ["a dog"]


async def test_an_error_in_a_reply_is_shown_in_the_text_that_was_read(world: World) -> None:
    with pytest.raises(PromptRejected) as caught:
        await requests_of(world).draw(ask("--ar 1:1", replied_text="cat --sed 4"))

    start, end = caught.value.error.span
    assert caught.value.text[start:end] == "--sed"


async def test_the_day_begins_at_midnight_of_the_owners_time_zone(world: World) -> None:
    one_a_day = Limits(queued_per_person=9, per_person_and_day=1, per_day=9)
    moscow = requests_of(world, one_a_day, "Europe/Moscow")
    world.clock.wall_offset = datetime(2026, 11, 20, 20, 30, tzinfo=UTC).timestamp() - world.clock.seconds
    (drawing,) = (await moscow.draw(ask("cat"))).drawings
    await world.store.begin_submission(drawing.id, seed_kept=True, **ORDER | {"day": "2026-11-20"})

    with pytest.raises(LimitReached):
        await moscow.draw(ask("cat"))
    world.clock.seconds += 31 * 60  # past midnight in Moscow, evening in UTC
    await moscow.draw(ask("cat"))


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("cat", set()),
        ("cat --no hat --seed random", set()),
        ("cat --seed 5", {Dropped.SEED}),
        ("cat::2 dog", {Dropped.WEIGHTS}),
        ("cat --no hat::2 --seed 5", {Dropped.SEED, Dropped.WEIGHTS}),
    ],
)
async def test_what_the_service_cannot_do_is_noted_once_for_all_pictures_of_a_request(
    world: World, text: str, dropped: set[Dropped]
) -> None:
    accepted = await requests_of(world, traits=WORDS_ALONE).draw(ask(f"{text} --repeat 2"))
    assert [drawing.dropped for drawing in accepted.drawings] == [dropped, frozenset()]
    assert [one.dropped for one in (await requests_of(world).draw(ask(text))).drawings] == [frozenset()]


async def test_a_seed_that_the_bot_has_chosen_is_nobodys_wish(world: World) -> None:
    seedless = requests_of(world, traits=WORDS_ALONE)
    changed = replace(ask("--ar 1:1"), base=parse_prompt("cat --seed 5"))

    assert [one.dropped for one in (await seedless.draw(changed)).drawings] == [frozenset()]
    other = replace(ask("--seed 6"), base=parse_prompt("cat --seed 5"))
    assert [one.dropped for one in (await seedless.draw(other)).drawings] == [{Dropped.SEED}]


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [
        ("x" * 495 + " --no hat", 508),
        ("ж" * 495 + " --без шляпы", 506),
        (":: ".join(f"{number:02}" + "x" * 8 for number in range(49)), 49 * 10 + 48 * 2),
        ("x" * 600, 600),
    ],
    ids=["negative", "russian", "separators", "typed"],
)
async def test_what_is_sent_is_what_is_counted_and_nothing_is_stored_of_what_is_too_long(
    world: World, prompt: str, sent: int
) -> None:
    with pytest.raises(PromptRejected) as refused:
        await requests_of(world, traits=WORDS_ALONE).draw(ask(prompt))
    assert (refused.value.error.length, refused.value.error.limit) == (sent, 500)
    assert await world.store.unfinished() == ()


async def test_what_just_fits_is_taken(world: World) -> None:
    await requests_of(world, traits=WORDS_ALONE).draw(ask("x" * 487 + " --no hat"))
    await requests_of(world).draw(ask("x" * 497 + " --no hat"))


async def test_weights_that_the_service_does_not_know_are_no_part_of_the_request(world: World) -> None:
    weightless = requests_of(world, traits=WORDS_ALONE)

    (drawing,) = (await weightless.draw(ask("fog::-0.5 forest::2 --no hat::3 --seed 1"))).drawings

    assert format_prompt(drawing.prompt) == "forest --no fog, hat --seed 1"
    assert parse_prompt(format_prompt(drawing.prompt)) == drawing.prompt
    edited = replace(ask("fog::-0.7 forest::3 --no hat"), source=drawing.source)
    assert not await weightless.note_edit(edited, [drawing])
    assert await weightless.note_edit(replace(edited, text="a house"), [drawing])


async def test_a_cancelled_drawing_cannot_be_cancelled_again(world: World) -> None:
    use_case = requests_of(world)
    drawing = (await use_case.draw(ask("cat"))).drawings[0]

    assert await use_case.cancel(drawing.id) is Cancellation.DONE

    cancelled = await world.store.get(drawing.id)
    assert cancelled is not None
    assert cancelled.state is State.CANCELLED
    assert await use_case.cancel(drawing.id) is Cancellation.TOO_LATE


async def test_a_drawing_that_is_being_sent_is_cancelled_when_the_answer_comes(world: World) -> None:
    use_case = requests_of(world)
    drawing = (await use_case.draw(ask("cat"))).drawings[0]
    await world.store.begin_submission(drawing.id, seed_kept=True, **ORDER)

    for _ in range(2):  # the update may come twice
        assert await use_case.cancel(drawing.id) is Cancellation.PENDING

    (pending,) = await use_case.unfinished()
    assert is_being_cancelled(pending)
    assert not can_be_cancelled(pending)
    await world.store.start(drawing.id, "operation-1", world.clock.now())
    assert await use_case.unfinished() == ()
    assert await use_case.cancel(drawing.id) is Cancellation.TOO_LATE


async def test_a_drawing_can_be_cancelled_until_it_has_an_outcome(world: World) -> None:
    use_case = requests_of(world)
    queued, sent, running, ready = [
        (await use_case.draw(replace(ask("cat"), source=f"m:5:{number}"))).drawings[0] for number in range(1, 5)
    ]
    for one in (sent, running, ready):
        await world.store.begin_submission(one.id, seed_kept=True, **ORDER)
    await world.store.start(running.id, "operation-1", world.clock.now())
    await world.store.finish(ready.id, PICTURE, world.clock.now())

    drawings = [await world.now(one) for one in (queued, sent, running, ready)]

    assert [can_be_cancelled(one) for one in drawings] == [True, True, True, False]
    outcomes = [await use_case.cancel(one.id) for one in drawings]
    assert outcomes == [Cancellation.DONE, Cancellation.PENDING, Cancellation.DONE, Cancellation.TOO_LATE]


@pytest.mark.parametrize("traits", [None, WORDS_ALONE], ids=["weights", "words"])
@pytest.mark.parametrize(
    "base", ["x" * 480, "x" * 200 + ":: " + "y" * 200 + "::2", "x" * 300 + " --no hat", "x" * 470 + ".", "x" * 500]
)
@pytest.mark.parametrize("suffix", [None, "in oil"])
async def test_the_room_that_is_told_for_words_is_just_what_fits(
    world: World, base: str, traits: Traits | None, suffix: str | None
) -> None:
    use_case = requests_of(world) if traits is None else requests_of(world, traits=traits)
    request = replace(ask("z" * 499), base=parse_prompt(f"{base} --seed 5"))
    request = replace(request, person=replace(request.person, defaults=Defaults(suffix=suffix)))

    with pytest.raises(PromptRejected) as refused:
        await use_case.draw(request)
    room = refused.value.error.room
    assert room is not None

    with pytest.raises(PromptRejected):
        await use_case.draw(replace(request, text="z" * (room + 1)))
    if room > 0:
        await use_case.draw(replace(request, text="z" * room))
    with pytest.raises(PromptRejected) as refused:
        await use_case.draw(replace(request, text="z" * 501 + " --new"))
    assert refused.value.error.room is None
