"""When a wait is so long that people should hear of it."""

import pytest

from drawing.patience import Patience, Pause
from tests.unit.drawing.simulated import JumpingClock


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def patience(clock: JumpingClock) -> Patience:
    return Patience(clock)


def test_a_service_that_works_makes_no_pause(patience: Patience) -> None:
    assert patience.pause() is None


def test_a_short_wait_is_not_worth_a_word(patience: Patience) -> None:
    patience.hold(59, is_named=True)

    assert patience.pause() is None


def test_a_named_time_is_counted_down_and_then_over(clock: JumpingClock, patience: Patience) -> None:
    patience.hold(1800, is_named=True)
    assert patience.pause() == Pause(1800)

    clock.seconds += 1799
    assert patience.pause() == Pause(1)
    clock.seconds += 1
    assert patience.pause() is None


def test_without_a_named_time_none_is_promised(patience: Patience) -> None:
    patience.hold(600)

    assert patience.pause() == Pause(None)


def test_what_will_not_pass_by_itself_is_told_at_once(clock: JumpingClock, patience: Patience) -> None:
    patience.hold(30, is_lasting=True)
    assert patience.pause() == Pause(None)

    clock.seconds += 30
    assert patience.pause() == Pause(None), "the next try is under way, and nobody knows more than before"
    patience.release()
    assert patience.pause() is None


def test_short_pauses_in_a_row_are_a_long_one(clock: JumpingClock, patience: Patience) -> None:
    for _ in range(3):
        assert patience.pause() is None
        patience.hold(20, is_named=True)
        clock.seconds += 20

    assert patience.pause() == Pause(None), "the next try is under way, and nobody knows more than before"


def test_a_success_ends_it(clock: JumpingClock, patience: Patience) -> None:
    patience.hold(90)
    clock.seconds += 90

    patience.release()

    assert patience.pause() is None
    patience.hold(30)
    assert patience.pause() is None, "what was before the success counts no more"


@pytest.mark.parametrize("is_named", [True, False])
def test_a_success_that_was_overtaken_by_a_failure_does_not_end_a_long_pause(
    patience: Patience, *, is_named: bool
) -> None:
    patience.hold(600, is_named=is_named)

    patience.release()

    assert patience.pause() == Pause(600 if is_named else None)


def test_the_longest_of_several_waits_counts(clock: JumpingClock, patience: Patience) -> None:
    patience.hold(1800, is_named=True)
    patience.hold(2)
    assert patience.pause() == Pause(1800)

    patience.hold(3600)
    assert patience.pause() == Pause(None), "the service may be back after half an hour, but nothing leaves before"


def test_trouble_that_nobody_has_met_for_a_minute_is_forgotten(clock: JumpingClock, patience: Patience) -> None:
    patience.hold(90)
    clock.seconds += 149
    assert patience.pause() == Pause(None)
    clock.seconds += 1
    assert patience.pause() is None

    patience.hold(5)
    assert patience.pause() is None, "a new trouble begins anew"


def test_a_clock_that_was_set_forward_promises_no_time_in_the_past(clock: JumpingClock, patience: Patience) -> None:
    patience.hold(600, is_named=True)
    clock.wall_offset += 3600

    assert patience.pause() == Pause(0)
