"""A server and a bot for every test that asks for them."""

from collections.abc import AsyncIterator

import pytest

from tests.unit.sandbox.telegram.running import Telegram, running_telegram


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with running_telegram() as running:
        yield running
