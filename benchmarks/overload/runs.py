"""The measurements, each on a loop and in a folder of its own."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from benchmarks.overload import backlog, overload
from benchmarks.overload.virtual_time import VirtualTimeLoop

T_co = TypeVar("T_co", covariant=True)


class _Measurement(Protocol[T_co]):
    async def run(self) -> T_co: ...


def ask_too_much(plan: overload.Plan) -> overload.Report:
    """Far more requests than can be served, at once."""
    return _run(lambda loop, folder: overload.Overload(plan, loop, folder))


def start_with_backlog(plan: backlog.Plan) -> backlog.Report:
    """A start with very much to take up."""
    return _run(lambda loop, folder: backlog.Backlog(plan, loop, folder))


def _run(make: Callable[[VirtualTimeLoop, Path], _Measurement[T_co]]) -> T_co:
    with tempfile.TemporaryDirectory(prefix="artbot-overload-") as folder:
        loop = VirtualTimeLoop()
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(make(loop, Path(folder)).run())
