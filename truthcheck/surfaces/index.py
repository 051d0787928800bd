"""The compact index: one immutable file per document and version.

Line 1 is the header: format, origin, hosts, bases, licence, and the length of line 2.
Line 2 is the directory: every route and every shape with the length of its record.
Each further line is one record, first the operations, then the shapes, in the directory's order.
The file is read in one go (at most a few MB, well under a millisecond a MB), so a surface that is replaced
while it is in use stays whole; records are parsed one at a time, when asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

from truthcheck.errors import SurfaceError
from truthcheck.model.noun import dataclass
from truthcheck.model.surface import Operation, Origin, Ref, Route, Shape
from truthcheck.surfaces import records

FORMAT = 1
_OPEN = Shape()
_MENDS = "run `truthcheck specs update`, or reinstall truthcheck"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a header tells beside the routes. `shapes_at` is the JSON pointer below which named shapes stand."""

    origin: Origin
    hosts: tuple[str, ...]
    bases: tuple[str, ...] = ("",)
    licence: str = ""
    shapes_at: str = "/components/schemas/"


def write(facts: Facts, operations: Iterable[Operation], shapes: Mapping[str, Shape]) -> bytes:
    """The bytes of an index file; the same nouns always give the same bytes, whatever order they come in."""
    from truthcheck.surfaces.interning import dumps, intern

    ordered = sorted(operations, key=lambda o: (o.path, o.method, o.host, o.pointer))
    encoded = [records.encode_operation(operation) for operation in ordered]
    named = {name: _encode_named(name, shape, facts) for name, shape in shapes.items()}
    intern(encoded, named)
    names = sorted(named)
    lines = [f"{dumps(record)}\n".encode() for record in [*encoded, *(named[name] for name in names)]]
    sizes = [len(line) for line in lines]
    directory = {
        "routes": [_route_row(operation, size) for operation, size in zip(ordered, sizes, strict=False)],
        "shapes": dict(zip(names, sizes[len(ordered) :], strict=True)),
    }
    second = f"{dumps(directory)}\n".encode()
    first = f"{dumps(_header(facts, len(second), sum(sizes)))}\n".encode()
    return b"".join((first, second, *lines))


def _encode_named(name: str, shape: Shape, facts: Facts) -> dict[str, Any]:
    record = records.encode_shape(shape)
    if record.get("at") == _pointer(facts.shapes_at, name):
        del record["at"]
    return record


def _pointer(prefix: str, name: str) -> str:
    return prefix + name.replace("~", "~0").replace("/", "~1")


def _route_row(operation: Operation, size: int) -> list[Any]:
    row: list[Any] = [operation.method, operation.path, size, operation.host, list(operation.greedy)]
    return row if operation.greedy else row[:4] if operation.host else row[:3]


def _header(facts: Facts, directory: int, size: int) -> dict[str, Any]:
    origin = facts.origin
    worth = {} if origin.worth == "complete" else {"worth": origin.worth}
    return {
        "truthcheck_surface": FORMAT,
        "provider": origin.provider,
        "document": origin.document,
        "version": origin.version,
        "date": origin.date,
        "kind": origin.kind,
        "source": origin.source,
        "sha256": origin.sha256,
        **worth,
        "licence": facts.licence,
        "hosts": list(facts.hosts),
        "bases": list(facts.bases),
        "shapes_at": facts.shapes_at,
        "directory": directory,
        "records": size,
    }


class IndexSurface:
    """A surface in an index file; nothing is read before the first question about its content.

    With `sha256`, a file of any other content is refused.
    """

    def __init__(
        self, origin: Origin, hosts: tuple[str, ...], bases: tuple[str, ...], file: Path, sha256: str = ""
    ) -> None:
        self.origin = origin
        self.hosts = hosts
        self.bases = bases
        self.file = file
        self._sha256 = sha256
        self._content: _Content | None = None
        self._operations: dict[int, Operation] = {}
        self._shapes: dict[str, Shape] = {}

    @property
    def routes(self) -> tuple[Route, ...]:
        return self._read().routes

    def operation(self, route: Route) -> Operation:
        known = self._operations.get(route.key)
        if known is None:
            data = self._read().record(route.key)
            known = self._operations[route.key] = records.decode_operation(data, route.host, route.greedy)
        return known

    def shape(self, shape: Shape | Ref) -> Shape:
        """The shape itself; a reference that leads nowhere is the open shape."""
        if isinstance(shape, Shape):
            return shape
        known = self._shapes.get(shape.id)
        if known is None:
            known = self._shapes[shape.id] = self._read_shape(shape.id)
        return known

    def _read_shape(self, name: str) -> Shape:
        content = self._read()
        key = content.shapes.get(name)
        if key is None:
            return _OPEN
        pointer = "" if name.startswith("~") else _pointer(content.shapes_at, name)
        return records.decode_shape(content.record(key), pointer)

    def _read(self) -> _Content:
        if self._content is None:
            self._content = _Content(self.file, self._sha256)
        return self._content


