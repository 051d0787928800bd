"""What a run judges by, at hand: the surfaces, the providers and the packages that the configuration names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from truthcheck import shipped
from truthcheck.config import Config
from truthcheck.model.provider import Provider
from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.sdks.index import catalogue
from truthcheck.surfaces.index import IndexSurface
from truthcheck.surfaces.store import Store

if TYPE_CHECKING:
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

    def provider_of(self, host: str) -> str | None:
        return self._store.provider_of(host)

    def surfaces(self, provider: str) -> tuple[IndexSurface, ...]:
        return self._store.surfaces(provider)

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
