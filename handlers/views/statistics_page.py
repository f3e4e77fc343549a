"""The figures of the owner, as a table that fits a phone. Pure."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from drawing.clock import Calendar
from drawing.figures import Figures
from drawing.records import Traits
from drawing.statistics import WEEK, Report
from handlers.views.alerts import open_incident
from handlers.views.texts import Html, Texts, plain

_NONE = "–"


@dataclass(frozen=True, slots=True)
class PriceTag:
    """What one picture costs the owner; 0 where that is not known, and then no cost is told.

    `as_of` is the day (ISO 8601) of the vendor's price list that it is from; empty for what the owner has set.
    """

    price: float
    currency: str
    as_of: str = ""


_UNKNOWN = PriceTag(0, "")


@dataclass(frozen=True, slots=True)
class PriceList:
    """What pictures cost: as the owner has set it, or else as it is known of each generator, by its name."""

    known: Mapping[str, PriceTag] = field(default_factory=dict)
    own: PriceTag | None = None

    def of(self, traits: Traits) -> PriceTag:
        """What a picture by the generator in use costs."""
        return self.own or self.known.get(traits.name, _UNKNOWN)


def statistics_page(report: Report, price_tag: PriceTag, calendar: Calendar, texts: Texts) -> Html:
    """The table, what is under way, and what is wrong, and since when."""
    rows = [
        ("", texts("stats-today"), texts("stats-days", count=WEEK)),
        *((texts(key), value(report.today, texts), value(report.week, texts)) for key, value in _rows(price_tag)),
    ]
    parts = [
        Html(f"<pre>{html.escape(_table(rows), quote=False)}</pre>"),
        texts("stats-load", waiting=report.load.waiting, running=report.load.running),
        *(open_incident(incident, since, calendar, texts) for incident, since in sorted(report.incidents.items())),
    ]
    if price_tag.price:
        parts.append(_basis(price_tag, texts))
    return Html("\n".join(parts))


def _basis(price_tag: PriceTag, texts: Texts) -> Html:
    """What the cost was worked out from."""
    values = {"price": price_tag.price, "currency": price_tag.currency}
    if not price_tag.as_of:
        return texts("stats-price", **values)
    return texts("stats-price-known", **values, date=date.fromisoformat(price_tag.as_of))


def _rows(price_tag: PriceTag) -> list[tuple[str, Callable[[Figures, Texts], str]]]:
    """The key of each row's name, and how its cells are made."""
    rows: list[tuple[str, Callable[[Figures, Texts], str]]] = [
        ("stats-people", lambda figures, _: str(figures.people)),
        ("stats-drawings", lambda figures, _: str(figures.drawings)),
        ("stats-pictures", lambda figures, _: str(figures.delivered)),
        ("stats-success", lambda figures, _: _NONE if figures.success is None else f"{figures.success:.0%}"),
        ("stats-median", lambda figures, texts: _time(figures.percentile(0.5), texts)),
        ("stats-slowest", lambda figures, texts: _time(figures.percentile(0.95), texts)),
        ("stats-refused", lambda figures, _: str(figures.refused)),
        ("stats-failed", lambda figures, _: str(figures.failed)),
        ("stats-repeated", lambda figures, _: str(figures.repeated)),
    ]
    if price_tag.price:
        rows.append(("stats-cost", lambda figures, texts: texts("stats-money", cost=figures.paid * price_tag.price)))
    return rows


def _time(seconds: float | None, texts: Texts) -> str:
    """Short enough for a cell: `5 s`, `2 min`, `3 h`, rounded."""
    if seconds is None:
        return _NONE
    for key, length, up_to in (("seconds", 1, 100), ("minutes", 60, 100 * 60)):
        if seconds < up_to:
            return texts(key, count=max(round(seconds / length), 0))
    return texts("hours", count=round(seconds / 3600))


def _table(rows: list[tuple[str, str, str]]) -> str:
    cells = [tuple(plain(Html(cell)) for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    return "\n".join(f"{name:<{widths[0]}}  {today:>{widths[1]}}  {week:>{widths[2]}}" for name, today, week in cells)
