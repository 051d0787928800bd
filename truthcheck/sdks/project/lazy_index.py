"""A member index over the source of a package: a record is read when it is asked for, a member of it likewise.

It answers exactly what an index made ahead of time would: both read with the same `FullReader`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from truthcheck.sdks.index.records import INHERITED, LOOSE, METHODS, NAMES, ClassRecord, Record
from truthcheck.sdks.index.terms import ANY
from truthcheck.sdks.index.unread import PARTS, absent, is_absent, nothing_known, unreadable

if TYPE_CHECKING:
    from truthcheck.sdks.source.members.full_reader import FullReader


class LazyPart(Mapping[str, Any]):
    """Names with what they are; a name whose value is None is read when it is asked for."""

    def __init__(self, held: Record, read: Callable[[str], Any]) -> None:
        self.held = held
        self._read = read

    def __getitem__(self, name: str) -> Any:
        value = self.held[name]
        if value is None:
            value = self.held[name] = self._read(name)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self.held

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


class Inherited(LazyPart):
    """Operations of inherited methods: only reading one tells whether there are any."""

    def __contains__(self, name: object) -> bool:
        return name in self.held and bool(self[str(name)])


class LazyIndex:
    """`known` gives what was read before, None when that was never asked; `read` is the source, opened only if needed.

    An empty record stands for a name that is not there.
    """

    def __init__(
        self, header: dict[str, Any], known: Callable[[str], Record | None], read: Callable[[], RecordSource]
    ) -> None:
        self.header = header
        self.fresh = False  # whether anything was read that was not known before
        self._known = known
        self._open = read
        self._source: RecordSource | None = None
        self._records: dict[str, Record] = {}

    def record(self, key: str) -> Mapping[str, Any] | None:
        if key not in self._records:
            self._records[key] = self._parted(key, self._known(key) or self._read(key))
        return self._records[key] or None

    def plain(self) -> dict[str, Record]:
        """All that was asked so far, as it is kept: None for what was not."""
        every = self._records.items()
        return {key: {part: _held(value) for part, value in record.items()} or absent() for key, record in every}

    def _read(self, key: str) -> Record:
        self.fresh = True
        return self._from().record(key)

    def _parted(self, key: str, record: Record) -> Record:
        if is_absent(record):
            return {}
        if ClassRecord(record).is_typed:
            return record
        made = {part: self._part(key, part, record[part]) for part in PARTS if part in record}
        return record | made

    def _part(self, key: str, part: str, held: Record) -> LazyPart:
        def read(name: str) -> Any:
            self.fresh = True
            return self._from().value(key, part, name)

        return (Inherited if part == INHERITED else LazyPart)(dict(held), read)

    def _from(self) -> RecordSource:
        if self._source is None:
            self._source = self._open()
        return self._source


def _held(value: Any) -> Any:
    return value.held if isinstance(value, LazyPart) else value


class RecordSource:
    """Records from parsed modules, as they would stand in an index file. Nothing of the package is run.

    `setters` are modules that may set names on objects and classes of others.
    """

    def __init__(self, collector: FullReader, setters: Iterable[str] = ()) -> None:
        self._collector = collector
        self._setters: Iterable[str] = setters

    def record(self, key: str) -> Record:
        """A module's or a class's record, with None for each member; an absent one when there is no such thing."""
        try:
            found = self._module(key[:-1]) if key.endswith(":") else self._class(key)
        except RecursionError:
            found = unreadable("it is nested too deep to be read")
        return _plain(found) if found is not None else absent()

    def value(self, key: str, part: str, name: str) -> Any:
        try:
            return _plain(self._value(key, part, name))
        except RecursionError:
            return nothing_known(part)

    def _module(self, name: str) -> Record | None:
        codebase = self._collector.codebase
        if name not in codebase.paths and name not in codebase.namespaces:
            return None
        module = codebase.module(name)
        if module is None:
            return {NAMES: {}, **unreadable(f"{name} cannot be read")}
        names = dict.fromkeys(self._collector.names(module))
        return self._collector.module(module, names)

    def _class(self, key: str) -> Record | None:
        info = self._collector.infer.find(key)
        if info is None or info.key != key:
            return None
        record = self._collector.head(info)
        if ClassRecord(record).is_typed:
            return record | self._collector.keys(info)
        self._note_set()
        parts = {part: dict.fromkeys(names) for part, names in self._collector.members(info).items() if names}
        loose = self._collector.why_loose(info)
        return record | parts | ({LOOSE: loose} if loose else {}) or {METHODS: {}}

    def _note_set(self) -> None:
        for name in self._setters:
            module = self._collector.codebase.module(name)
            if module is not None:
                self._collector.attached.by_module(module)
        self._setters = ()

    def _value(self, key: str, part: str, name: str) -> Any:
        if part == NAMES:
            module = self._collector.codebase.module(key[:-1])
            return ANY if module is None else self._collector.named(module, name)
        info = self._collector.infer.find(key)
        return ANY if info is None else self._collector.member(info, part, name)


class LostSource(RecordSource):
    """The source of a package that is gone: nothing more can be told."""

    def __init__(self) -> None:
        pass

    def record(self, key: str) -> Record:
        return unreadable("the package cannot be read any more")

    def value(self, key: str, part: str, name: str) -> Any:
        return nothing_known(part)


def _plain(value: Any) -> Any:
    """As JSON gives it back, so that what is read now equals what was kept."""
    return json.loads(json.dumps(value))
