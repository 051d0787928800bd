"""Whether a document is valid OpenAPI: asked for with `--validate`, answered by prance, of the extra `documents`.

Reading stays lenient: what is no valid OpenAPI is told and kept all the same. prance follows every reference, out of
the folder and onto the network too, so it gets one bounded document that refers to itself alone (`surfaces/bundle.py`),
and a process whose time is limited: a hostile pattern may run for ever.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from truthcheck.errors import DocumentError, TruthcheckError
from truthcheck.specs.compiling import corrected
from truthcheck.specs.material import Material
from truthcheck.surfaces.bundle import Bundle, Place, bundle
from truthcheck.surfaces.document import parse
from truthcheck.surfaces.project_lock import KeepWish
from truthcheck.surfaces.refs import Documents

MOST = 8  # faults that are told of one document
_SECONDS = 300.0  # GitHub's 1,200 operations take more than one minute
_JUDGE = Path(__file__).with_name("openapi_judge.py")


def check_installed() -> None:
    """Raise when the extra that validates is not there."""
    if find_spec("prance") is None or find_spec("openapi_spec_validator") is None:
        raise TruthcheckError(
            "--validate needs prance and openapi-spec-validator", 'run: pip install "api-truthcheck[documents]"'
        )


def faults(wish: KeepWish, material: Material, root: Path) -> tuple[str, ...]:
    """A line for each fault of the document after its overlays, with its place; nothing when it is valid."""
    if material.wheel:
        return ("not validated: it is a package",)
    document, _, _ = corrected(wish, material, root)
    tree = parse(document, material.name)
    if not ("openapi" in tree or "swagger" in tree):
        return ("not validated: it names no version of OpenAPI",)
    documents = Documents(tree, material.name, material.beside)
    try:
        whole = bundle(documents)
    except DocumentError as error:
        return (f"not validated: {error.message}",)
    if documents.notes:
        return tuple(f"not validated: {note}" for note in documents.notes)[:MOST]
    return tuple(_lines(whole))


def _lines(whole: Bundle) -> Iterator[str]:
    with TemporaryDirectory(prefix="truthcheck-") as folder:
        file = Path(folder) / "document.json"
        file.write_text(json.dumps(whole.tree, default=str), encoding="utf-8")
        answer = _judged(file)
    if isinstance(answer, str):
        yield f"not validated: {answer}"
        return
    for place, message in answer:
        where = _shown(tuple(place), whole)
        yield f"no valid OpenAPI: {where}: {message}" if where else f"no valid OpenAPI: {message}"


def _judged(file: Path) -> list[tuple[list[str], str]] | str:
    """Faults, or why there is no answer."""
    command = [sys.executable, str(_JUDGE), str(file), str(MOST), *sys.path]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"takes longer than {_SECONDS:.0f} s"
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return f"prance stopped: {' '.join(last)[:200]}"
    found: list[tuple[list[str], str]] = json.loads(done.stdout)
    return found


def _shown(place: Place, whole: Bundle) -> str:
    """`paths./orders.get`; what was brought in from another file is named after it."""
    for length in (3, 2):
        label = whole.labels.get(place[:length])
        if label is not None:
            return ".".join((label, *place[length:]))
    return ".".join(place)
