"""Those who draw, and where: people and groups, and what they have set."""

from dataclasses import dataclass

from drawing.defaults import NOTHING_SET, Defaults


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who draws: a Telegram user, or the chat that a message was sent in the name of."""

    id: int
    name: str
    language_code: str | None = None  # as Telegram's client says, an IETF tag
    language: str | None = None  # as set here; goes before Telegram's
    notify: bool = True  # a late outcome sounds
    defaults: Defaults = NOTHING_SET


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A chat of several people, and what its admins have set for it."""

    id: int
    language: str | None = None  # spoken there to people who have chosen none themselves
    is_off: bool = False  # nobody draws there
    per_day: int | None = None  # drawings of everybody there in a day; None: as many as the owner allows
    defaults: Defaults = NOTHING_SET  # for people who have set nothing themselves