class _Content:
    """The bytes of one index file with its directory."""

    def __init__(self, file: Path, sha256: str = "") -> None:
        self._file = file
        try:
            self._data = file.read_bytes()
        except OSError as error:
            raise SurfaceError(f"{file}: cannot be read: {error.strerror or error}", _MENDS) from None
        if sha256:
            _expect(self._data, sha256, file)
        header, start = _read_header(self._data, file)
        self.shapes_at: str = header.get("shapes_at", "")
        end = start + header["directory"]
        if len(self._data) != end + header["records"]:
            raise SurfaceError(
                f"{file}: is damaged: {len(self._data)} bytes, expected {end + header['records']}", _MENDS
            )
        try:
            directory = json.loads(self._data[start:end])
            rows, shapes = directory["routes"], directory["shapes"]
            self.routes = tuple(_read_route(row, key) for key, row in enumerate(rows))
            self.shapes = {name: key for key, name in enumerate(shapes, len(rows))}
            self._ends = list(accumulate([*(row[2] for row in rows), *shapes.values()], initial=end))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise SurfaceError(f"{file}: is damaged: its directory cannot be read: {error}", _MENDS) from None

    def record(self, key: int) -> Any:
        try:
            return json.loads(self._data[self._ends[key] : self._ends[key + 1]])
        except (ValueError, IndexError) as error:
            raise SurfaceError(f"{self._file}: is damaged: record {key} cannot be read: {error}", _MENDS) from None


def _expect(data: bytes, sha256: str, file: Path) -> None:
    import hashlib

    if hashlib.sha256(data).hexdigest() != sha256:
        raise SurfaceError(f"{file}: is not what the lock pins: its sha256 differs", _MENDS)


def _read_route(row: list[Any], key: int) -> Route:
    host = row[3] if len(row) > 3 else ""
    return Route(row[0], row[1], host, key, tuple(row[4]) if len(row) > 4 else ())


def _read_header(data: bytes, file: Path) -> tuple[dict[str, Any], int]:
    """The header and the offset behind it."""
    start = data.find(b"\n") + 1
    try:
        header = json.loads(data[:start])
        number = header["truthcheck_surface"]
    except (ValueError, LookupError, TypeError):
        raise SurfaceError(f"{file}: is damaged: its first line is no surface header", _MENDS) from None
    if number != FORMAT:
        raise SurfaceError(
            f"{file}: is a surface of format {number}, this truthcheck reads format {FORMAT}",
            "upgrade truthcheck" if isinstance(number, int) and number > FORMAT else _MENDS,
        )
    if not (isinstance(header.get("directory"), int) and isinstance(header.get("records"), int)):
        raise SurfaceError(f"{file}: is damaged: its header lacks the lengths of its parts", _MENDS)
    return header, start


def open_file(file: Path) -> IndexSurface:
    """A surface by its own header, for a file that no lock lists."""
    try:
        with file.open("rb") as stream:
            header, _ = _read_header(stream.readline(1_000_000), file)
    except OSError as error:
        raise SurfaceError(f"{file}: cannot be read: {error.strerror or error}", _MENDS) from None
    words: dict[str, Any] = {
        key: str(header.get(key, "")) for key in ("provider", "document", "version", "date", "kind", "source", "sha256")
    }
    origin = Origin(**words, worth=str(header.get("worth", "complete")))
    return IndexSurface(origin, tuple(header.get("hosts", ())), tuple(header.get("bases", ("",))), file)
