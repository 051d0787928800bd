"""What the package itself refuses of a call, in every version that the project may use."""

from __future__ import annotations

from collections.abc import Iterable

from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.sdk import arguments, choices
from truthcheck.checks.sdk.subject import Subject, Version
from truthcheck.model.call import Call
from truthcheck.sdks.index.values import ClassRef


def by_package(subject: Subject) -> list[Fault]:
    """Nothing when the project's version is not known, or the code is prepared for a refusal."""
    if subject.member.guarded or not subject.chosen.around:
        return []
    return common([_by_version(subject.call, version) for version in subject.versions])


def _by_version(call: Call, version: Version) -> list[Fault]:
    method = version.method
    if method is None:
        return []
    faults = [*arguments.check(call, method), *choices.faults(call, version.package, method)]
    if isinstance(version.way.thing, ClassRef):  # what a constructor needs may come from the environment
        return [fault for fault in faults if fault.rule == "unknown-sdk-argument"]
    return faults


def without(own: Iterable[Fault], told: Iterable[Fault]) -> list[Fault]:
    """Those that the API's document does not tell already."""
    known = {_subject(fault) for fault in told}
    return [fault for fault in own if _subject(fault) not in known]


def _subject(fault: Fault) -> tuple[str, tuple[str, ...]]:
    return fault.rule, fault.place[-1:]
