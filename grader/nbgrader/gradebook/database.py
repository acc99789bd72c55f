"""nbgrader's database: every fault is reported in one line before anything changes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from nbgrader import dbutil
from nbgrader.api import Base
from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, create_engine, event
from sqlalchemy import inspect as look_at
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from grader.errors import GradebookError
from grader.text import clean

# How long another program may hold the database before we give up.
LOCK_WAIT_S = 10.0
_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), nullable=False))


class Database:
    """
    The gradebook at a URL.

    Args:
        url: A URL as SQLAlchemy and nbgrader take it.

    Raises:
        GradebookError: If the URL or its driver cannot be used.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
            self.where = _shown(self.url)
            self._engine = _engine(self.url)
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise GradebookError(
                f"{self.where} needs a Python package that is not installed "
                f"({clean(str(error), limit=120)}). For PostgreSQL install psycopg2-binary."
            ) from None
        except (ArgumentError, ValueError):
            raise GradebookError(
                f'"{clean(url.partition("@")[2] or url, limit=200)}" is not a database URL. '
                "Write it as sqlite:////full/path/gradebook.db or postgresql://user@host/name."
            ) from None

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """
        Yield a connection within one transaction: either all of it is written or nothing.

        Raises:
            GradebookError: If the database refuses; then nothing was changed.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise GradebookError(f"{self.where} {_why(error)}") from None

    def prepare(self) -> None:
        """
        Create the tables in an empty database, and check that any other has them.

        Unlike nbgrader itself, this does not need the program ``alembic`` and never leaves a
        database without a version behind.

        Raises:
            GradebookError: If the database is another program's, or of another nbgrader version.
        """
        self._check_folder()
        with self.transaction() as connection:
            tables = set(look_at(connection).get_table_names())
            if not tables:
                Base.metadata.create_all(connection)
                _VERSION.create(connection)
                connection.execute(_VERSION.insert().values(version_num=newest_schema()))
                return
            found = None
            if _VERSION.name in tables:
                found = connection.execute(_VERSION.select()).scalar()
            missing = sorted(set(Base.metadata.tables) - tables)
        if found is None and len(missing) > len(Base.metadata.tables) // 2:
            raise GradebookError(
                f"{self.where} is a database, but not a gradebook of nbgrader: it has no table "
                f"{missing[0]}. Name the right one with --db."
            )
        if found != newest_schema() or missing:
            raise GradebookError(
                f"{self.where} has the schema of another nbgrader version "
                f"({clean(str(found))}, expected {newest_schema()}). Make a copy of it, then run "
                '"nbgrader db upgrade" in its course.'
            )

    def _check_folder(self) -> None:
        """Raise if the folder of an SQLite file does not exist."""
        name = self.url.database or ""
        if self.url.get_backend_name() != "sqlite" or not name or name.startswith(("file:", ":")):
            return
        if not Path(name).parent.is_dir():
            raise GradebookError(f"{self.where}: its folder does not exist. Check the path.")


@cache
def newest_schema() -> str:
    """Return the schema revision of the installed nbgrader, as its databases store it."""
    config = Config()
    config.set_main_option("script_location", dbutil.ALEMBIC_DIR)
    return str(ScriptDirectory.from_config(config).get_current_head())


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(_with_driver(url), pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": LOCK_WAIT_S})

    # Python's sqlite3 begins a transaction at the first change only; by then another
    # program may have changed what was read. Lock first, then read.
    @event.listens_for(engine, "connect")
    def _take_over(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _lock(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _with_driver(url: URL) -> URL:
    """Return a PostgreSQL URL with an installed driver, if it names none itself."""
    if url.drivername == "postgresql":
        for driver in ("psycopg", "psycopg2"):
            if find_spec(driver) is not None:
                return url.set(drivername=f"postgresql+{driver}")
    return url


def _shown(url: URL) -> str:
    """Return the name of the database for messages: a path, or a URL without its password."""
    if url.get_backend_name() == "sqlite" and url.database:
        return clean(url.database, limit=300)
    return clean(url.render_as_string(hide_password=True), limit=300)


def _why(error: DBAPIError) -> str:
    """Return what is wrong, as the end of a sentence that begins with the database's name."""
    said = clean(str(error.orig).strip().split("\n")[0], limit=300)
    if isinstance(error.orig, sqlite3.Error):
        for words, sentence in _SQLITE:
            if words in said:
                return sentence
    if "connect" in said or "could not translate" in said:
        return f"cannot be reached: {said}. Is the server running, and is the URL right?"
    return f"refused: {said}. Nothing of this batch was written."


_SQLITE = (
    (
        "locked",
        "is locked by another program. Wait until nbgrader or the formgrader has finished, "
        "then run it again.",
    ),
    ("readonly", "is read-only. Make it and its folder writable, then run it again."),
    ("unable to open", "cannot be opened. Check the path and its rights."),
    ("not a database", "is not an SQLite database. Name the right one with --db."),
    ("malformed", "is damaged. Restore it from a backup."),
    ("disk is full", "cannot grow: the disk is full. Make room, then run it again."),
)
