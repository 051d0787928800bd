"""What an evaluation meets: requests, and instances of the project's classes."""

from __future__ import annotations

from truthcheck.claims.engine.values import Cell, ObjectCell, Ref, SdkValue
from truthcheck.model.call import Argument, Member, Read
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import Value


class Exchange(Node):
    """A request as one evaluation met it. `chain` leads to it, outermost call site first, the request itself last."""

    chain: tuple[Span, ...]
    client: str
    name: str
    method: Value
    url: Value
    arguments: tuple[Argument, ...]
    reads: list[Read]
    asked: set[tuple[str, ...]]  # fields whose presence the code tests
    member: Member | None = None  # what of an SDK is called


class MadeInstance(Node):
    """An instance that the project's own code makes, with the heap as its constructor left it."""

    ref: Ref
    heap: dict[int, Cell]

    def holds_client(self) -> bool:
        """Whether an SDK's client, or something that came from one, is among its attributes."""
        cell = self.heap.get(self.ref.id)
        return isinstance(cell, ObjectCell) and any(isinstance(value, SdkValue) for value in cell.attrs.values())
