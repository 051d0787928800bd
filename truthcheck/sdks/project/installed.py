"""The edge where a package of the project's environment is opened. Its RECORD says what belongs to it; nothing is run.

Every file is held against the hash in RECORD before it is read: what RECORD says is therefore all that counts, and one
who changed a file after its installation is told that the package is not read.
"""

from __future__ import annotations

import csv
import hashlib
import os
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from truthcheck.errors import DocumentError
from truthcheck.sdks.project.environments import Distribution, record
from truthcheck.sdks.source.archive import COMPILED, MAX_FILE, MAX_FILES, SOURCES, UNREAD, Archive, source_of


def open_installed(found: Distribution, fault: Callable[[str], None]) -> Archive:
    """`fault` is told of a file that turns out to be changed when it is read; its content is then withheld.

    Raises DocumentError when files are missing, or when there are more than RECORD names.
    """
    site = found.info.parent
    hashes = dict(_listed(record(found), SOURCES))
    if not hashes:
        raise DocumentError(f"{_named(found)}: its RECORD names no Python file", "install the package again")
    gone = next((path for path in hashes if not os.path.isfile(site / path)), "")
    if gone:
        raise DocumentError(f"{_named(found)}: {gone} is missing", "install the package again")
    more = next((path for path in _present(site, hashes) if path not in hashes), "")
    if more:
        raise DocumentError(f"{_named(found)}: {more} is not in its RECORD", "install the package again")
    files = {source_of(path): _unread for path, _ in _listed(record(found), COMPILED)}
    files |= {path: _reader(site / path, expected, fault) for path, expected in hashes.items()}
    return Archive(found.name, found.version, "", hashlib.sha256(record(found)).hexdigest(), files)


def _named(found: Distribution) -> str:
    return f"{found.name} {found.version} in {found.shown}"


def _unread() -> bytes:
    return UNREAD


def _listed(record: bytes, kinds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Its files of these kinds with their hashes; what lies outside of site-packages is none of them."""
    try:
        rows = [row for row in csv.reader(record.decode("utf-8", "replace").splitlines()) if len(row) > 1]
    except csv.Error:
        return
    for path, expected, *_ in rows[: MAX_FILES * 4]:
        parts = path.split("/")
        if path.endswith(kinds) and ".." not in parts and parts[0] and ":" not in parts[0]:
            yield path, expected


def _present(site: Path, hashes: Mapping[str, str]) -> Iterator[str]:
    """The Python files in the folders that RECORD names; a namespace that others share is not looked through."""
    tops = {path.partition("/")[0] for path in hashes if "/" in path}
    for top in sorted(top for top in tops if f"{top}/__init__.py" in hashes):
        for folder, _, names in os.walk(site / top):
            inside = Path(folder).relative_to(site).as_posix()
            yield from (f"{inside}/{name}" for name in names if name.endswith(SOURCES))


def _reader(path: Path, expected: str, fault: Callable[[str], None]) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with path.open("rb") as stream:
                data = stream.read(MAX_FILE + 1)
        except OSError:
            data = b""
        if len(data) > MAX_FILE or f"sha256={_hashed(data)}" != expected:
            fault(f"{path.name} is not what its RECORD says")
            return UNREAD
        return data

    return read


def _hashed(data: bytes) -> str:
    return urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
