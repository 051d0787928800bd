"""What was read of replies, put to the calls that asked for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from truthcheck.checks.calls.exchange import Judged, Placed
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.library import Library
from truthcheck.checks.http import reply
from truthcheck.checks.sdk import standing
from truthcheck.checks.sdk.contexts import Row
from truthcheck.checks.sdk.lives import life
from truthcheck.checks.sdk.reads import ReadReply, judge
from truthcheck.checks.sdk.standing import SILENT
from truthcheck.checks.sdk.subject import ProjectFacts, Registry
from truthcheck.checks.sdk.wording import findings, partly
from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.model.surface import Operation, Surface
from truthcheck.sdks.project.release_choice import EXACT, RANGE


def added(
    rows: list[Row], calls: Iterable[Call], library: Library, registry: Registry, project: ProjectFacts
) -> list[Row]:
    """The rows with the reads of their replies, and what is false of them."""
    found = [(at, _unread(row)) for at, row in rows]
    for one in filter(None, (judge(call, registry, project) for call in calls if call.reads)):
        place = _row(found, one)
        judged = found[place][1] if place is not None else None
        made = _with(judged, one, library)
        if place is not None:
            found[place] = (found[place][0], made)
        elif made is not None:
            found.append((one.call.at, made))
    return found


def _unread(row: Judged | None) -> Judged | None:
    """The steps that were read are not yet places in a reply."""
    if row is None or not row.checked.call.reads:
        return row
    return row._replace(checked=replace(row.checked, call=replace(row.checked.call, reads=())))


def _row(rows: list[Row], told: ReadReply) -> int | None:
    """The call that asked for the reply: in the same context where it is met in several."""
    at = [number for number, (span, row) in enumerate(rows) if span == told.at and row is not None]
    same = [number for number in at if _callers(rows[number][1]) == told.call.callers]
    return next(iter((*same, *at)), None)


def _callers(row: Judged | None) -> tuple[Span, ...]:
    return row.checked.call.callers if row is not None else ()


def _with(row: Judged | None, told: ReadReply, library: Library) -> Judged | None:
    operation = row.checked.operation if row is not None else ""
    false = tuple(standing.findings(_told(told, operation, library), told.chosen))
    if row is None and not false:
        return None
    checked = row.checked if row is not None else Checked(told.call, UNVERIFIED, None, told.chosen.provider)
    reads = tuple(dict.fromkeys((*(row.checked.call.reads if row is not None else ()), *told.reads)))
    checked = replace(checked, call=replace(checked.call, reads=reads), findings=(*checked.findings, *false))
    if any(finding.severity == "error" for finding in false):
        checked = replace(checked, verdict=REFUTED, reason=None)
    elif _is_doubtful(told) and checked.verdict == SUPPORTED:
        checked = replace(checked, verdict=UNVERIFIED, reason=standing.why(told.chosen))
    right = _right(row, told, checked)
    return Judged(checked, right, row.sometimes if row is not None else frozenset())


def _is_doubtful(told: ReadReply) -> bool:
    """Whether the very release in use may lack a field, of which the releases that are known prove nothing."""
    basis = told.chosen.basis
    return (bool(told.faults) and basis in SILENT) or (bool(told.parts) and basis not in (EXACT, RANGE))


def _told(told: ReadReply, operation: str, library: Library) -> Iterator[Finding]:
    faults = _documented(told, told.faults, operation, library)
    yield from findings(told.call, told.chosen, faults, operation)
    if told.chosen.basis == RANGE:
        kept = _documented(told, tuple(part.fault for part in told.parts), operation, library)
        yield from partly(told.call, told.chosen, (part for part in told.parts if part.fault in kept), operation)


def _right(row: Judged | None, told: ReadReply, checked: Checked) -> frozenset[Placed]:
    """What is right of a call, without what another witness found false although the package allows it."""
    false = {(one.at, one.subject) for one in checked.findings}
    return ((row.right if row is not None else frozenset()) | told.right) - false


def _documented(told: ReadReply, faults: tuple[Fault, ...], operation: str, library: Library) -> tuple[Fault, ...]:
    """The faults without fields that the API's document has and that objects of the package therefore may have.

    The document of another version counts, too, for what no version of the package ever said: it leaves it out.
    """
    if all(fault.certain for fault in faults):
        return faults
    found = list(operations(library.surfaces(told.chosen.provider), operation))
    return tuple(fault for fault in faults if fault.certain or not any(_says(told, fault, *one) for one in found))


def _says(told: ReadReply, fault: Fault, surface: Surface, operation: Operation) -> bool:
    if not reply.has(surface, operation, fault.place[1:]):
        return False
    known = told.chosen.known
    return told.chosen.api in ("", surface.origin.version) or known is None or not life(told.call, fault, known)


_HOLE = re.compile(r"\{[^{}]*\}")


def operations(surfaces: Iterable[Surface], operation: str) -> Iterator[tuple[Surface, Operation]]:
    """The operation in each of the surfaces; documents name the parts of a path otherwise than a package."""
    wanted = _HOLE.sub("{}", operation)
    for surface in surfaces:
        for route in surface.routes:
            if _HOLE.sub("{}", f"{route.method} {route.path}") == wanted:
                yield surface, surface.operation(route)
