"""The edge where a wheel or a folder is opened. Nothing is unpacked, nothing is run."""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from truthcheck.errors import DocumentError

MAX_FILE = 32 << 20  # bytes; the largest module of the packages we ship is 21 MB, nearly all of it docstrings
MAX_FILES = 20_000
MAX_SOURCE = 256 << 20  # bytes of all Python files in a source distribution
SOURCE = ".tar.gz"


@dataclass(frozen=True, slots=True)
class Archive:
    """The Python files of one distribution: `files` maps "stripe/_charge.py" to a reader of its bytes."""

    name: str
    version: str
    licence: str
    sha256: str
    files: Mapping[str, Callable[[], bytes]]


def open_package(path: Path) -> Archive:
    """A wheel, a source distribution (some packages publish nothing else), or a package's folder in site-packages.

    Raises DocumentError when it is none of them.
    """
    if path.is_dir():
        return _folder(path)
    try:
        return _source(path) if path.name.endswith(SOURCE) else _wheel(path)
    except (OSError, zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, ValueError) as error:
        kind = "source distribution" if path.name.endswith(SOURCE) else "wheel"
        raise DocumentError(
            f"{path.name}: cannot be read as a {kind}: {error}", f"download the {kind} again"
        ) from error


def _source(path: Path) -> Archive:
    """The files below `name-version/` or its `src/`; a tarball has no index, so they are read at once."""
    files: dict[str, bytes] = {}
    room = MAX_SOURCE
    with tarfile.open(path, "r:gz") as bundle:
        for info in islice(bundle, MAX_FILES):
            inside = info.name.partition("/")[2].removeprefix("src/")
            wanted = inside.endswith((".py", ".pyi")) or inside == "PKG-INFO"
            if not info.isfile() or not wanted or info.size > min(MAX_FILE, room):
                continue
            stream = bundle.extractfile(info)
            files[inside] = stream.read() if stream else b""
            room -= info.size
    facts = _metadata(files.pop("PKG-INFO", b"").decode("utf-8", "replace"))
    return _named(path, facts, {name: _held(data) for name, data in files.items()})


def _held(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _wheel(path: Path) -> Archive:
    bundle = zipfile.ZipFile(path)
    files: dict[str, Callable[[], bytes]] = {}
    facts: dict[str, str] = {}
    for info in bundle.infolist()[:MAX_FILES]:
        if info.file_size > MAX_FILE or info.flag_bits & 0x1:
            continue
        if info.filename.endswith((".py", ".pyi")):
            files[info.filename] = _reader(bundle, info)
        elif info.filename.endswith(".dist-info/METADATA"):
            facts = _metadata(bundle.read(info).decode("utf-8", "replace"))
    return _named(path, facts, files)


def _named(path: Path, facts: Mapping[str, str], files: Mapping[str, Callable[[], bytes]]) -> Archive:
    if not facts.get("Name") or not facts.get("Version"):
        raise ValueError("metadata with a name and a version was expected")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Archive(facts["Name"], facts["Version"], _licence(facts), digest, files)


def _reader(bundle: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    # read() would trust a lying header: never take more than the limit
    def read() -> bytes:
        with bundle.open(info) as stream:
            return stream.read(MAX_FILE)

    return read


def _folder(path: Path) -> Archive:
    files = {
        found.relative_to(path.parent).as_posix(): found.read_bytes
        for found in sorted(path.rglob("*.py*"))[:MAX_FILES]
        if found.suffix in (".py", ".pyi") and found.stat().st_size <= MAX_FILE
    }
    return Archive(path.name, "", "", "", files)


def _metadata(text: str) -> dict[str, str]:
    """The head of a METADATA file; the first value of each field."""
    facts: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip():
            break
        key, colon, value = line.partition(": ")
        if colon:
            facts.setdefault(key, value.strip())
            if value.startswith("License :: "):
                facts.setdefault("classifier", value.rsplit(" :: ", 1)[-1].strip())
    return facts


def _licence(facts: Mapping[str, str]) -> str:
    stated = facts.get("License-Expression") or facts.get("License") or facts.get("classifier") or ""
    return stated if len(stated) < 60 else ""
