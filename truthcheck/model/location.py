"""Where something stands in the user's source."""

from __future__ import annotations

from truthcheck.model.noun import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of one source file.

    `path` is as the user sees it: relative to the working directory, forward slashes.
    Lines and columns count from 1; columns count characters, and `end_column` is exclusive.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
