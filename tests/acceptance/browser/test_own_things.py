"""Things that people have of their own, in each kind of chat: replies to pictures, the queue, the history, privacy."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.conftest import Windows
from tests.acceptance.browser.messenger import ALICE, BORIS
from tests.acceptance.browser.rooms import GROUPS, PRIVATE, SOME_GROUPS, SOME_PLACES, room_in, rooms
from tests.acceptance.browser.weather import UNFINISHED, weather

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEND_AGAIN, AGAIN = "Прислать", "Ещё раз"


def test_a_reply_to_a_picture_changes_what_it_names_whoever_writes_it(windows: Windows) -> None:
    everywhere = rooms(windows)
    subjects = [f"a lake near {room.place}" for room in everywhere]
    pictures = [
        room.alice.pinned(room.alice.draw(f"{subject} --no boat --seed 8", shown=subject))
        for room, subject in zip(everywhere, subjects, strict=True)
    ]
    walk = list(zip(everywhere, subjects, pictures, strict=True))
    for room, _, picture in walk:
        other = room.boris if room.is_shared else room.alice
        other.refine(other.pinned(picture), "--ar 1:1 --no hat")
    for room, subject, _ in walk:
        refined = room.alice.pictures(re.compile(rf"{subject} --no boat, hat --ar 1:1 --seed (?!8\b)\d+"))
        expect(refined.locator(".quote")).to_contain_text("/draw --ar 1:1 --no hat")
        room.is_heard(room.boris, f"{subject} --no boat, hat --ar 1:1")
        room.alice.refine(room.alice.pinned(refined), "in a storm --seed 8")
    for room, subject, _ in walk:
        renewed = f"{subject}, in a storm --no boat, hat --ar 1:1 --seed 8"
        expect(room.alice.pictures(renewed)).to_have_count(1)


def test_who_waits_sees_the_queue_and_cancels_what_is_theirs(windows: Windows) -> None:
    everywhere = rooms(windows)
    with weather(everywhere[0].alice.page, faults=UNFINISHED):
        for room in everywhere:
            room.boris.answer(f"/draw слон для {room.place}", "Рисую…")
        for room in everywhere:
            mine = room.boris.answer("/queue", f"слон для {room.place}")
            expect(mine).to_contain_text(re.compile(r"рисуется \d+ с"))
            if not room.is_shared:
                room.alice.answer("/queue", "Nothing is waiting")
                for other in GROUPS:  # in private all of one's own
                    expect(mine).to_contain_text(f"слон для {other}")
                continue
            theirs = room.alice.answer("/queue", f"слон для {room.place}")
            expect(theirs).to_contain_text(re.compile(r"drawing for \d+ s"))
        for room in everywhere[1:]:
            room.boris.press(room.boris.last(f"слон для {room.place}"), "Cancel 1")  # on the page that Alice asked for
            expect(room.boris.told("Отменено")).to_be_visible()
            expect(room.boris.messages("theirs", "Отменено.")).to_contain_text(f"слон для {room.place}")
            expect(room.alice.messages("theirs", "Отменено.")).to_contain_text(f"слон для {room.place}")
        private = everywhere[0].boris
        private.answer("/cancel", f"Отменено: слон для {PRIVATE}")
        private.answer("/queue", "Очередь пуста")


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_who_is_no_admin_cannot_cancel_what_somebody_else_waits_for(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    with weather(here.alice.page, faults=UNFINISHED):
        here.alice.answer(f"/draw a whale for {place}", "Working on it")
        page = here.boris.answer("/queue", f"a whale for {place}")
        here.boris.press(page, "Отменить 1")
        expect(here.boris.told("Отменить может только тот, кто просил")).to_be_visible()
        here.alice.press(here.alice.pinned(page), "Отменить 1")
        expect(here.alice.told("Cancelled")).to_be_visible()
    expect(here.boris.messages("theirs", "Cancelled.").last).to_contain_text(f"a whale for {place}")


def test_a_history_has_a_persons_pictures_of_all_kinds_of_chat_to_page_send_and_draw_again(windows: Windows) -> None:
    alice, boris = windows.open(ALICE), windows.open(BORIS)
    subjects = {"Cats": "третий маяк --seed 23", "Painters": "первый маяк --seed 21", PRIVATE: "второй маяк --seed 22"}
    for place, subject in subjects.items():
        boris.open(place)
        boris.draw(subject)
    page = boris.answer("/history", "второй маяк --seed 22")
    expect(page).to_contain_text("1 из ")
    source = page.locator(".photo.loaded img").get_attribute("src")
    boris.press(page, "›")
    expect(page).to_contain_text("первый маяк --seed 21")
    expect(page).to_contain_text("2 из ")
    expect(page.locator(".photo.loaded img")).not_to_have_attribute("src", source or "")
    boris.press(page, "›")
    expect(page).to_contain_text("третий маяк --seed 23")
    boris.press(page, SEND_AGAIN)
    copy = boris.messages("theirs", "третий маяк --seed 23").last
    expect(copy.locator(".key", has_text="Закрепить сид")).to_be_visible()
    boris.press(page, AGAIN)
    expect(boris.told("Рисую")).to_be_visible()
    expect(boris.pictures(re.compile(r"третий маяк --seed (?!23\b)\d+"))).to_have_count(1)
    boris.press(page, "‹")
    expect(page).to_contain_text("первый маяк --seed 21")
    alice.open(PRIVATE)
    expect(alice.answer("/history", "").locator(".text")).not_to_contain_text("маяк")


@pytest.mark.parametrize("place", SOME_GROUPS)
def test_what_is_private_is_told_in_private_only(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    here.alice.answer("/history", "I show them in private only")
    here.boris.answer("/forget", "Это между нами: напишите мне /forget лично")
    here.boris.answer("/history", "я показываю их только в личном чате")


@pytest.mark.parametrize("place", SOME_PLACES)
def test_everybody_reads_in_their_language_what_is_kept_of_them(windows: Windows, place: str) -> None:
    here = room_in(windows, place)
    here.alice.answer("/privacy", re.compile("What I keep.*Yandex Cloud draws.*/forget", re.DOTALL))
    here.boris.answer("/privacy", re.compile("Что я храню.*Yandex Cloud рисует.*/forget", re.DOTALL))
    here.is_heard(here.boris, "What I keep")


def test_who_asks_to_be_forgotten_is_asked_once_and_forgotten_alone(windows: Windows) -> None:
    here = room_in(windows, PRIVATE)
    here.alice.draw("a garden for both --seed 24")
    here.boris.draw("тайный сад --seed 23")
    for answer, outcome in (("Нет, оставить", "Ничего не удалено"), ("Да, забыть", "Забыто")):
        question = here.boris.answer("/forget", "Забыть о вас всё?")
        here.boris.press(question, answer)
        expect(question).to_contain_text(outcome)
        kept = re.compile("1 из .*тайный сад", re.DOTALL) if answer.startswith("Нет") else "У вас ещё нет картинок"
        here.boris.answer("/history", kept)
    here.alice.answer("/history", "a garden for both --seed 24")
