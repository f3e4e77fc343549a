"""Which service and models draw, as it was chosen last; kept with the database, so that a restart draws at once."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A choice.

    Attributes:
        generator: a name of `GENERATOR`.
        model: name or whole address of the model that draws.
        text_model: the same of the one that enhances prompts.
        is_listed: whether the service's list of models had the model; then it is missed when it leaves the list.
    """

    generator: str
    model: str
    text_model: str
    is_listed: bool = False


class ModelChoiceStore(Protocol):
    """Keeps the choice, and knows what became of orders."""

    async def model_choice(self) -> ModelChoice | None: ...

    async def keep_model_choice(self, choice: ModelChoice) -> None: ...

    async def finishes_nothing(self, since: float) -> bool:
        """Whether orders that were taken before that Unix time have no outcome, and none has had one since."""
        ...
