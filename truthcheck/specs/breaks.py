"""Which calls of a project a new version breaks: judged once by the old surface and once by the new one."""

from __future__ import annotations

from truthcheck.config import Config
from truthcheck.library import Library
from truthcheck.model.finding import Finding
from truthcheck.model.report import Report
from truthcheck.pipeline import verify
from truthcheck.surfaces.index import IndexSurface


class LibraryWith(Library):
    """The configured surfaces, but with this one for its document."""

    def __init__(self, config: Config, provider: str, surface: IndexSurface) -> None:
        super().__init__(config)
        self._name = provider
        self._surface = surface

    def provider_of(self, host: str) -> str | None:
        return self._name if host in self._surface.hosts else super().provider_of(host)

    def surfaces(self, provider: str) -> tuple[IndexSurface, ...]:
        known = super().surfaces(provider)
        if provider != self._name:
            return known
        others = (one for one in known if one.origin.document != self._surface.origin.document)
        return (self._surface, *others)


def broken(
    paths: tuple[str, ...], config: Config, provider: str, old: IndexSurface, new: IndexSurface
) -> tuple[list[Finding], Report]:
    """The findings that the new surface brings to calls of `provider`, and the whole report by the new one."""
    before = verify(paths, config, library=LibraryWith(config, provider, old))
    after = verify(paths, config, library=LibraryWith(config, provider, new))
    known = {(finding.rule, finding.at, finding.message) for finding in before.findings}
    found = [f for f in after.findings if f.provider == provider and (f.rule, f.at, f.message) not in known]
    return found, after
