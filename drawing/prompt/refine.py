"""Changes of prompts that were read before: by a button, by a reply, by words that were set."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from drawing.prompt.clean import clean
from drawing.prompt.errors import Code, PromptError, Span
from drawing.prompt.format import split_terms
from drawing.prompt.groups import MAX_PICTURES, too_many
from drawing.prompt.merge import continued, joined, says
from drawing.prompt.model import Prompt, WeightedMessage
from drawing.prompt.parse import check_size, check_words, over_styles, parse_prompt, scan_with_styles, with_options
from drawing.prompt.scan import Body, Scan, each_once
from drawing.prompt.styles import NO_STYLES, Style, Styles
from drawing.prompt.values import MAX_SEED

_ANY_LENGTH = 20_000


def refine_prompt(prompt: Prompt, text: str, *, limit: int = 500, styles: Styles = NO_STYLES) -> Prompt:
    """The prompt, with what `text` says changed, as `refine_prompts` does; `too_many` (of 1) where that has groups."""
    scans, groups = scan_with_styles(text, styles)
    if groups is not None:
        raise too_many(len(scans), groups, 1)
    return _refined(prompt, *scans[0], (0, len(text)), limit)


def refine_prompts(
    prompts: Sequence[Prompt], text: str, *, limit: int = 500, styles: Styles = NO_STYLES
) -> tuple[Prompt, ...]:
    """Each of the prompts, with what `text` says changed; where that has groups, with each result of them in turn.

    Words of its own replace what should be in the picture, terms of `--no` join what should not, and an option replaces
    the same option. Styles are merged last. Raises PromptError as `read_prompts` does.
    """
    whole = 0, len(text)
    scans, groups = scan_with_styles(text, styles)
    refined = tuple(_refined(prompt, *scanned, whole, limit) for prompt in prompts for scanned in scans)
    pictures = sum(prompt.repeat for prompt in refined)
    if len(refined) > 1 and pictures > MAX_PICTURES:
        raise too_many(pictures, groups or whole)
    return refined


def _refined(prompt: Prompt, found: Scan, named: Sequence[Style], whole: Span, limit: int) -> Prompt:
    parts, terms = split_terms(prompt.messages)
    if any(part.weight > 0 for part in found.body.parts):
        parts, terms = found.body.parts, prompt.negative
    else:
        parts = (*parts, *found.body.parts)
    seed, repeat = found.options.seed or prompt.seed, found.options.repeat or 1
    if isinstance(seed, int) and seed + repeat - 1 > MAX_SEED:
        raise PromptError(Code.BAD_SEED, whole)
    body = Body(each_once(parts), (*terms, *found.body.terms))
    merged = body
    for style in named:
        merged = joined(merged, style)
    check_words(body, merged, whole, limit)
    check_size(merged.messages, whole, limit)
    return over_styles(replace(with_options(found.options, merged.messages, prompt), seed=seed), named)


def add_words(prompt: Prompt, *, suffix: str | None, negatives: str | None, limit: int) -> Prompt:
    """The prompt with words that were set: negatives if it has none, then a suffix that it does not have yet.

    With `--raw`, none of them.

    Raises PromptError (`too_long`) where that is more than `limit` code points.
    """
    if suffix is not None and says(prompt, suffix):
        suffix = None
    if prompt.enhance is False or (suffix is None and (negatives is None or prompt.negative)):
        return prompt
    messages = list(prompt.messages)
    if suffix is not None:  # it continues the last thing that should be in the picture
        last = max(at for at, message in enumerate(messages) if message.weight > 0)
        messages[last] = replace(messages[last], text=continued(messages[last].text, suffix))
    if negatives is not None and not prompt.negative:
        messages += _terms(negatives)
    complete = each_once(messages)
    check_size(complete, (0, 0), limit)
    return replace(prompt, messages=complete)


def _terms(negatives: str) -> tuple[WeightedMessage, ...]:
    try:
        return parse_prompt(f"x --no {negatives}", limit=_ANY_LENGTH).negative
    except PromptError:  # they were set when other rules held
        plain = (clean(term).text for term in negatives.split(","))
        return tuple(WeightedMessage(term, Decimal(-1)) for term in plain if term)
