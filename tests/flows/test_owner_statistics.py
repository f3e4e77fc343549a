"""`/stats`."""

import re

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


def rows(table: str) -> dict[str, list[str]]:
    """The two cells of each row by its name."""
    lines = [re.split(r"\s{2,}", line.strip()) for line in table.splitlines()]
    return {parts[0]: parts[1:] for parts in lines if len(parts) == 3}


async def test_the_owner_sees_what_was_drawn_today_and_in_a_week_and_what_it_cost(
    world: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await world.start(admin_ids=frozenset({alice.user.id}), picture_price=2.5)
    alice.writes("/draw a cat")
    await alice.chat.picture()
    world.clock.move(86_400)
    boris.writes("/draw кот", in_=painters)
    await painters.picture()
    boris.writes("/draw something forbidden", in_=painters)
    await painters.said("Нейросеть отказалась")
    world.hold_drawings()
    boris.writes("/draw пёс", in_=painters)
    await world.state("running")

    alice.writes("/stats")

    page = await alice.chat.said("being drawn: 1.")
    assert "Waiting: 0" in page.text
    assert "2.5 ₽" in page.text
    found = rows(page.text)
    assert found["people"] == ["1", "2"]
    assert found["requests"] == ["3", "4"]
    assert found["pictures"] == ["1", "2"]
    assert found["success"] == ["50%", "67%"]
    assert found["refused"] == ["1", "1"]
    assert [cell.partition(".")[2] for cell in found["cost"]] == ["00", "50"]
    world.finish_drawings()
    await painters.picture(2)


async def test_without_a_price_no_cost_is_told_and_the_language_is_the_owners(world: Stage, boris: Actor) -> None:
    await world.start(admin_ids=frozenset({boris.user.id}))
    boris.writes("/stats")

    page = await boris.chat.said("Ждут очереди: 0, рисуются: 0.")

    assert "сегодня  7 дней" in page.text
    assert rows(page.text)["успех"] == ["–", "–"]
    assert "стоимость" not in page.text
    assert max(map(len, page.text.splitlines())) <= 32, "a phone would break the lines"


async def test_an_incident_that_is_under_way_is_shown_also_after_a_restart(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.service(retired=True)
    await world.start(admin_ids=frozenset({alice.user.id}))
    alice.writes("/stats")
    first = await alice.chat.said("Waiting: 0")
    assert "refuses the bot" not in first.text
    boris.writes("/draw кот")
    await alice.chat.said("do not arrive")
    await world.restart()

    alice.writes("/stats")

    await alice.chat.said("⚠️ The image service refuses the bot.")
    world.service(retired=False)
    await boris.chat.picture()


async def test_a_group_does_not_see_the_figures(world: Stage, alice: Actor, painters: Place) -> None:
    await world.start(admin_ids=frozenset({alice.user.id}))
    alice.writes("/stats", in_=painters)
    await painters.said("write it to me in private")


async def test_the_owner_silences_a_kind_of_alert_for_a_day_and_ends_that_from_the_figures(
    world: Stage, alice: Actor, boris: Actor
) -> None:
    world.service(retired=True)
    await world.start(admin_ids=frozenset({alice.user.id}))
    alice.writes("/help")
    boris.writes("/draw кот")
    alert = await alice.chat.said("Pictures are not drawn")
    assert "Since " in alert.text
    assert "MODEL=" in alert.text or "GENERATOR=" in alert.text

    assert "for a day" in await alice.presses(alert, "🔕 Silence for a day")
    await world.restart()
    alice.writes("/stats")
    page = await alice.chat.said("says what to do. Since")
    await alice.presses(page, "🔔 Tell me again: refusals")
    await world.until(
        lambda: any("🔕 Silence for a day: refusals" in said.buttons for said in alice.chat.messages), "the button"
    )

    world.service(retired=False)
    await alice.chat.said("no longer refuses the bot. It lasted")
    await boris.chat.picture()


async def test_who_owns_the_bot_no_more_silences_nothing(world: Stage, alice: Actor, boris: Actor) -> None:
    world.service(retired=True)
    await world.start(admin_ids=frozenset({alice.user.id}))
    alice.writes("/help")
    boris.writes("/draw кот")
    alert = await alice.chat.said("Pictures are not drawn")
    await world.restart(admin_ids=frozenset({boris.user.id}))

    assert "Only the owner" in await alice.presses(alert, "🔕 Silence for a day")
    world.service(retired=False)
    await boris.chat.picture()
