"""The edge where a wheel or a folder is opened. Nothing is unpacked, nothing is run."""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from truthcheck.errors import DocumentError

MAX_FILE = 32 << 20  # bytes; the largest module of the packages we ship is 21 MB, nearly all of it docstrings
MAX_FILES = 20_000
MAX_SOURCE = 256 << 20  # bytes of all Python files of a distribution
MAX_UNPACKED = 1 << 30
MAX_METADATA = 1 << 20
SOURCE = ".tar.gz"
SOURCES = (".py", ".pyi")
COMPILED = (".so", ".pyd")
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNREAD = b"\0"  # no module: its names stay unknown
BROKEN = (
    *(OSError, zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, ValueError),
    *(NotImplementedError, RuntimeError),  # packed in another way, encrypted
)


@dataclass(frozen=True, slots=True)
class Archive:
    """The Python files of one distribution: `files` maps "stripe/_charge.py" to a reader of its bytes.

    A reader raises DocumentError for a file that is damaged. `left_out` are files that are too large to be read.
    """

    name: str
    version: str
    licence: str
    sha256: str
    files: Mapping[str, Callable[[], bytes]]
    left_out: tuple[str, ...] = ()


def open_package(path: Path) -> Archive:
    """A wheel, a source distribution (some packages publish nothing else), or a package's folder in site-packages.

    Raises DocumentError when it is none of them.
    """
    if path.is_dir():
        return _folder(path)
    try:
        return _source(path) if path.name.endswith(SOURCE) else _wheel(path)
    except BROKEN as error:
        kind = "source distribution" if path.name.endswith(SOURCE) else "wheel"
        raise DocumentError(
            f"{path.name}: cannot be read as a {kind}: {_why(error)}", f"download the {kind} again"
        ) from error


def _why(error: Exception) -> str:
    return str(error).partition("\n")[0][:200] or type(error).__name__


def _source(path: Path) -> Archive:
    """The files below `name-version/` or its `src/`; a tarball has no index, so they are read at once."""
    files: dict[str, Callable[[], bytes]] = {}
    facts: dict[str, str] = {}
    room = _Room()
    with tarfile.open(path, "r:gz") as bundle:
        for info in bundle:
            room.count(info.size)
            inside = info.name.partition("/")[2].removeprefix("src/")
            stream = bundle.extractfile(info) if info.isfile() else None
            if stream is not None and inside == "PKG-INFO":
                facts = _metadata(stream.read(MAX_METADATA).decode("utf-8", "replace"))
            elif stream is not None and inside.endswith(SOURCES):
                files[inside] = _held(stream.read() if room.takes(inside, info.size) else UNREAD)
    return _named(path, facts, files, room)


def _held(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _wheel(path: Path) -> Archive:
    files: dict[str, Callable[[], bytes]] = {}
    facts: dict[str, str] = {}
    room = _Room()
    bundle = zipfile.ZipFile(path)
    for info in bundle.infolist():
        room.count(0)
        if info.filename.endswith(".dist-info/METADATA"):
            with bundle.open(info) as stream:
                facts = _metadata(stream.read(MAX_METADATA).decode("utf-8", "replace"))
        elif info.filename.endswith(SOURCES):
            if info.compress_type not in PACKED:
                raise ValueError(f"{info.filename} is packed in a way that wheels are not")
            taken = room.takes(info.filename, info.file_size)
            files[info.filename] = _reader(path.name, bundle, info) if taken else _held(UNREAD)
        elif info.filename.endswith(COMPILED):
            files.setdefault(source_of(info.filename), _held(UNREAD))
    return _named(path, facts, files, room)


def source_of(compiled: str) -> str:
    """The module that a compiled file stands for, as the name of its source: "kit/fast.py"."""
    folder, slash, name = compiled.rpartition("/")
    return f"{folder}{slash}{name.partition('.')[0]}.py"


class _Room:
    """What may still be taken out of an archive: somebody made it, perhaps to fill memory or disk."""

    def __init__(self) -> None:
        self.left_out: list[str] = []
        self._files = 0
        self._unpacked = 0
        self._source = 0

    def count(self, size: int) -> None:
        """One more file of the archive, of which `size` bytes are unpacked on the way."""
        self._files += 1
        self._unpacked += size
        if self._files > MAX_FILES:
            raise ValueError(f"it holds more than {MAX_FILES} files")
        if self._unpacked > MAX_UNPACKED:
            raise ValueError(f"it unpacks to more than {MAX_UNPACKED >> 20} MB")

    def takes(self, name: str, size: int) -> bool:
        """Whether a Python file is read; one that is too large is noted."""
        if size > MAX_FILE:
            self.left_out.append(name)
            return False
        self._source += size
        if self._source > MAX_SOURCE:
            raise ValueError(f"its Python files are larger than {MAX_SOURCE >> 20} MB together")
        return True


def _named(path: Path, facts: Mapping[str, str], files: Mapping[str, Callable[[], bytes]], room: _Room) -> Archive:
    if not facts.get("Name") or not facts.get("Version"):
        raise ValueError("metadata with a name and a version was expected")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Archive(facts["Name"], facts["Version"], _licence(facts), digest, files, tuple(room.left_out))


def _reader(wheel: str, bundle: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    # read() would trust a lying header: never take more than the limit
    def read() -> bytes:
        try:
            with bundle.open(info) as stream:
                return stream.read(MAX_FILE)
        except BROKEN as error:
            raise DocumentError(
                f"{wheel}: {info.filename} cannot be unpacked: {_why(error)}", "download the wheel again"
            ) from error

    return read


def _folder(path: Path) -> Archive:
    """Links that lead out of the folder are not followed."""
    root = path.resolve()
    found = (file for file in sorted(path.rglob("*.py*")) if file.suffix in SOURCES and file.is_file())
    inside = [file for file in found if root in file.resolve().parents][:MAX_FILES]
    files = {file.relative_to(path.parent).as_posix(): _file(file) for file in inside}
    return Archive(path.name, "", "", "", files)


def _file(path: Path) -> Callable[[], bytes]:
    return path.read_bytes if path.stat().st_size <= MAX_FILE else _held(UNREAD)


def requirements(path: Path) -> list[str]:
    """What a wheel's metadata says that it requires, as written; nothing for a source distribution."""
    if path.name.endswith(SOURCE):
        return []
    with zipfile.ZipFile(path) as bundle:
        name = next((name for name in bundle.namelist() if name.endswith(".dist-info/METADATA")), "")
        text = bundle.open(name).read(MAX_METADATA).decode("utf-8", "replace") if name else ""
    head = text.partition("\n\n")[0].splitlines()
    return [line.partition(":")[2].strip() for line in head if line.startswith("Requires-Dist:")]


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
