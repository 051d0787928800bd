"""Findings of which a package is the evidence: the releases that were asked, why these, and where it is otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.checks.calls.telling import told
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Scene
from truthcheck.checks.rules import of
from truthcheck.checks.sdk.lives import Life, Turn, life
from truthcheck.checks.sdk.refused import Partly
from truthcheck.model.call import Call
from truthcheck.model.finding import Evidence, Finding
from truthcheck.model.noun import replace
from truthcheck.sdks.project.release_choice import EXACT, PRESENT, RANGE
from truthcheck.sdks.registry import Chosen


def findings(call: Call, chosen: Chosen, faults: Iterable[Fault], operation: str = "") -> Iterator[Finding]:
    """Faults of all the releases that the project may use."""
    every = tuple(faults)
    for fault in every:
        yield _finding(call, chosen, every, fault, operation, _versions(chosen))


def partly(call: Call, chosen: Chosen, parts: Iterable[Partly], operation: str = "") -> Iterator[Finding]:
    """Faults of some of them: likely, and no repair is sure to hold in the others.

    What the newest has, which an installation brings, is no more than a warning: the range lets too much in.
    """
    for fault, releases in parts:
        likely, versions = replace(fault, certain=False), _spelled(releases, chosen.allowed)
        made = _finding(call, chosen, (likely,), likely, operation, versions, _where(releases, chosen))
        level = made.severity if chosen.allowed[-1] in releases else "warning"
        yield replace(made, severity=level, fixes=())


def _finding(
    call: Call, chosen: Chosen, faults: tuple[Fault, ...], fault: Fault, operation: str, versions: str, where: str = ""
) -> Finding:
    """`versions` are those that the fault is told of, `where` says which of the allowed ones they are."""
    lived = life(call, fault, chosen.known) if chosen.known else None
    instead = chosen.package.rules.renamed.get(f"{fault.got}.{fault.name}", "") if _is_gone(lived, chosen) else ""
    missing = tuple(one.place[-1] for one in faults if of(one.rule).absent)
    subject = call.name if chosen.package.described else operation or call.name
    scene = Scene(call, subject, operation, faults, missing, f"{chosen.package.name} {versions}", instead)
    came, went = lived.last if lived else ("", "")
    evidence = Evidence(
        package=chosen.package.name,
        version=versions,
        symbol=fault.pointer,
        source=_asked(chosen),
        came=came,
        went=went,
    )
    made = told("package", fault, scene, chosen.provider, evidence)
    if lived is None:
        return replace(made, help="; ".join(filter(None, (where, made.help))))
    # a name that another release has is not misspelled: of near ones nothing is said
    words = (f"`{fault.name}` {_spells(lived)}", where, made.help if instead else "")
    return replace(made, help="; ".join(filter(None, words)), fixes=made.fixes if instead else ())


def _is_gone(lived: Life | None, chosen: Chosen) -> bool:
    """Whether a name has been there, so that something may stand instead of it; not one that is yet to come."""
    return lived is None or chosen.known is None or not lived.after(chosen.package.version, chosen.known.versions)


def _spells(lived: Life) -> str:
    parts: list[str] = []
    for came, went in lived.spells:
        again = " again" if parts else ""
        parts += _turn(came, f"came{again}", f"was there{again}")
        parts += _turn(went, f"went{again}", "was gone")
    return " and ".join(parts)


def _turn(turn: Turn, exactly: str, roughly: str) -> list[str]:
    if not turn.release:
        return []
    return [f"{exactly} with {turn.release}" if turn.exact else f"{roughly} by {turn.release}"]


def _versions(chosen: Chosen) -> str:
    """The releases that were asked."""
    if chosen.basis == RANGE:
        return _spelled(chosen.allowed, chosen.allowed)
    return ", ".join(package.version for package in chosen.around)


def _spelled(releases: tuple[str, ...], among: tuple[str, ...]) -> str:
    """ "1.2.0", "1.2.0 to 1.9.3": releases that follow each other among the others as their ends."""
    runs: list[list[str]] = []
    for release in among:
        if release not in releases:
            runs.append([])
        elif runs:
            runs[-1].append(release)
        else:
            runs.append([release])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs if run)


def _where(releases: tuple[str, ...], chosen: Chosen) -> str:
    """From where to where a call fails in a range."""
    allowed, place = chosen.allowed, chosen.pin.place if chosen.pin else ""
    rest = [one for one in allowed if one not in releases]
    if releases == allowed[-len(releases) :]:
        return f"the call fails from {releases[0]} on, which {place} allows"
    if releases == allowed[: len(releases)]:
        return f"the call fails before {rest[0]}, which {place} allows"
    return f"the call fails in {_spelled(releases, allowed)}, which {place} allows"


def _asked(chosen: Chosen) -> str:
    """Why these releases."""
    pin = chosen.pin
    if pin is None:
        return "the present version: the project names none"
    if chosen.basis == PRESENT:
        return f"the present version: {pin.place} names none"
    if chosen.basis == RANGE:
        return f"{pin.place} allows {pin.range}"
    if chosen.basis != EXACT:
        return f"{pin.place} names {pin.version or pin.range}, which is not known: the releases around it"
    read = "there" if pin.source.startswith(f"{chosen.shown} ") else chosen.shown
    return f"the version in {pin.place}" + (f", read from {read}" if read else "")
