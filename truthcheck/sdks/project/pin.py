"""The release of a package that a project uses, as one of its files says it."""

from __future__ import annotations

from truthcheck.model.noun import NamedTuple

OR = " || "


class Pin(NamedTuple):
    """`version` is exact, or "" when only `range` is known: ">=7,<8", "" for any, "==1.2 || >=2" for one or the other.

    `source` is the file that says so, as a person names it from its folder, `line` the place there, 0 without one.
    """

    package: str
    version: str
    range: str
    source: str
    line: int = 0

    @property
    def place(self) -> str:
        """Where it is written: "requirements.txt:3"."""
        return f"{self.source}:{self.line}" if self.line else self.source


def either(ranges: tuple[str, ...]) -> str:
    """One range that lets in what any of these lets in; one without bounds lets everything in."""
    return OR.join(dict.fromkeys(ranges)) if all(ranges) else ""
