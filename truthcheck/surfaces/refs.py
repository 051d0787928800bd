"""Where a `$ref` leads: inside the document, or in files beside it, and never anywhere else."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from truthcheck.errors import DocumentError

_HOPS = 50  # references that lead to references
_MISSING = object()


class Documents:
    """A root document and the files beside it.

    `read(name)` gives the bytes of a file inside the document's own folder, or None; without it every external
    reference dangles. `notes` collects what had to be left out, once each.
    """

    def __init__(self, root: dict[str, Any], name: str, read: Callable[[str], bytes | None] | None = None) -> None:
        self.notes: dict[str, None] = {}
        self._read = read
        self._trees: dict[str, Any] = {name: root}
        self.name = name

    def note(self, text: str) -> None:
        self.notes[text] = None

    def target(self, ref: str, doc: str) -> tuple[str, str]:
        """(document, JSON pointer) that `ref`, written in `doc`, names."""
        file, _, pointer = ref.partition("#")
        if not file:
            return doc, pointer
        if "://" in file or file.startswith(("/", "file:", "http:", "https:")):
            return f"!{file}", pointer
        return posixpath.normpath(posixpath.join(posixpath.dirname(doc), unquote(file))), pointer

    def find(self, doc: str, pointer: str) -> Any:
        """The node there, or None with a note."""
        node = self._tree(doc)
        for part in pointer.strip("/").split("/") if pointer.strip("/") else ():
            node = _step(node, unquote(part).replace("~1", "/").replace("~0", "~"))
            if node is _MISSING:
                self.note(f"dangling reference {pointer or doc}")
                return None
        return node

    def follow(self, node: Any, doc: str, pointer: str) -> tuple[Any, str, str]:
        """Node, document and pointer behind a chain of references; an empty object where it dangles.

        Facts written beside a reference are kept: they add to what it names (OpenAPI 3.1's path items and parameters).
        """
        for _ in range(_HOPS):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                return (node if isinstance(node, dict) else {}), doc, pointer
            beside = {key: value for key, value in node.items() if key != "$ref"}
            doc, pointer = self.target(node["$ref"], doc)
            node = self.find(doc, pointer)
            if beside and isinstance(node, dict):
                node = {**node, **beside}
        self.note(f"references in a circle at {pointer}")
        return {}, doc, pointer

    def label(self, doc: str, pointer: str) -> str:
        """A pointer for a person: with the file's name unless it is the root document."""
        return pointer if doc == self.name else f"{doc}#{pointer}" if pointer else doc

    def _tree(self, doc: str) -> Any:
        if doc not in self._trees:
            self._trees[doc] = self._load(doc)
        return self._trees[doc]

    def _load(self, doc: str) -> Any:
        outside = doc.startswith(("!", "../")) or doc == ".."
        data = self._read(doc) if self._read and not outside else None
        if data is None:
            self.note(f"external reference not followed: {doc.lstrip('!')}")
            return None
        from truthcheck.surfaces.document import parse

        try:
            return parse(data, doc)
        except DocumentError as error:
            self.note(f"external reference unreadable: {error.message}")
            return None


def _step(node: Any, part: str) -> Any:
    if isinstance(node, dict):
        return node.get(part, _MISSING)
    if isinstance(node, list) and part.isdigit() and int(part) < len(node):
        return node[int(part)]
    return _MISSING
