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


class Turn(NamedTuple):
    """The release with which something came or went, "" where that is not among those known; not `exact` where of the
    releases just before it nothing is known.
    """

    release: str = ""
    exact: bool = True


class Spell(NamedTuple):
    came: Turn
    went: Turn


class Life(NamedTuple):
    """The spells in which it stood, oldest first."""

    spells: tuple[Spell, ...]

    @property
    def last(self) -> tuple[str, str]:
        """With which releases it came and went at last, "" where that is not known exactly."""
        came, went = ((turn.release if turn.exact else "") for turn in self.spells[-1])
        return came, went

    def after(self, version: str, versions: tuple[str, ...]) -> bool:
        """Whether it came only after a release."""
        came = self.spells[0].came.release
        return bool(came) and version in versions and versions.index(came) > versions.index(version)


def life(call: Call, fault: Fault, known: KnownReleases) -> Life | None:
    """None for what no release has, and for what never came or went. Pre-releases count for what only they have."""
    if fault.rule not in _RULES or call.member is None or len(fault.place) < 2:  # one of too many has no name
        return None
    member = call.member
    words = () if fault.rule in (refused.MEMBER, reads.RULE) else (fault.place[-1],)
    for versions in (known.general, known.versions):
        groups = known.each(versions, lambda package: _stands(call, member, fault, package), words)
        spells = tuple(_spells(groups))
        if any(turn.release for spell in spells for turn in spell):
            return Life(spells[-_MOST:])
    return None


def _spells(groups: list[tuple[tuple[str, ...], bool | None]]) -> Iterator[Spell]:
    came: Turn | None = None
    before: bool | None = None
    known = True  # whether the group before is
    for number, (releases, stands) in enumerate(groups):
        if stands is not None:
            if stands and came is None:
                came = Turn(releases[0], known) if number and before is not None else Turn()
            elif not stands and came is not None:
                yield Spell(came, Turn(releases[0], known))
                came = None
            before = stands
        known = stands is not None
    if came is not None:
        yield Spell(came, Turn())


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
