"""`/start` and `/help`: a newcomer draws by one press, and finds what they need on one screen."""

import pytest

from tests.flows.people import Actor, Place
from tests.flows.stage import Stage

EXAMPLES = {
    "en": ("a red cat by a blue house, autumn", "a lighthouse in a storm, oil painting"),
    "ru": ("рыжий кот у синего домика, осень", "маяк в шторм, масляная живопись"),
}
GREETING = {"en": "I draw what you describe.", "ru": "Рисую то, что вы опишете."}


def place_of(stage: Stage, actor: Actor, where: str) -> Place:
    return actor.chat if where == "private" else getattr(stage, where)


@pytest.mark.parametrize("where", ["private", "painters", "cats"])
@pytest.mark.parametrize("name", ["alice", "boris"])
async def test_one_press_after_start_draws_an_example(stage: Stage, name: str, where: str) -> None:
    actor: Actor = getattr(stage, name)
    language = actor.user.language_code or "en"
    place = place_of(stage, actor, where)
    actor.writes("/start", in_=place)
    greeting = await place.said(GREETING[language])
    assert (greeting.message.photo is not None) == (where == "private")
    for number, example in enumerate(EXAMPLES[language], 1):
        await actor.presses(greeting, f"🎨 {example}")
        assert (await place.picture(number)).text.startswith(f"{example} --seed ")
    assert [picture.replies_to for picture in place.pictures] == [greeting.message.id] * 2


async def test_the_picture_of_the_greeting_is_uploaded_once_and_known_to_telegram_from_then_on(
    stage: Stage, alice: Actor, boris: Actor
) -> None:
    alice.writes("/start")
    first = await alice.chat.said(GREETING["en"])
    boris.writes("/start")
    second = await boris.chat.said(GREETING["ru"])
    assert first.data == second.data
    assert first.message.photo is not None
    assert second.sent.parameters["photo"] == first.message.photo.largest.file_id
    assert first.sent.parameters["photo"] != second.sent.parameters["photo"]


@pytest.mark.parametrize("error", ["PHOTO_INVALID_DIMENSIONS", "not enough rights to send photos to the chat"])
async def test_where_the_picture_is_refused_the_greeting_comes_without_it(
    stage: Stage, alice: Actor, error: str
) -> None:
    stage.fault("telegram.sendPhoto", "status", status=400, message=f"Bad Request: {error}")
    alice.writes("/start")
    greeting = await alice.chat.said(GREETING["en"])
    assert greeting.message.photo is None
    stage.heal()
    await alice.presses(greeting, "🌐 Русский")
    await alice.chat.said(GREETING["ru"])
    await alice.presses(greeting, f"🎨 {EXAMPLES['ru'][0]}")
    await alice.chat.picture()


@pytest.mark.parametrize("where", ["private", "painters", "cats"])
async def test_the_language_is_beside_the_examples_and_changes_the_greeting_in_its_place(
    stage: Stage, alice: Actor, where: str
) -> None:
    place = place_of(stage, alice, where)
    alice.writes("/start", in_=place)
    greeting = await place.said(GREETING["en"])
    await alice.presses(greeting, "🌐 Русский")
    russian = await place.said(GREETING["ru"])
    assert russian.message.id == greeting.message.id
    assert f"🎨 {EXAMPLES['ru'][1]}" in russian.buttons
    alice.writes("/id", in_=place)
    await place.said("Ваш ID")
    await stage.restart()
    await alice.presses(russian, "🌐 English")
    assert (await place.said(GREETING["en"])).message.id == greeting.message.id


async def test_somebody_elses_greeting_keeps_its_language(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/start", in_=painters)
    greeting = await painters.said(GREETING["en"])
    await boris.presses(greeting, "🌐 Русский")
    await painters.said(GREETING["ru"])
    assert greeting.text.startswith(GREETING["en"])


@pytest.mark.parametrize("where", ["private", "painters", "cats"])
@pytest.mark.parametrize("name", ["alice", "boris"])
async def test_help_fits_one_screen_and_every_subject_opens_in_its_place_with_a_way_back(
    stage: Stage, name: str, where: str
) -> None:
    actor: Actor = getattr(stage, name)
    place = place_of(stage, actor, where)
    actor.writes("/help", in_=place)
    page = await place.said("Сказать точнее" if name == "boris" else "Say it more exactly")
    main, back = page.text, "‹ Назад" if name == "boris" else "‹ Back"
    subjects = dict(page.buttons)
    assert len(subjects) == 4
    seen = {main}
    for label in subjects:
        await actor.presses(page, label)
        await stage.until(lambda: page.text not in seen, f"the page {label}")
        assert len(page.text.splitlines()) <= 25
        seen.add(page.text)
        await stage.restart()
        await actor.presses(page, back)
        await stage.until(lambda: page.text == main, "the way back")
    assert len(main.splitlines()) <= 25
    assert len(place.messages) == 1


async def test_somebody_elses_help_is_not_turned_but_said_anew(
    stage: Stage, alice: Actor, boris: Actor, painters: Place
) -> None:
    alice.writes("/help", in_=painters)
    page = await painters.said("Say it more exactly")
    await boris.presses(page, "⌨️ Commands")
    await painters.said("/privacy")
    assert "Say it more exactly" in page.text
