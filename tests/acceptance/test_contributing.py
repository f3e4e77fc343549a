"""The example of CONTRIBUTING works when it is followed to the letter, and its commands run."""

import re
from pathlib import Path

import pytest

from tests.acceptance.documents import ROOT, Block, blocks, clean_environment, copy_of_the_tree, run

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
BLOCKS = blocks(CONTRIBUTING)
CHANGES = [block for block in BLOCKS if block.language in {"diff", "python"}]
# Those after the first change belong to the example.
EXAMPLE = [block for block in BLOCKS[BLOCKS.index(CHANGES[0]) :] if block.language == "sh"]
OTHERS = [block for block in BLOCKS if block.language == "sh" and not block.remark and block not in EXAMPLE]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which the example has been followed."""
    tree = copy_of_the_tree(tmp_path_factory.mktemp("contributing"))
    for block in CHANGES:
        follow(block, tree)
    return tree


def follow(block: Block, tree: Path) -> None:
    """Do what a block says to the file that the sentence before it names last."""
    path = tree / re.findall(r"`([\w./]+/?[\w.]+\.\w+)`", block.before)[-1]
    if block.language == "python":
        assert not path.exists(), f"{block.where}: {path.name} is no new file"
        path.write_text(block.text, encoding="utf-8")
        return
    lines = block.text.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{block.where}: this does not stand in {path.name}, or more than once"
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("block", EXAMPLE, ids=lambda block: block.where)
def test_the_example_passes_its_own_checks(block: Block, tree: Path) -> None:
    ran = run(block.text, tree, clean_environment())

    assert ran.status == 0, ran.output


@pytest.mark.slow
@pytest.mark.parametrize(
    "commands",
    [
        ".venv/bin/mypy -p handlers",
        ".venv/bin/python -m pytest -q tests/unit/handlers tests/acceptance/test_readme.py",
    ],
)
def test_the_example_passes_everybody_elses_checks(commands: str, tree: Path) -> None:
    ran = run(commands, tree, clean_environment(), patience=600)

    assert ran.status == 0, ran.output


@pytest.mark.slow
@pytest.mark.parametrize("block", OTHERS, ids=lambda block: block.where)
def test_the_commands_can_be_typed_as_they_stand(block: Block, tmp_path: Path) -> None:
    ran = run(block.text, copy_of_the_tree(tmp_path), clean_environment())

    assert ran.status == 0, ran.output


def test_the_walk_names_only_what_is_there() -> None:
    for path in re.findall(r"`((?:[\w.]+/)+[\w.]*)`", CONTRIBUTING.read_text(encoding="utf-8")):
        assert (ROOT / path).exists() or "ping" in path, path
