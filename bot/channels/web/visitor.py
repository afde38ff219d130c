"""Who is there: a random address in a signed cookie, and nothing else."""

import hmac
import re
import secrets
from hashlib import sha256

from starlette.requests import HTTPConnection
from starlette.responses import Response

COOKIE = "epizod"
A_YEAR = 365 * 24 * 3600


class Visitors:
    """Signs and checks addresses with the secret of this installation."""

    def __init__(self, secret: str, *, secure: bool) -> None:
        self._secret = secret.encode()
        self._secure = secure

    def of(self, connection: HTTPConnection) -> str | None:
        """The address of this browser; None without a cookie of ours."""
        match = re.fullmatch(r"([0-9a-f]{32})\.([0-9a-f]{64})", connection.cookies.get(COOKIE, ""))
        if match is None or not hmac.compare_digest(match[2], self._signature(match[1])):
            return None
        return match[1]

    def welcome(self, response: Response, address: str | None) -> None:
        """Gives the browser an address, or the one it has for another year."""
        address = address or secrets.token_hex(16)
        response.set_cookie(
            COOKIE, f"{address}.{self._signature(address)}",
            max_age=A_YEAR, httponly=True, samesite="strict", secure=self._secure, path="/",
        )  # fmt: skip

    def _signature(self, address: str) -> str:
        return hmac.new(self._secret, address.encode(), sha256).hexdigest()
