"""The packages that ship, by name and release."""

from __future__ import annotations

from truthcheck.sdks.index.history_file import SUFFIX, History, Release
from truthcheck.sdks.index.package import Package
from truthcheck.shipped import folder

SDKS = folder("specs_cache") / "sdks"
_OPENED: dict[str, History] = {}


def history(name: str) -> History:
    if name not in _OPENED:
        _OPENED[name] = History(SDKS / f"{name}{SUFFIX}")
    return _OPENED[name]


def release(where: str) -> Release:
    """`where` is "stripe@16.1.0", or "stripe" for the present release."""
    name, _, version = where.partition("@")
    return history(name).at(version or history(name).present)


def opened(where: str) -> Package:
    return Package(release(where))


def names() -> list[str]:
    return sorted(path.name.removesuffix(SUFFIX) for path in SDKS.glob(f"*{SUFFIX}"))
