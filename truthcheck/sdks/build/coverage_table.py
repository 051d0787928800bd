"""What present releases have, SDK by SDK: `python -m truthcheck.sdks.build.coverage_table [FOLDER]` prints a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.history_file import SUFFIX, History, Release
from truthcheck.sdks.index.records import NAMED_REST, ClassRecord, FunctionRecord, ModuleRecord, Record, is_function
from truthcheck.sdks.index.terms import Term, head, is_literal, is_outside, is_union, options
from truthcheck.shipped import folder

PLAIN = ("str", "int", "float", "bool", "bytes", "None")
HOLDERS = ("list", "iter", "dict", "tuple", "with")
ELSEWHERE = ("reply", "argument", "heirs")
HEAD = """## SDKs: what their own source tells

`python -m truthcheck.sdks.build.coverage_table`. Each row is the present
release of a package that ships; the size is that of all its releases.

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

Records: TypeAlias = "dict[str, Record]"


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


def count(release: Release) -> Counts:
    """Of one release; `size` is that of the history with all of them."""
    header = release.header
    records: Records = dict(release.records())
    every = list(_network(records))
    fixed = [method for method in every if method.elsewhere not in ELSEWHERE]
    reply, argument, heirs = (sum(method.elsewhere == kind for method in every) for kind in ELSEWHERE)
    return Counts(
        header["package"],
        header["version"],
        sum(not key.endswith(":") for key in records),
        len(fixed),
        (reply, argument, heirs),
        sum(any(operation[1].startswith("/") for operation in method.operations) for method in fixed),
        sum(_closed(method, records) for method in fixed),
        sum(_known(method.returns, records) for method in fixed),
        release.history.path.stat().st_size,
    )


def _network(records: Records) -> Iterator[FunctionRecord]:
    plain = {_bare(key, name) for key, name, method in _methods(records) if not _is_async(key, name, method)}
    for key, name, method in _methods(records):
        if method.sends and not (_is_async(key, name, method) and _bare(key, name) in plain):
            yield method


def _methods(records: Records) -> Iterator[tuple[str, str, FunctionRecord]]:
    for key, record in records.items():
        members = ModuleRecord(record).names if key.endswith(":") else ClassRecord(record).methods
        for name, member in members.items():
            if is_function(member) and not name.startswith("__"):
                yield key, name, FunctionRecord(member)


def _is_async(key: str, name: str, method: FunctionRecord) -> bool:
    return method.is_async or "Async" in _class(key) or name.endswith("_async")


def _bare(key: str, name: str) -> tuple[str, str]:
    """Class and method as the synchronous twin is called: `AsyncMessages.create` and `Messages.create_async` alike."""
    return _class(key).replace("Async", "").replace("Sync", ""), name.removesuffix("_async").removeprefix("async_")


def _class(key: str) -> str:
    return key.rpartition(":")[2]


def _closed(method: FunctionRecord, records: Records) -> bool:
    return any(all(_is_listed(row, records) for row in way.parameters) for way in method.ways)


def _is_listed(parameter: Sequence[Any], records: Records) -> bool:
    """Whether every name is known that a parameter takes; `**` is when a typed dictionary says its keys."""
    _, kind, _, term = parameter
    return kind != NAMED_REST or (isinstance(term, list) and ClassRecord(records.get(str(term[1]))).is_typed)


def _known(term: Term, records: Records) -> bool:
    if isinstance(term, str):
        return term in PLAIN or term == "self" or term in records or is_outside(term)
    if is_union(term):
        return any(_known(part, records) for part in options(term) if part != "None")
    return is_literal(term) or head(term) in HOLDERS or head(term) in records


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
    """Print the page for a folder, by default for the shipped histories."""
    place = Path(arguments[0]) if arguments else folder("specs_cache") / "sdks"
    histories = [History(path) for path in sorted(place.glob(f"*{SUFFIX}"))]
    print(HEAD + render([count(one.at(one.present)) for one in histories]), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
