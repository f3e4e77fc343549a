"""Plain text in private: what is hardly meant to be drawn is asked about first, and one deed is answered once."""

import pytest

from sandbox.telegram import wire
from tests.flows.people import Actor, Place, Said
from tests.flows.stage import Stage

DRAW_THIS = {"en": "Draw this?", "ru": "Нарисовать это?"}
NO_PICTURES = [
    ("привет", "Здравствуйте!"),
    ("Добрый вечер!", "Здравствуйте!"),
    ("привет, бот, ты тут", "Здравствуйте!"),
    ("Здравствуйте, нарисуйте что-нибудь", "Здравствуйте!"),
    ("спасибо большое", "Пожалуйста!"),
    ("Спасибо, очень красиво!", "Пожалуйста!"),
    ("thanks a lot", "Пожалуйста!"),
    ("как дела?", "Разговаривать я не умею"),
    ("что ты умеешь рисовать и сколько это стоит?", "Разговаривать я не умею"),
    ("?", "нет слов"),
    ("…🙈 👍!", "нет слов"),
    ("🦊", "нет слов"),
    ("https://example.org/a/b?c=d", "Я не открываю ссылки"),
    ("example.org @somebody", "Я не открываю ссылки"),
]
PICTURES = [
    "рыжий кот",
    "42",
    "Hello Kitty в космосе",
    "утро в деревне",
    "кот!",
    "плакат «Кто ты?»",
    "спасибо деду",
    "猫",
]


async def acquainted(actor: Actor) -> None:
    """Somebody who has had a picture drawn."""
    actor.writes("/draw a hen --seed 99")
    await actor.chat.picture()


def question(actor: Actor) -> Said:
    return next(said for said in actor.chat.messages if set(said.buttons) & set(DRAW_THIS.values()))


async def nothing_else(stage: Stage, actor: Actor, messages: int, submitted: int) -> None:
    """After all is handled there are so many messages of the bot's, and so many pictures are paid for."""
    actor.writes("/id")
    await actor.chat.said("ID" if actor.user.language_code == "ru" else "Your id")
    await stage.everything_is_told()
    assert len(actor.chat.messages) == messages + 1
    assert len(stage.submitted) == submitted


@pytest.mark.parametrize("name", ["alice", "boris"])
async def test_the_first_text_of_a_newcomer_is_drawn_when_they_say_so_and_the_next_at_once(
    stage: Stage, name: str
) -> None:
    actor: Actor = getattr(stage, name)
    words = {"alice": "a lighthouse", "boris": "маяк"}[name]
    request = actor.writes(f"{words} --seed 1")
    await stage.until(lambda: actor.chat.messages, "the question")
    asked = question(actor)
    assert list(asked.buttons) == [DRAW_THIS[actor.user.language_code or "en"]]
    assert asked.replies_to == request.id
    assert stage.submitted == []
    assert await actor.confirms() in {"Drawing it", "Рисую"}
    picture = await actor.chat.picture()
    assert (picture.text, picture.replies_to) == (f"{words} --seed 1", request.id)
    actor.writes(f"{words} --seed 2")
    assert (await actor.chat.picture(2)).text == f"{words} --seed 2"
    assert [said.text for said in actor.chat.messages] == [f"{words} --seed 1", f"{words} --seed 2"]


@pytest.mark.parametrize("text", PICTURES)
async def test_what_can_be_a_picture_is_drawn_for_those_who_know_the_bot(stage: Stage, boris: Actor, text: str) -> None:
    await acquainted(boris)
    boris.writes(text)
    assert (await boris.chat.picture(2)).text.startswith(text)


@pytest.mark.parametrize(("text", "kind"), NO_PICTURES)
async def test_what_describes_no_picture_is_asked_about_also_of_those_who_know_the_bot(
    stage: Stage, boris: Actor, text: str, kind: str
) -> None:
    await acquainted(boris)
    boris.writes(text)
    answer = await boris.chat.said(kind)
    assert list(answer.buttons) == ["Нарисовать это?"]
    await nothing_else(stage, boris, 2, 1)
    await boris.confirms()
    await boris.chat.picture(2)


async def test_the_button_serves_once_however_it_is_pressed_and_after_a_restart(stage: Stage, alice: Actor) -> None:
    alice.writes("a red cat --seed 1")
    await stage.until(lambda: alice.chat.messages, "the question")
    asked = question(alice)
    await stage.restart()
    twice = wire.message(stage.world, asked.message)
    await alice.confirms()
    await alice.chat.picture()
    query = stage.world.add_query(alice.chat.chat, alice.user.id)
    data = asked.buttons["Draw this?"]
    press = {"id": query.id, "from": wire.user(alice.user), "chat_instance": "1", "data": data, "message": twice}
    stage.world.updates.put("callback_query", press)
    answer = await stage.until(lambda: stage.answers.get(query.id), "an answer")
    assert "already" in answer.details["text"]
    await nothing_else(stage, alice, 1, 1)


