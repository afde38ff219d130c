"""Connections that say nothing: closed after a while, and never so many that nobody else gets in."""

import asyncio
import resource

from uvicorn.protocols.http.h11_impl import H11Protocol

ENOUGH_FILES = 4096
SILENT_SECONDS = 10.0
"""How long a new connection may take to send the head of its first request."""


def most_connections() -> int:
    """Half of the files this process may open: the rest is for the store and for Telegram."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if 0 < hard < ENOUGH_FILES else ENOUGH_FILES
    if 0 < soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted) // 2


class PatientProtocol(H11Protocol):
    """Uvicorn's own protocol, which waits for the first request without end."""

    most = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.close()
            return
        self._silence = self.loop.call_later(SILENT_SECONDS, self._hang_up)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._has_spoken():
            self._silence.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        if hasattr(self, "_silence"):
            self._silence.cancel()
        super().connection_lost(exc)

    def _hang_up(self) -> None:
        if not self._has_spoken():
            self.transport.close()

    def _has_spoken(self) -> bool:
        """Whether a whole head has arrived: then there is a cycle of request and response."""
        return getattr(self, "cycle", None) is not None
