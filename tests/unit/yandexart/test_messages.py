"""Messages that can be drawn, and how they may be said."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yandexart.config import GenerationConfig
from yandexart.messages import Message, as_messages
from yandexart.rest import generation_body


@dataclass
class Answer:
    text: str
    role: str = "assistant"


@dataclass
class Weighted:
    text: str
    weight: float


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ("a", [Message("a")]),
        ({"text": "a", "weight": None}, [Message("a")]),
        (Answer("a"), [Message("a")]),
        (Weighted("a", 0.5), [Message("a", 0.5)]),
        (["a", {"text": "b"}, Answer("c"), Message("d", -1)], [*map(Message, "abc"), Message("d", -1)]),
        ((text for text in "ab"), [Message("a"), Message("b")]),
    ],
)
def test_a_message_is_a_string_a_mapping_an_object_with_text_or_several(messages, expected):
    assert list(as_messages(messages)) == expected


@pytest.mark.parametrize(
    "messages",
    [None, 7, b"bytes", object, [None], [["a"]], [b"a"], {}, {"txt": "a"}, {"text": "a", "wieght": 2}],
    ids=str,
)
def test_anything_else_is_told_what_is_accepted(messages):
    with pytest.raises(TypeError, match=r"a string, a mapping with 'text'.*an object with \.text"):
        as_messages(messages)


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ({"text": 7}, "text of a message is a string"),
        ({"text": None}, "text of a message is a string"),
        (Answer(7), "text of a message is a string"),
        ({"text": "a", "weight": "1"}, "weight is a number"),
        ({"text": "a", "weight": True}, "weight is a number"),
        (Weighted("a", "1"), "weight is a number"),
    ],
)
def test_a_wrong_type_inside_is_named(messages, reason):
    with pytest.raises(TypeError, match=reason):
        as_messages(messages)


@pytest.mark.parametrize(
    ("weight", "reason"),
    [(0, "weight of 0"), (0.0, "weight of 0"), (-0.0, "weight of 0"), (float("inf"), "finite"), (10**400, "finite")],
)
def test_a_weight_of_nothing_is_refused_and_not_dropped(weight, reason):
    with pytest.raises(ValueError, match=reason):
        Message("a", weight)


@pytest.mark.parametrize("messages", [[], "", " \n ", ["a", ""]])
def test_there_must_be_something_to_draw(messages):
    with pytest.raises(ValueError, match="message"):
        as_messages(messages)


def test_the_text_is_in_no_repr():
    assert "walrus" not in repr(as_messages(["a purple walrus"]))


@given(st.floats(allow_nan=False, allow_infinity=False).filter(bool))
def test_a_weight_travels_as_a_string_without_loss(weight):
    (sent,) = generation_body("art://f/m", [Message("a", weight)], GenerationConfig())["messages"]
    assert isinstance(sent["weight"], str)
    assert float(sent["weight"]) == weight


@given(st.integers(1, 2**63 - 1))
def test_a_seed_travels_as_a_string_without_loss(seed):
    options = generation_body("art://f/m", [Message("a")], GenerationConfig(seed=seed))["generationOptions"]
    assert options["seed"] == str(seed)


@pytest.mark.parametrize("option", ["seed", "width_ratio", "height_ratio"])
@pytest.mark.parametrize(
    ("value", "kind"),
    [(0, ValueError), (-1, ValueError), (2**63, ValueError), (True, TypeError), (1.0, TypeError), ("1", TypeError)],
)
def test_an_option_out_of_range_is_refused(option, value, kind):
    with pytest.raises(kind):
        GenerationConfig(**{option: value})
