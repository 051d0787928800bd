"""What a run judges by, at hand: the surfaces, the providers and the packages that the configuration names."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from truthcheck import shipped
from truthcheck.config import Config
from truthcheck.model.interface import Interface
from truthcheck.model.provider import Provider
from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.sdks.index import catalogue
from truthcheck.surfaces.index import IndexSurface
from truthcheck.surfaces.store import Store

if TYPE_CHECKING:
    from truthcheck.database.load import Databases
    from truthcheck.model.database import Database
    from truthcheck.sdks.registry import Registry


class Library:
    """Surfaces and providers at hand. A provider's rule file is read when its first call is met."""

    def __init__(self, config: Config) -> None:
        self._store = Store((*config.specs, shipped.folder("specs_cache")), config.lock)
        self.rulebook = Rulebook(config.rules)
        self.sdks = tuple(folder / "sdks" for folder in (*config.specs, shipped.folder("specs_cache")))
        self._registry: Registry | None = None
        self._environment, self._root = config.environment, config.root
        self._asked = _asked(config)
        self._config = config
        self._databases: Databases | None = None
        self._database_of: dict[Path, Database | None] = {}

    def provider_of(self, host: str) -> str | None:
        return self._store.provider_of(host)

    def surfaces(self, provider: str) -> tuple[IndexSurface, ...]:
        return self._store.surfaces(provider)

    def of_version(self, provider: str, version: str) -> tuple[IndexSurface, ...]:
        return self._store.of_version(provider, version)

    def at(self, host: str) -> tuple[IndexSurface, ...]:
        return self._store.at(host)

    def registry(self) -> Registry:
        if self._registry is None:
            from truthcheck.sdks.registry import Registry
            from truthcheck.sdks.rules.sdk_rulebook import SdkRules

            self._registry = Registry(self.sdks, SdkRules(self.rulebook), self._environment, self._asked, self._root)
        return self._registry

    def imports(self) -> frozenset[str]:
        """The modules of which calls are looked for; most projects ask for none but those of the catalogue."""
        return self.registry().imports() if self._asked else catalogue.imports(self.sdks)

    def database(self, path: str) -> Database | None:
        """The project's own database, as the code of a file means it; None where nothing describes one."""
        folder = Path(os.path.abspath(path)).parent
        if folder not in self._database_of:
            self._database_of[folder] = self.databases().of(folder)
        return self._database_of[folder]

    def databases(self) -> Databases:
        if self._databases is None:
            from truthcheck.database.load import Databases

            self._databases = Databases(self._config)
        return self._databases

    def interfaces(self, urls: Collection[str]) -> tuple[Interface, ...]:
        """How services show tables over HTTP, those that one of the URLs may mean. A page is parsed for these alone."""
        from truthcheck.rulebook import interfaces

        return interfaces.among(self.rulebook.files("databases"), urls)

    def programs(self, path: str, folder: str) -> tuple[str, ...]:
        """The programs that a project deploys from a folder, one in each folder of it; none where there is no such."""
        for above in Path(os.path.abspath(path)).parents:
            if (place := above / folder).is_dir():
                found = (one.name for one in place.iterdir() if one.is_dir() and any(one.glob("*.[tj]s*")))
                return tuple(sorted(name for name in found if name[:1] not in "._"))
            if above == self._root:
                break
        return ()

    def notes(self) -> tuple[str, ...]:
        return self._registry.notes if self._registry else ()

    def provider(self, id: str, own: bool = False) -> Provider:
        return self.rulebook.provider(id, own)


def _asked(config: Config) -> Mapping[str, str]:
    """Packages that the project wants judged although no rule page describes them, with their providers."""
    if not (config.packages or config.lock):
        return {}
    from truthcheck.sdks.project import requested

    return requested.packages(config.packages, config.lock)
