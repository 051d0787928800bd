"""Brings lists of releases and their files through pip's own finder and session, so with pip's own configuration.

Needs an interpreter with pip 26 or later: earlier ones do not know when a file was uploaded. Nothing is built,
installed or imported; `pip download` would run the build of a source distribution.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from truthcheck.errors import DocumentError
from truthcheck.sdks.build import listing
from truthcheck.sdks.build.listing import ListedRelease

_SESSION = """
import hashlib, json, pathlib, sys
from pip._internal.commands import create_command
command = create_command("download")
options, _ = command.parse_args(["--pre", "--no-deps", "--quiet", "x"])
command.main_context().__enter__()
session = command.get_default_session(options)
"""
_LIST = """
finder = command._build_package_finder(options=options, session=session, ignore_requires_python=True)
found = {}
for one in finder.find_all_candidates(sys.argv[1]):
    link = one.link
    if not link.is_file and link.upload_time:
        found.setdefault(str(one.version), []).append({
            "file": link.filename, "address": link.url_without_fragment, "sha256": link.hash or "",
            "date": link.upload_time.isoformat(),
        })
print(json.dumps(found))
"""
_BRING = """
for address, target, sha256 in json.load(sys.stdin):
    answer = session.get(address, headers={"Accept-Encoding": "identity"})
    answer.raise_for_status()
    if hashlib.sha256(answer.content).hexdigest() != sha256:
        raise SystemExit(f"{target}: is not the file that was listed")
    pathlib.Path(target).write_bytes(answer.content)
"""


def releases(name: str, files: Path, python: str = sys.executable) -> list[ListedRelease]:
    """The releases that are listed now, kept beside the files. Raises DocumentError when pip cannot tell."""
    found: dict[str, list[dict[str, Any]]] = json.loads(_run(python, _LIST, name))
    listing.save(files, name, listing.chosen(found))
    return listing.load(files, name)


def bring(name: str, wanted: Iterable[ListedRelease], files: Path, python: str = sys.executable) -> None:
    """The files that are not there yet. Raises DocumentError when one cannot be had."""
    folder = listing.folder_of(files, name)
    missing = [one for one in wanted if not (folder / one.file).is_file()]
    rows = [[one.address, str(folder / one.file), one.sha256] for one in missing]
    if rows:
        _run(python, _BRING, name, json.dumps(rows))


def _run(python: str, script: str, name: str, given: str = "") -> str:
    done = subprocess.run([python, "-c", _SESSION + script, name], input=given, capture_output=True, text=True)
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2][:200]
        raise DocumentError(f"{name}: pip says: {why}", "give --python an interpreter with pip 26 or later")
    return done.stdout
