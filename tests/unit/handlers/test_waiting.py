"""Texts that people read while they wait."""

import pytest

from drawing.records import Outage, Remaining, WaitEstimate
from handlers.views.durations import approximate, duration
from handlers.views.slots import working
from handlers.views.texts import texts_in

EN, RU = texts_in("en"), texts_in("ru")


@pytest.mark.parametrize(
    ("seconds", "passed", "expected", "at_most"),
    [
        (0, "0 s", "1 s", "1 s"),
        (3.4, "3 s", "3 s", "4 s"),
        (59, "59 s", "1 min", "1 min"),
        (61, "1 min", "1 min", "2 min"),
        (5000, "83 min", "85 min", "85 min"),
        (8000, "2 h", "2 h", "3 h"),
    ],
)
def test_a_time_is_said_in_the_unit_that_people_use(seconds: float, passed: str, expected: str, at_most: str) -> None:
    assert duration(seconds, EN) == passed
    assert approximate(seconds, EN) == expected
    assert approximate(seconds, EN, up=True) == at_most


def test_the_slot_says_how_long_it_usually_takes_where_that_is_known() -> None:
    assert working(WaitEstimate(), EN) == "🎨 Working on it…"
    assert working(WaitEstimate(usual_seconds=21), EN) == "🎨 Working on it… usually about 20 s"
    assert working(WaitEstimate(usual_seconds=3700), RU) == "🎨 Рисую… обычно около 60 мин"


@pytest.mark.parametrize(
    ("left", "english", "russian"),
    [
        (0, "The last one for today: the limit is 50.", "Последняя на сегодня: можно 50 в день."),
        (1, "1 of 50 left today.", "На сегодня осталась 1 из 50."),
        (2, "2 of 50 left today.", "На сегодня осталось 2 из 50."),
        (21, "21 of 50 left today.", "На сегодня осталась 21 из 50."),
    ],
)
def test_the_slot_says_how_much_is_left_of_the_day(left: int, english: str, russian: str) -> None:
    estimate = WaitEstimate(remaining=Remaining(left, 50))

    assert working(estimate, EN) == f"🎨 Working on it…\n{english}"
    assert working(estimate, RU) == f"🎨 Рисую…\n{russian}"


@pytest.mark.parametrize(
    ("position", "english", "russian"),
    [
        (1, "next in line", "следующая"),
        (2, "second in line", "вторая в очереди"),
        (3, "third in line", "третья в очереди"),
        (21, "number 21 in line", "21-я в очереди"),
    ],
)
def test_a_place_in_the_queue_is_said_in_words(position: int, english: str, russian: str) -> None:
    assert EN("queue-waiting", position=position) == english
    assert RU("queue-waiting", position=position) == russian


@pytest.mark.parametrize(
    ("seconds", "english", "russian"),
    [
        (None, "takes no requests right now", "сейчас не принимает запросы"),
        (1801, "takes requests again in about 30 min", "снова примет запросы примерно через 30 мин"),
        (61, "takes requests again in about 1 min", "снова примет запросы примерно через 1 мин"),
    ],
)
def test_a_pause_of_the_service_is_told_in_the_slot_and_a_time_only_where_one_is_known(
    seconds: float | None, english: str, russian: str
) -> None:
    estimate = WaitEstimate(usual_seconds=21, remaining=Remaining(2, 50), outage=Outage(seconds))

    first, second = working(estimate, EN).splitlines()
    assert first.startswith("🎨 Waiting: the image service " + english)
    assert second == "2 of 50 left today."
    assert working(estimate, RU).startswith("🎨 Жду: нейросеть " + russian)
