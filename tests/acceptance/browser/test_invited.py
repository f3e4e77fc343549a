"""A bot for invited people alone: the owner invites a group where it stands, and takes it back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import BORIS
from tests.acceptance.browser.rooms import GROUPS, PRIVATE, SOME_GROUPS, room_in
from tests.acceptance.browser.sandbox_process import running_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INVITED_ONLY = "Этот бот рисует только по приглашению"


@pytest.fixture
def sandbox(chromium: str) -> Iterator[str]:
    """A bot for each test: whom it has let in or shut out, it remembers."""
    with running_sandbox({"ALLOWED_IDS": "999"}) as address:  # somebody who is not here
        yield address


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_a_group_is_invited_and_shut_out_where_it_stands_for_everybody_in_it(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    here.boris.answer("/draw клён", INVITED_ONLY)
    here.boris.say("/allow here")  # not theirs to decide, and in a group not answered
    here.alice.answer("/allow here", "Can draw now")
    here.boris.draw(f"клён в {place} --seed 1")
    here.is_heard(here.alice, f"клён в {place} --seed 1")
    here.boris.open(PRIVATE)
    here.boris.answer("/draw клён для себя", INVITED_ONLY)
    here.boris.open(place)
    here.alice.answer("/deny here", "Can no longer draw")
    here.boris.answer("/draw ясень", INVITED_ONLY)
    here.alice.draw(f"an ash in {place} --seed 2")  # the owner always may


def test_a_person_is_invited_for_their_private_chat_and_every_group(windows: Windows) -> None:
    here = room_in(windows, PRIVATE)
    here.boris.answer("/draw дуб", INVITED_ONLY)
    here.boris.answer("/id", str(BORIS))
    here.alice.answer(f"/allow {BORIS}", "Can draw now")
    try:
        here.boris.draw("дуб для себя --seed 3")
        for place in GROUPS:
            here.boris.open(place)
            here.boris.draw(f"дуб в {place} --seed 3")
    finally:
        here.alice.answer(f"/deny {BORIS}", "Can no longer draw")
    here.boris.answer("/draw ещё дуб", INVITED_ONLY)
    # The name of who is denied is forgotten.
    expect(here.alice.answer("/allow", "Only these can draw")).to_contain_text(str(BORIS))
