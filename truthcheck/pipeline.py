"""The pipeline: source to calls, calls beside surfaces, verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter

from truthcheck.checks import across_calls
from truthcheck.checks.calls import api_versions, exchange
from truthcheck.claims import files, languages
from truthcheck.claims.extract import extract
from truthcheck.claims.ir import Unreadable
from truthcheck.config import Config
from truthcheck.filters import age
from truthcheck.filters.selection import narrow
from truthcheck.library import Library
from truthcheck.model.call import Call
from truthcheck.model.reason import Why
from truthcheck.model.report import UNVERIFIED, Checked, Problem, Report
from truthcheck.model.value import texts


def verify(
    paths: tuple[str, ...],
    config: Config,
    stdin: tuple[str, bytes] | None = None,
    library: Library | None = None,
    edited: Mapping[str, bytes] | None = None,
) -> Report:
    """Every call in `paths` with its verdict. `stdin` is the name and the content of "-" among the paths.

    `library` stands in for the surfaces that the configuration names, `edited` for the content of files, by path.
    """
    started = perf_counter()
    found = files.find(paths, exclude=config.exclude, stdin=stdin)
    library = library or Library(config)
    extraction = extract(found.sources, library.rulebook.clients(), library.imports(), edited)
    recorded, unread = _recorded(found.recordings)
    contents = {stdin[0]: stdin[1], **(edited or {})} if stdin else edited or {}
    judged = list(_judged((*extraction.calls, *recorded), library, contents))
    checked = tuple(age.young(one, config.max_document_age_days) for one in across_calls.excused(judged))
    report = Report(
        calls=across_calls.merged(checked),
        findings=across_calls.without_repeats(checked),
        problems=(*extraction.problems, *unread),
        files=extraction.files,
        seconds=perf_counter() - started,
        notes=(*found.notes, *age.old_pins(config), *library.notes(), *_hints(checked)),
    )
    return _spelt(narrow(report, config), lambda path: _text(path, contents))


def _recorded(sources: tuple[files.Source, ...]) -> tuple[tuple[Call, ...], tuple[Problem, ...]]:
    """The exchanges that recordings among the files hold; most projects have none."""
    if not sources:
        return (), ()
    from truthcheck.traffic import found

    return found.calls(sources)


def _hints(checked: tuple[Checked, ...]) -> tuple[str, ...]:
    """One line where tables are asked for and nothing in the project describes them."""
    count = sum(one.reason is not None and one.reason.why == Why.NO_TABLES for one in checked)
    if not count:
        return ()
    words = "a call asks for a table" if count == 1 else f"{count} calls ask for tables"
    remedy = "to name its SQL, set `database`; truthcheck doctor says what else there is"
    return (f"{words} that nothing here describes; {remedy}",)


def _spelt(report: Report, read: Callable[[str], str]) -> Report:
    """The report with its fixes as the source spells them; most runs have none."""
    if not any(finding.fixes for finding in report.findings):
        return report
    from truthcheck.fixes import spans

    return spans.settled(report, read)


def _judged(calls: tuple[Call, ...], library: Library, contents: Mapping[str, bytes]) -> Iterator[exchange.Judged]:
    """HTTP calls one by one; those through SDKs together, without what they do without asking a server."""
    real = [call for call in calls if call.mocked is None]
    if any(call.member is not None for call in real):
        library.registry().contents = contents
    found = _judged_real(real, library)
    yield from found
    yield from _mocked([call for call in calls if call.mocked is not None], found, library)
    if any(call.member is not None for call in calls):
        library.registry().keep()


def _judged_real(calls: list[Call], library: Library) -> list[exchange.Judged]:
    """Calls that are made; what is asked of a database is judged together, whichever way it is asked."""
    direct = [api_versions.check(call, library) for call in calls if call.member is None]
    through = [call for call in calls if call.member is not None]
    services = library.interfaces(_undescribed(direct))
    if services:
        from truthcheck.checks import together

        registry = library.registry() if through else None
        return together.judged(direct, through, services, library, registry)
    if through:
        from truthcheck.checks.sdk import verdicts

        direct += verdicts.check_all(through, library, library.registry())
    return direct


def _undescribed(rows: list[exchange.Judged]) -> tuple[str, ...]:
    """The addresses of calls that no document describes."""
    return tuple(text for row in rows if row.checked.verdict == UNVERIFIED for text in texts(row.checked.call.url))


def _mocked(calls: list[Call], judged: list[exchange.Judged], library: Library) -> Iterator[exchange.Judged]:
    """What tests and recordings answer, beside what the code asks for."""
    if calls:
        from truthcheck.checks import mocks

        yield from mocks.check_all(calls, judged, library)


def _text(path: str, contents: Mapping[str, bytes]) -> str:
    """The text of a file, for the spelling of fixes; "" for one that cannot be read any more."""
    try:
        content = contents[path] if path in contents else Path(path).read_bytes()
        return languages.of(path).decode(content)
    except (OSError, Unreadable):
        return ""
