"""A hundred drawings over three routes, of which the first is dead and the second carries text alone."""

import asyncio
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.crowd import gather, number_in, wishes
from benchmarks.ledger import Ledger
from benchmarks.verdict import Asked, judge
from sandbox.composition import Sandbox
from sandbox.yandex.app import create_app as create_yandex_app
from sandbox.yandex.settings import Settings as ServiceSettings
from tests.acceptance.programs import RUNNING, Program, free_port
from tests.world.proxies import HttpProxy, SocksProxy

DRAWINGS = 100
TIMEOUT = 480.0  # seconds; a route that carries no picture is found out within one
NOISE = random.Random(1).randbytes(3 * 700 * 700)


def large(_positives: Sequence[Any], _negatives: Sequence[Any], _ratio: tuple[int, int], _seed: int) -> bytes:
    """A picture of a megabyte."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (700, 700), NOISE).save(buffer, "JPEG", quality=97)
    return buffer.getvalue()


PICTURE = large((), (), (1, 1), 1)


@pytest.mark.slow
async def test_pictures_arrive_by_the_third_route_once_each_and_check_tells_what_is_wrong_with_the_others(
    tmp_path: Path,
) -> None:
    crowd = gather(people=40, groups=2, forums=1, topics=2)
    ledger = Ledger()
    service = create_yandex_app(ServiceSettings(duration=(0.1, 2.0)), paint=lambda *_: PICTURE, seed=7)
    throttled, good = SocksProxy(pace=0), HttpProxy()
    async with Sandbox.start(world=crowd.world, yandex=service) as sandbox, throttled.serving(), good.serving():
        sandbox.yandex.journal = ledger
        routes = f"http://127.0.0.1:{free_port()} socks5h://127.0.0.1:{throttled.port} http://127.0.0.1:{good.port}"
        settings = {
            "BOT_TOKEN": sandbox.telegram.token,
            "TELEGRAM_API_URL": f"{sandbox.address}/telegram",
            "YANDEX_API_URL": f"{sandbox.address}/yandex",
            "YANDEX_IMAGES_URL": f"{sandbox.address}/yandex",
            "YC_FOLDER_ID": "b1groutes",
            "YC_API_KEY": "AQVN-routes",
            "GENERATOR": "yandexart",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'artbot.db'}",
            "LISTEN": f"127.0.0.1:{free_port()}",
            "SUBMIT_PER_MINUTE": "1000",
            "TELEGRAM_PROXY": routes,
            "YANDEX_PROXY": routes,
        }
        shown: set[int] = set()
        is_all_shown = asyncio.Event()

        def hear(change: Any) -> None:
            message = change.message
            if message is not None and message.sender_id == crowd.world.bot.id and message.has_media:
                shown.add(number_in(message.content.text) or 0)
                if len(shown) == DRAWINGS:
                    is_all_shown.set()

        sandbox.world.listeners.append(hear)
        asked = []
        async with Program.start("run", settings=settings, folder=tmp_path) as bot:
            await bot.says(RUNNING)
            for wish in wishes(crowd, DRAWINGS, random.Random(7)):
                text = wish.text.replace("forbidden ", "")
                message = sandbox.people.send(wish.person_id, wish.place.chat_id, text, thread_id=wish.place.thread_id)
                asked.append(Asked(wish.number, wish.place.chat_id, wish.place.thread_id, message.id))
            try:
                async with asyncio.timeout(TIMEOUT):
                    await is_all_shown.wait()
            except TimeoutError:
                raise AssertionError(f"{len(shown)} of {DRAWINGS} have arrived:\n{bot.output}") from None
            assert f"Telegram: pictures go through the proxy http://127.0.0.1:{good.port}" in bot.output
        async with Program.start("check", settings=settings, folder=tmp_path) as check:
            assert await check.status() == 1
        verdict = judge(
            sandbox.world, asked, ledger.executed(), limit=2, strays_allowed=5
        )  # of texts whose answer was lost
    assert verdict.is_clean, verdict
    assert verdict.pictures == DRAWINGS
    lines = [
        line for line in check.output.splitlines() if line.startswith(("FAIL  Telegram, route", "ok    Telegram, r"))
    ]
    assert [line.split(":")[0] for line in lines] == [
        "FAIL  Telegram, route 1",
        "FAIL  Telegram, route 2",
        "ok    Telegram, route 3",
    ]
    assert "lets nothing through" in lines[0]
    assert "lets small requests through and no pictures" in lines[1]
