"""The port to the language model that makes a short prompt a rich one (`--enhance`)."""

from typing import Protocol


class ExtensionFailed(Exception):
    """There is no extended prompt to be had: the model refuses, or is away. The plain prompt is drawn instead."""


class PromptExtender(Protocol):
    """Extends prompts."""

    async def extend(self, text: str, limit: int) -> str:
        """A richer description of what the text describes, of at most `limit` code points. Raises `ExtensionFailed`."""
        ...
