"""Frozen nouns that cost little to define and to make: named tuples at run time, classes to the type checker.

Two faces of one mechanism. `@dataclass(frozen=True, slots=True)` is for nouns that travel: to the type checker it is
the real one (which takes 0.8 ms of every start, this one a fifth of that); it is equal only to its own kind, so that
`Literal("a")` is never `Typed("a")`, and `match` and all of `dataclasses` work as for any dataclass; `replace` and
`field_names` from here do the same without making one.

`class Name(Node)` is for nouns that are made and compared by the hundred thousand: equality and hash are those of
tuples, in C, whatever the kind. A type checker compares named tuples field by field, which never ends for trees whose
nodes hold one another; as classes, it compares them by name. `class Name(NamedTuple)` is the same for what is also
taken apart as a tuple. The one of `typing` makes a type of every annotation, which takes 0.5 ms for four fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
    from typing import NamedTuple as NamedTuple

    from typing_extensions import Self, dataclass_transform

    @dataclass_transform(frozen_default=True)
    class Node:
        def _replace(self, **changes: Any) -> Self: ...

    def field_names(kind: type) -> tuple[str, ...]: ...

else:
    from collections import namedtuple

    class _Tuples(type):
        def __new__(cls, name, bases, body):
            made = _named(name, tuple(body.get("__annotations__", ())), body)
            for key in body.keys() - made._field_defaults.keys():
                setattr(made, key, body[key])
            return made

    def _named(name, fields, body):
        defaults = [body[field] for field in fields if field in body]
        return namedtuple(name, fields, defaults=defaults, module=body["__module__"])

    NamedTuple = Node = type.__new__(_Tuples, "NamedTuple", (), {})

    def replace(noun, /, **changes):
        """The noun with other values for some of its fields."""
        return noun._replace(**changes)

    def field_names(kind):
        """The fields of a kind of noun, in order."""
        return kind._fields

    def dataclass(*, frozen, slots, order=False):
        """Only frozen classes with slots, without `field()` and inheritance."""
        if not (frozen and slots):
            raise TypeError("a noun is frozen and has slots")
        return _ordered if order else _unordered

    def _ordered(plain):
        """Compared as tuples are, which is quickest."""
        names = tuple(plain.__annotations__)
        body = vars(plain)
        base = _named(plain.__name__, names, body)
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


__all__ = ["NamedTuple", "Node", "dataclass", "field_names", "replace"]
