"""Reads of recorded replies of GitHub, as PyGithub's tests keep them: `python -m bench.pygithub_replays FOLDER`.

FOLDER is the `tests/ReplayData` of a checkout; its files are read for measuring alone. Every field of every good reply
is read as code would read it: what is refuted of these is wrong, or a field that GitHub no longer has. Each is then
read again under a misspelt name, which has to be refuted where the document describes the object.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from truthcheck.checks.calls import exchange
from truthcheck.config import Config
from truthcheck.library import Library
from truthcheck.model.call import Call, Read
from truthcheck.model.location import Span
from truthcheck.model.report import UNVERIFIED
from truthcheck.model.value import Literal

Place = tuple[str, ...]


def exchanges(file: Path) -> Iterator[tuple[str, str, Any]]:
    """Method, URL and decoded reply of each good exchange."""
    lines = iter(file.read_text("utf-8", "replace").splitlines())
    for scheme in lines:
        if scheme not in ("https", "http"):
            continue
        rest = list(islice(lines, 9))
        if len(rest) < 9:
            return
        method, host, _, path, _, _, status, _, body = rest
        if status.startswith("2") and body[:1] in "{[":
            try:
                yield method, f"https://{host}{path}".partition("?")[0], json.loads(body)
            except ValueError:
                continue


def fields(data: Any, way: Place = ()) -> Iterator[Place]:
    if isinstance(data, list):
        for item in data[:3]:
            yield from fields(item, (*way, "[]"))
    elif isinstance(data, dict):
        for name, value in data.items():
            yield (*way, name)
            yield from fields(value, (*way, name))


def misspelt(path: Place) -> Place:
    name = path[-1]
    return (*path[:-1], name[:-2] + name[-1] + name[-2] if len(name) > 3 and name[-1] != name[-2] else f"{name}_x")


def refuted(library: Library, method: str, url: str, paths: list[Place]) -> tuple[bool, set[Place]]:
    """Whether the operation is known, and which of the reads are refuted."""
    reads = tuple(Read(path, Span("a.py", number + 1, 1, number + 1, 2)) for number, path in enumerate(paths))
    call = Call(Span("a.py", 0, 1, 0, 2), "requests", "get", Literal(method), Literal(url), (), reads)
    checked = exchange.check(call, library).checked
    lines = {finding.at.line for finding in checked.findings if finding.rule == "unknown-response-field"}
    return checked.verdict != UNVERIFIED, {path for number, path in enumerate(paths) if number + 1 in lines}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pygithub_replays", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="print what is refuted of real reads")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth file")
    options = parser.parse_args()
    library, counts, false = Library(Config()), Counter[str](), Counter[str]()
    for file in sorted(options.folder.glob("*.txt"))[:: options.every]:
        for method, url, body in exchanges(file):
            paths = list(dict.fromkeys(fields(body)))
            known, wrong = refuted(library, method, url, paths)
            if not known or not paths:
                counts["unverified"] += 1
                continue
            _, told = refuted(library, method, url, [misspelt(path) for path in paths])
            counts.update({"exchanges": 1, "real": len(paths), "wrong": len(wrong), "told": len(told)})
            false.update(f"{method} {'.'.join(path)}" for path in wrong)
    real = counts["real"] or 1
    print(f"{counts['exchanges']} exchanges, {counts['unverified']} of no known operation")
    print(f"real reads: {real}, refuted {counts['wrong']} ({100 * counts['wrong'] / real:.2f}%)")
    print(f"misspelt reads: refuted {counts['told']} ({100 * counts['told'] / real:.1f}%)")
    for line, count in false.most_common(40 if options.list else 0):
        print(f"{count:6} {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
