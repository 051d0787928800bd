"""Findings of which a package is the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.calls.telling import told
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Scene
from truthcheck.checks.rules import of
from truthcheck.model.call import Call
from truthcheck.model.finding import Evidence, Finding
from truthcheck.model.noun import replace
from truthcheck.sdks.registry import Chosen


def findings(call: Call, chosen: Chosen, faults: Iterable[Fault], operation: str = "") -> Iterator[Finding]:
    """Faults of which the package itself is the evidence."""
    every = tuple(faults)
    missing = tuple(fault.place[-1] for fault in every if of(fault.rule).absent)
    subject = call.name if chosen.package.described else operation or call.name
    package = f"{chosen.package.name} {_versions(chosen)}"
    scene = Scene(call, subject, operation, every, missing, package)
    for fault in every:
        now = replace(scene, instead=chosen.package.rules.renamed.get(f"{fault.got}.{fault.name}", ""))
        yield told("package", fault, now, chosen.provider, _evidence(fault, chosen))


def _evidence(fault: Fault, chosen: Chosen) -> Evidence:
    package = chosen.package
    return Evidence(package=package.name, version=_versions(chosen), symbol=fault.pointer, source=_pinned(chosen))


def _versions(chosen: Chosen) -> str:
    return ", ".join(package.version for package in chosen.around) or chosen.package.version


def _pinned(chosen: Chosen) -> str:
    if chosen.pin is None:
        return "the present version: the project names none"
    read = "there" if chosen.pin.source.startswith(f"{chosen.shown} ") else chosen.shown
    return f"the version in {chosen.pin.place}" + (f", read from {read}" if read else "")
