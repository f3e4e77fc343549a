"""The port to the language model that makes a short prompt a rich one (`--enhance`), and what it is asked for."""

from typing import Protocol

from drawing.generation import Traits
from drawing.payload import room_for_words
from drawing.prompt import Prompt


class EnhancementFailed(Exception):
    """There is no enhanced prompt to be had: the model refuses, or is away. The plain prompt is drawn instead."""


class PromptEnhancer(Protocol):
    """Enhances prompts."""

    async def enhance(self, text: str, limit: int) -> str:
        """A richer description of what the text describes, of at most `limit` code points.

        Raises `EnhancementFailed`.
        """
        ...


async def enhance(enhancer: PromptEnhancer, prompt: Prompt, traits: Traits, limit: int) -> str:
    """What should be in the picture, in richer words, as long as may be sent with what should not be in it.

    `limit` is in code points. Raises `EnhancementFailed`.
    """
    text = ", ".join(message.text for message in prompt.positive)
    return await enhancer.enhance(text, room_for_words(prompt, traits, limit))
