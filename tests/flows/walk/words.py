"""Texts written on the walk: every command that the bot has, and arguments from sensible to hostile."""

from collections.abc import Iterator
from typing import Final

from aiogram.filters import Command

from handlers.routers import all_routers

SENSIBLE: Final = (
    "",
    "a red cat --no hat --ar 16:9",
    "рыжий кот — портрет --seed 7",
    "a lake --repeat 3",
    "a fox --enhance",
    "an owl --file",
    "a surprise --spoiler",
    "forest::2 fog::0.5",
    "--ar 1:1",
    "--no dog",
    "--seed random",
    "42",
    "last",
    "random",
    "suffix in watercolour",
    "no text, frame",
    "seed 42",
    "101",
    "102",
    "-4001001",
    "forbidden",
    "late-forbidden",
    "yes",
)
ODD: Final = (
    "--sed 42",
    "--ar 0:0",
    "--ar 16:9 --ar 1:1",
    "--seed",
    "--repeat 999",
    "--no",
    "a::0 b::-1",
    "--enhance --raw cat",
    "-1",
    "0",
    "1e9",
    "9" * 40,
    "@boris",
    "suffix",
    "suffix --no x",
    "no",
    "seed soon",
    "\\--seed \\",
    "—no шляпа",
    "   \n\n  cat \n\t dog  ",
    "/draw /draw cat",
)
HOSTILE: Final = (
    "<b>&</b>&amp;&#60;",
    "</code></pre><a href='tg://user?id=1'>x</a>",
    '%s {} { $limit } { "" }',
    "'; DROP TABLE drawings; --",
    "\u202eright to left\u2066 مرحبا שלום",
    "👩‍👩‍👧‍👦" * 60,
    "é" * 300,
    "x" * 4000,
    "<" * 1300,
    "--no " * 500,
    "a::1 " * 400,
    "🎨 Working on it…",
    "\u200b",
    "null",
)
LINES: Final = (
    "a cat",
    "a dog in the rain --seed 5",
    "кит в облаках",
    "forbidden",
    "late-forbidden",
    "thanks!",
    "?",
    "//",
    "/",
    "/ draw",
    "/draw@artbot_sandbox_bot a hen",
    "/draw@somebody_else_bot a hen",
    "/DRAW A LOUD CAT",
    "/drawing a hen",
    "/nonsense " + "x" * 100,
    "@artbot_sandbox_bot draw",
    "https://example.org/cat.png",
    "#cat $CAT +1 234 567 890",
)


def commands() -> tuple[str, ...]:
    """The names of all commands that any router answers to, found in the routers themselves."""
    return tuple(sorted(set(_named())))


def _named() -> Iterator[str]:
    for router in all_routers():
        for handler in router.message.handlers:
            for one in handler.filters or ():
                if isinstance(one.callback, Command):
                    yield from (name for name in one.callback.commands if isinstance(name, str))
