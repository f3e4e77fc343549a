"""From what the person typed to a prompt: the scan, then what must hold for the whole prompt."""

from collections.abc import Iterable
from decimal import Decimal

from drawing.prompt.clean import clean
from drawing.prompt.errors import Code, Counted, PromptError, Span
from drawing.prompt.format import format_parts, format_prompt, split_terms
from drawing.prompt.model import Prompt, WeightedMessage
from drawing.prompt.scan import Scan, scan
from drawing.prompt.values import MAX_SEED

_MAX_TYPED = 20_000
_MAX_MESSAGES = 50


def parse_prompt(text: str, *, limit: int = 500) -> Prompt:
    """Read a prompt; `limit` is the most code points that all its messages may have together.

    Raises PromptError, and nothing else whatever the text.
    """
    found = scan_prompt(text)
    options = found.options
    return Prompt(
        _checked(found.parts, found.terms, (0, len(text)), limit),
        aspect_ratio=options.aspect_ratio,
        seed=options.seed,
        repeat=options.repeat or 1,
        enhance=options.enhance,
        file=options.file,
        spoiler=options.spoiler,
    )


def refine_prompt(prompt: Prompt, text: str, *, limit: int = 500) -> Prompt:
    """The prompt, with what `text` says changed.

    Words of its own replace what should be in the picture, terms of `--no` join what should not, and an option replaces
    the same option. Raises PromptError as `parse_prompt` does.
    """
    found = scan_prompt(text)
    options = found.options
    parts, terms = split_terms(prompt.messages)
    if any(part.weight > 0 for part in found.parts):
        parts, terms = found.parts, prompt.negative
    else:
        parts = (*parts, *found.parts)
    seed, repeat = options.seed or prompt.seed, options.repeat or 1
    if isinstance(seed, int) and seed + repeat - 1 > MAX_SEED:
        raise PromptError(Code.BAD_SEED, (0, len(text)))
    return Prompt(
        _checked(parts, (*terms, *found.terms), (0, len(text)), limit),
        aspect_ratio=options.aspect_ratio or prompt.aspect_ratio,
        seed=seed,
        repeat=repeat,
        enhance=prompt.enhance if options.enhance is None else options.enhance,
        file=options.file or prompt.file,
        spoiler=options.spoiler or prompt.spoiler,
    )


def _checked(
    parts: Iterable[WeightedMessage], terms: Iterable[WeightedMessage], whole: Span, limit: int
) -> tuple[WeightedMessage, ...]:
    """All messages, each once, if they make a whole prompt."""
    parts = _merge(parts)
    messages = _merge((*parts, *terms))
    if not messages:
        raise PromptError(Code.EMPTY, whole)
    if all(part.weight < 0 for part in parts):
        raise PromptError(Code.ONLY_NEGATIVE, whole, hint=_set_apart(parts, limit))
    if sum(part.weight for part in parts) <= 0:
        raise PromptError(Code.BAD_WEIGHT, whole)
    _check_size(whole, sum(len(message.text) for message in messages), limit, Counted.CHARACTERS)
    _check_size(whole, len(messages), _MAX_MESSAGES, Counted.MESSAGES)
    return messages


def scan_prompt(text: str) -> Scan:
    """Read what stands in a text that need not be a whole prompt, such as options alone.

    Raises PromptError for what is wrong in itself, and for more than 20,000 code points before anything is read.
    """
    _check_size((0, len(text)), len(text), _MAX_TYPED, Counted.CHARACTERS)
    return scan(clean(text))


def _check_size(whole: Span, length: int, limit: int, counted: Counted) -> None:
    if length > limit:
        raise PromptError(Code.TOO_LONG, whole, length=length, limit=limit, counted=counted)


def _merge(messages: Iterable[WeightedMessage]) -> tuple[WeightedMessage, ...]:
    """Of messages equal in case-folded text and in weight, keep the first."""
    first: dict[tuple[str, Decimal], WeightedMessage] = {}
    for message in messages:
        first.setdefault((message.text.casefold(), message.weight), message)
    return tuple(first.values())


def _set_apart(parts: Iterable[WeightedMessage], limit: int) -> str | None:
    """What `forest fog::-0.5` was meant to be: the weight belongs to the last word alone."""
    for part in parts:
        head, _, tail = part.text.rpartition(" ")
        if head and len(head) + len(tail) <= limit:
            meant = (WeightedMessage(head, Decimal(1)), WeightedMessage(tail, part.weight))
            # As a part, a heavier one would outweigh the head; terms of `--no` do not count towards the sum.
            return format_parts(meant) if part.weight > -1 else format_prompt(Prompt(meant))
    return None
