"""Readers: connections that cannot write, for what need not be inside a turn."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import aiosqlite

Row: TypeAlias = Mapping[str, Any]


class Reader:
    """Opens a connection for each reading and closes it whatever happens."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def snapshot(
        self, queries: Mapping[str, tuple[str, Iterable[Any]]]
    ) -> dict[str, list[Row]]:
        """The rows of several queries, all as of one moment."""
        connection = await aiosqlite.connect(self._path)
        try:
            connection.row_factory = aiosqlite.Row
            await connection.execute("PRAGMA query_only = ON")
            await connection.execute("BEGIN")
            return {
                name: [dict(row) for row in await connection.execute_fetchall(sql, parameters)]
                for name, (sql, parameters) in queries.items()
            }
        finally:
            await connection.close()
