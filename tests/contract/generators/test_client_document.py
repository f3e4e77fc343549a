"""docs/client.md: every example runs, with the same results over both transports; what it names exists."""

import ast
import asyncio
import builtins
import inspect
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from PIL import Image

import yandexart
from sandbox.composition import Sandbox
from sandbox.faults import Faults
from sandbox.yandex.app import create_app
from sandbox.yandex.settings import Settings
from yandexart import Client, Clock

from .conftest import WHY_SKIPPED, brush

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
SEEDED = ("image.jpeg", "weights.jpeg", "enhanced.jpeg", "attached.jpeg", "prompt.txt")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    app = create_app(Settings(duration=(0.0, 0.0)), Faults(), paint=brush)
    async with Sandbox.start(grpc_port=0, yandex=app) as sandbox:
        yield sandbox


@pytest.fixture
def surroundings(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The variables that the document names, a key file, and time that need not pass; gives the current folder."""
    url = f"{sandbox.address}/yandex"
    named = {"API_URL": url, "IMAGES_URL": url, "IAM_URL": url, "GRPC_API": sandbox.grpc.address or "127.0.0.1:1"}
    for name, address in named.items():
        monkeypatch.setenv(f"YANDEX_{name}", address)
    monkeypatch.setenv("YC_FOLDER_ID", "b1gfolder")
    monkeypatch.setenv("YC_API_KEY", "AQVN-secret")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.json").write_text(json.dumps(key_file()))
    defaults: dict[str, Any] = Client.__init__.__kwdefaults__  # type: ignore[attr-defined]
    monkeypatch.setitem(defaults, "clock", Clock(sleep=lambda _seconds: asyncio.sleep(0)))
    return tmp_path


def key_file() -> dict[str, str]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {"id": "ajekey", "service_account_id": "ajeaccount", "private_key": private.decode()}


async def run_all(sandbox: Sandbox, folder: Path) -> dict[str, bytes]:
    """All examples in their order, in one session; gives the files that are the same each time.

    The addresses of the document become those of the sandbox. Without gRPC its one example is left out.
    """
    grpc = sandbox.grpc.address
    session: dict[str, Any] = {"__name__": "__main__"}
    for example in EXAMPLES:
        if grpc is None and 'transport="grpc"' in example:
            continue
        here = example.replace("http://127.0.0.1:8080", sandbox.address).replace("127.0.0.1:8082", grpc or "")
        code = compile(here, "docs/client.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        if code.co_flags & inspect.CO_COROUTINE:
            await eval(code, session)
        else:
            await asyncio.to_thread(exec, code, session)  # the first one runs a loop of its own
    await session["client"].close()
    return {name: (folder / name).read_bytes() for name in SEEDED}


def orders(sandbox: Sandbox) -> list[str]:
    return [entry.method for entry in sandbox.yandex.journal.entries if entry.call == "yandex.submit"]


async def test_every_example_runs(sandbox: Sandbox, surroundings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = await run_all(sandbox, surroundings)
    for name in ("first.jpeg", "alice.jpeg", *SEEDED[:4]):
        Image.open(surroundings / name).verify()
    assert len({files["image.jpeg"], files["weights.jpeg"], files["enhanced.jpeg"]}) == 3
    assert b"a red cat" in files["prompt.txt"]
    assert "Moderation: it is not possible" in capsys.readouterr().out
    assert orders(sandbox).count("POST") == 9


async def test_over_grpc_the_results_are_the_same_and_a_chatty_language_model_changes_nothing(
    sandbox: Sandbox, surroundings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("yandex.cloud.operation.operation_pb2", reason=WHY_SKIPPED)
    over_rest = await run_all(sandbox, surroundings)
    sandbox.yandex.journal.entries.clear()

    monkeypatch.setenv("YANDEX_TRANSPORT", "grpc")
    sandbox.yandex.settings = sandbox.yandex.settings.changed({"chatter": True, "unwrapped": True})
    assert await run_all(sandbox, surroundings) == over_rest
    assert (surroundings / "grpc.jpeg").read_bytes() == over_rest["image.jpeg"]
    assert (orders(sandbox).count("gRPC"), orders(sandbox).count("POST")) == (9, 1)  # the one with its own endpoints


def test_the_first_example_has_six_lines() -> None:
    assert len([line for line in EXAMPLES[0].splitlines() if line.strip()]) == 6


def comparison() -> list[str]:
    table = DOCUMENT.partition("\n| point |")[2]
    return re.findall(r"`(test_\w+)`", table)


@pytest.mark.parametrize("name", sorted(set(comparison())))
def test_a_test_that_the_comparison_names_exists(name: str) -> None:
    folders = (ROOT / "tests" / "contract" / "yandexart", ROOT / "tests" / "contract" / "generators")
    sources = [path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("test_*.py")]
    assert any(re.search(rf"^(?:async )?def {name}\(", source, re.MULTILINE) for source in sources)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([A-Z][A-Za-z]+[a-z])`", DOCUMENT))))
def test_a_class_that_the_document_names_is_there(name: str) -> None:
    assert hasattr(yandexart, name) or hasattr(builtins, name)
