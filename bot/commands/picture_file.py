"""Writing a picture that was paid for: known to be possible before it is ordered, and never lost afterwards."""

import os
import tempfile
from pathlib import Path


def why_not_writable(path: Path) -> str | None:
    """Why no picture can be written there; None where one can. What is there already stays as it is."""
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    try:
        is_new = not path.exists()
        with path.open("ab"):  # the only answer that takes into account all that a system can have against it
            pass
        if is_new:
            path.resolve().unlink()
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def write_beside(path: Path, data: bytes) -> Path | None:
    """Write what `path` itself would not take: beside it, else into the current folder or that for temporary files.

    Gives the file, which is a new one with the usual rights; None where no folder takes it.
    """
    for folder in (path.parent, Path.cwd(), Path(tempfile.gettempdir())):
        try:
            with tempfile.NamedTemporaryFile(
                prefix=f"{path.stem[:100]}-", suffix=path.suffix[:20], dir=folder, delete=False
            ) as file:
                written = Path(file.name)
                try:
                    os.fchmod(file.fileno(), 0o666 & ~_umask())  # a temporary file is its owner's alone
                    file.write(data)
                    file.flush()
                except OSError:
                    written.unlink()
                    raise
        except OSError:
            continue
        return written
    return None


def _umask() -> int:
    """That of the process; it can only be read by setting another."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
