"""Where an argument stands in a call that a rule describes."""

from __future__ import annotations

from truthcheck.model.noun import NamedTuple


class Role(NamedTuple):
    """Where an argument stands: `position` counts from 0, None for keyword only.

    `path` are the keys that lead into an argument that holds options.
    """

    position: int | None
    keyword: str
    path: tuple[str, ...] = ()
