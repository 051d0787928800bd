"""Which distribution stands behind an import in one place of a project, and which release of it the project names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.project import environments
from truthcheck.sdks.project.pin import Pin
from truthcheck.sdks.project.script_pins import PinnedScript
from truthcheck.sdks.project.version_pins import find, places
from truthcheck.sdks.rules import rule_pages


class Here(NamedTuple):
    """A folder, and the script in it when that names its own dependencies."""

    folder: Path
    script: PinnedScript | None = None

    @property
    def key(self) -> tuple[Path, str]:
        """What tells it from other places."""
        return self.folder, self.script.name if self.script is not None else ""


class Named(NamedTuple):
    """`instead` is the distribution, or the address, that the project names and of which nothing is known."""

    pin: Pin | None
    instead: str = ""


class Naming:
    """`environment` is the one that the project's configuration names."""

    def __init__(self, environment: Path | None) -> None:
        self._environment = environment
        self._pins: dict[tuple[str, tuple[Path, str]], Pin | None] = {}

    def pin(self, name: str, here: Here) -> Pin | None:
        key = (name, here.key)
        if key not in self._pins:
            self._pins[key] = find(name, here.folder, self._environment, here.script)
        return self._pins[key]

    def named(self, names: Iterable[str], module: str, page: bytes, here: Here) -> Named:
        """The pin of the first of a package's `names`; `page` says which others bring the same module.

        One that only stands for the package (`mirrors`) asks for its own version or a newer one.
        """
        pin = next((pin for name in names if (pin := self.pin(name, here)) is not None), None)
        pin = pin or next((made for name in rule_pages.mirrors(page) if (made := self._mirrored(name, here))), None)
        if pin is not None and pin.address:
            return Named(pin, pin.address)
        rival = next((name for name in rule_pages.rivals(page, module) if self.pin(name, here) is not None), "")
        return Named(pin, rival or ("" if pin is not None else self._installed(module, page, here)))

    def _installed(self, module: str, page: bytes, here: Here) -> str:
        """Whose module stands in the environment, for a package that the project never names; "" for its own."""
        if here.script is not None:
            return ""
        found = (one for place in places(here.folder) for one in environments.owners(module, place, self._environment))
        return next((one for one in found if not rule_pages.is_about(page, one)), "")

    def _mirrored(self, name: str, here: Here) -> Pin | None:
        pin = self.pin(name, here)
        return pin._replace(package=normal(name), version="", range=f">={pin.version}") if pin and pin.version else pin
