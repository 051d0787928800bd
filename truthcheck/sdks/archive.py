"""The edge where a wheel or a folder is opened. Nothing is unpacked, nothing is run."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from truthcheck.errors import DocumentError

MAX_FILE = 8 << 20  # bytes; the largest module of the packages we ship is 1.5 MB
MAX_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Archive:
    """The Python files of one distribution: `files` maps "stripe/_charge.py" to a reader of its bytes."""

    name: str
    version: str
    licence: str
    sha256: str
    files: Mapping[str, Callable[[], bytes]]


def open_package(path: Path) -> Archive:
    """A wheel, or a site-packages folder's package directory. Raises DocumentError when it is neither."""
    if path.is_dir():
        return _folder(path)
    try:
        return _wheel(path)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise DocumentError(f"{path.name}: cannot be read as a wheel: {error}", "download the wheel again") from error


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
    if not facts.get("Name") or not facts.get("Version"):
        raise ValueError("METADATA with a name and a version was expected")
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
