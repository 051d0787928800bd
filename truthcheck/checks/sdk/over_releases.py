"""A call held against all releases that a range allows: each answer once, with the releases that give it.

The first and the last release of a range are asked of every call. Only where something is false in one of them, or a
name is missing between them, are the others asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from truthcheck.checks.sdk.subject import Subject, Version
from truthcheck.checks.sdk.walk import walk
from truthcheck.model.noun import replace
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.project.release_choice import RANGE


def widened(subject: Subject, ask: Callable[[Version], object], words: Collection[str] | None = None) -> Subject:
    """The subject with every release of its range, where that matters; `ask` is what is false in one of them.

    `words` are the arguments that it is about, see `KnownReleases.each`.
    """
    chosen = subject.chosen
    if chosen.basis != RANGE or chosen.known is None or len(chosen.allowed) < 2:
        return subject

    def asked(package: Package) -> Version:
        version = Version(package, walk(package, subject.member))
        ask(version)
        return version

    if not any(ask(version) for version in subject.versions) and not chosen.known.gaps(chosen.allowed, asked):
        return subject
    groups = chosen.known.each(chosen.allowed, asked, words)
    return replace(subject, versions=tuple(replace(version, releases=releases) for releases, version in groups))
