"""What of a request goes to which service."""

from decimal import Decimal

import pytest

from bot.generators import Negatives, configured, messages_for
from drawing.prompt import Message, Request, parse_prompt
from yandexart import ApiKey, Client, Traits
from yandexart.models import ALICE_ART, YANDEX_ART


def sent(prompt: str, negatives: Negatives, model: Traits = YANDEX_ART) -> list[tuple[str, float | None]]:
    return [(message.text, message.weight) for message in messages_for(parse_prompt(prompt), model, negatives)]


def test_negatives_are_messages_of_negative_weight() -> None:
    assert sent("a red cat --no hat", "weights") == [("a red cat", 1.0), ("hat", -1.0)]


def test_negatives_in_words_become_a_clause_and_weights_stay_where_there_are_any() -> None:
    assert sent("a red cat::2 mat --no hat, dog", "words") == [
        ("a red cat", 2.0),
        ("mat, without hat, dog", 1.0),
    ]


def test_negatives_in_words_are_in_the_language_of_the_terms() -> None:
    assert sent("рыжий кот --без шляпы", "weights", ALICE_ART) == [("рыжий кот, без шляпы", None)]


def test_a_service_without_weights_gets_words_alone() -> None:
    assert sent("cat::2 mat --no hat", "weights", ALICE_ART) == [("cat", None), ("mat, without hat", None)]


@pytest.mark.parametrize(("length", "is_folded"), [(487, True), (488, False)])
def test_negatives_stay_messages_where_the_clause_is_more_than_the_model_takes(length: int, is_folded: bool) -> None:
    prompt = "x" * length
    expected = [(f"{prompt}, without hat", 1.0)] if is_folded else [(prompt, 1.0), ("hat", -1.0)]
    assert sent(f"{prompt} --no hat", "words") == expected


@pytest.mark.parametrize("weight", ["0.001", "-100", "99.999"])
def test_a_weight_is_sent_exactly(weight: str) -> None:
    request = Request((Message("cat", Decimal(100)), Message("x", Decimal(weight))), seed=1)

    assert messages_for(request, YANDEX_ART, "weights")[1].weight == float(weight)


def test_a_model_gets_the_shape_and_the_seed_that_it_keeps() -> None:
    models = Client("b1gfolder", ApiKey("AQVN-key")).models
    request = parse_prompt("a cat --ar 16:9 --seed 42")

    keeping, forgetting = (
        configured(model, request).config for model in (models.image_generation(), models.images_api())
    )

    assert (keeping.ratio, keeping.seed) == ((16, 9), 42)
    assert (forgetting.ratio, forgetting.seed) == ((16, 9), None)


@pytest.mark.parametrize("prompt", ["a cat", "a cat --seed random"])
def test_nothing_is_drawn_with_a_seed_that_nobody_would_know(prompt: str) -> None:
    model = Client("b1gfolder", ApiKey("AQVN-key")).models.image_generation()

    with pytest.raises(TypeError, match="a chosen seed"):
        configured(model, parse_prompt(prompt))
