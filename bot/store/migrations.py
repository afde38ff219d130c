"""Numbered `.sql` files and `user_version`: each is applied once, in order, in one transaction."""

import sqlite3
from importlib.resources import files


class NewerDatabase(RuntimeError):
    """The file was written by a later version of Epizod."""


def scripts() -> list[tuple[int, str]]:
    """Number and text of every migration, in order."""
    folder = files("bot.store") / "migrations"
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".sql"))
    return [(int(name[:4]), (folder / name).read_text("utf-8")) for name in names]


def newest() -> int:
    """The version that this program knows."""
    return scripts()[-1][0]


def migrate(connection: sqlite3.Connection) -> int:
    """Brings the file to the newest version and returns it. Refuses a file from the future."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    known = newest()
    if version > known:
        raise NewerDatabase(f"the database is of version {version}, this program knows {known}")
    for number, script in scripts():
        if number > version:
            try:
                connection.executescript(
                    f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;"
                )
            except sqlite3.Error:
                connection.rollback()
                raise
    return known
