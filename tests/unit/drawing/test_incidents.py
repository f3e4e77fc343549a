"""Incidents: the owner is told that the service does not let the bot draw, and that it does again."""

import pytest

from drawing.incidents import Incidents
from drawing.lifecycle import Reason
from drawing.ports.generator import Busy, Denied, Rejected, Unreachable
from drawing.ports.store import StoreError
from drawing.records import Advice, Begun, Complaint, Incident
from tests.world.simulated import JumpingClock, SimulatedOwner
from tests.world.world import World

BEGUN, OVER = "denied: no role", "denied is over"


class BrokenStore:
    """A database that refuses."""

    async def complaints(self) -> dict[Complaint, Begun]:
        raise StoreError

    async def keep_complaints(self, complaints: object) -> None:
        raise StoreError

    async def silences(self) -> dict[Incident, float]:
        raise StoreError

    async def silence(self, incident: Incident, until: float) -> None:
        raise StoreError


async def under_way(incidents: Incidents) -> set[Incident]:
    return set(await incidents.under_way())


async def begin(incidents: Incidents, by: str = "submit", asked_at: float = 1) -> None:
    await incidents.begin(Incident.DENIED, Advice("no role"), by=by, asked_at=asked_at)


async def test_what_goes_on_over_a_restart_is_not_told_again_and_its_end_is_told(world: World) -> None:
    await begin(world.incidents)
    restarted = Incidents(world.owner, world.store, world.clock)

    await begin(restarted, asked_at=2)
    assert await under_way(restarted) == {Incident.DENIED}
    await restarted.end(by="submit", asked_at=3)

    assert world.owner.told == [BEGUN, OVER]
    assert await under_way(Incidents(world.owner, world.store, world.clock)) == set()


async def test_after_a_restart_any_success_ends_what_nobody_has_met_since(world: World) -> None:
    await begin(world.incidents, by="poll")

    await Incidents(world.owner, world.store, world.clock).end(by="submit", asked_at=0)

    assert world.owner.told == [BEGUN, OVER]


async def test_what_two_workers_meet_is_one_incident_that_is_over_when_both_are_let_in(world: World) -> None:
    await begin(world.incidents, by="submit")
    await begin(world.incidents, by="poll")
    await world.incidents.end(by="submit", asked_at=2)
    assert world.owner.told == [BEGUN]

    await world.incidents.end(by="poll", asked_at=2)
    assert world.owner.told == [BEGUN, OVER]


async def test_an_answer_to_an_earlier_request_does_not_end_what_a_later_one_has_met(world: World) -> None:
    await begin(world.incidents, asked_at=5)
    await world.incidents.end(by="submit", asked_at=4)
    assert world.owner.told == [BEGUN]

    await world.incidents.end(by="submit", asked_at=6)
    assert world.owner.told == [BEGUN, OVER]


async def test_the_owner_is_told_also_while_the_database_refuses() -> None:
    owner = SimulatedOwner()
    incidents = Incidents(owner, BrokenStore(), JumpingClock())

    await begin(incidents)
    await begin(incidents, asked_at=2)
    await incidents.end(by="submit", asked_at=3)

    assert owner.told == [BEGUN, OVER]


async def test_results_that_are_not_shown_are_an_incident_too(world: World) -> None:
    drawing = await world.submitted(await world.asks_with_slot())
    world.service.trouble_fetching = [Denied(Advice("no role")), Denied(Advice("no role"))]

    await world.works_until(lambda: "picture 1" in world.chat.shown(1))

    assert world.owner.told == [BEGUN, OVER]
    assert len(world.service.fetched) == 3
    assert (await world.now(drawing)).file_id is not None


async def test_one_operation_that_stays_denied_is_told_once_while_others_are_shown(world: World) -> None:
    denied, other = [await world.submitted(await world.asks_with_slot()) for _ in range(2)]
    world.service.trouble_fetching = [Denied(Advice("no role"))]
    await world.polled(denied)

    await world.polled(other)
    assert world.owner.told == [BEGUN]

    await world.polled(denied)
    assert world.owner.told == [BEGUN, OVER]


async def test_a_service_out_of_reach_is_no_spent_quota(world: World) -> None:
    world.service.trouble_submitting = [*[Unreachable() for _ in range(8)], Busy(1)]
    await world.asks_with_slot()

    await world.works_until(lambda: len(world.service.executed) == 1)

    assert world.owner.told == []


