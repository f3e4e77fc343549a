"""Health of the service: outages so long that people should hear of them."""

import random

import pytest

from drawing.records import Outage
from drawing.service_health import ServiceHealth
from tests.world.simulated import JumpingClock


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def health(clock: JumpingClock) -> ServiceHealth:
    return ServiceHealth(clock, random.Random(1), per_minute=60)


def test_a_service_that_works_makes_no_pause(health: ServiceHealth) -> None:
    assert health.outage() is None


def test_a_short_wait_is_not_worth_a_word(health: ServiceHealth) -> None:
    health.extend_outage(59, is_named=True)

    assert health.outage() is None


def test_a_named_time_is_counted_down_and_then_over(clock: JumpingClock, health: ServiceHealth) -> None:
    health.extend_outage(1800, is_named=True)
    assert health.outage() == Outage(1800)

    clock.seconds += 1799
    assert health.outage() == Outage(1)
    clock.seconds += 1
    assert health.outage() is None


def test_without_a_named_time_none_is_promised(health: ServiceHealth) -> None:
    health.extend_outage(600)

    assert health.outage() == Outage(None)


def test_what_will_not_pass_by_itself_is_told_at_once(clock: JumpingClock, health: ServiceHealth) -> None:
    health.extend_outage(30, is_lasting=True)
    assert health.outage() == Outage(None)

    clock.seconds += 30
    assert health.outage() == Outage(None), "the next try is under way, and nobody knows more than before"
    health.record_success()
    assert health.outage() is None


def test_short_pauses_in_a_row_are_a_long_one(clock: JumpingClock, health: ServiceHealth) -> None:
    for _ in range(3):
        assert health.outage() is None
        health.extend_outage(20, is_named=True)
        clock.seconds += 20

    assert health.outage() == Outage(None), "the next try is under way, and nobody knows more than before"


def test_a_success_ends_it(clock: JumpingClock, health: ServiceHealth) -> None:
    health.extend_outage(90)
    clock.seconds += 90

    health.record_success()

    assert health.outage() is None
    health.extend_outage(30)
    assert health.outage() is None, "what was before the success counts no more"


@pytest.mark.parametrize("is_named", [True, False])
def test_a_success_that_was_overtaken_by_a_failure_does_not_end_a_long_pause(
    health: ServiceHealth, *, is_named: bool
) -> None:
    health.extend_outage(600, is_named=is_named)

    health.record_success()

    assert health.outage() == Outage(600 if is_named else None)


def test_the_longest_of_several_waits_counts(clock: JumpingClock, health: ServiceHealth) -> None:
    health.extend_outage(1800, is_named=True)
    health.extend_outage(2)
    assert health.outage() == Outage(1800)

    health.extend_outage(3600)
    assert health.outage() == Outage(None), "the service may be back after half an hour, but nothing leaves before"


def test_trouble_that_nobody_has_met_for_a_minute_is_forgotten(clock: JumpingClock, health: ServiceHealth) -> None:
    health.extend_outage(90)
    clock.seconds += 149
    assert health.outage() == Outage(None)
    clock.seconds += 1
    assert health.outage() is None

    health.extend_outage(5)
    assert health.outage() is None, "a new trouble begins anew"


def test_a_clock_that_was_set_forward_promises_no_time_in_the_past(clock: JumpingClock, health: ServiceHealth) -> None:
    health.extend_outage(600, is_named=True)
    clock.wall_offset += 3600

    assert health.outage() == Outage(0)
