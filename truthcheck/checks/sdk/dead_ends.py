"""Steps that lead nowhere: to a name that no version has, or to something of which nothing certain is known."""

from __future__ import annotations

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.sdk.subject import Subject
from truthcheck.checks.sdk.walk import Way
from truthcheck.checks.sdk.wording import findings
from truthcheck.model.call import HEIR, Member
from truthcheck.model.reason import Reason, Why
from truthcheck.model.report import REFUTED, Checked
from truthcheck.sdks.index.values import Open

PREPARED = Reason(Why.CODE_PREPARED)


def absent(subject: Subject) -> Judged | None:
    """A name that no version has which the project may use; told at the call that asks for it first."""
    way = subject.versions[-1].way
    if _is_told_elsewhere(subject.member, way):
        return None
    doubt = _doubt(subject)
    if doubt is not None:
        return subject.unverified(doubt)
    fault = _fault(subject.member, way)
    told = tuple(findings(subject.call, subject.chosen, [fault]))
    return Judged(Checked(subject.call, REFUTED, None, subject.chosen.provider, "", told))


def _is_told_elsewhere(member: Member, way: Way) -> bool:
    """Whether an earlier call tells it, or it is a name of the project's own class or of one that extends it."""
    later = member.steps[way.index :]
    return any(step.text == "()" for step in later) or HEIR in member.steps[way.index - 1].keywords


def _doubt(subject: Subject) -> Reason | None:
    """Why the name may be there. Where versions lack different steps, one between them may have the whole way."""
    if subject.member.changed:
        return subject.member.changed
    if subject.member.guarded:
        return PREPARED
    alike = len({version.way.index for version in subject.versions}) == 1
    known = bool(subject.chosen.around) and alike
    return None if known else Reason(Why.NO_SURFACE_FOR_VERSION, subject.chosen.package.name)


def _fault(member: Member, way: Way) -> Fault:
    missing = way.missing
    assert missing is not None
    at, symbol = member.steps[way.index].at, f"{missing.on}.{missing.name}"
    return Fault("unknown-sdk-member", ("member", missing.name), at, missing.on, missing.nearest, pointer=symbol)


def open_end(subject: Subject) -> Judged | None:
    """Nothing certain is known. Behind a reply that is no claim about the API any more."""
    way = subject.version.way
    if way.replied or not isinstance(way.thing, Open):
        return None
    return subject.unverified(Reason(Why.NOT_SETTLED, way.thing.why))
