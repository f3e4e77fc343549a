"""What of a request goes to which service."""

from decimal import Decimal

import pytest

from bot.generators import messages_for
from drawing.prompt import Message, Request, parse_prompt


def sent(prompt: str, *, in_words: bool, weighted: bool) -> list[tuple[str, float | None]]:
    return [
        (message.text, message.weight)
        for message in messages_for(parse_prompt(prompt), in_words=in_words, weighted=weighted)
    ]


def test_negatives_are_messages_of_negative_weight() -> None:
    assert sent("a red cat --no hat", in_words=False, weighted=True) == [("a red cat", 1.0), ("hat", -1.0)]


def test_negatives_in_words_become_a_clause_and_weights_stay_where_there_are_any() -> None:
    assert sent("a red cat::2 mat --no hat, dog", in_words=True, weighted=True) == [
        ("a red cat", 2.0),
        ("mat, without hat, dog", 1.0),
    ]


def test_negatives_in_words_are_in_the_language_of_the_terms() -> None:
    assert sent("рыжий кот --без шляпы", in_words=True, weighted=False) == [("рыжий кот, без шляпы", None)]


def test_a_service_without_weights_gets_words_alone() -> None:
    assert sent("cat::2 mat --no hat", in_words=True, weighted=False) == [("cat", None), ("mat, without hat", None)]


@pytest.mark.parametrize("weight", ["0.001", "-100", "99.999"])
def test_a_weight_is_sent_exactly(weight: str) -> None:
    request = Request((Message("cat", Decimal(100)), Message("x", Decimal(weight))), seed=1)

    assert messages_for(request, in_words=False, weighted=True)[1].weight == float(weight)
