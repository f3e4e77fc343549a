"""Whatever fails, nothing that the program says holds a token, a key or a prompt."""

import pytest

from sandbox.faults import Kind
from tests.acceptance.conftest import Starter
from tests.acceptance.programs import KEY
from tests.flows.stage import Stage

PROMPT = "xyzzyplugh"


@pytest.mark.parametrize("log_format", ["console", pytest.param("json", marks=pytest.mark.slow)])
async def test_a_run_in_which_everything_fails_tells_no_secret(
    stage: Stage, settings: dict[str, str], bot: Starter, log_format: str
) -> None:
    token = stage.sandbox.telegram.token
    secrets = (token, token.partition(":")[2], KEY, PROMPT)
    for call in ("telegram.getUpdates", "telegram.sendMessage", "telegram.editMessage*", "yandex.submit", "yandex.get"):
        for kind in (Kind.LOST, Kind.HTML):
            stage.fault(call, kind, message=" ".join(secrets), times=1)
    stage.world.updates.put_raw({"message": {"text": PROMPT, "chat": token}})
    stage.alice.writes(f"/draw {PROMPT} --seed 1")
    stage.alice.writes(f"/draw {PROMPT} --sed 1")
    stage.boris.writes(f"/draw {PROMPT} forbidden", in_=stage.cats)
    async with bot(settings=settings | {"LOG_LEVEL": "DEBUG", "LOG_FORMAT": log_format}) as program:
        await stage.alice.chat.picture()
        await stage.cats.said("Сервис не станет это рисовать")
        await program.kill()
        output = program.output
    stage.description.problems.clear()  # the update put in by hand is nothing that Telegram would send
    assert "is unreadable" in output
    assert "Telegram cannot be asked for updates" in output
    assert [secret for secret in secrets if secret in output] == []
