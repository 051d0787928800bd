"""A whole folder of documents at once: each is kept under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from truthcheck.errors import DocumentError

_SUFFIXES = (".json", ".yaml", ".yml", ".json.xz", ".yaml.xz", ".yml.xz", ".json.gz", ".yaml.gz", ".yml.gz")
_MARKS = (b"openapi", b"swagger", b"discoveryVersion")
_HEAD = 64_000  # bytes in which a document says what it is
_MOST = 500


def documents(name: str, folder: Path) -> tuple[tuple[str, Path], ...]:
    """(name, file) of every document in `folder` and below, sorted: `acme-orders` for `acme` and orders.yaml.

    Files that do not say that they are one are left out, as are hidden folders. Raises DocumentError without any.
    """
    found: dict[str, Path] = {}
    for file in sorted(_files(folder))[:_MOST]:
        found.setdefault(_named(name, file.relative_to(folder)), file)
    if not found:
        raise DocumentError(f"{folder}: holds no API document", "give a folder of OpenAPI files (.json, .yaml)")
    return tuple(found.items())


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.name.lower().endswith(_SUFFIXES) and file.is_file() and _is_document(file):
            yield file


def _is_document(file: Path) -> bool:
    if file.suffix in (".xz", ".gz"):
        return True  # what is packed is looked at when it is read
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return any(mark in head for mark in _MARKS)


def _named(name: str, file: Path) -> str:
    stem = re.sub(r"\.(json|ya?ml)(\.(xz|gz))?$", "", file.as_posix(), flags=re.I)
    plain = re.sub(r"[^a-z0-9_]+", "-", stem.lower()).strip("-")
    return f"{name}-{plain}"[:64].rstrip("-") if plain else name
