"""All documents: links that lead somewhere, pictures that are pictures, and the records in their order."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from drawing.prompt import Prompt, PromptError, Styles, format_prompt, parse_prompt, read_prompts
from tests.acceptance.documents import DOCUMENTS, ROOT, code, table, typed

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def links() -> Iterator[tuple[Path, str]]:
    for document in DOCUMENTS:
        text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        yield from ((document, target) for target in re.findall(r"\]\(([^)\s]+)\)", text))


def anchors(document: Path) -> set[str]:
    """The fragments of a document's headings, as the usual renderers of Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def proven_lines() -> list[str]:
    """The promises of `docs/security.md`: the items of its lists without numbers."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    return [item.strip() for item in re.findall(r"^- .+(?:\n  .+)*", text, re.MULTILINE)]


@cache
def all_tests() -> frozenset[str]:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for source in sources for name in re.findall(r"def (test_\w+)\(", source))


@pytest.mark.parametrize(
    ("document", "target"), [pytest.param(*link, id=f"{link[0].relative_to(ROOT)}-{link[1]}") for link in links()]
)
def test_a_link_leads_somewhere(document: Path, target: str) -> None:
    if re.match(r"https?:", target):
        assert target.startswith("https://")
        return
    path, _, fragment = target.partition("#")
    aim = (document.parent / path).resolve() if path else document
    assert aim.is_relative_to(ROOT)
    assert aim.exists()
    assert not fragment or fragment in anchors(aim)


@pytest.mark.parametrize("image", sorted((ROOT / "docs" / "images").iterdir()), ids=lambda image: image.name)
def test_a_picture_can_be_opened_and_is_shown_somewhere(image: Path) -> None:
    with Image.open(image) as picture:
        picture.verify()
    assert image.resolve() in {(document.parent / target).resolve() for document, target in links()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    named = {target for one in typed(document) for target in re.findall(r"^make ([a-z]+)", one, re.MULTILINE)}

    assert named <= set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("line", proven_lines(), ids=lambda line: " ".join(line.split()[1:6]))
def test_what_is_promised_for_security_is_proven_by_tests_that_are_there(line: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", line))

    assert named or line.endswith("There is no protection against them.")
    assert named <= all_tests()


def test_readme_leads_to_every_document() -> None:
    linked = {(document.parent / target).resolve() for document, target in links() if document == ROOT / "README.md"}

    assert set((ROOT / "docs").glob("*.md")) - linked == set()


def test_decisions_are_numbered_without_gaps_and_all_listed() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))

    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\d{4}-[^)]+)\)", index) == [path.name for path in DECISIONS]


@pytest.mark.parametrize("record", DECISIONS, ids=lambda record: record.stem)
def test_a_decision_says_why_what_and_what_follows(record: Path) -> None:
    text = record.read_text(encoding="utf-8")

    assert text.startswith(f"# {record.name[:4]}: ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_the_version_has_its_place_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    releases = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert releases[0] == "Unreleased"
    assert version in releases


@pytest.mark.parametrize("row", table(ROOT / "docs" / "prompt-language.md", "Written"), ids=lambda row: row[0])
def test_an_example_of_weights_means_what_it_says(row: list[str]) -> None:
    written, *expected = row

    request = parse_prompt(code(written)[0])

    assert expected == [
        ", ".join(f"{message.text} ({abs(message.weight)})" for message in messages)
        for messages in (request.positive, request.negative)
    ]


@pytest.mark.parametrize(
    "option",
    [name for row in table(ROOT / "docs" / "prompt-language.md", "Option") for cell in row[:2] for name in code(cell)],
)
def test_every_documented_option_is_known(option: str) -> None:
    values = {"--no": "hat", "--без": "hat", "--seed": "42", "--сид": "42"}
    values |= {"--repeat": "2", "--r": "2", "--повтор": "2", "--style": "plain", "--стиль": "plain"}
    values |= {"--ar": "16:9", "--aspect": "16:9", "--формат": "16:9"}
    plain = Styles({"plain": "--no hat"})

    assert parse_prompt(f"a cat {option} {values.get(option, '')}", styles=plain).positive[0].text == "a cat"


LANGUAGE = ROOT / "docs" / "prompt-language.md"
STYLES = Styles({code(name)[0]: code(text)[0] for name, text in table(LANGUAGE, "Style")})
REPLIED_TO = "a cat --no hat --ar 16:9 --seed 42"


def read_as(written: str, base: Prompt | None = None) -> list[str]:
    """The canonical texts of what comes of an example."""
    return [format_prompt(prompt) for prompt in read_prompts(code(written)[0], styles=STYLES, base=base).prompts]


@pytest.mark.parametrize(
    "row",
    [row for heading in ("Spelled", "Combined", "With styles") for row in table(LANGUAGE, heading)],
    ids=lambda row: row[0],
)
def test_an_example_of_the_language_is_read_as_it_says(row: list[str]) -> None:
    assert read_as(row[0]) == code(row[1])


@pytest.mark.parametrize("row", table(LANGUAGE, "Reply"), ids=lambda row: row[0])
def test_an_example_of_a_reply_is_read_as_it_says(row: list[str]) -> None:
    assert f"`{REPLIED_TO}`" in LANGUAGE.read_text(encoding="utf-8")
    assert read_as(row[0], parse_prompt(REPLIED_TO)) == code(row[1])


@pytest.mark.parametrize("row", table(LANGUAGE, "Refused"), ids=lambda row: row[0])
def test_an_example_of_a_mistake_is_refused_as_it_says(row: list[str]) -> None:
    with pytest.raises(PromptError) as refused:
        read_prompts(code(row[0])[0], styles=STYLES)

    assert [refused.value.code, refused.value.hint] == [code(row[1])[0], next(iter(code(row[2])), None)]
