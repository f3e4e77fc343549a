"""The routers, and the one list that says in which order they are asked."""

from aiogram import Router

from handlers.routers import (
    alerts,
    cancel,
    chats,
    draw,
    fallback,
    forbid,
    hints,
    history,
    info,
    offers,
    owner,
    ownership,
    pictures,
    privacy,
    questions,
    seed,
    settings,
    stale,
    start,
    styles,
)


def all_routers() -> tuple[Router, ...]:
    """New routers, in order: the first that has a handler for an update gets it.

    A request to draw counts at any age, and so do changes of a chat; `stale` swallows the rest of a backlog.
    """
    return (
        chats.router(),
        draw.commands(),
        stale.router(),
        start.router(),
        info.router(),
        seed.router(),
        cancel.router(),
        settings.router(),
        styles.router(),
        forbid.router(),
        owner.router(),
        ownership.router(),
        alerts.router(),
        offers.router(),
        pictures.router(),
        questions.router(),
        history.router(),
        privacy.router(),
        fallback.unknown_commands(),
        draw.plain_text(),
        hints.router(),
        fallback.anything_else(),
    )
