"""Whatever somebody types, they get a drawing or a sentence, and everything said about it is good Telegram HTML."""

import random
from decimal import Decimal

import pytest

from drawing.lifecycle import Drawing, DrawingId, Reason, State
from drawing.prompt import Prompt, PromptError, format_prompt, parse_prompt
from drawing.records import QueuePosition, WaitEstimate
from handlers.views.captions import caption, ending
from handlers.views.prompt_errors import explain
from handlers.views.queue_page import queue_page
from handlers.views.texts import CAPTION_LIMIT, LANGUAGES, TEXT_LIMIT, Texts, length, texts_in
from sandbox.telegram.markup import parse_html
from tests.fuzz import hostile
from tests.fuzz.cases import CASES, Count, case, numbered, to_run

COUNT = 50_000
LIMITS = (500, 500, 500, 20, 1, 10_000)


@pytest.mark.fault("41")
@numbered(COUNT)
def test_any_prompt_is_drawn_or_explained_in_good_html(numbers: range, record_property: Count) -> None:
    record_property(CASES, len(numbers))
    for number in to_run(numbers):
        with case(number) as chance:
            typed, texts = hostile.prompt(chance), texts_in(chance.choice(list(LANGUAGES)))
            try:
                prompt = parse_prompt(typed, limit=chance.choice(LIMITS))
            except PromptError as error:
                check_refusal(typed, error, texts)
            else:
                assert parse_prompt(format_prompt(prompt), limit=10**6) == prompt
                check_drawing(drawing_of(prompt, chance), texts)


def check_refusal(typed: str, error: PromptError, texts: Texts) -> None:
    """What is said of a prompt that cannot be read."""
    assert 0 <= error.span[0] <= error.span[1] <= len(typed)
    check(explain(typed, error, texts), TEXT_LIMIT)


def check(html: str, limit: int) -> None:
    """Telegram takes it: its HTML can be parsed, and there is not too much and not too little of it."""
    shown = parse_html(html).text
    assert shown.strip()
    assert length(shown) <= limit


def check_drawing(drawing: Drawing, texts: Texts) -> None:
    """Everything that can be said about a drawing."""
    check(caption(drawing, texts), CAPTION_LIMIT)
    check(ending(drawing, texts), TEXT_LIMIT)
    estimate = WaitEstimate(usual_seconds=20.0, seconds_left=60.0, elapsed=100.0, position=QueuePosition(3, 1))
    check(queue_page([drawing] * 2, {drawing.id: estimate}, texts), TEXT_LIMIT)


def drawing_of(prompt: Prompt, chance: random.Random) -> Drawing:
    """A drawing of the prompt, by somebody with a hostile name."""
    seed = prompt.seed if isinstance(prompt.seed, int) else 1
    kept = Prompt(
        prompt.messages,
        prompt.aspect_ratio,
        seed,
        enhance=prompt.enhance,
        file=prompt.file,
        spoiler=prompt.spoiler,
    )
    assert all(isinstance(message.weight, Decimal) for message in kept.messages)
    return Drawing(
        id=DrawingId(1),
        source="m:-1:1",
        index=0,
        person_id=1,
        person_name=hostile.text(chance),
        chat_id=chance.choice((1, -1)),
        thread_id=None,
        request_message_id=1,
        language="en",
        prompt=kept,
        created_at=0.0,
        deadline_at=1.0,
        state=State.FAILED,
        reason=chance.choice(list(Reason)),
        enhancement_failed=chance.random() < 0.2,
        seed_kept=chance.random() < 0.8,
        slot_replies=chance.random() < 0.5,
    )
