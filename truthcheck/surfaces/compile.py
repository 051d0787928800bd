"""A document to the bytes of an index: leniently, and saying what was left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from truthcheck.errors import DocumentError
from truthcheck.model.surface import Operation, Origin
from truthcheck.surfaces import addresses, index, openapi, swagger
from truthcheck.surfaces.examples import Examples
from truthcheck.surfaces.openapi import OpenApiReader
from truthcheck.surfaces.refs import Documents
from truthcheck.surfaces.schemas import Schemas

# Fields in which documents say their own day
_DAYS = ("x-date", "x-release-date", "x-released", "x-updated", "x-last-updated", "x-last-modified", "x-generated-at")


@dataclass(frozen=True, slots=True)
class Raw:
    """A document to compile, and what is known about it from outside.

    `data` are its bytes. Of `origin`, an empty version or kind is filled in from the document. `hosts`, `base`
    (the base path under the host) and `covers` overrule the document's own servers where given; no hosts at all
    (an empty tuple) is an API that everybody runs on an address of their own. `depth`: see `addresses.covered`.
    `beside` reads a file next to the document, for documents in several files. `greedy` are path parameters that hold
    slashes although the document does not say so.
    """

    data: bytes
    origin: Origin
    file: str = "document"
    hosts: tuple[str, ...] | None = None
    base: str | None = None
    covers: tuple[str, ...] | None = None
    depth: int = 0
    licence: str = ""
    greedy: tuple[str, ...] = ()
    beside: Callable[[str], bytes | None] | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """`data` are the index's bytes; `notes` say what was left out or could not be followed.

    `found` counts the operations in the document, `kept` those in the index.
    """

    data: bytes
    facts: index.Facts
    found: int
    kept: int
    notes: tuple[str, ...]


def compile(raw: Raw) -> Compiled:
    """The surface that a document describes. Raises DocumentError when it describes none."""
    from truthcheck.surfaces.document import parse

    tree = parse(raw.data, raw.file)
    try:
        return _compile(raw, tree)
    except RecursionError:
        raise DocumentError(f"{raw.file}: is nested too deeply") from None


def _compile(raw: Raw, tree: dict[str, Any]) -> Compiled:
    kind, hosts, base, read = _dialect(tree, raw.file)
    documents = Documents(_prepared(tree, kind), raw.file, raw.beside)
    schemas = Schemas(documents)
    base = base if raw.base is None else raw.base
    reader = OpenApiReader(documents, schemas, hosts if raw.hosts is None else raw.hosts, base, Examples(documents))
    reader.greedy = raw.greedy
    operations = list(_worth(read(reader, tree), raw.origin))
    main = reader.hosts or tuple(reader.extra_hosts)
    kept = _unique(operations, reader, main)
    if not main and raw.hosts is None:
        raise DocumentError(f"{raw.file}: names no server", "say which host it is about: `--host api.example.com`")
    facts = index.Facts(
        origin=_origin(raw.origin, tree, kind),
        hosts=tuple(dict.fromkeys((*main, *reader.extra_hosts))),
        bases=raw.covers
        if raw.covers is not None
        else addresses.covered((o.path for o in kept if not o.host), base, raw.depth),
        licence=raw.licence,
        shapes_at={"openapi": "/components/schemas/", "swagger": "/definitions/"}.get(kind, "/schemas/"),
    )
    if reader.examples.softened:
        documents.note(f"{reader.examples.softened} facts softened where the document's own examples contradict them")
    named = {} if facts.origin.worth in ("names", "sketch") else schemas.named()
    data = index.write(facts, kept, named)
    return Compiled(data, facts, _count(operations), _count(kept), tuple(documents.notes))


def _count(operations: list[Operation]) -> int:
    """How many there are, whatever hosts each is served on."""
    return len({one.pointer or (one.method, one.path) for one in operations})


def _worth(operations: Iterator[Operation], origin: Origin) -> Iterator[Operation]:
    """Of a document that only names its operations, nothing but the names is kept."""
    if origin.worth not in ("names", "sketch"):
        yield from operations
        return
    for one in operations:
        yield Operation(one.method, one.path, host=one.host, greedy=one.greedy)


def _dialect(tree: dict[str, Any], file: str) -> tuple[str, tuple[str, ...], str, Callable[..., Iterator[Operation]]]:
    """Kind, hosts, base path and the reader of a document, by its own mark."""
    if "openapi" in tree:
        return ("openapi", *openapi.root_servers(tree), openapi.operations)
    if "swagger" in tree:
        return ("swagger", *swagger.root_servers(tree), swagger.operations)
    if "discoveryVersion" in tree or str(tree.get("kind", "")).startswith("discovery#"):
        from truthcheck.surfaces import discovery

        return ("discovery", *discovery.root_servers(tree), discovery.operations)
    if isinstance(tree.get("paths"), dict):
        return ("openapi", *openapi.root_servers(tree), openapi.operations)
    raise DocumentError(
        f"{file}: is no API document: it has no `openapi`, `swagger` or `discoveryVersion`",
        "give an OpenAPI 3, Swagger 2.0 or Google discovery document",
    )


def _prepared(tree: dict[str, Any], kind: str) -> dict[str, Any]:
    if kind != "discovery":
        return tree
    from truthcheck.surfaces import discovery

    return discovery.prepared(tree)


def _unique(operations: list[Operation], reader: OpenApiReader, main: tuple[str, ...]) -> list[Operation]:
    """One operation per method, path, host and pointer, on the document's own hosts marked ""."""
    from dataclasses import replace

    kept: dict[tuple[str, str, str, str], Operation] = {}
    for operation in operations:
        mine = replace(operation, host="") if not reader.hosts and len(main) == 1 else operation
        kept.setdefault((mine.method, mine.path, mine.host, mine.pointer), mine)
    if not kept:
        reader.documents.note("describes no operation")
    return list(kept.values())


def _origin(origin: Origin, tree: dict[str, Any], kind: str) -> Origin:
    from dataclasses import replace

    info = tree.get("info")
    version = info.get("version") if isinstance(info, dict) else tree.get("version")
    revision = str(tree.get("revision", ""))  # Google's way to write the day of a document
    day = f"{revision[:4]}-{revision[4:6]}-{revision[6:]}" if len(revision) == 8 and revision.isdigit() else ""
    return replace(
        origin,
        version=origin.version or str(version or "0"),
        kind=origin.kind or kind,
        date=origin.date or day or _own_day(tree),
    )


def _own_day(tree: dict[str, Any]) -> str:
    """The day that a document says of itself: a version that is one, or a field for it; "" without any."""
    info = tree.get("info")
    about = info if isinstance(info, dict) else {}
    said = [about.get("version"), *(place.get(key) for place in (about, tree) for key in _DAYS)]
    found = (re.fullmatch(r"v?(\d{4}-\d{2}-\d{2})([T.\s+-].*)?", one) for one in said if isinstance(one, str))
    return next((match[1] for match in found if match and _is_day(match[1])), "")


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
