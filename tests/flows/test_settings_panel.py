"""The panel of `/settings`: its pages, and the one message that shows them."""

import re

import pytest

from handlers.views.settings_changes import Page, PageButton, Setting, SettingButton
from sandbox.telegram.model import Status
from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

WHOLE_ROW, HALF_ROW = 36, 18  # letters that a phone shows of a button


def labels(panel: Said) -> list[list[str]]:
    return [[button["text"] for button in row] for row in panel.message.keyboard or ()]


def panels(place: Place) -> list[Said]:
    return [said for said in place.messages if re.search(r"'sets?\|", str(said.buttons))]


async def old_panel(stage: Stage, actor: Actor, place: Place) -> Said:
    """A panel as an earlier version has left it: its buttons all on one page, and known to nobody."""
    actor.writes("/settings", in_=place)
    panel = await place.said("ettings" if actor is stage.alice else "Настройки")
    whose = place.chat_id
    panel.message.keyboard = [
        [{"text": "16:9", "callback_data": SettingButton(whose=whose, setting=Setting.RATIO, value="16:9").pack()}],
        [{"text": "As file", "callback_data": f"set|{whose}|file|1"}],
    ]
    table = "people" if whose > 0 else "chats"
    await stage.until_async(lambda: stage.is_there(f"{table} WHERE panel_id IS NOT NULL"), "the note of it")
    await stage.rows(f"UPDATE {table} SET panel_id = NULL RETURNING id")
    return panel


# What the pages say


async def test_the_first_page_sums_up_everything_and_leads_to_the_subjects(stage: Stage, alice: Actor) -> None:
    alice.writes("/style noir = black and white")
    alice.writes("/settings suffix in oil")
    alice.writes("/settings")
    panel = await alice.chat.said("Settings\n")
    assert panel.text.splitlines() == [
        "Settings",
        "",
        "🖼 Picture",
        "Shape: any",
        "Seed: random",
        "Added to every prompt: in oil",
        "Always left out: nothing",
        "Styles: noir",
        "",
        "✍️ Prompt",
        "Enhance prompts: off",
        "Draw as written: off",
        "",
        "📨 Delivery",
        "Send as a file: off",
        "Hide behind a spoiler: off",
        "Notify me when it takes long: on",
        "",
        "🌐 Language",
        "Language: as in Telegram",
        "",
        "Options in a prompt override these settings.",
    ]
    assert labels(panel) == [["🖼 Picture", "✍️ Prompt"], ["📨 Delivery", "🌐 Language"]]


async def test_a_groups_first_page_has_who_draws_there_and_nobody_to_notify(
    stage: Stage, boris: Actor, alice: Actor, painters: Place
) -> None:
    alice.writes("/settings", in_=painters)
    panel = await painters.said("Settings of this group")
    assert "Drawing here: on\nWho may draw: everyone\nLimit: none" in panel.text
    assert "Notify" not in panel.text
    assert labels(panel)[-1] == ["👥 Who draws"]


async def test_who_may_draw_in_a_group_is_said_as_the_owner_decided_it(
    world: Stage, alice: Actor, painters: Place
) -> None:
    await world.start(admin_ids=frozenset({alice.user.id}), allowed_ids=frozenset({77}))
    panel = await alice.opens_settings("Who draws", painters)
    assert "Who may draw: people the bot's owner let in" in panel.text
    alice.writes("/allow here", in_=painters)
    await painters.said("Can draw now")
    await alice.presses(panel, "Limit: 20 a day")
    await world.until(lambda: "Who may draw: everyone" in panel.text, "everyone")


PAGES = {
    "Картинка": [
        "✓ Любое соотношение",
        "Квадрат 1:1",
        "Портрет 2:3",
        "Пейзаж 3:2",
        "Высокий 9:16",
        "Широкий 16:9",
        "✓ Сид: случайный",
        "Сид: последний",
        "✖ Больше ничего не добавлять",
        "✖ Больше ничего не исключать",
    ],
    "Описание": ["Улучшать описание: нет", "Рисовать дословно: нет"],
    "Отправка": ["Присылать файлом: нет", "Скрывать под спойлером: нет", "Уведомлять, если рисую долго: да"],
    "Язык": ["Язык: English", "Язык: Русский", "✓ Язык: как в Telegram"],
}


