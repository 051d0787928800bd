"""What the member indexes know, per SDK: `python -m truthcheck.sdks.build.coverage_table [FOLDER]` prints a Markdown page."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from truthcheck.shipped import folder
from truthcheck.sdks.index.terms import ANY

PLAIN = ("str", "int", "float", "bool", "bytes", "None")
ELSEWHERE = ("reply", "argument", "heirs")
HEAD = """## SDKs: what their own source tells

`python -m truthcheck.sdks.build.coverage_table`. Each row is one index that ships.

A *network method* is a public method or function that sends a request to an address that its package fixes. The shares
are of these: *operation known*: HTTP method and path were read; *parameters closed*: every name that a call may use is
known; *return known*: the type of what it gives back is known, be it a class of the package, a plain type, a list or
dictionary, or a named class of another package.

Not counted: the asynchronous twin of a synchronous method, and names with two underscores, which Python itself calls.
Counted apart, as *address elsewhere*, because no reading of the package could tell where these send:

* r: the address is data that an object holds, such as the next page of a reply, or what an event is about;
* a: the caller gives the address as an argument, such as `client.get("/any/path")`;
* h: a constant of each class below completes the path; what these inherit so is known, but not counted again.

"""

Records: TypeAlias = "dict[str, dict[str, Any]]"


class Counts(NamedTuple):
    """`elsewhere` are the numbers of methods whose address is in a reply, in an argument, in classes below."""

    package: str
    version: str
    classes: int
    methods: int
    elsewhere: tuple[int, int, int]
    operations: int
    closed: int
    returns: int
    size: int


def count(path: Path) -> Counts:
    """Of one index file."""
    lines = path.read_bytes().splitlines()
    header = json.loads(lines[0])
    records: Records = dict(json.loads(line) for line in lines[1:])
    every = list(_network(records))
    fixed = [method for method in every if method.get("x") not in ELSEWHERE]
    reply, argument, heirs = (sum(method.get("x") == kind for method in every) for kind in ELSEWHERE)
    return Counts(
        header["package"],
        header["version"],
        sum(not key.endswith(":") for key in records),
        len(fixed),
        (reply, argument, heirs),
        sum(any(operation[1].startswith("/") for operation in method.get("op", ())) for method in fixed),
        sum(_closed(method, records) for method in fixed),
        sum(_known(method.get("r", ANY), records) for method in fixed),
        path.stat().st_size,
    )


def _network(records: Records) -> Iterator[dict[str, Any]]:
    plain = {_bare(key, name) for key, name, method in _methods(records) if not _is_async(key, name, method)}
    for key, name, method in _methods(records):
        sends = bool(method.get("op") or method.get("x"))
        if sends and not (_is_async(key, name, method) and _bare(key, name) in plain):
            yield method


def _methods(records: Records) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for key, record in records.items():
        for name, method in record.get("n" if key.endswith(":") else "m", {}).items():
            if isinstance(method, dict) and not name.startswith("__"):
                yield key, name, method


def _is_async(key: str, name: str, method: dict[str, Any]) -> bool:
    return bool(method.get("a")) or "Async" in _class(key) or name.endswith("_async")


def _bare(key: str, name: str) -> tuple[str, str]:
    """Class and method as the synchronous twin is called: `AsyncMessages.create` and `Messages.create_async` alike."""
    return _class(key).replace("Async", "").replace("Sync", ""), name.removesuffix("_async").removeprefix("async_")


def _class(key: str) -> str:
    return key.rpartition(":")[2]


def _closed(method: dict[str, Any], records: Records) -> bool:
    return any(
        all(
            kind != "**" or (isinstance(term, list) and records.get(str(term[1]), {}).get("k") == "typed")
            for _, kind, _, term in one["p"]
        )
        for one in method.get("ov") or [method]
    )


def _known(term: Any, records: Records) -> bool:
    if isinstance(term, str):
        return term in PLAIN or term == "self" or term in records or term.startswith("ext:")
    if term[0] == "|":
        return any(_known(part, records) for part in term[1:] if part != "None")
    if term[0] in ("list", "iter", "dict", "tuple", "with"):
        return True
    return term[0] == "=" or term[0] in records


def render(counted: list[Counts]) -> str:
    """A Markdown table, one row an index."""
    shares = "operation known | parameters closed | return known"
    rows = [
        f"| SDK | version | classes | network methods | {shares} | r/a/h | kB |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for one in counted:
        shares = " | ".join(_share(part, one.methods) for part in (one.operations, one.closed, one.returns))
        apart = "/".join(map(str, one.elsewhere)) if any(one.elsewhere) else "-"
        numbers = f"{one.classes} | {one.methods} | {shares} | {apart} | {one.size // 1000}"
        rows.append(f"| {one.package} | {one.version} | {numbers} |")
    return "\n".join(rows) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def main(arguments: list[str]) -> int:
    """Print the page for a folder, by default for the shipped indexes."""
    place = Path(arguments[0]) if arguments else folder("specs_cache") / "sdks"
    print(HEAD + render([count(path) for path in sorted(place.glob("*.jsonl"))]), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
