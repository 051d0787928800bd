"""The driver: which files are read, which functions are evaluated, which calls come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from truthcheck.claims.call_sites import settle
from truthcheck.claims.callers import follow
from truthcheck.claims.languages.python.files import Source
from truthcheck.claims.languages.python.files import shown as shown_path
from truthcheck.claims.languages.python.modules import Project
from truthcheck.claims.languages.python.prefilter import Prefilter
from truthcheck.claims.reading import Reading
from truthcheck.claims.roots import second_look, take_in
from truthcheck.model.call import Call
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
    project = Project(_shown_path(waiting), edited)
    run = Reading(clients, project, packages)
    files = len(waiting)
    prefilter = Prefilter(clients.modules | packages)
    unreadable: list[Problem] = []
    rest: dict[Path, Source] = {}
    chosen: list[tuple[Source, bytes]] = []
    for source in waiting.values():
        try:
            data = project.content(source)
        except OSError as error:
            unreadable.append(Problem(source.path, f"cannot be read: {error.strerror}"))
            continue
        if prefilter.may_call(data):
            chosen.append((source, data))
        else:
            rest[source.file] = source
    take_in(chosen, run)
    chosen.clear()
    follow(rest, run)
    second_look(run)
    problems = (*unreadable, *(p for p in project.faults() if p.path in shown))
    if packages:
        _settle_members(run)
    return Extraction(settle(run.exchanges, shown), problems, files)


def _settle_members(run: Reading) -> None:
    from truthcheck.claims.sinks.replies import settled as settled_reads
    from truthcheck.claims.sinks.sdk_chains import settled

    for number, exchange in enumerate(run.exchanges):
        if exchange.member is not None:
            member = settled(exchange.member, exchange.chain[-1].path, run)
            reads = settled_reads(exchange, run) if exchange.reads else []
            run.exchanges[number] = exchange._replace(member=member, reads=reads)


def _shown_path(sources: dict[Path, Source]):  # type: ignore[no-untyped-def]
    def show(file: Path) -> str:
        known = sources.get(file)
        return known.path if known else shown_path(file)

    return show
