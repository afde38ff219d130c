"""Who asks from this very machine: they may see and do what nobody else may."""

import re

from starlette.requests import Request

LOOPBACK = re.compile(r"127(\.[0-9]{1,3}){3}|::1")
THIS_MACHINE = re.compile(r"(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers with which a server in front of this one says that somebody else is asking."""


def from_this_machine(request: Request) -> bool:
    """Whether a browser on this machine asks, by a name that only means this machine."""
    return (
        request.client is not None
        and LOOPBACK.fullmatch(request.client.host) is not None
        and THIS_MACHINE.fullmatch(request.headers.get("host", "")) is not None
        and not any(name in request.headers for name in FORWARDED)
    )
