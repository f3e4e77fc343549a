"""Who may draw, as the owner is shown it. Pure."""

import html
from collections.abc import Iterable, Mapping
from typing import Final

from drawing.admission import Decisions, Lists
from handlers.texts import Html, Texts
from handlers.utf16 import cut

SHOWN: Final = 15  # of each list; three of them fit into one message
_NAME_LENGTH: Final = 32


def shown_ids(lists: Lists, decisions: Decisions) -> frozenset[int]:
    """The ids on the page, whose names are worth knowing."""
    listed = (_invited(lists, decisions), decisions.allowed, decisions.denied)
    return frozenset(one for ids in listed for one in _first(ids))


def admission_page(lists: Lists, decisions: Decisions, names: Mapping[int, str], texts: Texts) -> Html:
    """The lists of the settings and of the commands, and how to change them."""
    parts = [texts(_title(lists, decisions))]
    for title, ids in (
        (texts("admission-setting"), _invited(lists, decisions)),
        (texts("admission-allowed"), decisions.allowed),
        (texts("admission-denied"), decisions.denied),
    ):
        if ids:
            parts.append(Html("\n".join([title, *_lines(ids, names, texts)])))
    parts.append(texts("admission-usage"))
    return Html("\n\n".join(parts))


def named(one: int, names: Mapping[int, str]) -> Html:
    """Somebody's id, to be tapped and copied, and their name where it is known."""
    name = cut(names.get(one, ""), _NAME_LENGTH)
    return Html(f"<code>{one}</code> {html.escape(name, quote=False)}".rstrip())


def _title(lists: Lists, decisions: Decisions) -> str:
    if lists.are_open(decisions):
        return "admission-open"
    return "admission-invited" if _invited(lists, decisions) or decisions.allowed else "admission-nobody"


def _invited(lists: Lists, decisions: Decisions) -> frozenset[int]:
    """Of those whom the settings invite, who may draw indeed: a denial overrides them."""
    return lists.invited - decisions.denied


def _lines(ids: frozenset[int], names: Mapping[int, str], texts: Texts) -> list[Html]:
    lines = [named(one, names) for one in _first(ids)]
    return [*lines, texts("admission-more", count=len(ids) - SHOWN)] if len(ids) > SHOWN else lines


def _first(ids: Iterable[int]) -> list[int]:
    return sorted(ids)[:SHOWN]
