"""Reading of prompts by the painter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.painter.reading import MAX_SUBJECTS, Part, Reading, read
from sandbox.painter.vocabulary import Light, Place, Subject, colour_name, term


def seen(text: str, *negatives: str) -> Reading:
    return read([Part(text)], [Part(negative, -1) for negative in negatives])


def things(text: str, *negatives: str) -> list[tuple[str, str | None, int]]:
    return [(str(thing.subject), thing.colour, thing.count) for thing in seen(text, *negatives).things]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a red cat", [("cat", "red", 1)]),
        ("the cat is red", [("cat", "red", 1)]),
        ("a cat and a blue house", [("cat", None, 1), ("house", "blue", 1)]),
        ("рыжий кот и луна", [("cat", "ginger", 1), ("moon", None, 1)]),
        ("у чёрного кота жёлтая шляпа", [("cat", "black", 1), ("hat", "yellow", 1)]),
        ("three cats", [("cat", None, 3)]),
        ("два белых кролика", [("rabbit", "white", 2)]),
        ("кот, которого нет", [("cat", None, 1)]),
        ("🐱 ❤️", [("cat", None, 1), ("heart", None, 1)]),
        ("cat cat cat", [("cat", None, 1)]),
        ("CATS!", [("cat", None, 1)]),
        ("маяк в шторм", [("lighthouse", None, 1)]),
        ("a cat, black and white", [("cat", None, 1)]),
    ],
)
def test_things_are_found_with_their_colours_and_numbers(
    text: str, expected: list[tuple[str, str | None, int]]
) -> None:
    assert things(text) == expected


@pytest.mark.parametrize("word", ["который", "котёл", "category", "мороз", "лист", "осенью", "carpet", "hate", "белка"])
def test_a_word_that_only_begins_like_another_is_not_that(word: str) -> None:
    assert not isinstance(term(word.replace("ё", "е")), Subject)
    assert term(word) is not Place.SEA
    assert colour_name(word) is None


def test_places_and_light_are_found() -> None:
    reading = seen("a house in the mountains by the sea at night")
    assert (reading.places, reading.lights) == ([Place.MOUNTAINS, Place.SEA], [Light.NIGHT])


def test_what_a_negative_message_names_is_left_out() -> None:
    assert things("a cat in a hat", "hat") == [("cat", None, 1)]
    assert things("a red cat", "red") == [("cat", None, 1)]
    assert seen("a house by the sea at night", "ocean, ночь").places == []


@pytest.mark.parametrize(
    "text", ["a cat without a hat", "a cat, no hat", "кот без шляпы", "a cat without any hat, please"]
)
def test_what_the_text_wants_to_do_without_is_left_out(text: str) -> None:
    reading = seen(text)
    assert [thing.subject for thing in reading.things] == [Subject.CAT]
    assert "hat" in reading.barred


def test_a_without_ends_with_its_clause() -> None:
    assert things("without a hat, a cat by a house") == [("cat", None, 1), ("house", None, 1)]


def test_a_heavier_part_is_larger() -> None:
    dog, cat = read([Part("a dog", 3), Part("a cat", 0.5)], []).things
    assert dog.size > 1 > cat.size


def test_unknown_words_are_kept_and_small_change_is_not() -> None:
    assert seen("the loneliness of a long-distance runner").strange == ["loneliness", "long", "distance", "runner"]
    assert seen("the loneliness").is_abstract()
    assert not seen("at night").is_abstract()


@given(st.lists(st.tuples(st.text(), st.floats(allow_nan=False, allow_infinity=False)), max_size=4), st.text())
def test_any_text_can_be_read(parts: list[tuple[str, float]], negative: str) -> None:
    reading = read([Part(text, weight) for text, weight in parts], [Part(negative, -1)])
    assert sum(thing.count for thing in reading.things) <= MAX_SUBJECTS
    assert all(0.5 <= thing.size <= 1.7 for thing in reading.things)


def test_a_crowd_is_bounded() -> None:
    animals = "five cats five dogs five foxes five bears five rabbits"
    assert sum(thing.count for thing in seen(animals).things) <= MAX_SUBJECTS


@pytest.mark.parametrize(
    ("text", "is_colourless"),
    [
        ("a cat, black and white, film grain", True),
        ("кот, чёрно-белое", True),
        ("рисунок карандашом", True),
        ("a black cat and a white dog", False),
        ("чёрный кот", False),
    ],
)
def test_a_picture_without_colour_can_be_wished_for(text: str, is_colourless: bool) -> None:
    assert seen(text).colourless is is_colourless
