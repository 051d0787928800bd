"""Steps that lead nowhere: to a name that no version has, or to something of which nothing certain is known."""

from __future__ import annotations

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.sdk import standing
from truthcheck.checks.sdk.refused import is_told_elsewhere, missing
from truthcheck.checks.sdk.subject import Subject
from truthcheck.checks.sdk.wording import findings
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, Checked
from truthcheck.sdks.index.values import Open
from truthcheck.sdks.project.release_choice import RANGE

PREPARED = Reason(Why.CODE_PREPARED)


def absent(subject: Subject) -> Judged | None:
    """A name that no version has which the project may use; told at the call that asks for it first."""
    way = subject.versions[-1].way
    if is_told_elsewhere(subject.member, way):
        return None
    doubt = _doubt(subject)
    if doubt is not None:
        return subject.unverified(doubt)
    fault = missing(subject.member, way)
    told = tuple(findings(subject.call, subject.chosen, [fault]))
    return Judged(Checked(subject.call, REFUTED, None, subject.chosen.provider, "", told))


def _doubt(subject: Subject) -> Reason | None:
    """Why the name may be there. Where versions lack different steps, one between them may have the whole way."""
    if subject.member.changed:
        return subject.member.changed
    if subject.member.guarded:
        return PREPARED
    alike = len({version.way.index for version in subject.versions}) == 1
    return None if alike or subject.chosen.basis == RANGE else standing.why(subject.chosen)


def open_end(subject: Subject) -> Judged | None:
    """Nothing certain is known. Behind a reply that is no claim about the API any more."""
    way = subject.version.way
    if way.replied or not isinstance(way.thing, Open):
        return None
    return subject.unverified(Reason(Why.NOT_SETTLED, way.thing.why))
