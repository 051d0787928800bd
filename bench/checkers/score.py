"""What a checker said, held against the labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bench.checkers.labels import Unit
from bench.checkers.tools import Error, Ran


@dataclass(frozen=True, slots=True)
class Score:
    """`found` are the wrong units with an error, `accused` the right ones; `elsewhere` counts scaffolding lines."""

    found: tuple[Unit, ...]
    missed: tuple[Unit, ...]
    accused: tuple[Unit, ...]
    elsewhere: int
    imports: int
    errors: int
    seconds: float
    cpu: float

    @property
    def noise(self) -> int:
        """Right lines with an error, those of scaffolding too."""
        return len(self.accused) + self.elsewhere

    def of(self, kind: str) -> tuple[int, int]:
        """Found, and all there are."""
        found = sum(unit.kind == kind for unit in self.found)
        return found, found + sum(unit.kind == kind for unit in self.missed)


def score(units: list[Unit], ran: Ran) -> Score:
    """An error counts for the wrong unit that it names, else for its own line; errors about imports count apart."""
    wrong = {(unit.file, line) for unit in units if unit.kind for line in _lines(unit)}
    told = {place for error in ran.errors if not error.of_import for place in _places(error, wrong)}
    hit = [unit for unit in units if any((unit.file, line) in told for line in _lines(unit))]
    inside = {(unit.file, line) for unit in units for line in _lines(unit)}
    return Score(
        found=tuple(unit for unit in hit if unit.kind),
        missed=tuple(unit for unit in units if unit.kind and unit not in hit),
        accused=tuple(unit for unit in hit if not unit.kind),
        elsewhere=len(told - inside),
        imports=sum(error.of_import for error in ran.errors),
        errors=len(ran.errors),
        seconds=ran.seconds,
        cpu=ran.cpu,
    )


def kinds(units: list[Unit]) -> list[str]:
    """The most frequent first."""
    return [kind for kind, _ in Counter(unit.kind for unit in units if unit.kind).most_common()]


def _places(error: Error, wrong: set[tuple[str, int]]) -> set[tuple[str, int]]:
    own = (error.file, error.line)
    return {own, *error.also} & wrong or {own}


def _lines(unit: Unit) -> range:
    return range(unit.first, unit.last + 1)
