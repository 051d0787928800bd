"""What the package itself refuses of a call: a name that is not there, what its arguments break, release by release."""

from __future__ import annotations

from collections.abc import Iterable

from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.sdk import arguments, choices
from truthcheck.checks.sdk.subject import Subject, Version
from truthcheck.checks.sdk.walk import Way
from truthcheck.model.call import HEIR, Call, Member
from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.values import ClassRef

MEMBER = "unknown-sdk-member"


class Partly(NamedTuple):
    """A fault of some releases that the project may use, and those releases, the oldest first."""

    fault: Fault
    releases: tuple[str, ...]


def by_package(subject: Subject) -> list[Fault]:
    """What every release refuses. Nothing when the code is prepared for a refusal."""
    if subject.member.guarded:
        return []
    return common([_of_arguments(subject.call, version) for version in subject.versions])


def partly(subject: Subject) -> list[Partly]:
    """What some releases refuse and others do not."""
    if subject.member.guarded or subject.member.changed or len(subject.versions) < 2:
        return []
    return _one_name(of_some([(version, faults(subject.call, version)) for version in subject.versions]))


def _one_name(parts: list[Partly]) -> list[Partly]:
    """Releases may lack different steps of one way: only what the newest of them lacks is told, with all of them."""
    gone = [part for part in parts if part.fault.rule == MEMBER]
    if len(gone) < 2:
        return parts
    releases = dict.fromkeys(release for part in gone for release in part.releases)
    return [gone[-1]._replace(releases=tuple(releases)), *(part for part in parts if part.fault.rule != MEMBER)]


def of_some(rows: list[tuple[Version, list[Fault]]], without: Iterable[Fault] = ()) -> list[Partly]:
    """The faults of some releases that the others have not, and that are not told already."""
    told_already = {(fault.rule, fault.place) for fault in without}
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Fault, Version]]] = {}
    for version, told in rows:
        for fault in told:
            found.setdefault((fault.rule, fault.place), []).append((fault, version))
    some = (row for key, row in found.items() if len(row) < len(rows) and key not in told_already)
    return [_partly(row) for row in some]


def _partly(row: list[tuple[Fault, Version]]) -> Partly:
    """As the newest of the releases tells it."""
    return Partly(row[-1][0], tuple(release for _, version in row for release in version.releases))


def faults(call: Call, version: Version) -> list[Fault]:
    """What one release refuses."""
    member = call.member
    if member is not None and version.way.missing:
        return [] if is_told_elsewhere(member, version.way) else [missing(member, version.way)]
    return _of_arguments(call, version)


def _of_arguments(call: Call, version: Version) -> list[Fault]:
    method = version.method
    if method is None:
        return []
    found = [*arguments.check(call, method), *choices.faults(call, version.package, method)]
    if isinstance(version.way.thing, ClassRef):  # what a constructor needs may come from the environment
        return [fault for fault in found if fault.rule == "unknown-sdk-argument"]
    return found


def missing(member: Member, way: Way) -> Fault:
    """The name that is not there."""
    gone = way.missing
    assert gone is not None
    at, symbol = member.steps[way.index].at, f"{gone.on}.{gone.name}"
    return Fault(MEMBER, ("member", gone.name), at, gone.on, gone.nearest, pointer=symbol)


def is_told_elsewhere(member: Member, way: Way) -> bool:
    """Whether an earlier call tells it, or it is a name of the project's own class or of one that extends it."""
    later = member.steps[way.index :]
    return any(step.text == "()" for step in later) or HEIR in member.steps[way.index - 1].keywords


def untold(own: Iterable[Fault], told: Iterable[Fault]) -> list[Fault]:
    """Those that the API's document does not tell already."""
    known = {_subject(fault) for fault in told}
    return [fault for fault in own if _subject(fault) not in known]


def _subject(fault: Fault) -> tuple[str, tuple[str, ...]]:
    return fault.rule, fault.place[-1:]
