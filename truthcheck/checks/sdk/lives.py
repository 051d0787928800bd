"""In which releases of a package what a fault is about stands: when it came, when it went."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.sdk import reads, refused
from truthcheck.checks.sdk.subject import Version
from truthcheck.checks.sdk.walk import walk
from truthcheck.model.call import Call, Member
from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import NoMember, Open
from truthcheck.sdks.known_releases import KnownReleases

_RULES = (refused.MEMBER, "unknown-sdk-argument", "unknown-parameter", reads.RULE)
_MOST = 3  # comings and goings that are told


class Life(NamedTuple):
    """`spells` are the releases in which it came and went, oldest first: "" for the first that is known, and for one
    that it has not left.
    """

    spells: tuple[tuple[str, str], ...]

    @property
    def last(self) -> tuple[str, str]:
        return self.spells[-1]

    def after(self, version: str, versions: tuple[str, ...]) -> bool:
        """Whether it came only after a release."""
        came = self.spells[0][0]
        return bool(came) and version in versions and versions.index(came) > versions.index(version)


def life(call: Call, fault: Fault, known: KnownReleases) -> Life | None:
    """None for what no release has, and for what never came or went."""
    if fault.rule not in _RULES or call.member is None or len(fault.place) < 2:  # one of too many has no name
        return None
    member = call.member
    words = () if fault.rule in (refused.MEMBER, reads.RULE) else (fault.place[-1],)
    groups = known.each(known.versions, lambda package: _stands(call, member, fault, package), words)
    spells = tuple(_spells(groups))
    return Life(spells[-_MOST:]) if any(map(any, spells)) else None


def _spells(groups: list[tuple[tuple[str, ...], bool | None]]) -> Iterator[tuple[str, str]]:
    """What is not known of a release is as in the one before it."""
    settled = [(releases[0], stands) for releases, stands in groups if stands is not None]
    came = ""
    for number, (first, stands) in enumerate(settled):
        before = settled[number - 1][1] if number else None
        if stands and not before:
            came = first if before is False else ""
        if before and not stands:
            yield came, first
    if settled and settled[-1][1]:
        yield came, ""


def _stands(call: Call, member: Member, fault: Fault, package: Package) -> bool | None:
    """Whether a release has what the fault is about, None where that is not known."""
    version = Version(package, walk(package, member))
    if fault.rule == refused.MEMBER:
        return _has_name(member, fault, version)
    if isinstance(version.way.thing, NoMember | Open):
        return False if version.way.missing else None
    if fault.rule == reads.RULE:
        return reads.has_field(call, version, fault)
    return _has_argument(fault.place[-1], version)


def _has_argument(name: str, version: Version) -> bool | None:
    """Whether some way of calling names it; one that takes any name does not say."""
    ways = version.method.signatures if version.method else ()
    if any(name == parameter.name for way in ways for parameter in way.parameters):
        return True
    return None if not ways or any(way.rest for way in ways) else False


def _has_name(member: Member, fault: Fault, version: Version) -> bool | None:
    """Whether the steps lead past the name."""
    name = fault.place[-1]
    index = next((i for i, step in enumerate(member.steps) if step.text == name and step.at == fault.at), 0)
    way = version.way
    if way.index > index or (way.index == index and not isinstance(way.thing, NoMember | Open)):
        return True
    return False if way.missing else None
