"""Makes the pictures in `docs/images`: conversations with the bot on the sandbox's chat page.

`python -m docs.screenshots` from the root. Needs Chromium; `CHROMIUM` names it where it is not called so.
"""

import asyncio
import io
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox.bot_process import BotProcess
from sandbox.composition import Sandbox
from sandbox.telegram.model import Message, User
from sandbox.telegram.population import ALICE, BORIS, PAINTERS

IMAGES: Final = Path(__file__).parent / "images"
SETTINGS: Final = {"GENERATOR": "yandexart"}  # the model that takes a seed, so that every button is seen
SCALE, GAP = 0.8, 16  # of phones that stand side by side; the gap in pixels
TIMEOUT: Final = 30_000  # milliseconds for a picture


@asynccontextmanager
async def world() -> AsyncIterator[tuple[Sandbox, Browser]]:
    """A sandbox of its own, with the bot in it, and a browser."""
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
                yield sandbox, browser


async def main() -> None:
    async with world() as (sandbox, browser):
        wide = await browser.new_page(
            viewport={"width": 1100, "height": 1000},
            device_scale_factor=1.5,
            color_scheme="light",
            reduced_motion="reduce",
        )
        await wide.goto(f"{sandbox.address}/?as={ALICE.id}#{PAINTERS}")
        await converse(sandbox, wide)
        keep(await wide.screenshot(), "chat.png")
        phone = await phone_of(browser, sandbox, ALICE, "dark")
        await refine(sandbox, phone)
        keep(await phone.screenshot(), "phone.png")
    async with world() as (sandbox, browser):
        phone = await phone_of(browser, sandbox, ALICE, "light")
        keep(side_by_side(await change_a_picture(sandbox, phone)), "walk.png")
        phone = await phone_of(browser, sandbox, BORIS, "light")
        keep(side_by_side(await draw_several(sandbox, phone)), "walk-ru.png")


async def phone_of(browser: Browser, sandbox: Sandbox, person: User, scheme: Literal["light", "dark"]) -> Page:
    """A phone with a person's private chat."""
    phone = await browser.new_page(
        viewport={"width": 390, "height": 844},
        device_scale_factor=1,
        color_scheme=scheme,
        reduced_motion="reduce",
        has_touch=True,
    )
    await phone.goto(f"{sandbox.address}/?as={person.id}#{person.id}")
    return phone


def keep(screenshot: bytes, name: str) -> None:
    """With a palette a picture is half as large, and looks the same."""
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    image.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(IMAGES / name, optimize=True)


def side_by_side(screenshots: Sequence[bytes]) -> bytes:
    """Several phones in one picture, smaller than they are."""
    phones = [Image.open(io.BytesIO(one)).convert("RGB") for one in screenshots]
    width, height = (round(side * SCALE) for side in phones[0].size)
    row = Image.new("RGB", ((width + GAP) * len(phones) - GAP, height), "white")
    for number, phone in enumerate(phones):
        row.paste(phone.resize((width, height), Image.Resampling.LANCZOS), (number * (width + GAP), 0))
    buffer = io.BytesIO()
    row.save(buffer, "PNG")
    return buffer.getvalue()


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
    await see_pictures(page, 2)  # the first is that of /start
    picture = [message for message in own(sandbox, ALICE) if message.photo is not None][-1]
    say(ALICE.id, ALICE.id, "/draw --ar 16:9 --no moon, stars --seed 11", reply_to=picture.id)
    await see_pictures(page, 3)
    await page.locator("#log").evaluate("log => { log.scrollTop = log.scrollHeight }")


async def change_a_picture(sandbox: Sandbox, page: Page) -> list[bytes]:
    """A newcomer presses an example, changes the picture by words, and opens its variations."""
    await settle(sandbox, page, ALICE, "/seed 6", "/style noir = black and white, film grain --no colour")
    sandbox.people.send(ALICE.id, ALICE.id, "/start")
    await see_pictures(page, 1)
    screens = [await page.screenshot()]
    await press(page, "a red cat")
    await see_pictures(page, 2)
    picture = [message for message in own(sandbox, ALICE) if message.photo is not None][-1]
    sandbox.people.send(ALICE.id, ALICE.id, "in winter --no house", reply_to=picture.id)
    await see_pictures(page, 3)
    screens.append(await at_the_end(page))
    await press(page, "Vary…")
    await expect(page.locator(".key", has_text="✓ 1:1")).to_be_visible()
    screens.append(await at_the_end(page))
    return screens


async def draw_several(sandbox: Sandbox, page: Page) -> list[bytes]:
    """Somebody draws variants in a style of their own, finds them in the history, and cancels one of four."""
    await settle(sandbox, page, BORIS, "/seed 7", "/style нуар = чёрно-белое, зернистая плёнка --без цвета")
    say = sandbox.people.send
    say(BORIS.id, BORIS.id, "/style нуар")
    await expect(page.locator(".key", has_text="Попробовать")).to_be_visible()
    say(BORIS.id, BORIS.id, "/draw кот у {моря, маяка, замка} {под дождём, зимой} --стиль нуар")
    await expect(page.locator(".key", has_text="Нарисовать все 6")).to_be_visible()
    screens = [await at_the_end(page)]
    await press(page, "Нарисовать все 6")
    await see_pictures(page, 6)
    say(BORIS.id, BORIS.id, "/history")
    await see_pictures(page, 7)
    screens.append(await at_the_end(page))
    sandbox.yandex.settings = replace(sandbox.yandex.settings, duration=(60, 60))
    say(BORIS.id, BORIS.id, "/draw синяя птица --повтор 3")
    cancel = page.locator(".key", has_text="Отменить")
    await expect(cancel).to_have_count(3, timeout=TIMEOUT)
    await cancel.nth(1).click()
    await expect(cancel).to_have_count(2, timeout=TIMEOUT)
    screens.append(await at_the_end(page))
    return screens


async def settle(sandbox: Sandbox, page: Page, person: User, *commands: str) -> None:
    """Says what has to be said before, and takes it away once it is answered."""
    for command in commands:
        sandbox.people.send(person.id, person.id, command)
    await expect(page.locator("#log article.theirs")).to_have_count(len(commands), timeout=TIMEOUT)
    for message in own(sandbox, person):
        sandbox.people.delete(person.id, person.id, message.id)
    await expect(page.locator("#log article")).to_have_count(0, timeout=TIMEOUT)


def own(sandbox: Sandbox, person: User) -> list[Message]:
    """What stands in somebody's private chat."""
    return list(sandbox.world.chats[person.id].messages.values())


async def press(page: Page, label: str) -> None:
    """Presses the last button that has this label."""
    await page.locator(".key", has_text=label).last.click()


async def at_the_end(page: Page) -> bytes:
    """The newest part of the conversation, without notices that pass."""
    await expect(page.locator(".notice")).to_have_count(0, timeout=TIMEOUT)
    await page.mouse.move(0, 0)
    await page.locator("#log").evaluate("log => { log.scrollTop = log.scrollHeight }")
    return await page.screenshot()


async def see_pictures(page: Page, count: int) -> None:
    """Until so many pictures stand in the conversation, ready to be shown."""
    pictures = page.locator("#log .photo img")
    await expect(pictures).to_have_count(count, timeout=TIMEOUT)
    await pictures.evaluate_all("images => Promise.all(images.map(image => image.decode()))")
    await expect(page.locator("#place-subtitle")).not_to_contain_text("sends a photo", timeout=TIMEOUT)


if __name__ == "__main__":
    asyncio.run(main())
