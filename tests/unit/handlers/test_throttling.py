"""The throttle: so many events of somebody's, and then none."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from handlers.throttling import Throttle, Verdict

HANDLED, REFUSED, IGNORED = Verdict.HANDLED, Verdict.REFUSED, Verdict.IGNORED


def verdicts(throttle: Throttle, *times: float, whose: str = "Ann") -> list[Verdict]:
    return [throttle.check(whose, (whose, number, at), at) for number, at in enumerate(times)]


def test_what_is_too_much_is_answered_once_and_then_ignored_until_it_has_passed() -> None:
    throttle = Throttle(2, 60.0, closed=60.0)

    assert verdicts(throttle, 0, 1, 2, 3, 61.9, 62) == [HANDLED, HANDLED, REFUSED, IGNORED, IGNORED, HANDLED]


def test_who_keeps_to_the_allowance_is_never_refused() -> None:
    assert set(verdicts(Throttle(20, 60.0, closed=60.0), *(3.0 * number for number in range(200)))) == {HANDLED}


def test_a_backlog_that_was_written_at_leisure_is_no_flood() -> None:
    """It comes at once, but was written over an hour."""
    assert set(verdicts(Throttle(20, 60.0, closed=60.0), *(60.0 * number for number in range(60)))) == {HANDLED}


def test_of_two_people_one_does_not_use_up_what_the_other_may() -> None:
    throttle = Throttle(1, 60.0, closed=60.0)

    assert verdicts(throttle, 0, 1) == [HANDLED, REFUSED]
    assert verdicts(throttle, 1, whose="Bob") == [HANDLED]


def test_however_often_it_is_refused_no_more_is_handled_in_the_period() -> None:
    found = verdicts(Throttle(1, 60.0), *range(61))

    assert found == [HANDLED, *[REFUSED] * 59, HANDLED]


def test_an_event_that_comes_again_meets_the_fate_it_met_before() -> None:
    throttle = Throttle(1, 60.0, closed=60.0)
    first = [throttle.check("Ann", event, event) for event in (0, 1, 2)]

    assert [throttle.check("Ann", event, event) for event in (0, 1, 2)] == first == [HANDLED, REFUSED, IGNORED]
    assert throttle.check("Ann", 3, 61.0) is HANDLED


@given(st.lists(st.floats(0, 500), max_size=120), st.integers(1, 8), st.sampled_from([0.0, 60.0]))
def test_no_minute_has_more_than_the_allowance_and_refusals_keep_their_distance(
    times: list[float], most: int, closed: float
) -> None:
    times.sort()
    found = list(zip(times, verdicts(Throttle(most, 60.0, closed=closed), *times), strict=True))

    handled = [at for at, verdict in found if verdict is HANDLED]
    refused = [at for at, verdict in found if verdict is REFUSED]
    assert all(sum(at - 60 < other <= at for other in handled) <= most for at in handled)
    assert all(later - earlier >= closed for earlier, later in pairwise(refused))
    assert len(found) <= most or handled
