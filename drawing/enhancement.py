"""Enhancement of prompts by a language model (`--enhance`): what it is asked for."""

from drawing.payload import room_for_words
from drawing.ports.generator import PromptEnhancer
from drawing.prompt import Prompt
from drawing.records import Traits


async def enhance(enhancer: PromptEnhancer, prompt: Prompt, traits: Traits, limit: int) -> str:
    """What should be in the picture, in richer words, as long as may be sent with what should not be in it.

    `limit` is in code points. Raises `EnhancementFailed`.
    """
    text = ", ".join(message.text for message in prompt.positive)
    return await enhancer.enhance(text, room_for_words(prompt, traits, limit))
