"""Requests that a client builds in steps and sends with the last one: `client.table("x").select().execute()`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TypeGuard

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.sdk.contexts import Row
from truthcheck.model.call import Member
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why

SEND = "send"
TABLES = Reason(Why.NO_TABLES)
_HOLE = re.compile(r"\{\w+\}")


def operation(rules: Mapping[str, str], member: Member) -> str:
    """ "METHOD /path" of the request that the call sends, "" when it sends none. `rules` name the steps."""
    steps = member.steps
    if len(steps) < 5 or rules.get(steps[-1].text) != SEND:
        return ""
    path = verb = ""
    for step, after in pairwise(steps):
        word = rules.get(step.text, "") if after.text == "()" else ""
        if word.startswith("/"):
            path, verb = _filled(word, after.first), ""
        else:
            verb = verb or word
    return f"{verb or 'POST'} {path}" if path else ""


def _filled(path: str, word: str) -> str:
    return _HOLE.sub(lambda _: word, path) if word and "/" not in word else path


def placed(rows: Iterable[Row]) -> list[Row]:
    """A request whose path a caller decides stands at that caller; the version without one is dropped then."""
    every = list(rows)
    decided = {at for at, row in every if _is_whole(row) and row.checked.call.callers}
    outward = {at for at, row in every if at in decided and _has_hole(row)}
    moved = (_outward(row) if at in outward else (row,) for at, row in every)
    return [(at, row) for (at, _), rows in zip(every, moved, strict=True) for row in rows]


def _is_whole(row: Judged | None) -> TypeGuard[Judged]:
    """Whether it is such a request, and all of its path is known."""
    return row is not None and row.checked.reason == TABLES and not _has_hole(row)


def _has_hole(row: Judged | None) -> bool:
    return row is not None and "{" in row.checked.operation


def _outward(row: Judged | None) -> tuple[Judged | None, ...]:
    """The request where its caller stands; nothing for one whose path is not known here."""
    if row is None:
        return (row,)
    if not _is_whole(row):
        return ()
    call = row.checked.call
    if not call.callers:
        return (row,)
    moved = replace(call, at=call.callers[-1], frames=(call.at, *call.frames), callers=call.callers[:-1])
    return (row._replace(checked=replace(row.checked, call=moved)),)
