"""From what the person typed to prompts: groups, the scan of each result, merging, what must hold for the whole."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from drawing.prompt.clean import Cleaned, clean
from drawing.prompt.errors import Code, Counted, Fault, PromptError, Span
from drawing.prompt.foreign import Foreign, cut_out
from drawing.prompt.format import format_parts, format_prompt, switched_on
from drawing.prompt.groups import MAX_PICTURES, Groups, find_groups, too_many
from drawing.prompt.merge import body_of, joined, room_beside
from drawing.prompt.model import Prompt, WeightedMessage
from drawing.prompt.options import Option, nearest_option
from drawing.prompt.scan import Body, Options, Scan, each_once, scan
from drawing.prompt.styles import NO_STYLES, Style, Styles
from drawing.prompt.words import begins_with

_MAX_TYPED: Final = 20_000
_MAX_MESSAGES: Final = 50
# `(cat:1.2)` and `[hat]`, as other tools write that something counts more or less.
_FOREIGN_WEIGHTS: Final = re.compile(
    r"\([^()]*(?<![0-9]):\s?(?:[0-9]{1,3}(?:[.,][0-9]{1,3})?|[.,][0-9]{1,3})\)|\[[^\[\]]+\]"
)


class Note(StrEnum):
    """Every thing to be said beside the picture of a prompt that is drawn as it stands."""

    FOREIGN_WEIGHTS = "foreign_weights"
    NOTHING_TO_START_OVER = "nothing_to_start_over"  # `--new` outside of a reply to a picture


@dataclass(frozen=True, slots=True)
class Reading:
    """All that comes of one text: a prompt, or several where it has groups.

    Attributes:
        prompts: in order, the leftmost group changing slowest. Whoever chooses their seeds chooses the same for all
            where one was set or given, so that they can be compared.
        groups: from the first group to the last in what the person typed; None where there is none.
    """

    prompts: tuple[Prompt, ...]
    groups: Span | None = None

    @property
    def pictures(self) -> int:
        """How many pictures are asked for, 1 to 12."""
        return sum(prompt.repeat for prompt in self.prompts)


def parse_prompt(text: str, *, limit: int = 500, styles: Styles = NO_STYLES, base: Prompt | None = None) -> Prompt:
    """Read one prompt; `limit` is the most code points that all its messages may have together.

    The others are those of `read_prompts`. Raises PromptError, and nothing else whatever the text; `too_many` (of 1)
    where it has groups.
    """
    reading = read_prompts(text, limit=limit, styles=styles, base=base)
    if reading.groups is not None:
        raise too_many(reading.pictures, reading.groups, 1)
    return reading.prompts[0]


def read_prompts(
    text: str, *, limit: int = 500, styles: Styles = NO_STYLES, base: Prompt | None = None, with_hints: bool = True
) -> Reading:
    """Read a prompt that may have groups and name styles; as a reply to a picture, on the `base` of what that shows.

    Words of a reply join those of the base, other options replace, the seed is new; `--new` starts without the base.
    Styles are merged last. Raises PromptError, and nothing else whatever the text.
    """
    groups = _groups(text)
    reader = _Reader(text, limit, styles, base)
    prompts = []
    for result in groups.results:
        found = scan(result.text, styles)
        if found.fault is not None:
            raise reader.error(result, found, found.fault, groups.spans if with_hints else None)
        prompts.append(reader.prompt(result, found))
    reading = Reading(tuple(prompts), groups.span if groups.spans else None)
    if reading.groups is not None and reading.pictures > MAX_PICTURES:
        raise too_many(reading.pictures, reading.groups)
    return reading


def notes_on(prompt: Prompt, *, is_reply: bool) -> frozenset[Note]:
    """The notes on a prompt; `is_reply` where it was read on the base of a picture's."""
    notes = set()
    if any(_FOREIGN_WEIGHTS.search(message.text) for message in prompt.messages):
        notes.add(Note.FOREIGN_WEIGHTS)
    if prompt.new and not is_reply:
        notes.add(Note.NOTHING_TO_START_OVER)
    return frozenset(notes)


