"""Reading of what aiogram cannot parse: what is optional goes, what is left is handled, and no input takes long."""

import copy
import json
import sys
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import (
    AnswerCallbackQuery,
    CopyMessage,
    DeleteMessage,
    EditMessageText,
    GetMe,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import Message, Update
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from drawing.clock import SystemClock
from handlers.telegram.chat_info import GetRawChat, GetRawChatMember
from handlers.telegram.intake import GetRawUpdates, Intake
from handlers.telegram.lenient import ROUNDS, UNREAD
from handlers.telegram.session import BoundedSession
from tests.contract.botapi.validator import BotApi

SESSION = BoundedSession()
BOT = Bot("1:AAHunitunitunitunitunitunitunitunit")
DESCRIPTION = BotApi()
ANN = {"id": 5, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "username": "ann", "language_code": "en"}
ARTBOT = {"id": 1, "is_bot": True, "first_name": "artbot", "username": "artbot"}
GROUP = {"id": -7, "type": "supergroup", "title": "Painters", "is_forum": True}
PHOTO = [{"file_id": "A", "file_unique_id": "B", "width": 9, "height": 9, "file_size": 1}]
OPTION = {"persistent_id": "1", "text": "yes", "voter_count": 0}
POLL = {
    "id": "1",
    "question": "?",
    "options": [OPTION],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
BUTTONS = {"inline_keyboard": [[{"text": "again", "callback_data": "pic:1:again"}]]}


def said(number: int, **fields: Any) -> dict[str, Any]:
    return {"message_id": number, "date": 1_800_000_000, "chat": copy.deepcopy(GROUP), "from": dict(ANN), **fields}


RICH = said(
    9,
    text="/draw a cat",
    entities=[{"type": "bot_command", "offset": 0, "length": 5}, {"type": "text_mention", "offset": 6, "length": 1}],
    forward_origin={"type": "user", "sender_user": ANN, "date": 1},
    message_thread_id=4,
    is_topic_message=True,
    link_preview_options={"is_disabled": True},
    story={"chat": GROUP, "id": 1},
    poll=POLL,
    giveaway={"chats": [GROUP, GROUP], "winners_selection_date": 1, "winner_count": 1},
    external_reply={"origin": {"type": "chat", "sender_chat": GROUP, "date": 1}, "photo": PHOTO},
    quote={"text": "a dog", "position": 0, "entities": [{"type": "bold", "offset": 0, "length": 1}]},
    reply_to_message=said(
        8,
        text="a dog",
        photo=PHOTO,
        poll=POLL,
        reply_markup=BUTTONS,
        forward_origin={"type": "hidden_user", "sender_user_name": "Eve", "date": 1},
    ),
)
PRESS = {"id": "3", "from": ANN, "chat_instance": "1", "data": "pic:1:again", "message": {**RICH, "from": ARTBOT}}
UPDATES: list[dict[str, Any]] = [
    {"update_id": 6, "message": RICH},
    {"update_id": 6, "edited_message": RICH | {"edit_date": 1_800_000_001}},
    {"update_id": 6, "callback_query": PRESS},
]
WORTHLESS = st.sampled_from([{}, [[]], {"type": "newer than this"}, 1.5, 10**30, "\ud800", [7, {}], {"id": {}}, -1])


def objects(value: Any, kind: str, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """All objects in a value, by the paths to them, with the names of their types."""
    if kind.startswith("Array of "):
        for index, item in enumerate(value):
            yield from objects(item, kind.removeprefix("Array of "), (*path, index))
    elif isinstance(value, dict):
        member = DESCRIPTION._member(value, kind)
        assert member is not None, (path, kind)
        yield path, member
        for name, item in value.items():
            yield from objects(item, DESCRIPTION._types[member][name][0], (*path, name))


def optional_parts(value: Any, kind: str) -> list[tuple[Any, ...]]:
    """The paths of all optional parts of all its objects, there or not."""
    return [
        (*path, name)
        for path, member in objects(value, kind)
        for name, (_, is_required) in DESCRIPTION._types[member].items()
        if not is_required
    ]


def required_parts(value: Any, kind: str) -> list[tuple[Any, ...]]:
    return [
        (*path, name)
        for path, member in objects(value, kind)
        for name, (_, is_required) in DESCRIPTION._types[member].items()
        if is_required
    ]


def with_part(value: Any, path: tuple[Any, ...], part: Any) -> Any:
    changed = place = json.loads(json.dumps(value))  # where nothing is the same object as something else
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = part
    return changed


CORE = {"message_id", "date", "chat", "from", "text", "data", "id", "chat_instance", "update_id", "message"}


def is_core(path: tuple[Any, ...]) -> bool:
    """Whether nobody could answer without it: it is what the event says, or a required part of who and where."""
    inner = [step for step in path[1:] if step not in {"chat", "from"}]
    names = set(map(str, path))
    return path[-1] in CORE and (len(inner) <= 1 or not names & {"reply_to_message", "story", "poll", "giveaway"})


def read(update: Any) -> Update | None:
    intake = Intake(BOT, lambda _: None, SystemClock(), None)  # type: ignore[arg-type, return-value]
    return intake._read(update)


def places() -> st.SearchStrategy[tuple[dict[str, Any], tuple[Any, ...]]]:
    """An update, and an optional part of it; or a required one of an optional part."""
    found = []
    for update in UPDATES:
        kinds = [kind for kind in update if kind != "update_id"]
        paths = [*optional_parts(update, "Update"), *required_parts(update, "Update")]
        optional_whole = {"reply_to_message", "external_reply", "quote", "poll", "story", "giveaway", "forward_origin"}
        for path in paths:
            is_inside_optional = bool(optional_whole & set(map(str, path[:-1])))
            is_optional = path in set(optional_parts(update, "Update"))
            if path[0] in kinds and len(path) > 1 and (is_inside_optional or (is_optional and not is_core(path))):
                found.append((update, path))
    return st.sampled_from(found)


def core(update: Update) -> tuple[Any, ...]:
    event = update.message or update.edited_message or update.callback_query
    assert event is not None
    message = event if isinstance(event, Message) else event.message
    chat = message.chat.id if message else None
    return type(event).__name__, chat, event.from_user and event.from_user.id, getattr(message, "text", None)


@pytest.mark.fault("31")
@given(places(), WORTHLESS)
@example((UPDATES[0], ("message", "forward_origin")), {"type": "hidden_user", "date": 1})
@example((UPDATES[0], ("message", "story")), {})
@example((UPDATES[0], ("message", "reply_to_message", "external_reply")), {"origin": {"type": "new"}})
@example((UPDATES[0], ("message", "external_reply", "origin", "type")), "new")
@example((UPDATES[0], ("message", "poll")), {"id": "1", "question": "?", "options": []})
@example((UPDATES[2], ("callback_query", "message", "story")), {})
def test_any_optional_part_that_cannot_be_read_is_left_out(
    place: tuple[dict[str, Any], tuple[Any, ...]], part: Any
) -> None:
    update, path = place
    changed = with_part(update, path, part)
    as_sent = copy.deepcopy(changed)
    good = read(update)
    assert good is not None

    found = read(changed)

    assert found is not None, (path, part)
    assert core(found) == core(good)
    assert changed == as_sent, "what was fetched is not changed: it is compared with what comes again"


SIBLINGS = [path for path in optional_parts(UPDATES[0], "Update") if len(path) == 2 and path[0] == "message"]


@pytest.mark.parametrize("path", [path for path in SIBLINGS if path[1] in RICH and path[1] not in {"text", "from"}])
def test_nothing_else_goes_with_it(path: tuple[str, str]) -> None:
    found = read(with_part(UPDATES[0], path, {"type": "newer than this"}))

    assert found is not None
    assert found.message is not None
    kept = found.message.model_dump(exclude_unset=True, by_alias=True)
    assert RICH.keys() - kept.keys() <= {path[1]}


def test_of_a_list_the_bad_ones_go_and_of_a_reply_its_bad_parts() -> None:
    message = with_part(RICH, ("entities",), [{}, RICH["entities"][0], 3, None, {"type": "bold", "offset": "x"}])
    message["reply_to_message"] |= {"story": {}, "photo": [*PHOTO, {}], "quote": {"text": {}}}
    message["giveaway"]["chats"] = [GROUP, {"id": 1}]

    found = read({"update_id": 6, "message": message})

    assert found is not None
    assert found.message is not None
    assert [one.type for one in found.message.entities or ()] == ["bot_command"]
    replied = found.message.reply_to_message
    assert replied is not None
    assert (replied.text, replied.message_id, len(replied.photo or ())) == ("a dog", 8, 1)
    assert found.message.giveaway is not None
    assert len(found.message.giveaway.chats) == 1


@pytest.mark.parametrize("kind", ["message", "edited_message"])
@pytest.mark.parametrize(
    ("path", "part"),
    [
        (("from",), {}),
        (("from",), {"id": 5}),
        (("from", "id"), "x"),
        (("chat",), {}),
        (("chat", "id"), {}),
        (("date",), "yesterday"),
        (("message_id",), []),
    ],
)
def test_without_who_where_and_when_there_is_nothing_to_read(
    kind: str, path: tuple[str, ...], part: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert read({"update_id": 6, kind: with_part(RICH, path, part)}) is None
    assert [record.getMessage() for record in caplog.records] == ["update 6 is unreadable (Unreadable); skipped"]


def test_a_good_event_is_read_beside_one_that_is_not() -> None:
    found = read({"update_id": 6, "message": RICH, "poll": {}, "chat_boost": {"boost": 1}})

    assert found is not None
    assert found.message is not None


def test_no_content_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    assert read(with_part(UPDATES[0], ("message", "story"), {"SECRET": "SECRET"})) is not None
    assert read(with_part(UPDATES[0], ("message", "date"), "SECRET")) is None
    assert len(caplog.records) == 2
    assert "SECRET" not in caplog.text


# Bounds


class Steps:
    """Calls of functions, which count what is done without a look at a clock."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> "Steps":
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _note(self, *_: object) -> None:
        self.count += 1


def nested(depth: int) -> dict[str, Any]:
    message: dict[str, Any] = {"story": {}}
    for number in range(depth):
        message = said(number + 1, reply_to_message=message, story={})
    return message


HOSTILE = {
    "entities": lambda size: {"entities": [{}] * size},
    "numbers": lambda size: {"entities": list(range(size))},
    "sizes of photos": lambda size: {"photo": [{"file_id": {}}] * (size // 2)},
    "unknown members": lambda size: {"paid_media": {"star_count": 1, "paid_media": [{"type": "x"}] * (size // 2)}},
    "buttons": lambda size: {"reply_markup": {"inline_keyboard": [[{}]] * (size // 2)}},
    "half pairs": lambda size: {"new_chat_photo": ["\ud800"] * size},
    "unknown parts": lambda size: {f"part{number}": 10**30 for number in range(size // 2)},
    "replies": lambda size: {"reply_to_message": nested(size // 20)},
    "faulty parts of many": lambda size: {"giveaway": {"chats": [GROUP | {"id": {}}] * (size // 8)}},
}


STEPS = 120  # at most for each value


@pytest.mark.fault("31")
@pytest.mark.parametrize("size", [4_000, 19_000])
@pytest.mark.parametrize("kind", HOSTILE)
def test_the_steps_grow_with_the_size_alone(kind: str, size: int) -> None:
    message = said(9, text="/draw a cat") | HOSTILE[kind](size)
    with Steps() as counted:
        found = read({"update_id": 6, "message": message})

    assert counted.count < size * STEPS
    assert found is not None
    assert found.message is not None
    assert found.message.text == "/draw a cat"


@pytest.mark.parametrize("where", ["message", "reply_to_message"])
def test_what_aiogram_takes_longer_for_with_each_level_is_not_parsed(where: str) -> None:
    text: Any = "deep"
    for _ in range(12):
        text = {"type": "bold", "text": text}
    rich = {UNREAD: {"blocks": [{"type": "paragraph", "text": text}]}}
    message = RICH | (rich if where == "message" else {"reply_to_message": RICH["reply_to_message"] | rich})

    found = read({"update_id": 6, "message": message})

    assert found is not None
    assert found.message is not None
    assert found.message.reply_to_message is not None
    answer = answered(SendMessage(chat_id=-7, text="x"), json.dumps({"ok": True, "result": message}))
    assert isinstance(answer, Message)


def models_in(annotation: Any, *, is_tagged: bool = False) -> Iterator[tuple[type[BaseModel], bool]]:
    """The models that a field may hold, and whether all of several are tried to find the one that fits."""
    annotation = getattr(annotation, "__value__", annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        tagged = any(isinstance(one, FieldInfo) and one.discriminator for one in arguments[1:])
        yield from models_in(arguments[0], is_tagged=is_tagged or tagged)
    elif origin in {Union, types.UnionType}:
        found = [pair for one in arguments for pair in models_in(one)]
        are_many = sum(one is not type(None) for one in arguments) > 1
        yield from ((model, is_tried or (are_many and not is_tagged)) for model, is_tried in found)
    elif origin in {list, tuple} and arguments:
        if not isinstance(arguments[0], str):  # its own name: a list of itself
            yield from models_in(arguments[0])
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, False


def reachable(start: type[BaseModel]) -> dict[type[BaseModel], list[tuple[str, FieldInfo, type[BaseModel], bool]]]:
    found: dict[type[BaseModel], list[tuple[str, FieldInfo, type[BaseModel], bool]]] = {}
    waiting = [start]
    while waiting:
        model = waiting.pop()
        if model in found:
            continue
        found[model] = [
            (name, field, inner, is_tried)
            for name, field in model.model_fields.items()
            if name != UNREAD
            for inner, is_tried in models_in(field.annotation, is_tagged=bool(field.discriminator))
        ]
        waiting += [inner for _, _, inner, _ in found[model]]
    return found


def test_only_messages_that_may_be_inaccessible_are_unions_whose_members_are_all_tried() -> None:
    """Of any other that may hold itself, each level would take many times longer."""
    tried = {inner.__name__ for fields in reachable(Update).values() for _, _, inner, is_tried in fields if is_tried}

    assert tried == {"Message", "InaccessibleMessage"}


def test_the_rounds_are_enough_for_the_longest_chain_of_required_parts() -> None:
    graph = reachable(Update)

    def longest(model: type[BaseModel], above: tuple[type[BaseModel], ...] = ()) -> int:
        assert model not in above, "no thing can require itself"
        chains = [
            longest(inner, (*above, model)) + 2  # the part, and its place in a list
            for _, field, inner, _ in graph[model]
            if field.is_required()
        ]
        return max(chains, default=1)

    assert 2 * max(map(longest, graph)) <= ROUNDS * 2
    assert max(map(longest, graph)) + 2 <= ROUNDS


# Answers


def answered(method: TelegramMethod[Any], content: str, status: int = 200) -> Any:
    return SESSION.check_response(BOT, method, status, content).result


SENT = {**RICH, "from": ARTBOT, "chat": GROUP}
METHODS: list[TelegramMethod[Any]] = [
    SendMessage(chat_id=-7, text="x"),
    EditMessageText(chat_id=-7, message_id=9, text="x"),
]


@given(
    st.sampled_from(METHODS),
    st.sampled_from([path for path in optional_parts(SENT, "Message") if path != ("from",)]),
    WORTHLESS,
)
@pytest.mark.fault("30")
def test_an_answer_with_an_unreadable_part_is_done_and_tells_its_message(
    method: TelegramMethod[Any], path: tuple[Any, ...], part: Any
) -> None:
    message = answered(method, json.dumps({"ok": True, "result": with_part(SENT, path, part)}))

    assert isinstance(message, Message)
    assert (message.message_id, message.chat.id) == (9, -7)


@pytest.mark.fault("30")
@pytest.mark.parametrize("result", [{"message_id": 9}, {"message_id": 9, "date": {}, "chat": []}, {**SENT, "chat": {}}])
@pytest.mark.parametrize("method", METHODS)
def test_the_number_of_a_message_is_taken_from_what_is_no_message(method: TelegramMethod[Any], result: Any) -> None:
    message = answered(method, json.dumps({"ok": True, "result": result}))

    assert isinstance(message, Message)
    assert (message.message_id, message.chat.id) == (9, -7)


@pytest.mark.parametrize("answer", [{"result": {}}, {"result": []}, {"result": None}, {}, {"result": "sent"}])
@pytest.mark.parametrize(
    "method",
    [
        *METHODS,
        AnswerCallbackQuery(callback_query_id="1"),
        DeleteMessage(chat_id=-7, message_id=9),
        CopyMessage(chat_id=1, from_chat_id=2, message_id=3),
    ],
)
def test_what_telegram_says_is_done_is_done(method: TelegramMethod[Any], answer: dict[str, Any]) -> None:
    result = answered(method, json.dumps({"ok": True, **answer}))

    assert result is True or result.message_id == 0


@pytest.mark.parametrize("answer", [{"result": {"x": {}}}, {"result": []}, {"result": None}, {}, {"result": "x"}])
@pytest.mark.parametrize("method", [GetMe(), GetRawUpdates()])
def test_an_answer_to_a_question_is_not_made_up(method: TelegramMethod[Any], answer: dict[str, Any]) -> None:
    if answer == {"result": []} and isinstance(method, GetRawUpdates):
        assert answered(method, json.dumps({"ok": True, **answer})) == []
    else:
        with pytest.raises(ClientDecodeError):
            answered(method, json.dumps({"ok": True, **answer}))


@pytest.mark.parametrize("method", [GetRawChat(chat_id=-7), GetRawChatMember(chat_id=-7, user_id=1)])
@pytest.mark.parametrize("answer", [{}, {"result": None}, {"result": [1]}, {"result": "x"}])
def test_what_is_asked_about_a_chat_is_not_made_up_either(method: TelegramMethod[Any], answer: dict[str, Any]) -> None:
    with pytest.raises(ClientDecodeError):
        answered(method, json.dumps({"ok": True, **answer}))


def test_who_the_bot_is_is_read_beside_what_cannot_be_read() -> None:
    me = ARTBOT | {"last_name": {}, "can_join_groups": "perhaps", "has_topics_enabled": {"type": "new"}}

    assert answered(GetMe(), json.dumps({"ok": True, "result": me})).username == "artbot"


def refusal(**fields: Any) -> str:
    return json.dumps(
        {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"} | fields
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"parameters": {}},
        {"parameters": []},
        {"parameters": {"retry_after": "soon"}},
        {"parameters": {"migrate_to_chat_id": {}}},
        {"result": {"type": "new"}},
        {"error_code": {}},
    ],
)
def test_a_refusal_with_an_unreadable_part_is_that_refusal(fields: dict[str, Any]) -> None:
    with pytest.raises(TelegramForbiddenError, match="blocked"):
        answered(METHODS[0], refusal(**fields), 403)


def test_a_wait_is_read_beside_what_cannot_be_read() -> None:
    parameters = {"retry_after": 7, "migrate_to_chat_id": {}}

    with pytest.raises(TelegramRetryAfter) as caught:
        answered(METHODS[0], refusal(parameters=parameters, error_code=429), 429)

    assert caught.value.retry_after == 7


@pytest.mark.parametrize("content", ["", "{", "<html>", "[]", "5", "null", '"x"', "{}", '{"ok": {}}', '{"result": 1}'])
def test_what_is_no_answer_says_nothing_of_what_was_done(content: str) -> None:
    with pytest.raises(ClientDecodeError):
        answered(METHODS[0], content)


def test_a_refusal_without_a_description_is_one() -> None:
    with pytest.raises(TelegramAPIError):
        answered(METHODS[0], refusal(description={}), 403)
