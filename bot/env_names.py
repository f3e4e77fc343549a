"""Names that no setting has, told with the one that was meant: they would be ignored without a word. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_NEAR: Final = 0.84  # of 1, for names that may be others'; LISTEN_FDS, which is systemd's, has 0.8 of LISTEN
_NEAR_IN_FILE: Final = 0.75  # where all names are meant for this program
_FEW_WORDS: Final = 2  # that a name has to share with another: one alone, as in LOG or PROXY, says nothing
_OTHERS: Final = re.compile(
    r"(COMPOSE|DOCKER|BUILDKIT|BUILDX|PYTHON|PIP|UV|VIRTUAL|LC|GRPC|MALLOC|XDG|SYSTEMD|LISTEN)_\w+"
    r"|TZ|LANG|LANGUAGE|PATH|HOME|USER|SHELL|TERM|TMPDIR|\w*(PROXY|SSL|CERT|CA_BUNDLE)\w*"
)
"""Names of other programs, which an `.env` may well have."""
_NAME: Final = re.compile(r"[A-Z]{1,14}(_[A-Z0-9]{1,14}){0,6}|[a-z]{1,14}(_[a-z0-9]{1,14}){0,6}")
"""What is surely a name; whatever else stands on a line may be a secret, or end in one where its `=` is missing."""
_LOOKALIKES: Final = str.maketrans("АВЕЅІЈКМНОРСТУХаеосрхуіј", "ABESIJKMHOPCTYXaeocpxyij")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of `.env`. `name` is what stands where a name would; a line that `is_read` has the form NAME=value."""

    line: int
    name: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class Misspelt:
    """Something that is ignored, in a sentence for the owner; and the setting that was `meant`, where one is near."""

    sentence: str
    meant: str | None


def misspelt(
    entries: Iterable[Entry], environment: Iterable[str], known: Collection[str], watched: Collection[str]
) -> Iterator[Misspelt]:
    """Whatever in `.env` is no setting, and what in the environment is nearly a `watched` one: all else is others'.

    `known` are the names of all settings, in capitals, `watched` some of them.
    """
    for entry in entries:
        name = entry.name.upper()
        if entry.is_read and (name in known or _OTHERS.fullmatch(name)):
            continue
        meant = name if name in known else _nearest(entry.name, known, _NEAR_IN_FILE)
        yield Misspelt(_about(entry, meant), meant)
    for name in environment:
        if name.upper() not in known and not _OTHERS.fullmatch(name.upper()):
            meant = _nearest(name, watched, _NEAR)
            if meant is not None:
                yield Misspelt(f"{name} in the environment is no setting and is ignored; did you mean {meant}?", meant)


def _about(entry: Entry, meant: str | None) -> str:
    place = f"line {entry.line} of .env"
    name = f"{entry.name} ({place})" if _NAME.fullmatch(entry.name) else place
    if not entry.is_read:
        return f"{name} cannot be read and is ignored; write {meant or 'NAME'}=value"
    return f"{name} is no setting and is ignored" + (f"; did you mean {meant}?" if meant else "")


def _nearest(name: str, known: Collection[str], near: float) -> str | None:
    """The setting that is most like a name, where one is like it, or alone begins with the same word."""
    best = max(sorted(known), key=lambda one: _likeness(name, one))
    if _likeness(name, best) >= near:
        return best
    first = [one for one in known if one.split("_")[0] == next(iter(_words(name)), None)]
    return first[0] if len(first) == 1 and near < _NEAR else None


def _likeness(name: str, known: str) -> float:
    """From 0 to 1, by letters; one name that has all words of the other is as like as can be."""
    words, others = _words(name), known.split("_")
    fewer, more = sorted((words, others), key=len)
    if len(fewer) >= _FEW_WORDS and set(fewer) <= set(more):
        return _NEAR + (1 - _NEAR) * len(fewer) / len(more)
    return SequenceMatcher(None, "".join(words), "".join(others), autojunk=False).ratio()


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", name).translate(_LOOKALIKES).upper()
    return re.findall(r"[A-Z0-9]+", plain)
