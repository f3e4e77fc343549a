"""Names of styles that everybody may put into a prompt from the start."""

import pytest

from drawing.prompt import Styles, format_prompt, is_style_name, parse_prompt
from drawing.styles import StyleOffers


@pytest.mark.parametrize(
    ("prompt", "drawn"),
    [
        ("a cat --style watercolour", "a cat, watercolour"),
        ("кот --стиль акварель", "кот, акварель"),
        ("кот --стиль Масло", "кот, масляная живопись"),
        ("a cat --style pixel-art, photo", "a cat, pixel art, photo"),
    ],
)
def test_a_built_in_style_is_named_in_both_languages(prompt: str, drawn: str) -> None:
    assert format_prompt(parse_prompt(prompt, styles=Styles(StyleOffers().by_name))) == drawn


def test_the_owners_own_list_goes_before_what_is_built_in() -> None:
    names = StyleOffers((("Anime", "cel shading"), ("two words", "x"), ("noir", "black and white"))).by_name
    assert all(map(is_style_name, names))
    assert names["Anime"] == "cel shading"
    assert "anime" not in names
    assert names["noir"] == "black and white"
    assert names["photo"] == "photo"
