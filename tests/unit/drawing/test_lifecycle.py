"""The tables of the life of a drawing."""

import pytest

from drawing.lifecycle import NEXT_STATES, PENDING_ENDS, Reason, State


@pytest.mark.parametrize("reason", PENDING_ENDS)
def test_a_pending_end_is_a_final_state_in_place_of_one_that_an_answer_brings(reason: Reason) -> None:
    for answer, end in PENDING_ENDS[reason].items():
        assert answer in NEXT_STATES[State.SUBMITTING]
        assert NEXT_STATES[end] == frozenset()


def test_what_is_cancelled_ends_so_whatever_the_answer_is() -> None:
    assert PENDING_ENDS[Reason.CANCELLED] == dict.fromkeys(NEXT_STATES[State.SUBMITTING], State.CANCELLED)


def test_nothing_is_cancelled_before_the_answer_is_there() -> None:
    assert State.CANCELLED not in NEXT_STATES[State.SUBMITTING]
