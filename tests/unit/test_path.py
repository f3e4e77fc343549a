"""The path of one request through the code stays short enough to be read."""

from benchmarks import path

MOST_FILES = 55
MOST_FILES_OF_A_TEXT = 4


async def test_a_request_crosses_few_files() -> None:
    profile = await path.draw()

    assert "drawing/workers/deliver.py" in profile.called
    assert len(profile.called) <= MOST_FILES, sorted(profile.called)


def test_the_text_of_a_slot_comes_from_few_files() -> None:
    profile = path.slot_text()

    assert "handlers/views/slots.py" in profile.called
    assert len(profile.called) <= MOST_FILES_OF_A_TEXT, sorted(profile.called)
