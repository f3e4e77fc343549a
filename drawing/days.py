"""Calendar days in the owner's time zone. Pure."""

from datetime import datetime, timedelta, tzinfo


def day_of(now: float, zone: tzinfo, *, days_ago: int = 0) -> str:
    """The calendar day of `now` (Unix seconds) in `zone`, or one so many days before it, as in ISO 8601: 2026-11-29."""
    return (datetime.fromtimestamp(now, zone) - timedelta(days=days_ago)).date().isoformat()


def day_start(now: float, zone: tzinfo, *, days_ago: int = 0) -> float:
    """When the day of `now`, or one so many days before it, began in `zone`. Unix seconds, both."""
    day = datetime.fromtimestamp(now, zone) - timedelta(days=days_ago)
    return day.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).timestamp()
