"""A running database, asked on request: its catalogue alone, read only, within seconds.

The address holds a password, and what the driver says of an error may repeat it: neither is ever told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from truthcheck.database.catalogue_reader import CatalogueReader
from truthcheck.errors import DocumentError
from truthcheck.model.database import Database

if TYPE_CHECKING:
    import psycopg

_SECONDS = 10


def read(address: str, shown: str, managed: frozenset[str]) -> Database:
    """The database at `address`, told as `shown`, without the schemas that a service makes. Raises DocumentError."""
    try:
        import psycopg
    except ImportError:
        raise DocumentError(
            "a running database is asked through psycopg, which is not installed",
            "install the extra `postgres`: pip install 'api-truthcheck[postgres]'",
        ) from None
    try:
        with psycopg.connect(address, connect_timeout=_SECONDS, autocommit=False) as connection:
            connection.read_only = True
            connection.execute(f"set local statement_timeout = '{_SECONDS}s'")
            connection.execute("set local search_path = public")
            return CatalogueReader(connection, shown, managed).database()
    except psycopg.Error as error:
        raise DocumentError(_why(error), "check the address and what this account may read") from None
    except (ValueError, UnicodeError):
        raise DocumentError("the database's address cannot be understood", "expected postgresql://...") from None


def _why(error: psycopg.Error) -> str:
    """Without the driver's words, which may repeat the address."""
    state = f", state {error.sqlstate}" if error.sqlstate else ""
    return f"the database cannot be read ({type(error).__name__}{state})"
