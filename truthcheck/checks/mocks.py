"""Mocked replies, judged when the calls are: what may be missing of one hangs on what the code reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from truthcheck.checks.calls import mocked
from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.library import Library
from truthcheck.model.call import Call

if TYPE_CHECKING:
    from truthcheck.checks.sdk.subject import Registry


class WithPackages(Library, Protocol):
    """A library that also has the packages of SDKs."""

    def registry(self) -> Registry: ...


def check_all(calls: Iterable[Call], judged: Sequence[Judged], library: WithPackages) -> Iterator[Judged]:
    """The verdicts of mocks, beside those of the calls that ask for replies."""
    reads = mocked.reads_of(judged)
    for call in calls:
        if call.member is None:
            yield mocked.check(call, library, reads)
            continue
        from truthcheck.checks.sdk import mocked as through_sdk  # brings the reader of packages

        found = through_sdk.check(call, library, library.registry(), reads)
        if found is not None:
            yield found
