"""A document in a test, compiled and opened again from its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from truthcheck.model.surface import Operation, Origin, Shape
from truthcheck.surfaces.compile import Compiled, Raw, compile
from truthcheck.surfaces.index import IndexSurface, open_file

ORIGIN = Origin("acme", "rest", "", "2026-01-02", "")


class Made:
    """A compiled document, opened again from its file."""

    def __init__(self, compiled: Compiled, file: Path) -> None:
        file.write_bytes(compiled.data)
        self.notes = compiled.notes
        self.found, self.kept = compiled.found, compiled.kept
        self.surface: IndexSurface = open_file(file)

    def operation(self, method: str = "", path: str = "") -> Operation:
        routes = [r for r in self.surface.routes if method in ("", r.method) and path in ("", r.path)]
        assert len(routes) == 1, routes
        return self.surface.operation(routes[0])

    def body(self, media: str = "application/json") -> Shape:
        body = self.operation("POST").body
        assert body is not None
        return self.surface.shape(body.media[media])

    def property(self, name: str) -> Shape:
        return self.surface.shape(self.body().properties[name])


def make(folder: Path, text: str, **known: Any) -> Made:
    """`known` overrules what `Raw` says; the host is api.acme.dev unless hosts=None leaves it to the document."""
    raw = Raw(text.encode(), ORIGIN, "acme.yaml", **{"hosts": ("api.acme.dev",), **known})
    return Made(compile(raw), folder / "acme.jsonl")


def with_schema(schema: str, head: str = "openapi: 3.1.0") -> str:
    return f"""
{head}
paths:
  /things:
    post:
      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{}}
components:
  schemas:
    Owner: {{type: object, properties: {{name: {{type: string}}}}}}
"""
