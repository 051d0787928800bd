"""Reads of real replies: none may be refuted; reads of invented names must be. `python -m bench.stripe_fixtures FILE`.

FILE are the example objects that Stripe publishes beside its document (`fixtures3.json`, also packed with xz). For
each object a program is made that asks for one and reads every field of it, and a second one that reads names which
the object does not have: a real one misspelt, and one with a word more. Both are judged by the shipped surfaces.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from truthcheck.api import verify
from truthcheck.config import Config
from truthcheck.surfaces.shapes import expand

WORDS = re.compile(r"[a-z][a-z0-9_]*\Z")
KEYWORDS = frozenset(("object", "from", "in", "is", "or", "and", "not", "class", "def", "for", "import", "pass"))


def objects(file: Path) -> dict[str, Any]:
    data = file.read_bytes()
    whole = json.loads(lzma.decompress(data) if file.suffix == ".xz" else data)
    return whole["resources"]  # type: ignore[no-any-return]


def getters() -> dict[str, str]:
    """For each kind of object, a path that gives one: the first GET with one parameter at its end whose reply is it."""
    from truthcheck.library import Library

    found: dict[str, str] = {}
    for surface in Library(Config()).surfaces("stripe"):
        for route in surface.routes:
            if route.method != "GET" or not re.fullmatch(r"/v1/[^{]+/\{\w+\}", route.path):
                continue
            for response in surface.operation(route).responses:
                for shape in response.media.values():
                    for one in expand(surface, shape):
                        kind = one.properties.get("object")
                        names = surface.shape(kind).enum if kind is not None else ()
                        if response.status == "200" and len(names) == 1:
                            found.setdefault(str(names[0]), route.path)
    return found


def reads(thing: dict[str, Any], way: str = "") -> Iterator[str]:
    """Every field, and those inside objects, as code reads them."""
    for name, value in thing.items():
        if WORDS.match(name):
            yield f'{way}["{name}"]'
            if isinstance(value, dict) and name not in ("metadata",):
                yield from reads(value, f'{way}["{name}"]')


def invented(thing: dict[str, Any]) -> Iterator[str]:
    for name in thing:
        if WORDS.match(name) and len(name) > 3:
            for false in (name[:-2] + name[-1] + name[-2], f"{name}_details_url"):
                if false not in thing:
                    yield f'["{false}"]'


def program(path: str, lines: list[str]) -> str:
    url = re.sub(r"\{\w+\}", "x_1", path)
    head = ["import requests", "", f'reply = requests.get("https://api.stripe.com{url}").json()']
    return "\n".join([*head, *(f"print(reply{line})" for line in lines)]) + "\n"


def judged(programs: dict[str, list[str]], paths: dict[str, str]) -> tuple[int, list[str]]:
    """How many reads there are, and those that are refuted."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, lines in programs.items():
            Path(folder, kind.replace(".", "_") + ".py").write_text(program(paths[kind], lines))
        report = verify(folder)
    told = [f"{Path(f.at.path).name}:{f.at.line} {f.confidence} {f.message}" for f in report.findings]
    return sum(map(len, programs.values())), told


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.stripe_fixtures", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--list", action="store_true", help="print what is refuted of real reads")
    options = parser.parse_args()
    paths = getters()
    known = {kind: thing for kind, thing in objects(options.file).items() if kind in paths}
    total, false = judged({kind: list(reads(thing)) for kind, thing in known.items()}, paths)
    print(f"{len(known)} kinds of objects; real reads: {total}, refuted {len(false)} ({100 * len(false) / total:.2f}%)")
    if options.list:
        print("\n".join(false))
    total, told = judged({kind: list(invented(thing)) for kind, thing in known.items()}, paths)
    print(f"invented reads: {total}, refuted {len(told)} ({100 * len(told) / total:.1f}%)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
