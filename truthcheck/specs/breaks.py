"""Which calls of a project a new version breaks: judged once by the old surface and once by the new one."""

from __future__ import annotations

from truthcheck.config import Config
from truthcheck.library import Library
from truthcheck.model.finding import Finding
from truthcheck.model.report import Report
from truthcheck.pipeline import verify
from truthcheck.surfaces.addresses import host_fits
from truthcheck.surfaces.index import IndexSurface


class LibraryWith(Library):
    """The configured surfaces, but with this one for its document."""

    def __init__(self, config: Config, provider: str, surface: IndexSurface) -> None:
        super().__init__(config)
        self._name = provider
        self._surface = surface

    def at(self, host: str) -> tuple[IndexSurface, ...]:
        known = super().at(host)
        return self._among(known) if host_fits(host, self._surface.hosts) else known

    def surfaces(self, provider: str) -> tuple[IndexSurface, ...]:
        known = super().surfaces(provider)
        return self._among(known) if provider == self._name else known

    def _among(self, known: tuple[IndexSurface, ...]) -> tuple[IndexSurface, ...]:
        mine = (self._name, self._surface.origin.document)
        return (self._surface, *(one for one in known if (one.origin.provider, one.origin.document) != mine))


def broken(
    paths: tuple[str, ...], config: Config, provider: str, old: IndexSurface, new: IndexSurface
) -> tuple[list[Finding], Report]:
    """The findings that the new surface brings to calls of `provider`, and the whole report by the new one."""
    before = verify(paths, config, library=LibraryWith(config, provider, old))
    after = verify(paths, config, library=LibraryWith(config, provider, new))
    known = {(finding.rule, finding.at, finding.message) for finding in before.findings}
    found = [f for f in after.findings if f.provider == provider and (f.rule, f.at, f.message) not in known]
    return found, after
