"""Alerts to the owner: what is wrong, since when, and what mends it; and the buttons that silence them. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from drawing.clock import Calendar
from drawing.records import Advice, Incident
from handlers.views.durations import duration
from handlers.views.texts import Html, Texts, plain


class SilenceButton(CallbackData, prefix="mute"):
    """Hear nothing of an incident for a day, or hear of it again.

    Attributes:
        is_page: it stands under the figures, and not under the alert.
    """

    incident: Incident
    is_silent: bool
    is_page: bool = False


def alert(incident: Incident, advice: Advice, since: float, calendar: Calendar, texts: Texts) -> Html:
    """The beginning of an incident."""
    wrong = texts(f"incident-{incident}", advice=advice.words, cure=cure(advice, texts))
    return Html(f"{wrong}\n\n{texts('incident-since', when=moment(since, calendar, texts))}")


def alert_over(incident: Incident, since: float, calendar: Calendar, texts: Texts) -> Html:
    """The end of an incident."""
    over = texts(f"incident-{incident}-over")
    if not since:
        return over
    return Html(f"{over} {texts('incident-lasted', time=duration(calendar.now() - since, texts))}")


def cure(advice: Advice, texts: Texts) -> Html:
    """What mends it: the lines for `.env`, the command, the page."""
    return texts(f"cure-{advice.cure}", **advice.values)


def open_incident(incident: Incident, since: float, calendar: Calendar, texts: Texts) -> Html:
    """A line of the figures: what is wrong, and since when."""
    wrong = texts(f"stats-{incident}")
    return Html(f"{wrong} {texts('incident-since', when=moment(since, calendar, texts))}") if since else wrong


def moment(then: float, calendar: Calendar, texts: Texts) -> Html:
    """The time of day with the name of the owner's time zone, and the date where it is not today."""
    at = datetime.fromtimestamp(then, calendar.zone)
    is_today = at.date() == datetime.fromtimestamp(calendar.now(), calendar.zone).date()
    return texts("moment-today" if is_today else "moment", at=at, zone=at.tzname() or "")


def alert_keyboard(incident: Incident, texts: Texts, *, is_silent: bool = False) -> InlineKeyboardMarkup:
    """Silences the kind of incident, or ends that."""
    key = "button-speak-of-it" if is_silent else "button-silence"
    data = SilenceButton(incident=incident, is_silent=not is_silent)
    return InlineKeyboardMarkup(inline_keyboard=[[_button(texts(key), data)]])


def incidents_keyboard(
    incidents: Iterable[Incident], silenced: Collection[Incident], texts: Texts
) -> InlineKeyboardMarkup | None:
    """The same for each incident that the figures show; None for none."""
    rows = []
    for incident in incidents:
        key = "button-speak-of" if incident in silenced else "button-silence-about"
        data = SilenceButton(incident=incident, is_silent=incident not in silenced, is_page=True)
        rows.append([_button(texts(key, what=texts(f"name-of-{incident}")), data)])
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _button(label: Html, data: SilenceButton) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=plain(label), callback_data=data.pack())
