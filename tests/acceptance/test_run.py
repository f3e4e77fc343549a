"""`python -m bot run`: it draws, says what is wrong with its settings, and shares its database with nobody."""

import socket
from pathlib import Path

import pytest

from tests.acceptance.conftest import Starter
from tests.acceptance.programs import free_port
from tests.flows.stage import Stage


@pytest.mark.slow
async def test_with_the_required_settings_alone_it_draws(stage: Stage, settings: dict[str, str], bot: Starter) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 8081)) == 0:
            pytest.skip("something else listens on 127.0.0.1:8081, the default of LISTEN")
    del settings["LISTEN"]
    async with bot(afresh=True) as program:
        request = stage.alice.writes("/draw a red cat --no hat --ar 16:9 --seed 42", in_=stage.cats)
        picture = await stage.cats.picture()
        assert (picture.text, picture.replies_to) == ("a red cat --no hat --ar 16:9 --seed 42", request.id)
        assert "anyone who finds the bot can draw at your expense" in program.output


@pytest.mark.fault("33")
async def test_a_second_one_on_the_same_database_stops_and_the_first_goes_on(
    stage: Stage, settings: dict[str, str], bot: Starter, command: Starter
) -> None:
    async with bot():
        other = settings | {"LISTEN": f"127.0.0.1:{free_port()}"}
        async with command("run", settings=other) as second:
            assert await second.status() == 1
            assert second.output.strip().splitlines()[-1] == (
                "the database is in use by another process; stop the other bot first, one database serves one bot"
            )
        stage.alice.writes("/draw a cat --seed 1")
        assert (await stage.alice.chat.picture()).text == "a cat --seed 1"


async def test_a_taken_address_is_told_in_a_sentence(settings: dict[str, str], command: Starter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings["LISTEN"] = f"127.0.0.1:{taken.getsockname()[1]}"
        async with command("run") as program:
            assert await program.status() == 1
            assert "LISTEN: nothing can listen there" in program.output
            assert "Traceback" not in program.output


@pytest.mark.parametrize(
    ("wrong", "lines"),
    [
        (
            {"BOT_TOKEN": None, "YC_FOLDER_ID": None, "YC_API_KEY": None},
            ["BOT_TOKEN is missing", "YC_FOLDER_ID is missing", "YC_API_KEY is missing: give an API key, or one of"],
        ),
        (
            {
                "BOT_TOKEN": "wr0ng-token",
                "TELEGRAM_API_URL": "wr0ng://host",
                "RUNNING_PER_USER": "wr0ng",
                "DRAWING_TTL": "1",
                "TIMEZONE": "Wr0ng/Zone",
                "ADMIN_IDS": "1,wr0ng",
                "LISTEN": "wr0ng",
                "GENERATOR": "wr0ng",
                "DATABASE_URL": "postgresql://wr0ng",
                "YC_FOLDER_ID": "wr0ng folder",
            },
            [
                "GENERATOR must be 'auto', 'alice' or 'yandexart'",
                "YC_FOLDER_ID holds characters that cannot be in it",
                "BOT_TOKEN is not a bot token",
                "TELEGRAM_API_URL must be an address",
                "RUNNING_PER_USER must be a whole number",
                "TIMEZONE must be a time zone",
                "DRAWING_TTL must be",
                "ADMIN_IDS must be ids",
                "LISTEN must be an address and a port",
                "DATABASE_URL names a database that is not in this version",
            ],
        ),
    ],
)
async def test_settings_that_are_wrong_are_named_a_line_each_and_never_shown(
    settings: dict[str, str], command: Starter, wrong: dict[str, str | None], lines: list[str]
) -> None:
    given = {name: value for name, value in (settings | wrong).items() if value is not None}
    async with command("run", settings=given) as program:
        assert await program.status() == 2
        said = program.output.strip().splitlines()
        assert len(said) == len(lines)
        for line, wanted in zip(sorted(said), sorted(lines), strict=True):
            assert line.startswith(wanted)
        assert "wr0ng" not in program.output.lower()


async def test_a_database_that_is_no_database_is_told_in_a_sentence(tmp_path: Path, command: Starter) -> None:
    (tmp_path / "artbot.db").write_bytes(b"this is no database at all, and was never one" * 100)
    async with command("run") as program:
        assert await program.status() == 1
        assert program.output.startswith(f"the database {tmp_path}/artbot.db cannot be opened")
        assert len(program.output.strip().splitlines()) == 1


async def test_where_nobody_owns_the_bot_the_start_prints_a_code_for_it(
    stage: Stage, settings: dict[str, str], bot: Starter
) -> None:
    async with bot() as program:
        await program.says("nobody owns this bot")
        code = program.output.partition("/owner ")[2].split()[0]
        stage.alice.writes(f"/owner {code}")
        await stage.alice.chat.said("You own this bot now.")

    async with bot() as program:
        stage.alice.writes("/stats")
        await stage.alice.chat.said("requests")
        assert "nobody owns this bot" not in program.output
