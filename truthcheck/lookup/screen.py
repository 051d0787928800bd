"""A described operation on one screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_VALUES = 8  # allowed values that are written out
_ROWS = {"body": 40, "response": 24}


def render(found: dict[str, Any], whole: bool = False) -> str:
    """The screen of one operation; `whole` leaves nothing out."""
    lines = [f"{found['method']} {found['path']}", f"  {_whence(found)}"]
    if found["deprecated"]:
        lines.append("  deprecated")
    lines += [f"  SDK: {call}" for call in found["sdk"]]
    for location in ("path", "query", "header", "cookie"):
        rows = [p for p in found["parameters"] if p["in"] == location]
        lines += _section(f"{location} parameters", rows, whole or len(rows) <= 40, 40)
    for body in found["body"]:
        title = f"body {body['media']}" + (", required" if body["required"] else "")
        lines += _section(title, body["fields"], whole, _ROWS["body"], body.get("type", ""))
    for reply in found["response"][: None if whole else 1]:
        title = f"reply {reply['status']} {reply['media']}".rstrip()
        lines += _section(title, reply["fields"], whole, _ROWS["response"], reply.get("type", ""))
    return "\n".join(lines)


def _whence(found: dict[str, Any]) -> str:
    hosts = ", ".join(found["hosts"][:3]) or "a host of your own"
    day = f" ({found['date']})" if found["date"] else ""
    return f"on {hosts}; {found['provider']} {found['document']} {found['version']}{day}"


def _section(title: str, rows: list[dict[str, Any]], whole: bool, most: int, kind: str = "") -> Iterator[str]:
    if not rows and not title.startswith(("body", "reply")):
        return
    yield ""
    yield title + (f": {kind}" if kind and not rows else "")
    shown = rows if whole else _fitting(rows, most)
    width = min(36, max((len(row["name"]) for row in shown), default=0))
    for row in shown:
        yield f"  {row['name']:<{width}}  {_facts(row)}".rstrip()
    if len(shown) < len(rows):
        yield f"  and {len(rows) - len(shown)} more; to see all: --all"


def _fitting(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """What must be sent first; then the outer fields; the inner ones only where there is room for all."""
    if len(rows) <= most:
        return rows
    outer = [row for row in rows if "." not in row["name"].removeprefix("[].")]
    rest = [row for row in outer if not row.get("required")]
    return [*(row for row in outer if row.get("required")), *rest][:most]


def _facts(row: dict[str, Any]) -> str:
    words = ["required"] if row.get("required") and row.get("in") != "path" else []
    words.append(values(row) if row.get("values") else row["type"])
    if row.get("deprecated"):
        words.append("deprecated")
    return ", ".join(words)


def values(row: dict[str, Any]) -> str:
    listed = row["values"]
    written = " | ".join(json.dumps(value, ensure_ascii=False) for value in listed[:_VALUES])
    if len(listed) > _VALUES:
        written += f" and {len(listed) - _VALUES} more"
    return written + (" or others" if row.get("more_values") else "")
