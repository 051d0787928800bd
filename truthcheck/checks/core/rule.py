"""A rule: what can be false of a call, declared once with all that is said and done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.model.call import Call
from truthcheck.model.finding import Fix, Severity
from truthcheck.model.location import Span
from truthcheck.model.noun import dataclass
from truthcheck.model.value import Literal as Known

if TYPE_CHECKING:
    from truthcheck.checks.core.library import OwnTypes

Check: TypeAlias = "Callable[[Claim], Iterable[Fault]]"
Witness: TypeAlias = (
    'Literal["document", "package", "source", "database"]'  # what proves a fault: what a wording speaks of
)
Repair: TypeAlias = 'Literal["argument", "path", "method", "operation"]'
Behind: TypeAlias = 'Literal["converted", "decided", "stands"]'

_NOWHERE = Span("", 0, 0, 0, 0)
_NO_CALL = Call(_NOWHERE, "", "", Known(""), Known(""))


@dataclass(frozen=True, slots=True)
class Scene:
    """What a fault is told beside.

    `subject` is the operation or, without one, the API's name. `faults` are all of the call's, `missing` the required
    names that it leaves out. Where a package is the witness, `package` is its name with the versions looked at, and
    `instead` what rule data says of a name that is gone. Where a database is, `subject` is the relation or function and
    `instead` what a migration made of the name. A fault of the source itself is told beside no call.
    """

    call: Call = _NO_CALL
    subject: str = ""
    operation: str = ""
    faults: tuple[Fault, ...] = ()
    missing: tuple[str, ...] = ()
    package: str = ""
    instead: str = ""


def no_fix(fault: Fault, scene: Scene) -> Iterator[Fix]:
    """There is no change that surely helps."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a fault: what is false (`message`), what is true instead (`help`). One line each, no full stop.

    `fixes` are the smallest changes that make it true, best first. Their spelling is settled later, from the source.
    """

    message: Callable[[Fault, Scene], str]
    help: Callable[[Fault, Scene], str]
    fixes: Callable[[Fault, Scene], Iterator[Fix]] = no_fix


def accepted(fault: Fault, own: OwnTypes) -> bool:
    """The value is one that the package's types take."""
    return own.accept()


@dataclass(frozen=True, slots=True)
class Rule:
    """`checks` judge it, one claim at a time; a rule without any is judged before an operation is found.

    `told` has a wording for each witness that can prove it. `absent`: what it names is not written in the code.
    `repair` is what a remedy changes: an argument, the path (and with it the operation), the method alone, or which
    operation is called at all.

    What other calls excuse: `shared`, a name that the same code rightly sends to another operation, or reads of its
    reply; `settled`, a place that is right in another context.

    What an SDK in between excuses (`behind`): it decides the matter itself ("decided"), it has no say ("stands"), or
    it may convert what it is given ("converted"): then the fault stands unless its own types allow the value.
    """

    id: str
    level: Severity
    told: Mapping[Witness, Wording]
    checks: tuple[Check, ...] = ()
    absent: bool = False
    repair: Repair = "argument"
    shared: bool = False
    settled: bool = False
    behind: Behind = "converted"
    allows: Callable[[Fault, OwnTypes], bool] = accepted
