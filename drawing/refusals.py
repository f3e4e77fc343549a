"""Telling prompts that a service will not draw from a service that draws nothing, where its words are not known."""

from typing import Final

from drawing.prompt import Prompt

_PROMPTS: Final = 5  # different ones, in a row
_PEOPLE: Final = 3  # from at least so many: one person's five odd prompts say nothing about the account
_REMEMBERED: Final = 100  # prompts; more would not change the answer


class RefusalStreak:
    """Refusals in words that nobody knows, with no picture between them."""

    def __init__(self) -> None:
        self._people_by_prompt: dict[int, int] = {}  # hash of the prompt -> who asked for it

    def add(self, prompt: Prompt, person_id: int) -> bool:
        """Note a refusal; whether by now the account is a likelier cause than the prompts."""
        if len(self._people_by_prompt) < _REMEMBERED:
            words = tuple((message.text.casefold(), message.weight) for message in prompt.messages)
            self._people_by_prompt.setdefault(hash(words), person_id)
        people = set(self._people_by_prompt.values())
        return len(self._people_by_prompt) >= _PROMPTS and len(people) >= _PEOPLE

    def clear(self) -> None:
        """The service has drawn something."""
        self._people_by_prompt.clear()
