"""A raw document on disk: one file, or the main file of a tar with the files beside it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from truthcheck.errors import DocumentError
from truthcheck.surfaces.document import read

_MAX_FILES = 20_000

Beside = Callable[[str], "bytes | None"]


def open_document(path: Path, root: str = "") -> tuple[bytes, str, Beside | None]:
    """Its bytes, its name, and a reader of the files beside it (only for archives: `root` is the main file there)."""
    data = read(path)
    if not root:
        return data, path.name.removesuffix(".xz").removesuffix(".gz"), None
    files = _members(data, path)
    folder, _, main = root.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    if root not in files:
        raise DocumentError(f"{path.name}: holds no {root}")
    return files[root], main, lambda name: files.get(f"{prefix}{name}")


def _members(data: bytes, path: Path) -> dict[str, bytes]:
    """The regular files of a tar, in memory: nothing is unpacked to disk, links are not followed."""
    import tarfile

    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is not None:
                    found[member.name.removeprefix("./")] = stream.read()
                if len(found) > _MAX_FILES:
                    raise DocumentError(f"{path.name}: holds more than {_MAX_FILES} files")
    except tarfile.TarError as error:
        raise DocumentError(f"{path.name}: is no archive: {error}") from None
    return found
