"""What an API really offers: compiled facts, in OpenAPI's own words."""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from typing import Protocol, TypeAlias

from truthcheck.model.noun import dataclass
from truthcheck.model.reason import Reason
from truthcheck.model.value import Scalar

_NONE: MappingABC[str, Shape | Ref] = {}  # shared by all shapes; a mapping is never written to


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the facts of a surface come from.

    `kind` is "openapi", "swagger", "discovery", "sdk", "migrations" or "known" (methods and paths alone, which only
    excuse); `date` is ISO 8601, the day of the document
    (its commit), "" when unknown; `source` is an address a person can open.
    `worth` is "complete", "partial" (real operations are missing), "names" (what it says of an operation proves nothing
    but that there is one) or "sketch" (both). `own` says that the project keeps it itself.
    """

    provider: str
    document: str
    version: str
    date: str
    kind: str
    source: str = ""
    sha256: str = ""
    worth: str = "complete"
    own: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """A shape kept elsewhere in the same surface; look it up with `Surface.shape`."""

    id: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a scalar must not go beyond: a number's least and greatest value, a text's least and greatest length.

    All are inclusive; None is no bound.
    """

    least: float | None = None
    most: float | None = None
    shortest: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value may be; without any fact, anything.

    `types` are JSON Schema type names ("null" included when nullable, "file" for binary content).
    `enum` lists the allowed scalars; `advisory` says the list may be incomplete.
    `additional` tells what an object says of properties it does not list:
    "closed" (additionalProperties: false), "documented" (says nothing, but lists properties), "open" (allows them).
    `values` is the shape of unlisted properties, where given. `any_of` joins oneOf and anyOf.
    `length` is the least and the greatest number of characters, kept for path parameters only.
    `bounds` are those of numbers and of short texts.
    `pointer` is the JSON pointer of the shape in its document, "" when inside another.
    """

    types: tuple[str, ...] = ()
    enum: tuple[Scalar, ...] = ()
    advisory: bool = False
    format: str = ""
    properties: MappingABC[str, Shape | Ref] = _NONE
    required: tuple[str, ...] = ()
    additional: str = "open"
    values: Shape | Ref | None = None
    items: Shape | Ref | None = None
    any_of: tuple[Shape | Ref, ...] = ()
    all_of: tuple[Shape | Ref, ...] = ()
    discriminator: str = ""
    read_only: bool = False
    deprecated: bool = False
    pointer: str = ""
    length: tuple[int, int] | None = None
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter outside the body. `location` is "path", "query", "header" or "cookie".

    `style` and `explode` are OpenAPI's, with its defaults filled in ("deepObject" for `a[b]=c`).
    """

    name: str
    location: str
    required: bool
    shape: Shape | Ref
    style: str = ""
    explode: bool = False
    deprecated: bool = False
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A request body. `media` maps a media type ("application/json") to its shape. `dummy` bodies are no claim."""

    media: MappingABC[str, Shape | Ref]
    required: bool = False
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A reply: `status` as the document writes it ("200", "2XX", "default"); no media when it has no described body."""

    status: str
    media: MappingABC[str, Shape | Ref]
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path template. `path` includes the base path of its server.

    `host` is "" where any of the surface's hosts will do.
    `greedy` names the path parameters that may hold slashes.
    """

    method: str
    path: str
    id: str = ""
    host: str = ""
    deprecated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    pointer: str = ""
    greedy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """The head of an operation, enough to match without reading the rest. `key` finds the rest in its surface.

    `greedy` names the path parameters that may hold slashes.
    """

    method: str
    path: str
    host: str
    key: int
    greedy: tuple[str, ...] = ()


class Surface(Protocol):
    """A compiled surface. Reading is lazy: `operation` and `shape` fetch one record each and remember it.

    `hosts` are exact or "*.example.com". `bases` are the path prefixes that the surface covers ("" is all of the
    host): below them, what is not among `routes` does not exist.
    """

    @property
    def origin(self) -> Origin: ...
    @property
    def hosts(self) -> tuple[str, ...]: ...
    @property
    def bases(self) -> tuple[str, ...]: ...
    @property
    def routes(self) -> tuple[Route, ...]: ...
    def operation(self, route: Route) -> Operation: ...
    def shape(self, shape: Shape | Ref) -> Shape: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """An operation together with the surface that can resolve its shapes."""

    surface: Surface
    operation: Operation


@dataclass(frozen=True, slots=True)
class Found:
    """Every operation that some filling of the holes reaches. Only what is false for all of them is refuted."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class NoPath:
    """No filling of the holes fits a template of the surfaces that cover this path.

    `nearest` are true ones, best first. `asked` is where each of the surfaces comes from.
    """

    origin: Origin
    nearest: tuple[Route, ...]
    asked: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class NoMethod:
    """The path exists, the method on it does not; `routes` are the ones that do. `asked`: see NoPath."""

    origin: Origin
    routes: tuple[Route, ...]
    asked: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class NoValue:
    """The operation exists, but a word that is written in the path cannot be the value of the parameter it stands for.

    `takes` are the types that it may have. `asked`: see NoPath.
    """

    candidate: Candidate
    parameter: str
    written: str
    takes: tuple[str, ...]
    asked: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class NoMatch:
    """It cannot be told which operation is meant, and why."""

    why: Reason


Match: TypeAlias = "Found | NoPath | NoMethod | NoValue | NoMatch"
