"""The header Retry-After (RFC 9110, 10.2.3): seconds, or an HTTP date."""

import math
import re
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST = 3600.0
"""Seconds. However long a server asks for, it is asked again after an hour: a header can be wrong."""

_SECONDS = re.compile(r"\s*-?\d{1,300}(\.\d{1,20})?\s*", re.ASCII)


def seconds_to_wait(header: str | None, now: float) -> float | None:
    """Seconds until the server wants to be asked again, 0 to `LONGEST`; None if it does not say, or not clearly.

    `now` is seconds since 1970, against which a date is read.
    """
    if header is None:
        return None
    if _SECONDS.fullmatch(header):
        return _clamped(float(header))
    try:
        date = parsedate_to_datetime(header)
        return _clamped((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _clamped(seconds: float) -> float | None:
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST)
