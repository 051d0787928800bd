"""Whether a later call still wants what an earlier one wanted."""

from __future__ import annotations

import re

from truthcheck.checks.rules import of
from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.report import Checked
from truthcheck.model.value import Hole, Literal, Template, Text, Union, Value
from truthcheck.suggest import same_word

_READING = ("GET", "HEAD", "OPTIONS")
_GENERAL = re.compile(r"v?\d[\w.-]*|api|rest", re.IGNORECASE)


def purpose(before: Checked, after: Checked, finding: Finding) -> bool:
    """True when `after` may be the repair of `before`.

    Where the operation was known it has to stay, unless the finding itself names the other one. Where none was, the
    true one is about the same thing: it shares a word of the path, and what only reads does not begin to destroy.
    """
    repair = of(finding.rule).repair
    if repair == "operation" or not after.operation or _mentioned(after.operation, finding):
        return True
    if before.operation and repair == "argument":
        return before.operation == after.operation
    verb = after.operation.split(" ", 1)[0]
    harmless = _text(before.call.method) not in _READING or verb in (*_READING, "POST")
    return (harmless or repair == "method") and _share_a_word(_path(before), after.operation)


def kin(before: Checked, after: Checked) -> bool:
    """True when `after`, wherever it stands, looks like the same call moved or repaired."""
    if before.call.client != after.call.client:
        return False
    if before.operation and before.operation == after.operation:
        return True
    named = any(_mentioned(after.operation, finding) for finding in before.findings)
    return named or (not before.operation and _share_a_word(_path(before), after.operation or _path(after)))


def _share_a_word(one: str, two: str) -> bool:
    """Whether two paths name the same thing, in whatever form: `refund` and `refunds`. Versions say nothing."""
    words, others = _words(one), _words(two)
    return any(same_word(word, other) for word in words for other in others)


def _words(path: str) -> list[str]:
    segments = re.split(r"[/?#]", re.sub(r"\{[^}]*\}", "", path.split(" ")[-1]))
    return [segment for segment in segments if len(segment) > 2 and not _GENERAL.fullmatch(segment)]


def _mentioned(operation: str, finding: Finding) -> bool:
    """Whether the finding names an operation of this path."""
    return bool(operation) and _route(operation) in map(_route, finding.operations)


def _route(operation: str) -> str:
    return operation.split(" ", 1)[-1]


def _path(checked: Checked) -> str:
    path = written(checked.call) or checked.operation.split(" ", 1)[-1]
    return re.sub(r"^\w+://[^/]*", "", path)


def written(call: Call) -> str:
    """The URL as far as it is known, with `{}` for each hole; "" when nothing is."""
    return _text(call.url)


def _text(value: Value) -> str:
    match value:
        case Literal(value=str(text)):
            return text
        case Template(parts=parts):
            return "".join(_part(part) for part in parts)
        case Union(members=(first, *_)):
            return _text(first)
    return ""


def _part(part: Text | Hole) -> str:
    return part.text if isinstance(part, Text) else "{}"
