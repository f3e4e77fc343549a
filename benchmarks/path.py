"""Path of one `/draw` through the code: which files and functions of ours it crosses.

    python -m benchmarks.path

The whole bot draws in the sandbox; everything that is called from the update's arrival until the picture stands in the
chat is counted, less what workers call that have nothing to do with it (the menu, the sweep and what it erases, the
choice of models, the watch over descriptors, the outbox, the supervisor). "The text of the slot" is what turns an
estimate into the sentence in the chat.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

from drawing.records import Outage, Remaining, WaitEstimate
from handlers.views.slots import working
from handlers.views.texts import texts_in
from tests.flows.stage import Stage

ROOT: Final = Path(__file__).parents[1]
OURS: Final = ("bot", "drawing", "handlers", "storage", "yandexart")
IDLE: Final = frozenset(
    {
        "bot/chosen_models.py",
        "bot/descriptors.py",
        "drawing/workers/loop.py",
        "drawing/workers/sweep.py",
        "handlers/telegram/menu.py",
        "handlers/telegram/outbox.py",
        "storage/erasure.py",
    }
)
REQUEST: Final = "/draw a red cat --no hat"


class Profile:
    """Functions of ours that are called, by file."""

    def __init__(self) -> None:
        self.called: defaultdict[str, set[str]] = defaultdict(set)
        self._known: dict[CodeType, tuple[str, str] | None] = {}

    @contextmanager
    def recording(self) -> Iterator[None]:
        """All calls of this thread and of those that begin meanwhile."""
        threading.setprofile(self._note)
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)  # as the documentation of sys.setprofile says

    @property
    def functions(self) -> int:
        """How many functions were called."""
        return sum(map(len, self.called.values()))

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "call":
            return
        code = frame.f_code
        if code not in self._known:
            self._known[code] = _place(code)
        if (place := self._known[code]) is not None:
            self.called[place[0]].add(place[1])


def _place(code: CodeType) -> tuple[str, str] | None:
    """File and name of a function of ours; bodies of modules and classes are none."""
    try:
        path = Path(code.co_filename).relative_to(ROOT)
    except ValueError:
        return None
    is_ours = path.parts[0] in OURS and path.as_posix() not in IDLE and not code.co_name.startswith("<")
    return (path.as_posix(), code.co_qualname) if is_ours else None


async def draw() -> Profile:
    """Profile a drawing, from the update to the picture: what three have in common, since idle looks come by chance."""
    profiles = [Profile() for _ in range(3)]
    with tempfile.TemporaryDirectory(prefix="artbot-path-") as folder:
        async with Stage.set_up(Path(folder)) as stage:
            person = stage.alice
            await stage.start()
            person.writes("/draw anything at all")  # what is loaded and asked for only once
            await stage.everything_is_told()
            for profile in profiles:
                with profile.recording():
                    person.writes(REQUEST)
                    await stage.everything_is_told()
    return in_common(profiles)


def in_common(profiles: Sequence[Profile]) -> Profile:
    """The functions that are in all of the profiles."""
    common = Profile()
    for path in set.intersection(*(set(profile.called) for profile in profiles)):
        if names := set.intersection(*(profile.called[path] for profile in profiles)):
            common.called[path] = names
    return common


def slot_text() -> Profile:
    """Profile the text of a slot, with everything that it can say."""
    profile = Profile()
    with profile.recording():
        for outage in (None, Outage(None), Outage(1800.0)):
            working(WaitEstimate(usual_seconds=21.0, outage=outage, remaining=Remaining(2, 50)), texts_in("en"))
    return profile


def main() -> None:
    """Print both figures, and with `--files` the paths."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--files", action="store_true", help="name the files, and how many of their functions are called"
    )
    arguments = parser.parse_args()
    for title, profile in ((REQUEST, asyncio.run(draw())), ("the text of the slot", slot_text())):
        print(f"{title}: {len(profile.called)} files, {profile.functions} functions")
        if arguments.files:
            for path, names in sorted(profile.called.items()):
                print(f"  {path}  {len(names)}")


if __name__ == "__main__":
    main()
