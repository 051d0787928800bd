"""A mocked reply beside the replies that the operation documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from truthcheck.checks.core import values
from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.values import Context
from truthcheck.checks.http import age
from truthcheck.checks.http.bodies import kind
from truthcheck.model.noun import replace
from truthcheck.model.surface import Operation, Ref, Response, Shape
from truthcheck.model.value import Literal, Unknown, Value

RULE = "invalid-mock"
STATUS = "status"
Path = tuple[str, ...]
_NOT_THERE = frozenset((404, 405, 410))  # a test may ask for what does not exist, and be told so


def check(claim: Claim, read: Collection[Path] | None) -> Iterator[Fault]:
    """`read` are the places of the reply that the code reads: only there something may be missing. None: anywhere."""
    mocked = claim.call.mocked
    if mocked is None or age.is_sketch(claim.surface.origin, claim.provider):
        return
    status = status_of(mocked.status)
    if status is not None and not 200 <= status < 300:
        return
    if status is not None and _is_undocumented(status, claim.operation):
        documented = tuple(response.status for response in claim.operation.responses)
        yield Fault(
            RULE,
            (STATUS,),
            mocked.status.at if mocked.status else None,
            str(status),
            documented,
            True,
            False,
            inner=STATUS,
        )
        return
    if mocked.body is not None and (status is not None or mocked.status is None):
        yield from _body(claim, mocked.body, status, read)


def unasked(status: Value | None) -> bool:
    """Whether the reply says itself that there is nothing."""
    return status_of(status) in _NOT_THERE


def status_of(value: Value | None) -> int | None:
    match value:
        case Literal(int() as number) if not isinstance(number, bool):
            return number
        case _:
            return None


def _is_undocumented(status: int, operation: Operation) -> bool:
    written = [response.status.upper() for response in operation.responses]
    if not any(word[:1] == "2" for word in written):
        return False
    return not {str(status), f"{status // 100}XX", "DEFAULT"} & set(written)


def replies(operation: Operation, status: int | None) -> list[Response]:
    """The documented replies that a status means; all good ones when it is not known."""
    good = [response for response in operation.responses if response.status[:1] == "2"]
    if status is None:
        return good
    exact = [response for response in good if response.status == str(status)]
    wide = [response for response in operation.responses if response.status.upper() in ("2XX", "DEFAULT")]
    return exact or wide


def _body(claim: Claim, body: Value, status: int | None, read: Collection[Path] | None) -> Iterator[Fault]:
    described = replies(claim.operation, status)
    shapes: list[Shape | Ref] = [
        shape for one in described for media, shape in one.media.items() if kind(media) in ("json", "any")
    ]
    if not shapes or isinstance(body, Unknown):
        return
    context = Context(claim.surface, claim.provider.judgement, False, described[0].pointer, reply=True)
    for fault in values.judge(context, body, Shape(any_of=tuple(shapes)), ("response",)):
        if fault.rule != "missing-parameter" or _is_read(fault, read):
            yield fault


def told(fault: Fault) -> Fault:
    """The fault as one of a mock."""
    return replace(fault, rule=RULE, inner=fault.inner or fault.rule)


def _is_read(fault: Fault, read: Collection[Path] | None) -> bool:
    path = tuple("[]" if step.isdigit() else step for step in fault.place[1:])
    return read is None or path in read
