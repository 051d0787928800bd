"""A typed SDK as a description of its API: a wheel to the nouns of a surface.

Every operation, parameter and shape carries the symbol it was read from as its pointer,
such as "stripe.params._customer_create_params:CustomerCreateParams.email".
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from truthcheck.errors import DocumentError
from truthcheck.model.noun import NamedTuple
from truthcheck.model.sdk import Sdk, Specification
from truthcheck.model.surface import Body, Operation, Origin, Parameter, Ref, Response, Shape
from truthcheck.sdks.index.terms import Term
from truthcheck.sdks.rules.sdk_rulebook import SdkRules
from truthcheck.sdks.source.archive import MAX_FILE, Archive, open_package
from truthcheck.sdks.source.description.shapes import ShapeCollector
from truthcheck.sdks.source.modules.codebase import Codebase
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition
from truthcheck.sdks.source.requests.operations import Operations
from truthcheck.sdks.source.requests.paths import ReachedOperation
from truthcheck.sdks.source.requests.url_templates import UrlTemplates
from truthcheck.sdks.source.types.class_fields import is_typed_dict
from truthcheck.sdks.source.types.inference import Inference


class WheelSurface(NamedTuple):
    """A wheel's facts: `hosts` are those of the surface, `notes` what could not be read."""

    origin: Origin
    licence: str
    hosts: tuple[str, ...]
    bases: tuple[str, ...]
    operations: tuple[Operation, ...]
    shapes: dict[str, Shape]
    notes: tuple[str, ...]


def compile_wheel(path: Path, known: SdkRules) -> WheelSurface:
    """Raises DocumentError when no rule says how to read this package as a description."""
    archive = open_package(path)
    rules = known.of(archive.name)
    if rules.specification is None:
        raise DocumentError(
            f"{path.name}: rules/sdks has no [specification] for {archive.name}", "use an OpenAPI document instead"
        )
    try:
        return _Compiler(archive, rules, rules.specification).compiled()
    except RecursionError:
        raise DocumentError(f"{path.name}: its source is nested too deep to be read", "is this the package?") from None


class _Compiler:
    def __init__(self, archive: Archive, rules: Sdk, stated: Specification) -> None:
        self.archive, self.rules, self.stated = archive, rules, stated
        self.codebase = Codebase(archive.files)
        self.infer = Inference(self.codebase)
        self.reached = Operations(UrlTemplates(self.infer), rules)
        self.shapes = ShapeCollector(self.infer, stated)
        self.notes = [f"{name}: is larger than {MAX_FILE >> 20} MB, so it is not read" for name in archive.left_out]

    def compiled(self) -> WheelSurface:
        found: dict[tuple[str, str, str], Operation] = {}
        for info in self._services():
            for operation in self._operations(info):
                found.setdefault((operation.host, operation.path, operation.method), operation)
        operations = tuple(found[key] for key in sorted(found))
        shapes = self.shapes.all()
        hosts = (self.stated.host, *sorted({o.host for o in operations if o.host}))
        bases = tuple(sorted({"/" + operation.path.split("/")[1] for operation in operations if not operation.host}))
        return WheelSurface(self._origin(), self.archive.licence, hosts, bases, operations, shapes, tuple(self.notes))

    def _origin(self) -> Origin:
        version = self.infer.constant(self.stated.version)
        if not version:
            raise DocumentError(f"{self.archive.name}: has no constant {self.stated.version}", "correct rules/sdks")
        name = f"{self.archive.name} {self.archive.version}"
        return Origin(
            self.rules.provider, self.stated.document, version, version[:10], "sdk", name, self.archive.sha256
        )

    def _services(self) -> Iterator[ClassInfo]:
        """The roots and every class that is reached over their public attributes."""
        queue = [info for root in self.stated.roots if (info := self.infer.find(root)) is not None]
        seen: set[str] = set()
        while queue:
            info = queue.pop(0)
            if info.key in seen:
                continue
            seen.add(info.key)
            yield info
            for ancestor in self.codebase.mro(info):
                for name in (*ancestor.fields, *ancestor.assigned):
                    if not name.startswith("_"):
                        queue += self.infer.classes(self.infer.attribute(info, name))

    def _operations(self, info: ClassInfo) -> Iterator[Operation]:
        for name, definitions in info.methods.items():
            function = definitions[-1]
            if name.startswith("_") or isinstance(function, ast.AsyncFunctionDef):
                continue
            for reached in self.reached.of(info.module, info, info, function):
                if reached.path.startswith("/") and "{" not in reached.path.split("/")[1]:
                    yield self._operation(info, name, function, reached)
                else:
                    self.notes.append(f"{info.key}.{name}: no path template in {reached.path!r}")

    def _operation(self, info: ClassInfo, name: str, function: Definition, reached: ReachedOperation) -> Operation:
        symbol = f"{info.key}.{name}"
        path = [
            Parameter(word, "path", True, Shape(types=("string",)), "simple", False, False, symbol)
            for word in re.findall(r"\{(\w+)\}", reached.path)
        ]
        sent = self._sent(info, function)
        in_query = reached.method in ("GET", "DELETE", "HEAD")
        query = self._query(sent) if in_query else []
        body = None if in_query else self._body(sent, reached.path)
        returned = self.shapes.of(self.infer.returned(info, function))
        response = Response("200", {"application/json": returned}, symbol)
        host = reached.host if reached.host != self.stated.host else ""
        return Operation(
            reached.method,
            reached.path,
            symbol.partition(":")[2],
            host,
            False,
            (*path, *query),
            body,
            (response,),
            symbol,
        )

    def _sent(self, info: ClassInfo, function: Definition) -> ClassInfo | None:
        """The TypedDict that the method sends; the one with the client's options is not sent."""
        given = function.args
        for arg in (*given.args, *given.kwonlyargs, *([given.kwarg] if given.kwarg else [])):
            term = self.infer.terms.of(info.module, arg.annotation, info)
            for found in self.infer.classes(_unpacked(term)):
                if found.key not in self.stated.options and is_typed_dict(self.infer, found):
                    return found
        return None

    def _query(self, sent: ClassInfo | None) -> list[Parameter]:
        found = []
        for field in self.shapes.keys(sent) if sent else ():
            pointer = f"{field.owner.key}.{field.name}"
            shape = self.shapes.of(field.term)
            style = ("deepObject", True) if self.shapes.nests(shape) else ("form", True)
            found.append(Parameter(field.name, "query", field.required, shape, *style, False, pointer))
        return found

    def _body(self, sent: ClassInfo | None, path: str) -> Body | None:
        """The media type follows from the path; a body's own keys are closed where the rule data says so."""
        media = next((media for prefix, media in self.stated.media.items() if path.startswith(prefix)), "")
        if sent is None or not media:
            return None
        keys = self.shapes.keys(sent)
        shape = Shape(
            types=("object",),
            properties={field.name: self.shapes.of(field.term) for field in keys},
            required=tuple(field.name for field in keys if field.required),
            additional="closed" if path.startswith(self.stated.closed) else "documented",
            pointer=sent.key,
        )
        if any(_holds_file(node) for node in shape.properties.values()):
            media = "multipart/form-data"
        return Body({media: shape}, bool(shape.required), sent.key)


def _holds_file(node: Shape | Ref) -> bool:
    return isinstance(node, Shape) and ("file" in node.types or any(map(_holds_file, node.any_of)))


def _unpacked(term: Term) -> Term:
    return term[1] if isinstance(term, list) and term[0] == "unpack" else term
