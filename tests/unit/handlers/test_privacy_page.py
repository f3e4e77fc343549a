"""Promises of how long pictures are kept: never gone later than promised, never kept for less long."""

import re

import pytest

from handlers.views.privacy_page import DataTerms, privacy_page
from handlers.views.texts import texts_in

HOUR = 3600


def told(seconds: float, language: str) -> str:
    """The sentence of `/privacy` that says when a picture goes."""
    page = privacy_page(DataTerms(seconds, service_logs=False), texts_in(language))
    sentence = re.search(r"(?:The picture itself is deleted|Сама картинка удаляется) ([^.]*)\.", page)
    assert sentence is not None
    return sentence[1]


@pytest.mark.parametrize(
    ("seconds", "english", "russian"),
    [
        (0, "within an hour after I sent it", "не позже чем через час после отправки"),
        (HOUR - 1, "within an hour after I sent it", "не позже чем через час после отправки"),
        (HOUR, "an hour after I sent it", "через 1 час после отправки"),
        (HOUR + 0.5, "2 hours after I sent it", "через 2 часа после отправки"),
        (5400, "2 hours after I sent it", "через 2 часа после отправки"),
        (4.2 * HOUR, "5 hours after I sent it", "через 5 часов после отправки"),
        (20.5 * HOUR, "21 hours after I sent it", "через 21 час после отправки"),
        (72 * HOUR, "72 hours after I sent it", "через 72 часа после отправки"),
    ],
)
def test_a_picture_is_not_said_to_go_sooner_than_it_does(seconds: float, english: str, russian: str) -> None:
    assert told(seconds, "en") == english
    assert told(seconds, "ru") == russian


@pytest.mark.parametrize(
    ("seconds", "hours"), [(0, 0), (HOUR - 1, 0), (HOUR, 1), (5400, 1), (2 * HOUR - 1, 1), (2 * HOUR, 2)]
)
def test_a_file_is_not_said_to_be_kept_longer_than_it_is(seconds: float, hours: int) -> None:
    assert DataTerms(seconds, service_logs=False).hours_kept == hours
