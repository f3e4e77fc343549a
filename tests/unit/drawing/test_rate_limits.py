"""Quotas and pauses, on a clock that is an argument."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.rate_limits import Backoff, RateLimit


@given(
    limit=st.integers(1, 20),
    period=st.floats(0.01, 100),
    pauses=st.lists(st.floats(0, 10), max_size=200),
)
def test_no_window_of_a_period_ever_holds_more_than_the_limit(limit: int, period: float, pauses: list[float]) -> None:
    window, now, turns = RateLimit(limit, period), 0.0, []
    for pause in pauses:
        now += pause
        now += window.delay(now)
        while window.delay(now) > 0:  # a float may fall short of the moment by its last bit
            now = now * (1 + 1e-15) + 1e-12
        window.take(now)
        turns.append(now)

    assert all(later - earlier >= period * (1 - 1e-9) for earlier, later in zip(turns, turns[limit:], strict=False))


def test_a_window_needs_room() -> None:
    with pytest.raises(ValueError, match="limit of at least 1"):
        RateLimit(0, 1)


def test_pauses_grow_to_a_longest_and_start_anew_after_a_success() -> None:
    backoff, now, pauses = Backoff(1, 60, random.Random(1)), 0.0, []
    for _ in range(10):
        pauses.append(backoff.fail(now))
        now += pauses[-1]

    assert all(0.5 * min(2**n, 60) <= pause <= min(2**n, 60) for n, pause in enumerate(pauses))
    backoff.succeed()
    assert backoff.fail(now) <= 1


def test_failures_while_it_is_closed_do_not_double_the_pause() -> None:
    backoff = Backoff(1, 60, random.Random(1))
    for _ in range(30):
        backoff.fail(0)

    assert backoff.delay(0) <= 1


@pytest.mark.fault("9")
@pytest.mark.parametrize(("named", "least", "most"), [(0, 0, 1), (30, 30, 31), (1e12, 3600, 3601), (-5, 0, 1)])
def test_a_time_named_by_the_service_is_obeyed_within_reason(named: float, least: float, most: float) -> None:
    assert least <= Backoff(1, 60, random.Random(1)).fail(0, named) <= most
