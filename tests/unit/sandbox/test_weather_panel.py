"""The drawer of the page that is called Weather: its switches show what is true of the services."""

import os
import re
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.composition import Sandbox
from sandbox.faults import Kind, Rule
from sandbox.yandex.settings import Settings

pytest.importorskip("playwright.async_api", reason="playwright is not installed: make dev")

from playwright.async_api import Browser, Locator, Page, Route, async_playwright, expect

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_TIMEOUT = 20_000.0  # milliseconds; only a failing test waits so long

RETIRED, WITHDRAWN, NEWER = "Model retired: yandex-art", "Alice AI ART withdrawn", "A newer Alice AI ART"
DEFAULTS = Settings().models
OTHERS = [model for model in DEFAULTS if not model.startswith("aliceai-image-art")]


class Panel:
    """The open drawer, and the services that it is about."""

    def __init__(self, page: Page, sandbox: Sandbox) -> None:
        self.page = page
        self.sandbox = sandbox
        self.drawer = page.get_by_role("dialog", name="Weather")
        expect.set_options(timeout=_TIMEOUT)

    @property
    def models(self) -> list[str]:
        return list(self.sandbox.yandex.settings.models)

    def switch(self, label: str) -> Locator:
        return self.drawer.get_by_role("switch", name=re.compile(f"^{re.escape(label)}"))

    async def open(self) -> None:
        await self.page.get_by_role("button", name="Weather").click()
        await expect(self.drawer).to_be_visible()

    async def move(self, label: str, *, on: bool) -> None:
        async with self.page.expect_response(lambda answer: answer.request.method == "PUT"):
            await self.switch(label).set_checked(on)

    async def shows(self, **on: bool) -> None:
        for label, wanted in {RETIRED: on["retired"], WITHDRAWN: on["withdrawn"], NEWER: on["newer"]}.items():
            await expect(self.switch(label)).to_be_checked(checked=wanted)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if chromium is None:
        pytest.skip(f"no Chromium: set CHROMIUM, or install one of {', '.join(_NAMES)}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def panel(browser: Browser) -> AsyncIterator[Panel]:
    async with Sandbox.start() as sandbox, await browser.new_context() as context:
        page = await context.new_page()
        page.set_default_timeout(_TIMEOUT)
        await page.goto(f"{sandbox.address}/?as=101")
        yield Panel(page, sandbox)


async def test_a_withdrawn_model_is_taken_off_the_list_and_put_back(panel: Panel) -> None:
    await panel.open()
    await panel.shows(retired=False, withdrawn=False, newer=False)
    await panel.move(WITHDRAWN, on=True)
    assert panel.models == OTHERS
    await panel.move(WITHDRAWN, on=False)
    assert sorted(panel.models) == sorted(DEFAULTS)
    await panel.shows(retired=False, withdrawn=False, newer=False)


async def test_a_newer_model_takes_the_place_of_the_older_one(panel: Panel) -> None:
    await panel.open()
    await panel.move(NEWER, on=True)
    assert panel.models == [*OTHERS, "aliceai-image-art-4.0"]
    await panel.shows(retired=False, withdrawn=False, newer=True)
    await panel.move(NEWER, on=False)
    assert sorted(panel.models) == sorted(DEFAULTS)


async def test_of_two_switches_about_one_setting_the_one_moved_last_is_on(panel: Panel) -> None:
    await panel.open()
    await panel.move(NEWER, on=True)
    await panel.move(WITHDRAWN, on=True)
    await panel.shows(retired=False, withdrawn=True, newer=False)
    assert panel.models == OTHERS
    await panel.move(NEWER, on=True)
    await panel.shows(retired=False, withdrawn=False, newer=True)
    await panel.move(RETIRED, on=True)
    await panel.shows(retired=True, withdrawn=False, newer=True)
    assert panel.models == [*OTHERS, "aliceai-image-art-4.0"]


async def test_switches_leave_models_of_other_names_and_other_faults_alone(panel: Panel) -> None:
    settings = panel.sandbox.yandex.settings
    panel.sandbox.yandex.settings = settings.changed({"models": ["aliceai-llm-flash", *settings.models]})
    panel.sandbox.yandex.faults.add(Rule("yandex.models", Kind.SLOW, seconds=1))
    await panel.open()
    await panel.move(WITHDRAWN, on=True)
    await panel.move("Gateway errors", on=True)
    assert panel.models == ["aliceai-llm-flash", *OTHERS]
    assert [rule.where for rule in panel.sandbox.yandex.faults.rules] == ["yandex.models", "yandex.get"]


async def test_the_drawer_shows_what_was_set_elsewhere(panel: Panel) -> None:
    settings = panel.sandbox.yandex.settings
    for models, shown in (
        (["aliceai-image-art-4.0", "yandexgpt/latest"], {"withdrawn": False, "newer": True}),
        (["yandexgpt/latest"], {"withdrawn": True, "newer": False}),
        (["aliceai-image-art-3.0", "aliceai-image-art-4.0"], {"withdrawn": False, "newer": False}),
        (["aliceai-image-art-3.0"], {"withdrawn": False, "newer": False}),
    ):
        panel.sandbox.yandex.settings = settings.changed({"models": models})
        await panel.open()
        await panel.shows(retired=False, **shown)
        await panel.page.keyboard.press("Escape")


async def test_a_change_that_is_refused_is_not_shown_as_made(panel: Panel) -> None:
    async def refuse(route: Route) -> None:
        if route.request.method == "PUT":
            await route.fulfill(status=400, json={"error": "no such setting"})
        else:
            await route.continue_()

    await panel.page.route("**/yandex/-/settings", refuse)
    await panel.open()
    await panel.switch(NEWER).dispatch_event("click")
    await expect(panel.page.get_by_text("no such setting")).to_be_visible()
    await panel.shows(retired=False, withdrawn=False, newer=False)


async def test_what_is_clicked_while_a_change_is_under_way_builds_on_it(panel: Panel) -> None:
    await panel.open()
    async with panel.page.expect_response(lambda answer: "retired" in (answer.request.post_data or "")):
        for label in ("Too many requests", "Lost responses", NEWER, RETIRED):
            await panel.switch(label).first.dispatch_event("click")
    await panel.shows(retired=True, withdrawn=False, newer=True)
    assert panel.sandbox.yandex.settings.retired
    assert panel.models == [*OTHERS, "aliceai-image-art-4.0"]
    kinds = [rule.kind for rule in panel.sandbox.yandex.faults.rules]
    assert kinds == [Kind.STATUS, Kind.DROPPED]
