"""A browser in front of the whole world: page, Bot API, image service and the bot itself."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make dev")

from playwright.sync_api import Browser, ConsoleMessage, expect, sync_playwright

from tests.acceptance.browser.messenger import ALICE, TIMEOUT, Messenger
from tests.acceptance.browser.sandbox_process import running_sandbox

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip(f"no Chromium: set CHROMIUM, or install one of {', '.join(_NAMES)}")
    return found


# Of a module only: what people have set or drawn in one is not to surprise another.
@pytest.fixture(scope="module")
def sandbox(chromium: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the chat page. A module names settings of the bot in `SETTINGS`, where it wants others."""
    with running_sandbox(getattr(request.module, "SETTINGS", {})) as address:
        yield address


# Of a module only: while the synchronous Playwright runs, its event loop stands in the way of asynchronous tests.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


class Windows:
    """The windows of one test, and what went wrong in them."""

    def __init__(self, browser: Browser, sandbox: str) -> None:
        self._browser = browser
        self._sandbox = sandbox
        self.troubles: list[str] = []
        self.outside: list[str] = []

    def open(self, person: int = ALICE, *, script: str = "", **options: Any) -> Messenger:
        """A new window of `person`; `script` runs before the page's own, `options` are those of a browser context."""
        page = self._browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options}).new_page()
        page.add_init_script(script)
        page.set_default_timeout(TIMEOUT)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self._on_request(request.url))
        page.goto(f"{self._sandbox}/?as={person}")
        expect(page.locator(".account[aria-current]")).to_be_visible()
        return Messenger(page, person)

    def close(self) -> None:
        for context in self._browser.contexts:
            context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(message.text)

    def _on_request(self, url: str) -> None:
        if not url.startswith((self._sandbox, "data:", "blob:")):
            self.outside.append(url)


@pytest.fixture
def windows(browser: Browser, sandbox: str) -> Iterator[Windows]:
    """Opens windows. Whatever a test does there: no error in the console, no request to anywhere else."""
    windows = Windows(browser, sandbox)
    yield windows
    windows.close()
    assert windows.troubles == []
    assert windows.outside == []


@pytest.fixture
def alice(windows: Windows) -> Messenger:
    return windows.open(ALICE)
