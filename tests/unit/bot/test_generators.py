"""Generators: which part of a prompt goes to which service."""

from decimal import Decimal

import pytest

from bot.generators import configured, messages_for
from drawing.prompt import Prompt, WeightedMessage, parse_prompt
from drawing.records import Traits
from yandexart import ApiKey, Client

YANDEX_ART = Traits(keeps_seed=True, takes_weights=True, prompt_limit=500)
IN_WORDS = Traits(keeps_seed=True, takes_weights=True, negatives_in_words=True, prompt_limit=500)
ALICE_ART = Traits(keeps_seed=False, takes_weights=False, prompt_limit=500)


def sent(prompt: str, traits: Traits) -> list[tuple[str, float | None]]:
    return [(message.text, message.weight) for message in messages_for(parse_prompt(prompt), traits)]


def test_negatives_are_messages_of_negative_weight() -> None:
    assert sent("a red cat --no hat", YANDEX_ART) == [("a red cat", 1.0), ("hat", -1.0)]


def test_negatives_in_words_become_a_clause_and_weights_stay_where_there_are_any() -> None:
    assert sent("a red cat::2 mat --no hat, dog", IN_WORDS) == [
        ("a red cat", 2.0),
        ("mat, without hat, dog", 1.0),
    ]


def test_negatives_in_words_are_in_the_language_of_the_terms() -> None:
    assert sent("рыжий кот --без шляпы", ALICE_ART) == [("рыжий кот, без шляпы", None)]


def test_a_service_without_weights_gets_one_text() -> None:
    assert sent("cat::2 mat --no hat", ALICE_ART) == [("cat, mat, without hat", None)]


@pytest.mark.parametrize("weight", ["0.001", "-100", "99.999"])
def test_a_weight_is_sent_exactly(weight: str) -> None:
    prompt = Prompt((WeightedMessage("cat", Decimal(100)), WeightedMessage("x", Decimal(weight))), seed=1)

    assert messages_for(prompt, YANDEX_ART)[1].weight == float(weight)


def test_a_model_gets_the_shape_and_the_seed_that_it_keeps() -> None:
    models = Client("b1gfolder", ApiKey("AQVN-key")).models
    prompt = parse_prompt("a cat --ar 16:9 --seed 42")

    keeping, forgetting = (
        configured(model, prompt).config for model in (models.image_generation(), models.images_api())
    )

    assert (keeping.ratio, keeping.seed) == ((16, 9), 42)
    assert (forgetting.ratio, forgetting.seed) == ((16, 9), None)


@pytest.mark.parametrize("prompt", ["a cat", "a cat --seed random"])
def test_nothing_is_drawn_with_a_seed_that_nobody_would_know(prompt: str) -> None:
    model = Client("b1gfolder", ApiKey("AQVN-key")).models.image_generation()

    with pytest.raises(TypeError, match="a chosen seed"):
        configured(model, parse_prompt(prompt))
