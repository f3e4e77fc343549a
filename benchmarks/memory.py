"""Memory of this process: by how much it grew at most, whatever was done in the process before."""

from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")
_RESET_PEAK: Final = "5"  # proc(5), clear_refs: the peak becomes what is in use now


class MemoryGrowth:
    """The peak since this was made, over what was in use then. Linux alone tells it."""

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text(_RESET_PEAK)
        self._before = _bytes("VmRSS")

    @property
    def most(self) -> int:
        """Bytes."""
        return max(_bytes("VmHWM") - self._before, 0)


def _bytes(name: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024
