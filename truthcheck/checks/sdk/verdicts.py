"""One SDK call from its steps to a verdict: the package says what exists, the API's document what it takes.

The two verdicts are separate, each with its own evidence. The questions, in their order: which package and versions,
and where the steps lead there (`subject`, `walk`); what the package says of the arguments (`arguments`, `choices`);
which request the method makes (`sent`, `builders`); what the API's document says of it (`document`) and what the
package excuses (`concessions`); what is read of the reply (`replies`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.library import Library
from truthcheck.checks.sdk import (
    builders,
    choices,
    contexts,
    dead_ends,
    document,
    over_releases,
    redirection,
    refused,
    sent,
    standing,
    version_asked,
)
from truthcheck.checks.sdk.arguments import names
from truthcheck.checks.sdk.document import Documented
from truthcheck.checks.sdk.refused import Partly
from truthcheck.checks.sdk.replies import added
from truthcheck.checks.sdk.subject import ProjectFacts, Registry, Subject, find
from truthcheck.checks.sdk.walk import is_constructor
from truthcheck.checks.sdk.wording import findings, partly
from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.noun import NamedTuple, replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked, Verdict
from truthcheck.sdks.index.values import SdkMethod
from truthcheck.sdks.project.release_choice import RANGE

if TYPE_CHECKING:
    from truthcheck.checks.database.verdicts import AskedQuery

ELSEWHERE = Reason(Why.OTHER_SERVER)
NO_TABLES = Reason(Why.NO_TABLES)


def check_all(calls: Iterable[Call], library: Library, registry: Registry) -> list[Judged]:
    """The verdicts of all SDK calls. A call site that is right in one context is not false in another one."""
    return check_beside(calls, library, registry, ()).calls


class Answers(NamedTuple):
    """The verdicts on calls through SDKs, and on what was asked of databases beside them."""

    calls: list[Judged]
    beside: list[Judged | None]


def check_beside(calls: Iterable[Call], library: Library, registry: Registry, beside: Sequence[AskedQuery]) -> Answers:
    """The verdicts on all SDK calls, and on requests to databases that are made without one."""
    every = list(calls)
    project = ProjectFacts(frozenset(redirection.modules(every)), choices.hooked(every))
    rows = [(call.at, check(call, library, registry, project)) for call in every]
    answers: list[Judged | None] = []
    sent_there: frozenset[int] = frozenset()
    if beside or any(_may_ask_tables(call, registry) for call in every):
        from truthcheck.checks.sdk import tables  # much code, for projects that have a database

        told = tables.answered(rows, every, library, registry, beside)
        rows, sent_there, answers = told.rows, told.sent, told.beside
    rows = builders.placed(rows, sent_there)
    right = contexts.right(rows)
    rows = added(rows, every, library, registry, project)
    return Answers(contexts.settled(rows, right), answers)


def _may_ask_tables(call: Call, registry: Registry) -> bool:
    """Whether the package of a call is one by which a project asks its own database."""
    assert call.member is not None
    chosen = registry.choose(call.member.steps[0].text, Path(call.at.path).parent)
    return chosen is not None and bool(chosen.package.rules.queries)


def check(call: Call, library: Library, registry: Registry, project: ProjectFacts) -> Judged | None:
    """None for a call that makes no request and breaks no rule: building a client, or handling a reply."""
    found = find(call, registry, project)
    if found is None:
        return None
    subject = over_releases.widened(found, lambda version: refused.faults(call, version), names(call))
    judged = _judged(subject, library, project)
    if judged is not None and subject.chosen.instead:
        why = Reason(Why.OTHER_PACKAGE, subject.chosen.instead, subject.chosen.package.name)
        return subject.unverified(why, judged.checked.operation)
    if judged is None:
        return None
    return standing.weighed(version_asked.weighed(judged, subject, library), subject.chosen)


def _judged(subject: Subject, library: Library, project: ProjectFacts) -> Judged | None:
    if subject.is_absent:
        return dead_ends.absent(subject)
    parts = refused.partly(subject)
    if subject.chosen.basis != RANGE and any(part.fault.rule == refused.MEMBER for part in parts):
        return subject.unverified(standing.why(subject.chosen))
    method = sent.method(subject.version)
    if method is None:
        return _verdict(subject, [], Documented(subject.call), parts) if parts else dead_ends.open_end(subject)
    if subject.member.changed:
        return subject.unverified(subject.member.changed) if method.operations else None
    if not parts and not method.operations and (built := sent.built(subject)):
        return subject.unverified(NO_TABLES, built)
    return _called(subject, method, library, project, parts)


def _called(
    subject: Subject, method: SdkMethod, library: Library, project: ProjectFacts, parts: list[Partly]
) -> Judged | None:
    """The verdict on a call of a method that the package describes; `parts` are what some releases refuse of it."""
    own = refused.by_package(subject)
    if not method.operations or is_constructor(subject.version.way.thing):
        return _local(subject, own, parts)
    if subject.is_elsewhere(subject.version, project):
        operation = " ".join(method.operations[0][:2])
        return _verdict(subject, own, Documented(subject.call, operation, why=ELSEWHERE), parts)
    documented = document.judge(subject, method, library)
    return _verdict(subject, refused.untold(own, documented.faults), documented, parts)


def _local(subject: Subject, own: list[Fault], parts: list[Partly]) -> Judged | None:
    """The verdict on a call that sends nothing: there is one only where Python refuses it.

    What types `**` is no claim of an API here: Python hands on any keyword, such as those of another `cls=`.
    """
    kept = [fault for fault in own if fault.rule != "unknown-parameter"]
    some = [part for part in parts if part.fault.rule != "unknown-parameter"] if subject.chosen.basis == RANGE else []
    return _verdict(subject, kept, Documented(subject.call), some) if kept or some else None


def _documented(subject: Subject, documented: Documented) -> Iterable[Finding]:
    """What the document says of the newest release: likely where a range speaks several versions of the API."""
    spoken = {version.package.header.api for version in subject.versions}
    if subject.chosen.basis != RANGE or len(spoken) < 2:
        return documented.findings
    return (replace(finding, confidence="likely") for finding in documented.findings)


def _verdict(subject: Subject, own: list[Fault], documented: Documented, parts: list[Partly]) -> Judged:
    provider, call, operation = subject.chosen.provider, documented.call, documented.operation
    differs = bool(parts) and subject.chosen.basis != RANGE
    some = () if differs else partly(call, subject.chosen, parts, operation)
    told = (*findings(call, subject.chosen, own, operation), *some, *_documented(subject, documented))
    if any(finding.severity == "error" for finding in told):
        return Judged(Checked(call, REFUTED, None, provider, operation, told))
    doubt = documented.why or (standing.why(subject.chosen) if differs else None)
    verdict: Verdict = UNVERIFIED if doubt else SUPPORTED
    return Judged(Checked(call, verdict, doubt, provider, operation, told, documented.left_open))
