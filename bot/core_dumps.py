"""Core dumps, switched off: a dump of this process would be a file with all keys and all that people wrote in it."""

import ctypes
import resource
import sys
from typing import Final

_PR_SET_DUMPABLE: Final = 4  # linux/prctl.h


def forbid_core_dumps() -> None:
    """Let the system write no dump of this process, whatever ends it.

    The limit alone does not hold on Linux where dumps are piped to a program; without the flag there are none at all,
    and other processes of the same user cannot read this one's memory.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
