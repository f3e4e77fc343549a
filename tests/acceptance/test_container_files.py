"""The container's files: what they copy is there and enough, and what they promise holds. No Docker is needed."""

import asyncio
import importlib.metadata
import json
import re
import shutil
import socket
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bot import app
from bot.config import Settings
from handlers.telegram import intake
from sandbox.composition import Sandbox
from tests.acceptance.documents import ROOT, clean_environment, typed

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
COPIED = re.findall(r"^COPY (\S+) (\S+)$", DOCKERFILE, re.MULTILINE)
REQUIREMENTS = (ROOT / "requirements" / "bot.txt").read_text(encoding="utf-8")

# Runs a module as `python -m` does, in a Python that lacks the modules named in its first argument.
RUN_WITHOUT = """
import runpy, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"{name} is not in the image", name=name)

ABSENT = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Absent())
sys.argv = sys.argv[2:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def instruction(name: str) -> str:
    """The argument of an instruction that the Dockerfile has once."""
    (argument,) = re.findall(rf"^{name} +(.+)$", DOCKERFILE, re.MULTILINE)
    return str(argument)


def normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def modules_outside_the_image() -> set[str]:
    """Whatever is installed here, but not by requirements/bot.txt."""
    required = {normal(name) for name in re.findall(r"^([\w.-]+)[\[=]", REQUIREMENTS, re.MULTILINE)}
    installed = importlib.metadata.packages_distributions()
    return {module for module, names in installed.items() if not required & set(map(normal, names))}


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The working directory of the image."""
    for source, target in COPIED:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, tmp_path / target)
    return tmp_path


@pytest.fixture
def listen() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def health_check() -> str:
    """The program that it is."""
    python, option, program = json.loads(instruction("HEALTHCHECK").partition(" CMD ")[2])
    assert (python, option) == ("python", "-c")
    return str(program)


async def is_healthy(listen: str) -> bool:
    """What the container's health check says."""
    check = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", health_check()), env=clean_environment(LISTEN=listen), stderr=PIPE
    )
    await check.communicate()
    return check.returncode == 0


async def says(process: Process, text: str) -> None:
    """Until the process has said it; fails if it ends before."""
    assert process.stderr is not None
    lines = []
    async for line in process.stderr:
        lines.append(line.decode())
        if text in lines[-1]:
            return
    raise AssertionError("".join(lines))


@pytest.mark.slow
async def test_the_bot_runs_from_what_is_copied_is_healthy_and_ends_in_order(image: Path, listen: str) -> None:
    python, option, *arguments = json.loads(instruction("CMD"))
    assert (python, option) == ("python", "-m")
    async with Sandbox.start() as sandbox:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", RUN_WITHOUT, ",".join(modules_outside_the_image()), *arguments),
            cwd=image,
            env=clean_environment(
                BOT_TOKEN=sandbox.telegram.token,
                TELEGRAM_API_URL=f"{sandbox.address}/telegram",
                YC_FOLDER_ID="b1gimage",
                YC_API_KEY="AQVN-image",
                YANDEX_API_URL=f"{sandbox.address}/yandex",
                LISTEN=listen,
            ),
            stderr=PIPE,
        )
        try:
            await says(process, "the bot is running")
            assert await is_healthy(listen)
        finally:
            process.terminate()
            await process.communicate()
    assert process.returncode == 0
    assert not await is_healthy(listen)


@pytest.mark.parametrize(
    ("environment", "host", "port"),
    [
        ({"LISTEN": ""}, *Settings.model_fields["listen"].default.split(":")),
        ({}, *Settings.model_fields["listen"].default.split(":")),
        ({"LISTEN": "0.0.0.0:8081"}, "0.0.0.0", "8081"),  # on Linux, to connect to it is to connect to this machine
        ({"LISTEN": "[::]:9000"}, "::", "9000"),
        ({"LISTEN": "172.17.0.2:9000"}, "172.17.0.2", "9000"),
    ],
)
def test_the_container_looks_for_its_health_where_the_bot_listens(
    environment: dict[str, str], host: str, port: str
) -> None:
    told = "import http.client as h; h.HTTPConnection = lambda host, port, **_: exit(f'{host} {port}'); "

    check = subprocess.run(
        (sys.executable, "-c", told + health_check()),
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )

    assert check.stderr.strip() == f"{host} {port}"


def test_the_builder_is_given_what_is_copied_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    everything, *rules = [line for line in lines if line and not line.startswith("#")]

    assert everything == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == {source for source, _ in COPIED}


def test_the_libraries_are_those_that_were_pinned() -> None:
    install = next(line for line in DOCKERFILE.splitlines() if "pip install" in line)

    assert "--require-hashes -r requirements/bot.txt" in install


def test_the_python_is_a_release_on_a_debian_that_were_chosen_and_do_not_change_by_themselves() -> None:
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", instruction("FROM"))


def test_what_is_written_after_the_service_is_the_whole_command() -> None:
    """As README has it: `docker compose run --rm bot python -m bot check`."""
    assert not re.search(r"^\s*entrypoint\b", DOCKERFILE + COMPOSE, re.MULTILINE | re.IGNORECASE)
    commands = "\n".join(typed(ROOT / "README.md"))
    asked = re.findall(r"^docker compose (?:run|exec)(?: -\S+)* (.+)$", commands, re.MULTILINE)
    assert asked
    assert all(re.match(r"bot (python -m bot|sh -c|cat) ", one) for one in asked), asked


def test_the_bot_is_not_root() -> None:
    assert instruction("USER") not in {"root", "0"}


def test_the_database_lies_on_the_volume() -> None:
    volume = Path(instruction("VOLUME"))

    database = Path(instruction("WORKDIR")) / Settings.model_fields["database_url"].default.removeprefix("sqlite:///")
    assert database.is_relative_to(volume)
    assert f"- data:{volume}\n" in COMPOSE


def test_docker_waits_longer_than_the_bot_takes_to_end() -> None:
    (seconds,) = re.findall(r"^ +stop_grace_period: (\d+)s$", COMPOSE, re.MULTILINE)

    assert int(seconds) > app._DRAIN_TIMEOUT + intake._CONFIRM_TIMEOUT


def test_no_port_is_published() -> None:
    assert not re.search(r"^ *(ports|network_mode):", COMPOSE, re.MULTILINE)
