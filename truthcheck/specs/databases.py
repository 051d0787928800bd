"""Databases that a project keeps: got from a description of their interface, or from a running server."""

from __future__ import annotations

import json
import os
from pathlib import Path

from truthcheck.database import keeping, live, root_document, rules
from truthcheck.database.keeping import KeptDatabase
from truthcheck.errors import DocumentError, TruthcheckError
from truthcheck.model.database import PUBLIC, Database
from truthcheck.specs.keep import today
from truthcheck.surfaces import fetch

_LARGEST = 64 << 20


def of_document(name: str, source: str, header_env: str = "") -> KeptDatabase:
    """From the root document in a file or at an address. Raises DocumentError."""
    is_address = "://" in source
    data = _fetched(source, header_env) if is_address else _read(Path(source))
    told = fetch.shown(source) if is_address else Path(os.path.relpath(source)).as_posix()
    try:
        database = root_document.read(json.loads(data), f"{name} ({told})", PUBLIC)
    except (ValueError, RecursionError):
        database = None
    if database is None or not database.relations:
        raise DocumentError(
            f"{told}: is not what the HTTP interface of a PostgreSQL database says of itself",
            "save what its root (/rest/v1/) answers to the service key",
        )
    return KeptDatabase(name, "document", told, today(), database)


def _fetched(source: str, header_env: str) -> bytes:
    answer = fetch.fetch(fetch.Request(source, header_env=header_env))
    if not isinstance(answer, fetch.Fetched):
        raise AssertionError("an unconditional request is answered with a document")
    return answer.data


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise DocumentError(f"{file}: larger than {_LARGEST >> 20} MB", "name the document itself")
        return file.read_bytes()
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read: {error.strerror}", "check the path") from None


def of_server(name: str, variable: str, own_rules: tuple[Path, ...] = ()) -> KeptDatabase:
    """From the server at the address in a variable of the environment. Raises DocumentError."""
    address = os.environ.get(variable, "").strip()
    if not address:
        raise DocumentError(
            f"the variable {variable} is not set", f"set it: export {variable}=postgresql://..., which is kept nowhere"
        )
    day = today()
    database = live.read(address, f"{name} (a running database, {day})", rules.load(own_rules).managed)
    return KeptDatabase(name, "live", f"${variable}", day, database)


def keep(root: Path, kept: KeptDatabase, force: bool) -> Path:
    """Writes it down beside the configuration. Raises DocumentError when the name is taken, unless `force`."""
    file = keeping.file(root, kept.name)
    if file.exists() and not force:
        raise DocumentError(f"`{kept.name}` is kept already", "replace it with --force")
    try:
        keeping.save(root, kept)
    except OSError as error:
        raise TruthcheckError(f"cannot write {file}: {error.strerror or error}", "check the permissions") from None
    return file


def remove(root: Path, name: str) -> bool:
    """Whether there was one of that name."""
    file = keeping.file(root, name)
    if not keeping.valid_name(name) or not file.is_file():
        return False
    file.unlink()
    return True


def counts(database: Database) -> tuple[int, int, int]:
    """Relations, columns and functions."""
    return len(database.relations), sum(len(one.columns) for one in database.relations), len(database.routines)
