"""A raw document as a tree of dicts, lists and scalars: lenient about style, strict about size.

A document is hostile input: its size, its depth and what its aliases would grow to are bounded, and nothing it
points at is fetched. Every key is a string, as OpenAPI means it: YAML's `200:` is the status "200".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from truthcheck.errors import DocumentError
from truthcheck.surfaces.bounds import MAX_JSON


def read(path: Path) -> bytes:
    """The bytes of a document, unpacked when its name ends in `.xz` or `.gz`."""
    try:
        if path.suffix == ".xz":
            import lzma

            with lzma.open(path) as packed:
                return _bounded(packed.read(MAX_JSON + 1), path.name)
        if path.suffix == ".gz":
            import gzip

            with gzip.open(path) as zipped:
                return _bounded(zipped.read(MAX_JSON + 1), path.name)
        with path.open("rb") as stream:
            return _bounded(stream.read(MAX_JSON + 1), path.name)
    except (OSError, EOFError) as error:
        raise DocumentError(f"{path}: cannot be read: {error}", "check the path and its permissions") from None
    except Exception as error:  # the errors of a damaged archive have no common class
        raise _unpackable(path, error) from None


def _unpackable(path: Path, error: Exception) -> DocumentError:
    return error if isinstance(error, DocumentError) else DocumentError(f"{path}: cannot be unpacked: {error}")


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_JSON:
        raise DocumentError(f"{name}: is larger than {MAX_JSON >> 20} MB", "split the document, or leave parts out")
    return data


def parse(data: bytes, name: str) -> dict[str, Any]:
    """The tree of a JSON or YAML document, whichever it is.

    Raises DocumentError when it is neither, or is too large, too deep, or no object.
    """
    text = _decode(_bounded(data, name), name)
    tree = _parse_json(text, name) if text.lstrip()[:1] in ("{", "[") else None
    if tree is None:
        from truthcheck.surfaces.yaml_tree import build

        tree = build(text, name)
    if not isinstance(tree, dict):
        raise DocumentError(f"{name}: is no API document: expected an object, found {_kind(tree)}", _hint(text))
    return tree


def _decode(data: bytes, name: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name}: is not text: byte {error.start} is not {encoding}") from None


def _parse_json(text: str, name: str) -> Any:
    """The tree, or None for text that starts like JSON and is not (YAML flow style)."""
    try:
        return json.loads(text)
    except RecursionError:
        raise DocumentError(f"{name}: is nested too deeply") from None
    except ValueError as error:
        if text.lstrip()[:1] == "{" and '"' in text[:80]:
            raise DocumentError(f"{name}: is no JSON: {error}", "is the download complete?") from None
        return None


def _kind(tree: Any) -> str:
    return {list: "a list", str: "text", type(None): "nothing"}.get(type(tree), type(tree).__name__)


def _hint(text: str) -> str:
    if text.lstrip()[:1] == "<":
        return "this looks like a web page: give the address of the raw document"
    return "give an OpenAPI 3, Swagger 2.0 or Google discovery document"
