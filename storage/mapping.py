"""Mapping between rows and records."""

import json
import secrets
import string
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Row

from drawing.defaults import Defaults, SeedMode, SeedSetting
from drawing.lifecycle import Drawing, DrawingId, Dropped, NewDrawing, PublicId, Reason, State
from drawing.people import Group, Person
from drawing.prompt import AspectRatio, Note, Option, Prompt, WeightedMessage

PUBLIC_ID_LENGTH: Final = 16


def new_public_id() -> str:
    """A name that nobody guesses (75 bits); of letters alone, which no number is taken for."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(PUBLIC_ID_LENGTH))


def prompt_to_json(request: Prompt, *, is_change: bool = False) -> str:
    """The request as it is kept; the messages themselves, so that no later change of the language alters them.

    `is_change` is kept beside it, and read by `drawing_from_row`.
    """
    ratio = request.aspect_ratio
    return json.dumps(
        {
            "messages": [[message.text, str(message.weight)] for message in request.messages],
            "aspect_ratio": None if ratio is None else [ratio.width, ratio.height],
            "enhance": request.enhance,
            "file": request.file,
            "spoiler": request.spoiler,
            "off": sorted(request.off),
            **({"is_change": True} if is_change else {}),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def prompt_from_json(text: str, seed: int) -> Prompt:
    """The request as it was kept; its seed has a column of its own."""
    kept = json.loads(text)
    ratio = kept["aspect_ratio"]
    return Prompt(
        messages=tuple(WeightedMessage(text=text, weight=Decimal(weight)) for text, weight in kept["messages"]),
        aspect_ratio=None if ratio is None else AspectRatio(*ratio),
        seed=seed,
        enhance=kept["enhance"],
        file=kept["file"],
        spoiler=kept["spoiler"],
        off=frozenset(map(Option, kept.get("off", ()))),  # older ones say nothing of it
    )


def _is_change(request: str) -> bool:
    return bool(json.loads(request).get("is_change", False))


def new_drawing_values(drawing: NewDrawing) -> dict[str, Any]:
    """The columns of a drawing that has just been accepted."""
    return {
        "public_id": new_public_id(),
        "source": drawing.source,
        "idx": drawing.index,
        "person_id": drawing.person_id,
        "person_name": drawing.person_name,
        "chat_id": drawing.chat_id,
        "thread_id": drawing.thread_id,
        "direct_topic_id": drawing.direct_topic_id,
        "request_id": drawing.request_message_id,
        "language": drawing.language,
        "request": prompt_to_json(drawing.prompt, is_change=drawing.is_change),
        "seed": drawing.seed,
        "dropped": " ".join(sorted({*drawing.dropped, *drawing.notes})) or None,
        "notify": int(drawing.notify),
        "state": State.QUEUED,
        "extension_failed": 0,
        "extension_limited": 0,
        "seed_kept": 1,
        "submissions": 0,
        "refusals": 0,
        "slot_replies": 1,
        "slot_fresh": 0,
        "lost_slots": 0,
        "edit_noted": 0,
        "created_at": drawing.created_at,
        "deadline_at": drawing.deadline_at,
    }


class UnreadableRow(Exception):
    """What stands in a row is no drawing: the disk, or somebody's hand, has spoilt it. It quotes nothing of it."""

    def __init__(self, drawing_id: int) -> None:
        super().__init__(f"drawing {drawing_id} cannot be read")
        self.drawing_id = drawing_id


def drawing_from_row(row: Row[Any]) -> Drawing:
    """A drawing, of a row of all its columns. Raises `UnreadableRow`."""
    try:
        return _drawing(row)
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        raise UnreadableRow(row.id) from None


