"""Port to the image service and to the language model, and their errors.

The errors say what the workers have to know and nothing else: may the request have been executed, is it worth
repeating, and whom does it concern.
"""

from typing import Protocol

from drawing.lifecycle import Reason
from drawing.prompt import Prompt
from drawing.records import Advice, Failed, Pending, Picture, Started, Traits


class GenerationError(Exception):
    """Base of everything a generator raises. Messages never hold a prompt or a credential."""


class Rejected(GenerationError):
    """The service will not draw this prompt, now or later.

    `words` are the service's own, for the owner alone; they are in no log.
    """

    def __init__(self, reason: Reason, words: str = "") -> None:
        super().__init__(f"rejected: {reason}")
        self.reason = reason
        self.words = words


class Unreachable(GenerationError):
    """The request surely did not arrive; it costs nothing to repeat it later."""


class Busy(GenerationError):
    """A quota is spent: the request was not executed. `retry_after` in seconds, if the service named a time."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__("the quota of the image service is spent")
        self.retry_after = retry_after


class Down(GenerationError):
    """The service answered with an error of its own (HTTP 5xx)."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__("the image service answered with a server error")
        self.retry_after = retry_after


class Denied(GenerationError):
    """The service does not work for the owner's account: key, role, folder, billing or model; concerns all drawings.

    Its text is that of the advice.
    """

    def __init__(self, advice: Advice) -> None:
        super().__init__(advice.words)
        self.advice = advice


class ModelReplaced(GenerationError):
    """The model was refused, and another one has taken its place: the same request can be sent at once."""


class OutcomeUnknown(GenerationError):
    """The request may or may not have been executed."""


class OperationMissing(GenerationError):
    """The service does not know the operation: not yet, or no longer."""


class BadResult(GenerationError):
    """The service is done, and has been paid, but its answer holds no usable picture."""


class ImageGenerator(Protocol):
    """A service that makes pictures."""

    @property
    def is_ready(self) -> bool:
        """Whether it is known yet which model draws; until then nothing is submitted."""
        ...

    @property
    def traits(self) -> Traits:
        """What the model in use can do; another one may take its place at any time."""
        ...

    async def submit(self, prompt: Prompt) -> Started | Picture:
        """Ask for one picture.

        Raises `Rejected`, `Unreachable`, `Busy`, `Down`, `Denied`, `ModelReplaced`, `OutcomeUnknown` or `BadResult`.
        """
        ...

    async def fetch(self, operation_id: str) -> Pending | Picture | Failed:
        """Ask for an operation that `submit` started.

        Raises `Unreachable`, `Busy`, `Down`, `Denied`, `OperationMissing`, `BadResult` or `OutcomeUnknown` (the
        answer was lost: ask again).
        """
        ...


class EnhancementFailed(Exception):
    """There is no enhanced prompt to be had: the model refuses, or is away. The plain prompt is drawn instead."""


class PromptEnhancer(Protocol):
    """Enhances prompts."""

    async def enhance(self, text: str, limit: int) -> str:
        """A richer description of what the text describes, of at most `limit` code points.

        Raises `EnhancementFailed`.
        """
        ...
