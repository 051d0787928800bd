"""From an import to the package behind it, in the version that the project uses. Reads one small catalogue first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index import catalogue
from truthcheck.sdks.index.catalogue import FORMAT
from truthcheck.sdks.index.history_file import SUFFIX, History
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.known_releases import KnownReleases
from truthcheck.sdks.naming import Here, Naming
from truthcheck.sdks.project.pin import Pin
from truthcheck.sdks.project.release_choice import EXACT, asked
from truthcheck.sdks.project.script_pins import script
from truthcheck.sdks.rules.sdk_rulebook import SdkRules

if TYPE_CHECKING:
    from truthcheck.sdks.project.exact_version import Exact

CATALOGUE = catalogue.NAME
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NOTHING_READ: Mapping[str, bytes] = MappingProxyType({})


class Chosen(NamedTuple):
    """`pin` is what the project says, None when it says nothing; `package` is the release that stands for it.

    `basis` says how what is asked stands to what the project uses, see `release_choice`. `allowed` are all the releases
    that are asked, `around` those of them that every call is held against: the only one, the first and the last of a
    range, both neighbours. `api` is the API's version that the package speaks, "" when it does not say. `shown` says
    where the package itself was read, "" for what comes with truthcheck. `known` are all releases; None for a package
    of which only this one is at hand. `instead` is what the project names in place of the package, or beside it: then
    nothing is known of its calls.
    """

    package: Package
    pin: Pin | None
    provider: str
    api: str
    around: tuple[Package, ...]
    shown: str = ""
    basis: str = EXACT
    allowed: tuple[str, ...] = ()
    known: KnownReleases | None = None
    instead: str = ""


class Registry:
    """Histories of packages in `dirs`, each with a catalogue; the first folder that knows an import wins.

    Where none has the very version that a project uses, the project's environment or a cached wheel is read.
    `rules` say how packages are read and judged, `environment` is the one that the configuration names, `asked` maps
    further packages that the project wants judged to their providers, and `root` is where their versions are looked
    for. `contents` is what files hold instead of what is on disk, by path.
    """

    def __init__(
        self,
        dirs: tuple[Path, ...],
        rules: SdkRules,
        environment: Path | None = None,
        asked: Mapping[str, str] = _NOTHING,
        root: Path = Path(),
    ) -> None:
        self._dirs = dirs
        self._rules = rules
        self._environment = environment
        self._asked = asked
        self._root = root
        self._notes: list[str] = []
        self._catalogues: list[tuple[Path, dict[str, Any]]] | None = None
        self._naming = Naming(environment)
        self.contents: Mapping[str, bytes] = _NOTHING_READ
        self._known_releases: dict[Path, KnownReleases] = {}
        self._known: dict[tuple[str, tuple[Path, str]], Chosen | None] = {}
        self._further: dict[str, str] | None = None
        self._exact: Exact | None = None

    def imports(self) -> frozenset[str]:
        """Every top-level module that some index describes, or a package that the project asks for."""
        return frozenset((*(name for _, read in self._all() for name in read["imports"]), *self._more()))

    def choose(self, module: str, folder: Path, file: Path | None = None) -> Chosen | None:
        """The index for `import module` in a file of `folder`; None when no SDK has such a module.

        A file that names its own dependencies is asked alone.
        """
        here = Here(folder, script(file, self.contents) if file is not None else None)
        top = module.partition(".")[0]
        if (top, here.key) not in self._known:
            self._known[top, here.key] = self._choose(top, here)
        return self._known[top, here.key]

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be read although the project names it, one line each."""
        return (*self._notes, *(self._exact.notes if self._exact else ()))

    def keep(self) -> None:
        """Write down in the user's cache what was read of packages."""
        if self._exact is not None:
            self._exact.keep()

    def _choose(self, top: str, here: Here) -> Chosen | None:
        for folder, read in self._all():
            name = read["imports"].get(top)
            if name is not None:
                return self._chosen(folder, name, read["packages"][name], top, here)
        name = self._more().get(top)
        return self._further_one(name, here) if name is not None else None

    def _chosen(self, folder: Path, name: str, entry: dict[str, Any], top: str, here: Here) -> Chosen:
        names = (name, *entry.get("formerly", ()))
        pin, instead = self._naming.named(names, top, self._rules.page(name), here)
        known = self._releases(folder, name)
        asks = asked(pin, known.versions, known.present)
        nearest = known.package(asks.releases[-1])
        # what is made of data files is not in the source
        if pin is not None and pin.version and asks.basis != EXACT and not nearest.described:
            read = self._reader().package(pin.package, pin.version, here.folder)
            if read is not None:
                api, own = read.package.index.header["api"], (pin.version,)
                chosen = Chosen(
                    read.package, pin, entry["provider"], api, (read.package,), read.shown, EXACT, own, known
                )
                return chosen._replace(instead=instead)
        ends = dict.fromkeys((asks.releases[0], asks.releases[-1]))
        around = tuple(known.package(version) for version in ends)
        chosen = Chosen(
            nearest, pin, entry["provider"], nearest.header.api, around, "", asks.basis, asks.releases, known
        )
        return chosen._replace(instead=instead)

    def _further_one(self, name: str, here: Here) -> Chosen | None:
        """A package that no catalogue has, in the version of the project; None where it has none that can be read."""
        pin = self._naming.pin(name, here)
        read = self._reader().package(name, pin.version, here.folder) if pin is not None and pin.version else None
        if read is None:
            return None
        own, api = (pin.version,) if pin else (), read.package.index.header["api"]
        return Chosen(read.package, pin, self._asked[name], api, (read.package,), read.shown, EXACT, own)

    def _more(self) -> dict[str, str]:
        """The modules of the packages that the project asks for, as far as no catalogue has them."""
        if self._further is None:
            self._further = {}
            known = {name for _, read in self._all() for name in read["packages"]}
            for name in sorted(self._asked):
                if name not in known:
                    self._further |= dict.fromkeys(self._modules(name), name)
        return self._further

    def _modules(self, name: str) -> tuple[str, ...]:
        before = len(self.notes)
        chosen = self._further_one(name, Here(self._root))
        if chosen is None and len(self.notes) == before:
            self._notes.append(
                f"{name} is asked for, but this project names no version of it that is in its environment or cached; "
                f"run: truthcheck specs add {name} --package {name}==VERSION"
            )
        return chosen.package.imports if chosen else ()

    def _reader(self) -> Exact:
        if self._exact is None:
            from truthcheck.sdks.project.exact_version import Exact

            self._exact = Exact(self._rules, self._environment)
        return self._exact

    def _releases(self, folder: Path, name: str) -> KnownReleases:
        path = folder / f"{name}{SUFFIX}"
        if path not in self._known_releases:
            self._known_releases[path] = KnownReleases(History(path), self._rules.of)
        return self._known_releases[path]

    def _all(self) -> list[tuple[Path, dict[str, Any]]]:
        if self._catalogues is None:
            found = ((folder, catalogue.load(folder / CATALOGUE)) for folder in self._dirs)
            self._catalogues = [(folder, read) for folder, read in found if read is not None]
        return self._catalogues


def catalogue_of(folder: Path) -> bytes:
    """The catalogue of the histories in a folder."""
    imports: dict[str, str] = {}
    packages: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        history = History(path)
        headers = [history.at(version).header for version in history.releases]
        present = history.at(history.present).header
        name = present["package"]
        imports |= {module: name for header in headers for module in header["imports"]}
        packages[name] = {key: present[key] for key in ("provider", "formerly") if key in present}
    whole = {"truthcheck_catalogue": FORMAT, "imports": imports, "packages": packages}
    return (json.dumps(whole, indent=1, sort_keys=True) + "\n").encode()
