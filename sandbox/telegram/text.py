"""Text with entities, as Telegram keeps it: offsets and lengths in UTF-16 code units."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
"""Entities that merge when they touch, and that code swallows."""

_VERBATIM = frozenset({"code", "pre"})
_WORD_BEFORE = r"(?<![\w/@#.:-])"
_DETECTORS = (
    (
        "url",
        re.compile(r"(?<![\w@.])(?:https?://[^\s<>«»\"]+|(?:[\w-]+\.)+(?:com|org|net|ru|cloud|io)\b(?:/[^\s<>\"]*)?)"),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("bot_command", re.compile(r"(?<![\w/@#.:<>-])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@<>])")),
    ("mention", re.compile(_WORD_BEFORE + r"@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(_WORD_BEFORE + r"#(?!\d+\b)\w{1,256}")),
)


@dataclass(frozen=True, slots=True)
class Entity:
    """One MessageEntity; `offset` and `length` in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """The first code unit after the entity."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its entities."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers; `offset` and `length` in UTF-16 code units."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def tidy(formatted: FormattedText) -> FormattedText:
    """The text as Telegram stores it: control characters and outer white space gone, entities merged and sorted."""
    cleaned = _without_control_characters(formatted.text)
    entities = _cut(formatted.entities, 0, utf16_length(cleaned.rstrip()))
    text = cleaned.rstrip()
    # White space at the start stays where an entity covers it, as with the real server.
    first_entity = min((entity.offset for entity in entities), default=len(text))
    leading = min(len(text) - len(text.lstrip(" \n")), first_entity)
    return FormattedText(text[leading:], _arrange(_cut(entities, leading, utf16_length(text) - leading)))


def with_detected(formatted: FormattedText) -> FormattedText:
    """Adds what Telegram finds by itself in any text: links, mentions, commands, hashtags, addresses."""
    taken = [entity for entity in formatted.entities if entity.type not in STYLES]
    found: list[Entity] = []
    for kind, pattern in _DETECTORS:
        for match in pattern.finditer(formatted.text):
            entity = Entity(kind, utf16_length(formatted.text[: match.start()]), utf16_length(match.group()))
            if not any(_overlap(entity, other) for other in (*taken, *found)):
                found.append(entity)
    return replace(formatted, entities=_arrange((*formatted.entities, *found)))


def _without_control_characters(text: str) -> str:
    # One for one, so that the entities' offsets hold.
    return re.sub(r"[\x00-\x09\x0b-\x1f\u2028\u2029\u202d\u202e]", " ", text)


def _cut(entities: Iterable[Entity], start: int, length: int) -> list[Entity]:
    """The entities as seen from `start`, clipped to `length`; empty ones are dropped."""
    kept = []
    for entity in entities:
        begin, end = max(entity.offset, start), min(entity.end, start + length)
        if begin < end:
            kept.append(replace(entity, offset=begin - start, length=end - begin))
    return kept


def _arrange(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    verbatim = [entity for entity in entities if entity.type in _VERBATIM]
    others = [entity for entity in entities if entity.type not in STYLES]
    for style in sorted({entity.type for entity in entities if entity.type in STYLES}):
        covered: set[int] = set()
        for entity in entities:
            if entity.type == style:
                covered.update(range(entity.offset, entity.end))
        for entity in verbatim:
            covered.difference_update(range(entity.offset, entity.end))
        others.extend(_runs(style, covered))
    return tuple(sorted(others, key=lambda entity: (entity.offset, -entity.length, entity.type)))


def _runs(style: str, covered: set[int]) -> list[Entity]:
    if not covered:
        return []
    points = sorted(covered)
    gaps = [(left, right) for left, right in pairwise(points) if right > left + 1]
    starts = [points[0], *(right for _, right in gaps)]
    ends = [*(left for left, _ in gaps), points[-1]]
    return [Entity(style, start, end - start + 1) for start, end in zip(starts, ends, strict=True)]


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
