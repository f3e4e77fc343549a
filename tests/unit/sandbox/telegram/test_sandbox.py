"""The whole world on one address, and the bot as its child."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from sandbox.__main__ import _parse, _run_bot
from sandbox.bot_process import BotProcess, environment
from sandbox.composition import PortTakenError, Sandbox

ROOT = Path(__file__).resolve().parents[4]

SAYS_WHAT_IT_SEES = "import os, json; json.dump([dict(os.environ), os.getcwd()], open('seen', 'w'))"
WAITS_FOR_SIGTERM = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
open('ready', 'w').write('now')
signal.pause()
"""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.start(port=0, duration=(0, 0)) as sandbox:
        yield sandbox


async def test_page_telegram_and_yandex_share_one_address(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession(sandbox.address, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get("/") as response:
            assert response.status == 200
        async with http.get("/api/state") as response:
            assert response.status == 200
        async with http.get(f"/telegram/bot{sandbox.telegram.token}/getMe") as response:
            assert (await response.json())["ok"] is True
        async with http.get("/yandex/-/settings") as response:
            assert (await response.json())["duration"] == [0, 0]


async def test_a_taken_port_is_named(sandbox: Sandbox) -> None:
    with pytest.raises(PortTakenError, match=f"Port {sandbox.port} on 127.0.0.1 is taken"):
        async with Sandbox.start(port=sandbox.port):
            pass


async def test_leaving_does_not_wait_for_polls_and_streams() -> None:
    jar = aiohttp.CookieJar(unsafe=True)  # of a host without a name, too
    async with aiohttp.ClientSession(cookie_jar=jar) as http, asyncio.TaskGroup() as tasks:
        async with Sandbox.start(port=0) as sandbox:
            await (await http.get(f"{sandbox.address}/")).read()
            poll = f"{sandbox.address}/telegram/bot{sandbox.telegram.token}/getUpdates?timeout=50"
            waiting = tasks.create_task(_status(http, poll))
            stream = await http.get(f"{sandbox.address}/api/events")
            while sandbox.world.updates._poller is None:  # noqa: ASYNC110 - yields; nobody sleeps
                await asyncio.sleep(0)
        assert await waiting == 409
        assert (await stream.read()).startswith(b": hello")


async def _status(http: aiohttp.ClientSession, url: str) -> int:
    async with http.get(url) as response:
        return response.status


async def test_the_bot_knows_its_settings_and_nothing_of_the_surroundings(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    monkeypatch.setenv("YC_API_KEY", "the owner's real one")
    monkeypatch.setenv("ALLOWED_IDS", "5")
    async with BotProcess.start(sandbox, tmp_path, (sys.executable, "-c", SAYS_WHAT_IT_SEES)) as bot:
        assert await bot.wait() == 0
    seen, folder = json.loads((tmp_path / "seen").read_text())
    assert Path(folder) == tmp_path
    assert "ALLOWED_IDS" not in seen
    assert seen["YC_API_KEY"] == "sandbox"
    assert seen["TELEGRAM_API_URL"] == f"{sandbox.address}/telegram"
    assert seen["YANDEX_API_URL"] == f"{sandbox.address}/yandex"
    assert seen["DATABASE_URL"] == f"sqlite:///{tmp_path}/artbot.db"
    assert seen["PYTHONPATH"] == str(ROOT)


async def test_the_bot_is_ended_gently(sandbox: Sandbox, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    async with BotProcess.start(sandbox, tmp_path, (sys.executable, "-c", WAITS_FOR_SIGTERM)) as bot:
        assert await asyncio.to_thread(ready.read_text) == "now"
    assert bot.status == 7


async def test_a_bot_that_ends_by_itself_ends_the_sandbox_with_a_sentence(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = (sys.executable, "-c", "raise SystemExit(3)")
    assert await _run_bot(sandbox, tmp_path, asyncio.Event(), command) == 1
    assert capsys.readouterr().err == "The bot ended by itself with exit status 3; what it said is above.\n"


async def test_asked_to_stop_the_sandbox_ends_its_bot(sandbox: Sandbox, tmp_path: Path) -> None:
    stop = asyncio.Event()
    stop.set()
    command = (sys.executable, "-c", "import time; time.sleep(60)")
    assert await _run_bot(sandbox, tmp_path, stop, command) == 0


async def test_a_sandbox_open_to_the_network_is_reached_by_its_bot_over_loopback(tmp_path: Path) -> None:
    async with Sandbox.start(host="0.0.0.0") as sandbox:
        told = environment(sandbox, tmp_path)
    assert told["TELEGRAM_API_URL"] == f"http://127.0.0.1:{sandbox.port}/telegram"


async def test_a_setting_that_is_named_goes_before_the_sandboxs_own(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = dict(_parse(["--set", "NOTIFY_AFTER=2", "--set", "ADMIN_IDS=102"]).settings)
    told = environment(sandbox, tmp_path, settings)
    assert (told["NOTIFY_AFTER"], told["ADMIN_IDS"], told["YC_API_KEY"]) == ("2", "102", "sandbox")


async def _program(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_program_prints_the_pages_address_and_ends_when_asked(number: signal.Signals) -> None:
    program = await _program("--port", "0", "--grpc-port", "0", "--no-bot")
    assert program.stdout is not None
    while "The chat page: " not in (line := (await program.stdout.readline()).decode()):
        assert line, "it ended without an address"
    async with aiohttp.ClientSession() as http, http.get(line.split()[-1]) as response:
        assert response.status == 200
    program.send_signal(number)
    _, errors = await program.communicate()
    assert (program.returncode, errors) == (0, b"")


async def test_the_program_says_that_its_port_is_taken(sandbox: Sandbox) -> None:
    program = await _program("--port", str(sandbox.port), "--grpc-port", "0", "--no-bot")
    output, errors = await program.communicate()
    assert (program.returncode, output) == (2, b"")
    assert errors.decode() == f"Port {sandbox.port} on 127.0.0.1 is taken. Choose another one with --port.\n"


@pytest.mark.parametrize(
    ("arguments", "port"), [([], 8082), (["--port", "8090"], 8082), (["--port", "8090", "--grpc-port", "9000"], 9000)]
)
def test_grpc_is_where_the_documents_say_whatever_the_port_of_the_page(arguments: list[str], port: int) -> None:
    assert _parse(arguments).grpc_port == port


@pytest.mark.parametrize(
    "arguments",
    [
        ["--duration", "x"],
        ["--duration", "8:3"],
        ["--port", "-1"],
        ["--port", "99999"],
        ["--grpc-port", "x"],
        ["--set", "NOTIFY_AFTER"],
        ["--set", "=3"],
    ],
)
async def test_a_wrong_option_is_explained(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        _parse(arguments)
    assert caught.value.code == 2
