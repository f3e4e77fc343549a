"""Good updates of every kind, as the Bot API documents them: what the hostile ones are made of."""

import random
from typing import Any, Final

from tests.fuzz import hostile

NOW: Final = 1_795_000_000
BOT_ID: Final = 4242

_ANN: Final = {"id": 1001, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "language_code": "en-GB"}
_BORIS: Final = {"id": 1002, "is_bot": False, "first_name": "Борис", "username": "boris", "language_code": "ru"}
_BOT: Final = {"id": BOT_ID, "is_bot": True, "first_name": "artbot", "username": "artbot"}
_PRIVATE: Final = {"id": 1001, "type": "private", "first_name": "Ann"}
_GROUP: Final = {"id": -501, "type": "group", "title": "Painters"}
_FORUM: Final = {"id": -1001234567890, "type": "supergroup", "title": "Studio", "is_forum": True}
_CHANNEL: Final = {"id": -1009876543210, "type": "channel", "title": "News"}
_PHOTO: Final = [{"file_id": "AgACAg", "file_unique_id": "AQAD", "file_size": 1000, "width": 90, "height": 90}]


def _message(number: int, chat: dict[str, Any], sender: dict[str, Any] | None, **fields: Any) -> dict[str, Any]:
    named = {} if sender is None else {"from": sender}
    return {"message_id": number, "chat": chat, "date": NOW - 5, **named, **fields}


def _good(number: int, text: str) -> list[dict[str, Any]]:
    slot = _message(number + 1, _GROUP, _BOT, text="Working on it")
    asked = _message(number, _GROUP, _ANN, text="/draw a cat --seed 1")
    command = [{"type": "bot_command", "offset": 0, "length": 5}]
    member = {"user": _BOT, "status": "member"}
    return [
        {"message": _message(number, _PRIVATE, _ANN, text=text, entities=command)},
        {"message": _message(number, _PRIVATE, _ANN, text=text)},
        {"message": _message(number, _GROUP, _BORIS, text=text, entities=command)},
        {"message": _message(number, _GROUP, _BORIS, text=text, reply_to_message=asked)},
        {"message": _message(number, _GROUP, _ANN, text=text, reply_to_message=slot)},
        {
            "message": _message(
                number, _GROUP, _BORIS, text=text, reply_to_message=asked, quote={"text": text, "position": 0}
            )
        },
        {"message": _message(number, _FORUM, _ANN, text=text, message_thread_id=7, is_topic_message=True)},
        {"message": _message(number, _FORUM, None, text=text, sender_chat=_FORUM)},
        {"message": _message(number, _GROUP, _ANN, text=text, sender_chat=_CHANNEL, is_automatic_forward=True)},
        {"message": _message(number, _PRIVATE, _ANN, photo=_PHOTO, caption=text)},
        {"message": _message(number, _PRIVATE, _ANN, sticker={**_PHOTO[0], "type": "regular", "is_animated": False})},
        {"message": _message(number, _PRIVATE, _ANN, text=text, via_bot=_BOT)},
        {"message": _message(number, _PRIVATE, _BOT, text=text)},
        {"message": _message(number, _GROUP, _ANN, migrate_to_chat_id=-1001112223334)},
        {"message": _message(number, _FORUM, _ANN, migrate_from_chat_id=-501)},
        {"message": _message(number, _GROUP, _ANN, new_chat_members=[_BORIS])},
        {"message": _message(number, _FORUM, _ANN, forum_topic_created={"name": "Cats", "icon_color": 7322096})},
        {"edited_message": _message(number, _PRIVATE, _ANN, text=text, edit_date=NOW)},
        {"edited_message": _message(number, _GROUP, _BORIS, text=text, edit_date=NOW)},
        {"callback_query": _pressed(number, "cancel:1", message=slot)},
        {"callback_query": _pressed(number, "pic:1:again", message=slot)},
        {"callback_query": _pressed(number, "vary|1|--ar 1:1", message=slot)},
        {
            "callback_query": _pressed(
                number, "set|1001|ratio|16:9", message=_message(9, _PRIVATE, _BOT, text="Settings")
            )
        },
        {"callback_query": _pressed(number, "set|1001|file|1", message={"message_id": 9, "chat": _PRIVATE, "date": 0})},
        {"callback_query": _pressed(number, "pic:1:prompt", inline_message_id="AAAA")},
        {"my_chat_member": _membership(member, {"user": _BOT, "status": "left"})},
        {"my_chat_member": _membership(member, {"user": _BOT, "status": "kicked", "until_date": 0})},
        {"my_chat_member": _membership({"user": _BOT, "status": "left"}, member)},
    ]


