"""The canonical text of a prompt. Parsing it gives the prompt again."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from drawing.prompt.model import Prompt, WeightedMessage
from drawing.prompt.options import Option, is_escaped_option


def format_prompt(prompt: Prompt) -> str:
    """Write a parsed prompt so that `parse_prompt` reads the same one.

    Messages stand in place up to the last positive one; the negative ones after it are the terms of one `--no`.
    """
    parts, terms = split_terms(prompt.messages)
    words = [format_parts(parts)]
    if terms:
        words += [Option.NO, _format_terms(terms)]
    words += _format_options(prompt)
    return " ".join(word for word in words if word)


def split_terms(messages: Sequence[WeightedMessage]) -> tuple[Sequence[WeightedMessage], Sequence[WeightedMessage]]:
    """The parts of the text, and what is written as terms of `--no`: the negatives behind the last positive one."""
    kept = max((count for count, message in enumerate(messages, 1) if message.weight > 0), default=0)
    return messages[:kept], messages[kept:]


def format_parts(parts: Sequence[WeightedMessage]) -> str:
    """Write messages as parts of the text, negative ones with their weight."""
    return " ".join(_format_part(part, is_last=number == len(parts)) for number, part in enumerate(parts, 1))


def _format_part(part: WeightedMessage, *, is_last: bool) -> str:
    if part.weight != 1:
        return _attach(part.text, f"::{_number(part.weight)}")
    return _attach(part.text, "" if is_last else "::")


def _format_terms(terms: Sequence[WeightedMessage]) -> str:
    weights = ["" if term.weight == -1 else f"::{_number(-term.weight)}" for term in terms]
    commas = [","] * (len(terms) - 1) + [""]
    return " ".join(
        _attach(term.text, weight + comma, escape=",")
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


def _attach(text: str, suffix: str, *, escape: str = "") -> str:
    r"""The text with a `\` before whatever would have a meaning, and `suffix` directly after it where that is safe.

    A `\` or `:` at the end would join the suffix (`\::`, `:::`). And `—no::2` is no option, so that the `\` in
    `\—no::2` would be an ordinary character. A space keeps them apart.
    """
    *_, last = tokens = text.split(" ")
    is_changed = _needs_escape(last) and not _needs_escape(last + suffix)
    apart = " " if suffix and (is_changed or last.endswith((":", "\\"))) else ""
    written = " ".join("\\" + token if _needs_escape(token) else token for token in tokens).replace("::", "\\::")
    if escape:
        written = written.replace(escape, "\\" + escape)
    return f"{written}{apart}{suffix}"


def _needs_escape(token: str) -> bool:
    return is_escaped_option("\\" + token)


def _number(weight: Decimal) -> str:
    return f"{weight.normalize():f}"
