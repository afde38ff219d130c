"""One browser and one real process for all tests; each visitor has cookies of their own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.chat import Chat, Visit
from tests.program.epizod import Epizod

CHROMIUM = "/usr/bin/chromium"
WITHOUT = (
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay",
    "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding",
    "PreconnectToSearch", "ThirdPartyStoragePartitioning", "WebUIOmniboxAimPopup", "WebUIOmniboxPopup",
)  # fmt: skip
"""Playwright's own list, whose place this takes, and the suggestions under the address bar: nobody
sees a bar here, and they are a page of their own in each new window, longer in loading than ours."""
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    f"--disable-features={','.join(WITHOUT)}",
]  # fmt: skip

REPORT_VIOLATIONS = """document.addEventListener("securitypolicyviolation", breach =>
  console.error(`content security policy: ${breach.effectiveDirective} ${breach.blockedURI}`))"""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def epizod(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Epizod]:
    async with Epizod(tmp_path_factory.mktemp("epizod")) as running:
        yield running
        await running.stop()
        assert "Traceback" not in running.log, running.log


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def traveller(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Epizod]:
    """A house of its own for those who move the clock: there, time passes for everybody."""
    async with Epizod(tmp_path_factory.mktemp("traveller")) as running:
        yield running
        await running.stop()
        assert "Traceback" not in running.log, running.log


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, epizod: Epizod) -> AsyncIterator[Visit]:
    """Opens the page in a browser of its own. In the end no page may have complained of anything.

    `at`: another server. `like`: the same person as in that chat, in another browser. `forgiven`:
    what the console may complain of.
    """
    chats: list[Chat] = []
    async with AsyncExitStack() as opened:

        async def go(
            *,
            language: str = "en",
            size: tuple[int, int] = (390, 780),
            at: str | None = None,
            path: str = "/",
            like: Chat | None = None,
            forgiven: str = "nothing",
            **more: Any,
        ) -> Chat:
            width, height = size
            context = await browser.new_context(
                viewport={"width": width, "height": height}, locale=language,
                timezone_id="Europe/Kyiv", reduced_motion="reduce", base_url=at or epizod.address,
                storage_state=await like.page.context.storage_state() if like else None,
                **more,
            )  # fmt: skip
            opened.push_async_callback(context.close)
            await context.add_init_script(REPORT_VIOLATIONS)
            chat = Chat(await context.new_page(), language, forgiven)
            chats.append(chat)
            await chat.page.goto(path)
            await chat.ready()
            return chat

        yield go
    for chat in chats:
        assert chat.problems == []