def _unsubscribed(number: int, text: str) -> list[dict[str, Any]]:
    """Kinds that the bot never asked for, and some that nobody knows."""
    return [
        {"channel_post": _message(number, _CHANNEL, None, text=text, sender_chat=_CHANNEL)},
        {"edited_channel_post": _message(number, _CHANNEL, None, text=text, edit_date=NOW)},
        {"inline_query": {"id": "7", "from": _ANN, "query": text, "offset": ""}},
        {"chosen_inline_result": {"result_id": "7", "from": _ANN, "query": text}},
        {"shipping_query": {"id": "7", "from": _ANN, "invoice_payload": text, "shipping_address": {}}},
        {
            "pre_checkout_query": {
                "id": "7",
                "from": _ANN,
                "currency": "XTR",
                "total_amount": 1,
                "invoice_payload": text,
            }
        },
        {"poll_answer": {"poll_id": "7", "user": _ANN, "option_ids": [0]}},
        {"message_reaction": {"chat": _GROUP, "message_id": 3, "date": NOW, "old_reaction": [], "new_reaction": []}},
        {"chat_member": _membership({"user": _ANN, "status": "left"}, {"user": _ANN, "status": "member"})},
        {"chat_join_request": {"chat": _GROUP, "from": _ANN, "user_chat_id": 1001, "date": NOW}},
        {"business_message": _message(number, _PRIVATE, _ANN, text=text, business_connection_id="b")},
        {"something_new": {"id": number, "text": text}},
        {},
    ]


def _pressed(number: int, data: str, **fields: Any) -> dict[str, Any]:
    return {"id": str(number), "from": _ANN, "chat_instance": "1", "data": data, **fields}


def _membership(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {"chat": _GROUP, "from": _ANN, "date": NOW, "old_chat_member": old, "new_chat_member": new}


def hostile_update(number: int, chance: random.Random) -> Any:
    """A good update with hostile words in it, and mostly with something else wrong too."""
    text = hostile.message_text(chance)
    kinds = _good(number, text) if chance.random() < 0.9 else _unsubscribed(number, text)
    update = {"update_id": number, **chance.choice(kinds)}
    return hostile.mutated(update, chance) if chance.random() < 0.8 else update


def good_update(number: int, chance: random.Random) -> Any:
    """A good update with hostile words in it."""
    return {"update_id": number, **chance.choice(_good(number, hostile.message_text(chance)))}


def pressed(number: int, data: str, *, by_somebody_else: bool) -> Any:
    """The press of a button of Ann's with any data: programs other than Telegram's own send what they like."""
    slot = _message(9, _GROUP, _BOT, text="Queue")
    query = _pressed(number, data, message=slot)
    return {"update_id": number, "callback_query": query | ({"from": _BORIS} if by_somebody_else else {})}


def said(number: int, text: str) -> Any:
    """Something that Ann writes in private."""
    return {"update_id": number, "message": _message(number, _PRIVATE, _ANN, text=text)}


def question(number: int) -> Any:
    """A simple question, in a chat of its own, that has to be answered whatever came with it."""
    asker = {"id": 90_000 + number, "is_bot": False, "first_name": "Eve"}
    chat = {"id": asker["id"], "type": "private"}
    return {"update_id": number, "message": _message(1, chat, asker, text="/id")}