@pytest.mark.parametrize("subject", PAGES)
async def test_each_key_names_its_thing_and_its_state_fits_a_phone_and_there_is_a_way_back(
    stage: Stage, boris: Actor, subject: str
) -> None:
    boris.writes("/settings добавка акварель")
    boris.writes("/settings без рамки")
    panel = await boris.opens_settings(subject)
    rows = labels(panel)
    assert [label for row in rows for label in row] == [*PAGES[subject], "‹ Все настройки"]
    assert all(len(label) <= (WHOLE_ROW if len(row) == 1 else HALF_ROW) for row in rows for label in row)
    assert all(len(data.encode()) <= 64 for data in panel.buttons.values())
    await boris.presses(panel, "‹ Все настройки")
    await stage.until(lambda: len(labels(panel)) == 2, "the first page")
    assert "Добавлять к описанию: акварель\nВсегда исключать: рамки\nСтили: своих нет" in panel.text


async def test_the_picture_page_says_how_to_set_the_rest_in_words(stage: Stage, boris: Actor) -> None:
    panel = await boris.opens_settings("Картинка")
    for words in ("/settings формат 4:3", "/settings сид 42", "/settings добавка", "/settings без", "/style"):
        assert words in panel.text


# What its keys do


async def test_every_switch_is_one_message_that_is_edited(stage: Stage, alice: Actor) -> None:
    panel = await alice.opens_settings("Delivery")
    for label in ("Send as a file: off", "Hide behind a spoiler: off", "Notify me when it takes long: on"):
        assert await alice.presses(panel, label) == "Saved"
        await stage.until(lambda label=label: label not in panel.buttons, f"the state of {label}")
    assert [row[0] for row in labels(panel)][:3] == [
        "Send as a file: on",
        "Hide behind a spoiler: on",
        "Notify me when it takes long: off",
    ]
    assert [said.message.id for said in alice.chat.messages] == [panel.message.id]
    alice.writes("/draw a cat --seed 1")
    picture = await alice.chat.picture()
    assert picture.message.document is not None
    alice.writes("/draw a dog --seed 2 --file=no")
    assert (await alice.chat.picture(2)).code == "a dog --seed 2 --spoiler --file=no"
    alice.writes("/draw a fox --seed 3 --spoiler=no")
    assert (await alice.chat.picture(3)).code == "a fox --seed 3 --file --spoiler=no"


async def test_either_enhanced_or_as_written_but_never_both(stage: Stage, alice: Actor) -> None:
    alice.writes("/settings suffix in oil")
    panel = await alice.opens_settings("Prompt")
    await alice.presses(panel, "Enhance prompts: off")
    await stage.until(lambda: "Enhance prompts: on" in panel.buttons, "enhanced")
    await alice.presses(panel, "Draw as written: off")
    await stage.until(lambda: "Draw as written: on" in panel.buttons, "as written")
    assert "Enhance prompts: off" in panel.buttons
    alice.writes("/draw a cat --seed 1")
    assert (await alice.chat.picture()).code == "a cat --seed 1 --raw"
    alice.writes("/draw a cat --seed 1 --raw=no")
    assert (await alice.chat.picture(2)).code == "a cat, in oil --seed 1 --raw=no"
    alice.writes("/draw a cat --seed 1 --enhance")
    assert "--enhance" in (await alice.chat.picture(3)).code


