"""What the owner has to know: that the service stopped letting the bot draw, and that it does so again."""

from enum import StrEnum
from typing import Protocol


class Incident(StrEnum):
    """What can be wrong with the owner's account; each is told once when it begins and once when it ends."""

    DENIED = "denied"  # credentials, role or model
    QUOTA = "quota"


class Owner(Protocol):
    """The port to whoever runs the bot."""

    def tell(self, incident: Incident, advice: str) -> None:
        """It has begun; `advice` says what is wrong, in the service client's words."""
        ...

    def tell_end(self, incident: Incident) -> None: ...


class Incidents:
    """Which incidents are under way. Forgotten with the process: after a restart one that goes on is told again."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._under_way: set[Incident] = set()

    def begin(self, incident: Incident, advice: str) -> None:
        if incident not in self._under_way:
            self._under_way.add(incident)
            self._owner.tell(incident, advice)

    def end(self) -> None:
        """The service has done what it was asked to."""
        for incident in sorted(self._under_way):
            self._owner.tell_end(incident)
        self._under_way.clear()
