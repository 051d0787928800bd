"""From an import to the package behind it, in the version that the project uses. Reads one small catalogue first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from truthcheck.sdks import catalogue
from truthcheck.sdks.catalogue import FORMAT
from truthcheck.sdks.members import Package
from truthcheck.sdks.pinfiles import Pin
from truthcheck.sdks.pins import bracket, choose, find

CATALOGUE = catalogue.NAME


class Chosen(NamedTuple):
    """`pin` is what the project says, None when it says nothing; `package.version` is the version that stands for it.

    `around` are the versions that bracket the pin: only what is false in every one of them is false. It is empty when
    the pin lies outside of what is known: then nothing can be refuted. `api` is the API's version that the package
    speaks, "" when it does not say.
    """

    package: Package
    pin: Pin | None
    provider: str
    api: str
    around: tuple[Package, ...]


class Registry:
    """Member indexes in `dirs`, each with a catalogue; the first folder that knows an import wins."""

    def __init__(self, dirs: tuple[Path, ...]) -> None:
        self._dirs = dirs
        self._catalogues: list[tuple[Path, dict[str, Any]]] | None = None
        self._pins: dict[tuple[str, Path], Pin | None] = {}
        self._packages: dict[Path, Package] = {}

    def imports(self) -> frozenset[str]:
        """Every top-level module that some index describes."""
        return frozenset(name for _, read in self._all() for name in read["imports"])

    def choose(self, module: str, project: Path) -> Chosen | None:
        """The index for `import module` in a file of the folder `project`; None when no SDK has such a module."""
        top = module.partition(".")[0]
        for folder, read in self._all():
            name = read["imports"].get(top)
            if name is not None:
                return self._chosen(folder, name, read["packages"][name], project)
        return None

    def _chosen(self, folder: Path, name: str, entry: dict[str, Any], project: Path) -> Chosen:
        pin = self._pin(name, project)
        version = choose(pin, entry["versions"])
        around = tuple(self._open(folder, name, one) for one in bracket(pin, entry["versions"]))
        opened = self._open(folder, name, version)
        return Chosen(opened, pin, entry["provider"], entry["versions"][version], around)

    def _open(self, folder: Path, name: str, version: str) -> Package:
        path = folder / f"{name}@{version}.jsonl"
        if path not in self._packages:
            self._packages[path] = Package(path)
        return self._packages[path]

    def _pin(self, name: str, project: Path) -> Pin | None:
        key = (name, project)
        if key not in self._pins:
            self._pins[key] = find(name, project)
        return self._pins[key]

    def _all(self) -> list[tuple[Path, dict[str, Any]]]:
        if self._catalogues is None:
            found = ((folder, catalogue.load(folder / CATALOGUE)) for folder in self._dirs)
            self._catalogues = [(folder, read) for folder, read in found if read is not None]
        return self._catalogues


def catalogue_of(headers: list[dict[str, Any]]) -> bytes:
    """The catalogue of the indexes with these headers."""
    imports: dict[str, str] = {}
    packages: dict[str, dict[str, Any]] = {}
    for header in sorted(headers, key=lambda h: (h["package"], h["version"])):
        imports.update(dict.fromkeys(header["imports"], header["package"]))
        entry = packages.setdefault(header["package"], {"provider": header["provider"], "versions": {}})
        entry["versions"][header["version"]] = header.get("api", "")
    whole = {"truthcheck_catalogue": FORMAT, "imports": dict(sorted(imports.items())), "packages": packages}
    return (json.dumps(whole, indent=1, sort_keys=True) + "\n").encode()
