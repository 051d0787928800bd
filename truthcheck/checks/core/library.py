"""What a check asks of what is at hand. Only the type checker reads this: nothing is handed in that inherits of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from truthcheck.model.database import Database
from truthcheck.model.interface import Interface
from truthcheck.model.provider import Provider
from truthcheck.model.surface import Surface


class Library(Protocol):
    """What speaks for a host (`at`), what a provider offers, also in one version of its API (`of_version`), and how a
    provider's documents are judged: those that are shipped, or the project's `own`."""

    def at(self, host: str) -> tuple[Surface, ...]: ...
    def surfaces(self, provider: str) -> tuple[Surface, ...]: ...
    def of_version(self, provider: str, version: str) -> tuple[Surface, ...]: ...
    def provider(self, id: str, own: bool = False) -> Provider: ...
    def database(self, path: str) -> Database | None: ...
    def interfaces(self, urls: Collection[str]) -> tuple[Interface, ...]: ...
    def programs(self, path: str, folder: str) -> tuple[str, ...]: ...


class OwnTypes(Protocol):
    """What a package's own types say of the value that a fault of the request speaks of."""

    @property
    def inside(self) -> tuple[str, ...]:
        """The place within the argument; empty at its top."""
        ...

    def know(self) -> bool:
        """Whether they have the name at that place, or may have it."""
        ...

    def literals(self) -> Collection[str]:
        """The words that they allow there."""
        ...

    def describe(self) -> bool:
        """Whether they say what the object holds in which the place is."""
        ...

    def accept(self) -> bool:
        """Whether they take the value that is given."""
        ...
