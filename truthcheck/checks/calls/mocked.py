"""A reply that a test makes up: does its address exist, and can the operation answer so?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from truthcheck.checks.calls import judge
from truthcheck.checks.calls.exchange import Branch, Judged, branches_of
from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault, common
from truthcheck.checks.core.library import Library
from truthcheck.checks.http import mocked
from truthcheck.model.call import Call
from truthcheck.model.noun import replace
from truthcheck.model.provider import Provider
from truthcheck.model.report import REFUTED, SUPPORTED, UNVERIFIED, Checked
from truthcheck.model.surface import Candidate, Origin
from truthcheck.model.value import Literal, Union

Path = tuple[str, ...]
Reads = Mapping[str, Collection[Path]]  # by operation: the places of its reply that the project's code reads
More = Callable[[Claim, Iterable[Fault]], Iterable[Fault]]
_VERBS = tuple(Literal(verb) for verb in ("GET", "POST", "PUT", "PATCH", "DELETE"))


def reads_of(judged: Iterable[Judged]) -> Reads:
    """What the code reads of the replies of each operation."""
    found: dict[str, set[Path]] = {}
    for row in judged:
        if row.checked.operation and row.checked.call.mocked is None:
            found.setdefault(row.checked.operation, set()).update(read.path for read in row.checked.call.reads)
    return found


def check(call: Call, library: Library, reads: Reads | None, more: More | None = None) -> Judged:
    """The verdict on a mocked reply: false is what is false for every operation that it may stand for.

    Without `reads` nothing that is required may be missing. `more` is a second judge of a claim.
    """
    branches = _branches(call, library)
    doubt = next((branch.why for branch in branches if branch.why), None)
    first = branches[0]
    if doubt is not None or first.provider is None or first.origin is None:
        return Judged(Checked(call, UNVERIFIED, doubt, _provider(branches)))
    candidates = [candidate for branch in branches for candidate in branch.candidates]
    results = [list(_nowhere(branch, call)) for branch in branches if branch.faults]
    results += [_of_claim(Claim(call, first.provider, one, {}), reads, more) for one in candidates]
    return _told(call, results, candidates, first.provider, first.origin)


def _provider(branches: list[Branch]) -> str:
    return next((branch.provider.id for branch in branches if branch.provider), "")


def _of_claim(claim: Claim, reads: Reads | None, more: More | None) -> list[Fault]:
    read = None if reads is None else reads.get(_name(claim.candidate), ())
    found = list(mocked.check(claim, read))
    return [*found, *more(claim, found)] if more is not None else found


def _told(
    call: Call, results: list[list[Fault]], candidates: list[Candidate], provider: Provider, origin: Origin
) -> Judged:
    whence = candidates[0].surface.origin if candidates else origin
    operation = _name(candidates[0]) if candidates else ""
    faults = map(mocked.told, judge.weighed(common(results), whence, provider))
    found = tuple(judge.findings(call, provider, whence, operation, list(faults)))
    return Judged(Checked(call, REFUTED if found else SUPPORTED, None, provider.id, operation, found))


def _branches(call: Call, library: Library) -> list[Branch]:
    """What the address meets. A route that takes any method stands for those that there are."""
    if call.method != Literal(""):
        return list(branches_of(call, library))
    every = list(branches_of(replace(call, method=Union(_VERBS)), library))
    return [branch for branch in every if branch.candidates] or every


def _nowhere(branch: Branch, call: Call) -> Iterator[Fault]:
    """An address that does not exist; a test may ask for one, and be told so."""
    if call.mocked is None or not mocked.unasked(call.mocked.status):
        yield from branch.faults


def _name(candidate: Candidate) -> str:
    return f"{candidate.operation.method} {candidate.operation.path}"
