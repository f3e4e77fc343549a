"""The double on a loopback port, with a clock that the tests move and pictures that cost nothing."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from sandbox.faults import Faults, Rule
from sandbox.painter import Part
from sandbox.yandex.app import CLOUD, create_app
from sandbox.yandex.settings import Settings

KEY = {"Authorization": "Api-Key some-key"}
SUBMIT = "/foundationModels/v1/imageGenerationAsync"


@dataclass
class Clock:
    """Seconds that pass only when told to, by a sleep too."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Brush:
    """A painter whose pictures are nothing but a description of what was wanted."""

    painted: list[tuple[Any, ...]] = field(default_factory=list)

    def __call__(
        self, positives: Sequence[Part], negatives: Sequence[Part], ratio: tuple[int, int], seed: int
    ) -> bytes:
        self.painted.append((tuple(positives), tuple(negatives), ratio, seed))
        return b"\xff\xd8" + repr(self.painted[-1]).encode("utf-8", "replace") + b"\xff\xd9"


class Service:
    """The double as a client sees it, and its inside for those who look."""

    def __init__(self, client: TestClient[Any, Any], clock: Clock, brush: Brush) -> None:
        self.client = client
        self.clock = clock
        self.brush = brush
        self.cloud = client.app[CLOUD]

    def order(self, text: str = "a red cat", **changes: Any) -> dict[str, Any]:
        """A request as the vendor's guide prints it."""
        return {
            "modelUri": "art://b1gfolder/yandex-art/latest",
            "generationOptions": {"seed": "1863", "aspectRatio": {"widthRatio": "2", "heightRatio": "1"}},
            "messages": [{"weight": "1", "text": text}],
            **changes,
        }

    async def post(self, body: Any, *, headers: dict[str, str] | None = None, path: str = SUBMIT) -> tuple[int, Any]:
        async with self.client.post(path, json=body, headers=KEY if headers is None else headers) as answer:
            return answer.status, await answer.json()

    async def get(self, operation_id: str) -> tuple[int, Any]:
        async with self.client.get(f"/operations/{operation_id}", headers=KEY) as answer:
            return answer.status, await answer.json()

    async def submitted(self, text: str = "a red cat", **changes: Any) -> str:
        """The id of a new operation."""
        status, body = await self.post(self.order(text, **changes))
        assert status == 200, body
        return str(body["id"])

    def strike(self, where: str, kind: Any, **details: Any) -> None:
        self.cloud.faults.add(Rule(where, kind, **details))


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    clock, brush = Clock(), Brush()
    settings = Settings(duration=(10.0, 10.0))
    app = create_app(settings, Faults(), clock=clock, sleep=clock.sleep, paint=brush, seed=7)
    async with TestClient(TestServer(app)) as client:
        yield Service(client, clock, brush)
