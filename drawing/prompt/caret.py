"""Showing a place in what the person typed: one line for a monospaced block, and carets under it."""

import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from drawing.prompt.clean import Kind, kind
from drawing.prompt.errors import Span

_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_ELLIPSIS = "…"
# A pile of marks on one letter has no natural end; the longest emoji of a family take ten code points.
_MAX_CLUSTER = 16


class _Cluster(NamedTuple):
    """A character with its marks or joined emoji: what takes up `width` columns together, 1 or 2, and where it ends."""

    text: str
    width: int
    end: int


def point_at(text: str, span: Span, width: int = 40) -> tuple[str, str]:
    """A line of at most `width` columns (8 or more) of `text` around `span`, and a line of spaces and carets under it.

    White space and control characters become single spaces, invisible characters go, and ellipses stand where something
    is cut. There is always at least one caret.
    """
    clusters = _clusters(text)
    first = _covering(clusters, span[0])
    last = max(first, min(_covering(clusters, span[1] - 1) + 1, len(clusters)))
    begin, end = _window(clusters, first, last, max(width, 8))
    before = _ELLIPSIS if begin > 0 else ""
    after = _ELLIPSIS if end < len(clusters) else ""
    line = before + "".join(cluster.text for cluster in clusters[begin:end]) + after
    indent = len(before) + _columns(clusters[begin:first])
    return line, " " * indent + "^" * max(1, _columns(clusters[first : min(last, end)]))


def _clusters(text: str) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    previous = " "
    for end, character in enumerate(text, 1):
        shown = " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        if kind(shown) is Kind.DROPPED or (shown == " " and previous == " "):
            # What is not shown belongs to what stands before it, so that a span that ends here ends there.
            if clusters:
                clusters[-1] = clusters[-1]._replace(end=end)
            continue
        if clusters and _extends(shown, previous):
            clusters[-1] = _extended(clusters[-1], shown, end)
        else:
            clusters.append(_Cluster(shown, 2 if unicodedata.east_asian_width(shown) in "WF" else 1, end))
        previous = shown
    if clusters and clusters[-1].text == " ":
        clusters.pop()
    return clusters


def _extends(character: str, previous: str) -> bool:
    """Whether the character is drawn onto what stands before it."""
    category = unicodedata.category(character)
    return (
        category in {"Mn", "Me", "Cf"}
        or "\u1160" <= character <= "\u11ff"  # medial and final Hangul jamo
        or (character in _SKIN_TONES and unicodedata.east_asian_width(previous) == "W")
        or (category == "So" and previous == _ZERO_WIDTH_JOINER)
    )


def _extended(cluster: _Cluster, character: str, end: int) -> _Cluster:
    text = cluster.text + character if len(cluster.text) < _MAX_CLUSTER else cluster.text
    return _Cluster(text, 2 if character == _EMOJI_STYLE else cluster.width, end)


def _covering(clusters: list[_Cluster], position: int) -> int:
    """The index of the cluster that holds the code point at `position`, or how many clusters there are."""
    return bisect_right(clusters, position, key=lambda cluster: cluster.end)


def _columns(clusters: list[_Cluster]) -> int:
    return sum(cluster.width for cluster in clusters)


def _window(clusters: list[_Cluster], first: int, last: int, width: int) -> tuple[int, int]:
    """Which clusters to show: as many as fit, those from `first` to `last` before those around them."""
    if _columns(clusters) <= width:
        return 0, len(clusters)
    room = width - 2 * len(_ELLIPSIS)
    begin = end = first
    while end < last and clusters[end].width <= room:
        room -= clusters[end].width
        end += 1
    growing = True
    while growing:
        growing = False
        if begin > 0 and clusters[begin - 1].width <= room:
            begin -= 1
            room -= clusters[begin].width
            growing = True
        if end < len(clusters) and clusters[end].width <= room:
            room -= clusters[end].width
            end += 1
            growing = True
    return begin, end
