"""Lenient reading of what aiogram cannot parse: optional parts that do not fit are left out, and the rest is read.

Servers of another age send what the description calls impossible: an origin without a name, an empty story, a kind of
thing that is newer than aiogram. Pydantic names the place of each fault. What stands there goes; if it was required,
the next round finds it missing, and what it was required by goes, until something optional has gone.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, Final, Protocol, cast

from aiogram import Bot
from aiogram.methods import Response, TelegramMethod
from aiogram.types import Message, MessageId, Update

UNREAD: Final = "rich_message"
"""The part of a message that nobody here reads, and whose parsing takes aiogram 25 times longer with each level of it:
six levels of bold text are three minutes."""
ROUNDS: Final = 20
"""More than the longest chain of parts that require each other, which is tested."""
_MOST_FAULTS: Final = 1000  # of one thing; beyond that, whatever has some of them goes as a whole
_COARSE: Final = 2  # levels; a part of an event, or of a result
_UNKNOWN_ID: Final = 0  # as the Bot API has it of messages that cannot be used yet

_Place = tuple[str | int, ...]


class _ValidationError(Protocol):
    """Pydantic's, a `ValueError`, as far as it is needed here."""

    def errors(self, *, include_url: bool, include_context: bool, include_input: bool) -> list[dict[str, Any]]: ...


class Unreadable(Exception):
    """There is nothing left to read."""


def readable_update(raw: Any, bot: Bot, check: Callable[[Any], None], most: int) -> Update:
    """What can be read of an update: at least who did what, and where.

    `check` raises `ValueError` or `OverflowError` for a value that cannot be kept, which is left out, too.

    Raises:
        Unreadable: there is no such core, or it has more than `most` values.
    """
    whole = _without_unkept(raw, check, most)
    kept = _readable(whole, lambda one: Update.model_validate(one, context={"bot": bot}))
    for kind, event in whole.items():
        if isinstance(event, dict) and "from" in event and "from" not in kept.get(kind, {}):
            raise Unreadable("nobody knows who did it")
    if kept.keys() <= {"update_id"}:
        raise Unreadable("nothing is left of it")
    return Update.model_validate(kept, context={"bot": bot})


def readable_answer(answer: Any, bot: Bot, method: TelegramMethod[Any]) -> dict[str, Any]:
    """What can be read of an answer. What Telegram says it has done is done, whatever it tells of it.

    Raises:
        Unreadable: it is no answer, or one to a question.
    """
    kind = Response[method.__returning__]  # type: ignore[name-defined]

    def validate(one: Any) -> Response[Any]:
        found: Response[Any] = kind.model_validate(one, context={"bot": bot})
        return found

    kept: dict[str, Any] = _readable(answer, validate)
    if not validate(kept).ok or kept.get("result") is not None:
        return kept
    for result in (_sent_message(answer.get("result"), method), True):
        try:
            done = validate({"ok": True, "result": result})
        except ValueError:
            continue
        if isinstance(done.result, Message | MessageId | bool):
            return {"ok": True, "result": result}
    raise Unreadable("an answer without its result")


def _sent_message(raw: Any, method: TelegramMethod[Any]) -> dict[str, Any]:
    """A message of which no more than its number can be read."""
    number = raw.get("message_id") if isinstance(raw, dict) else None
    chat_id = getattr(method, "chat_id", None)
    return {
        "message_id": number if type(number) is int else _UNKNOWN_ID,
        "date": 0,
        "chat": {"id": chat_id if isinstance(chat_id, int) else 0, "type": "private"},
    }


def _readable(raw: Any, validate: Callable[[Any], object]) -> Any:
    """The raw value without the parts that keep it from being valid."""
    for _ in range(ROUNDS):
        try:
            validate(raw)
        except ValueError as error:
            raw = _without(raw, _faults(cast("_ValidationError", error), raw))
        else:
            return raw
    raise Unreadable("faults without end")


def _faults(error: _ValidationError, raw: Any) -> Iterable[_Place]:
    """The places of the faults, each as deep as there is something."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    depth = None if len(errors) <= _MOST_FAULTS else _COARSE
    members: dict[_Place, str | int] = {}
    for one in errors[:_MOST_FAULTS]:
        place = _place(one["loc"][:-1] if one["type"] == "missing" else one["loc"], raw, members)
        if place is not None:
            yield place[:depth]


def _place(loc: _Place, raw: Any, members: dict[_Place, str | int]) -> _Place | None:
    """The part of `loc` that is there; None for a fault of the second member of a union, which it was not meant to be.

    `members` are those that were named first: what is no key names a member of a union.
    """
    place: _Place = ()
    for part in loc:
        if part in (raw if isinstance(raw, dict) else range(len(raw)) if isinstance(raw, list) else ()):
            raw = raw[part]
            place = (*place, part)
        elif members.setdefault(place, part) != part:
            return None
    return place


def _without(raw: Any, places: Iterable[_Place]) -> Any:
    """A copy without what stands in these places; only what has changed is copied."""
    doomed: dict[Any, Any] = {}  # by key or index: None, or what is doomed in it
    for place in places:
        if not place:
            raise Unreadable("a fault of the whole")
        branch: Any = doomed
        for part in place[:-1]:
            branch = branch.setdefault(part, {})
            if branch is None:
                break
        else:
            branch[place[-1]] = None
    result = copy(raw)
    waiting = [(result, doomed)]
    while waiting:
        container, branch = waiting.pop()
        for part in [part for part, inner in branch.items() if inner is not None]:
            container[part] = copy(container[part])
            waiting.append((container[part], branch[part]))
        for part in sorted((part for part, inner in branch.items() if inner is None), reverse=True):
            del container[part]
    return result


def _without_unkept(raw: Any, check: Callable[[Any], None], most: int) -> Any:
    """A copy without what no database keeps, and what nobody reads."""

    def is_kept(value: Any) -> bool:
        try:
            check(value)
        except (ValueError, OverflowError):
            return False
        return True

    result = [raw]
    waiting: list[Any] = [result]
    seen = 0
    while waiting:
        container = waiting.pop()
        for key, value in container.items() if isinstance(container, dict) else enumerate(container):
            match value:
                case dict():
                    inner: Any = {
                        name: one for name, one in value.items() if name != UNREAD and is_kept(name) and is_kept(one)
                    }
                case list():
                    inner = [one for one in value if is_kept(one)]
                case _:
                    continue
            container[key] = inner
            waiting.append(inner)
            seen += len(value)
            if seen > most:
                raise Unreadable("more values than any update has")
    return result[0]
