"""Order of a prompt, a person's settings and those of the group, in each kind of chat."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import Messenger
from tests.acceptance.browser.rooms import Room, rooms
from tests.acceptance.browser.sandbox_process import running_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def sandbox(chromium: str) -> Iterator[str]:
    """A bot for each test: what people and groups have set, it remembers."""
    with running_sandbox({}) as address:
        yield address


def _drawn(person: Messenger, shown: str | re.Pattern[str]) -> Locator:
    """The picture whose caption is just this."""
    picture = person.pictures(re.compile(rf"^{re.escape(shown)}$") if isinstance(shown, str) else shown)
    expect(picture).to_have_count(1)
    return person.pinned(picture)


def _shape(picture: Locator) -> float:
    width, height = picture.locator(".photo img").evaluate("image => [image.naturalWidth, image.naturalHeight]")
    return float(width / height)


def test_a_prompt_goes_before_what_a_person_has_set_and_that_before_what_the_group_has(windows: Windows) -> None:
    everywhere = rooms(windows)
    _set_everything(everywhere)
    for room in everywhere:
        room.boris.say(f"/draw кит в {room.place}")
        room.boris.say(f"/draw ёж в {room.place} --no шляпа --ar 16:9 --seed 7 --raw")
        room.alice.say(f"/draw a whale in {room.place}" + ("" if room.is_shared else " --seed 5"))
        room.alice.say(f"/draw a hen in {room.place} --ar 1:1 --no hat --seed 6")
    for room in everywhere:
        # Борис has set something for himself, and it goes before what the group has.
        own = _drawn(room.boris, f"кит в {room.place}, акварель --no рамка --ar 9:16 --seed 31 --enhance")
        assert _shape(own) == pytest.approx(9 / 16, rel=0.1)
        # Whether `--raw` keeps out what is added to all words, too, is an open question.
        raw = rf"^ёж в {room.place}(, акварель)? --no шляпа --ar 16:9 --seed 7 --raw$"
        said = _drawn(room.boris, re.compile(raw))
        assert _shape(said) == pytest.approx(16 / 9, rel=0.1)
        # Alice has not.
        if room.is_shared:
            of_group = _drawn(room.alice, f"a whale in {room.place}, in oil --no frame --ar 3:2 --seed 77")
            assert _shape(of_group) == pytest.approx(3 / 2, rel=0.1)
        else:
            _drawn(room.alice, f"a whale in {room.place} --seed 5")
        oil = ", in oil" if room.is_shared else ""
        said = _drawn(room.alice, f"a hen in {room.place}{oil} --no hat --ar 1:1 --seed 6")
        assert _shape(said) == pytest.approx(1, rel=0.1)


def _set_everything(everywhere: list[Room]) -> None:
    """Борис sets everything for himself, and Alice everything for the groups."""
    private, *groups = everywhere
    private.boris.answer("/settings suffix акварель", "акварель")
    private.boris.answer("/settings no рамка", "рамка")
    private.boris.answer("/settings seed 31", "31")
    panel = private.boris.settings("Картинка")
    private.boris.switch(panel, "Высокий 9:16")
    private.boris.turn(panel, "Описание")
    private.boris.switch(panel, "Улучшать описание: нет", "Улучшать описание: да")
    for room in groups:
        room.alice.answer("/settings suffix in oil", "in oil")
        room.alice.answer("/settings no frame", "frame")
        room.alice.answer("/settings seed 77", "77")
        room.alice.switch(room.alice.settings("Picture"), "Landscape 3:2")


def test_a_seed_that_was_fixed_makes_the_next_pictures_of_that_person_everywhere(windows: Windows) -> None:
    everywhere = rooms(windows)
    private, painters, _ = everywhere
    private.alice.answer("/seed 42", "42")
    for room in everywhere:
        room.alice.say(f"/draw a heron by {room.place}")
        room.boris.say(f"/draw a heron by {room.place} --seed 42 --spoiler")
    private.boris.draw("цапля --seed 105")
    painters.boris.draw("цапля --seed 103")
    for room in everywhere:
        fixed = _drawn(room.alice, f"a heron by {room.place} --seed 42")
        named = _drawn(room.boris, f"a heron by {room.place} --seed 42 --spoiler")
        assert room.alice.bytes_of(fixed.locator("img")) == room.boris.bytes_of(named.locator("img"))
    painters.alice.press(
        painters.alice.pictures("цапля --seed 103"), "Закрепить сид"
    )  # of what somebody else had drawn
    painters.alice.dismiss("103")
    private.boris.press(private.boris.pictures("цапля --seed 105"), "Закрепить сид")
    private.boris.dismiss("105")
    for room in everywhere:
        room.alice.say(f"/draw a stork by {room.place}")
        room.boris.say(f"/draw аист у {room.place}")
    for room in everywhere:
        _drawn(room.alice, f"a stork by {room.place} --seed 103")
        _drawn(room.boris, f"аист у {room.place} --seed 105")
