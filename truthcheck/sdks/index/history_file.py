"""The history of one package: what it has in each of its releases, in one file from which little is read.

The first line is JSON: the sizes of the parts that follow it, which are compressed one by one (zlib). The head has the
releases, their dates and their headers, the directory the first key of each block and its size, then come the words
that all blocks share, and the blocks: lines `["module:Class","span",{record}]` in the order of their keys, see
`temporal`. A record is found through the directory in one block; nothing else is read.
"""

from __future__ import annotations

import json
import mmap
import re
import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from truthcheck.errors import SurfaceError
from truthcheck.sdks.index import history_edges, temporal
from truthcheck.sdks.index.temporal import Holds, dumps

FORMAT = 1
SUFFIX = ".history"
PARTS = ("head", "directory", "words", "blocks")  # in the order in which they lie; the first three hold one stream
MAX_PART = 64 * 2**20  # bytes of a part or block once it is unpacked
KEPT_BLOCKS = 64
_MENDS = "reinstall truthcheck, or run `truthcheck specs update`"
# of a header what says how records are read; the rest differs from release to release
_OF_ALL = ("imports", "clients", "redirects", "chains", "models", "closed_bases", "described", "hooks")
Touched: TypeAlias = "Mapping[str, Collection[tuple[str, str]]]"
T = TypeVar("T")


