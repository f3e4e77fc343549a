"""Makes the pictures in `docs/images`: conversations with the bot on the sandbox's chat page.

`python -m docs.screenshots` from the root. Needs Chromium; `CHROMIUM` names it where it is not called so.
"""

import asyncio
import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Page, async_playwright, expect

from sandbox.bot_process import BotProcess
from sandbox.composition import Sandbox
from sandbox.telegram.population import ALICE, BORIS, PAINTERS

IMAGES: Final = Path(__file__).parent / "images"
SETTINGS: Final = {"GENERATOR": "yandexart"}  # the model that takes a seed, so that every button is seen
TIMEOUT: Final = 30_000  # milliseconds for a picture


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Sandbox.start(duration=(0.1, 0.2)) as sandbox,
            BotProcess.start(sandbox, Path(folder), settings=SETTINGS),
            async_playwright() as playwright,
        ):
            browser = await playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
                args=["--no-sandbox"],  # Chromium's own; it does not work for root in a container
            )
            async with browser:
                wide = await browser.new_page(
                    viewport={"width": 1100, "height": 1000},
                    device_scale_factor=1.5,
                    color_scheme="light",
                    reduced_motion="reduce",
                )
                await wide.goto(f"{sandbox.address}/?as={ALICE.id}#{PAINTERS}")
                await converse(sandbox, wide)
                keep(await wide.screenshot(), "chat.png")
                phone = await browser.new_page(
                    viewport={"width": 390, "height": 844},
                    device_scale_factor=1,
                    color_scheme="dark",
                    reduced_motion="reduce",
                    has_touch=True,
                )
                await phone.goto(f"{sandbox.address}/?as={ALICE.id}#{ALICE.id}")
                await refine(sandbox, phone)
                keep(await phone.screenshot(), "phone.png")


def keep(screenshot: bytes, name: str) -> None:
    """With a palette a picture is half as large, and looks the same."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    image.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(IMAGES / name, optimize=True)


async def converse(sandbox: Sandbox, page: Page) -> None:
    """Two people and the bot. The seeds are named, so that the pictures are always the same."""
    say = sandbox.people.send
    say(ALICE.id, ALICE.id, "/start")
    say(ALICE.id, PAINTERS, "/draw a red cat by the sea --no hat --ar 16:9 --seed 7")
    await see_pictures(page, 1)
    say(BORIS.id, PAINTERS, "Красиво! А теперь моего:")
    say(BORIS.id, PAINTERS, "/draw рыжий кот у синего домика, осень --ar 2:1 --seed 3")
    await see_pictures(page, 2)


async def refine(sandbox: Sandbox, page: Page) -> None:
    """One person in private: a picture with its buttons, refined by a reply to it."""
    say = sandbox.people.send
    say(ALICE.id, ALICE.id, "a blue bird in a night forest --ar 3:2 --seed 11")
    await see_pictures(page, 1)
    own = sandbox.world.deliver[ALICE.id].messages.values()
    picture = next(message for message in own if message.photo is not None)
    say(ALICE.id, ALICE.id, "/draw --ar 16:9 --no moon, stars", reply_to=picture.id)
    await see_pictures(page, 2)
    await page.locator("#log").evaluate("log => { log.scrollTop = log.scrollHeight }")


async def see_pictures(page: Page, count: int) -> None:
    """Until so many pictures stand in the conversation, ready to be shown."""
    pictures = page.locator("#log .photo img")
    await expect(pictures).to_have_count(count, timeout=TIMEOUT)
    await pictures.evaluate_all("images => Promise.all(images.map(image => image.decode()))")
    await expect(page.locator("#place-subtitle")).not_to_contain_text("sends a photo", timeout=TIMEOUT)


if __name__ == "__main__":
    asyncio.run(main())
