"""Which call of a newer candidate stands for which call of the first one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from truthcheck.loop import same
from truthcheck.model.location import Span
from truthcheck.model.report import REFUTED, Checked, Report


class Lineage:
    """Calls that are as they were are paired first; a refuted call may then be any that is left and like it.

    What stands in a call's place counts as its successor when nothing better does.
    """

    def __init__(self, before: Report, after: Report, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        self._before, self._after = before.calls, after.calls
        self._old, self._new = old, new
        self._changes: dict[str, list[tuple[int, int, int, int]]] = {}

    def successor(self, number: int) -> Checked | None:
        """For the call with this index in the first report."""
        other = self._pairs.get(number)
        return None if other is None else self._after[other]

    def place(self, at: Span) -> range:
        """The lines where these lines are now; empty when nothing stands in their place."""
        start, end = at.line - 1, at.end_line
        low, high = 10**9, 0
        for i1, i2, j1, j2 in self._opcodes(at.path):
            if i2 <= start or i1 >= end:
                continue
            if i2 - i1 == j2 - j1:  # line for line: only the part that overlaps
                j1, j2 = j1 + max(start - i1, 0), j2 - max(i2 - end, 0)
            low, high = min(low, j1), max(high, j2)
        return range(low + 1, high + 1) if low < high else range(0)

    def _opcodes(self, path: str) -> list[tuple[int, int, int, int]]:
        if path not in self._changes:
            old, new = (texts.get(path, "").splitlines() for texts in (self._old, self._new))
            matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
            self._changes[path] = [(i1, i2, j1, j2) for _, i1, i2, j1, j2 in matcher.get_opcodes()]
        return self._changes[path]

    @cached_property
    def _pairs(self) -> dict[int, int]:
        pairs: dict[int, int] = {}
        for candidates in (self._unchanged(), self._likely(pairs)):
            taken = set(pairs.values())
            for _, number, other in sorted(candidates):
                if number not in pairs and other not in taken:
                    pairs[number] = other
                    taken.add(other)
        return pairs

    def _unchanged(self) -> Iterator[tuple[int, int, int]]:
        """Pairs of equal calls, those in place first."""
        known: dict[tuple[str, ...], list[int]] = {}
        for other, checked in enumerate(self._after):
            known.setdefault(_identity(checked), []).append(other)
        for number, checked in enumerate(self._before):
            for other in known.get(_identity(checked), ()):
                yield 0 if self._stands(other, checked.call.at) else 1, number, other

    def _likely(self, pairs: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
        """Pairs among the calls that have changed."""
        left = sorted(set(range(len(self._after))) - set(pairs.values()))
        for number, checked in enumerate(self._before):
            if number in pairs:
                continue
            for other in left:
                here = self._stands(other, checked.call.at)
                kin = checked.verdict == REFUTED and same.kin(checked, self._after[other])
                if here or kin:
                    yield (0 if here and kin else 1 if kin else 2), number, other

    def _stands(self, other: int, at: Span) -> bool:
        now = self._after[other].call.at
        return now.path == at.path and now.line in self.place(at)


def _identity(checked: Checked) -> tuple[str, ...]:
    call = checked.call
    return call.client, call.name, same.written(call), checked.operation, checked.verdict, *_faults(checked)


def _faults(checked: Checked) -> Sequence[str]:
    return sorted(finding.fingerprint for finding in checked.findings)
