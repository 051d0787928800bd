"""unknown-response-field: the code reads a field that no described reply of the operation has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from truthcheck.checks.core.claim import Claim
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import LIST, OBJECT
from truthcheck.model.call import Read
from truthcheck.model.location import Span
from truthcheck.model.surface import Operation, Ref, Response, Shape, Surface
from truthcheck.surfaces.shapes import expand

RULE = "unknown-response-field"

# Fields of error replies: documents describe these seldom, and code reads them where a call has failed.
_OF_FAILURES = frozenset(
    ("error", "errors", "error_description", "message", "msg", "detail", "details", "reason", "code", "ok")
)


def check(claim: Claim) -> Iterator[Fault]:
    judgement = claim.provider.judgement
    if not claim.call.reads or judgement.partial:
        return
    good = [response for response in claim.operation.responses if response.status[:1] == "2"]
    shapes = _bodies(claim.surface, good)
    if shapes is None:
        return
    found = (fault for read in _sure_reads(claim) for fault in _judge(claim, read, shapes, good[0]))
    # An old document is known to have mistakes in how it nests lists.
    yield from (fault for fault in _once(found) if not (judgement.dated and fault.got in (LIST, OBJECT)))


def _sure_reads(claim: Claim) -> Iterator[Read]:
    """Those that are surely made, and of a good reply."""
    failed = _names_of_failures(claim) if claim.call.reads else frozenset[str]()
    return (read for read in claim.call.reads if read.certain and read.path and read.path[0] not in failed)


def _once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """A place that is of another kind is told once, not for each name that is asked of it."""
    kinds: set[tuple[str, ...]] = set()
    for fault in faults:
        above = fault.place[:-1]
        if fault.got not in (LIST, OBJECT) or above not in kinds:
            yield fault
        if fault.got in (LIST, OBJECT):
            kinds.add(above)


def known_reads(claim: Claim) -> Iterator[tuple[Span, str]]:
    """Where the code reads what the replies of the operation have, or may have: not all of them are described."""
    good = [response for response in claim.operation.responses if response.status[:1] == "2"]
    shapes = _bodies(claim.surface, good) if claim.call.reads else None
    for read in claim.call.reads:
        if read.path and (shapes is None or not any(_judge(claim, read, shapes, good[0]))):
            yield read.at, read.path[-1]


def unchecked(claim: Claim) -> Iterator[str]:
    """The reads that are surely made, and of which no described reply says anything."""
    judgement = claim.provider.judgement
    good = [response for response in claim.operation.responses if response.status[:1] == "2"]
    shapes = None if judgement.partial else _bodies(claim.surface, good)
    yield from (_written(read.path) for read in _sure_reads(claim) if _is_open(claim.surface, read.path, shapes))


def _is_open(surface: Surface, path: tuple[str, ...], shapes: tuple[Shape, ...] | None) -> bool:
    """Whether no alternative says anything of what is read last."""
    for step in path:
        if not shapes:
            return True
        nodes = [node for shape in shapes if (node := _child(shape, step)) is not None]
        if not nodes:
            return any(_may_hold_anything(shape) for shape in shapes)
        shapes = tuple(below for node in nodes for below in expand(surface, node))
    return not shapes


def _child(shape: Shape, step: str) -> Shape | Ref | None:
    return shape.items if step == "[]" else shape.properties.get(step, shape.values)


def _may_hold_anything(shape: Shape) -> bool:
    return not shape.types or ("object" in shape.types and shape.additional == "open")


def _written(path: tuple[str, ...]) -> str:
    return ".".join(path).replace(".[]", "[]")


def has(surface: Surface, operation: Operation, path: tuple[str, ...]) -> bool:
    """Whether a described good reply certainly has the field at `path`."""
    good = [response for response in operation.responses if response.status[:1] == "2"]
    shapes = _bodies(surface, good)
    for step in path[:-1]:
        shapes = _below(surface, shapes, step) if shapes else None
    objects = _objects(shapes) if shapes else None
    return objects is not None and any(path[-1] in shape.properties for shape in objects)


def _bodies(surface: Surface, responses: Sequence[Response]) -> tuple[Shape, ...] | None:
    """Every alternative of the described replies; None when one of them is not described."""
    shapes: list[Shape] = []
    for response in responses:
        told = [shape for media, shape in response.media.items() if "json" in media]
        if response.media and not told:
            return None  # beside JSON, another media type is not what is decoded
        for shape in told:
            shapes.extend(expand(surface, shape))
    return tuple(shapes) or None


def _names_of_failures(claim: Claim) -> frozenset[str]:
    names = set(_OF_FAILURES)
    for response in claim.operation.responses:
        if response.status[:1] != "2":
            for shape in response.media.values():
                for alternative in expand(claim.surface, shape):
                    names.update(alternative.properties)
    return frozenset(names)


def _judge(claim: Claim, read: Read, shapes: tuple[Shape, ...], response: Response) -> Iterator[Fault]:
    """Walk down to the last step; only that one is judged, since each step before it is a read of its own."""
    for number, step in enumerate(read.path[:-1], 2):
        found = _below(claim.surface, shapes, step)
        if found is None:
            if step == "[]" and number == len(read.path) and all(map(_is_object, shapes)):
                yield _of_kind(OBJECT, read, shapes, response)
            return
        shapes = found
    if read.path[-1] != "[]":
        yield from _named(read, shapes, response)


def _named(read: Read, shapes: tuple[Shape, ...], response: Response) -> Iterator[Fault]:
    """What is false of a name that is asked of these alternatives."""
    name, objects = read.path[-1], _objects(shapes)
    if all(map(_is_list, shapes)):
        yield _of_kind(LIST, read, shapes, response)
        return
    if objects is None or any(name in shape.properties for shape in objects):
        return
    choices = tuple(dict.fromkeys(known for shape in objects for known in shape.properties))
    certain = all(shape.additional == "closed" for shape in objects)
    place = ("response", *read.path)
    yield Fault(RULE, place, read.at, name, choices, certain=certain, pointer=response.pointer)


def _of_kind(kind: str, read: Read, shapes: tuple[Shape, ...], response: Response) -> Fault:
    """What is read as if it were of the other kind: a list by a name, an object by its items."""
    choices = tuple(dict.fromkeys(name for shape in shapes for name in shape.properties))
    return Fault(RULE, ("response", *read.path), read.at, kind, choices, pointer=response.pointer)


def _is_list(shape: Shape) -> bool:
    return "array" in shape.types and set(shape.types) <= {"array", "null"}


def _is_object(shape: Shape) -> bool:
    """Whether it is an object with names of its own, and no map."""
    return set(shape.types) <= {"object", "null"} and bool(shape.properties) and shape.values is None


def _below(surface: Surface, shapes: tuple[Shape, ...], step: str) -> tuple[Shape, ...] | None:
    """The alternatives one step further in; None where the document does not tell."""
    nodes = _items(shapes) if step == "[]" else _fields(shapes, step)
    found: list[Shape] = []
    for node in nodes:
        if node is None:
            return None
        found.extend(expand(surface, node))
    return tuple(found) or None


def _items(shapes: tuple[Shape, ...]) -> list[Shape | Ref | None]:
    """What the lists hold; nothing when one alternative is no list."""
    if any(shape.types != ("array",) and "null" not in shape.types for shape in shapes):
        return []
    return [shape.items for shape in shapes if "array" in shape.types]


def _fields(shapes: tuple[Shape, ...], name: str) -> list[Shape | Ref | None]:
    return [shape.properties[name] for shape in _objects(shapes) or () if name in shape.properties]


def _objects(shapes: tuple[Shape, ...]) -> list[Shape] | None:
    """The object alternatives; None when one may hold anything, or when there is no object at all."""
    objects = []
    for shape in shapes:
        if shape.properties and shape.additional != "open" and shape.values is None:
            objects.append(shape)
        elif "object" in shape.types or not shape.types:
            return None
    return objects or None
