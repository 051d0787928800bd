"""Where a method or a library function is called: what the functions that carry values through are given."""

from __future__ import annotations

from truthcheck.claims.engine import templates as text
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.model.location import Span
from truthcheck.model.noun import NamedTuple


class Site(NamedTuple):
    """One method call: the evaluated arguments and where it stands."""

    args: Arguments
    frame: Frame
    at: Span

    def text(self, position: int) -> str | None:
        value = self.args.get(position, "")
        return text.known(value) if value is not None else None