async def test_a_question_whose_text_is_gone_says_so_and_draws_nothing(stage: Stage, alice: Actor) -> None:
    text = alice.writes("a red cat")
    await stage.until(lambda: alice.chat.messages, "the question")
    alice.deletes(text)
    assert "send it again" in await alice.confirms()
    asked = question(alice)
    query = stage.world.add_query(alice.chat.chat, alice.user.id)
    press = {"id": query.id, "from": wire.user(alice.user), "chat_instance": "1", "data": asked.buttons["Draw this?"]}
    old = wire.inaccessible_message(stage.world, alice.chat.chat, asked.message.id)
    stage.world.updates.put("callback_query", press | {"message": old})
    await stage.until(lambda: stage.answers.get(query.id), "an answer")
    assert stage.submitted == []


async def test_a_forged_press_draws_no_text_that_was_not_asked_about(stage: Stage, alice: Actor) -> None:
    alice.writes("a red cat")
    await stage.until(lambda: alice.chat.messages, "the question")
    data = question(alice).buttons["Draw this?"]
    alice.writes("/help")
    page = await alice.chat.said("Say it more exactly")
    query = stage.world.add_query(alice.chat.chat, alice.user.id)
    message = wire.message(stage.world, page.message) | {"reply_to_message": wire.message(stage.world, page.message)}
    press = {"id": query.id, "from": wire.user(alice.user), "chat_instance": "1", "data": data, "message": message}
    stage.world.updates.put("callback_query", press)
    answer = await stage.until(lambda: stage.answers.get(query.id), "an answer")
    assert "no longer works" in answer.details["text"]
    assert stage.submitted == []


async def test_a_text_that_is_edited_after_the_question_is_drawn_as_it_is_now(stage: Stage, alice: Actor) -> None:
    text = alice.writes("hello")
    await alice.chat.said("Hello!")
    alice.edits(text, "a red cat --seed 1")
    assert (await alice.chat.picture()).text == "a red cat --seed 1"
    await nothing_else(stage, alice, 1, 1)


async def test_a_mistake_in_a_first_text_is_told_instead_of_asking(stage: Stage, alice: Actor) -> None:
    alice.writes("a cat --ar 9:1")
    await alice.chat.said("This shape is not valid")
    await nothing_else(stage, alice, 1, 0)


async def test_a_reply_to_a_picture_is_never_asked_about(stage: Stage, alice: Actor) -> None:
    await acquainted(alice)
    reply = alice.writes("at night?", reply_to=alice.chat.pictures[0])
    assert (await alice.chat.picture(2)).replies_to == reply.id


def forwards(stage: Stage, actor: Actor, texts: list[str]) -> None:
    """Somebody forwards what was said in a group, all at once."""
    for text in texts:
        post = stage.boris.writes(text, in_=stage.painters)
        stage.sandbox.people.forward(actor.user.id, post.chat_id, post.id, actor.chat.chat_id)


async def test_posts_that_are_forwarded_together_are_asked_about_together(stage: Stage, alice: Actor) -> None:
    await acquainted(alice)
    forwards(stage, alice, [f"post number {number}" for number in range(10)])
    asked = await alice.chat.said("I draw what you forward only if you want it")
    await nothing_else(stage, alice, 2, 1)
    await alice.presses(asked, "Draw this?")
    assert (await alice.chat.picture(2)).text.startswith("post number 0")
    stage.clock.move(60)
    forwards(stage, alice, ["another post"])
    await alice.chat.said("I draw what you forward only if you want it")


@pytest.mark.parametrize("captions", [["", "", ""], ["a cat", "a dog", ""]])
async def test_an_album_is_answered_once(stage: Stage, alice: Actor, captions: list[str]) -> None:
    stage.sandbox.people.send_album(alice.user.id, alice.chat.chat_id, captions)
    await nothing_else(stage, alice, 1, 0)


@pytest.mark.parametrize("where", ["private", "painters", "cats"])
async def test_an_album_with_the_command_is_drawn_without_a_lesson(stage: Stage, alice: Actor, where: str) -> None:
    place: Place = alice.chat if where == "private" else getattr(stage, where)
    captions = ["/draw a cat --seed 1", "", "words under another photo"]
    stage.sandbox.people.send_album(alice.user.id, place.chat_id, captions, thread_id=place.thread_id)
    await place.picture()
    await stage.everything_is_told()
    assert len(place.messages) == 1


async def test_an_album_with_another_command_is_one_deed_too(stage: Stage, alice: Actor) -> None:
    stage.sandbox.people.send_album(alice.user.id, alice.chat.chat_id, ["/help", "", ""])
    await alice.chat.said("Say it more exactly")
    await nothing_else(stage, alice, 1, 0)


@pytest.mark.parametrize("command", ["", "/draw "])
@pytest.mark.parametrize("length", [4096, 2100], ids=["cut at the limit", "cut at a paragraph"])
async def test_nothing_of_a_text_that_came_in_pieces_is_drawn_and_it_is_answered_once(
    stage: Stage, alice: Actor, command: str, length: int
) -> None:
    await acquainted(alice)
    for piece in ((command + "ж" * length)[:4096], "ж" * length, "the end of the story"):
        alice.writes(piece)
    await alice.chat.said("This is too long")
    await nothing_else(stage, alice, 2, 1)
    stage.clock.move(60)
    alice.writes("a story --seed 1")
    assert (await alice.chat.picture(2)).text == "a story --seed 1"


async def test_two_commands_of_one_instant_are_two_drawings(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a cat --seed 1")
    alice.writes("/draw a cat --seed 1")
    await alice.chat.picture(2)
