"""Somebody asks for a picture, and gets it where they asked."""

import pytest

from sandbox.telegram.population import BOT
from tests.flows.people import Actor, Place
from tests.flows.stage import Stage


@pytest.mark.fault("22")
async def test_a_request_in_private_becomes_a_picture_in_reply_to_it(stage: Stage, alice: Actor) -> None:
    request = alice.writes("/draw a red cat --no hat --ar 16:9 --seed 42")
    picture = await alice.chat.picture()
    assert picture.replies_to == request.id
    assert picture.code == picture.text == "a red cat --no hat --ar 16:9 --seed 42"
    assert picture.message.photo is not None
    assert (picture.message.photo.largest.width, picture.message.photo.largest.height) == (128, 72)


async def test_what_the_service_is_sent_is_what_its_documentation_asks_for(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw hot dog::2 mustard::0.5 bun --no hat::0.5 --ar 16:9 --seed 9223372036854775807")
    await alice.chat.picture()
    assert stage.submitted == [
        {
            "modelUri": "art://b1gflows/yandex-art/latest",
            "messages": [
                {"text": "hot dog", "weight": "2"},
                {"text": "mustard", "weight": "0.5"},
                {"text": "bun", "weight": "1"},
                {"text": "hat", "weight": "-0.5"},
            ],
            "generationOptions": {
                "mimeType": "image/jpeg",
                "seed": "9223372036854775807",
                "aspectRatio": {"widthRatio": "16", "heightRatio": "9"},
            },
        }
    ]


async def test_a_request_without_a_shape_leaves_it_to_the_service(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a red cat --seed 1")
    await alice.chat.picture()
    assert "aspectRatio" not in stage.submitted[0]["generationOptions"]


async def test_negatives_can_be_sent_as_words(world: Stage, alice: Actor) -> None:
    await world.start(negatives="words")
    alice.writes("/draw a red cat --no hat, dog --seed 7")
    picture = await alice.chat.picture()
    assert world.submitted[0]["messages"] == [{"text": "a red cat, without hat, dog", "weight": "1"}]
    assert picture.code == "a red cat --no hat, dog --seed 7"


async def test_a_prompt_that_fits_is_drawn_also_where_negatives_are_sent_as_words(world: Stage, alice: Actor) -> None:
    await world.start(negatives="words")
    alice.writes(f"/draw {'x' * 495} --no hat")
    await alice.chat.picture()


async def test_in_a_group_the_slot_replies_and_becomes_the_picture(stage: Stage, alice: Actor, painters: Place) -> None:
    stage.hold_drawings()
    request = alice.writes("/draw a red cat", in_=painters)
    slot = await painters.said("Working on it")
    assert slot.replies_to == request.id
    stage.finish_drawings()
    picture = await painters.picture()
    assert picture.message.id == slot.message.id
    assert len(painters.messages) == 1


async def test_in_a_topic_the_picture_comes_in_that_topic(stage: Stage, alice: Actor, boris: Actor) -> None:
    first = alice.writes("/draw a red cat", in_=stage.cats)
    second = boris.writes("/draw маяк", in_=stage.landscapes)
    assert (await stage.cats.picture()).replies_to == first.id
    assert (await stage.landscapes.picture()).replies_to == second.id
    assert len(stage.studio.messages) == 0


async def test_in_the_general_topic_the_picture_comes_in_the_general_topic(stage: Stage, alice: Actor) -> None:
    request = alice.writes("/draw a red cat", in_=stage.studio)
    assert (await stage.studio.picture()).replies_to == request.id
    assert stage.cats.messages == stage.landscapes.messages == []


async def test_the_caption_pasted_draws_the_same_picture_again(stage: Stage, alice: Actor, boris: Actor) -> None:
    alice.writes("/draw forest::2 fog::0.5 --no people, cars::0.3 --ar 3:2")
    first = await alice.chat.picture()
    boris.writes(first.text)
    await boris.confirms()
    second = await boris.chat.picture()
    assert second.data == first.data
    assert second.text == first.text


async def test_another_seed_draws_another_picture(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a red cat --seed 1")
    alice.writes("/draw a red cat --seed 2")
    await alice.chat.picture(2)
    first, second = alice.chat.pictures
    assert first.data != second.data


async def test_a_plain_sentence_is_drawn_in_private_and_ignored_in_a_group(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    stage.sandbox.telegram.api.behaviour.privacy_mode = False
    alice.writes("what shall we paint today?", in_=painters)
    request = alice.writes("a red cat\non a mat --seed 5")
    await alice.confirms()
    picture = await alice.chat.picture()
    assert (picture.replies_to, picture.code) == (request.id, "a red cat on a mat --seed 5")
    alice.writes("/draw a dog --seed 6", in_=painters)
    await painters.picture()
    assert [said.text for said in painters.messages] == ["a dog --seed 6"]


@pytest.mark.parametrize("command", ["/imagine", "/Draw", f"/draw@{BOT.username}"])
async def test_other_spellings_of_the_command_draw_too(
    stage: Stage, alice: Actor, painters: Place, command: str
) -> None:
    alice.writes(f"{command} a red cat --seed 5", in_=painters)
    assert (await painters.picture()).code == "a red cat --seed 5"


async def test_draw_as_a_reply_draws_the_text_replied_to(stage: Stage, alice: Actor, painters: Place) -> None:
    described = stage.boris.writes("рыжий кот на крыше", in_=painters)
    request = alice.writes("/draw --ar 16:9 --seed 3", in_=painters, reply_to=described)
    picture = await painters.picture()
    assert picture.code == "рыжий кот на крыше --ar 16:9 --seed 3"
    assert picture.replies_to == request.id


async def test_draw_as_a_reply_to_a_quote_draws_only_what_is_quoted(
    stage: Stage, alice: Actor, painters: Place
) -> None:
    described = stage.boris.writes("I dreamt of a glass whale, and then I woke up", in_=painters)
    alice.writes("/draw --seed 3", in_=painters, reply_to=described, quote="a glass whale")
    assert (await painters.picture()).code == "a glass whale --seed 3"


async def test_a_reply_with_words_of_its_own_draws_these(stage: Stage, alice: Actor, painters: Place) -> None:
    described = stage.boris.writes("I dreamt of a glass whale", in_=painters)
    alice.writes("/draw a red cat --seed 3", in_=painters, reply_to=described)
    assert (await painters.picture()).code == "a red cat --seed 3"


async def test_draw_alone_in_a_topic_shows_how_to_ask(stage: Stage, alice: Actor, cats: Place) -> None:
    request = alice.writes("/draw", in_=cats)
    answer = await cats.said("Tell me what to draw")
    assert "/draw a red cat --no hat --ar 16:9" in answer.code
    assert answer.replies_to == request.id


async def test_repeat_gives_four_pictures_and_one_sound(stage: Stage, alice: Actor, painters: Place) -> None:
    request = alice.writes("/draw a red cat --repeat 4 --seed 10", in_=painters)
    await painters.picture(4)
    assert [picture.code for picture in painters.pictures] == [f"a red cat --seed {seed}" for seed in range(10, 14)]
    assert [picture.replies_to for picture in painters.pictures] == [request.id] * 4
    assert [picture.is_silent for picture in painters.pictures] == [False, True, True, True]
    assert len({picture.data for picture in painters.pictures}) == 4


async def test_a_file_comes_as_a_document_in_full_quality(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw a red cat --file --seed 2")
    document = await alice.chat.picture()
    assert document.message.document is not None
    assert document.message.document.name.endswith(".jpg")
    assert document.code == "a red cat --seed 2 --file"


async def test_a_spoiler_is_hidden_until_it_is_tapped(stage: Stage, alice: Actor) -> None:
    alice.writes("/draw the murderer --spoiler --seed 2")
    picture = await alice.chat.picture()
    assert picture.message.has_spoiler
    assert picture.code == "the murderer --seed 2 --spoiler"


@pytest.mark.fault("20")
@pytest.mark.parametrize("result", ["heavy", "broad"])
async def test_a_picture_that_is_no_photo_to_telegram_comes_as_a_document(
    stage: Stage, alice: Actor, result: str
) -> None:
    stage.service(result=result)
    alice.writes("/draw a long road --seed 2")
    document = await alice.chat.picture()
    assert document.message.document is not None
    assert document.code == "a long road --seed 2"
    assert len(stage.calls("editMessageMedia")) == 1


@pytest.mark.parametrize("refusal", ["PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED"])
async def test_a_picture_that_telegram_refuses_as_a_photo_comes_as_a_document(
    stage: Stage, alice: Actor, refusal: str
) -> None:
    stage.fault("telegram.editMessageMedia", "status", status=400, message=f"Bad Request: {refusal}", times=1)
    alice.writes("/draw a long road --seed 2")
    assert (await alice.chat.picture()).message.document is not None
