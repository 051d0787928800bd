"""The member index of one package and version: an immutable JSON-lines file, sorted by key.

Line 1 is the header; every further line is `["module:Class", {...}]`, and the lines are in byte order, so one
record is found by bisecting the mapped file. Nothing else is read: a look-up costs some twenty microseconds.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from truthcheck.errors import SurfaceError

FORMAT = 1
_MENDS = "reinstall truthcheck, or run `truthcheck specs update`"


def write(header: Mapping[str, Any], records: Mapping[str, Any]) -> bytes:
    """The bytes of an index; `header` has package, version, imports, provider, licence and so on."""
    lines = sorted(f"{_dumps([key, record])}\n".encode() for key, record in records.items())
    first = {"truthcheck_members": FORMAT, **header, "records": len(lines), "bytes": sum(map(len, lines))}
    return b"".join((f"{_dumps(first)}\n".encode(), *lines))


def _dumps(data: Any) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


class Index(Protocol):
    """Where the records of a package come from: a file made ahead of time, or the source read when asked."""

    @property
    def header(self) -> dict[str, Any]: ...
    def record(self, key: str) -> Mapping[str, Any] | None: ...


class MemberFile:
    """Opens lazily; `record` fetches one record and remembers it. Raises SurfaceError for a damaged file.

    With `data` the content is already at hand, and the path is only what messages name.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self.path = path
        self._records: dict[str, dict[str, Any] | None] = {}
        self._data = _map(path) if data is None else data
        self._start = self._data.find(b"\n") + 1
        self.header = _header(self._data[: self._start], path)
        if len(self._data) != self._start + self.header["bytes"]:
            raise SurfaceError(f"{path}: is damaged: it is shorter or longer than its header says", _MENDS)

    def record(self, key: str) -> dict[str, Any] | None:
        if key not in self._records:
            self._records[key] = self._find(key)
        return self._records[key]

    def lines(self) -> list[bytes]:
        """Every record as it stands in the file."""
        return self._data[self._start :].splitlines()

    def _find(self, key: str) -> dict[str, Any] | None:
        wanted = f"[{_dumps(key)},".encode()
        low, high = self._start, len(self._data)
        while low < high:  # low and high are line starts
            middle = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._data.find(b"\n", middle)
            line = self._data[middle : middle + len(wanted)]
            if line == wanted:
                return self._parse(self._data[middle:end])
            if line < wanted:
                low = end + 1
            else:
                high = middle
        return None

    def _parse(self, line: bytes) -> dict[str, Any]:
        try:
            record: dict[str, Any] = json.loads(line)[1]
        except (ValueError, LookupError) as error:
            raise SurfaceError(f"{self.path}: is damaged: a record cannot be read: {error}", _MENDS) from None
        return record


def _map(path: Path) -> bytes | mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # an empty file cannot be mapped
        raise SurfaceError(f"{path}: cannot be read: {error}", _MENDS) from None


def _header(line: bytes, path: Path) -> dict[str, Any]:
    try:
        header: dict[str, Any] = json.loads(line)
        number = header["truthcheck_members"]
        header["bytes"] + 0
    except (ValueError, LookupError, TypeError):
        raise SurfaceError(f"{path}: is damaged: its first line is no header of a member index", _MENDS) from None
    if number != FORMAT:
        raise SurfaceError(f"{path}: has format {number}, this truthcheck reads format {FORMAT}", _MENDS)
    return header
