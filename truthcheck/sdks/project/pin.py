"""The release of a package that a project uses, as one of its files says it."""

from __future__ import annotations

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.written.mention import exact

OR = " || "


class Pin(NamedTuple):
    """`version` is exact, or "" when only `range` is known: ">=7,<8", "" for any, "==1.2 || >=2" for one or the other.

    `source` is the file that says so, as a person names it from its folder, `line` the place there, 0 without one.
    `address` is where the package comes from when it is none of a registry's: what it holds there is not known.
    """

    package: str
    version: str
    range: str
    source: str
    line: int = 0
    address: str = ""

    @property
    def place(self) -> str:
        """Where it is written: "requirements.txt:3"."""
        return f"{self.source}:{self.line}" if self.line else self.source

    @property
    def versions(self) -> tuple[str, ...]:
        """The releases of which one is in use, empty for a range."""
        if self.version:
            return (self.version,)
        found = tuple(exact(part) for part in self.range.split(OR)) if self.range else ()
        return found if all(found) else ()

    @property
    def is_exact(self) -> bool:
        return bool(self.versions)


def either(ranges: tuple[str, ...]) -> str:
    """One range that lets in what any of these lets in; one without bounds lets everything in."""
    return OR.join(dict.fromkeys(ranges)) if all(ranges) else ""
