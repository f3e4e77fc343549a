"""`/allow`, `/deny` and `/stats`: for the owners of the bot alone."""

import re
from typing import Final

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from drawing.access import AccessControl, Outcome
from drawing.clock import Calendar
from drawing.records import Traits
from drawing.statistics import Statistics
from handlers.telegram.reply import Reply
from handlers.telegram.senders import sender_of
from handlers.views.access_page import access_page, named, shown_ids
from handlers.views.alerts import incidents_keyboard
from handlers.views.statistics_page import PriceList, statistics_page

NAME: Final = "owner"
_ID: Final = re.compile(r"-?[0-9]{1,18}")
_HERE: Final = frozenset({"here", "здесь", "тут"})
_SAID: Final = {
    Outcome.ALLOWED: "allow-done",
    Outcome.OPEN: "allow-open",
    Outcome.DENIED: "deny-done",
    Outcome.DENIED_LAST: "deny-last",
    Outcome.ADMIN: "deny-admin",
}


class UnclearTarget(Exception):
    """It cannot be told who is meant; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


async def allow(message: Message, command: CommandObject, reply: Reply, access: AccessControl) -> None:
    """`/allow 123`, `/allow here`, or as a reply; alone it shows who may draw."""
    one = await _target(message, command, reply, access)
    if one is not None:
        outcome = await access.allow(one)
        reply.say(_SAID[outcome], who=named(one, await access.names_of(frozenset({one})), reply.texts))


async def deny(message: Message, command: CommandObject, reply: Reply, access: AccessControl) -> None:
    """`/deny 123`, `/deny here`, or as a reply; alone it shows who may draw."""
    one = await _target(message, command, reply, access)
    if one is not None:
        names = await access.names_of(frozenset({one}))  # asked for first: a denial removes the name
        outcome, cancelled = await access.deny(one)
        who = named(one, names, reply.texts)
        reply.say(_SAID[outcome], who=who, count=cancelled)


async def stats(
    message: Message, reply: Reply, statistics: Statistics, prices: PriceList, traits: Traits, calendar: Calendar
) -> None:
    """What was drawn today and in seven days, and what it cost."""
    if message.chat.id < 0:
        reply.say("owner-in-private")
    else:
        report = await statistics.report()
        page = statistics_page(report, prices.of(traits), calendar, reply.texts)
        reply.show(page, incidents_keyboard(sorted(report.incidents), report.silenced, reply.texts))


async def _target(message: Message, command: CommandObject, reply: Reply, access: AccessControl) -> int | None:
    """Who is meant; None where there is nothing to decide, and what there is to say has been said."""
    try:
        one = target_of(message, (command.args or "").strip())
    except UnclearTarget as unclear:
        reply.say(unclear.key)
        return None
    if one is None and message.chat.id < 0:
        reply.say("owner-in-private")  # the lists are no business of the group's
    elif one is None:
        overrides = await access.overrides()
        names = await access.names_of(shown_ids(access.lists, overrides))
        reply.show(access_page(access.lists, overrides, names, reply.texts))
    return None if one is None else await access.current(one)


def target_of(message: Message, words: str) -> int | None:
    """The id that the words name, or that of whom the message replies to; None for neither. Raises `UnclearTarget`."""
    if words.lower() in _HERE:
        if message.chat.id > 0:
            raise UnclearTarget("owner-not-here")
        return message.chat.id
    if words:
        if not _ID.fullmatch(words) or int(words) == 0:
            raise UnclearTarget("owner-bad-id")
        return int(words)
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None  # in a topic, what replies to nothing is sent as a reply to the topic's beginning
    sender = sender_of(replied)
    if sender is None:
        raise UnclearTarget("owner-no-person")
    if sender.id == message.chat.id < 0:
        raise UnclearTarget(
            "owner-anonymous"
        )  # an admin in the name of the group: shutting out the group is meant rarely
    return sender.id


def router() -> Router:
    """A new router."""
    router = Router(name=NAME)
    router.message.register(allow, Command("allow", ignore_case=True))
    router.message.register(deny, Command("deny", ignore_case=True))
    router.message.register(stats, Command("stats", ignore_case=True))
    return router
