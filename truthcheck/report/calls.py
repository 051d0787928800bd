"""The calls that were seen, each with its verdict or the reason there is none: the output of `extract`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from truthcheck.model.report import SUPPORTED, UNVERIFIED, Checked, Report
from truthcheck.report import text, values
from truthcheck.report.json import error
from truthcheck.report.reasons import sentence
from truthcheck.report.text import mask

_BRANCHES = 16  # a call that may go to more places than this is listed with the first ones


def render_json(report: Report) -> str:
    """`{"calls": [...], "errors": [...]}`; one call for each branch that picks method or address."""
    calls = [entry for checked in report.calls for entry in _entries(checked)]
    whole = {"calls": calls, "errors": [error(problem) for problem in report.problems]}
    return json.dumps(whole, indent=2) + "\n"


def render(report: Report) -> str:
    lines = [line for checked in report.calls for line in _lines(checked)]
    lines += [f"{text.problem_place(p)}: error {text.clean(p.message)}" for p in report.problems]
    lines += [f"note: {text.clean(note)}" for note in report.notes]
    lines += [text.headline(report), *text.reasons(report)]
    return "".join(line + "\n" for line in lines)


def _lines(checked: Checked) -> Iterator[str]:
    for entry in _entries(checked):
        where = entry["url"] or entry["path_template"] or "?"
        yield text.clean(f"{text.place(checked.call.at)}: {entry['method'] or '?'} {where} ({_told(checked)})")
        for location, sent in entry["arguments"].items():
            yield text.clean(f"    {location}: {json.dumps(sent, ensure_ascii=False)}")
        if entry["reads"]:
            yield text.clean(f"    reads: {', '.join(entry['reads'])}")


def _told(checked: Checked) -> str:
    """The verdict in words, with the reason or with what is left open."""
    if checked.is_own:
        return sentence(checked.reason)
    if checked.verdict == UNVERIFIED:
        return f"{UNVERIFIED}: {sentence(checked.reason)}"
    if checked.in_part:
        return f"verified in part; left open: {'; '.join(map(sentence, checked.left_open))}"
    return "verified" if checked.verdict == SUPPORTED else checked.verdict


def _entries(checked: Checked) -> Iterator[dict[str, Any]]:
    call = checked.call
    known, _, path = checked.operation.partition(" ")
    if checked.operation:
        yield _entry(checked, known, path, _address(values.members(call.url)))
        return
    for method, url in islice(product(values.members(call.method), values.members(call.url)), _BRANCHES):
        address = values.to_text(url)
        yield _entry(checked, values.to_text(method).upper(), values.path_of(address), address)


def _address(urls: tuple[Any, ...]) -> str:
    return next((address for url in urls if (address := values.to_text(url))), "")


def _entry(checked: Checked, method: str, path: str, url: str) -> dict[str, Any]:
    call = checked.call
    return {
        "path": call.at.path,
        "line": call.at.line,
        "end_line": call.at.end_line,
        "provider": checked.provider,
        "via": "sdk" if call.client.startswith("sdk") else "http",
        "client": call.client,
        "call": call.name,
        "method": method,
        "path_template": path,
        "url": url,
        "arguments": {item.location: values.argument(item) for item in call.arguments},
        "reads": sorted({_read(read.path) for read in call.reads}),
        "verdict": checked.verdict,
        "reason": sentence(checked.reason),
        "left_open": [mask(sentence(reason)) for reason in checked.left_open] if checked.in_part else [],
    }


def _read(path: tuple[str, ...]) -> str:
    return ".".join(path).replace(".[]", "[]")
