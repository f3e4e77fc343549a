"""Advisories: looks up whether anything that is pinned has a known vulnerability, and fails if so.

Where nobody can be asked, as behind an index that only hands out packages, that is said loud and clear and is no
failure: what cannot be mended here is not to stop the work.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
_OPTIONS: Final = (
    "--disable-pip",
    "--require-hashes",
    "--progress-spinner",
    "off",
    "--timeout",
    "15",
    "--format",
    "json",
)


def main(command: tuple[str, ...]) -> int:
    """Look at every file of requirements; 1 if there is a vulnerability."""
    return max(_look(file, command) for file in sorted((ROOT / "requirements").glob("*.txt")))


def _look(file: Path, command: tuple[str, ...]) -> int:
    asked = subprocess.run(  # noqa: S603 - the program that `main` was given
        (*command, *_OPTIONS, "-r", str(file)), capture_output=True, text=True, check=False
    )
    try:
        packages: list[dict[str, Any]] = json.loads(asked.stdout)["dependencies"]
    except ValueError:
        reason = (asked.stderr.strip().splitlines() or ["no reason was given"])[-1]
        _say(file, f"NOT LOOKED AT: nobody could be asked for advisories ({reason[:200]})")
        return 0
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped:
        names = "" if len(skipped) == len(packages) else f": {' '.join(skipped)}"
        _say(
            file, f"NOT LOOKED AT: nobody here knows advisories about {len(skipped)} of {len(packages)} packages{names}"
        )
    found = [(package, one) for package in packages for one in package.get("vulns", ())]
    for package, one in found:
        mended = ", ".join(one["fix_versions"]) or "no version"
        _say(file, f"VULNERABLE: {package['name']} {package['version']}, {one['id']}; mended in {mended}")
    if not skipped and not found:
        _say(file, "no known vulnerability")
    return 1 if found else 0


def _say(file: Path, words: str) -> None:
    print(f"== {file.name}: {words}", flush=True)  # noqa: T201 - it is a program


if __name__ == "__main__":
    # What is said goes on to pip-audit, such as `--ignore-vuln ID` where that cannot hurt and nothing mends it.
    sys.exit(main((sys.executable, "-m", "pip_audit", *sys.argv[1:])))
