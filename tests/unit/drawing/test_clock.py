"""Beginning of a day."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from drawing.quota import day_start


def test_a_day_begins_at_midnight_where_the_owner_lives() -> None:
    evening = datetime(2026, 11, 20, 22, 30, tzinfo=UTC).timestamp()

    assert day_start(evening, UTC) == datetime(2026, 11, 20, tzinfo=UTC).timestamp()
    assert day_start(evening, ZoneInfo("Europe/Moscow")) == datetime(2026, 11, 20, 21, tzinfo=UTC).timestamp()


def test_days_before_are_calendar_days_also_where_a_clock_was_changed() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    noon = datetime(2026, 10, 27, 12, tzinfo=berlin).timestamp()  # the hour changed on the 25th

    assert day_start(noon, berlin, days_ago=6) == datetime(2026, 10, 21, tzinfo=berlin).timestamp()
