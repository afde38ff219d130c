"""Alive, ready, and how it is doing: what each says, and to whom."""

from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from bot.channels.web import figures, server
from bot.service.health import NotReady
from bot.service.metrics import Metrics

TOKEN = "a-token-of-prometheus"
HERE = ("127.0.0.1", 4000)
ELSEWHERE = ("203.0.113.9", 4000)


class Figures:
    async def text(self) -> bytes:
        return b"epizod_ready 1.0\n"


class House:
    """`wrong`: what its check raises."""

    def __init__(self) -> None:
        self.wrong: Exception | None = None

    async def check(self) -> None:
        if self.wrong is not None:
            raise self.wrong

    def asked(self, path: str, token: str | None = None, peer: tuple[str, int] = HERE,
              **headers: str) -> tuple[int, str]:  # fmt: skip
        route = figures.route(cast(Metrics, Figures()), token)
        app = server.application([route], self.check)
        client = TestClient(app, base_url="http://127.0.0.1:8080", client=peer)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        got = client.get(path, headers=named)
        assert got.status_code == 404 or got.headers["cache-control"] == "no-store"
        return got.status_code, got.text


@pytest.fixture
def house() -> House:
    return House()


def test_all_is_well(house: House) -> None:
    assert house.asked("/healthz") == (200, '{"status":"ok"}')
    assert house.asked("/readyz") == (200, '{"status":"ok"}')


def test_a_store_that_is_down_is_no_reason_to_be_killed(house: House) -> None:
    """It comes back by itself; starting again would not help."""
    house.wrong = NotReady(["the store cannot write", "Telegram does not answer"])
    assert house.asked("/healthz") == (200, '{"status":"ok"}')
    assert house.asked("/readyz") == (
        503,
        '{"status":"not ready","reasons":["the store cannot write","Telegram does not answer"]}',
    )


def test_a_reason_that_nobody_foresaw_is_for_the_operator_only(house: House) -> None:
    house.wrong = RuntimeError("/secret/path")
    assert house.asked("/readyz") == (
        503,
        '{"status":"not ready","reasons":["the store does not answer"]}',
    )


def test_without_a_token_only_this_machine_reads_figures(house: House) -> None:
    assert house.asked("/metrics") == (200, "epizod_ready 1.0\n")
    assert house.asked("/metrics", peer=ELSEWHERE)[0] == 404
    assert house.asked("/metrics", host="epizod.example")[0] == 404


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip", "via"])
def test_a_server_in_front_is_not_this_machine(house: House, header: str) -> None:
    headers: Any = {header: "203.0.113.9"}
    assert house.asked("/metrics", **headers)[0] == 404


def test_with_a_token_whoever_has_it_and_nobody_else(house: House) -> None:
    bearer = f"Bearer {TOKEN}"
    assert house.asked("/metrics", TOKEN, ELSEWHERE, authorization=bearer)[0] == 200
    for wrong in (TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer", f"Bearer x{TOKEN}"):
        assert house.asked("/metrics", TOKEN, authorization=wrong)[0] == 404
    assert house.asked("/metrics", TOKEN)[0] == 404
