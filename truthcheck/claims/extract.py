"""The driver: which files are read, which functions are evaluated, which calls come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from truthcheck.claims import files, languages, mock_sites
from truthcheck.claims.call_sites import settle
from truthcheck.claims.callers import follow
from truthcheck.claims.files import Source
from truthcheck.claims.project import Project
from truthcheck.claims.reading import Reading
from truthcheck.claims.roots import second_look, take_in
from truthcheck.claims.sinks import replies, sdk_chains
from truthcheck.model.call import Call
from truthcheck.model.noun import NamedTuple
from truthcheck.model.report import Problem
from truthcheck.rulebook.clients import Clients


@dataclass(frozen=True, slots=True)
class Extraction:
    """`calls` in order of file and line; `files` counts the sources looked at, also those without any call."""

    calls: tuple[Call, ...]
    problems: tuple[Problem, ...]
    files: int


def extract(
    sources: Iterable[Source],
    clients: Clients,
    packages: frozenset[str] = frozenset(),
    edited: Mapping[str, bytes] | None = None,
) -> Extraction:
    """Every call that the sources make, over HTTP and through the SDKs whose modules `packages` names.

    Other files of the project are read when an import leads there. `edited` is what files hold instead of what is on
    disk, by path.
    """
    waiting = {source.file: source for source in sources}
    shown = frozenset(source.path for source in waiting.values())
    count = len(waiting)
    project = Project(_shown_path(waiting), edited)
    run = Reading(clients, project, packages)
    screened = _screened(waiting.values(), project, clients.modules | packages, mock_sites.screen(clients, packages))
    take_in(screened.chosen, run)
    screened.chosen.clear()
    take_in(list(mock_sites.near(screened.rest, run)), run)
    follow(screened.rest, run)
    second_look(run)
    problems = (*screened.unreadable, *(problem for problem in project.problems() if problem.path in shown))
    mock_sites.place(run)
    if packages:
        _settle_members(run)
    return Extraction(settle(run.exchanges, shown), problems, count)


class _Screened(NamedTuple):
    """Files that can hold a call, with what they hold; the rest; what cannot be read."""

    chosen: list[tuple[Source, bytes]]
    rest: dict[Path, Source]
    unreadable: list[Problem]


def _screened(
    sources: Iterable[Source], project: Project, roots: frozenset[str], fakes: Callable[[bytes], bool]
) -> _Screened:
    result = _Screened([], {}, [])
    may_call = {language.name: language.may_call(roots) for language in languages.every()}
    for source in sources:
        try:
            data = project.content(source)
        except OSError as error:
            result.unreadable.append(Problem(source.path, f"cannot be read: {error.strerror}"))
            continue
        if may_call[languages.of(source.path).name](data) or fakes(data):
            result.chosen.append((source, data))
        else:
            result.rest[source.file] = source
    return result


def _settle_members(run: Reading) -> None:
    for number, exchange in enumerate(run.exchanges):
        if exchange.member is not None and exchange.mocked is None:
            member = sdk_chains.settled(exchange.member, exchange.chain[-1].path, run)
            reads = replies.settled(exchange, run) if exchange.reads else []
            run.exchanges[number] = exchange._replace(member=member, reads=reads)


def _shown_path(sources: Mapping[Path, Source]) -> Callable[[Path], str]:
    """How a file is called in the report: as the user named it, when it is among the sources."""
    return lambda file: sources[file].path if file in sources else files.shown(file)
