"""`--enhance`: the language model first, the picture in any case."""

from dataclasses import replace
from decimal import Decimal

from drawing.lifecycle import State
from drawing.ports.generator import EnhancementFailed, Unreachable
from drawing.prompt import WeightedMessage
from tests.world.world import World


async def test_the_enhanced_prompt_is_drawn_and_kept(world: World) -> None:
    drawing = await world.asks(enhance=True)

    await world.works_until(lambda: "picture 1" in world.chat.shown(1))

    assert [message.text for message in world.service.executed[0].messages] == ["cat, in golden light"]
    kept = await world.now(drawing)
    assert kept.enhanced == "cat, in golden light"
    assert kept.prompt.positive[0].text == "cat"


async def test_nothing_is_enhanced_that_nobody_wants_enhanced(world: World) -> None:
    await world.asks()
    await world.asks(enhance=False)

    await world.works_until(lambda: len(world.chat.shown(1)) == 2 and "slot" not in world.chat.shown(1))

    assert world.language_model.asked == []


async def test_where_enhancing_fails_the_plain_prompt_is_drawn_and_the_failure_kept(world: World) -> None:
    world.language_model.trouble = [EnhancementFailed()]
    drawing = await world.asks(enhance=True)

    await world.works_until(lambda: "picture 1" in world.chat.shown(1))

    assert world.service.executed[0].messages[0].text == "cat"
    assert (await world.now(drawing)).enhancement_failed


async def test_an_extension_is_asked_for_once_however_often_the_drawing_is_submitted(world: World) -> None:
    world.service.trouble_submitting = [Unreachable() for _ in range(3)]
    await world.asks(enhance=True)

    await world.works_until(lambda: "picture 1" in world.chat.shown(1))

    assert len(world.language_model.asked) == 1


async def test_while_one_is_enhanced_others_are_submitted(world: World) -> None:
    drawing = await world.asks_with_slot(enhance=True)
    other = await world.asks_with_slot(person=2, chat=2)

    found = await world.store.next_to_submit(3, [drawing.id], 0)

    assert found is not None
    assert found.id == other.id


async def test_negatives_are_drawn_beside_the_enhanced_prompt(world: World) -> None:
    drawing = await world.asks(enhance=True)
    prompt = replace(drawing.prompt, messages=(*drawing.prompt.messages, WeightedMessage("hat", Decimal(-1))))

    drawn = replace(drawing, prompt=prompt, enhanced="a splendid cat").drawn_prompt

    assert drawn.messages == (WeightedMessage("a splendid cat", Decimal(1)), WeightedMessage("hat", Decimal(-1)))


async def test_a_drawing_cancelled_while_it_is_enhanced_stays_cancelled(world: World) -> None:
    drawing = await world.asks_with_slot(enhance=True)
    await world.store.cancel(drawing.id, world.clock.now())

    await world.submit.enhance(drawing)

    assert (await world.now(drawing)).state is State.CANCELLED
