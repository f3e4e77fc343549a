"""Retries: what may be repeated, and when."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yandexart import errors
from yandexart.retries import (
    MAX_RETRY_AFTER,
    NO_RETRIES,
    Retries,
    backoff,
    may_retry,
    poll_backoff,
    retry_after_seconds,
)

SURELY_NOT_EXECUTED = {errors.NotConnected, errors.NoToken, errors.QuotaExceeded}
PASSING = SURELY_NOT_EXECUTED | {
    errors.OutcomeUnknown,
    errors.ServiceDown,
    errors.UnexpectedAnswer,
    errors.UnusableResult,
}
ALL = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.YandexArtError)]

chances = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize("kind", ALL)
def test_reading_is_repeated_after_what_passes_and_paying_only_if_nothing_was_executed(kind):
    assert may_retry(kind(), idempotent=True) == (kind in PASSING)
    assert may_retry(kind(), idempotent=False) == (kind in SURELY_NOT_EXECUTED)


@pytest.mark.parametrize("kind", ALL)
def test_what_may_have_been_executed_is_never_paid_for_again(kind):
    assert not (kind.may_have_executed and may_retry(kind(), idempotent=False))


@given(failures=st.integers(1, 60), chance=chances, retry_after=st.none() | st.floats(0, 3600))
def test_a_pause_is_never_shorter_than_asked_for_nor_much_longer(failures, chance, retry_after):
    policy = Retries(base=0.5, longest=20)
    seconds = backoff(policy, failures, chance, retry_after)
    assert (retry_after or 0) <= seconds <= (retry_after or 0) + min(20, 0.5 * 2 ** (failures - 1))


def test_pauses_double_and_spread_over_their_whole_length():
    policy = Retries(base=1, longest=5)
    assert [backoff(policy, failures, 1.0, None) for failures in (1, 2, 3, 4, 5)] == [1, 2, 4, 5, 5]
    assert backoff(policy, 3, 0.0, None) == 0


@given(interval=st.floats(0.1, 600), looks=st.integers(0, 10_000), chance=chances)
def test_a_look_comes_within_a_quarter_of_its_interval_and_at_least_every_minute(interval, looks, chance):
    seconds = poll_backoff(interval, looks, chance)
    assert interval * 0.75 <= seconds <= max(interval, 60) * 1.25


def test_a_look_is_not_earlier_than_the_service_asks():
    assert poll_backoff(10, 0, 0.5, 300) == 300
    assert poll_backoff(10, 0, 0.5, 3) == 10


@pytest.mark.parametrize("settings", [{"attempts": 0}, {"base": -1}, {"longest": -1}])
def test_impossible_settings_are_refused(settings):
    with pytest.raises(ValueError, match="retries"):
        Retries(**settings)


def test_no_retries_is_one_attempt():
    assert NO_RETRIES.attempts == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        (" 1.5 ", 1.5),
        ("-1", 0),
        ("3601", MAX_RETRY_AFTER),
        ("9" * 300, MAX_RETRY_AFTER),
        ("9" * 5000, None),
        ("١٢", None),
        ("1e3", None),
        ("inf", None),
        ("nan", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 10),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 10),
        ("Wed, 21 Oct 2015 08:28:00 GMT", MAX_RETRY_AFTER),
        ("Tue, 20 Oct 2015 07:28:00 GMT", 0),
        ("Wednesday, 21-Oct-15 07:28:00 GMT", 10),
        ("Wed Oct 21 07:28:00 2015", 10),
        ("Wed, 21 Oct 2015 09:28:00 +0200", 10),
        ("120, 60", None),
        ("120; please", None),
        ("soon", None),
        ("0", 0),
        ("Wed, 21 Oct 99999 07:28:00 GMT", None),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert retry_after_seconds(header, now=1_445_412_470.0) == seconds


def test_a_date_without_a_zone_is_utc_wherever_the_machine_stands(monkeypatch):
    try:
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert retry_after_seconds("Wed, 21 Oct 2015 07:28:00 -0000", now=1_445_412_470.0) == 10
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.text(), st.floats(0, 1e11))
def test_any_retry_after_is_a_sane_number_or_none(header, now):
    seconds = retry_after_seconds(header, now)
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER
