"""The benchmark's figures for what goes through SDKs, apart from HTTP: members, parameters and values, replies.

What is a database's (a row's columns, a function's arguments) is a subject of its own: it is counted with and without.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
MEMBERS = frozenset(("unknown-sdk-member", "unknown-sdk-argument"))
VALUES = frozenset(
    (
        "unknown-parameter",
        "missing-parameter",
        "invalid-type",
        "invalid-value",
        "wrong-encoding",
        "wrong-location",
        "deprecated",
    )
)
REPLIES = frozenset(("unknown-response-field",))
TABLES = "/rest/v1/"  # where a database's own tables and functions begin
SETS = (
    ("members and arguments", MEMBERS, False),
    ("parameters and values", VALUES, False),
    ("parameters and values, a database's rows too", VALUES, True),
    ("fields of replies", REPLIES, False),
)


def figures(labels: Iterable[Row], calls: Iterable[Row], missed: set[str], wrong: Iterable[str]) -> Row:
    """Labels, found and false positives by set. `missed` are ids of labels, `wrong` false positives ("place kind")."""
    every, false = list(calls), list(wrong)
    through = [label for label in labels if _is_through_sdk(label, every)]
    files = {f"{call['case']}/{call['file']}" for call in every if call["via"] == "sdk"}
    return {
        name: {
            "labels": sum(1 for _ in _of(through, kinds, tables)),
            "found": sum(identity(label) not in missed for label in _of(through, kinds, tables)),
            "false_positives": sum(_kind(line) in kinds and line.rpartition(":")[0] in files for line in false),
        }
        for name, kinds, tables in SETS
    }


def identity(label: Row) -> str:
    return f"{label['case']}/{label['file']}:{label['line']} {label['kind']}"


def _of(labels: list[Row], kinds: frozenset[str], tables: bool) -> Iterable[Row]:
    return (label for label in labels if label["kind"] in kinds and (tables or not _is_of_table(label)))


def _is_of_table(label: Row) -> bool:
    return str((label.get("target") or {}).get("path", "")).startswith(TABLES)


def _is_through_sdk(label: Row, calls: list[Row]) -> bool:
    """The call that the label means goes through an SDK, or the label itself names a class or a callable of one."""
    at = label.get("target") or {}
    place = (label["case"], at.get("file"), at.get("line"), at.get("method"), at.get("path"))
    via = {_place(call): call["via"] for call in calls if call["case"] == label["case"]}
    return "check" in label or via.get(place) == "sdk"


def _place(call: Row) -> tuple[object, ...]:
    return (call["case"], call["file"], call["line"], call["method"], call["path_template"])


def _kind(line: str) -> str:
    return line.rsplit(" ", 1)[1]
