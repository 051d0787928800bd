"""One SDK call from its steps to a verdict: the package says what exists, the API's document what it takes.

The two verdicts are separate, each with its own evidence. The questions, in their order: which package and versions,
and where the steps lead there (`subject`, `walk`); what the package says of the arguments (`arguments`, `choices`);
which request the method makes (`sent`, `builders`); what the API's document says of it (`document`) and what the
package excuses (`concessions`); what is read of the reply (`replies`).
"""

from __future__ import annotations

from collections.abc import Iterable

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.library import Library
from truthcheck.checks.sdk import builders, choices, contexts, dead_ends, document, redirection, refused, sent
from truthcheck.checks.sdk.document import Documented
from truthcheck.checks.sdk.replies import added
from truthcheck.checks.sdk.subject import ProjectFacts, Registry, Subject, find
from truthcheck.checks.sdk.walk import is_constructor
from truthcheck.checks.sdk.wording import findings
from truthcheck.model.call import Call
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked, Verdict
from truthcheck.sdks.index.values import SdkMethod

ELSEWHERE = Reason(Why.OTHER_SERVER)


def check_all(calls: Iterable[Call], library: Library, registry: Registry) -> list[Judged]:
    """The verdicts of all SDK calls. A call site that is right in one context is not false in another one."""
    every = list(calls)
    project = ProjectFacts(frozenset(redirection.modules(every)), choices.hooked(every))
    rows = builders.placed((call.at, check(call, library, registry, project)) for call in every)
    right = contexts.right(rows)
    return contexts.settled(added(rows, every, library, registry, project), right)


def check(call: Call, library: Library, registry: Registry, project: ProjectFacts) -> Judged | None:
    """None for a call that makes no request and breaks no rule: building a client, or handling a reply."""
    subject = find(call, registry, project)
    if subject is None:
        return None
    if subject.is_absent:
        return dead_ends.absent(subject)
    method = sent.method(subject.version)
    if method is None:
        return dead_ends.open_end(subject)
    if subject.member.changed:
        return subject.unverified(subject.member.changed) if method.operations else None
    if not method.operations and (built := sent.built(subject)):
        return subject.unverified(builders.TABLES, built)
    return _called(subject, method, library, project)


def _called(subject: Subject, method: SdkMethod, library: Library, project: ProjectFacts) -> Judged | None:
    """The verdict on a call of a method that the package describes."""
    own = refused.by_package(subject)
    if not method.operations or is_constructor(subject.version.way.thing):
        return _local(subject, own)
    if subject.is_elsewhere(subject.version, project):
        operation = " ".join(method.operations[0][:2])
        return _verdict(subject, own, Documented(subject.call, operation, why=ELSEWHERE))
    documented = document.judge(subject, method, library)
    return _verdict(subject, refused.without(own, documented.faults), documented)


def _local(subject: Subject, own: list[Fault]) -> Judged | None:
    """The verdict on a call that sends nothing: there is one only where Python refuses it.

    What types `**` is no claim of an API here: Python hands on any keyword, such as those of another `cls=`.
    """
    kept = [fault for fault in own if fault.rule != "unknown-parameter"]
    return _verdict(subject, kept, Documented(subject.call)) if kept else None


def _verdict(subject: Subject, own: list[Fault], documented: Documented) -> Judged:
    provider, call, operation = subject.chosen.provider, documented.call, documented.operation
    told = (*findings(call, subject.chosen, own, operation), *documented.findings)
    if any(finding.severity == "error" for finding in told):
        return Judged(Checked(call, REFUTED, None, provider, operation, told))
    verdict: Verdict = UNVERIFIED if documented.why else SUPPORTED
    return Judged(Checked(call, verdict, documented.why, provider, operation, told, documented.left_open))
