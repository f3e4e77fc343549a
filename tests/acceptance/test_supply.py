"""Supply from others: installed as it was pinned, looked up for known holes, and given no more than it needs.

And that no key or token of ours gets into the files that everybody sees.
"""

import json
import os
import re
import secrets
import shutil
import string
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.acceptance.documents import ROOT

COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")


def installations() -> list[str]:
    """Each call of `pip install` that this repository makes or tells of; continued lines are one."""
    told = ["Dockerfile", ".ci/run", "README.md", "CONTRIBUTING.md"]
    dry = ["make", "--dry-run", "--always-make", "setup", "sandbox", "dev", "grpc", "audit"]
    made = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    text = "\n".join([(ROOT / name).read_text(encoding="utf-8") for name in told] + [made])
    return [line for line in text.replace("\\\n", " ").splitlines() if re.search(r"\bpip3? install\b", line)]


def test_nothing_is_installed_but_finished_packages_whose_contents_were_pinned() -> None:
    found = installations()
    assert len(found) >= 7
    for line in found:
        assert "--only-binary :all:" in line
        assert "--require-hashes" in line


@pytest.mark.parametrize(
    "limit",
    [
        r"mem_limit: \d+m",
        r"memswap_limit: \d+m",
        r"pids_limit: \d+",
        r"  nofile: \d+",
        r"  core: 0",
        r"read_only: true",
        r"cap_drop:\n      - ALL",
        r"  - no-new-privileges:true",
    ],
)
def test_the_container_has_limits(limit: str) -> None:
    assert re.search(rf"^    {limit}$", COMPOSE, re.MULTILINE)


# Secrets in files


def of(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def pem() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    kind = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()).decode()


LETTERS = string.ascii_letters + string.digits
PLANTED: dict[str, Callable[[], str]] = {
    "telegram": lambda: f"{of('123456789', 10)}:AA{of(LETTERS, 33)}",
    "api-key": lambda: f"AQVN{of(LETTERS, 36)}",
    "iam": lambda: f"t1.{of(LETTERS, 60)}.{of(LETTERS, 86)}==",
    "oauth": lambda: f"y0_{of(LETTERS, 55)}",
    "pem": pem,
    "pem-in-json": lambda: json.dumps({"private_key": pem()}),
}
FILES = [
    ("deep/er/settings.env", "KEY={}\n"),
    ("notes.md", "Mine is `{}`.\n"),
    ("test_it.py", 'KEY = r"""{}"""\n'),
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / "README.md").write_text("BOT_TOKEN=123456:ABC-DEF\nYC_API_KEY=AQVN...\n", encoding="utf-8")
    return tmp_path


def scan(repository: Path) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("detect_secrets", reason="detect-secrets is not installed: make dev")
    subprocess.run(["git", "-C", repository, "add", "."], check=True)
    environment = {**os.environ, "BIN": str(Path(sys.executable).parent)}
    command = [ROOT / ".ci" / "secrets", repository]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_repository_without_secrets_passes(repository: Path) -> None:
    done = scan(repository)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("kind", PLANTED)
def test_a_secret_in_any_file_that_git_keeps_is_found(repository: Path, kind: str) -> None:
    for name, text in FILES:
        file = repository / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(PLANTED[kind]()), encoding="utf-8")
    done = scan(repository)
    assert done.returncode != 0
    for name, _ in FILES:
        assert f"{name}:1" in done.stdout


# Known vulnerabilities


@pytest.fixture
def advisories(tmp_path: Path) -> Any:
    """Runs the look-up of advisories, with a program that answers as pip-audit does."""

    def run(answer: str, status: int) -> subprocess.CompletedProcess[str]:
        (tmp_path / "requirements").mkdir()
        (tmp_path / "requirements" / "bot.txt").touch()
        (tmp_path / ".ci").mkdir()
        shutil.copy(ROOT / ".ci" / "advisories.py", tmp_path / ".ci")
        (tmp_path / "pip_audit.py").write_text(f"import sys\nprint({answer!r})\nsys.exit({status})", encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        command = [sys.executable, ".ci/advisories.py"]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return run


GOOD = {"name": "good", "version": "1", "vulns": []}
BAD = {"name": "bad", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"], "aliases": []}]}
UNKNOWN = {"name": "unknown", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([GOOD], 0, "no known vulnerability"),
        ([GOOD, BAD], 1, "VULNERABLE: bad 2, PYSEC-1; mended in 3"),
        ([UNKNOWN, BAD], 1, "VULNERABLE: bad 2"),
        ([UNKNOWN, GOOD], 0, "NOT LOOKED AT: nobody here knows advisories about 1 of 2 packages: unknown"),
        ([UNKNOWN], 0, "NOT LOOKED AT"),
    ],
)
def test_a_known_vulnerability_fails_and_what_nobody_knows_is_said(
    advisories: Any, packages: list[dict[str, object]], status: int, said: str
) -> None:
    done = advisories(json.dumps({"dependencies": packages, "fixes": []}), int(BAD in packages))
    assert done.returncode == status
    assert said in done.stdout


def test_advisories_that_cannot_be_reached_are_said_and_stop_nothing(advisories: Any) -> None:
    done = advisories("no JSON", 1)
    assert done.returncode == 0
    assert "NOT LOOKED AT" in done.stdout
