"""Requirements are pinned: all, with hashes, and from wherever the machine gets its packages."""

import importlib.metadata
import re
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.acceptance.documents import ROOT

FILES = sorted((ROOT / "requirements").glob("*.txt"))


def pins(file: Path) -> dict[str, set[str]]:
    """Of each package that is pinned in the file, the extras that it is pinned with."""
    lines = re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(each.name): set(each.extras) for each in map(Requirement, lines)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_extra_that_a_package_asks_of_another_is_pinned_too(file: Path) -> None:
    """pip before 23.3 does not see that `coverage` pins `coverage[toml]`, and refuses the newest for want of a hash."""
    pinned = pins(file)
    missing = []
    for distribution in importlib.metadata.distributions():
        if canonicalize_name(distribution.name) not in pinned:
            continue
        for line in distribution.requires or ():
            asked = Requirement(line)
            if asked.marker is None or asked.marker.evaluate({"extra": ""}):
                missing += [line for extra in asked.extras if extra not in pinned[canonicalize_name(asked.name)]]
    assert missing == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_package_has_hashes_and_none_an_address(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "://" not in text
    for block in re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_make_grpc_installs_the_extra_as_it_was_pinned() -> None:
    """Only what would be done is looked at; what is installed here stays as it is."""
    dry = subprocess.run(["make", "--dry-run", "grpc"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert dry.returncode == 0, dry.stderr
    assert re.search(
        r"^\.venv/bin/python -m pip install .*--require-hashes -r requirements/grpc\.txt$", dry.stdout, re.MULTILINE
    )
