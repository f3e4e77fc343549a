"""Asking for a result through the client library: one request each time, and every error in the words of the port."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp.test_utils import TestServer

from bot.config import CloudSettings
from bot.generators import Generator
from drawing.ports import generator as port
from drawing.prompt import parse_prompt
from drawing.records import ModelChoice, Pending, Picture, Started
from sandbox.faults import Faults, Kind, Rule
from sandbox.yandex.app import CLOUD, create_app
from sandbox.yandex.cloud import Cloud
from sandbox.yandex.settings import Settings
from tests.flows.service import Kiln, swatch
from yandexart import NO_RETRIES, ApiKey, Client, Endpoints, ImageModel


@dataclass
class FixedModels:
    """The one model that there is."""

    image_model: ImageModel
    choice: ModelChoice = field(default=ModelChoice("yandexart", "yandex-art", ""))

    async def replace(self, refused: ModelChoice) -> str | None:
        return "there is no other"


class World:
    def __init__(self, generator: Generator, cloud: Cloud, kiln: Kiln) -> None:
        self.generator = generator
        self.cloud = cloud
        self.kiln = kiln

    async def order(self) -> str:
        started = await self.generator.submit(parse_prompt("a cat --seed 1"))
        assert isinstance(started, Started)
        return started.operation_id

    @property
    def asked(self) -> int:
        return sum(entry.call == "yandex.get" for entry in self.cloud.journal.entries)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    kiln = Kiln()
    app = create_app(Settings(duration=(10.0, 10.0)), Faults(), clock=kiln, sleep=kiln.sleep, paint=swatch, seed=1)
    async with TestServer(app) as server:
        address = str(server.make_url("")).rstrip("/")
        endpoints = Endpoints(api=address, operations=address, images=address, iam=address)
        async with Client("b1gfolder", ApiKey("AQVN-key"), endpoints=endpoints, retries=NO_RETRIES) as client:
            models = FixedModels(client.models.image_generation())
            settings = CloudSettings(_env_file=None, yc_folder_id="b1gfolder", yc_api_key="AQVN-key")  # type: ignore[call-arg, arg-type]
            yield World(Generator(models, models.image_model, settings), app[CLOUD], kiln)


async def test_a_look_at_a_running_operation_is_one_request(world: World) -> None:
    operation_id = await world.order()

    assert await world.generator.fetch(operation_id) == Pending()
    assert world.asked == 1


async def test_a_look_at_a_finished_operation_is_one_request(world: World) -> None:
    operation_id = await world.order()
    world.kiln.move(10)

    assert isinstance(await world.generator.fetch(operation_id), Picture)
    assert world.asked == 1


@pytest.mark.parametrize("number", [1, 2])
async def test_no_request_of_a_look_fails_in_the_librarys_own_words(world: World, number: int) -> None:
    operation_id = await world.order()
    if number > 1:
        world.cloud.faults.add(Rule("yandex.get", Kind.SLOW, times=number - 1))
    world.cloud.faults.add(Rule("yandex.get", Kind.STATUS, status=429))

    try:
        answer = await world.generator.fetch(operation_id)
    except port.Busy:
        assert number == 1
    else:
        assert answer == Pending()


@pytest.mark.parametrize(("status", "code"), [(400, None), (400, 9), (404, None), (410, 3), (410, 5)])
async def test_an_operation_that_the_service_does_not_show_counts_as_missing_for_a_while(
    world: World, status: int, code: int | None
) -> None:
    operation_id = await world.order()
    world.cloud.faults.add(Rule("yandex.get", Kind.STATUS, status=status, code=code))

    with pytest.raises(port.OperationMissing):
        await world.generator.fetch(operation_id)


@pytest.mark.parametrize("kind", [Kind.HTML, Kind.GARBAGE, Kind.TRUNCATED])
async def test_an_answer_that_cannot_be_read_says_nothing_about_the_operation(world: World, kind: Kind) -> None:
    operation_id = await world.order()
    world.cloud.faults.add(Rule("yandex.get", kind, status=200))

    with pytest.raises(port.OutcomeUnknown):
        await world.generator.fetch(operation_id)