class History:
    """Opens lazily. Raises SurfaceError for a damaged file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._data = _map(path)
        self._starts = self._sizes()
        head: dict[str, Any] = self._read(lambda: json.loads(self._part("head")))
        self.releases: tuple[str, ...] = self._read(lambda: tuple(map(str, head["releases"])))
        self.dates: Mapping[str, str] = self._read(lambda: dict(zip(self.releases, head["dates"], strict=True)))
        self.present: str = self._read(lambda: self.releases[head["present"]])
        self._headers: str = head["headers"]
        self._places = {version: place for place, version in enumerate(self.releases)}
        self._directory: tuple[list[str], list[int]] | None = None
        self._words: bytes | None = None
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._lines: dict[str, bytes | None] = {}
        self._views: dict[int, Release] = {}
        self._same: dict[bytes, tuple[str, str, dict[str, Any]]] = {}
        self._broken: dict[str, bool] = {}
        self._edges: dict[tuple[str, str, str, tuple[str, ...] | None], frozenset[int]] = {}
        self._gaps: dict[tuple[str, str, str, tuple[int, ...]], set[int]] = {}
        self._trees: dict[str, tuple[str, dict[str, Any]]] = {}

    def at(self, version: str) -> Release:
        """The index of one release. Raises KeyError for one that the history does not have."""
        place = self._places[version]
        if place not in self._views:
            holds = temporal.holds_at(place)
            header: dict[str, Any] = self._read(lambda: temporal.at(self._headers, holds))
            self._views[place] = Release(self, header | {"version": version}, holds)
        return self._views[place]

    def stands(self, key: str) -> tuple[int, ...]:
        """The places of the releases that have a record of the key."""
        line = self.line(key)
        span = self._read(lambda: str(json.loads(line)[1])) if line else ""
        return tuple(place for place in range(len(self.releases)) if span and temporal.holds_at(place)(span))

    def edges(self, touched: Touched, words: tuple[str, ...] | None = None) -> set[int]:
        """Where what is touched of records changes, see `history_edges`; headers count as well."""
        found = {*self._known_edges("", [("", name) for name in _OF_ALL], words)}
        for key, asked in touched.items():
            found.update(self._known_edges(key, asked, words))
        return found

    def _known_edges(
        self, key: str, asked: Collection[tuple[str, str]], words: tuple[str, ...] | None
    ) -> Iterator[int]:
        """Worked out once; the header stands for the record of no key."""
        for part, name in asked:
            place = (key, part, name, words)
            if place not in self._edges:
                self._edges[place] = self._read(partial(self._find_edges, *place))
            yield from self._edges[place]

    def _find_edges(self, key: str, part: str, name: str, words: tuple[str, ...] | None) -> frozenset[int]:
        if not key:
            return frozenset(history_edges.of_name(json.loads(self._headers), name))
        return frozenset(history_edges.edges(*self._tree(key), [(part, name)], words))

    def gaps(self, touched: Touched, places: Sequence[int]) -> set[int]:
        """Places at which a name that is touched does not stand, though it does before and after."""
        found: set[int] = set()
        every = tuple(places)
        for key, asked in touched.items():
            if self.is_broken(key):
                found.update(*(self._gaps_of(key, part, name, every) for part, name in asked))
        return found

    def _gaps_of(self, key: str, part: str, name: str, places: tuple[int, ...]) -> set[int]:
        """Worked out once: every call on one client asks the same of its class."""
        place = (key, part, name, places)
        if place not in self._gaps:
            self._gaps[place] = self._read(partial(history_edges.gaps, *self._tree(key), [(part, name)], places))
        return self._gaps[place]

    def is_broken(self, key: str) -> bool:
        """Whether something of a record was gone for a while."""
        if key not in self._broken:
            changes = temporal.MARK in (self.line(key) or b"")
            self._broken[key] = changes and self._read(partial(history_edges.is_broken, *self._tree(key)))
        return self._broken[key]

    def _tree(self, key: str) -> tuple[str, dict[str, Any]]:
        """The span and the record of a key as they are stored, see `temporal`; an empty one without any."""
        if key not in self._trees:
            line = self.line(key)
            self._trees[key] = tuple(self._read(lambda: json.loads(line)[1:])) if line else ("", {})
        return self._trees[key]

    def line(self, key: str) -> bytes | None:
        """What is stored for a key, None without a record in any release."""
        if key not in self._lines:
            self._lines[key] = self._read(lambda: self._find(key))
        return self._lines[key]

    def lines(self, holding: re.Pattern[bytes] | None = None) -> Iterator[bytes]:
        """Every stored line, in the order of the keys; of those that hold the pattern, each once."""
        for number in range(len(self._read(self._listed)[0])):
            block = self._read(partial(self._unpack, number))
            if holding is None or holding.search(block):
                yield from (line for line in block.splitlines() if holding is None or holding.search(line))

    def parsed(self, line: bytes, holds: Holds) -> dict[str, Any] | None:
        """The record of a stored line, None where it does not stand; one that never changes is parsed once."""
        known = self._same.get(line)
        if known is None:
            _, span, record = known = self._read(lambda: temporal.at(line, holds))
            if temporal.MARK not in line:
                self._same[line] = known
        _, span, record = known
        return record if self._read(lambda: holds(span)) else None

    def _find(self, key: str) -> bytes | None:
        firsts, _ = self._listed()
        wanted = f"[{dumps(key)},".encode()
        number = bisect_right(firsts, key) - 1
        if number < 0:
            return None
        block = self._block(number)
        start = 0 if block.startswith(wanted) else block.find(b"\n" + wanted) + 1
        if not start and not block.startswith(wanted):
            return None
        end = block.find(b"\n", start)
        return block[start : end if end > 0 else None]

    def _listed(self) -> tuple[list[str], list[int]]:
        """The first key of each block, and where each begins and the last ends."""
        if self._directory is None:
            firsts, sizes = json.loads(self._part("directory"))
            self._directory = firsts, list(accumulate(sizes, initial=self._starts["blocks"]))
        return self._directory

    def _unpack(self, number: int) -> bytes:
        _, starts = self._listed()
        if self._words is None:
            self._words = self._part("words")
        return _unpacked(self._data[starts[number] : starts[number + 1]], self._words)

    def _block(self, number: int) -> bytes:
        if number not in self._blocks:
            self._blocks[number] = self._unpack(number)
            if len(self._blocks) > KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(number)
        return self._blocks[number]

    def _part(self, name: str) -> bytes:
        after = PARTS[PARTS.index(name) + 1]
        return _unpacked(self._data[self._starts[name] : self._starts[after]])

    def _sizes(self) -> dict[str, int]:
        """Where each part begins."""
        first = self._data.find(b"\n") + 1
        try:
            stated = json.loads(self._data[:first])
            number, sizes = stated["truthcheck_history"], [stated[name] + 0 for name in PARTS]
        except (ValueError, LookupError, TypeError):
            raise self._damaged("its first line is no header of a history") from None
        if number != FORMAT:
            raise SurfaceError(f"{self.path}: has format {number}, this truthcheck reads format {FORMAT}", _MENDS)
        starts = list(accumulate(sizes, initial=first))
        if starts[-1] != len(self._data):
            raise self._damaged("it is shorter or longer than its header says")
        return dict(zip(PARTS, starts, strict=False))

    def _read(self, read: Callable[[], T]) -> T:
        try:
            return read()
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, zlib.error) as error:
            raise self._damaged(f"a part of it cannot be read: {error}") from None

    def _damaged(self, what: str) -> SurfaceError:
        return SurfaceError(f"{self.path}: is damaged: {what}", _MENDS)


class Release:
    """A history as it was in one release: an `Index`."""

    def __init__(self, history: History, header: dict[str, Any], holds: Holds) -> None:
        self.history = history
        self.header = header
        self._holds = holds
        self._records: dict[str, dict[str, Any] | None] = {}

    def record(self, key: str) -> dict[str, Any] | None:
        if key not in self._records:
            line = self.history.line(key)
            self._records[key] = self.history.parsed(line, self._holds) if line else None
        return self._records[key]

    def asked(self) -> Iterator[str]:
        """The keys that were asked so far."""
        yield from self._records

    def records(self, holding: re.Pattern[bytes] | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every key with its record; of those whose stored line holds the pattern."""
        for line in self.history.lines(holding):
            record = self.history.parsed(line, self._holds)
            if record is not None:
                yield json.loads(line[1 : line.find(b'","') + 1]), record


def _map(path: Path) -> bytes | mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # an empty file cannot be mapped
        raise SurfaceError(f"{path}: cannot be read: {error}", _MENDS) from None


def _unpacked(data: bytes, words: bytes = b"") -> bytes:
    """Raises ValueError for more than a part may hold, or for less than a whole stream."""
    reader = zlib.decompressobj(-zlib.MAX_WBITS, zdict=words)
    text = reader.decompress(data, MAX_PART)
    if not reader.eof:
        raise ValueError("a part is cut off, or too large")
    return text
