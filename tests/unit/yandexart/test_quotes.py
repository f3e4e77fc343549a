"""A person's words in a service's mouth: whatever they are, they are no evidence against the account."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yandexart import AccountError, BadRequest, BillingProblem, ModelUnknown
from yandexart.error_codes import refine_kind, service_message
from yandexart.error_text import UserText, clauses, words

FILE = Path(__file__).parents[2] / "contract" / "yandexart" / "account_wordings.toml"
WORDINGS = {kind: lines.strip().splitlines() for kind, lines in tomllib.loads(FILE.read_text("utf-8")).items()}
NEUTRAL = WORDINGS.pop("neutral")
DANGEROUS = [line for lines in WORDINGS.values() for line in lines]

PIECES = st.sampled_from(sorted({word for line in [*DANGEROUS, *NEUTRAL] for word in line.split()}))
PROMPTS = (
    st.lists(PIECES | st.sampled_from(DANGEROUS) | st.text(max_size=8), min_size=1, max_size=12)
    .flatmap(lambda pieces: st.sampled_from([" ", ", ", "\n", "-", "\u200b"]).map(lambda glue: glue.join(pieces)))
    .filter(str.strip)
)
QUOTES = st.sampled_from(
    ["{} '{}'", '{}: "{}"', "{}: {}", "{1}: {0}", "«{1}» {0}", "{} (prompt: {})", "{}; prompt={}."]
)


def kind_of(said: str, *texts: str) -> type:
    return refine_kind(BadRequest, 3, said, user_text=UserText(texts))


@given(neutral=st.sampled_from(NEUTRAL), prompt=PROMPTS, quote=QUOTES, others=st.lists(PROMPTS, max_size=2))
def test_a_neutral_sentence_with_any_prompt_in_it_is_no_error_of_the_account(neutral, prompt, quote, others):
    assert not issubclass(kind_of(quote.format(neutral, prompt), *others, prompt), AccountError)


@given(neutral=st.sampled_from(NEUTRAL), prompt=PROMPTS, shape=st.sampled_from(["lower", "upper", "json", "blanks"]))
def test_nor_is_it_one_where_the_prompt_is_quoted_in_another_shape(neutral, prompt, shape):
    shaped = {
        "lower": prompt.lower(),
        "upper": prompt.upper(),
        "json": json.dumps(prompt, ensure_ascii=False),
        "blanks": " ".join(prompt.split()),
    }
    assert not issubclass(kind_of(f"{neutral}: {shaped[shape]}", prompt), AccountError)


@given(neutral=st.sampled_from(NEUTRAL), prompt=st.lists(PIECES, min_size=3, max_size=20).map(" ".join), data=st.data())
def test_nor_is_it_one_where_a_part_of_the_prompt_is_quoted(neutral, prompt, data):
    start = data.draw(st.integers(0, len(prompt) // 2))
    end = data.draw(st.integers(start, len(prompt)))
    assert not issubclass(kind_of(f"{neutral}: '{prompt[start:end]}...'", prompt), AccountError)


@given(neutral=st.sampled_from(NEUTRAL), data=st.data())
def test_words_of_the_prompt_never_make_an_error_of_the_account_by_what_they_take_away(neutral, data):
    said = data.draw(st.sets(st.sampled_from(neutral.split()), min_size=1))
    assert not issubclass(kind_of(neutral, *said), AccountError)


@pytest.mark.parametrize("neutral", NEUTRAL)
def test_nor_does_a_single_one_of_them(neutral):
    for word in neutral.split():
        assert not issubclass(kind_of(neutral, word), AccountError), word


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("bad prompt: 'a cat and billing...'", "a cat and billingsgate"),
        ("bad prompt: '...model of a folder is unknown'", "supermodel of a folder is unknown"),
        ("bad prompt: 'account suspended'", "account\u200bant sus\u00adpended"),
        ("bad prompt: 'f o l d e r'. Folder not found", "f o l d e r"),
        ("The service blocked: '! a cat'", "! a cat"),
        ("The service 'is' blocked this request", "is"),
    ],
)
def test_a_prompt_that_was_cut_or_changed_is_no_evidence_either(said, prompt):
    assert kind_of(said, prompt) is BadRequest


def test_a_prompt_that_is_the_name_of_an_error_is_no_evidence_either():
    for prompt, kind in (("insufficient funds", BadRequest), ("a cat", BillingProblem)):
        assert refine_kind(BadRequest, None, "no", names=["insufficient_funds"], user_text=UserText([prompt])) is kind


@pytest.mark.parametrize("prompt", ["a red cat", "рыжий кот на небе", "not an owl", "a cat in the sea", "x", "…", "A"])
def test_a_prompt_of_other_words_hides_nothing(prompt):
    assert kind_of("Model yandex-art not found", prompt) is ModelUnknown
    assert kind_of("Модель yandex-art не найдена", prompt) is ModelUnknown


def test_a_word_of_the_prompt_hides_an_error_of_the_account_from_this_order_alone():
    assert kind_of("Model yandex-art not found", "a fashion model") is BadRequest


@given(prompt=PROMPTS)
def test_a_prompt_that_is_quoted_whole_does_not_get_into_the_message(prompt):
    assume(prompt not in "bad prompt: ''!")  # of which it would hide more
    said = service_message(f"bad prompt: '{prompt}'!", UserText([prompt]))
    assert said.endswith("'…'!")


def test_a_short_prompt_is_not_looked_for_within_words():
    assert service_message("a cat has a tail: 'a'", UserText(["a"])) == "… cat has … tail: '…'"


def test_words_are_in_one_spelling():
    assert words("modelUri isn't KNOWN, can’t be Found: art://b1g/x. Ещё_раз") == [
        *("model", "uri", "is", "not", "known", "can", "not", "be", "found", "…", ".", "еще", "раз")
    ]


def test_a_persons_word_is_marked_in_its_place():
    assert clauses("The model is gone. Red cat!", UserText(["a model cat"])) == ["…model is gone", "red …cat"]


@given(st.text(max_size=300))
def test_any_text_has_words_and_clauses(text):
    assert all(clause == " ".join(clause.split(" ")) for clause in clauses(text, UserText([text])))


@pytest.mark.slow
def test_a_hostile_text_costs_no_more_than_an_honest_one():
    """Quadratic work on these would take minutes."""
    for piece in (
        "a",
        "model ",
        "image service ",
        "no value for ",
        "access to ",
        "a://",
        "model is ",
        "модель не ",
        ". ",
    ):
        text = piece * 100_000
        refine_kind(BadRequest, 3, text, user_text=UserText(["a red cat"]))
        service_message(text, UserText([text]))
        words(text)
