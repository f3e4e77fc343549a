"""Verdict: nobody costs the owner more than allowed, and in the end each drawing is told once."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from drawing.quota import REQUESTS_PER_PICTURE, day_of
from tests.fuzz.money.service import ZONE
from tests.fuzz.money.world import GROUPS, PER_GROUP, STRANGER, Name, World, channels

_HOUR: Final = 3600.0
_GRACE: Final = 86_400.0 - _HOUR  # seconds; the bot's is a day, and may have passed while a call was under way


class Ledger:
    """The books of one world, kept apart from the bot's own."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._whose: dict[int, tuple[Name, str]] = {}  # by drawing: for whom it counts, and in which family of chats
        self._accepted: dict[int, float] = {}
        self._sources: dict[int, str] = {}
        self._cancelled: set[int] = set()

    def violations(self) -> list[str]:
        """What is wrong now."""
        rows = self._read()
        return [
            *self._dear_orders(),
            *self._dear_enhancements(),
            *self._too_many_rows(rows),
            *self._orders_in_vain(),
            *self._uncounted(),
            *self._revived(rows),
            *self._traces_of_strangers(),
        ]

    def _read(self) -> list[Any]:
        rows = self._world.read(
            "SELECT id, source, person_id, chat_id, state, pending_end, created_at, deadline_at, told_at FROM drawings"
        )
        for row in rows:
            if row["id"] not in self._whose:
                self._accepted[row["id"]], self._sources[row["id"]] = row["created_at"], row["source"]
                self._whose[row["id"]] = self._asker(row)
        return rows

    def _asker(self, row: Any) -> tuple[Name, str]:
        if not row["source"].startswith("r:"):
            return self._world.asked[row["source"]]
        # Of two who press "Try again" the first draws; who that was only the bot knows.
        family = self._world.family_of(row["chat_id"])
        person = row["person_id"]
        return (f"human {person}" if person > 0 else f"group {self._world.family_of(person)}", family)

    def _dear_orders(self) -> Iterable[str]:
        limits = self._world.limits
        of_all, of_name, of_family = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for order in self._world.service.orders:
            name, family = self._whose[order.drawing]
            of_all[order.day] += 1
            of_name[order.day, name] += 1
            of_family[order.day, family] += 1
        yield from _over("orders", of_all, limits.per_day)
        yield from _over("orders", of_name, limits.per_person_and_day)
        groups = {key: count for key, count in of_family.items() if key[1] in {"Painters", "Plotters"}}
        if not self._world.allowed:
            yield from _over("orders in", groups, PER_GROUP)

    def _dear_enhancements(self) -> Iterable[str]:
        limits = self._world.limits
        of_all, of_name, of_source = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[int, str, float]]()
        for one in self._world.language_model.completions:
            name, _ = self._whose[one.drawing]
            of_all[one.day] += 1
            of_name[one.day, name] += 1
            # When it was accepted tells it from one that was forgotten long ago, and whose message was edited since.
            of_source[one.life, self._sources[one.drawing], self._accepted[one.drawing]] += 1
        yield from _over("enhancements", of_all, limits.enhancements_per_day or 0)
        yield from _over("enhancements", of_name, limits.enhancements_per_person_and_day or 0)
        yield from _over("enhancements of one request", of_source, 1)

    def _too_many_rows(self, rows: list[Any]) -> Iterable[str]:
        limits = self._world.limits
        waiting = Counter(self._whose[row["id"]][0] for row in rows if row["told_at"] is None)
        yield from _over("waiting drawings", waiting, limits.queued_per_person)
        days = Counter((day_of(at, ZONE), self._whose[number][0]) for number, at in self._accepted.items())
        yield from _over("requests", days, limits.per_person_and_day * REQUESTS_PER_PICTURE)

    def _orders_in_vain(self) -> Iterable[str]:
        """Where photos have been forbidden for so long that nobody remembers otherwise, nothing is ordered.

        Where Telegram does not say, it is.
        """
        if self._world.telegram.had_trouble:
            return
        for order in self._world.service.orders:
            family = self._whose[order.drawing][1]
            if family not in GROUPS:
                continue
            room = self._world.room(family)
            known_since = room.forbids_since + _HOUR
            if room.forbids_pictures and known_since < min(self._accepted[order.drawing], order.at):
                yield f"drawing {order.drawing} was ordered for {family}, where pictures are forbidden"

    def _uncounted(self) -> Iterable[str]:
        """The bot's own counter of a day is never behind."""
        rows = self._world.read("SELECT day, meter, used FROM usage WHERE scope = 'all'")
        used = {(row["day"], row["meter"]): row["used"] for row in rows}
        really = Counter((order.day, "order") for order in self._world.service.orders)
        really.update((one.day, "enhancement") for one in self._world.language_model.completions)
        return [
            f"{count} of {key}, {used.get(key)} counted" for key, count in really.items() if used.get(key, 0) < count
        ]

    def _revived(self, rows: list[Any]) -> list[str]:
        """What somebody has cancelled ends so, also where that was while its request was being sent."""
        cancelled = {row["id"] for row in rows if "cancelled" in {row["state"], row["pending_end"]}}
        wrong = [
            f"drawing {row['id']} was cancelled and is {row['state']}"
            for row in rows
            if row["id"] in self._cancelled - cancelled
        ]
        self._cancelled |= cancelled
        return wrong

    def _traces_of_strangers(self) -> Iterable[str]:
        if not self._world.allowed:
            return
        strange = {STRANGER, *channels()}
        strange |= {room.id for room in self._world.telegram.rooms.values() if room.family == "Strangers"}
        for query in ("SELECT id FROM people", "SELECT id FROM chats", "SELECT person_id AS id FROM drawings"):
            yield from (f"{query} has {row['id']}" for row in self._world.read(query) if row["id"] in strange)

    def at_the_end(self) -> list[str]:
        """What is wrong when everything has healed."""
        wrong = self.violations()
        seen = self._world.outside.seen
        for row in self._read():
            named = f"drawing {row['id']} ({row['source']}, {row['state']})"
            _, family = self._whose[row["id"]]
            if row["told_at"] is None:
                wrong.append(f"{named} is not done")
                continue
            standing = {place for place in seen.standing[row["id"]] if self._stands(place)}
            if len(standing) > 1:
                wrong.append(f"{named} was told in {standing}")
            is_excused = self._world.disturbed[family] > 0 or self._world.deleted[row["id"]] > 1
            # After a day of an outcome that Telegram fails at, or whose answers are lost, it is left at that.
            is_excused |= self._world.telegram.had_trouble and row["told_at"] > row["deadline_at"] + _GRACE
            if not seen.outcomes[row["id"]] and not is_excused:
                wrong.append(f"{named} was never told")
        return wrong

    def _stands(self, place: tuple[int, int]) -> bool:
        """An outcome whose answer was lost, or a kill forgot, stands in an old group as well where that has moved."""
        chat_id, number = place
        room = self._world.telegram.rooms[chat_id]
        return room.moved_to is None and number in room.shown


def _over(what: str, counts: "dict[Any, int] | Counter[Any]", most: int) -> Iterable[str]:
    return (f"{count} {what} {key}, where {most} are the most" for key, count in counts.items() if count > most)
