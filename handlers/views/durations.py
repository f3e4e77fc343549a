"""Durations in words. Pure."""

from typing import Final

from drawing.estimates import rounded
from handlers.views.texts import Html, Texts

_UNITS: Final = (("hours", 7200, 3600), ("minutes", 60, 60))  # from so many seconds, in units of so many


def duration(seconds: float, texts: Texts) -> Html:
    """What has passed, in whole units."""
    for unit, least, length in _UNITS:
        if seconds >= least:
            return texts(unit, count=int(seconds // length))
    return texts("seconds", count=max(int(seconds), 0))


def approximate(seconds: float, texts: Texts, *, up: bool = False) -> Html:
    """What is to be expected, as people would say it; `up` where it should rather be less."""
    return duration(rounded(seconds, up=up), texts)
