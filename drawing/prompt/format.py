"""The canonical text of a prompt. Parsing it gives the prompt again."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from drawing.prompt.model import Prompt, WeightedMessage
from drawing.prompt.options import Option
from drawing.prompt.words import escape


def format_prompt(prompt: Prompt) -> str:
    """Write a parsed prompt so that `parse_prompt` reads the same one.

    Messages stand in place up to the last positive one; the negative ones after it are the terms of one `--no`.
    """
    parts, terms = split_terms(prompt.messages)
    words = [_format_parts(parts)]
    if terms:
        words += [Option.NO, _format_terms(terms)]
    words += _format_options(prompt)
    return _without_groups(" ".join(word for word in words if word))


def split_terms(messages: Sequence[WeightedMessage]) -> tuple[Sequence[WeightedMessage], Sequence[WeightedMessage]]:
    """The parts of the text, and what is written as terms of `--no`: the negatives behind the last positive one."""
    kept = max((count for count, message in enumerate(messages, 1) if message.weight > 0), default=0)
    return messages[:kept], messages[kept:]


def format_parts(parts: Sequence[WeightedMessage]) -> str:
    """Write messages as parts of the text, negative ones with their weight."""
    return _without_groups(_format_parts(parts))


def _without_groups(text: str) -> str:
    return text.replace("{", "\\{").replace("}", "\\}")


def _format_parts(parts: Sequence[WeightedMessage]) -> str:
    return " ".join(_format_part(part, is_last=number == len(parts)) for number, part in enumerate(parts, 1))


def _format_part(part: WeightedMessage, *, is_last: bool) -> str:
    if part.weight != 1:
        return _attach(part.text, f"::{_number(part.weight)}")
    return _attach(part.text, "" if is_last else "::")


def _format_terms(terms: Sequence[WeightedMessage]) -> str:
    weights = ["" if term.weight == -1 else f"::{_number(-term.weight)}" for term in terms]
    commas = [","] * (len(terms) - 1) + [""]
    return " ".join(
        _attach(term.text, weight + comma, has_commas=False)
        for term, weight, comma in zip(terms, weights, commas, strict=True)
    )


def _format_options(prompt: Prompt) -> Iterator[str]:
    if prompt.aspect_ratio is not None:
        yield f"{Option.ASPECT_RATIO} {prompt.aspect_ratio}"
    if prompt.seed is not None:
        yield f"{Option.SEED} {prompt.seed}"
    if prompt.repeat != 1:
        yield f"{Option.REPEAT} {prompt.repeat}"
    if prompt.enhance is not None:
        yield Option.ENHANCE if prompt.enhance else Option.RAW
    if prompt.file:
        yield Option.FILE
    if prompt.spoiler:
        yield Option.SPOILER
    yield from (f"{option}=no" for option in sorted(prompt.off - switched_on(prompt)))


def switched_on(prompt: Prompt) -> set[Option]:
    """The options without a value that hold; what was switched off may be among them, if it was changed since."""
    on = {Option.ENHANCE: prompt.enhance is True, Option.RAW: prompt.enhance is False}
    on |= {Option.FILE: prompt.file, Option.SPOILER: prompt.spoiler}
    return {option for option, is_on in on.items() if is_on}


def _attach(text: str, suffix: str, *, has_commas: bool = True) -> str:
    r"""The text with a `\` before whatever would have a meaning, and `suffix` directly after it where that is safe.

    A `\` or `:` at the end would join the suffix (`\::`, `:::`). A space keeps them apart. Commas have a meaning among
    terms.
    """
    apart = " " if suffix and text.endswith((":", "\\")) else ""
    written = text.replace("::", "\\::")
    if not has_commas:
        written = written.replace(",", "\\,")
    return escape(f"{written}{apart}{suffix}")


def _number(weight: Decimal) -> str:
    return f"{weight.normalize():f}"
