r"""Groups, `{red, green}`: what stands in braces, and the texts that come of it.

Each alternative is put in its place as text, whatever it means there. Braces that are no group stay text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

from drawing.prompt.clean import Cleaned, clean_again
from drawing.prompt.errors import Code, PromptError, Span

MAX_PICTURES: Final = 12
_MOST_COUNTED: Final = 1000

# A run of `\` is looked at from its first one alone, so that a text of nothing else takes one pass.
_MARKS: Final = re.compile(r"(?<!\\)\\*+[{},]")


class _Group(NamedTuple):
    """A group in the cleaned text, and its commas."""

    start: int
    end: int
    commas: list[int]


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one text, and all that comes of them.

    Attributes:
        spans: of the groups, in what the person typed.
        results: the leftmost group changes slowest. One, where there is no group.
    """

    spans: tuple[Span, ...]
    results: Sequence[Cleaned]

    @property
    def span(self) -> Span:
        """From the first group to the last; there has to be one."""
        return self.spans[0][0], self.spans[-1][1]


def find_groups(source: Cleaned, *, of_style: bool = False) -> Groups:
    """Find the groups of a text and write out what comes of them.

    Raises PromptError for braces that would be a group but for a mistake (`bad_braces`), for more than twelve results
    (`too_many`), and in a text `of_style` for any group (`bad_style`).
    """
    marks = [(match.end() - 1, match.end() - match.start() > 1) for match in _MARKS.finditer(source.text)]
    groups = list(
        _Finder(source, [mark for mark, is_escaped in marks if not is_escaped], with_hints=not of_style).groups()
    )
    spans = tuple(source.typed(group.start, group.end) for group in groups)
    if of_style and spans:
        raise PromptError(Code.BAD_STYLE, spans[0])
    count = 1
    for group in groups:
        count = min(count * (len(group.commas) + 1), _MOST_COUNTED)
    if count > MAX_PICTURES:
        raise too_many(count, (spans[0][0], spans[-1][1]))
    return Groups(spans, list(_results(source, groups, [mark for mark, is_escaped in marks if is_escaped])))


def too_many(count: int, span: Span, limit: int = MAX_PICTURES) -> PromptError:
    """The error for more pictures than may be asked for at once."""
    return PromptError(Code.TOO_MANY, span, length=count, limit=limit)


class _Finder:
    """Goes through the braces and commas once, from the outermost pair of braces to the next one."""

    def __init__(self, source: Cleaned, marks: Sequence[int], *, with_hints: bool) -> None:
        self._source = source
        self._text = source.text
        self._marks = marks
        self._with_hints = with_hints
        self._ends = _matching(self._text, marks)

    def groups(self) -> Iterator[_Group]:
        at = 0
        while at < len(self._marks):
            start = self._marks[at]
            if self._text[start] != "{":
                at += 1
                continue
            end = self._ends.get(at)
            if end is None:
                if any(self._text[mark] == "," for mark in self._marks[at:]):
                    raise self._error(start, start + 1)
                return
            group = _Group(start, self._marks[end] + 1, [])
            self._read(group, self._marks[at + 1 : end])
            if group.commas:
                yield group
            at = end + 1

    def _read(self, group: _Group, marks: Sequence[int]) -> None:
        """Find the commas between the outermost braces; without any, they are text."""
        inner = next((mark for mark in marks if self._text[mark] == "{"), None)
        group.commas.extend(mark for mark in marks if self._text[mark] == ",")
        content = self._text[group.start + 1 : group.end - 1]
        if group.commas and inner is not None:
            raise self._error(inner, inner + 1)
        if group.commas and not content.replace(",", "").strip(" "):
            raise self._error(group.start, group.end)
        if not group.commas and inner is None and "|" in content:
            raise self._error(group.start, group.end, hint=_with_commas(content) if self._with_hints else None)

    def _error(self, start: int, end: int, hint: str | None = None) -> PromptError:
        return PromptError(Code.BAD_BRACES, self._source.typed(start, end), hint=hint)


def _matching(text: str, marks: Sequence[int]) -> dict[int, int]:
    """For each opening brace that has a closing one, by index among the marks, that one."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for at, mark in enumerate(marks):
        if text[mark] == "{":
            opened.append(at)
        elif text[mark] == "}" and opened:
            ends[opened.pop()] = at
    return ends


def _with_commas(content: str) -> str | None:
    """What `red|green` was meant to be; nothing, where it would be a group of nothing."""
    alternatives = [alternative.strip(" ") for alternative in content.split("|")]
    return f"{{{', '.join(alternatives)}}}" if any(alternatives) else None


def _results(source: Cleaned, groups: Sequence[_Group], escaped: Sequence[int]) -> Iterator[Cleaned]:
    dropped = _dropped(source.text, groups, escaped)
    pieces: list[list[list[int]]] = []  # by place, by alternative: which characters of the source
    position = 0
    for group in groups:
        pieces.append([_kept(source.text, position, group.start, dropped)])
        ends = [*group.commas, group.end - 1]
        starts = [group.start + 1, *(comma + 1 for comma in group.commas)]
        pieces.append(
            [_kept(source.text, start, end, dropped, trim=True) for start, end in zip(starts, ends, strict=True)]
        )
        position = group.end
    pieces.append([_kept(source.text, position, len(source.text), dropped)])
    for chosen in product(*pieces):
        kept = [index for piece in chosen for index in piece]
        yield clean_again(
            Cleaned(
                "".join(source.text[index] for index in kept),
                [source.starts[index] for index in kept],
                [source.ends[index] for index in kept],
            )
        )


def _dropped(text: str, groups: Sequence[_Group], escaped: Sequence[int]) -> set[int]:
    r"""Where a `\` goes: before each brace that it makes plain, and before each such comma in a group."""
    inside = iter(groups)
    group = next(inside, None)
    dropped = set()
    for mark in escaped:
        while group is not None and group.end <= mark:
            group = next(inside, None)
        if text[mark] != "," or (group is not None and group.start < mark):
            dropped.add(mark - 1)
    return dropped


def _kept(text: str, start: int, end: int, dropped: set[int], *, trim: bool = False) -> list[int]:
    while trim and start < end and text[start] == " ":
        start += 1
    while trim and start < end and text[end - 1] == " ":
        end -= 1
    return [index for index in range(start, end) if index not in dropped]
