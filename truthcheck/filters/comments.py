"""Files with an ignore comment: found by one look at their bytes, read further only then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from truthcheck.claims import languages
from truthcheck.config import Config
from truthcheck.filters import MARK
from truthcheck.model.report import Report


def without_ignored(report: Report, paths: Sequence[str], config: Config, known: Mapping[str, bytes]) -> Report:
    """The report without what comments in the code leave out."""
    names = [checked.call.at.path for checked in report.calls] + [finding.at.path for finding in report.findings]
    names += [*known, *(Path(path).as_posix() for path in paths if path.endswith(languages.suffixes()))]
    sources = {name: source(name, known) for name in dict.fromkeys(names)}
    marked = [name for name, data in sources.items() if MARK in data]
    if not marked:
        return report
    from truthcheck.filters import ignores

    return ignores.without_ignored(report, sources.__getitem__, marked, config.wants)


def source(path: str, known: Mapping[str, bytes]) -> bytes:
    """The bytes of a file that was checked; "" for one that is gone."""
    try:
        return known[path] if path in known else Path(path).read_bytes()
    except OSError:
        return b""
