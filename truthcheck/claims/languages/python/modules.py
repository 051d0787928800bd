"""Which file a module's name means, as Python would look for it. Nothing is imported or run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_PACKAGE = "__init__.py"
_TESTS = frozenset(("test", "tests"))
_ABOVE = 3  # folders


class Modules:
    """The files that imports lead to, each looked for once."""

    def __init__(self) -> None:
        listing.cache_clear()  # the disk may have changed since an earlier run of this process
        self._roots: dict[Path, tuple[Path, ...]] = {}
        self._found: dict[tuple[Path, str], Path | None] = {}

    def find(self, importer: Path, specifier: str) -> Path | None:
        """`specifier` is "package.module", with a dot in front for each level of a relative import."""
        if specifier.startswith("."):
            dotted = specifier.lstrip(".")
            return _relative(importer, dotted, len(specifier) - len(dotted))
        key = (importer.parent, specifier)
        if key not in self._found:
            self._found[key] = module_file(self._roots_of(importer), specifier) or _above(importer, specifier)
        return self._found[key]

    def folder(self, file: Path) -> Path:
        return self._roots_of(file)[0]

    def _roots_of(self, file: Path) -> tuple[Path, ...]:
        if file.parent not in self._roots:
            self._roots[file.parent] = project_roots(file)
        return self._roots[file.parent]


def _above(importer: Path, dotted: str) -> Path | None:
    """A module of a package in one of the folders above, from which the program is started. Nothing else marks them."""
    if "." not in dotted:
        return None
    above = importer.absolute().parent.parents
    return module_file([folder for folder in above[:_ABOVE] if len(folder.parts) > 2], dotted)


def _relative(file: Path, dotted: str, level: int) -> Path | None:
    folder = file.parent
    for _ in range(level - 1):
        folder = folder.parent
    if dotted:
        return module_file((folder,), dotted)
    init = folder / _PACKAGE
    return init if init.is_file() else None


def homes(file: Path, name: str) -> set[str]:
    """The last names under which a module is imported: its own, and of packages that pass the name on."""
    found = {file.parent.name if file.name == _PACKAGE else file.stem}
    inits = [folder / _PACKAGE for folder in list(file.parents)[:2]]
    passing = (init for init in inits if init != file and init.is_file() and name.encode() in init.read_bytes())
    return found.union(init.parent.name for init in passing)


def project_roots(file: Path) -> tuple[Path, ...]:
    """The folders in which `file` looks for modules of its project, nearest first.

    The folder above its package, the folders from there to the project's (the one with a pyproject.toml or the like),
    and the project's `src`.
    """
    folder = file.absolute().parent
    while _PACKAGE in listing(str(folder)) and folder != folder.parent:
        folder = folder.parent
    roots = [folder]
    for above in (folder, *folder.parents):
        if not listing(str(above)).isdisjoint(MARKERS):
            roots += [between for between in folder.parents if between == above or above in between.parents]
            roots.append(above / "src")
            break
    else:  # a test runner is started beside the folder of tests
        roots += [above.parent for above in (folder, *folder.parents) if above.name in _TESTS][:1]
    return tuple(dict.fromkeys(roots))


def module_file(roots: Sequence[Path], dotted: str) -> Path | None:
    """The file that `import dotted` would load: a package, else a module; folders between may be namespace packages."""
    *packages, last = dotted.split(".")
    for root in roots:
        folder = _below(str(root), packages)
        names = listing(folder)
        if last in names and _PACKAGE in listing(os.path.join(folder, last)):
            return Path(folder, last, _PACKAGE)
        if f"{last}.py" in names:
            return Path(folder, f"{last}.py")
    return None


def _below(folder: str, packages: Sequence[str]) -> str:
    """The folder of nested packages; "" when one of them is not there."""
    for package in packages:
        if package not in listing(folder):
            return ""
        folder = os.path.join(folder, package)
    return folder


@cache
def listing(folder: str) -> frozenset[str]:
    """The names in a folder; none when it is not one."""
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()
