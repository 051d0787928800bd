"""Requests that a client builds in steps and sends with the last one: `client.table("x").select().execute()`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from itertools import pairwise

from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.sdk.contexts import Row
from truthcheck.model.call import Member, Step
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.value import Literal
from truthcheck.model.value import Mapping as Values

SEND = "send"
_HOLE = re.compile(r"\{\w+\}")


def operation(rules: Mapping[str, str], member: Member) -> str:
    """ "METHOD /path" of the request that the call sends, "" when it sends none. `rules` name the steps."""
    steps = member.steps
    if len(steps) < 5 or rules.get(steps[-1].text) != SEND:
        return ""
    path = verb = ""
    for step, after in pairwise(steps):
        word = rules.get(step.text, "") if after.text == "()" else ""
        if "/" in word:
            verb, _, path = word.rpartition(" ")
            path = _filled(path, after.first)
        else:
            verb = verb or word
        verb = _chosen(rules, after) or verb
    return f"{verb or 'POST'} {path}" if path else ""


def _chosen(rules: Mapping[str, str], step: Step) -> str:
    """The method that a flag chooses: `get=True`."""
    named = next((argument.value for argument in step.given if argument.location == "kwargs"), None)
    entries = named.entries if isinstance(named, Values) else ()
    flags = (f"{entry.key}={entry.value.value!r}" for entry in entries if isinstance(entry.value, Literal))
    return next((rules[flag] for flag in flags if flag in rules), "")


def _filled(path: str, word: str) -> str:
    return _HOLE.sub(lambda _: word, path) if word and "/" not in word else path


def placed(rows: Iterable[Row], built: Container[int]) -> list[Row]:
    """A request whose path a caller decides stands at that caller; the version without one is dropped then.

    `built` are the numbers of the rows that are such requests.
    """
    every = list(rows)
    whole = {number for number, (_, row) in enumerate(every) if number in built and not _has_hole(row)}
    decided = {every[number][0] for number in whole if _callers(every[number][1])}
    outward = {at for at, row in every if at in decided and _has_hole(row)}
    return [
        (at, one)
        for number, (at, row) in enumerate(every)
        for one in (_outward(row, number in whole) if at in outward else (row,))
    ]


def _callers(row: Judged | None) -> tuple[Span, ...]:
    return row.checked.call.callers if row is not None else ()


def _has_hole(row: Judged | None) -> bool:
    return row is not None and "{" in row.checked.operation


def _outward(row: Judged | None, whole: bool) -> tuple[Judged | None, ...]:
    """The request where its caller stands; nothing for one whose path is not known here."""
    if row is None:
        return (row,)
    if not whole:
        return ()
    call = row.checked.call
    if not call.callers:
        return (row,)
    moved = replace(call, at=call.callers[-1], frames=(call.at, *call.frames), callers=call.callers[:-1])
    return (row._replace(checked=replace(row.checked, call=moved)),)
