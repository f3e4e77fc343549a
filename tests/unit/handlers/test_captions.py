"""Captions and endings: within Telegram's limits, and good for drawing the same picture again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing.lifecycle import Drawing, DrawingId, Reason, State
from drawing.prompt import Prompt, WeightedMessage, parse_prompt
from handlers.views.captions import caption, ending
from handlers.views.texts import CAPTION_LIMIT, TEXT_LIMIT, cut, length, texts_in
from sandbox.telegram.markup import parse_html


def drawing(text: str = "a red cat", **changes: object) -> Drawing:
    values: dict[str, object] = {
        "id": DrawingId(1),
        "source": "m:-1:1",
        "index": 0,
        "person_id": 1,
        "person_name": "Ann",
        "chat_id": -1,
        "thread_id": None,
        "request_message_id": 1,
        "language": "en",
        "prompt": Prompt((WeightedMessage(text, Decimal(1)),), seed=42),
        "created_at": 0.0,
        "deadline_at": 1.0,
    }
    return Drawing(**(values | changes))  # type: ignore[arg-type]


def shown(markup: str) -> str:
    """What Telegram shows of its HTML; raises what Telegram would answer."""
    return parse_html(markup).text


def test_a_caption_is_the_canonical_prompt_with_its_seed_to_be_tapped() -> None:
    prompt = parse_prompt("a red cat --ar 16:9 --no hat --repeat 1")
    one = drawing(prompt=Prompt(prompt.messages, prompt.aspect_ratio, 42))

    assert caption(one, texts_in("en")) == "<code>a red cat --no hat --ar 16:9 --seed 42</code>"


def test_pasting_a_caption_asks_for_the_same_picture() -> None:
    one = drawing("a <b>red</b> cat & std::vector")

    assert parse_prompt(shown(caption(one, texts_in("en")))) == one.prompt


def test_a_service_without_seeds_is_promised_none() -> None:
    assert "--seed" not in caption(drawing(seed_kept=False), texts_in("en"))


def test_the_requester_is_named_only_where_the_slot_replies_to_nobody() -> None:
    texts = texts_in("en")

    assert caption(drawing(), texts).startswith("<code>")
    assert caption(drawing(slot_replies=False), texts).startswith("Ann: <code>")
    assert caption(drawing(slot_replies=False, chat_id=5), texts).startswith("<code>")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=1500), st.text(max_size=300))
def test_no_caption_is_longer_than_telegram_allows(text: str, name: str) -> None:
    one = drawing(text, person_name=name, slot_replies=False)

    assert length(shown(caption(one, texts_in("ru")))) <= CAPTION_LIMIT
    assert length(shown(ending(one, texts_in("ru")))) <= TEXT_LIMIT


def test_a_cut_caption_still_shows_its_seed() -> None:
    assert shown(caption(drawing("x" * 2000), texts_in("en"))).endswith("… --seed 42")


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.UNREADABLE}))
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_ending_says_what_happened_and_gives_the_prompt_back(reason: Reason, language: str) -> None:
    text = shown(ending(drawing(state=State.FAILED, reason=reason), texts_in(language)))

    sentence, prompt = text.split("\n")
    assert sentence.endswith(".")
    assert prompt == "a red cat"


@given(st.text(max_size=200), st.integers(1, 50))
def test_a_cut_text_fits_and_is_the_beginning_of_the_whole(text: str, limit: int) -> None:
    short = cut(text, limit)

    assert length(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "👍🏽", "é", "❤️"])
def test_an_emoji_is_not_torn_apart(emoji: str) -> None:
    for limit in range(1, 30):
        assert cut(emoji * 10, limit).removesuffix("…") in {emoji * count for count in range(11)}
