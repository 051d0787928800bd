"""retired, excluded-parameter: what a vendor has announced, and no document says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.http import address
from truthcheck.day import days_since
from truthcheck.model.provider import Exclusion, Notice, Provider, Retired
from truthcheck.model.value import Entry, Literal, Mapping, Template

_PARAMETER = r"\{[^}]*\}"
_SENT = ("json", "form", "query", "kwargs")


def of_request(provider: Provider, method: str, host: str, path: Literal | Template) -> Iterator[Fault]:
    """What is gone of a host or an endpoint; holes of the path stand for one segment each."""
    text = address.shown(path)
    for one in provider.retired:
        if host in one.hosts:
            yield _gone(one.notice, ("host",), path, host)
        elif not one.values and _is_of(one.operations, method, text):
            yield _gone(one.notice, (), path, f"{method} {text}")


def _gone(notice: Notice, place: tuple[str, ...], path: Literal | Template, got: str) -> Fault:
    return Fault("retired", place, path.at, got, notice=notice, warns=_warns(notice))


def _warns(notice: Notice) -> bool:
    days = days_since(notice.since) if notice.since else 0
    return notice.warns or bool(notice.only) or days is None or days < 0


def _is_of(operations: tuple[str, ...], method: str, path: str) -> bool:
    return any(_fits(one, method, path) for one in operations)


def _fits(operation: str, method: str, path: str) -> bool:
    verb, _, pattern = operation.rpartition(" ")
    if verb and verb != method:
        return False
    parts = (re.escape(part) for part in re.sub(_PARAMETER, "{}", pattern.rstrip("*").rstrip("/")).split("{}"))
    rest = ".*" if pattern.endswith("*") else ""
    return bool(re.fullmatch("[^/]+".join(parts) + rest, path.rstrip("/")))


def gone_values(claim: Claim) -> Iterator[Fault]:
    """Values that are not taken any more, at the top of what is sent."""
    for where in _SENT:
        sent = claim.sent.get(where)
        if isinstance(sent, Mapping) and claim.provider.retired:
            yield from values_in(claim.provider, claim.operation.method, claim.operation.path, where, sent)


def values_in(provider: Provider, method: str, path: str, where: str, sent: Mapping) -> Iterator[Fault]:
    """The same for the names that are sent at `where`. Without a path, only values of every operation are known."""
    for one in provider.retired:
        if one.values and (not one.operations or _is_of(one.operations, method, path)):
            yield from _values(one, where, sent)


def _values(one: Retired, where: str, sent: Mapping) -> Iterator[Fault]:
    for entry in sent.entries:
        value = entry.value
        if entry.key == one.parameter and isinstance(value, Literal) and value.value in one.values:
            at = value.at or entry.at
            got = str(value.value)
            yield Fault("retired", (where, entry.key), at, got, notice=one.notice, warns=_warns(one.notice))


def excluded(claim: Claim) -> Iterator[Fault]:
    """Parameters that the value of another excludes, at the top of what is sent."""
    for where in _SENT:
        sent = claim.sent.get(where)
        if isinstance(sent, Mapping):
            for rule in claim.provider.exclusions:
                if not rule.operations or _is_of(rule.operations, claim.operation.method, claim.operation.path):
                    yield from _excluded(rule, where, sent)


def _excluded(rule: Exclusion, where: str, sent: Mapping) -> Iterator[Fault]:
    ruling = next((entry for entry in sent.entries if entry.key == rule.parameter and _has(entry, rule)), None)
    if ruling is None or not isinstance(ruling.value, Literal):
        return
    for entry in sent.entries:
        if entry.key in rule.excludes and not (isinstance(entry.value, Literal) and entry.value.value is None):
            got, choices = (
                f"{rule.parameter}={ruling.value.value!s}",
                (rule.notice.instead,) if rule.notice.instead else (),
            )
            sure = entry.always and ruling.always
            yield Fault(
                "excluded-parameter", (where, entry.key), entry.at, got, choices, certain=sure, notice=rule.notice
            )


def _has(entry: Entry, rule: Exclusion) -> bool:
    value = entry.value.value if isinstance(entry.value, Literal) else None
    return isinstance(value, str) and any(fnmatchcase(value, pattern) for pattern in rule.values)
