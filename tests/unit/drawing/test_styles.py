"""Styles to tap under a picture."""

import pytest

from drawing.prompt import format_prompt, parse_prompt, parse_style
from drawing.styles import StyleOffers, is_in, read_styles


@pytest.mark.parametrize("prompt", ["a cat", "рыжий кот", "a cat named Ёжик", "貓"])
def test_a_built_in_style_is_in_a_prompt_once_it_is_added_and_not_before(prompt: str) -> None:
    before = parse_prompt(prompt)
    offers = StyleOffers().beside(before)
    assert len(offers) == 7
    for offer in offers:
        after = parse_prompt(offer.text, base=before)
        assert (is_in(before, offer), is_in(after, offer)) == (False, True)
        assert is_in(parse_prompt("at night, в тумане", base=after), offer)
        assert parse_style(offer.text).parts


def test_the_language_of_the_words_is_that_of_the_prompt_and_not_of_what_it_leaves_out() -> None:
    named = {
        prompt: StyleOffers().beside(parse_prompt(prompt))[0].name for prompt in ("a cat --no шляпа", "кот --no hat")
    }
    assert list(named.values()) == ["watercolour", "акварель"]


@pytest.mark.parametrize(
    ("prompt", "style", "expected"),
    [
        ("a photo of a cat", "photo", False),
        ("a cat, photorealistic", "photo", False),
        ("a cat, (photo)", "photo", False),
        ("a cat; photo: at night", "photo", True),
        ("a cat, ink --no color", "ink --no colour", False),
        ("a cat, ink --no COLOUR::0.5", "ink --no colour", True),
        ("a cat, ink", "ink --ar 2:3", False),
        ("a cat, ink --ar 2:3", "ink --ar 4:6", True),
        ("a cat, ink", "ink --enhance", False),
        ("a cat, a, b, at night", "a, b", True),
        ("a cat --no ink", "ink", False),
        ("a.b", "a+b", False),
    ],
)
def test_a_style_is_there_where_its_words_are_a_phrase_and_its_options_hold(
    prompt: str, style: str, expected: bool
) -> None:
    (offer,) = StyleOffers([("one", style)]).beside(parse_prompt(prompt))
    assert is_in(parse_prompt(prompt), offer) is expected


def test_the_owners_list_is_read_and_keeps_its_order() -> None:
    assert read_styles(" linocut;; film  noir =  black and white --no colour --ar=16:9 ;3d ") == (
        ("linocut", "linocut"),
        ("film noir", "black and white --no colour --ar=16:9"),
        ("3d", "3d"),
    )
    assert read_styles("") == read_styles(" ; ") == ()


@pytest.mark.parametrize(
    "text",
    [
        "x" * 33,
        "x" * 33 + " = ink",
        "= ink",
        "noir =",
        "noir = --seed 5",
        "ink --ar=1:1",
        "ink --no colour",
        "noir = {a, b}",
        "noir = --style ink",
        "noir = ink; Noir = oil",
        ";".join(f"ink {number}" for number in range(25)),
        "a\u200bb\x07 = ink",
    ],
)
def test_what_is_no_list_of_styles_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(needs|has)") as caught:
        read_styles(text)
    assert "ink" not in str(caught.value)


def test_buttons_know_a_style_by_a_short_key_that_no_other_has() -> None:
    prompt = parse_prompt("a cat")
    offers = StyleOffers([(name, name) for name in ("ж" * 32, "x" * 32, "linocut", "oil", "photo")]).beside(prompt)
    assert len({offer.key for offer in offers}) == len(offers)
    assert all(offer.key.isascii() and len(offer.key) <= 12 for offer in offers)
    built_in = {offer.key for offer in StyleOffers().beside(prompt)}
    assert [offer.key in built_in for offer in offers] == [False, False, False, True, True]
    assert format_prompt(parse_prompt(offers[3].text, base=prompt)) == "a cat, oil painting"


def test_what_people_have_saved_comes_first_and_in_place_of_what_has_the_same_name() -> None:
    saved = [("Oil", "impasto"), ("noir", "film grain --no colour"), ("unreadable", "ink --seed 5")]
    offers = StyleOffers().beside(parse_prompt("a cat"), saved)
    assert [offer.name for offer in offers] == [
        "Oil", "noir", "watercolour", "pencil", "anime", "pixel art", "3D", "photo"
    ]  # fmt: skip
    assert len({offer.key for offer in offers}) == len(offers)


def test_a_saved_style_that_is_longer_than_a_prompt_is_still_offered() -> None:
    (offer, *_) = StyleOffers().beside(parse_prompt("a cat"), [("long", "x" * 900)])
    assert offer.name == "long"
    assert not is_in(parse_prompt("a cat"), offer)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", "watercolour oil pencil anime pixel-art 3d photo"),
        ("ru", "акварель масло карандаш аниме пиксель-арт 3d фото"),
    ],
)
def test_built_in_styles_are_listed_in_one_language(language: str, names: str) -> None:
    assert " ".join(StyleOffers().names_in(language)) == names
    listed = StyleOffers((("photo", "film photo"), ("фото", "плёнка"))).names_in(language)
    assert {"photo", "фото"} <= set(listed)
