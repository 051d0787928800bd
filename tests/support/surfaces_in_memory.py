"""A surface and calls made by hand, for tests of the judge alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from truthcheck.model.call import Argument, Call
from truthcheck.model.location import Span
from truthcheck.model.provider import Judgement, Provider
from truthcheck.model.surface import Body, Candidate, Operation, Origin, Parameter, Ref, Route, Shape
from truthcheck.model.value import Entry, Literal, Mapping, Sequence, Value

AT = Span("app.py", 1, 1, 1, 9)
STRING, INTEGER, BOOLEAN = Shape(types=("string",)), Shape(types=("integer",)), Shape(types=("boolean",))


@dataclass(eq=False)  # as surfaces are: one is itself alone
class Memory:
    shapes: dict[str, Shape] = field(default_factory=dict)
    origin: Origin = field(default_factory=lambda: Origin("acme", "acme.yaml", "1", "2026-01-01", "openapi"))
    hosts: tuple[str, ...] = ("api.acme.dev",)
    bases: tuple[str, ...] = ("",)
    routes: tuple[Route, ...] = ()

    def operation(self, route: Route) -> Operation:
        raise NotImplementedError

    def shape(self, shape: Shape | Ref) -> Shape:
        return self.shapes.get(shape.id, Shape()) if isinstance(shape, Ref) else shape


def value(plain: object) -> Value:
    """Python's own dictionaries, lists and scalars as values."""
    if isinstance(plain, dict):
        return Mapping(tuple(Entry(key, value(item), AT) for key, item in plain.items()), None, AT)
    if isinstance(plain, list):
        return Sequence(tuple(value(item) for item in plain), None, AT)
    if isinstance(plain, (str, int, float, bool, bytes)) or plain is None:
        return Literal(plain, AT)
    return plain  # type: ignore[return-value]


def call(method: str = "POST", **sent: object) -> Call:
    arguments = tuple(Argument(where, value(plain), AT) for where, plain in sent.items())
    return Call(
        AT, "requests", f"requests.{method.lower()}", Literal(method), Literal("https://api.acme.dev/x"), arguments
    )


def operation(
    method: str = "POST", query: dict[str, Shape] | None = None, required: tuple[str, ...] = (), **media: Shape
) -> Operation:
    """`media` by the short names json, form and multipart."""
    names = {
        "json": "application/json",
        "form": "application/x-www-form-urlencoded",
        "multipart": "multipart/form-data",
    }
    parameters = tuple(Parameter(name, "query", name in required, shape) for name, shape in (query or {}).items())
    body = Body({names[key]: shape for key, shape in media.items()}, True, "/body") if media else None
    return Operation(method, "/x", parameters=parameters, body=body, pointer="/paths/~1x/post")


def candidate(operation: Operation, **shapes: Shape) -> Candidate:
    return Candidate(Memory(shapes), operation)


def provider(**judgement: object) -> Provider:
    return Provider("acme", "Acme", Judgement(**judgement))  # type: ignore[arg-type]


def closed(**properties: Shape | Ref) -> Shape:
    return Shape(types=("object",), properties=properties, additional="closed")
