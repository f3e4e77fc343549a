"""The port to the language model that makes a short prompt a rich one (`--enhance`), and what it is asked for."""

from typing import Protocol

from drawing.generation import Traits
from drawing.payload import room_for_words
from drawing.prompt import Request


class EnhancementFailed(Exception):
    """There is no extended prompt to be had: the model refuses, or is away. The plain prompt is drawn instead."""


class PromptEnhancer(Protocol):
    """Extends prompts."""

    async def extend(self, text: str, limit: int) -> str:
        """A richer description of what the text describes, of at most `limit` code points. Raises `EnhancementFailed`."""
        ...


async def extend(enhancer: PromptEnhancer, request: Request, traits: Traits, limit: int) -> str:
    """What should be in the picture, in richer words, as long as may be sent with what should not be in it.

    `limit` is in code points. Raises `EnhancementFailed`.
    """
    text = ", ".join(message.text for message in request.positive)
    return await enhancer.extend(text, room_for_words(request, traits, limit))
