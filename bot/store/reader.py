"""The reader: a connection that cannot write, for what need not be inside a turn."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import aiosqlite

from bot.store.writer import StoreUnavailable, is_damage

Row: TypeAlias = Mapping[str, Any]
Query: TypeAlias = tuple[str, Iterable[Any]]


class Reader:
    """Use as an async context manager: an aiosqlite connection left open would hang the exit.

    Reading raises StoreUnavailable when the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._one = asyncio.Lock()
        self.damaged = False
        """Whether the file was once found to be no sound database."""
        self._connection: aiosqlite.Connection

    async def __aenter__(self) -> "Reader":
        self._connection = await aiosqlite.connect(self._path, isolation_level=None)
        self._connection.row_factory = aiosqlite.Row
        await self._connection.execute("PRAGMA query_only = ON")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def all(self, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        async with self._one:
            return await self._rows(sql, parameters)

    async def snapshot(self, queries: Mapping[str, Query]) -> dict[str, list[Row]]:
        """The rows of several queries, all as of one moment."""
        async with self._one:
            await self._connection.execute("BEGIN")
            try:
                return {name: await self._rows(*query) for name, query in queries.items()}
            finally:
                await self._connection.execute("ROLLBACK")

    async def _rows(self, sql: str, parameters: Iterable[Any]) -> list[Row]:
        try:
            rows = await self._connection.execute_fetchall(sql, parameters)
        except aiosqlite.Error as error:
            self.damaged |= is_damage(error)
            raise StoreUnavailable(str(error)) from None
        return [dict(row) for row in rows]
