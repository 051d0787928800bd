"""The pipeline: source to calls, calls beside surfaces, verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

from truthcheck import data, spelling
from truthcheck.checks import exchange, tidy
from truthcheck.claims import sources
from truthcheck.claims.extract import extract
from truthcheck.config import Config
from truthcheck.model.finding import Finding
from truthcheck.model.provider import Provider
from truthcheck.model.report import SUPPORTED, UNVERIFIED, Checked, Report
from truthcheck.rulebook import clients, providers
from truthcheck.surfaces.index import IndexSurface
from truthcheck.surfaces.store import Store


def verify(paths: tuple[str, ...], config: Config, stdin: tuple[str, bytes] | None = None) -> Report:
    """Every call in `paths` with its verdict. `stdin` is the name and the content of "-" among the paths."""
    started = perf_counter()
    found = sources.find(paths, exclude=config.exclude, stdin=stdin)
    extraction = extract(found.sources, clients.load(_rules(config, "clients")))
    library = Library(config)
    judged = [exchange.check(call, library) for call in extraction.calls]
    checked = tuple(_wanted(one, config) for one in tidy.excused(judged))
    report = Report(
        calls=checked,
        findings=tidy.without_repeats(checked),
        problems=extraction.problems,
        files=extraction.files,
        seconds=perf_counter() - started,
        notes=found.notes,
    )
    return spelling.settled(report, lambda path: _text(path, stdin))


def _text(path: str, stdin: tuple[str, bytes] | None) -> str:
    """The text of a file, for the spelling of fixes; "" for one that cannot be read any more."""
    from io import BytesIO
    from tokenize import detect_encoding

    try:
        content = stdin[1] if stdin and stdin[0] == path else Path(path).read_bytes()
        return content.decode(detect_encoding(BytesIO(content).readline)[0])
    except (OSError, SyntaxError, UnicodeDecodeError):
        return ""


class Library:
    """Surfaces and providers at hand. A provider's rule file is read when its first call is met."""

    def __init__(self, config: Config) -> None:
        self._store = Store((*config.specs, data.folder("specs_cache")))
        self._rules = _rules(config, "providers")
        self._providers: dict[str, Provider] = {}

    def provider_of(self, host: str) -> str | None:
        return self._store.provider_of(host)

    def surfaces(self, provider: str) -> tuple[IndexSurface, ...]:
        return self._store.surfaces(provider)

    def provider(self, id: str) -> Provider:
        if id not in self._providers:
            self._providers[id] = providers.load(self._rules, id)
        return self._providers[id]


def _rules(config: Config, kind: str) -> tuple[Path, ...]:
    """The shipped rules first: a file of the user's replaces the one of its name."""
    return tuple(folder / kind for folder in (data.folder("rules"), *config.rules))


def _wanted(checked: Checked, config: Config) -> Checked:
    """The findings that the configuration asks for; without any error left, the call is not refuted."""
    if not checked.findings:
        return checked
    asked = [f for f in checked.findings if config.wants(f.rule, f.at.path)]
    young = tuple(_young_enough(asked, config.max_document_age_days))
    if any(finding.severity == "error" for finding in young) or checked.verdict == UNVERIFIED:
        return replace(checked, findings=young)
    if len(young) < len(asked):
        return replace(checked, verdict=UNVERIFIED, reason="the document is older than the limit", findings=young)
    return replace(checked, verdict=SUPPORTED, findings=young)


def _young_enough(findings: Iterable[Finding], days: int) -> Iterable[Finding]:
    for finding in findings:
        if not days or not finding.evidence.date or _age(finding.evidence.date) <= days:
            yield finding


def _age(day: str) -> int:
    try:
        return (date.today() - date.fromisoformat(day[:10])).days
    except ValueError:
        return 0
