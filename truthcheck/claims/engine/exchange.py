"""What an evaluation meets: requests, and instances of the project's classes."""

from __future__ import annotations

from truthcheck.claims.engine.values import Cell, ObjectCell, Ref, SdkValue, Val
from truthcheck.model.call import Argument, Junction, Member, Mocked, Read
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
    mocked: Mocked | None = None  # what a test says that it gets
    rule: str = ""  # the name by which the rules know what sends
    choice: Junction | None = None  # see `model.call.Call`


class Patch(Node):
    """What a test puts in the place of a client's function, or of something of an SDK.

    `home` is the file of the module in which it is replaced, "" for everywhere. `met`: a call was seen to get it.
    """

    value: Val
    at: Span
    home: str
    target: Val
    met: bool = False


class Waiting(Node):
    """A reply that stands in the place of what `rule` names, in the file `home` or anywhere (""), seen by no call."""

    rule: str
    home: str
    mocked: Mocked
    at: Span


class MadeInstance(Node):
    """An instance that the project's own code makes, with the heap as its constructor left it."""

    ref: Ref
    heap: dict[int, Cell]

    def holds_client(self) -> bool:
        """Whether an SDK's client, or something that came from one, is among its attributes."""
        cell = self.heap.get(self.ref.id)
        return isinstance(cell, ObjectCell) and any(isinstance(value, SdkValue) for value in cell.attrs.values())
