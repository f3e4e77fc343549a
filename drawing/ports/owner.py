"""Ports of the owner's side: alerts, access, incidents, statistics, the choice of a model."""

from collections.abc import Collection, Mapping
from typing import Protocol

from drawing.figures import Figures, Load
from drawing.records import AccessOverrides, Advice, Begun, Complaint, Incident, ModelChoice


class Owner(Protocol):
    """The owner of the bot. Raises nothing: alerts are sent while other things fail."""

    async def tell(self, incident: Incident, advice: Advice, since: float) -> None:
        """It has begun, at that Unix time."""
        ...

    async def tell_end(self, incident: Incident, since: float) -> None: ...

    async def tell_refusal(self, words: str) -> None:
        """Telegram has refused something for good; `words` are what it said, without those of the person."""
        ...

    async def tell_spoilt_row(self) -> None:
        """What was kept of a drawing cannot be read; it has ended, and its person was told."""
        ...

    async def tell_change(self, advice: Advice) -> None:
        """Another model draws from now on."""
        ...

    async def tell_set_aside(self, bot_id: int, count: int) -> None:
        """So many requests wait for another bot, which used the database before; nothing is done for them meanwhile."""
        ...


class IncidentStore(Protocol):
    """Incidents under way, and those of which the owner does not want to hear."""

    async def complaints(self) -> Mapping[Complaint, Begun]: ...

    async def keep_complaints(self, complaints: Mapping[Complaint, Begun]) -> None:
        """Store these instead of those that were stored."""
        ...

    async def silences(self) -> Mapping[Incident, float]:
        """Until when (Unix time) the owner is told nothing of each."""
        ...

    async def silence(self, incident: Incident, until: float) -> None: ...


class OwnerStore(Protocol):
    """Owners whom the settings do not name."""

    async def owners(self) -> frozenset[int]: ...

    async def add_owner(self, person_id: int, now: float) -> None: ...


class AccessStore(Protocol):
    """Access decided by command."""

    async def overrides(self, ids: Collection[int]) -> AccessOverrides:
        """All decisions, and which of these people and chats have other ids by now."""
        ...

    async def move_chat(self, old: int, new: int, *, is_known: bool = True) -> None:
        """As `drawing.ports.store.DeliveryStore` has it."""
        ...

    async def allow(self, one: int, now: float) -> None:
        """Let a person or chat in; a denial is lifted."""
        ...

    async def deny(self, one: int, now: float) -> int:
        """Shut a person or chat out, forget a person's name, and cancel what is queued for them.

        Returns how many drawings are cancelled.
        """
        ...

    async def lift(self, one: int) -> None:
        """Forget what was decided about a person or chat."""
        ...

    async def names_of(self, ids: frozenset[int]) -> Mapping[int, str]:
        """The names of those people among them who have used the bot, and were not denied since."""
        ...


class ModelChoiceStore(Protocol):
    """Keeps the choice, and knows what became of orders."""

    async def model_choice(self) -> ModelChoice | None: ...

    async def keep_model_choice(self, choice: ModelChoice) -> None: ...

    async def finishes_nothing(self, since: float) -> bool:
        """Whether orders that were taken before that Unix time have no outcome, and none has had one since."""
        ...


class StatisticsStore(Protocol):
    """Counting drawings."""

    async def figures(self, since: float, since_day: str, times_kept: int) -> Figures:
        """Of all drawings asked for since that Unix time, and orders of that day (ISO 8601) and later ones.

        The times are those of the latest `times_kept` pictures.
        """
        ...

    async def load(self) -> Load: ...
