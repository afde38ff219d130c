"""The cookie of a session at the desk, and the key that every form of that session carries."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """No script can read it, no other site can make a browser send it.

    `secure`: the desk is reached by https, so that the cookie belongs to this very host alone.
    """

    secure: bool

    @property
    def name(self) -> str:
        return "__Host-desk" if self.secure else "desk"

    def of(self, request: Request) -> str | None:
        return request.cookies.get(self.name) or None

    def give(self, response: Response, token: str) -> None:
        """It goes with the browser; when the session is over is decided here."""
        response.set_cookie(
            self.name, token, httponly=True, samesite="strict", secure=self.secure, path="/"
        )

    def take(self, response: Response) -> None:
        response.delete_cookie(
            self.name, httponly=True, samesite="strict", secure=self.secure, path="/"
        )


def form_key(token: str) -> str:
    """What only a page of this very session knows. It opens nothing else."""
    return hmac.new(token.encode(), b"form", sha256).hexdigest()


def is_key(token: str, given: str) -> bool:
    return hmac.compare_digest(form_key(token), given.encode("ascii", "replace").decode())
