"""Which version of a package a project uses, from what it writes down. Nothing is run.

The first answer wins: a lock file, a requirement with an exact version, the project's own environment, a range.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from truthcheck.sdks.names import normal

MAX_BYTES = 20 << 20
MAX_PARENTS = 8
ENVIRONMENTS = (".venv", "venv", "env", ".env")


class Pin(NamedTuple):
    """`version` is exact, or "" when only `range` is known (">=7,<8"); `source` is the file that says so."""

    package: str
    version: str
    range: str
    source: str


def find(package: str, folder: Path) -> Pin | None:
    """The pin that holds in `folder`: its own files first, then those of the folders above. None when nobody says."""
    wanted = normal(package)
    ranged: Pin | None = None
    for place in _places(folder):
        for pin in _stated(wanted, place):
            if pin.version:
                return pin
            ranged = ranged or pin
        installed = _installed(wanted, place)
        if installed is not None:
            return installed
    return ranged


def choose(pin: Pin | None, shipped: Iterable[str]) -> str:
    """The shipped version that is nearest to the pin, "" when there is none.

    The same major version comes first; within it the smallest newer one (it still has what the project has), else the
    newest. Without a pin, the newest of all.
    """
    versions = sorted(shipped, key=ordered)
    if not versions:
        return ""
    target = (pin.version or _lowest(pin.range)) if pin else ""
    if not target:
        return versions[-1]
    if pin is not None and not pin.version:
        fitting = [version for version in versions if allows(pin.range, version)]
        if fitting:
            return fitting[-1]
    wanted = ordered(target)
    same = [version for version in versions if ordered(version)[0] == wanted[0]]
    newer = [version for version in same or versions if ordered(version) >= wanted]
    return newer[0] if newer else (same or versions)[-1]


def bracket(pin: Pin | None, shipped: Iterable[str]) -> tuple[str, ...]:
    """The shipped versions around the pin: what is false in all of them is false in the pinned one.

    Without a pin the newest; those that a range allows; the next one of the same major version; else the neighbours
    below and above. Empty when the pin lies outside of what is shipped, so that nothing can be told from both sides.
    """
    versions = sorted(shipped, key=ordered)
    if pin is None or not versions:
        return tuple(versions[-1:])
    if not pin.version:
        fitting = tuple(version for version in versions if allows(pin.range, version))
        lowest = _lowest(pin.range)
        if fitting or not lowest:
            return fitting
        pin = pin._replace(version=lowest)
    wanted = ordered(pin.version)
    below = [version for version in versions if ordered(version) <= wanted]
    above = [version for version in versions if ordered(version) >= wanted]
    near = [version for version in versions if ordered(version)[:2] == wanted[:2]]
    # within a major version names are added, not taken away; a patch release does neither
    same = [*near[-1:], *(version for version in above if ordered(version)[0] == wanted[0])]
    if same:
        return (same[0],)
    return (below[-1], above[0]) if below and above and ordered(below[-1])[0] != wanted[0] else ()


def ordered(version: str) -> tuple[int, ...]:
    """A key that sorts versions by their leading numbers: 1.10 after 1.9; a pre-release as its release."""
    found = re.match(r"v?(\d+(?:\.\d+)*)", version)
    return tuple(int(part) for part in found.group(1).split(".")) if found else (0,)


def allows(specifier: str, version: str) -> bool:
    """Does a specifier such as ">=7,<8", "~=7.1" or "^7.1" let the version in? Unreadable parts let everything in."""
    return all(_clause(clause.strip(), ordered(version)) for clause in specifier.split(",") if clause.strip())


def _clause(clause: str, version: tuple[int, ...]) -> bool:
    found = re.match(r"(===|==|!=|<=|>=|~=|\^|~|<|>)?\s*v?([\w.*+!-]+)$", clause)
    if not found:
        return True
    operator, text = found.group(1) or "==", found.group(2)
    bound = ordered(text)
    padded = version + (0,) * (len(bound) - len(version))
    if operator in ("==", "==="):
        return padded[: len(bound)] == bound
    if operator == "!=":
        return padded[: len(bound)] != bound
    if operator in ("~=", "^", "~"):
        kept = max(1, len(bound) - 1) if operator != "^" else 1
        return padded >= bound and padded[:kept] == bound[:kept]
    return {"<": padded < bound, "<=": padded <= bound, ">": padded > bound, ">=": padded >= bound}[operator]


def _lowest(specifier: str) -> str:
    """The lower bound of a range, "" without one; "<1" alone means the last before it."""
    found = re.search(r"(?:>=|~=|==|\^|~|>)\s*v?(\d[\w.]*)", specifier)
    if found:
        return found.group(1)
    below = re.search(r"<=?\s*v?(\d+)", specifier)
    return f"{int(below.group(1)) - 1}.9999" if below and int(below.group(1)) > 0 else ""


def _places(folder: Path) -> Iterator[Path]:
    """The folder and those above it, up to the root of the repository."""
    place = folder.absolute()
    for _ in range(MAX_PARENTS):
        yield place
        if (place / ".git").exists() or place == place.parent:
            return
        place = place.parent


def _stated(wanted: str, place: Path) -> Iterator[Pin]:
    for name, read in READERS:
        for path in sorted(place.glob(name)) if "*" in name else [place / name]:
            text = _text(path)
            if text is None:
                continue
            for package, version, specifier in read(text):
                if normal(package) == wanted:
                    yield Pin(wanted, version, specifier, path.name)


def _text(path: Path) -> str | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _toml(text: str) -> Mapping[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]
    try:
        data: Mapping[str, Any] = tomllib.loads(text)
        return data
    except (ValueError, RecursionError):
        return {}  # somebody else's broken file is no error of ours


Row = tuple[str, str, str]


def _locked(text: str) -> Iterator[Row]:
    """uv.lock, poetry.lock and pdm.lock: `[[package]]` tables with name and version."""
    packages = _toml(text).get("package", ())
    for item in packages if isinstance(packages, list) else ():
        if isinstance(item, dict) and isinstance(item.get("name"), str) and isinstance(item.get("version"), str):
            yield item["name"], item["version"], ""


def _pipfile_lock(text: str) -> Iterator[Row]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for section in ("default", "develop"):
        table = data.get(section) if isinstance(data, dict) else None
        for name, item in table.items() if isinstance(table, dict) else ():
            stated = item.get("version", "") if isinstance(item, dict) else ""
            if isinstance(stated, str) and stated.startswith("=="):
                yield name, stated[2:], ""


def _requirements(text: str) -> Iterator[Row]:
    for line in text.replace("\\\n", " ").splitlines():
        yield from _requirement(line)


def _requirement(line: str) -> Iterator[Row]:
    """One requirement: "stripe[async]==7.1 ; python_version > '3.8'"; options and addresses are passed over."""
    bare = re.split(r"\s#|;|\s--", line.strip(), maxsplit=1)[0].strip()
    found = re.match(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^()@]*)\)?$", bare)
    if not found:
        return
    specifier = found.group(2).strip()
    exact = re.fullmatch(r"={2,3}\s*([\w.+!]+)", specifier)
    yield found.group(1), exact.group(1) if exact else "", "" if exact else specifier


def _pyproject(text: str) -> Iterator[Row]:
    data = _toml(text)
    project = data.get("project")
    groups = data.get("dependency-groups")
    listed: list[Any] = list(_get(project, "dependencies") or ())
    for table in (_get(project, "optional-dependencies"), groups):
        for items in table.values() if isinstance(table, dict) else ():
            listed += items if isinstance(items, list) else []
    for item in listed:
        if isinstance(item, str):
            yield from _requirement(item)
    yield from _poetry(_get(_get(data.get("tool"), "poetry"), "dependencies"))


def _poetry(table: Any) -> Iterator[Row]:
    for name, stated in table.items() if isinstance(table, dict) else ():
        text = stated.get("version") if isinstance(stated, dict) else stated
        if isinstance(text, str) and name != "python":
            exact = re.fullmatch(r"(?:==)?\s*(\d[\w.]*)", text)
            yield name, exact.group(1) if exact else "", "" if exact or text == "*" else text


def _pipfile(text: str) -> Iterator[Row]:
    data = _toml(text)
    for section in ("packages", "dev-packages"):
        yield from _poetry(data.get(section))


def _get(table: Any, key: str) -> Any:
    return table.get(key) if isinstance(table, dict) else None


READERS: tuple[tuple[str, Callable[[str], Iterator[Row]]], ...] = (
    ("uv.lock", _locked),
    ("poetry.lock", _locked),
    ("pdm.lock", _locked),
    ("pylock.toml", lambda text: _locked(text.replace("[[packages]]", "[[package]]"))),
    ("Pipfile.lock", _pipfile_lock),
    ("requirements*.txt", _requirements),
    ("requirements/*.txt", _requirements),
    ("constraints*.txt", _requirements),
    ("pyproject.toml", _pyproject),
    ("Pipfile", _pipfile),
)


def _installed(wanted: str, place: Path) -> Pin | None:
    """The metadata folder's name in the project's own environment: "stripe-7.14.0.dist-info"."""
    for environment in ENVIRONMENTS:
        for pattern in ("lib/python*/site-packages", "Lib/site-packages"):
            for site in sorted((place / environment).glob(pattern)):
                for found in site.glob("*.dist-info"):
                    name, _, version = found.name.removesuffix(".dist-info").rpartition("-")
                    if normal(name) == wanted:
                        return Pin(wanted, version, "", f"{environment} ({found.name})")
    return None
