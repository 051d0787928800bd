"""What a language means by the shape that it shares with others: the table that the engine asks, and never imports.

A module with these names is a table: `languages/python/meaning/table.py` is Python's. The engine hands it down through
its frames (`frame.meaning`). `F` is the engine's own `Frame`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments, Bindings
from truthcheck.claims.engine.values import (
    ClassVal,
    Data,
    DictCell,
    Encoded,
    ListCell,
    Module,
    ObjectCell,
    Ref,
    SuperVal,
    Val,
)
from truthcheck.model.location import Span
from truthcheck.model.value import Literal

F = TypeVar("F", contravariant=True)


class Meaning(Protocol[F]):
    """Functions and words of one language. What is not certain is None where that is offered, else `Unknown`."""

    # Words

    @property
    def builtins(self) -> frozenset[str]:
        """Names that every module has; their values are `External`."""
        ...

    @property
    def own_file(self) -> str:
        """The variable that holds the path of the module's own file."""
        ...

    @property
    def sdks(self) -> bool:
        """Whether the SDKs of a run are packages of this language: other languages have others of the same name."""
        ...

    @property
    def harmless(self) -> frozenset[str]:
        """Functions outside the project that only read their arguments."""
        ...

    @property
    def functions(self) -> Mapping[str, Callable[[Arguments, F, Span], Val]]:
        """Functions that carry values through, by dotted name."""
        ...

    @property
    def external_types(self) -> Mapping[str, str]:
        """Things outside the project whose JSON Schema type, or "file", is known, by dotted name."""
        ...

    @property
    def missing_name(self) -> frozenset[str]:
        """Exceptions that a name which a package does not have may raise."""
        ...

    @property
    def missing_field(self) -> frozenset[str]:
        """Exceptions that a field which a reply does not have may raise."""
        ...

    @property
    def expects(self) -> frozenset[str]:
        """Functions that open a block which is meant to fail, or may."""
        ...

    # Operators and tests

    def label(self, expr: ir.Expr, /) -> str:
        """What the source calls an expression, for the name of a hole: `owner`, `repo.name` -> `name`."""
        ...

    def truth(self, value: Val, frame: F, /) -> bool | None:
        """Whether the value counts as true. A default decides nothing."""
        ...

    def compare(self, op: str, left: Val, right: Val, frame: F, /) -> bool | None:
        """The outcome of `left op right`."""
        ...

    def unary(self, op: str, value: Val, at: Span, frame: F, /) -> Val:
        """`op value`."""
        ...

    def binary(self, op: str, left: Val, right: Val, names: tuple[str, str], at: Span, frame: F, /) -> Val:
        """`left op right`; `names` is what the source calls the operands."""
        ...

    def class_test(self, test: ir.Expr, /) -> tuple[str, ir.Expr] | None:
        """The variable whose class a test asks for, and the class."""
        ...

    # Functions and their parameters

    def bind(self, params: tuple[ir.Param, ...], given: Arguments, receiver: Val | None, /) -> Bindings | None:
        """How arguments are passed; None when the call does not fit the signature (so we misread it)."""
        ...

    def annotated(self, expr: ir.Expr, frame: F, name: str, /) -> Val | None:
        """The value of a variable `name` of this type; None when the type says nothing we use."""
        ...

    def receiver(self, cls: ClassVal, node: ir.FuncDef, frame: F, /) -> Val | None:
        """What an unknown caller calls a method of the class on; None for a function that only stands in the class."""
        ...

    def on_instances(self, node: ir.FuncDef, /) -> bool:
        """Whether a method is called on an instance: not on its class, or on nothing."""
        ...

    def injected(self, name: str, frame: F, /) -> Val | None:
        """What a framework hands to a parameter of that name."""
        ...

    # Classes, instances, modules

    def instantiate(self, cls: ClassVal, args: Arguments, frame: F, at: Span, /) -> Val:
        """An instance made by calling the class with these arguments."""
        ...

    def constant_attribute(self, value: Literal, name: str, /) -> Val | None:
        """What `value.name` is for a constant, when it is no method."""
        ...

    def class_attribute(self, cls: ClassVal, name: str, at: Span, frame: F, /) -> Val:
        """What `cls.name` is."""
        ...

    def super_attribute(self, value: SuperVal, name: str, at: Span, frame: F, /) -> Val:
        """What `super().name` is."""
        ...

    def object_attribute(self, ref: Ref, cell: ObjectCell, name: str, at: Span, frame: F, /) -> Val:
        """What `instance.name` is."""
        ...

    def call_object(self, ref: Ref, cell: ObjectCell, args: Arguments, frame: F, at: Span, /) -> Val | None:
        """What calling an instance gives; None when its class does not say so."""
        ...

    def enter(self, ref: Ref, frame: F, /) -> Val:
        """What a block that is opened with an object binds."""
        ...

    def submodules(self, module: Module, name: str, /) -> tuple[Path, ...]:
        """The files in which a part of that name of the module would stand, best first."""
        ...

    # Methods of values that are no objects of the project, and items

    def external_item(self, dotted: str, key: Val, at: Span, /) -> Val | None:
        """What `dotted[key]` is, for things outside the project that hold known items."""
        ...

    def on_text(self, value: Val, name: str, args: Arguments, frame: F, at: Span, /) -> Val: ...

    def on_mapping(self, ref: Ref, cell: DictCell, name: str, args: Arguments, frame: F, at: Span, /) -> Val: ...

    def on_sequence(self, ref: Ref, cell: ListCell, name: str, args: Arguments, frame: F, at: Span, /) -> Val: ...

    def on_encoded(self, value: Encoded, name: str, args: Arguments, frame: F, at: Span, /) -> Val: ...

    def on_reply(self, data: Data, name: str, args: Arguments, frame: F, at: Span, /) -> Val:
        """A method of a decoded reply, or of a part of it."""
        ...

    def on_object(self, ref: Ref, name: str, args: Arguments, frame: F, at: Span, /) -> Val | None:
        """A method of an instance that its class inherits from outside the project."""
        ...

    def on_super(
        self, value: SuperVal, name: str, args: Arguments, frame: F, at: Span, expr: ir.CallExpr, /
    ) -> Val | None:
        """A method of a base outside the project."""
        ...
