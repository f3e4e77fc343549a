"""The store: what is accepted, what is kept, and which changes of state it allows."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from drawing.defaults import Defaults, SeedMode, SeedSetting
from drawing.lifecycle import NEXT_STATES, DrawingId, NewDrawing, Reason, State, states_before
from drawing.people import Group, Person
from drawing.prompt import AspectRatio, Option, Prompt, WeightedMessage
from drawing.quota import MAX_UNSHOWN, LimitReached, Limits, PicturesUnshown
from drawing.records import Picture, QueuePosition, SavedStyle, Used
from storage.mapping import prompt_from_json, prompt_to_json
from storage.store import SqlStore
from tests.world.simulated import ORDER, TODAY

ROOMY = Limits(queued_per_person=100, per_person_and_day=100, per_day=100)
FULL = Prompt(
    messages=(WeightedMessage("a red cat", Decimal("1.5")), WeightedMessage("hat", Decimal(-1))),
    aspect_ratio=AspectRatio(16, 9),
    seed=2**63 - 1,
    enhance=False,
    file=True,
    spoiler=True,
)
NEW = NewDrawing(
    source="m:1:1",
    index=0,
    person_id=1,
    person_name="<b>Ann & Bob</b> \U0001f408",
    chat_id=-100,
    thread_id=5,
    request_message_id=1,
    language="ru",
    prompt=FULL,
    created_at=1000.5,
    deadline_at=2000.5,
)


async def test_what_is_accepted_comes_back_as_it_was(store: SqlStore) -> None:
    accepted = await store.accept([NEW], ROOMY, TODAY)

    drawing = accepted.drawings[0]
    assert accepted.is_new
    assert {name: getattr(drawing, name) for name in NEW.__slots__} == {
        name: getattr(NEW, name) for name in NEW.__slots__
    }
    assert drawing.state is State.QUEUED
    assert await store.get(drawing.id) == drawing


@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4),
    weight=st.decimals(-100, 100, places=3).filter(bool),
    ratio=st.none() | st.builds(AspectRatio, st.integers(1, 100), st.integers(1, 100)),
    enhance=st.none() | st.booleans(),
    seed=st.integers(1, 2**63 - 1),
    off=st.frozensets(st.sampled_from([Option.ENHANCE, Option.RAW, Option.FILE, Option.SPOILER])),
)
def test_every_request_survives_being_kept(
    *,
    texts: list[str],
    weight: Decimal,
    ratio: AspectRatio | None,
    enhance: bool | None,
    seed: int,
    off: frozenset[Option],
) -> None:
    messages = tuple(WeightedMessage(text, weight) for text in texts)
    prompt = Prompt(messages, aspect_ratio=ratio, seed=seed, enhance=enhance, off=off)

    assert prompt_from_json(prompt_to_json(prompt), seed) == prompt


def test_a_request_that_was_kept_before_anything_could_be_switched_off_is_read() -> None:
    kept = '{"messages":[["cat","1"]],"aspect_ratio":null,"enhance":null,"file":true,"spoiler":false}'

    assert prompt_from_json(kept, 5) == Prompt((WeightedMessage("cat", Decimal(1)),), seed=5, file=True)


async def test_the_same_source_again_brings_back_the_same_drawings_and_makes_none(store: SqlStore) -> None:
    first = await store.accept([NEW, replace(NEW, index=1)], ROOMY, TODAY)

    again = await store.accept([replace(NEW, prompt=replace(FULL, seed=7))], Limits(0, 0, 0), TODAY)

    assert not again.is_new
    assert again.drawings == first.drawings


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        (Limits(1, 9, 9), "queued_per_person"),
        (Limits(9, 1, 9), "per_person_and_day"),
        (Limits(9, 9, 1), "per_day"),
    ],
)
async def test_a_limit_refuses_all_of_a_request_and_says_which_it_is(
    store: SqlStore, limits: Limits, name: str
) -> None:
    with pytest.raises(LimitReached) as caught:
        await store.accept([NEW, replace(NEW, index=1)], limits, TODAY)

    assert (caught.value.name, caught.value.limit, caught.value.used) == (name, 1, 0)
    assert await store.of_source(NEW.source) == ()


async def test_what_cost_nothing_does_not_count_towards_the_day(store: SqlStore) -> None:
    refused, again, yesterdays, cancelled = [
        (await store.accept([replace(NEW, source=f"m:1:{number}")], ROOMY, TODAY)).drawings[0]
        for number in range(10, 14)
    ]
    await store.begin_submission(refused.id, seed_kept=True, **ORDER)
    await store.turn_down(refused.id, Reason.REFUSED, 1001)
    await store.begin_submission(again.id, seed_kept=True, **ORDER)
    await store.requeue(again.id, 1001, arrived=False)
    await store.cancel(again.id, 1001)
    await store.begin_submission(yesterdays.id, seed_kept=True, **ORDER | {"day": "2026-11-28"})
    await store.cancel(cancelled.id, 1001)

    await store.accept([NEW], Limits(9, 1, 1), TODAY)

    with pytest.raises(LimitReached):
        await store.accept([replace(NEW, source="m:1:5")], Limits(9, 1, 9), TODAY)


async def test_a_cancelled_drawing_that_was_paid_for_counts_towards_the_day(store: SqlStore) -> None:
    drawing = (await store.accept([NEW], ROOMY, TODAY)).drawings[0]
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await store.start(drawing.id, "op", 1001)
    await store.cancel(drawing.id, 1002)

    with pytest.raises(LimitReached):
        await store.accept([replace(NEW, source="m:1:5")], Limits(9, 1, 9), TODAY)


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", [State.FAILED, State.EXPIRED])
async def test_a_state_is_entered_only_from_where_the_table_allows(
    store: SqlStore, before: State, after: State
) -> None:
    drawing = (await store.accept([NEW], ROOMY, TODAY)).drawings[0]

    async def put(connection) -> None:  # type: ignore[no-untyped-def]
        await connection.exec_driver_sql("UPDATE drawings SET state = ?", (before,))

    await store._database.transaction(put)

    assert await store.end(drawing.id, after, Reason.DEADLINE, 0) is (after in NEXT_STATES[before])


def test_every_state_but_the_first_can_be_entered_and_the_final_ones_are_final() -> None:
    assert [state for state in State if not states_before(state)] == []
    assert [state for state in State if not NEXT_STATES[state]] == [
        State.DELIVERED,
        State.FAILED,
        State.CANCELLED,
        State.EXPIRED,
    ]


async def test_a_slot_sent_to_a_chat_that_moved_meanwhile_is_no_slot(store: SqlStore) -> None:
    drawing = (await store.accept([NEW], ROOMY, TODAY)).drawings[0]
    await store.move_chat(NEW.chat_id, -200)

    posted = await store.save_slot(drawing, 55, replies=True)

    assert (posted.chat_id, posted.slot_id) == (-200, None)


EVERYTHING_SET = Defaults(
    seed=SeedSetting(SeedMode.FIXED, 2**63 - 1),
    aspect_ratio=AspectRatio(3, 2),
    enhance=True,
    raw=False,
    as_file=False,
    spoiler=True,
    suffix="in watercolour",
    negatives="text, hat",
)


async def test_what_is_set_for_a_group_is_kept_and_goes_with_it_when_it_becomes_a_supergroup(store: SqlStore) -> None:
    assert await store.group(-5) == Group(id=-5)

    chosen = Group(id=-5, is_off=True, per_day=20, defaults=EVERYTHING_SET)
    await store.keep_group(chosen)
    await store.move_chat(-5, -1005)

    assert await store.group(-1005) == replace(chosen, id=-1005)


@pytest.mark.parametrize("chat_id", [1, -5])
async def test_a_chat_has_one_panel_and_the_former_one_is_told(store: SqlStore, chat_id: int) -> None:
    await store.meet(Person(id=1, name="Ann"), 0)
    assert await store.panel(chat_id) is None

    formers = [await store.keep_panel(chat_id, message_id) for message_id in (7, 8, 8, 9)]

    assert formers == [None, 7, None, 8]
    assert await store.panel(chat_id) == 9


async def test_the_messages_of_a_group_are_no_panel_of_the_supergroup_that_it_becomes(store: SqlStore) -> None:
    await store.keep_panel(-5, 7)
    await store.move_chat(-5, -1005)

    assert await store.panel(-1005) is None


async def test_of_a_group_where_nobody_may_draw_nothing_is_kept_when_it_becomes_a_supergroup(store: SqlStore) -> None:
    await store.move_chat(-5, -1005, is_known=False)

    async def rows(connection: AsyncConnection) -> int:
        return (await connection.exec_driver_sql("SELECT count(*) FROM chats")).scalar_one()

    assert await store._database.transaction(rows) == 0
    await store.keep_group(Group(id=-5, is_off=True))
    await store.move_chat(-5, -1005, is_known=False)
    assert (await store.group(-1005)).is_off


async def test_what_the_admins_of_a_supergroup_have_set_already_is_not_undone_by_an_old_group(store: SqlStore) -> None:
    await store.keep_group(Group(id=-5, is_off=True))
    await store.move_chat(-5, -1005)
    await store.keep_group(Group(id=-1005, per_day=5))
    await store.move_chat(-5, -1005)

    assert await store.group(-1005) == Group(id=-1005, per_day=5)


async def test_what_was_set_in_a_supergroup_before_its_move_was_told_stays_and_the_rest_is_inherited(
    store: SqlStore,
) -> None:
    await store.keep_group(Group(id=-5, language="en", per_day=20, defaults=Defaults(suffix="in oil", spoiler=True)))
    await store.keep_group(Group(id=-1005, per_day=5, defaults=Defaults(suffix="in ink")))
    await store.move_chat(-5, -1005)

    inherited = Group(id=-1005, language="en", per_day=5, defaults=Defaults(suffix="in ink", spoiler=True))
    assert await store.group(-1005) == inherited


@pytest.mark.parametrize("is_met", [False, True])
async def test_who_writes_in_the_name_of_a_group_keeps_what_they_set_and_drew(store: SqlStore, is_met: bool) -> None:
    chosen = Person(id=-5, name="Painters", language="ru", notify=False, defaults=EVERYTHING_SET)
    await store.meet(chosen, 0)
    await store.keep_settings(chosen)
    drawing = (await store.accept([replace(NEW, chat_id=-5, person_id=-5)], ROOMY, TODAY)).drawings[0]
    await store.end(drawing.id, State.FAILED, Reason.REFUSED, 1, told=True)
    if is_met:
        await store.meet(Person(id=-1005, name="Painters"), 0)
    await store.move_chat(-5, -1005)

    assert await store.person(-1005) == replace(chosen, id=-1005)
    assert await store.person(-5) is None
    assert await store.last_seed(-1005) == NEW.seed


async def test_a_move_that_is_told_after_the_next_one_leads_to_where_the_group_is(store: SqlStore) -> None:
    await store.keep_group(Group(id=-5, per_day=5))
    await store.allow(-5, 1)
    await store.save_style(SavedStyle(-5, "noir", "black and white"), 1, most=9)
    await store.move_chat(-1005, -2005)
    await store.move_chat(-5, -1005)

    assert await store.group(-2005) == Group(id=-2005, per_day=5)
    found = await store.overrides({-5, -1005, -2005, 5})
    assert (found.allowed, found.moved) == ({-2005}, {-5: -2005, -1005: -2005})
    assert [style.whose for style in await store.styles({-2005})] == [-2005]


async def test_moves_in_a_circle_lose_nothing(store: SqlStore) -> None:
    await store.keep_group(Group(id=-5, per_day=5))
    for old, new in ((-5, -1005), (-1005, -5), (-5, -5)):
        await store.move_chat(old, new)

    assert await store.group(-1005) == Group(id=-1005, per_day=5)


async def test_a_limit_of_a_group_counts_what_is_drawn_there_by_anybody(store: SqlStore) -> None:
    await store.keep_group(Group(id=-5, per_day=1))
    await store.accept([replace(NEW, source="m:-5:1", chat_id=-5)], ROOMY, TODAY)
    await store.accept([replace(NEW, source="m:-6:1", chat_id=-6)], ROOMY, TODAY)

    with pytest.raises(LimitReached) as caught:
        await store.accept([replace(NEW, source="m:-5:2", chat_id=-5, person_id=2)], ROOMY, TODAY)
    assert (caught.value.name, caught.value.used) == ("per_group_and_day", 1)


async def test_what_waits_in_the_name_of_a_group_counts_with_its_day_when_it_becomes_a_supergroup(
    store: SqlStore,
) -> None:
    of_group = replace(NEW, source="m:-5:1", chat_id=-5, person_id=-5)
    limits = replace(ROOMY, per_person_and_day=2)
    waiting, ordered = (await store.accept([of_group, replace(of_group, index=1)], limits, TODAY)).drawings
    assert await store.begin_submission(ordered.id, seed_kept=True, **{**ORDER, "limits": limits})
    await store.move_chat(-5, -1005)

    of_supergroup = replace(NEW, source="m:-1005:1", chat_id=-1005, person_id=-1005)
    with pytest.raises(LimitReached):
        await store.accept([of_supergroup], limits, TODAY)
    assert await store.begin_submission(waiting.id, seed_kept=True, **{**ORDER, "limits": limits})


async def test_a_supergroup_whose_pictures_cannot_be_shown_waits_though_its_move_is_told_again(store: SqlStore) -> None:
    await store.move_chat(-5, -1005)
    new = replace(NEW, chat_id=-1005)
    for number in range(MAX_UNSHOWN):
        drawing = (await store.accept([replace(new, source=f"m:-1005:{number}")], ROOMY, TODAY)).drawings[0]
        await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
        await store.finish(drawing.id, Picture(b"", "image/jpeg", 1, 1), NEW.created_at)
        await store.end(drawing.id, State.FAILED, Reason.NO_PHOTO_RIGHTS, NEW.created_at)
    await store.move_chat(-5, -1005)

    with pytest.raises(PicturesUnshown):
        await store.accept([replace(new, source="m:-1005:9", person_id=2)], ROOMY, TODAY)


async def test_a_person_keeps_their_settings_when_they_change_their_name(store: SqlStore) -> None:
    await store.meet(Person(id=1, name="Ann", language_code="en"), 0)
    chosen = Person(
        id=1,
        name="Ann",
        language_code="en",
        language="ru",
        notify=False,
        defaults=EVERYTHING_SET,
    )
    await store.keep_settings(chosen)

    assert await store.meet(Person(id=1, name="Anna", language_code="de"), 0) == replace(
        chosen, name="Anna", language_code="de"
    )


async def test_the_last_seed_is_that_of_the_latest_accepted_drawing_in_any_chat(store: SqlStore) -> None:
    assert await store.last_seed(1) is None
    await store.accept([NEW], ROOMY, TODAY)
    await store.accept([replace(NEW, source="m:2:2", chat_id=9, prompt=replace(FULL, seed=7))], ROOMY, TODAY)
    await store.accept([replace(NEW, source="m:2:3", person_id=2, prompt=replace(FULL, seed=8))], ROOMY, TODAY)

    assert await store.last_seed(1) == 7


async def test_a_message_names_the_drawings_of_its_request_or_its_slot(store: SqlStore) -> None:
    drawing = (await store.accept([NEW], ROOMY, TODAY)).drawings[0]
    await store.save_slot(drawing, 55, replies=True)

    assert [one.id for one in await store.of_message(-100, 1)] == [drawing.id]
    assert [one.id for one in await store.of_message(-100, 55)] == [drawing.id]
    assert await store.of_message(-101, 55) == ()


async def test_an_edit_is_noted_once(store: SqlStore) -> None:
    await store.accept([NEW, replace(NEW, index=1)], ROOMY, TODAY)

    assert await store.note_edit(NEW.source)
    assert not await store.note_edit(NEW.source)


async def drawn(store: SqlStore, source: str, submitted_at: float, finished_at: float) -> None:
    drawing = (await store.accept([replace(NEW, source=source, created_at=submitted_at)], ROOMY, TODAY)).drawings[0]
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    await store.start(drawing.id, "op", submitted_at)
    await store.finish(drawing.id, Picture(b"", "image/jpeg", 1, 1), finished_at)


async def test_the_latest_durations_are_those_of_pictures_that_were_asked_for_since(store: SqlStore) -> None:
    await drawn(store, "m:1:1", 10, 500)
    for number in range(2, 6):
        await drawn(store, f"m:1:{number}", 1000, 1000 + number)
    failed = (await store.accept([replace(NEW, source="m:1:6", created_at=1000)], ROOMY, TODAY)).drawings[0]
    await store.begin_submission(failed.id, seed_kept=True, **ORDER)
    await store.start(failed.id, "op", 1000)
    await store.end(failed.id, State.FAILED, Reason.REFUSED, 1100)

    assert await store.latest_durations(50, since=1000) == [5, 4, 3, 2]
    assert await store.latest_durations(2, since=0) == [5, 4]


async def test_before_a_queued_drawing_stand_older_ones_and_what_its_person_has_in_work(store: SqlStore) -> None:
    async def accept(number: int, person: int) -> DrawingId:
        new = replace(NEW, source=f"m:1:{number}", person_id=person)
        return (await store.accept([new], ROOMY, TODAY)).drawings[0].id

    running, _, mine, last = [await accept(number, person) for number, person in enumerate((1, 2, 1, 1))]
    await store.begin_submission(running, seed_kept=True, **ORDER)
    await store.start(running, "op", 1)
    done = await accept(9, 1)
    await store.end(done, State.FAILED, Reason.REFUSED, 1, told=True)

    assert await store.queue_position(mine) == QueuePosition(ahead=1, own_ahead=1)
    assert await store.queue_position(last) == QueuePosition(ahead=2, own_ahead=2)


async def test_people_who_have_drawn_and_set_nothing_are_dropped_and_others_are_not(store: SqlStore) -> None:
    for person in (1, 2, 3, 4):
        await store.meet(Person(id=person, name="Ann"), 100)
    await store.accept([NEW], ROOMY, TODAY)  # by person 1
    await store.keep_settings(Person(id=2, name="Ann", notify=False))
    await store.keep_settings(Person(id=3, name="Ann", defaults=Defaults(suffix="in oil")))

    assert await store.drop_strangers(100) == 0
    assert await store.drop_strangers(101) == 1
    assert [await store.person(person) is None for person in (1, 2, 3, 4)] == [False, False, False, True]


async def test_who_comes_back_is_no_stranger(store: SqlStore) -> None:
    await store.meet(Person(id=1, name="Ann"), 100)
    await store.meet(Person(id=1, name="Ann"), 100 + 2 * 86_400)
    assert await store.drop_strangers(200) == 0


async def test_closed_groups_for_which_nothing_was_set_are_dropped_with_time(store: SqlStore) -> None:
    await store.keep_group(Group(id=-6, per_day=5))
    for chat in (-5, -6):
        await store.close_chat(chat, 100, told_of=100)

    await store.drop_strangers(101)

    assert await store.group(-6) == Group(id=-6, per_day=5)
    assert await store.close_chat(-5, 200, told_of=99) == 0  # nothing is known of it: it is noted anew


async def test_an_order_is_counted_by_person_group_and_all_and_given_back_to_its_own_day(store: SqlStore) -> None:
    drawing = (await store.accept([replace(NEW, source="m:-5:1", chat_id=-5)], ROOMY, TODAY)).drawings[0]
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER)
    assert await store.used_on(TODAY, person_id=1, chat_id=-5) == Used(by_person=1, in_chat=1)
    assert (await store.figures(0, TODAY, 1)).paid == 1

    await store.requeue(drawing.id, 1001, arrived=False)
    assert (await store.figures(0, TODAY, 1)).paid == 0
    await store.begin_submission(drawing.id, seed_kept=True, **ORDER | {"day": "2026-11-30"})
    await store.move_chat(-5, -1005)
    await store.turn_down(drawing.id, Reason.REFUSED, 1001)
    assert await store.used_on("2026-11-30", person_id=1, chat_id=-1005) == Used(by_person=0, in_chat=0)


async def test_a_limit_that_is_reached_before_an_order_leaves_ends_it_unpaid(store: SqlStore) -> None:
    first, second = [
        (await store.accept([replace(NEW, source=f"m:1:{number}")], ROOMY, TODAY)).drawings[0] for number in (10, 11)
    ]
    one_a_day = {"limits": Limits(9, 1, 9), "day": TODAY, "now": 1001.0}
    await store.begin_submission(first.id, seed_kept=True, **one_a_day)

    assert await store.begin_submission(second.id, seed_kept=True, **one_a_day) is None

    ended = await store.get(second.id)
    assert ended is not None
    assert (ended.state, ended.reason, ended.submissions) == (State.FAILED, Reason.DAY_LIMIT, 0)
    await store.requeue(first.id, 1001, arrived=True)
    assert await store.begin_submission(first.id, seed_kept=True, **one_a_day) is None
    ended = await store.get(first.id)
    assert ended is not None
    assert ended.reason is Reason.OUTCOME_UNKNOWN  # what may have been drawn is not called undrawn


async def test_where_everybody_has_something_in_work_who_has_the_least_goes_first_and_who_has_all_waits(
    store: SqlStore,
) -> None:
    async def asks(number: int, person: int) -> DrawingId:
        new = replace(NEW, source=f"m:1:{number}", person_id=person)
        drawing = (await store.accept([new], ROOMY, TODAY)).drawings[0]
        return (await store.save_slot(drawing, number, replies=True)).id

    for number, person in enumerate((1, 1, 1, 2, 2, 3), 10):
        running = await asks(number, person)
        await store.begin_submission(running, seed_kept=True, **ORDER)
        await store.start(running, "op", 1001)
    _of_first, of_second, of_third = [await asks(number, number) for number in (1, 2, 3)]

    found = [await store.next_to_submit(3, not_now, 1001) for not_now in ((), (of_third,), (of_third, of_second))]

    assert [one and one.id for one in found] == [of_third, of_second, None]


async def test_what_waits_is_counted_to_the_last_picture_of_a_day(store: SqlStore) -> None:
    waiting, cancelled = [
        (await store.accept([replace(NEW, source=f"m:1:{number}")], ROOMY, TODAY)).drawings[0] for number in (10, 11)
    ]
    await store.cancel(cancelled.id, 1001)
    three = replace(ROOMY, per_day=3)

    await store.accept([replace(NEW, source="m:1:12"), replace(NEW, source="m:1:12", index=1)], three, TODAY)

    with pytest.raises(LimitReached) as caught:
        await store.accept([replace(NEW, source="m:1:13")], three, TODAY)
    assert (caught.value.name, caught.value.used) == ("per_day", 3)
    await store.cancel(waiting.id, 1001)
    assert (await store.accept([replace(NEW, source="m:1:13")], three, TODAY)).is_new
