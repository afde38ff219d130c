"""Connections that say nothing, or take for ever: closed after a while, and never so many that nobody
else gets in.

connected ─► head ─► body ─► answer ─► head of the next …
   └────────── each has its time; between two requests uvicorn's own, of five seconds
"""

import asyncio
import resource

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

ENOUGH_FILES = 4096
SILENT_SECONDS = 10.0
"""How long the head of a request may take, counted from the connection for the first one."""
ARRIVING_SECONDS = 120.0
"""How long its body may take: the largest file of the desk over a slow line."""
UNREAD_SECONDS = 300.0
"""How long an answer may lie here because its reader does not take it."""


def most_connections() -> int:
    """Half of the files this process may open: the rest is for the store and for Telegram."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if 0 < hard < ENOUGH_FILES else ENOUGH_FILES
    if 0 < soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted) // 2


class PatientProtocol(H11Protocol):
    """Uvicorn's own protocol, which waits for the rest of a request without end."""

    most = 0
    _waits_for: object = None
    _ends: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.close()
            return
        self._wait_for(h11.IDLE)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait_for(self._missing())

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_for(None)
        if self._unread is not None:
            self._unread.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()

    def _missing(self) -> object:
        """Which part of a request has begun to arrive, or has to begin, and is not here as a whole."""
        state = self.conn.their_state
        begun = bool(self.conn.trailing_data[0]) or getattr(self, "cycle", None) is None
        return state if state is h11.SEND_BODY or (state is h11.IDLE and begun) else None

    def _wait_for(self, part: object) -> None:
        """The time of a part is not begun anew by each of its bytes."""
        if part is self._waits_for:
            return
        self._waits_for = part
        if self._ends is not None:
            self._ends.cancel()
            self._ends = None
        if part is not None:
            seconds = ARRIVING_SECONDS if part is h11.SEND_BODY else SILENT_SECONDS
            self._ends = self.loop.call_later(seconds, self.transport.abort)
