"""Reads one release after the other: a record is taken over where no module changed that its reading looked at."""

from __future__ import annotations

from truthcheck.model.noun import NamedTuple
from truthcheck.model.sdk import Sdk
from truthcheck.sdks.build.tracked import BELOW, Files, TrackedCodebase
from truthcheck.sdks.index.records import ATTRIBUTES, METHODS, ClassRecord, Record
from truthcheck.sdks.index.terms import ANY
from truthcheck.sdks.source.members.full_reader import FullReader
from truthcheck.sdks.source.modules.nouns import SourceModule


class ReadRecord(NamedTuple):
    """What was read for one key: `own` is the key of the class that it leads to, "" when there is none.

    `leads` are the keys and `private` the modules that the record leads to, `attached` the names that it sets on
    classes, `touched` the modules that were looked at.
    """

    own: str
    record: Record
    leads: tuple[str, ...]
    private: tuple[str, ...]
    attached: tuple[tuple[str, str], ...]
    touched: frozenset[str]


class ReleaseReader(FullReader):
    """Reads one record, and notes what it leads to."""

    codebase: TrackedCodebase
    shared: dict[str, list[str]]  # what modules leave out, by module: the same for all records of a release

    def reading(self, key: str) -> ReadRecord:
        own, record = self._module_of(key) if key.endswith(":") else self._class_of(key)
        attached = tuple(self.attached.pairs())
        touched = frozenset(self.codebase.touched)
        return ReadRecord(own, record, tuple(self.queue), tuple(self.private), attached, touched)

    def _module_of(self, key: str) -> tuple[str, Record]:
        module = self.codebase.module(key[:-1])
        return (key, self._module(module)) if module is not None else ("", {})

    def _class_of(self, key: str) -> tuple[str, Record]:
        info = self.infer.find(key)
        return (info.key, self._class(info) or {METHODS: {}}) if info is not None else ("", {})

    def _left_out(self, module: SourceModule) -> list[str]:
        self.codebase.touched.add(module.name + BELOW)
        self._hidden = self.shared or None
        found = super()._left_out(module)
        self.shared = self._hidden or {}
        return found

    def _aliased(self, module: SourceModule) -> list[str]:
        place = self.rules.aliases.get(module.name)
        if place is None:
            return []
        self.codebase.touched.add(place + BELOW)
        return super()._aliased(module)


class IncrementalReader:
    """`read` of one release after the other, of the same package."""

    def __init__(self, rules: Sdk) -> None:
        self.rules = rules
        self.readings: dict[str, ReadRecord] = {}
        self.codebase = TrackedCodebase({})
        self.fresh = 0

    def read(self, files: Files) -> dict[str, Record]:
        """What `FullReader.records` gives of the next release."""
        before = self.codebase
        self.codebase = TrackedCodebase(files, before, bool(self.rules.requests.docstring))
        changed = self.codebase.changed(before)
        self.readings = {key: found for key, found in self.readings.items() if found.touched.isdisjoint(changed)}
        return self._records()

    def constant(self, dotted: str) -> str:
        """The text of "module:Class.NAME", "" when there is none."""
        return self._reader().infer.constant(dotted)

    def _records(self) -> dict[str, Record]:
        self.fresh = 0
        self._hidden: dict[str, list[str]] = {}
        read = self._modules()
        queue = [lead for reading in read.values() for lead in reading.leads]
        while queue:
            key = queue.pop()
            if key not in read:
                read[key] = self._read(key)
                queue += read[key].leads
        self.readings = read
        found = {reading.own: reading.record for reading in read.values() if reading.own}
        self._complete(found)
        return {key: found[key] for key in sorted(found) if found[key]}

    def _modules(self) -> dict[str, ReadRecord]:
        read: dict[str, ReadRecord] = {}
        reader = self._reader()
        names = [name for name in sorted({*self.codebase.paths, *self.codebase.namespaces}) if reader.is_public(name)]
        for name in names:  # grows by modules that have a public name elsewhere
            if f"{name}:" not in read:
                read[f"{name}:"] = self._read(f"{name}:")
                names += read[f"{name}:"].private
        return read

    def _reader(self) -> ReleaseReader:
        self.codebase.begin()
        reader = ReleaseReader(self.codebase, self.rules)
        reader.shared = self._hidden
        return reader

    def _read(self, key: str) -> ReadRecord:
        known = self.readings.get(key)
        if known is not None:
            return known
        self.fresh += 1
        reader = self._reader()
        reading = reader.reading(key)
        self._hidden = reader.shared
        return reading

    def _complete(self, found: dict[str, Record]) -> None:
        """Names that classes get from outside, as `FullReader` adds them."""
        reader = self._reader()
        for reading in self.readings.values():
            for key, name in reading.attached:
                reader.attached.add(key, name)
        for key in reader.attached.keys() & found.keys():
            info = reader.infer.find(key)
            record = ClassRecord(found[key])
            names = reader.attached.to(info) if info is not None and not record.is_typed else []
            if names:
                found[key] = found[key] | {ATTRIBUTES: dict.fromkeys(names, ANY) | dict(record.attributes)}