async def test_one_draws_as_written_where_the_group_has_prompts_enhanced_and_the_other_way_round(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    await alice.presses(await alice.opens_settings("Prompt", painters), "Enhance prompts: off")
    await boris.presses(await boris.opens_settings("Описание"), "Рисовать дословно: нет")
    boris.writes("/draw пёс --seed 1", in_=painters)
    assert (await painters.picture()).code == "пёс --seed 1 --raw"
    await alice.presses(await alice.opens_settings("Prompt", painters), "Draw as written: off")
    await boris.presses(await boris.opens_settings("Описание"), "Улучшать описание: нет")
    boris.writes("/draw кот --seed 2", in_=painters)
    assert (await painters.picture(2)).code.endswith("--enhance")


async def test_what_words_have_set_is_taken_away_by_its_key(stage: Stage, alice: Actor) -> None:
    alice.writes("/settings suffix in oil")
    panel = await alice.chat.said("Added to every prompt: in oil")
    await alice.presses(panel, "✖ Stop adding words")
    await stage.until(lambda: "Added to every prompt: nothing" in panel.text, "no suffix")
    assert "✖ Stop adding words" not in panel.buttons


# One panel


async def test_a_panel_that_is_asked_for_anew_takes_the_place_of_the_old_one(stage: Stage, alice: Actor) -> None:
    first = await alice.opens_settings("Picture")
    alice.writes("/settings suffix in oil")
    await stage.until(lambda: first.is_gone, "the old panel gone")
    (panel,) = panels(alice.chat)
    assert "› 🖼 Picture" in panel.text


async def test_an_old_panel_that_cannot_be_deleted_loses_its_buttons_after_a_restart_in_a_topic_too(
    stage: Stage, alice: Actor, cats: Place
) -> None:
    first = await alice.opens_settings("Picture", cats)
    await stage.restart()
    message = "Bad Request: message can't be deleted for everyone"
    stage.fault("telegram.deleteMessage", "status", status=400, message=message)
    second = await alice.opens_settings("Delivery", cats)
    await stage.until(lambda: not first.buttons, "no buttons on the old panel")
    assert panels(cats) == [second]
    await stage.restart()
    await alice.presses(second, "Send as a file: off")
    await stage.until(lambda: "Send as a file: on" in second.buttons, "the state")


@pytest.mark.parametrize("is_private", [True, False])
async def test_a_panel_of_a_former_version_is_taken_over_when_one_of_its_buttons_is_pressed(
    stage: Stage, alice: Actor, painters: Place, is_private: bool
) -> None:
    place = alice.chat if is_private else painters
    old = await old_panel(stage, alice, place)
    newer = await alice.opens_settings("Prompt", place)
    assert await alice.presses(old, "16:9") == "Saved"
    await stage.until(lambda: "✓ Wide 16:9" in old.buttons, "the new page in the old message")
    await stage.until(lambda: newer.is_gone, "one panel")
    assert panels(place) == [old]


async def test_buttons_of_a_former_version_still_set_what_they_say(stage: Stage, boris: Actor) -> None:
    old = await old_panel(stage, boris, boris.chat)
    assert await boris.presses(old, "As file") == "Сохранено"
    await stage.until(lambda: "Присылать файлом: да" in old.buttons, "the page of that setting")


async def test_two_admins_see_the_true_state_on_the_one_panel_of_their_group(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.world.chats[painters.chat_id].members[boris.user.id] = Status.ADMINISTRATOR
    panel = await alice.opens_settings("Who draws", painters)
    people = stage.sandbox.people
    place = (painters.chat_id, panel.message.id)
    answered = len(stage.answers)
    for actor, key in ((alice, "Drawing here: on"), (boris, "Limit: 5 a day"), (alice, "Limit: 20 a day")):
        people.press(actor.user.id, *place, panel.buttons[key])

    async def shows_the_truth() -> bool:
        ((is_off, limit),) = await stage.rows(f"SELECT is_off, per_day FROM chats WHERE id = {painters.chat_id}")
        assert is_off, "one undid what the other had set"
        return bool(re.search(rf"(?m)^(Limit|Лимит): {limit} ", panel.text)) and bool(
            re.search(r"(?m)^(Drawing here: off|Рисовать здесь: нет)", panel.text)
        )

    await stage.until(lambda: len(stage.answers) == answered + 3, "all answers")
    await stage.until_async(shows_the_truth, "the panel to show what is set")
    assert panels(painters) == [panel]


async def test_an_admin_takes_over_the_panel_that_another_has_asked_for(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    stage.world.chats[painters.chat_id].members[boris.user.id] = Status.ADMINISTRATOR
    first = await alice.opens_settings("Who draws", painters)
    await boris.opens_settings("Кто рисует", painters)
    await stage.until(lambda: first.is_gone, "the first panel gone")
    assert len(panels(painters)) == 1


async def test_a_page_that_is_not_there_is_the_first_one(stage: Stage, alice: Actor) -> None:
    panel = await alice.opens_settings("Picture")
    whose = alice.user.id
    data = PageButton(whose=whose, page=Page.GROUP).pack()
    panel.message.keyboard = [[{"text": "group", "callback_data": data}]]
    await alice.presses(panel, "group")
    await stage.until(lambda: panel.text.startswith("Settings\n"), "the first page")


async def test_after_forget_a_panel_begins_anew(stage: Stage, alice: Actor) -> None:
    panel = await alice.opens_settings("Picture")
    alice.writes("/forget")
    await alice.presses(await alice.chat.said("Shall I forget"), "Yes, forget")
    await alice.chat.said("Forgotten.")
    await alice.presses(panel, "Wide 16:9")
    await stage.until(lambda: "✓ Wide 16:9" in panel.buttons, "the page")
    assert panels(alice.chat) == [panel]
