"""Style of the code, as far as a program can tell: lengths, words, docstrings."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import pytest

ROOT: Final = Path(__file__).parents[2]
PRODUCT: Final = ("bot", "drawing", "handlers", "sandbox", "storage", "yandexart")
CODE: Final = (*PRODUCT, "benchmarks", "docs", "tests")
FUNCTION_LINES: Final = 40
LONGER: Final = {
    "bot/app.py:_assemble": "one list of all parts, read from top to bottom",
    "yandexart/client.py:__init__": "one list of all parts, read from top to bottom",
}
WORDS_FOR_NOUNS: Final = frozenset({"What", "Who", "Whose", "Where", "How", "Which", "When", "Whether", "Why"})
NAMES: Final = frozenset(
    {
        *("Admission", "Allowance", "Ask", "AskError", "Authority", "Bell", "ChatWorker", "Crew", "Decisions"),
        *("Extender", "ExtensionFailed", "Forecast", "Gate", "Introduction", "Invitation", "Lists", "Outlook"),
        *("Outlooker", "Outlooks", "Patience", "PromptExtender", "Rounds", "Speech", "SqlWork", "Timekeeper"),
        *("WorkStore", "ahead_of", "awaits_extension", "begin_extension", "drawn_request", "go_round", "hush"),
        *("is_answered", "look_again", "slot_lost", "slot_posted", "wake_others"),
        *("_DEEDS", "_FAREWELL", "_MOST", "_PATIENCE"),
    }
)
"""Names that stood for a backoff, a rate limit, a supervisor, an estimate, a permission before."""
PROSE: Final = re.compile(
    r"\b(befalls?|befell|whosever|ornaments?|hand(?:s|ed)? down|in the midst of)\b", re.IGNORECASE
)
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

MODULES: Final = sorted(
    path.relative_to(ROOT) for package in CODE for path in (ROOT / package).rglob("*.py") if path != Path(__file__)
)
OF_PRODUCT: Final = [path for path in MODULES if path.parts[0] in PRODUCT and "versions" not in path.parts]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PRODUCT)
def test_a_function_has_forty_lines_at_most_or_is_excused_by_name(package: str) -> None:
    long = [
        f"{path.as_posix()}:{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in OF_PRODUCT
        if path.parts[0] == package
        for node in ast.walk(tree_of(path))
        if isinstance(node, Function)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= FUNCTION_LINES
        and f"{path.as_posix()}:{node.name}" not in LONGER
    ]
    assert long == []


@pytest.mark.parametrize("package", CODE)
def test_a_module_begins_with_what_it_is_responsible_for(package: str) -> None:
    """With a noun or a verb, that is: `Rate limits, and ...`, `Polls ...`."""
    wrong = []
    for path in MODULES:
        tree = tree_of(path)
        if path.parts[0] == package and tree.body:
            first = (ast.get_docstring(tree) or "nothing").split()[0]
            if first == "nothing" or first in WORDS_FOR_NOUNS:
                wrong.append(f"{path.as_posix()} begins with {first}")
    assert wrong == []


@pytest.mark.parametrize("package", PRODUCT)
def test_what_others_may_use_says_what_it_is(package: str) -> None:
    silent = [
        f"{path.as_posix()}:{node.name}"
        for path in OF_PRODUCT
        if path.parts[0] == package
        for node in tree_of(path).body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []


@pytest.mark.parametrize("package", CODE)
def test_the_words_of_a_dialect_do_not_come_back(package: str) -> None:
    found = [
        f"{path.as_posix()}: {word}"
        for path in MODULES
        if path.parts[0] == package
        for word in dialect_in((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert found == []


def dialect_in(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and token.string in NAMES:
            yield token.string
        elif token.type in {tokenize.COMMENT, tokenize.STRING}:
            yield from (match.group() for match in PROSE.finditer(token.string))


def test_a_name_and_a_comment_in_dialect_are_found() -> None:
    assert list(dialect_in("gate = Gate()  # whatever befalls it\nhush('hand down')")) == [
        "Gate",
        "befalls",
        "hush",
        "hand down",
    ]


def test_who_is_excused_for_length_exists_and_is_long() -> None:
    for name in LONGER:
        path, _, function = name.partition(":")
        (node,) = (
            node for node in ast.walk(tree_of(Path(path))) if isinstance(node, Function) and node.name == function
        )
        assert node.end_lineno is not None
        assert node.end_lineno - node.lineno >= FUNCTION_LINES
