"""What the member indexes know, per SDK: `python -m truthcheck.sdks.table [FOLDER]` prints a Markdown table."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from truthcheck.data import folder
from truthcheck.sdks.algebra import ANY

PLAIN = ("str", "int", "float", "bool", "bytes", "None")


class Counts(NamedTuple):
    """Network methods are those that reach an operation, or send to a place that could not be read."""

    package: str
    version: str
    classes: int
    methods: int
    operations: int
    closed: int
    returns: int
    size: int


def count(path: Path) -> Counts:
    """Of one index file. Async twins are left out: a class or method that has a synchronous one of the same rest."""
    lines = path.read_bytes().splitlines()
    header = json.loads(lines[0])
    records = dict(json.loads(line) for line in lines[1:])
    network = list(_network(records))
    return Counts(
        header["package"],
        header["version"],
        sum(not key.endswith(":") for key in records),
        len(network),
        sum(any(operation[1].startswith("/") for operation in method.get("op", ())) for method in network),
        sum(_closed(method, records) for method in network),
        sum(_known(method.get("r", ANY), records) for method in network),
        path.stat().st_size,
    )


def _network(records: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for key, record in records.items():
        if "Async" in key.rpartition(":")[2]:
            continue
        functions = record.get("n", {}) if key.endswith(":") else record.get("m", {})
        for name, method in functions.items():
            if _is_network(name, method):
                yield method


def _is_network(name: str, method: Any) -> bool:
    if not isinstance(method, dict) or method.get("a") or name.endswith("_async"):
        return False
    return bool(method.get("op") or method.get("x"))


def _closed(method: dict[str, Any], records: dict[str, dict[str, Any]]) -> bool:
    return any(
        all(
            kind != "**" or (isinstance(term, list) and records.get(str(term[1]), {}).get("k") == "typed")
            for _, kind, _, term in one["p"]
        )
        for one in method.get("ov") or [method]
    )


def _known(term: Any, records: dict[str, dict[str, Any]]) -> bool:
    if isinstance(term, str):
        return term in PLAIN or term == "self" or term in records
    if term[0] == "|":
        return any(_known(part, records) for part in term[1:] if part != "None")
    if term[0] in ("list", "iter", "dict", "tuple", "with"):
        return True
    return term[0] == "=" or term[0] in records


def render(counted: list[Counts]) -> str:
    """A Markdown table, one row an index."""
    rows = [
        "| SDK | version | classes | network methods | operation known | parameters closed | return known | kB |",
        "| --- | --- | --: | --: | --: | --: | --: | --: |",
    ]
    for one in counted:
        shares = " | ".join(_share(part, one.methods) for part in (one.operations, one.closed, one.returns))
        rows.append(
            f"| {one.package} | {one.version} | {one.classes} | {one.methods} | {shares} | {one.size // 1000} |"
        )
    return "\n".join(rows) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def main(arguments: list[str]) -> int:
    """Print the table of a folder, by default of the shipped indexes."""
    place = Path(arguments[0]) if arguments else folder("specs_cache") / "sdks"
    print(render([count(path) for path in sorted(place.glob("*.jsonl"))]), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
