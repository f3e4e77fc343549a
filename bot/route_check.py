"""Check of each route that the settings name, for each service: a small request, and one as large as a picture."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bot.config import Settings
from bot.hops import failed_hop
from bot.network import Network
from bot.routes import Pace, named

_LARGE: Final = 1_000_000  # bytes
_SECONDS: Final = Pace().allowed(_LARGE)


@dataclass(frozen=True, slots=True)
class RouteResult:
    """How a route does: its line of output, and whether all is well."""

    is_well: bool
    words: str


async def route_results(settings: Settings) -> list[RouteResult]:
    """Try one route after the other, of both services at once, where they have routes of their own."""
    get_me = f"{settings.telegram_api_url}/bot{settings.bot_token.get_secret_value()}/getMe"
    services = (
        # A call that changes nothing, with a file that it does not need: the whole of it is read before the answer.
        _Service(Network.to_telegram(settings), settings.telegram_api_url, get_me, _file, {}),
        # An order without a prompt, and the blanks that JSON may end with.
        _Service(
            Network.to_yandex(settings),
            settings.yandex_images_url,
            f"{settings.yandex_images_url}/v1/images/generations",
            lambda: json.dumps({"prompt": ""}).encode().ljust(_LARGE),
            {"Content-Type": "application/json"},
        ),
    )
    # Of the routes of a service one after the other: they would take each other's time.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(service.results()) for service in services]
    return [result for task in tasks for result in task.result()]


@dataclass(frozen=True, slots=True)
class _Service:
    """A service, and the request that a large body goes with.

    Attributes:
        address: of the service.
        large_to: where the large body goes; it may hold a token, and so is never told.
    """

    network: Network
    address: str
    large_to: str
    body: Callable[[], Any]
    headers: Mapping[str, str]

    async def results(self) -> list[RouteResult]:
        """A line for each of its routes."""
        results = []
        for number, route in enumerate(self.network.routes.all, start=1):
            result = await self.over(self.network.over(route))
            place = f"{self.network.routes.service}, route {number}: {named(route)}"
            results.append(RouteResult(result.is_well, f"{place}, {result.words}"))
        return results

    async def over(self, network: Network) -> RouteResult:
        if (failed := await failed_hop(network, self.address)) is not None:
            return RouteResult(is_well=False, words=f"lets nothing through: {failed}")
        try:
            seconds = await self._upload(network)
        except TimeoutError:
            return RouteResult(
                is_well=False,
                words=f"lets small requests through and no pictures: 1 MB has not arrived in {_SECONDS:.0f} seconds",
            )
        except (aiohttp.ClientError, OSError) as error:
            return RouteResult(
                is_well=False,
                words=f"lets small requests through and no pictures: 1 MB was cut off ({type(error).__name__})",
            )
        return RouteResult(is_well=True, words=f"lets 1 MB through in {seconds:.1f} seconds")

    async def _upload(self, network: Network) -> float:
        """Seconds that it takes; whatever the answer is, it has come. Raises TimeoutError and aiohttp's exceptions."""
        async with network.session() as session:
            began = time.monotonic()
            async with session.post(
                self.large_to,
                data=self.body(),
                headers=self.headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=_SECONDS),
            ):
                return time.monotonic() - began


def _file() -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("file", bytes(_LARGE), filename="large.bin")
    return form
