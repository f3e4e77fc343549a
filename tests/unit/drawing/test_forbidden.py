"""Finding forbidden words in texts: whole words, in all their forms, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stems import stem
from drawing.forbidden import has_word, plain_words


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        ("кровь", "лужа крови"),
        ("крови", "кровь"),
        ("голый", "Голая женщина"),
        ("ёж", "ежи в лесу"),
        ("еж", "Ёжи"),
        ("weapon", "two WEAPONS."),
        ("weapons", "a weapon"),
        ("blood", "blood-red sky"),
        ("blood", "sky,blood;moon"),
        ("blood", "a_blood_moon"),
        ("blood", "ｂｌｏｏｄ"),
        ("blood", "blo\u00adod"),
        ("кровь", "кро\u0301вь"),
        ("ёж", "е\u0308ж"),
        ("й", "и\u0306"),
        ("x-ray", "an X-ray of a hand"),
        ("x-ray", "an x ray"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ],
)
def test_a_word_is_found_in_every_form(listed: str, text: str) -> None:
    assert has_word([text], plain_words(listed), stem)


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        ("кот", "который час"),
        ("кот", "скот на лугу"),
        ("ass", "grass and glass"),
        ("blood", "a bloodhound"),
        ("x-ray", "a ray of light, x"),
        ("blood", ""),
        ("", "blood"),
        ("--- ,;", "blood"),
    ],
)
def test_a_part_of_a_word_is_no_word(listed: str, text: str) -> None:
    assert not has_word([text], plain_words(listed), stem)


def test_words_are_listed_with_spaces_or_commas_between_each_once() -> None:
    assert plain_words(" Кровь, оружие;кровь\nX-ray ёж ") == ("кровь", "оружие", "x ray", "еж")


@given(st.text(), st.text())
def test_no_text_makes_it_raise(listed: str, text: str) -> None:
    has_word([text], plain_words(listed), stem)


@given(st.text(min_size=1))
def test_what_is_listed_is_found_in_itself(text: str) -> None:
    words = plain_words(text)
    assert has_word([text], words, stem) is bool(words)
