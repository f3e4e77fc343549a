"""Page of who may draw, for the owner. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from drawing.access import AccessList
from drawing.records import AccessOverrides
from handlers.views.texts import Html, Texts

SHOWN: Final = 15  # of each list; three of them fit into one message


def shown_ids(lists: AccessList, overrides: AccessOverrides) -> frozenset[int]:
    """The ids on the page, whose names are worth knowing."""
    listed = (_invited(lists, overrides), overrides.allowed, overrides.denied)
    return frozenset(one for ids in listed for one in _first(ids))


def access_page(lists: AccessList, overrides: AccessOverrides, names: Mapping[int, str], texts: Texts) -> Html:
    """The lists of the settings and of the commands, and how to change them."""
    parts = [texts(_title(lists, overrides))]
    for title, ids in (
        (texts("access-setting"), _invited(lists, overrides)),
        (texts("access-allowed"), overrides.allowed),
        (texts("access-denied"), overrides.denied),
    ):
        if ids:
            parts.append(Html("\n".join([title, *_lines(ids, names, texts)])))
    parts.append(texts("access-usage"))
    return Html("\n\n".join(parts))


def named(one: int, names: Mapping[int, str], texts: Texts) -> Html:
    """Somebody's id, to be tapped and copied, and their name where it is known."""
    name = f" {texts.name(names[one])}" if one in names else ""
    return Html(f"<code>{one}</code>{name}")


def _title(lists: AccessList, overrides: AccessOverrides) -> str:
    if lists.are_open(overrides):
        return "access-open"
    return "access-invited" if _invited(lists, overrides) or overrides.allowed else "access-nobody"


def _invited(lists: AccessList, overrides: AccessOverrides) -> frozenset[int]:
    """Of those whom the settings invite, who may draw indeed: a denial overrides them."""
    return lists.invited_now(overrides) - overrides.denied


def _lines(ids: frozenset[int], names: Mapping[int, str], texts: Texts) -> list[Html]:
    lines = [named(one, names, texts) for one in _first(ids)]
    return [*lines, texts("access-more", count=len(ids) - SHOWN)] if len(ids) > SHOWN else lines


def _first(ids: Iterable[int]) -> list[int]:
    return sorted(ids)[:SHOWN]
