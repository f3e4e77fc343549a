"""State that the methods of the Bot API work on, and their signature."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.flood import FloodControl
from sandbox.telegram.menu import CommandMenu
from sandbox.telegram.parameters import Parameters
from sandbox.telegram.settings import Behaviour
from sandbox.telegram.webhook import Webhook
from sandbox.telegram.world import World


@dataclass(slots=True)
class Api:
    """The world, and what Telegram keeps for a bot beside it."""

    world: World
    flood: FloodControl
    behaviour: Behaviour
    webhook: Webhook
    menu: CommandMenu = field(default_factory=CommandMenu)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)  # by (what, language code)
    logged_out_until: float = 0.0  # Unix time


Method = Callable[[Api, Parameters], Awaitable[Any]]
