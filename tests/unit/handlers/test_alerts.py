"""Alerts: since when, in the owner's time zone, and how long it lasted."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from drawing.clock import Calendar
from drawing.records import Advice, Incident
from handlers.views.alerts import SilenceButton, alert, alert_keyboard, alert_over, incidents_keyboard, open_incident
from handlers.views.texts import LANGUAGES, plain, texts_in
from tests.world.simulated import JumpingClock

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def calendar() -> Calendar:
    clock = JumpingClock()
    clock.wall_offset = datetime(2026, 12, 1, 0, 30, tzinfo=MOSCOW).timestamp() - clock.seconds
    return Calendar(clock, MOSCOW)


@pytest.mark.parametrize(
    ("hours_ago", "language", "said"),
    [
        (0, "ru", "Началось: 00:30 MSK."),
        (2, "ru", "Началось: 30 нояб. 2026\u202fг., 22:30 MSK."),
        (0, "en", "Since 12:30\u202fAM MSK."),
        (2, "en", "Since Nov 30, 2026, 10:30\u202fPM MSK."),
    ],
)
def test_the_time_is_that_of_the_owner_with_the_day_where_it_is_not_today(
    calendar: Calendar, hours_ago: int, language: str, said: str
) -> None:
    since = calendar.now() - 3600 * hours_ago

    assert plain(alert(Incident.QUOTA, Advice("spent"), since, calendar, texts_in(language))).endswith(said)
    assert plain(open_incident(Incident.QUOTA, since, calendar, texts_in(language))).endswith(said)


def test_how_long_it_lasted_is_told_with_its_end_where_its_beginning_is_known(calendar: Calendar) -> None:
    texts = texts_in("en")
    assert alert_over(Incident.DENIED, calendar.now() - 3 * 3600, calendar, texts).endswith("It lasted 3 h.")
    assert alert_over(Incident.DENIED, 0.0, calendar, texts) == "The image service no longer refuses the bot."
    assert "1970" not in open_incident(Incident.DENIED, 0.0, calendar, texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("incident", Incident)
def test_each_kind_has_a_button_that_silences_it_and_one_that_ends_the_silence(
    incident: Incident, language: str
) -> None:
    texts = texts_in(language)
    for is_silent in (False, True):
        ((button,),) = alert_keyboard(incident, texts, is_silent=is_silent).inline_keyboard
        assert SilenceButton.unpack(button.callback_data or "") == SilenceButton(
            incident=incident, is_silent=not is_silent
        )
        page = incidents_keyboard([incident], [incident] if is_silent else [], texts)
        assert page is not None
        assert len(page.inline_keyboard[0][0].text) <= 45, "a phone cuts it"
