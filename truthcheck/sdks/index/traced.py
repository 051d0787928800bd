"""An index that notes what is asked of it: of releases that say the same of that, one answer is enough.

To go through names alone is not noted: it only finds what to suggest.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Any, TypeAlias

from truthcheck.sdks.index.history_edges import WHOLE
from truthcheck.sdks.index.index_file import Index
from truthcheck.sdks.index.unread import PARTS

Touched: TypeAlias = "dict[str, set[tuple[str, str]]]"  # by key, what `history_edges` is asked


class TracedIndex:
    """`touched` grows with each question."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.header = index.header
        self.touched: Touched = {}

    def record(self, key: str) -> Mapping[str, Any] | None:
        touched = self.touched.setdefault(key, {("", WHOLE)})
        record = self._index.record(key)
        return None if record is None else _TracedRecord(record, touched)


class _TracedRecord(Mapping[str, Any]):
    def __init__(self, record: Mapping[str, Any], touched: set[tuple[str, str]]) -> None:
        self._record = record
        self._touched = touched

    def __getitem__(self, part: str) -> Any:
        value = self._record[part]
        return _TracedPart(value, part, self._touched) if part in PARTS and isinstance(value, dict) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._record)

    def __len__(self) -> int:
        return len(self._record)


class _TracedPart(Mapping[str, Any]):
    def __init__(self, held: Mapping[str, Any], part: str, touched: set[tuple[str, str]]) -> None:
        self._held = held
        self._part = part
        self._touched = touched

    def __getitem__(self, name: str) -> Any:
        self._touched.add((self._part, name))
        return self._held[name]

    def __contains__(self, name: object) -> bool:
        self._touched.add((self._part, str(name)))
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def items(self) -> ItemsView[str, Any]:
        self._touched.add((self._part, WHOLE))
        return self._held.items()

    def values(self) -> ValuesView[Any]:
        self._touched.add((self._part, WHOLE))
        return self._held.values()
