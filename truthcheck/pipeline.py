"""The pipeline: source to calls, calls beside surfaces, verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from truthcheck import shipped
from truthcheck.checks import across_calls
from truthcheck.checks.http import exchange
from truthcheck.claims.extract import extract
from truthcheck.claims.languages.python import files
from truthcheck.config import Config
from truthcheck.filters.selection import narrow
from truthcheck.fixes import spans
from truthcheck.model.call import Call
from truthcheck.model.provider import Provider
from truthcheck.model.report import REFUTED, UNVERIFIED, Checked, Report
from truthcheck.rulebook import clients, providers
from truthcheck.sdks.index import catalogue
from truthcheck.surfaces.index import IndexSurface
from truthcheck.surfaces.store import Store

if TYPE_CHECKING:
    from truthcheck.sdks.registry import Registry


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
    rules = clients.load(_rules(config, "clients"))
    extraction = extract(found.sources, rules, library.imports(), edited)
    judged = list(_judged(extraction.calls, library))
    checked = tuple(_young(one, config.max_document_age_days) for one in across_calls.excused(judged))
    report = Report(
        calls=across_calls.merged(checked),
        findings=across_calls.without_repeats(checked),
        problems=extraction.problems,
        files=extraction.files,
        seconds=perf_counter() - started,
        notes=(*found.notes, *_old_pins(config), *library.notes()),
    )
    return spans.settled(narrow(report, config), lambda path: _text(path, stdin, edited or {}))


def _judged(calls: tuple[Call, ...], library: Library) -> Iterator[exchange.Judged]:
    """HTTP calls one by one; those through SDKs together, without what they do without asking a server."""
    yield from (exchange.check(call, library) for call in calls if call.member is None)
    through = [call for call in calls if call.member is not None]
    if through:
        from truthcheck.checks.sdk import verdicts

        yield from verdicts.check_all(through, library, library.registry())
        library.registry().keep()


def _old_pins(config: Config) -> tuple[str, ...]:
    """A warning for each document of the project's own that is older than it allows."""
    if not (config.lock and config.max_document_age_days):
        return ()
    from truthcheck.surfaces import project_lock

    pins = [(pin, _age(pin.surface.date)) for pin in project_lock.load(config.lock)]
    return tuple(
        f"{pin.wish.name}: the document is {age} days old, the limit is {config.max_document_age_days}; "
        f"run: truthcheck specs update {pin.wish.name}"
        for pin, age in pins
        if age > config.max_document_age_days
    )


def _text(path: str, stdin: tuple[str, bytes] | None, edited: Mapping[str, bytes]) -> str:
    """The text of a file, for the spelling of fixes; "" for one that cannot be read any more."""
    from io import BytesIO
    from tokenize import detect_encoding

    try:
        known = {stdin[0]: stdin[1], **edited} if stdin else edited
        content = known[path] if path in known else Path(path).read_bytes()
        return content.decode(detect_encoding(BytesIO(content).readline)[0])
    except (OSError, SyntaxError, UnicodeDecodeError):
        return ""


class Library:
    """Surfaces and providers at hand. A provider's rule file is read when its first call is met."""

    def __init__(self, config: Config) -> None:
        self._store = Store((*config.specs, shipped.folder("specs_cache")), config.lock)
        self._rules = _rules(config, "providers")
        self._providers: dict[str, Provider] = {}
        self.sdks = tuple(folder / "sdks" for folder in (*config.specs, shipped.folder("specs_cache")))
        self._registry: Registry | None = None
        self._environment, self._root = config.environment, config.root
        self._asked = _asked(config)

    def provider_of(self, host: str) -> str | None:
        return self._store.provider_of(host)

    def surfaces(self, provider: str) -> tuple[IndexSurface, ...]:
        return self._store.surfaces(provider)

    def registry(self) -> Registry:
        if self._registry is None:
            from truthcheck.sdks.registry import Registry

            self._registry = Registry(self.sdks, self._environment, self._asked, self._root)
        return self._registry

    def imports(self) -> frozenset[str]:
        """The modules of which calls are looked for; most projects ask for none but those of the catalogue."""
        return self.registry().imports() if self._asked else catalogue.imports(self.sdks)

    def notes(self) -> tuple[str, ...]:
        return self._registry.notes if self._registry else ()

    def provider(self, id: str) -> Provider:
        if id not in self._providers:
            self._providers[id] = providers.load(self._rules, id)
        return self._providers[id]


def _asked(config: Config) -> Mapping[str, str]:
    """Packages that the project wants judged although no rule page describes them, with their providers."""
    if not (config.packages or config.lock):
        return {}
    from truthcheck.sdks.project import requested

    return requested.packages(config.packages, config.lock)


def _rules(config: Config, kind: str) -> tuple[Path, ...]:
    """The shipped rules first: a file of the user's replaces the one of its name."""
    return tuple(folder / kind for folder in (shipped.folder("rules"), *config.rules))


def _young(checked: Checked, days: int) -> Checked:
    """Without findings whose evidence is older than `days`; a call that loses all its errors is not told apart."""
    if not days or not checked.findings:
        return checked
    kept = tuple(finding for finding in checked.findings if _age(finding.evidence.date) <= days)
    if checked.verdict == REFUTED and not any(finding.severity == "error" for finding in kept):
        return replace(checked, verdict=UNVERIFIED, reason="the document is older than the limit", findings=kept)
    return replace(checked, findings=kept)


def _age(day: str) -> int:
    try:
        return (date.today() - date.fromisoformat(day[:10])).days
    except ValueError:
        return 0
