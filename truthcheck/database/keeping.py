"""Databases that a project keeps: what a running one, or a description of an interface, told when it was added.

Each is one file of facts beside the configuration, to be put under version control; no address and no key is in it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from truthcheck.database import records
from truthcheck.errors import SurfaceError
from truthcheck.locks import write_whole
from truthcheck.model.database import Database, TruthSource
from truthcheck.model.noun import NamedTuple, replace

FOLDER = Path(".truthcheck") / "databases"
FORMAT = 1
KINDS = ("live", "document")
_LARGEST = 64 << 20
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class KeptDatabase(NamedTuple):
    """`source` is how it was got, without secrets: a file, an address, `$DATABASE_URL`. `date` is ISO 8601."""

    name: str
    kind: str
    source: str
    date: str
    database: Database


def valid_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name))


def file(root: Path, name: str) -> Path:
    return root / FOLDER / f"{name}.json"


def save(root: Path, kept: KeptDatabase) -> None:
    """Raises OSError."""
    head = {
        "truthcheck_database": FORMAT,
        "name": kept.name,
        "kind": kept.kind,
        "source": kept.source,
        "date": kept.date,
    }
    write_whole(file(root, kept.name), f"{json.dumps(head)}\n{records.dump(kept.database)}\n".encode(), 0o644)


def every(root: Path) -> tuple[KeptDatabase, ...]:
    """What is kept, by name. Raises SurfaceError for a file that is damaged."""
    folder = root / FOLDER
    return tuple(load(path) for path in sorted(folder.glob("*.json"))) if folder.is_dir() else ()


def load(path: Path) -> KeptDatabase:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        head, _, body = path.read_text(encoding="utf-8").partition("\n")
        facts = json.loads(head)
        if facts["truthcheck_database"] != FORMAT or facts["kind"] not in KINDS or not valid_name(path.stem):
            raise ValueError("of another format")
        database = records.load(body)
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        hint = f"run: truthcheck specs add {path.stem} --force, as it was added"
        raise SurfaceError(f"{path.name}: cannot be read as a database: {error}", hint) from None
    told = TruthSource(f"{FOLDER.as_posix()}/{path.name}", facts["kind"], True, f"{facts['source']}, {facts['date']}")
    return KeptDatabase(path.stem, facts["kind"], facts["source"], facts["date"], replace(database, sources=(told,)))
