"""What a shape comes down to: its alternatives, each a plain scalar, array or object shape.

A value is right when one alternative allows it. Whatever cannot be resolved within bounds is the open shape,
which allows everything: doubt never accuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truthcheck.model.surface import Ref, Shape, Surface

MAX_ALTERNATIVES = 64
_MAX_DEPTH = 24  # references, unions and intersections inside one another, without entering a property
_MAX_STEPS = 3_000  # shapes looked at in one expansion
_OPEN = Shape()


def expand(surface: Surface, shape: Shape | Ref) -> tuple[Shape, ...]:
    """The alternatives of `shape`: references followed, allOf merged, anyOf and oneOf flattened; never empty.

    Properties and items inside keep their references: expand them in turn where a value goes there.
    """
    found = _Expansion(surface).of(shape, _MAX_DEPTH)
    return found if len(found) <= MAX_ALTERNATIVES else (_OPEN,)


class _Expansion:
    """One expansion with its budget: unions inside unions grow beyond any bound otherwise."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._left = _MAX_STEPS

    def of(self, node: Shape | Ref, depth: int) -> tuple[Shape, ...]:
        self._left -= 1
        if depth == 0 or self._left < 0:
            return (_OPEN,)
        shape = self._surface.shape(node)
        if not (shape.any_of or shape.all_of):
            return (shape,)
        alternatives: tuple[Shape, ...] = (_own(shape),)
        for part in shape.all_of:
            alternatives = _both(alternatives, self.of(part, depth - 1))
        if shape.any_of:
            members = tuple(alternative for part in shape.any_of for alternative in self.of(part, depth - 1))
            alternatives = _both(alternatives, _distinct(members))
        return alternatives


def _own(shape: Shape) -> Shape:
    """The shape's facts beside its members."""
    return Shape(
        shape.types, shape.enum, shape.advisory, shape.format, shape.properties, shape.required, shape.additional,
        shape.values, shape.items, (), (), shape.discriminator, shape.read_only, shape.deprecated, shape.pointer,
    )  # fmt: skip


def _distinct(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    seen: list[Shape] = []
    for shape in shapes:
        if len(seen) > MAX_ALTERNATIVES:
            return (_OPEN,)
        if not any(shape is other for other in seen):
            seen.append(shape)
    return tuple(seen)


def _both(left: tuple[Shape, ...], right: tuple[Shape, ...]) -> tuple[Shape, ...]:
    if len(left) * len(right) > MAX_ALTERNATIVES:
        return (_OPEN,)
    return tuple(merge(a, b) for a in left for b in right)


def merge(a: Shape, b: Shape) -> Shape:
    """What both say, taken together. Where they contradict each other the document is wrong, and neither counts."""
    if a == _OPEN:
        return b
    if b == _OPEN:
        return a
    enum = _common(a.enum, b.enum)
    return Shape(
        types=_common(_wide(a.types), _wide(b.types)) if a.types != b.types else a.types,
        enum=enum,
        advisory=bool(enum) and (a.advisory or b.advisory),
        format=a.format or b.format,
        properties=_merged(a.properties, b.properties),
        required=tuple(dict.fromkeys((*a.required, *b.required))),
        additional=_additional(a, b),
        values=_joined(a.values, b.values),
        items=_joined(a.items, b.items),
        discriminator=a.discriminator or b.discriminator,
        read_only=a.read_only or b.read_only,
        deprecated=a.deprecated or b.deprecated,
        pointer=a.pointer or b.pointer,
    )


def _common(a: tuple[object, ...], b: tuple[object, ...]) -> tuple:  # type: ignore[type-arg]
    if not a or not b:
        return a or b
    return tuple(value for value in a if value in b)


def _wide(types: tuple[str, ...]) -> tuple[str, ...]:
    """Every integer is a number."""
    return (*types, "integer") if "number" in types and "integer" not in types else types


def _merged(a: Mapping[str, Shape | Ref], b: Mapping[str, Shape | Ref]) -> Mapping[str, Shape | Ref]:
    if not a or not b:
        return a or b
    merged = dict(a)
    for name, node in b.items():
        known = merged.get(name)
        merged[name] = node if known is None or known == node else Shape(all_of=(known, node))
    return merged


def _joined(a: Shape | Ref | None, b: Shape | Ref | None) -> Shape | Ref | None:
    if a is None or b is None or a == b:
        return b if a is None else a
    return Shape(all_of=(a, b))


def _additional(a: Shape, b: Shape) -> str:
    """A part that says nothing of properties leaves the word to the other; one that allows more beats the rest."""
    said = {shape.additional for shape in (a, b) if shape.additional != "open" or shape.values is not None}
    if not said or "open" in said:
        return "open"
    return "closed" if said == {"closed"} else "documented"