def parse_style(text: str, *, limit: int = 500, styles: Styles = NO_STYLES, with_hints: bool = True) -> Style:
    """Read a style that is to be saved; `styles` are those that there are. Raises PromptError, and nothing else."""
    groups = _groups(text, of_style=True)
    (result,) = groups.results
    found = scan(result.text, styles, of_style=True)
    if found.fault is not None:
        raise _Reader(text, limit, styles, None, of_style=True).error(
            result, found, found.fault, () if with_hints else None
        )
    style = Style(found.body.parts, found.body.terms, found.options.aspect_ratio, found.options.enhance)
    if style == Style(()):
        raise PromptError(Code.EMPTY, (0, len(text)))
    check_size(each_once(style.messages), (0, len(text)), limit)
    return style


@dataclass(frozen=True, slots=True)
class _Reader:
    """What every result of a text is read with."""

    text: str
    limit: int
    styles: Styles
    base: Prompt | None
    of_style: bool = False

    @property
    def whole(self) -> Span:
        return 0, len(self.text)

    def prompt(self, result: Cleaned, found: Scan) -> Prompt:
        """What stands in a result, merged with what it is based on and with its styles."""
        base = None if found.options.new else self.base
        styles = self.named(result, found)
        own = found.body
        if base is not None:
            own = joined(body_of(base), own)
        merged = own
        for style in styles:
            merged = joined(merged, style)
        check_words(own, merged, self.whole, self.limit)
        room = None if base is None else room_beside(base, self.limit)
        check_size(merged.messages, self.whole, self.limit, room)
        prompt = with_options(found.options, merged.messages, base)
        return over_styles(prompt, styles) if styles else prompt

    def named(self, result: Cleaned, found: Scan) -> list[Style]:
        """The styles that a result names."""
        styles = []
        for name in found.styles:
            try:
                styles.append(parse_style(self.styles.text(name.name), limit=self.limit, with_hints=False))
            except PromptError:
                raise PromptError(Code.BAD_STYLE, result.typed(name.start, name.end), is_saved=True) from None
        return styles

    def error(self, result: Cleaned, found: Scan, fault: Fault, groups: Sequence[Span] | None) -> PromptError:
        """The error for a fault. Only the one that is told gets a hint, and none without `groups`: hints are slow."""
        shown = result.text[fault.start : fault.end]
        hint = None
        if fault.code is Code.UNKNOWN_OPTION and fault.option is None:
            hint = nearest_option(begins_with(shown))
        elif fault.code is Code.UNKNOWN_STYLE:
            hint = self.styles.nearest(shown)
        elif fault.code is Code.FOREIGN_OPTION and groups is not None:
            hint = self._without(found.foreign, result, groups)
        return PromptError(fault.code, result.typed(fault.start, fault.end), hint=hint, option=fault.option)

    def _without(self, foreign: Iterable[Foreign], result: Cleaned, groups: Sequence[Span]) -> str | None:
        """What was typed without the foreign options, if that can be read. Groups stay, with all that is in them."""
        hint = clean(cut_out(self.text, foreign, result, groups)).text
        try:
            if self.of_style:
                parse_style(hint, limit=self.limit, styles=self.styles, with_hints=False)
            else:
                read_prompts(hint, limit=self.limit, styles=self.styles, base=self.base, with_hints=False)
        except PromptError:
            return None
        return hint


def with_options(options: Options, messages: tuple[WeightedMessage, ...], base: Prompt | None) -> Prompt:
    """A prompt of these messages, with the options that were said over those of the base; the seed is new."""
    prompt = Prompt(
        messages,
        aspect_ratio=options.aspect_ratio,
        seed=options.seed,
        repeat=options.repeat or 1,
        enhance=options.enhance,
        file=options.file,
        spoiler=options.spoiler,
        off=options.off,
        new=options.new,
    )
    if base is None:
        return prompt
    return replace(
        prompt,
        aspect_ratio=prompt.aspect_ratio or base.aspect_ratio,
        enhance=_enhance_over(prompt, base.enhance),
        file=prompt.file or (base.file and Option.FILE not in prompt.off),
        spoiler=prompt.spoiler or (base.spoiler and Option.SPOILER not in prompt.off),
        off=prompt.off | (base.off - switched_on(prompt)),
    )


