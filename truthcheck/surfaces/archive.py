"""A raw document on disk: one file, or the main file of a tar with the files beside it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from truthcheck.errors import DocumentError
from truthcheck.surfaces.document import read

_MAX_FILES = 20_000

Beside = Callable[[str], "bytes | None"]


def open_document(path: Path, root: str = "", follow: bool = False) -> tuple[bytes, str, Beside | None]:
    """Its bytes, its name, and a reader of the files beside it.

    `root` is the main file of an archive. References to other files are followed inside an archive, or where the
    user asks for it (`follow`), and then only inside the document's own folder.
    """
    data = read(path)
    if not root:
        name = path.name.removesuffix(".xz").removesuffix(".gz")
        return data, name, folder_reader(path.parent) if follow else None
    files = _members(data, path)
    folder, _, main = root.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    if root not in files:
        raise DocumentError(f"{path.name}: holds no {root}")
    return files[root], main, lambda name: files.get(f"{prefix}{name}")


def folder_reader(folder: Path) -> Beside:
    """Reads files below `folder`; a name or a link that leads out of it is nothing."""
    top = folder.resolve()

    def beside(name: str) -> bytes | None:
        file = (top / name).resolve()
        return read(file) if file.is_relative_to(top) and file.is_file() else None

    return beside


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
