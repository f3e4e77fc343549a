"""`python -m bot draw`: nothing is paid for in vain, and nothing that was asked for is dropped without a word."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.commands.draw import draw
from bot.config import CloudSettings
from tests.flows.stage import Stage

Draws = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def draws(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Draws:
    """The command without its process, in an empty folder; gives its exit status and all that it said."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    async def run(prompt: str, output: str = "picture.jpg") -> tuple[int, str]:
        status = await draw(CloudSettings(), prompt, Path(output))
        said = capsys.readouterr()
        return status, said.err + said.out

    return run


def files(folder: Path, pattern: str = "**/*") -> list[Path]:
    return sorted(folder.glob(pattern))


def texts(stage: Stage) -> list[str]:
    return [message["text"] for message in stage.submitted[-1]["messages"]]


async def test_an_enhanced_prompt_is_drawn_and_shown(stage: Stage, draws: Draws) -> None:
    status, output = await draws("a red cat --no hat --enhance --seed 7 --repeat 2")
    assert status == 0
    enhanced, *others = texts(stage)
    assert "red cat" in enhanced
    assert len(enhanced) > len("a red cat")
    assert others == ["hat"]
    assert f"{enhanced} --no hat --seed 8 --raw" in output
    assert stage.enhancements == 1


async def test_where_enhancing_fails_the_plain_prompt_is_drawn_and_the_failure_told(stage: Stage, draws: Draws) -> None:
    stage.fault("yandex.completion", "status", status=403)
    status, output = await draws("a red cat --enhance --seed 7")
    assert status == 0
    assert texts(stage) == ["a red cat"]
    assert "could not be enhanced and is drawn as it was written: access denied: the account needs the role" in output
    assert output.endswith("a red cat --seed 7\n")


async def test_a_seed_that_the_service_does_not_keep_is_not_dropped_without_a_word(
    stage: Stage, draws: Draws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENERATOR", "alice")
    monkeypatch.setenv("YANDEX_IMAGES_URL", f"{stage.sandbox.address}/yandex")
    status, output = await draws("a red cat --seed 7")
    assert (status, output.splitlines()[0]) == (
        0,
        "GENERATOR=alice keeps no seeds: --seed changes nothing, each picture is another one",
    )
    status, output = await draws("a red cat")
    assert (status, "seed" in output) == (0, False)


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("a cat --sed 42", "Did you mean --seed?\na cat --sed 42\n      ^^^^^"),
        ("<b>a cat --ar 9:1", "from 4:1 to 1:4, or one of square, portrait, landscape, wide, tall.\n<b>a cat --ar 9:1"),
        ("forest fog::-2", "Did you mean forest --no fog::2?"),
        (" ", 'There is nothing to draw yet. Describe the picture in words.\ntry: python -m bot draw "a red cat"'),
    ],
)
async def test_a_mistake_in_a_prompt_is_shown_with_what_to_write_instead(
    stage: Stage, draws: Draws, prompt: str, said: str
) -> None:
    status, output = await draws(prompt)
    assert status == 2
    assert said in output
    assert stage.submitted == []


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("missing/dir/x.jpg", "missing/dir/x.jpg cannot be written: there is no folder missing/dir"),
        ("folder", "folder cannot be written: Is a directory"),
        ("", ". cannot be written: Is a directory"),
        ("x" * 300, "cannot be written: File name too long"),
    ],
)
async def test_a_file_that_cannot_be_written_is_found_out_before_anything_is_paid_for(
    stage: Stage, draws: Draws, tmp_path: Path, output: str, reason: str
) -> None:
    (tmp_path / "folder").mkdir()
    before = files(tmp_path)
    status, said = await draws("a red cat", output)
    assert status == 2
    assert reason in said
    assert stage.submitted == []
    assert files(tmp_path) == before


async def test_the_second_of_several_files_is_looked_at_too(stage: Stage, draws: Draws, tmp_path: Path) -> None:
    (tmp_path / "cat-2.jpg").mkdir()
    status, said = await draws("a red cat --repeat 2", "cat.jpg")
    assert status == 2
    assert "cat-2.jpg cannot be written: Is a directory" in said
    assert stage.submitted == []


async def test_no_file_is_touched_when_there_is_no_picture(draws: Draws, tmp_path: Path) -> None:
    (tmp_path / "old.jpg").write_bytes(b"an older picture")
    for name in ("old.jpg", "new.jpg"):
        status, _ = await draws("something forbidden", name)
        assert status == 1
    assert (tmp_path / "old.jpg").read_bytes() == b"an older picture"
    assert not (tmp_path / "new.jpg").exists()


async def test_a_picture_whose_folder_vanished_meanwhile_is_kept_elsewhere(
    stage: Stage, draws: Draws, tmp_path: Path
) -> None:
    stage.hold_drawings()
    folder = tmp_path / "pictures"
    folder.mkdir()
    async with asyncio.TaskGroup() as group:
        drawing = group.create_task(draws("a red cat", "pictures/cat.jpg"))
        await stage.submissions(1)
        folder.rmdir()
        stage.finish_drawings()
    status, said = drawing.result()
    assert status == 1
    (kept,) = files(tmp_path, "cat-*.jpg")
    assert kept.read_bytes().startswith(b"\xff\xd8")
    assert f"pictures/cat.jpg cannot be written any more (No such file or directory); the picture is in {kept}" in said
