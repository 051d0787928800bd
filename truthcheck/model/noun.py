"""Frozen nouns that cost little to define and to make: named tuples at run time, classes to the type checker.

Two faces of one mechanism. `@dataclass(frozen=True, slots=True)` is for nouns that travel: to the type checker it is
the real one (which takes 0.8 ms of every start, this one a fifth of that); it is equal only to its own kind, so that
`Literal("a")` is never `Typed("a")`, and `replace`, `fields` and `match` work as for any dataclass.

`class Name(Node)` is for nouns that are made and compared by the hundred thousand: equality and hash are those of
tuples, in C, whatever the kind. A type checker compares named tuples field by field, which never ends for trees whose
nodes hold one another; as classes, it compares them by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass

    from typing_extensions import Self, dataclass_transform

    @dataclass_transform(frozen_default=True)
    class Node:
        def _replace(self, **changes: Any) -> Self: ...
else:
    from collections import namedtuple

    Node = NamedTuple

    def dataclass(*, frozen, slots, order=False):
        """Only frozen classes with slots, without `field()` and inheritance."""
        if not (frozen and slots):
            raise TypeError("a noun is frozen and has slots")
        return _ordered if order else _unordered

    def _ordered(plain):
        """Compared as tuples are, which is quickest."""
        names = tuple(plain.__annotations__)
        body = vars(plain)
        defaults = [body[name] for name in names if name in body]
        base = namedtuple(plain.__name__, names, defaults=defaults, module=plain.__module__)
        own = {key: value for key, value in body.items() if key not in (*names, "__dict__", "__weakref__")}
        fields = {"__slots__": (), "__dataclass_fields__": _Fields(plain.__name__, names, body)}
        return type(plain.__name__, (base,), {**fields, **own})

    def _unordered(plain):
        made = _ordered(plain)
        made.__eq__, made.__ne__, made.__hash__ = _equal, _unequal, tuple.__hash__
        made.__lt__ = made.__le__ = made.__gt__ = made.__ge__ = _without_order
        return made

    def _equal(self, other):
        return type(self) is type(other) and tuple.__eq__(self, other)

    def _unequal(self, other):
        return type(self) is not type(other) or tuple.__ne__(self, other)

    def _without_order(self, other):
        return NotImplemented

    class _Fields:
        """What `dataclasses` looks for in a class; made when it looks."""

        def __init__(self, name, names, body):
            self._name = name
            self._defaults = {field: body.get(field, _MISSING) for field in names}
            self._fields = None

        def __get__(self, instance, owner):
            if self._fields is None:
                import dataclasses

                made = [(name, object, *_default(dataclasses, value)) for name, value in self._defaults.items()]
                self._fields = dataclasses.make_dataclass(self._name, made).__dataclass_fields__
            return self._fields

    def _default(dataclasses, value):
        if value is _MISSING:
            return ()
        if type(value).__hash__ is None:  # an empty mapping
            return (dataclasses.field(default_factory=lambda: value),)
        return (dataclasses.field(default=value),)

    _MISSING = object()


__all__ = ["Node", "dataclass"]
