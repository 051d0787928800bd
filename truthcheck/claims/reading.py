"""One run over a project, as its drivers hold it: the engine's run with the files behind it."""

from __future__ import annotations

from pathlib import Path

from truthcheck.claims import languages
from truthcheck.claims.engine import dispatch, expressions, statements
from truthcheck.claims.engine.frame import Frame, Run
from truthcheck.claims.engine.meaning import Meaning
from truthcheck.claims.project import Project
from truthcheck.claims.reach.interest import Interest
from truthcheck.claims.sinks import table as sinks
from truthcheck.rulebook.clients import Clients

dispatch.fill(expressions.BY_TYPE, statements.BY_TYPE)


def _meaning(file: Path) -> Meaning[Frame]:
    return languages.of(file).meaning


class Reading(Run):
    """A run whose project can be added to, and whose interest grows with it."""

    project: Project
    interest: Interest

    def __init__(self, clients: Clients, project: Project, packages: frozenset[str] = frozenset()) -> None:
        super().__init__(_meaning, sinks, clients, project, Interest(clients, packages, project.outline), packages)
