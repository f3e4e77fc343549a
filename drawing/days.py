"""Calendar days in the owner's time zone. Pure."""

from datetime import datetime, timedelta, tzinfo


def day_start(now: float, zone: tzinfo, *, days_ago: int = 0) -> float:
    """When the day of `now`, or one so many days before it, began in `zone`. Unix seconds, both."""
    day = datetime.fromtimestamp(now, zone) - timedelta(days=days_ago)
    return day.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).timestamp()
