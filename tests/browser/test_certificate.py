"""The public page of a certificate: axe finds nothing, nothing scrolls sideways, no policy is broken."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, expect

from bot.store import certificates
from bot.store.writer import connect
from tests.browser.axe import SCHEMES, violations
from tests.browser.chat import leave_picture
from tests.browser.conftest import REPORT_VIOLATIONS
from tests.browser.test_accessibility import SIZES
from tests.program.epizod import Epizod
from tests.store.somebody import CERTIFICATE, SOMEBODY, add

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LONG = replace(
    CERTIFICATE, language="uk", name="Щ" * 80, title="Публічна політика і як її творять",
    issuer="Національне агентство з питань щоденних справ", hours=4, credits="0,1 кредиту ЄКТС",
)  # fmt: skip


@pytest.fixture(scope="module")
def numbers(epizod: Epizod) -> dict[str, str]:
    """One certificate that holds, and one that does not any more."""
    with closing(connect(epizod.database)) as tx:
        add(tx)
        valid = certificates.issue(tx, SOMEBODY, LONG, NOW)
        revoked = certificates.issue(tx, SOMEBODY, replace(CERTIFICATE, course="other"), NOW)
        assert valid is not None
        assert revoked is not None
        certificates.revoke(tx, revoked, NOW)
    return {"valid": valid, "revoked": revoked, "unknown": "a" * 26}


@pytest.mark.parametrize("state", ["valid", "revoked", "unknown"])
async def test_axe_finds_nothing(
    browser: Browser, epizod: Epizod, numbers: dict[str, str], state: str
) -> None:
    context = await browser.new_context(base_url=epizod.address, locale="uk")
    await context.add_init_script(REPORT_VIOLATIONS)
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto(f"/certificates/{numbers[state]}#signed.by.us")
    await expect(page.get_by_role("heading", level=1)).to_have_class(state)
    found = []
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            broken = await violations(page, scheme)
            picture = f"certificate-{state}-{width}-{scheme}"
            await leave_picture(page, picture, full_page=True)
            found += [f"{width}×{height} {scheme}: {each}" for each in broken]
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []
    assert [each for each in said if state != "unknown" or "404" not in each] == []
    await context.close()
