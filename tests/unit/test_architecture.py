"""The dependency rule, checked from the imports; and that every handler is given what it names."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject

from handlers.buttons import CHECK
from handlers.dispatch import Services
from handlers.routers import all_routers

ROOT = Path(__file__).parents[2]
OURS = {"bot", "handlers", "storage", "drawing", "yandexart", "sandbox"}
ALLOWED = {
    "bot": {"bot", "handlers", "storage", "drawing", "yandexart"},
    "handlers": {"handlers", "drawing"},
    "storage": {"storage", "drawing"},
    "drawing": {"drawing"},
    "yandexart": {"yandexart"},
    "sandbox": {"sandbox"},
}
LIBRARIES = {
    "aiogram": {"handlers", "bot/app.py", "bot/commands/check.py"},
    "fluent": {"handlers"},
    "sqlalchemy": {"storage"},
    "aiosqlite": {"storage"},
    "alembic": {"storage"},
    "aiohttp": {"yandexart", "sandbox", "bot"},
    "aiohttp_socks": {"bot/socks.py"},
    "certifi": {"bot/certificates.py"},
    "multidict": {"yandexart", "sandbox", "bot"},
    "yarl": {"yandexart", "sandbox", "bot"},
    "jwt": {"yandexart", "sandbox"},
    "cryptography": {"yandexart", "sandbox"},
    "grpc": {"yandexart", "sandbox"},
    "google": {"yandexart", "sandbox"},
    "yandex": {"yandexart", "sandbox"},
    "PIL": {"sandbox"},
    "pydantic": {"bot"},
    "dotenv": {"bot/env_file.py"},
    "pydantic_settings": {"bot"},
    "snowballstemmer": {"bot"},
    "structlog": {"bot"},
    "uvloop": {"bot"},
}
MODULES = sorted(path.relative_to(ROOT) for package in OURS for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it goes"
            yield node.module or ""


def test_commands_without_telegram_do_not_wait_for_aiogram() -> None:
    """Importing it takes seconds; whoever draws a picture at a terminal, or sets something wrong, has no use for it."""
    program = "import sys, bot.__main__; sys.exit('aiogram' in sys.modules)"
    assert subprocess.run((sys.executable, "-c", program), cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_imports_only_what_its_package_may(path: Path) -> None:
    package = path.parts[0]
    for name in imported(path):
        root = name.partition(".")[0]
        if root in OURS:
            assert root in ALLOWED[package], f"{path} imports {name}"
        elif root not in sys.stdlib_module_names:
            places = LIBRARIES.get(root, set())
            assert package in places or path.as_posix() in places, f"{path} imports {name}"


def all_handlers() -> list[tuple[str, str, HandlerObject]]:
    def walk(router: Router) -> Iterator[tuple[str, str, HandlerObject]]:
        for kind, observer in router.observers.items():
            yield from ((router.name, kind, handler) for handler in observer.handlers)
        for child in router.sub_routers:
            yield from walk(child)

    return [found for router in all_routers() for found in walk(router)]


FROM_SERVICES = {field.name: field.type for field in fields(Services)}
FROM_MIDDLEWARES = {"person": "Person", "reply": "Reply", "traits": "Traits", "press": "Press", "drawing": "Drawing"}
FROM_AIOGRAM = {"command": "CommandObject", "bot": "Bot"}
EVENTS = {
    "message": "Message",
    "edited_message": "Message",
    "callback_query": "CallbackQuery",
    "my_chat_member": "ChatMemberUpdated",
}


@pytest.mark.parametrize(
    ("kind", "handler"),
    [
        pytest.param(kind, handler, id=f"{name}-{kind}-{handler.callback.__name__}")
        for name, kind, handler in all_handlers()
    ],
)
def test_a_handler_names_only_what_it_is_given_and_by_its_type(kind: str, handler: HandlerObject) -> None:
    """aiogram binds by name: a misspelt parameter would show only when that command comes in."""
    event, *others = inspect.signature(handler.callback, eval_str=True).parameters.values()
    assert event.annotation.__name__ == EVENTS[kind], "aiogram passes the event first"
    for parameter in others:
        name = parameter.name
        type_name = getattr(parameter.annotation, "__name__", str(parameter.annotation))
        if name == "callback_data":
            continue  # typed by its own filter
        if name in FROM_SERVICES:
            assert parameter.annotation is FROM_SERVICES[name]
        elif name in FROM_MIDDLEWARES:
            assert type_name == FROM_MIDDLEWARES[name]
        else:
            assert type_name == FROM_AIOGRAM[name]


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(handler, id=f"{name}-{handler.callback.__name__}")
        for name, kind, handler in all_handlers()
        if kind == "callback_query" and name != "anything else"
    ],
)
def test_who_may_press_a_button_is_checked_before_its_handler_which_takes_five_things_at_most(
    handler: HandlerObject,
) -> None:
    assert CHECK in handler.flags
    assert len(inspect.signature(handler.callback).parameters) <= 5


def test_routers_are_asked_in_the_documented_order() -> None:
    names = [router.name for router in all_routers()]

    assert names.index("chats") < names.index("draw") < names.index("stale") < names.index("plain text")
    assert names[-1] == "anything else"
