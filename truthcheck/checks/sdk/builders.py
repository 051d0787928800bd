"""Requests that a client builds in steps and sends with the last one: `client.table("x").select().execute()`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from truthcheck.checks.http.exchange import Judged
from truthcheck.model.call import Member
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why

SEND = "send"
TABLES = Reason(Why.NO_TABLES)
_HOLE = re.compile(r"\{\w+\}")


def operation(rules: Mapping[str, str], member: Member) -> str:
    """ "METHOD /path" of the request that the call sends, "" when it sends none. `rules` name the steps."""
    steps = member.steps
    if len(steps) < 5:
        return ""
    if rules.get(steps[-1].text) != SEND:
        return ""
    path = verb = ""
    for step, after in pairwise(steps):
        said = rules.get(step.text, "") if after.text == "()" else ""
        if said.startswith("/"):
            path, verb = _filled(said, after.first), ""
        elif said and not verb:
            verb = said
    return f"{verb or 'POST'} {path}" if path else ""


def _filled(path: str, word: str) -> str:
    return _HOLE.sub(lambda _: word, path) if word and "/" not in word else path


def placed(rows: Iterable[tuple[Span, Judged | None]]) -> list[tuple[Span, Judged | None]]:
    """A request whose path a caller decides stands at that caller; the version without one is dropped then."""
    found = list(rows)
    decided = {at for at, row in found if row is not None and _is_told(row) and row.checked.call.callers}
    open_ones = {at for at, row in found if row is not None and "{" in row.checked.operation and at in decided}
    kept = [(at, row) for at, row in found if at not in open_ones or row is None or _is_told(row)]
    return [(at, _outward(row) if row is not None and at in open_ones else row) for at, row in kept]


def _is_told(row: Judged) -> bool:
    checked = row.checked
    return checked.reason == TABLES and "{" not in checked.operation


def _outward(row: Judged) -> Judged:
    call = row.checked.call
    if not call.callers:
        return row
    moved = replace(call, at=call.callers[-1], frames=(call.at, *call.frames), callers=call.callers[:-1])
    return row._replace(checked=replace(row.checked, call=moved))