@pytest.mark.parametrize(("reason", "told"), [(Reason.REFUSED, [BEGUN, OVER]), (Reason.INVALID, [BEGUN])])
async def test_a_prompt_that_was_judged_shows_that_the_bot_is_let_in(
    world: World, reason: Reason, told: list[str]
) -> None:
    await begin(world.incidents)
    world.service.trouble_submitting = [Rejected(reason)]

    await world.submitted(await world.asks_with_slot())

    assert world.owner.told == told


async def test_a_picture_that_is_drawn_says_nothing_of_the_way_to_telegram(world: World) -> None:
    await world.incidents.begin(Incident.CONFLICT, Advice("another program"), by="intake", asked_at=1)
    restarted = Incidents(world.owner, world.store, world.clock)

    await restarted.end(by="submit", asked_at=2)
    assert await under_way(restarted) == {Incident.CONFLICT}
    await restarted.end(by="intake", asked_at=3, is_proof=False)

    assert world.owner.told == ["conflict: another program", "conflict is over"]


async def test_a_refusal_in_new_words_is_told_once_of_each_kind(world: World) -> None:
    for words, kind in (("HTTP 400: one", "slot"), ("HTTP 400: two", "slot"), ("HTTP 402: three", "chat")):
        await world.incidents.report_refusal(words, kind)

    assert world.owner.told == ["refused: HTTP 400: one", "refused: HTTP 402: three"]


HOUR, DAY = 3600.0, 86_400.0


async def test_an_incident_lasts_since_it_was_met_first_also_over_a_restart(world: World) -> None:
    since = world.clock.now()
    await begin(world.incidents)
    world.clock.seconds += HOUR
    await begin(world.incidents, by="poll", asked_at=2)
    restarted = Incidents(world.owner, world.store, world.clock)
    await begin(restarted, by="models", asked_at=3)

    assert await restarted.under_way() == {Incident.DENIED: since}


async def test_what_comes_again_within_a_days_silence_is_told_neither_when_it_begins_nor_when_it_ends(
    world: World,
) -> None:
    await world.incidents.silence(Incident.DENIED, lasts=DAY)
    for _ in range(3):
        world.clock.seconds += HOUR
        restarted = Incidents(world.owner, world.store, world.clock)
        await begin(restarted)
        assert await under_way(restarted) == {Incident.DENIED}, "the figures show it still"
        await restarted.end(by="submit", asked_at=2)
    assert world.owner.told == []

    world.clock.seconds += DAY
    await begin(world.incidents, asked_at=3)
    assert world.owner.told == [BEGUN]


async def test_the_end_of_what_was_told_is_told_though_it_was_silenced_since(world: World) -> None:
    await begin(world.incidents)
    await world.incidents.silence(Incident.DENIED, lasts=DAY)

    await world.incidents.end(by="submit", asked_at=2)

    assert world.owner.told == [BEGUN, OVER]


async def test_what_lasts_longer_than_its_silence_is_told_after_it_and_since_when(world: World) -> None:
    heard: list[float] = []

    class Listener(SimulatedOwner):
        async def tell(self, incident: Incident, advice: Advice, since: float) -> None:
            heard.append(since)

    since = world.clock.now()
    incidents = Incidents(Listener(), world.store, world.clock)
    await incidents.silence(Incident.DENIED, lasts=DAY)
    await begin(incidents)
    assert heard == []
    world.clock.seconds += DAY + 1
    for _ in range(2):
        await begin(Incidents(Listener(), world.store, world.clock), by="poll", asked_at=2)

    assert heard == [since]


async def test_silence_is_of_one_kind_and_can_be_ended(world: World) -> None:
    await world.incidents.silence(Incident.DENIED, lasts=DAY)
    await world.incidents.begin(Incident.QUOTA, Advice("spent"), by="submit", asked_at=1)
    assert world.owner.told == ["quota: spent"]
    assert (await world.incidents.silenced()).keys() == {Incident.DENIED}

    await world.incidents.silence(Incident.DENIED, lasts=0)
    await begin(world.incidents)

    assert world.owner.told == ["quota: spent", BEGUN]
    assert await world.incidents.silenced() == {}
