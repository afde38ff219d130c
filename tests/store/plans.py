"""How SQLite goes about a query."""

from collections.abc import Callable

from bot.store.writer import Tx


def plans_of(tx: Tx, work: Callable[[], object]) -> list[str]:
    """The steps of every SELECT and UPDATE that `work` runs."""
    statements: list[str] = []
    tx.set_trace_callback(statements.append)
    try:
        work()
    finally:
        tx.set_trace_callback(None)
    return [
        row["detail"]
        for statement in statements
        if statement.startswith(("SELECT", "UPDATE"))
        for row in tx.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]
