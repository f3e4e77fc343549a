"""Only a bot that knows its own name understands a command that names it, and Telegram may not tell it at once."""

from pathlib import Path

from tests.flows.stage import Stage


async def test_a_request_that_names_the_bot_is_drawn_though_telegram_will_not_tell_the_name(tmp_path: Path) -> None:
    async with Stage.set_up(tmp_path) as stage:
        stage.fault("telegram.getMe", "status", status=500, times=3)
        stage.alice.writes("/draw@artbot_sandbox_bot a cat --seed 1", in_=stage.painters)
        await stage.start()
        picture = await stage.painters.picture()
        assert picture.text == "a cat --seed 1"
        assert len(stage.painters.messages) == 1
