"""The port to the language model that makes a short prompt a rich one (`--enhance`), and what it is asked for."""

from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from drawing.prompt import Message, Request


class ExtensionFailed(Exception):
    """There is no extended prompt to be had: the model refuses, or is away. The plain prompt is drawn instead."""


class PromptExtender(Protocol):
    """Extends prompts."""

    async def extend(self, text: str, limit: int) -> str:
        """A richer description of what the text describes, of at most `limit` code points. Raises `ExtensionFailed`."""
        ...


async def extend(extender: PromptExtender, request: Request, limit: int) -> str:
    """What should be in the picture, in richer words; with what should not, at most `limit` code points.

    Raises `ExtensionFailed`.
    """
    text = ", ".join(message.text for message in request.positive)
    return await extender.extend(text, limit - sum(len(message.text) for message in request.negative))


def with_extended(request: Request, extended: str) -> Request:
    """The request with its positive parts as they were extended; it does not ask for that again."""
    return replace(request, messages=(Message(extended, Decimal(1)), *request.negative), enhance=False)
