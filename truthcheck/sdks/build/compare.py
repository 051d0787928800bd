"""How far an SDK and a document of the same API agree: `python -m truthcheck.sdks.build.compare WHEEL SURFACE`."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from truthcheck.model.surface import Operation, Ref, Shape, Surface

Resolve = Callable[["Shape | Ref"], Shape]
Key = tuple[str, str]
T = TypeVar("T")


def key_of(operation: Operation) -> Key:
    """Method and path with unnamed holes: the two sources name them differently."""
    return operation.method, re.sub(r"\{[^}]*\}", "{}", operation.path)


def compare(sdk: Iterable[Operation], resolve: Resolve, surface: Surface) -> Counter[str]:
    """Counts of operations, parameters, enums and reply fields: shared, and on one side only."""
    ours = {key_of(operation): operation for operation in sdk}
    theirs = {key_of(operation): operation for operation in map(surface.operation, surface.routes)}
    counted: Counter[str] = Counter()
    _count(counted, "operations", ours, theirs)
    for key in sorted(ours.keys() & theirs.keys()):
        mine, other = sent(ours[key], resolve), sent(theirs[key], surface.shape)
        _count(counted, "parameters", mine, other)
        for name in mine.keys() & other.keys():
            _enums(counted, enum_of(mine[name], resolve), enum_of(other[name], surface.shape))
        _count(counted, "reply fields", returned(ours[key], resolve), returned(theirs[key], surface.shape))
    return counted


def _count(counted: Counter[str], what: str, ours: Mapping[T, object], theirs: Mapping[T, object]) -> None:
    counted[f"{what}: both"] += len(ours.keys() & theirs.keys())
    counted[f"{what}: SDK only"] += len(ours.keys() - theirs.keys())
    counted[f"{what}: document only"] += len(theirs.keys() - ours.keys())


def _enums(counted: Counter[str], ours: set[object], theirs: set[object]) -> None:
    if not ours and not theirs:
        return
    counted["enums: both list values"] += bool(ours and theirs)
    counted["enums: one side only"] += bool(ours) != bool(theirs)
    if ours and theirs:
        counted["enums: the same values"] += ours == theirs
        counted["enums: SDK has all of the document's"] += theirs <= ours


def sent(operation: Operation, resolve: Resolve) -> dict[str, Shape | Ref]:
    """Query parameters, or the body's keys; path parameters are named differently and left out."""
    found: dict[str, Shape | Ref] = {p.name: p.shape for p in operation.parameters if p.location == "query"}
    if operation.body is not None and operation.method not in ("GET", "DELETE"):
        for shape in operation.body.media.values():
            found.update(resolve(shape).properties)
    return found


def enum_of(node: Shape | Ref, resolve: Resolve, depth: int = 0) -> set[object]:
    """All listed values of a shape and its alternatives, without "" and None, which only unset."""
    shape = resolve(node)
    found: set[object] = {value for value in shape.enum if value not in ("", None)}
    parts = (*shape.any_of, *([shape.items] if shape.items is not None else []))
    return found.union(*(enum_of(part, resolve, depth + 1) for part in parts)) if depth < 4 else found


def returned(operation: Operation, resolve: Resolve) -> dict[str, Shape | Ref]:
    """The fields of the successful reply, those of all its alternatives together."""
    found: dict[str, Shape | Ref] = {}
    for response in operation.responses:
        if response.status.startswith("2"):
            for node in response.media.values():
                shape = resolve(node)
                for part in (shape, *map(resolve, shape.any_of), *map(resolve, shape.all_of)):
                    found.update(part.properties)
    return found


def main(arguments: list[str]) -> int:
    """Print the counts, one a line."""
    from truthcheck.rulebook.rulebook import Rulebook
    from truthcheck.sdks.rules.sdk_rulebook import SdkRules
    from truthcheck.sdks.source.description.compiler import compile_wheel
    from truthcheck.surfaces.index import open_file

    wheel, surface = (Path(argument) for argument in arguments)
    compiled = compile_wheel(wheel, SdkRules(Rulebook()))
    document = open_file(surface)

    def resolve(node: Shape | Ref) -> Shape:
        return node if isinstance(node, Shape) else compiled.shapes.get(node.id, Shape())

    print(
        f"{compiled.origin.source} ({compiled.origin.version}) and {document.origin.document} {document.origin.version}"
    )
    for what, number in compare(compiled.operations, resolve, document).items():
        print(f"{number:7} {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
