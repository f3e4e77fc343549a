"""Sorting a batch of updates: in order per chat and person, side by side otherwise."""

from datetime import UTC, datetime

from aiogram.types import Chat, Message, Update, User
from hypothesis import given
from hypothesis import strategies as st

from handlers.intake import lanes


def update(number: int, chat: int, person: int) -> Update:
    message = Message(
        message_id=number,
        date=datetime(2026, 1, 1, tzinfo=UTC),
        chat=Chat(id=chat, type="private" if chat > 0 else "group"),
        from_user=User(id=person, is_bot=False, first_name="A"),
        text="hi",
    )
    return Update(update_id=number, message=message)


@given(st.lists(st.tuples(st.integers(-4, -1) | st.integers(1, 4), st.integers(1, 4)), max_size=30))
def test_what_shares_a_chat_or_a_person_is_in_one_lane_and_in_order(pairs: list[tuple[int, int]]) -> None:
    updates = [update(number, chat, person) for number, (chat, person) in enumerate(pairs)]

    found = lanes(updates)

    assert sorted(one.update_id for lane in found for one in lane) == list(range(len(updates)))
    for lane in found:
        assert [one.update_id for one in lane] == sorted(one.update_id for one in lane)
    keys = [
        {
            key
            for one in lane
            if one.message and one.message.from_user
            for key in (one.message.chat.id, one.message.from_user.id)
        }
        for lane in found
    ]
    assert all(not a & b for at, a in enumerate(keys) for b in keys[at + 1 :])


def test_strangers_in_different_chats_do_not_wait_for_each_other() -> None:
    assert len(lanes([update(1, -1, 1), update(2, -2, 2), update(3, 3, 3)])) == 3
