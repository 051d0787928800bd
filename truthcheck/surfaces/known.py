"""Endpoints that a vendor's own package calls and no document describes: real, though nothing else is known of them.

    python -m truthcheck.surfaces.known

A package is often newer than the document. What it calls exists, so it is never "unknown"; these surfaces hold
methods and paths alone, and only excuse. They are made from the shipped histories (`specs_cache/sdks`), of each package
the present release.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truthcheck import shipped
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Operation, Origin, Surface
from truthcheck.model.value import Hole, Literal, Template, Text
from truthcheck.sdks.index.history_file import SUFFIX, History
from truthcheck.surfaces import index, lock
from truthcheck.surfaces.lock import LockEntry
from truthcheck.surfaces.match import KNOWN
from truthcheck.surfaces.routing import Row, reaches, table
from truthcheck.surfaces.store import Store
from truthcheck.surfaces.template import call_pieces, narrow, segments

Ask = tuple[str, str]  # method and path template, below the host


@dataclass(frozen=True, slots=True)
class KnownPackage:
    """The header of a release, and every request that its members make; `sha256` is that of the requests."""

    name: str
    version: str
    provider: str
    licence: str
    sha256: str
    asks: tuple[Ask, ...]
    date: str = ""


def packages(folder: Path) -> Iterator[KnownPackage]:
    """The present release of each package in `folder`."""
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        history = History(file)
        yield _read(history, hashlib.sha256(file.read_bytes()).hexdigest())


def _read(history: History, sha256: str) -> KnownPackage:
    release = history.at(history.present)
    records = (record for _, record in release.records(re.compile(rb'"op":')))
    asks = dict.fromkeys(ask for record in records for ask in _asks(record))
    name, version, provider, licence = (
        str(release.header.get(key, "")) for key in ("package", "version", "provider", "licence")
    )
    date = history.dates.get(version, "")
    return KnownPackage(name, version, provider, licence, sha256, tuple(sorted(asks)), date)


def _asks(record: Any) -> Iterator[Ask]:
    """Every `"op": [[METHOD, PATH], ...]` in a record, wherever it stands."""
    todo = [record]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            for pair in node.get("op", ()) if isinstance(node.get("op"), list) else ():
                yield from _ask(pair)
            todo.extend(node.values())
        elif isinstance(node, list):
            todo.extend(node)


def _ask(pair: Any) -> Iterator[Ask]:
    if not (isinstance(pair, list) and len(pair) >= 2 and all(isinstance(word, str) for word in pair[:2])):
        return
    path = re.split(r"[?&#]", pair[1])[0].rstrip("/")
    first = path[1:].partition("/")[0]
    if re.fullmatch(r"/[\w{}./:@*-]+", path) and "{" not in first:  # below a known prefix only
        yield pair[0].upper(), path


def undescribed(package: KnownPackage, store: Store) -> tuple[str, tuple[Ask, ...]]:
    """The base path of the package's requests, and those that the described surfaces do not have."""
    surfaces = [s for s in store.every(package.provider) if s.origin.kind != KNOWN]
    bases = ["", *sorted({base for surface in surfaces for base in surface.bases if base})]
    results = {base: [is_described(surfaces, method, base + path) for method, path in package.asks] for base in bases}
    best = max(bases, key=lambda base: (Counter(results[base])[True], -len(base)))
    return best, tuple(ask for ask, found in zip(package.asks, results[best], strict=True) if found is False)


def is_described(surfaces: Iterable[Surface], method: str, path: str) -> bool | None:
    """Whether one of the surfaces has the operation; None where none of them covers the path."""
    call = narrow(call_pieces(_template(path)))
    parts, covered = segments(call), False
    for surface in surfaces:
        if any(row.route.method == method and reaches(parts, row.segments) for row in _rows(surface, len(parts))):
            return True
        covered = covered or any(path == base or path.startswith(f"{base}/") for base in surface.bases)
    return False if covered else None


def _rows(surface: Surface, size: int) -> list[Row]:
    return table(surface).candidates(size)


def _template(path: str) -> Literal | Template:
    pieces = re.split(r"\{([^{}]*)\}", path)
    parts = [Hole(Reason(Why.NOTHING_KNOWN), p) if i % 2 else Text(p) for i, p in enumerate(pieces) if p]
    return Literal(path) if len(pieces) == 1 else Template(tuple(parts))


def surface(package: KnownPackage, store: Store) -> tuple[LockEntry, bytes] | None:
    """The surface of what only the package knows, or None when the documents know it all."""
    base, asks = undescribed(package, store)
    if not asks:
        return None
    licence = package.licence or f"as {package.name} {package.version}"
    described = [e for e in store.entries() if e.provider == package.provider and e.current and e.kind != KNOWN]
    hosts = tuple(sorted({host for entry in described for host in entry.hosts}))
    origin = Origin(
        package.provider,
        package.name,
        package.version,
        package.date,
        KNOWN,
        f"{package.name} {package.version}",
        package.sha256,
    )
    operations = [Operation(method, base + path, pointer=f"{method} {path}") for method, path in asks]
    written = index.write(index.Facts(origin, hosts, (), licence), operations, {})
    digest, file = (
        hashlib.sha256(written).hexdigest(),
        f"{package.provider}/{package.name}@{package.version}.{KNOWN}.jsonl",
    )
    entry = LockEntry(
        *(
            package.provider,
            package.name,
            package.version,
            package.date,
            KNOWN,
            origin.source,
            "",
            licence,
            package.sha256,
        ),
        *(digest, len(asks), hosts, (), True, file),
    )
    return entry, written


def build(cache: Path) -> list[LockEntry]:
    """Write the surfaces of every provider that has documents, and their lines of the lock."""
    store = Store((cache,))
    described = {entry.provider for entry in store.entries() if entry.kind != KNOWN}
    made = [surface(p, store) for p in packages(cache / "sdks") if p.provider in described]
    for old in (entry for entry in lock.load(cache) if entry.kind == KNOWN):
        (cache / old.file).unlink(missing_ok=True)
    for entry, written in filter(None, made):
        (cache / entry.file).write_bytes(written)
    entries = [entry for entry, _ in filter(None, made)]
    others = [entry for entry in lock.load(cache) if entry.kind != KNOWN]
    (cache / lock.NAME).write_bytes(lock.dump([*others, *entries]))
    return entries


if __name__ == "__main__":
    for made_entry in build(shipped.folder("specs_cache")):
        sys.stdout.write(
            f"{made_entry.provider} {made_entry.document} {made_entry.version}: {made_entry.operations} endpoints\n"
        )
