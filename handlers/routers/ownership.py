"""`/owner`: the first owner, where the settings name none."""

from typing import Final

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from drawing.access import Claim, Owners
from drawing.people import Person
from handlers.telegram.reply import Reply

NAME: Final = "ownership"
_SAID: Final = {Claim.DONE: "owner-done", Claim.WRONG: "owner-wrong-code", Claim.OVER: "owner-code-over"}


async def become_owner(message: Message, command: CommandObject, person: Person, reply: Reply, owners: Owners) -> None:
    """`/owner CODE`, with the code that the start has printed. In a group everybody would read it."""
    if message.chat.id < 0:
        reply.say("owner-code-in-private")
    elif person.id in owners:
        reply.say("owner-already", person=str(person.id))
    elif not command.args:
        reply.say("owner-code-over" if owners else "owner-no-code")
    else:
        reply.say(_SAID[await owners.claim(person.id, command.args)], person=str(person.id))


def router() -> Router:
    """A new router."""
    router = Router(name=NAME)
    router.message.register(become_owner, Command("owner", ignore_case=True))
    return router
