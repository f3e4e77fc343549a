"""The prompt out of the chatter: the vendor's own sample, the usual wrappings, and what holds for any text."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yandexart.bare_prompt import bare_prompt

BARE = (
    "Create an image of a red cat in Hayao Miyazaki anime style. Make the background in soft pastel shades with "
    "details emphasizing the atmosphere of magic and comfort."
)
SAMPLE = (  # the answer that the vendor's guide prints
    "Here is an example of what a request to a YandexART model may look like:\n\n"
    f'"{BARE}"\n\n'
    "*Note that this is just an example and you can adapt it to your needs.*"
)


def test_the_sample_of_the_guide_is_a_prompt_within_chatter():
    assert bare_prompt(SAMPLE, 500) == BARE


@pytest.mark.parametrize(
    "answer",
    [
        BARE,
        f'"{BARE}"',
        f"«{BARE}»",
        f"“{BARE}”",
        f"**{BARE}**",
        f"```\n{BARE}\n```",
        f"```text\n{BARE}\n```\nFeel free to change it.",
        f"> {BARE}",
        f"Prompt: {BARE}",
        f"**Prompt:** {BARE}",
        f"### Image description:\n\n{BARE}",
        f"Sure! Here's a detailed prompt:\n\n{BARE}",
        f"Certainly! {BARE}",
        f"{SAMPLE}\n\nLet me know if you want another one.",
        SAMPLE.replace("\n\n", " "),
        SAMPLE.replace("\n", "\r\n"),
        f"1. {BARE}\n2. A cat in a garden.\n3. A cat on a roof.",
        f"Here are some variants:\n\n1. **{BARE}**\n2. A cat in a garden.",
        f"{BARE}\n\n---\n\nNote: the style can be changed.",
        f"{BARE}\n\n(Note that the style can be changed.)",
        f"\u200b{BARE}".replace("\u200b", "\ufeff"),
    ],
)
def test_the_prompt_is_what_is_left_of_the_usual_wrappings(answer):
    assert bare_prompt(answer, 500) == BARE


@pytest.mark.parametrize(
    ("answer", "prompt"),
    [
        ("Вот пример промпта:\n\n«Рыжий кот у моря.»\n\n*Обратите внимание, что это пример.*", "Рыжий кот у моря."),
        ("Конечно! Вот вариант: рыжий кот у моря.", "рыжий кот у моря."),
        ("Промпт: рыжий кот, мягкий свет", "рыжий кот, мягкий свет"),
        ("Рыжий кот. Надеюсь, это поможет!", "Рыжий кот."),
        (
            "A red cat in a garden:\n- soft light;\n- pastel shades.",
            "A red cat in a garden, soft light, pastel shades.",
        ),
        ("* a red cat\n* by the sea", "a red cat, by the sea"),
        ("A red cat\nby the sea,\nin oil", "A red cat by the sea, in oil"),
        ('"a red cat and a blue', "a red cat and a blue"),
        ("a [red](https://example.com) cat", "a red cat"),
        ("A red cat by the sea\n\nNote: the style can be changed", "A red cat by the sea"),
        ('Here is a prompt: "A red cat." It should look lovely.', "A red cat."),
        ("", ""),
        ("***\n\n---", ""),
    ],
)
def test_lists_notes_and_russian_chatter_are_known_too(answer, prompt):
    assert bare_prompt(answer, 500) == prompt


@pytest.mark.parametrize(
    "prompt",
    [
        "a red cat --no hat, dog --ar 16:9 --seed 42",
        '"Hello" and "Bye" on two signs',
        "snake_case on a wall, 2*3*4 on a board",
        "Portrait: a red cat, 50mm",
        "red:: cat::2",
        "a cat's hat",
        "рыжий кот в стиле «Союзмультфильма»",
        "Here is where the sea begins",
    ],
)
def test_a_prompt_stays_as_it_is(prompt):
    assert bare_prompt(prompt, 500) == prompt


@pytest.mark.parametrize(
    ("answer", "limit", "prompt"),
    [
        ("A red cat. By the sea. At night.", 25, "A red cat. By the sea."),
        ("A red cat. By the sea. At night.", 22, "A red cat. By the sea."),
        ("A red cat. By the sea. At night.", 21, "A red cat."),
        ("Cat! A very long sentence that goes on", 30, "Cat! A very long sentence that"),
        ("a red cat, by the sea", 10, "a red cat"),
        ("a red cat, by the sea", 9, "a red"),
        ("котокотокот", 4, "кото"),
        ("A cat v2.0 stands. Then", 20, "A cat v2.0 stands."),
    ],
)
def test_a_long_prompt_ends_with_a_sentence_else_with_a_word(answer, limit, prompt):
    assert bare_prompt(answer, limit) == prompt


def test_the_last_sentence_of_an_answer_that_was_cut_off_is_left_out():
    assert bare_prompt("A red cat. By the sea at", 500, whole=False) == "A red cat."
    assert bare_prompt("A red cat by the sea at", 500, whole=False) == "A red cat by the sea at"
    assert bare_prompt('"A red cat. By the', 500, whole=False) == "A red cat."


MARKS = [
    "\n",
    "\n\n",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "# ",
    "```",
    "**",
    "*",
    "_",
    '"',
    "«",
    "»",
    "'",
    ": ",
    ". ",
    "! ",
]
PHRASES = ["Here is an example", "Note that", "Вот", "Prompt", "a red cat", "---", "(", ")", "[a](b)", "\t", "\ud800"]
PIECES = st.sampled_from(MARKS + PHRASES)
ANSWERS = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)


@given(answer=ANSWERS, limit=st.integers(1, 60), whole=st.booleans())
@example(answer="1. " * 300, limit=5, whole=True)
@example(answer=". Note " * 90, limit=60, whole=False)
def test_whatever_is_answered_the_prompt_is_one_line_within_the_limit_and_stays_so(answer, limit, whole):
    prompt = bare_prompt(answer, limit, whole=whole)
    assert len(prompt) <= limit
    assert prompt == prompt.strip()
    assert not set(prompt) & set("\n\r\t\x00\ud800")
    prompt.encode()
    assert bare_prompt(prompt, limit, whole=whole) == prompt


WORDS = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=8), min_size=1, max_size=12).map(" ".join)


@given(words=WORDS)
def test_words_alone_come_out_of_every_wrapping_as_they_were(words):
    prompt = f"Zebra {words} zebra."
    for wrapped in (
        prompt,
        f'"{prompt}"',
        f"**{prompt}**",
        f"Here is a prompt: {prompt}",
        SAMPLE.replace(BARE, prompt),
    ):
        assert bare_prompt(wrapped, 500) == prompt


@given(
    sentences=st.lists(WORDS.map(lambda words: f"Zebra {words}."), min_size=1, max_size=8), limit=st.integers(70, 300)
)
def test_nothing_is_invented_and_what_is_kept_is_the_beginning(sentences, limit):
    text = " ".join(sentences)
    assert text.startswith(bare_prompt(text, limit))


def test_a_hostile_answer_costs_no_more_than_an_honest_one():
    """Quadratic work on these would take minutes."""
    for piece in ('"', "*", "- ", "> ", "[", "_a", "```", "a:\n", "1. ", "note ", ". note", "(*_", " "):
        assert len(bare_prompt(piece * 1_000_000, 500)) <= 500