def over_styles(prompt: Prompt, styles: Iterable[Style]) -> Prompt:
    """The prompt, with the options of its styles where it says nothing; a later style goes before an earlier one."""
    ratio, enhance = None, None
    for style in styles:
        ratio = style.aspect_ratio or ratio
        enhance = enhance if style.enhance is None else style.enhance
    return replace(prompt, aspect_ratio=prompt.aspect_ratio or ratio, enhance=_enhance_over(prompt, enhance))


def _enhance_over(prompt: Prompt, weaker: bool | None) -> bool | None:
    """`--enhance` or `--raw` of the prompt; where it names neither, that of something weaker, if not switched off."""
    if prompt.enhance is not None or weaker is None:
        return prompt.enhance
    return None if (Option.ENHANCE if weaker else Option.RAW) in prompt.off else weaker


def scan_prompt(text: str) -> Scan:
    """Read what stands in a text that need not be a whole prompt, such as options alone.

    Raises PromptError for what is wrong in itself, for groups, and for more than 20,000 code points before anything is
    read.
    """
    scans, groups = scan_with_styles(text, NO_STYLES)
    if groups is not None:
        raise too_many(len(scans), groups, 1)
    return scans[0][0]


def scan_with_styles(text: str, styles: Styles) -> tuple[list[tuple[Scan, list[Style]]], Span | None]:
    """The same of all that comes of a text's groups, each with the styles that it names; and where the groups stand."""
    groups = _groups(text)
    reader = _Reader(text, _MAX_TYPED, styles, None)
    scans = []
    for result in groups.results:
        found = scan(result.text, styles)
        if found.fault is not None:
            raise reader.error(result, found, found.fault, groups.spans)
        scans.append((found, reader.named(result, found)))
    return scans, groups.span if groups.spans else None


def _groups(text: str, *, of_style: bool = False) -> Groups:
    if len(text) > _MAX_TYPED:
        raise PromptError(Code.TOO_LONG, (0, len(text)), length=len(text), limit=_MAX_TYPED, counted=Counted.CHARACTERS)
    source = clean(text)
    if "{" in source.text or "}" in source.text:
        return find_groups(source, of_style=of_style)
    return Groups((), [source])


def check_words(own: Body, merged: Body, whole: Span, limit: int) -> None:
    """Raise PromptError where somebody's own words name nothing to draw, or are outweighed when all are merged."""
    if not own.parts and not own.terms:
        raise PromptError(Code.EMPTY, whole)
    if all(part.weight < 0 for part in own.parts):
        raise PromptError(Code.ONLY_NEGATIVE, whole, hint=_set_apart(own.parts, limit))
    if sum(part.weight for part in merged.parts) <= 0:
        raise PromptError(Code.BAD_WEIGHT, whole)


def check_size(messages: Sequence[WeightedMessage], whole: Span, limit: int, room: int | None = None) -> None:
    """Raise PromptError where messages have more than `limit` code points together, or are more than fifty."""
    length = sum(len(message.text) for message in messages)
    if length > limit:
        raise PromptError(Code.TOO_LONG, whole, length=length, limit=limit, counted=Counted.CHARACTERS, room=room)
    if len(messages) > _MAX_MESSAGES:
        raise PromptError(Code.TOO_LONG, whole, length=len(messages), limit=_MAX_MESSAGES, counted=Counted.MESSAGES)


def _set_apart(parts: Iterable[WeightedMessage], limit: int) -> str | None:
    """What `forest fog::-0.5` was meant to be: the weight belongs to the last word alone."""
    for part in parts:
        head, _, tail = part.text.rpartition(" ")
        if head and len(head) + len(tail) <= limit:
            meant = (WeightedMessage(head, Decimal(1)), WeightedMessage(tail, part.weight))
            # As a part, a heavier one would outweigh the head; terms of `--no` do not count towards the sum.
            return format_parts(meant) if part.weight > -1 else format_prompt(Prompt(meant))
    return None
