"""The rules of packages out of a rulebook, by the name of a distribution."""

from __future__ import annotations

from pathlib import Path

from truthcheck.model.sdk import Sdk, unknown
from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.rules import rule_pages


class SdkRules:
    """Each file is read once, when it is first asked for. Raises ConfigError for a broken one."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._pages: dict[str, bytes] = {}
        self._sdks: dict[str, Sdk] = {}
        self._read: dict[Path, Sdk] = {}

    def page(self, name: str) -> bytes:
        """The page named after the distribution, or that says it describes it or reads it as a part; b"" without."""
        if name not in self._pages:
            self._pages[name] = self._page(name)
        return self._pages[name]

    def of(self, name: str) -> Sdk:
        """The rules of a distribution; one without any gets empty ones, for the generic reader alone."""
        if name not in self._sdks:
            direct = self._direct(name)
            self._sdks[name] = self._sdk(direct) if direct else self._by_package(name)
        return self._sdks[name]

    def all(self) -> tuple[Sdk, ...]:
        """Every rule, sorted by id."""
        return tuple(self._sdk(file) for file in self._rulebook.files("sdks"))

    def http_modules(self) -> tuple[str, ...]:
        """The modules of the HTTP libraries that rules describe."""
        return tuple(sorted(self._rulebook.clients().modules))

    def _page(self, name: str) -> bytes:
        direct = self._direct(name)
        if direct is not None:
            return direct.read_bytes()
        pages = (file.read_bytes() for file in self._rulebook.files("sdks"))
        return next((page for page in pages if rule_pages.is_about(page, name)), b"")

    def _direct(self, name: str) -> Path | None:
        return self._rulebook.file("sdks", normal(name).replace("-", "_"))

    def _by_package(self, name: str) -> Sdk:
        wanted = normal(name)
        described = (sdk for sdk in self.all() if wanted in _distributions(sdk))
        return next(described, None) or unknown(wanted)

    def _sdk(self, file: Path) -> Sdk:
        if file not in self._read:
            from truthcheck.sdks.rules.sdk_rules import read  # a TOML parser, which most runs do without

            self._read[file] = read(file, checked=not self._rulebook.is_own(file))
        return self._read[file]


def _distributions(sdk: Sdk) -> set[str]:
    """The distribution that rules describe, and those that are read together with it."""
    parts = {part.partition("==")[0] for pinned in sdk.parts.values() for part in pinned}
    return {normal(sdk.package), *map(normal, parts)}
