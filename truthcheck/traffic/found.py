"""Recordings among the files of a project: told by their first bytes, read as calls."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from truthcheck.errors import TruthcheckError
from truthcheck.model.call import Call
from truthcheck.model.report import Problem
from truthcheck.traffic import cassettes
from truthcheck.traffic.calls import call_of


class File(Protocol):
    """A file as the user sees it, and where it is."""

    @property
    def path(self) -> str: ...
    @property
    def file(self) -> Path: ...


def calls(files: Iterable[File]) -> tuple[tuple[Call, ...], tuple[Problem, ...]]:
    """The exchanges that stand in the files; what looks like a recording and cannot be read is a problem.

    A reply that a server sent once is no invention, however old: `verify --traffic` tells what has changed since.
    """
    found: list[Call] = []
    problems: list[Problem] = []
    for file in files:
        if not cassettes.looks_like_one(_head(file.file)):
            continue
        try:
            found += [call_of(entry) for entry in cassettes.read(file.path, file.file) if not entry.received]
        except TruthcheckError as error:
            problems.append(Problem(file.path, str(error.message).removeprefix(f"{file.path}: ")))
    return tuple(found), tuple(problems)


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(cassettes.HEAD)
    except OSError:
        return b""