def _drawing(row: Row[Any]) -> Drawing:
    return Drawing(
        **_asked_for(row),
        id=DrawingId(row.id),
        public_id=PublicId(row.public_id),
        state=State(row.state),
        reason=None if row.reason is None else Reason(row.reason),
        pending_end=None if row.pending_end is None else Reason(row.pending_end),
        operation_id=row.operation_id,
        enhanced=row.extended,
        enhancement_failed=bool(row.extension_failed),
        enhancement_limited=bool(row.extension_limited),
        ordered_on=row.ordered_on,
        seed_kept=bool(row.seed_kept),
        submissions=row.submissions,
        refusals=row.refusals,
        slot_id=row.slot_id,
        slot_replies=bool(row.slot_replies),
        slot_fresh=bool(row.slot_fresh),
        old_slot_id=row.old_slot_id,
        lost_slots=row.lost_slots,
        file_id=row.file_id,
        submitted_at=row.submitted_at,
        finished_at=row.finished_at,
        told_at=row.told_at,
        is_forgotten=bool(row.forgotten),
    )


def _asked_for(row: Row[Any]) -> dict[str, Any]:
    """The fields of `drawing.lifecycle.NewDrawing`."""
    remarks = set((row.dropped or "").split())
    return {
        "source": row.source,
        "index": row.idx,
        "person_id": row.person_id,
        "person_name": row.person_name,
        "chat_id": row.chat_id,
        "thread_id": row.thread_id,
        "direct_topic_id": row.direct_topic_id,
        "request_message_id": row.request_id,
        "language": row.language,
        "prompt": prompt_from_json(row.request, row.seed),
        "dropped": frozenset(map(Dropped, remarks & set(Dropped))),
        "notes": frozenset(map(Note, remarks & set(Note))),
        "is_change": _is_change(row.request),
        "notify": bool(row.notify),
        "created_at": row.created_at,
        "deadline_at": row.deadline_at,
    }


def person_from_row(row: Row[Any]) -> Person:
    """A person with their settings, of a row of all its columns."""
    return Person(
        id=row.id,
        name=row.name,
        language_code=row.language_code,
        language=row.language,
        notify=bool(row.notify),
        defaults=_defaults_from_row(row),
    )


def settings_values(person: Person) -> dict[str, Any]:
    """The columns of what a person has set."""
    return {"language": person.language, "notify": int(person.notify), **_defaults_values(person.defaults)}


def group_from_row(row: Row[Any]) -> Group:
    """A group with what its admins have set, of a row of all its columns."""
    return Group(
        id=row.id,
        language=row.language,
        is_off=bool(row.is_off),
        per_day=row.per_day,
        defaults=_defaults_from_row(row),
    )


def group_values(group: Group) -> dict[str, Any]:
    """The columns of what the admins of a group have set."""
    return {
        "language": group.language,
        "is_off": int(group.is_off),
        "per_day": group.per_day,
        **_defaults_values(group.defaults),
    }


def _defaults_from_row(row: Row[Any]) -> Defaults:
    return Defaults(
        seed=None if row.seed_mode is None else SeedSetting(SeedMode(row.seed_mode), row.seed_value),
        aspect_ratio=None if row.ratio_width is None else AspectRatio(row.ratio_width, row.ratio_height),
        enhance=_switch(row.enhance),
        raw=_switch(row.raw),
        as_file=_switch(row.as_file),
        spoiler=_switch(row.spoiler),
        suffix=row.suffix,
        negatives=row.negatives,
    )


def _defaults_values(defaults: Defaults) -> dict[str, Any]:
    seed, ratio = defaults.seed, defaults.aspect_ratio
    return {
        "seed_mode": None if seed is None else seed.mode,
        "seed_value": None if seed is None else seed.value,
        "ratio_width": None if ratio is None else ratio.width,
        "ratio_height": None if ratio is None else ratio.height,
        "enhance": _flag(defaults.enhance),
        "raw": _flag(defaults.raw),
        "as_file": _flag(defaults.as_file),
        "spoiler": _flag(defaults.spoiler),
        "suffix": defaults.suffix,
        "negatives": defaults.negatives,
    }


def _switch(flag: int | None) -> bool | None:
    return None if flag is None else bool(flag)


def _flag(switch: bool | None) -> int | None:
    return None if switch is None else int(switch)
