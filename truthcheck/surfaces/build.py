"""Rebuild every shipped surface, byte for byte, from a folder of raw documents.

    python -m truthcheck.surfaces.build RAW_FOLDER [--only PROVIDER] [--table]

Reads `rules/providers/*.toml` (which documents) and `specs_cache/sources.json` (whence each one is).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truthcheck import shipped as data
from truthcheck.errors import DocumentError, TruthcheckError
from truthcheck.model.surface import Origin
from truthcheck.surfaces import archive, compile, lock, providers
from truthcheck.surfaces.document import read
from truthcheck.surfaces.lock import LockEntry
from truthcheck.surfaces.providers import Document

_KINDS = ("openapi", "swagger", "discovery")  # what this command makes; surfaces of other kinds stay as they are


@dataclass(frozen=True, slots=True)
class Built:
    """One compiled document, or why it could not be: `entry` is None then."""

    provider: str
    document: str
    entry: LockEntry | None
    data: bytes
    found: int
    seconds: float
    notes: tuple[str, ...]


def build(raw: Path, wanted: Sequence[Document], sources: dict[str, dict[str, str]]) -> Iterator[Built]:
    for document in wanted:
        for name, file in document.files(raw):
            yield _build(raw, document, name, file, sources.get(file, {}))


def _build(raw: Path, document: Document, name: str, file: str, source: dict[str, str]) -> Built:
    begin = time.perf_counter()
    try:
        compiled = _compile(raw, document, name, file, source)
    except (DocumentError, OSError) as error:
        return Built(document.provider, name, None, b"", 0, time.perf_counter() - begin, (str(error),))
    origin, facts = compiled.facts.origin, compiled.facts
    entry = LockEntry(
        provider=origin.provider,
        document=origin.document,
        version=origin.version,
        date=origin.date,
        kind=origin.kind,
        source=origin.source,
        commit=source.get("commit", ""),
        licence=facts.licence,
        sha256=origin.sha256,
        index=hashlib.sha256(compiled.data).hexdigest(),
        operations=compiled.kept,
        hosts=facts.hosts,
        bases=facts.bases,
        current=document.current,
        file=f"{origin.provider}/{name}@{origin.version.replace(' ', '-').replace('/', '-')}.jsonl",
        worth=document.worth,
    )
    return Built(
        origin.provider, name, entry, compiled.data, compiled.found, time.perf_counter() - begin, compiled.notes
    )


def _compile(raw: Path, document: Document, name: str, file: str, source: dict[str, str]) -> compile.Compiled:
    packed = raw / file
    bytes_, main, beside = archive.open_document(packed, document.root)
    sha256 = hashlib.sha256(read(packed)).hexdigest()
    if source.get("sha256", sha256) != sha256:
        raise DocumentError(f"{file}: has sha256 {sha256}, sources.json expects {source['sha256']}")
    origin = Origin(
        document.provider, name, document.version, source.get("date", ""), "", source.get("source", ""), sha256,
        document.worth,
    )  # fmt: skip
    return compile.compile(
        compile.Raw(
            data=bytes_,
            origin=origin,
            file=main,
            hosts=document.hosts,
            base=document.base,
            covers=document.covers,
            depth=document.depth,
            greedy=document.greedy,
            licence=source.get("licence", "").partition(" (")[0],
            beside=beside,
        )
    )


def save(built: Sequence[Built], cache: Path, replaced: set[str]) -> None:
    """Write the files and the lock; surfaces of `replaced` providers that were not built again go."""
    kept = [e for e in lock.load(cache) if e.provider not in replaced or e.kind not in _KINDS]
    entries = [b.entry for b in built if b.entry]
    for old in lock.load(cache):
        if old not in kept and old.file not in {e.file for e in entries}:
            (cache / old.file).unlink(missing_ok=True)
    for one in built:
        if one.entry:
            target = cache / one.entry.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(one.data)
    (cache / lock.NAME).write_bytes(lock.dump([*kept, *entries]))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m truthcheck.surfaces.build", description=__doc__.partition("\n")[0])
    parser.add_argument("raw", type=Path, help="the folder of raw documents")
    parser.add_argument("--only", metavar="PROVIDER", action="append", help="build this provider alone")
    parser.add_argument("--table", action="store_true", help="print a Markdown table of what was built")
    parser.add_argument("--into", type=Path, default=data.folder("specs_cache"), help="where the surfaces go")
    options = parser.parse_args(arguments)
    wanted = [
        d
        for d in providers.documents(data.folder("rules") / "providers")
        if d.provider in (options.only or [d.provider])
    ]
    sources = json.loads((data.folder("specs_cache") / "sources.json").read_bytes())
    built = []
    for one in build(options.raw, wanted, sources):
        built.append(one)
        if not options.table:
            _tell(one)
    save(built, options.into, {d.provider for d in wanted})
    if options.table:
        print(table(built))
    return 1 if any(one.entry is None for one in built) else 0


def _tell(one: Built) -> None:
    if one.entry is None:
        print(f"{one.provider} {one.document}: not compiled: {one.notes[0]}", file=sys.stderr)
        return
    print(f"{one.provider} {one.document} {one.entry.version}: {one.entry.operations} of {one.found} operations, "
          f"{len(one.data) // 1000} kB, {one.seconds:.2f} s")  # fmt: skip
    for note in one.notes:
        print(f"    {note}")


def table(built: Sequence[Built]) -> str:
    """Per document: operations in and out, seconds, bytes of the index, and what was left out."""
    rows = ["| provider | document | version | operations in | out | compile s | index kB | notes |"]
    rows.append("|---|---|---|--:|--:|--:|--:|--:|")
    for b in built:
        version, kept = (b.entry.version, b.entry.operations) if b.entry else (f"not compiled: {b.notes[0]}", 0)
        cells = (
            b.provider,
            b.document,
            version,
            b.found,
            kept,
            f"{b.seconds:.2f}",
            f"{len(b.data) / 1000:.0f}",
            len(b.notes),
        )
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except TruthcheckError as error:
        sys.exit(f"error: {error.message}")
