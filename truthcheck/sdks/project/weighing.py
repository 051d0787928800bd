"""What the files of one folder come to together: the statements of one rank, as one pin.

What always holds limits what is asked for beside it. Statements of one rank that disagree (two extras, two versions of
Python, two lock files) may each be the one in use: the pin lets in what any of them lets in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.project.pin import Pin, either
from truthcheck.sdks.written import files
from truthcheck.sdks.written.files import WrittenFile
from truthcheck.sdks.written.kinds import LOCK, MANIFEST, TRUST
from truthcheck.sdks.written.mention import BASE, CONSTRAINT, OVERRIDE, Mention, exact

FoundRows: TypeAlias = "tuple[str, tuple[Mention, ...]]"  # a file as it is shown, and what it says
MAX_SHOWN = 3  # places that one pin names
MAX_ROWS = 40  # of one package in one file: more is no statement


class Told(NamedTuple):
    """What one file says of a package: any of `specs` may hold, "" among them for any version."""

    specs: tuple[str, ...]
    source: str
    line: int
    address: str = ""

    @property
    def is_exact(self) -> bool:
        return not self.address and all(exact(spec) for spec in self.specs)


def stated(wanted: str, place: Path, root: Path, trust: str) -> Pin | None:
    """What the files of a folder say that earn one kind of trust; requirements that a tool compiled are a lock."""
    kinds = (trust, MANIFEST) if trust == LOCK else (trust,)
    own = [file for file in files.of(place) if TRUST[file.kind] in kinds]
    return weighed(wanted, list(_rows(wanted, own, root, trust))) if own else None


def _rows(wanted: str, waiting: list[WrittenFile], root: Path, trust: str) -> Iterator[FoundRows]:
    """The statements of each file, also of those that it names."""
    seen: set[Path] = set()
    while waiting and len(seen) < 2 * files.MAX_FILES:
        file = waiting.pop(0)
        if file.path in seen:
            continue
        seen.add(file.path)
        read = files.rows(file, root)
        waiting += filter(None, (files.included(file, one, root) for one in read.includes))
        if wanted in read.packages and (LOCK if read.compiled else TRUST[file.kind]) == trust:
            yield file.shown, read.packages[wanted][:MAX_ROWS]


def weighed(wanted: str, found: list[FoundRows]) -> Pin | None:
    """One pin of what several files say; None where none says anything."""
    each = list(filter(None, (_told(shown, rows) for shown, rows in found)))
    if each:
        return _pin(wanted, _strictest(each), [row.spec for _, rows in found for row in rows if _only_limits(row)])
    limits = [Told((row.spec,), shown, row.line) for shown, rows in found for row in rows]
    return _pin(wanted, _strictest(limits), []) if limits else None


def _strictest(each: list[Told]) -> list[Told]:
    """Those that name releases, else those that name bounds, else all."""
    exactly = [one for one in each if one.is_exact]
    return exactly or [one for one in each if all(one.specs)] or each


def _told(shown: str, rows: tuple[Mention, ...]) -> Told | None:
    counted = _counted([row for row in rows if not _only_limits(row)])
    if not counted:
        return None
    address = next((row.address for row in counted if row.address), "")
    return Told(tuple(dict.fromkeys(row.spec for row in counted)), shown, counted[0].line, address)


def _counted(rows: list[Mention]) -> list[Mention]:
    """What overrides all else; what always holds, where it says anything; else what somebody may ask for."""
    base = [row for row in rows if row.kind in (BASE, CONSTRAINT)]
    held = [row for row in base if row.spec or row.address]
    return [row for row in rows if row.kind == OVERRIDE] or held or base or rows


def _only_limits(row: Mention) -> bool:
    return row.kind == CONSTRAINT and not exact(row.spec)


def _pin(wanted: str, kept: list[Told], limits: list[str]) -> Pin:
    specs = tuple(dict.fromkeys(_limited(spec, limits) for one in kept for spec in one.specs))
    version = exact(specs[0]) if all(_is_same(spec, specs[0]) for spec in specs) else ""
    pin = Pin(wanted, version, "" if version else either(specs), kept[0].source, kept[0].line)
    pin = pin._replace(address=next((one.address for one in kept if one.address), ""))
    places = list(dict.fromkeys(pin._replace(source=one.source, line=one.line).place for one in kept))
    return pin._replace(source=listed(places), line=0) if len(places) > 1 else pin


def _limited(spec: str, limits: list[str]) -> str:
    return spec if exact(spec) else ",".join(filter(None, (spec, *limits)))


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    from truthcheck.sdks.project.version_ranges import same

    return bool(exact(one) and exact(other)) and same(exact(one), exact(other))


def listed(places: list[str]) -> str:
    """Places as a person lists them, the first ones of many."""
    return " and ".join(filter(None, (", ".join(places[:-1][: MAX_SHOWN - 1]), places[-1])))
