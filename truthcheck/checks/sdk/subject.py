"""What an SDK call is about: a package, the versions of it that the project may use, where the steps lead in each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.sdk import choices
from truthcheck.checks.sdk.walk import Way, callable_of, walk
from truthcheck.model.call import Call, Member
from truthcheck.model.noun import Node, replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import UNVERIFIED, Checked
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import NoMember, Open, SdkMethod
from truthcheck.sdks.registry import Chosen
from truthcheck.sdks.rules.shared_words import words

HOOKED = Reason(Why.CLIENTS_CHANGED)
_NO_TEXTS: Mapping[str, Collection[str]] = MappingProxyType({})


class Registry(Protocol):
    """Which package an import means, and the versions of it."""

    def choose(self, module: str, folder: Path, file: Path | None = None) -> Chosen | None: ...


class ProjectFacts(Node):
    """What calls of a whole project tell of each other.

    `elsewhere` are modules of which some client is sent to another server, `texts` see `choices.hooked`.
    """

    elsewhere: frozenset[str] = frozenset()
    texts: Mapping[str, Collection[str]] = _NO_TEXTS


class Version(Node):
    """One version of a package, and where the steps of a call lead in it; `releases` are those that it stands for."""

    package: Package
    way: Way
    releases: tuple[str, ...] = ()

    @property
    def method(self) -> SdkMethod | None:
        """What is called there; None where that only holds data, or is not known."""
        return callable_of(self.package, self.way.thing)

    @property
    def is_settled(self) -> bool:
        """Whether the steps lead to something that the package describes."""
        return not isinstance(self.way.thing, NoMember | Open)


class Subject(Node):
    """`versions` are those that the project may use, oldest first; never none."""

    call: Call
    member: Member
    chosen: Chosen
    versions: tuple[Version, ...]

    @property
    def is_absent(self) -> bool:
        """Whether no version has what the call asks for."""
        return all(version.way.missing for version in self.versions)

    @property
    def version(self) -> Version:
        """The newest one that has it; the newest of all where none has."""
        return next((v for v in reversed(self.versions) if v.is_settled), self.versions[-1])

    def as_in(self, version: Version) -> Subject:
        """The subject in one of its versions alone."""
        package = version.package
        return replace(self, chosen=self.chosen._replace(package=package, api=package.header.api), versions=(version,))

    def unverified(self, why: Reason, operation: str = "") -> Judged:
        return Judged(Checked(self.call, UNVERIFIED, why, self.chosen.provider, operation))

    def is_elsewhere(self, version: Version, project: ProjectFacts) -> bool:
        """Whether the request goes to another server than the vendor's, or may do so."""
        if version.way.redirected or (version.way.unseen and self.member.steps[0].text in project.elsewhere):
            return True
        settings = {*version.package.redirects, *words().redirects}
        return not settings.isdisjoint(self.member.redirected)


def find(call: Call, registry: Registry, project: ProjectFacts | None = None) -> Subject | None:
    """None when no SDK has such a module."""
    member = call.member
    assert member is not None
    module = member.steps[0].text
    file = Path(call.at.path)
    chosen = registry.choose(module, file.parent, file)
    if chosen is None:
        return None
    if project is not None and choices.changes(chosen.package, project.texts.get(module, ()), member):
        member = replace(member, changed=member.changed or HOOKED)
        call = replace(call, member=member)
    versions = tuple(Version(package, walk(package, member), (package.version,)) for package in chosen.around)
    return Subject(call, member, chosen, versions)
