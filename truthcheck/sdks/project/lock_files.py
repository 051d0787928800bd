"""What the files of a project say of the packages it uses: lock files, requirements, pyproject.toml."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.project.pin import Pin

MAX_BYTES = 20 << 20
LOCK = "truthcheck.lock"
_SHORT = re.compile(r'^\[\[package\]\]\r?\nname = "([^"\\\n]+)"\r?\nversion = "([^"\\\n]+)"', re.MULTILINE)

Row: TypeAlias = "tuple[str, str, str]"
Reader: TypeAlias = "Callable[[str], Iterator[Row]]"


def stated(wanted: str, place: Path) -> Iterator[Pin]:
    """What the files of one folder say of a package, the strictest kind of file first."""
    try:
        paths = _files(place, place.stat().st_mtime_ns)
    except OSError:
        return
    for path, read in paths:
        try:
            facts = path.stat()
        except OSError:
            continue
        if facts.st_size <= MAX_BYTES:
            rows = _rows(path, read, facts.st_mtime_ns, facts.st_size).get(wanted, [])
            yield from (Pin(wanted, *row, path.name) for row in _together(rows))


@lru_cache(maxsize=4096)
def _files(place: Path, changed: int) -> list[tuple[Path, Reader]]:
    """Those that a folder has: every folder with a call asks all folders above it. `changed` lets a new one be seen."""
    found = ((sorted(place.glob(name)) if "*" in name else [place / name], read) for name, read in READERS)
    return [(path, read) for paths, read in found for path in paths if path.is_file()]


def _together(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One file may lock several versions, for several Pythons: then any between them may be the one in use."""
    exact = {version for version, _ in rows if version}
    if len(exact) < 2:
        return rows
    from truthcheck.sdks.project.version_ranges import release

    return [("", f">={min(exact, key=release)},<={max(exact, key=release)}")]


@lru_cache(maxsize=128)
def _rows(path: Path, read: Reader, changed: int, size: int) -> Mapping[str, list[tuple[str, str]]]:
    """What a file says of each package: it is asked once for each of them, and for each folder below it."""
    found: dict[str, list[tuple[str, str]]] = {}
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return found
    for package, version, specifier in read(text):
        found.setdefault(normal(package), []).append((version, specifier))
    return found


def _toml(text: str) -> Mapping[str, Any]:
    from truthcheck.rulebook.toml import loads

    try:
        return loads(text)
    except ValueError:
        return {}  # somebody else's broken file is no error of ours


def _locked(text: str) -> Iterator[Row]:
    """uv.lock, poetry.lock and pdm.lock: `[[package]]` tables with name and version."""
    short = _SHORT.findall(text)
    if len(short) == text.count("[[package]]"):  # as these tools write it; reading all of the TOML takes far longer
        yield from ((name, version, "") for name, version in short)
        return
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


def kept(wanted: str, place: Path) -> Pin | None:
    """The package that truthcheck.lock was told to keep: `specs add NAME --package X==Y`."""
    for version, _ in _asked(place / LOCK).get(wanted, ()):
        return Pin(wanted, version, "", LOCK)
    return None


def _asked(path: Path) -> Mapping[str, list[tuple[str, str]]]:
    try:
        facts = path.stat()
    except OSError:
        return {}
    return _rows(path, _own_lock, facts.st_mtime_ns, facts.st_size) if facts.st_size <= MAX_BYTES else {}


def _own_lock(text: str) -> Iterator[Row]:
    try:
        pins = json.loads(text)["pins"]
        rows = [row["source"].partition("==") for row in pins if row["kind"] == "package"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return  # who reads it as a lock says what is wrong with it
    yield from ((name, version, "") for name, _, version in rows)


def _get(table: Any, key: str) -> Any:
    return table.get(key) if isinstance(table, dict) else None


READERS: tuple[tuple[str, Reader], ...] = (
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
