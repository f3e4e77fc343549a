"""What a person has set for all their drawings, put into a request that does not say otherwise. Pure."""

from dataclasses import replace

from drawing.people import Person
from drawing.prompt import Message, Request, format_prompt, parse_prompt


def with_defaults(request: Request, person: Person, limit: int) -> Request:
    """The request, with the person's settings where it names none of its own.

    Raises PromptError (`too_long`) where the settings make it longer than `limit` code points.
    """
    request = replace(
        request,
        messages=_with_suffix(request.messages, person.suffix),
        aspect_ratio=person.aspect_ratio if request.aspect_ratio is None else request.aspect_ratio,
        enhance=person.enhance or None if request.enhance is None else request.enhance,
        file=request.file or person.as_file,
    )
    if person.negatives is None or request.negative:
        return parse_prompt(format_prompt(request), limit=limit) if person.suffix else request
    return parse_prompt(f"{format_prompt(request)} --no {person.negatives}", limit=limit)


def _with_suffix(messages: tuple[Message, ...], suffix: str | None) -> tuple[Message, ...]:
    """The suffix continues the last thing that should be in the picture."""
    if suffix is None:
        return messages
    last = max(at for at, message in enumerate(messages) if message.weight > 0)
    if messages[last].text.casefold().endswith(suffix.casefold()):
        return messages  # a caption that was pasted has it already
    return (*messages[:last], replace(messages[last], text=f"{messages[last].text}, {suffix}"), *messages[last + 1 :])
