"""Vendors' own calls against the shipped documents: none of them may be refuted as an endpoint that does not exist.

    python -m bench.documents [RAW_DOCUMENT ...]

Without arguments: the operations that the present release of every shipped package calls. With raw documents (OpenAPI,
also packed): the Python samples in their `x-codeSamples`, which are run through `verify` and never kept.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from truthcheck import shipped
from truthcheck.api import Config, verify
from truthcheck.surfaces import document, known
from truthcheck.surfaces.store import Store

ENDPOINT = ("unknown-endpoint", "wrong-method")
SAMPLES = ("x-codeSamples", "x-code-samples")


def packages(cache: Path) -> Iterator[tuple[str, int, int, int]]:
    """Name and version, operations called, those that only the package knows, and those that would be refuted."""
    store = Store((cache,))
    provided = {entry.provider for entry in store.entries() if entry.current and entry.kind != known.KNOWN}
    for package in (one for one in known.packages(cache / "sdks") if one.provider in provided):
        base, missing = known.undescribed(package, store)
        mine = [surface for surface in store.every(package.provider) if surface.origin.kind == known.KNOWN]
        excused = {(route.method, route.path) for surface in mine for route in surface.routes}
        refuted = [ask for ask in missing if (ask[0], base + ask[1]) not in excused]
        yield f"{package.name} {package.version}", len(package.asks), len(missing) - len(refuted), len(refuted)


def samples(raw: Path) -> Iterator[str]:
    """The Python samples of a raw document."""
    paths = document.parse(document.read(raw), raw.name).get("paths")
    for item in paths.values() if isinstance(paths, dict) else ():
        for operation in item.values() if isinstance(item, dict) else ():
            yield from _of(operation) if isinstance(operation, dict) else ()


def _of(operation: dict[str, Any]) -> Iterator[str]:
    for key in SAMPLES:
        for sample in operation[key] if isinstance(operation.get(key), list) else ():
            if isinstance(sample, dict) and str(sample.get("lang", "")).lower().startswith("python"):
                yield str(sample.get("source", ""))


def judged(raw: Path) -> str:
    """What `verify` says of the samples of one document, in a line."""
    with tempfile.TemporaryDirectory() as folder:
        for number, source in enumerate(samples(raw)):
            Path(folder, f"sample_{number}.py").write_text(source, "utf-8")
        report = verify((folder,), Config())
    counts = {verdict: report.count(verdict) for verdict in ("supported", "refuted", "unverified")}
    false = [finding.message for finding in report.findings if finding.rule in ENDPOINT]
    return f"{raw.name}: {len(report.calls)} calls, {counts}; endpoints refuted: {len(false)} {false[:5]}"


def main(arguments: list[str]) -> int:
    for raw in map(Path, arguments):
        print(judged(raw))
    wrong = 0
    for name, calls, alone, refuted in packages(shipped.folder("specs_cache")) if not arguments else ():
        print(f"{name}: {calls} operations, {alone} known to the package alone, {refuted} refuted")
        wrong += refuted
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
