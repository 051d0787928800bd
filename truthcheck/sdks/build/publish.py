"""A wheel to a surface beside the documents: `python -m truthcheck.sdks.build.publish WHEEL [--beside SURFACE]`."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from truthcheck.rulebook.rulebook import Rulebook
from truthcheck.sdks.build.close_enums import EnumCloser
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.sdks.source.description.compiler import WheelSurface, compile_wheel
from truthcheck.shipped import folder
from truthcheck.surfaces import lock
from truthcheck.surfaces.index import Facts, open_file, write
from truthcheck.surfaces.lock import LockEntry


def surface_bytes(compiled: WheelSurface) -> bytes:
    """The index file of a compiled wheel; shapes are named by their symbol."""
    return write(facts_of(compiled), compiled.operations, compiled.shapes)


def facts_of(compiled: WheelSurface) -> Facts:
    return Facts(compiled.origin, compiled.hosts, compiled.bases, compiled.licence, "")


def entry_of(compiled: WheelSurface, data: bytes, current: bool) -> LockEntry:
    """The line of the lock; there is no commit, the wheel's sha256 stands for itself."""
    origin = compiled.origin
    return LockEntry(
        provider=origin.provider,
        document=origin.document,
        version=origin.version,
        date=origin.date,
        kind=origin.kind,
        source=origin.source,
        commit="",
        licence=compiled.licence,
        sha256=origin.sha256,
        index=hashlib.sha256(data).hexdigest(),
        operations=len(compiled.operations),
        hosts=compiled.hosts,
        bases=compiled.bases,
        current=current,
        file=f"{origin.provider}/{origin.document}@{origin.version}.jsonl",
    )


def main(arguments: list[str]) -> int:
    """Write the surface, make it the current one of its document, and say what is in it."""
    parser = argparse.ArgumentParser(prog="python -m truthcheck.sdks.build.publish")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--into", type=Path, default=folder("specs_cache"))
    parser.add_argument("--older", action="store_true", help="keep it for projects that pin it, not as the current one")
    parser.add_argument("--beside", type=Path, metavar="SURFACE", help="a document that tells which lists are complete")
    given = parser.parse_args(arguments)
    compiled = compile_wheel(given.wheel, SdkRules(Rulebook()))
    if given.beside:
        firming = EnumCloser(compiled.shapes, open_file(given.beside))
        compiled = compiled._replace(operations=firming.operations(compiled.operations))
        print(f"{given.beside.name} closes {firming.firmed} lists of values")
    data = surface_bytes(compiled)
    entry = entry_of(compiled, data, not given.older)
    others = [e for e in lock.load(given.into) if e.file != entry.file]
    target = given.into / entry.file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    (given.into / lock.NAME).write_bytes(lock.dump([*others, entry]))
    print(f"{entry.file}: {entry.operations} operations, {len(compiled.shapes)} shapes, {len(data)} bytes")
    for note in compiled.notes:
        print(f"  {note}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
