"""Which of an SDK's open lists are closed after all: those that a document of the same API closes.

SDKs type their enums as `Literal[...] | str`, so that a newer server does not break an older client. Where the
document lists the same values and says that these are all, today's longer list is just as complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truthcheck.model.noun import replace
from truthcheck.model.surface import Body, Operation, Parameter, Ref, Shape, Surface
from truthcheck.sdks.build.compare import key_of

MAX_DEPTH = 8


class EnumCloser:
    """Changes `shapes` in place; a named shape that several operations send is firm only where each document agrees."""

    def __init__(self, shapes: dict[str, Shape], surface: Surface) -> None:
        self.shapes = shapes
        self.surface = surface
        self.firmed = 0

    def operations(self, operations: Iterable[Operation]) -> tuple[Operation, ...]:
        """The same operations with firmer lists in what they send; replies stay as they are."""
        theirs = {key_of(operation): operation for operation in map(self.surface.operation, self.surface.routes)}
        return tuple(
            self._operation(operation, theirs[key_of(operation)]) if key_of(operation) in theirs else operation
            for operation in operations
        )

    def _operation(self, ours: Operation, theirs: Operation) -> Operation:
        known = {p.name: p.shape for p in theirs.parameters if p.location == "query"}
        parameters = tuple(self._parameter(p, known.get(p.name)) for p in ours.parameters)
        if ours.body is None or theirs.body is None:
            return replace(ours, parameters=parameters)
        other = next(iter(theirs.body.media.values()))
        media = {name: self._node(node, other, 0) for name, node in ours.body.media.items()}
        return replace(ours, parameters=parameters, body=Body(media, ours.body.required, ours.body.pointer))

    def _parameter(self, ours: Parameter, other: Shape | Ref | None) -> Parameter:
        return ours if other is None else replace(ours, shape=self._node(ours.shape, other, 0))

    def _node(self, node: Shape | Ref, other: Shape | Ref, depth: int) -> Shape | Ref:
        if depth > MAX_DEPTH:
            return node
        if isinstance(node, Ref):
            if node.id in self.shapes:
                self.shapes[node.id] = self._shape(self.shapes[node.id], other, depth)
            return node
        return self._shape(node, other, depth)

    def _shape(self, shape: Shape, other: Shape | Ref, depth: int) -> Shape:
        theirs = list(self._alternatives(other, 0))
        any_of = tuple(self._node(part, other, depth + 1) for part in shape.any_of)
        made = replace(shape, properties=self._properties(shape, theirs, depth), any_of=any_of)
        items = next((part.items for part in theirs if part.items is not None), None)
        if made.items is not None and items is not None:
            made = replace(made, items=self._node(made.items, items, depth + 1))
        if made.advisory and _closes(made, theirs):
            self.firmed += 1
            return replace(made, advisory=False)
        return made

    def _properties(self, shape: Shape, theirs: list[Shape], depth: int) -> dict[str, Shape | Ref]:
        known = {name: node for part in theirs for name, node in part.properties.items()}
        return {
            name: self._node(node, known[name], depth + 1) if name in known else node
            for name, node in shape.properties.items()
        }

    def _alternatives(self, node: Shape | Ref, depth: int) -> Iterator[Shape]:
        shape = self.surface.shape(node)
        yield shape
        for part in (*shape.any_of, *shape.all_of) if depth < MAX_DEPTH else ():
            yield from self._alternatives(part, depth + 1)


def _closes(shape: Shape, theirs: list[Shape]) -> bool:
    """Whether their lists of values are complete, and no longer than ours."""
    listed = [part for part in theirs if _listed(part)]
    if not listed or any(part.advisory for part in listed):
        return False
    free = any("string" in part.types and not part.enum for part in theirs)
    return not free and {value for part in listed for value in _listed(part)} <= set(shape.enum)


def _listed(shape: Shape) -> list[object]:
    """Without "" and None, which only unset."""
    return [value for value in shape.enum if value not in ("", None)]
