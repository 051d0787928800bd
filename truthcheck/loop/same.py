"""Whether a later call still wants what an earlier one wanted."""

from __future__ import annotations

import difflib
import re

from truthcheck.model.call import Call
from truthcheck.model.finding import Finding
from truthcheck.model.report import Checked
from truthcheck.model.value import Hole, Literal, Template, Text, Union, Value

SEGMENTS = 0.6  # of 1: two paths that share most of their segments
LETTERS = 0.8  # of 1: or nearly all of their letters
_FREE = ("deprecated",)  # the remedy for these is another operation


def purpose(before: Checked, after: Checked, finding: Finding) -> bool:
    """True when `after` may be the repair of `before`.

    Where the operation was known it has to stay, unless the finding itself names the other one. Where none was,
    the verb has to stay and the path to resemble the one that was written.
    """
    if finding.rule in _FREE or not after.operation or _mentioned(after.operation, finding):
        return True
    if before.operation and finding.rule not in ("unknown-endpoint", "wrong-method"):
        return before.operation == after.operation
    verb = after.operation.split(" ", 1)[0]
    return (finding.rule == "wrong-method" or _text(before.call.method) in ("", verb)) and _alike(
        _path(before), _path(after)
    )


def kin(before: Checked, after: Checked, finding: Finding) -> bool:
    """True when `after`, wherever it stands, looks like the same call moved."""
    if before.call.client != after.call.client or before.call.name.split(".")[-1] != after.call.name.split(".")[-1]:
        return False
    if before.operation and before.operation == after.operation:
        return True
    return _alike(_path(before), _path(after)) or _mentioned(after.operation, finding)


def _mentioned(operation: str, finding: Finding) -> bool:
    if not operation:
        return False
    path = operation.split(" ", 1)[-1]
    fixes = " ".join(edit.text for fix in finding.fixes for edit in fix.edits)
    return any(path in words for words in (finding.help, finding.message, fixes))


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


def _alike(one: str, two: str) -> bool:
    """Compared by segment, holes alike: a plural, an underscore or one segment more is the same purpose."""
    if not one or not two:
        return False
    words = [[re.sub(r"\{.*?\}", "{}", word) for word in path.strip("/").split("/")] for path in (one, two)]
    segments = difflib.SequenceMatcher(None, words[0], words[1], autojunk=False).ratio()
    letters = difflib.SequenceMatcher(None, "/".join(words[0]), "/".join(words[1]), autojunk=False).ratio()
    return segments >= SEGMENTS or letters >= LETTERS
