"""What is counted against daily limits: orders that left, enhancements that began, requests that were accepted.

What leaves is counted on the day it leaves, whatever becomes of it, in the transaction that lets it leave; only what
the service answered with an error, and so did not take, is given back. Nothing is worked out from what drawings became.
"""

from enum import StrEnum
from typing import Final


class Meter(StrEnum):
    """What is counted."""

    ORDER = "order"  # of a picture: each one that left, repeats after an unknown outcome too
    ENHANCEMENT = "enhancement"  # of a prompt, by the language model
    REQUEST = "request"  # a picture that was asked for and accepted, drawn or not


REQUESTS_PER_PICTURE: Final = 10
"""So many times a day's pictures may be asked for in a day: what is cancelled costs nothing, and makes a row."""

UNSHOWN_MOST: Final = 3  # paid pictures in a row that could not be shown
UNSHOWN_PAUSE: Final = 3600.0  # seconds that nothing more is paid for such a person or chat
