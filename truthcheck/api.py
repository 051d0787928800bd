"""The public face: what `truthcheck` itself exports. Whoever wants more imports a room, and lives with its changes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from truthcheck import config as configuration
from truthcheck import pipeline
from truthcheck.config import Config
from truthcheck.errors import TruthcheckError
from truthcheck.filters import comments
from truthcheck.model.finding import Finding
from truthcheck.model.report import Report

__all__ = ["Config", "Finding", "Report", "TruthcheckError", "verify"]


def verify(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], config: Config | None = None) -> Report:
    """Every API call in `paths` (files and folders) with its verdict. Nothing of what is read is run.

    Without `config` the nearest truthcheck.toml or pyproject.toml above the working directory holds, as on the
    command line, and ignore comments in the code hold too. Baselines and diffs are the command line's. Raises
    TruthcheckError for what ends a run: a path that is not there, a broken configuration, rule file or surface.
    """
    asked = (paths,) if isinstance(paths, str | os.PathLike) else tuple(paths)
    names = tuple(os.fspath(path) for path in asked)
    settings = config or configuration.load(Path.cwd())
    return comments.without_ignored(pipeline.verify(names, settings), names, settings, {})
