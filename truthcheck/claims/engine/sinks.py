"""Where values leave the program: what the engine asks about requests, sessions, SDKs and replies.

A module with these names is a table: `claims/sinks/table.py` is the one of a run (`frame.run.sinks`). `F` is the
engine's own `Frame`. The engine neither imports the table nor knows a client.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.values import (
    ClassVal,
    Fake,
    FuncVal,
    Method,
    ObjectCell,
    Prepared,
    Ref,
    SdkValue,
    Sent,
    Val,
)
from truthcheck.model.location import Span

if TYPE_CHECKING:
    from truthcheck.rulebook.clients import SessionRule

F = TypeVar("F", contravariant=True)


class Sinks(Protocol[F]):
    """Clients and SDKs, as far as the engine meets them."""

    # HTTP clients

    def canonical(self, dotted: str, frame: F, /) -> str:
        """The name under which the rules know something outside the project."""
        ...

    def call_client(self, dotted: str, args: Arguments, frame: F, at: Span, expr: ir.CallExpr, /) -> Val | None:
        """Send, or open a session, when the function is a client's; else None."""
        ...

    def session_of(self, bases: Sequence[str], frame: F, /) -> SessionRule | None:
        """The session that one of these dotted names is."""
        ...

    def open_session(self, rule: SessionRule, ref: Ref | None, args: Arguments, frame: F, /) -> Ref:
        """Make a session, or set up the object that is one."""
        ...

    def call_session(
        self, rule: SessionRule, ref: Ref, name: str, args: Arguments, frame: F, at: Span, expr: ir.CallExpr, /
    ) -> Val | None:
        """A method of a session; None when it does not send."""
        ...

    def call_unnamed(self, method: Method, args: Arguments, frame: F, at: Span, expr: ir.CallExpr, /) -> Val | None:
        """A method of something unknown that can only be a session; else None."""
        ...

    def call_prepared(self, request: Prepared, name: str, /) -> Val | None:
        """A method of a request that is not sent yet."""
        ...

    def handed_in(self, dotted: str, frame: F, name: str, /) -> Val | None:
        """An object of a type outside the project that an unknown caller passes as `name`."""
        ...

    # Replies

    def response_attribute(self, sent: Sent, name: str, frame: F, /) -> Val | None:
        """An attribute of a response that is no method."""
        ...

    def call_response(self, sent: Sent, name: str, frame: F, /) -> Val:
        """A method of a response."""
        ...

    def failing(self, test: ir.Expr, frame: F, /) -> bool | None:
        """True when the test holds for failed replies only, False when for good ones, None when it tells nothing."""
        ...

    def catches(self, statement: ir.Try, frame: F, /) -> bool:
        """Whether a missing field is caught by its name."""
        ...

    def tested(self, values: Val, name: Val, frame: F, /) -> None:
        """The code is prepared to miss that name of a reply."""
        ...

    def narrowed(self, args: Arguments, frame: F, /) -> None:
        """The class of a value is asked for."""
        ...

    def written(self, owner: SdkValue, name: str | None, frame: F, /) -> None:
        """An item of a reply is set; any when the name is not known."""
        ...

    # What tests put in the place of servers, clients and replies

    def call_fake(self, fake: Fake, args: Arguments, frame: F, at: Span, expr: ir.CallExpr, /) -> Val: ...

    def fake_attribute(self, fake: Fake, name: str, frame: F, /) -> Val: ...

    def fake_assigned(self, fake: Fake, name: str, value: Val, frame: F, /) -> None: ...

    def fake_entered(self, fake: Fake, frame: F, /) -> Val:
        """What a block that is opened with a fake binds."""
        ...

    def stands_for(self, fake: Fake, value: Val | None, frame: F, /) -> None:
        """A function gets a fake where its annotation wants `value`."""
        ...

    def handed_by_runner(self, func: FuncVal, frame: F, /) -> dict[str, Val]:
        """What decorators and the test runner hand to the parameters of a function that nobody calls."""
        ...

    def unanswered(self, frame: F, /) -> None:
        """A function was evaluated on its own: what it put in the place of something, and nobody called since."""
        ...

    # SDKs

    def imported(self, dotted: str, packages: frozenset[str], /) -> SdkValue | None:
        """What an import of a package with a surface binds; None for any other package."""
        ...

    def attribute(self, value: SdkValue, name: str, at: Span, frame: F, /) -> Val: ...

    def item(self, value: SdkValue, key: Val, at: Span, frame: F, /) -> Val: ...

    def step(self, value: SdkValue, text: str, /) -> Val:
        """One step further: "[]" is any item, "with" what a block opens."""
        ...

    def call(self, func: SdkValue, args: Arguments, frame: F, at: Span, expr: ir.CallExpr, /) -> Val: ...

    def awaited(self, value: Val, /) -> Val: ...

    def instance(self, value: SdkValue, /) -> Val:
        """An instance of a class that an annotation names."""
        ...

    def is_mixed(self, members: tuple[Val, ...], /) -> bool:
        """Whether something out of an SDK stands beside something else than nothing."""
        ...

    def asked(self, name: str, args: Arguments, frame: F, /) -> None:
        """The presence of an attribute is asked for; `name` is the function that asks."""
        ...

    def assigned(self, owner: SdkValue, name: str, value: Val, frame: F, /) -> None:
        """An attribute of an SDK, or of what came out of one, is set."""
        ...

    def guards(self, statement: ir.Try, frame: F, /) -> bool:
        """Whether what a missing name raises is caught."""
        ...

    def expects_failure(self, statement: ir.With, frame: F, /) -> bool:
        """Whether what stands inside is meant to fail, or may."""
        ...

    # Classes of the project that extend a class of an SDK

    def made(self, cls: ClassVal, args: Arguments, frame: F, at: Span, expr: ir.CallExpr, /) -> None:
        """Such a class is called."""
        ...

    def inherited(self, cell: ObjectCell, name: str, at: Span, frame: F, /) -> Val | None:
        """What `self.name` is when only the SDK's class can say it."""
        ...

    def above(self, cls: ClassVal, name: str, at: Span, frame: F, /) -> Val | None:
        """What `super().name` is."""
        ...
