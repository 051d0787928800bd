"""The first line of a member index: what holds of the whole package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Header:
    """A view of the line; `index_file` checks that it can be read."""

    __slots__ = ("stored",)

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.stored = stored

    @property
    def package(self) -> str:
        return str(self.stored["package"])

    @property
    def version(self) -> str:
        return str(self.stored["version"])

    @property
    def imports(self) -> tuple[str, ...]:
        """Its top-level modules."""
        return tuple(self.stored["imports"])

    @property
    def api(self) -> str:
        """The version of the API that the package speaks, "" when it does not say."""
        return str(self.stored.get("api", ""))

    @property
    def clients(self) -> tuple[str, ...]:
        """The classes that the package's rules call clients."""
        return tuple(self.stored["clients"])

    @property
    def redirects(self) -> tuple[str, ...]:
        """Keywords that send a client to another server."""
        return tuple(self.stored["redirects"])

    @property
    def chains(self) -> Mapping[str, str]:
        """Classes whose attributes are segments of a path, with what goes before."""
        paths: Mapping[str, str] = self.stored["chains"]
        return paths

    @property
    def models(self) -> tuple[str, ...]:
        """The bases of parsed replies."""
        return tuple(self.stored.get("models", ()))

    @property
    def closed_bases(self) -> Mapping[str, list[str]]:
        """Classes of other packages with all their public names."""
        names: Mapping[str, list[str]] = self.stored.get("closed_bases", {})
        return names

    @property
    def described(self) -> str:
        """Set when the index holds the API's own description.

        "strict" when the package refuses values of other types, "text" when it converts them.
        """
        return str(self.stored.get("described", ""))

    @property
    def hooks(self) -> tuple[str, ...]:
        """Events at which a program may change requests."""
        return tuple(self.stored.get("hooks", ()))

    @property
    def is_generic(self) -> bool:
        """Whether no rules of its own describe it."""
        return bool(self.stored.get("generic"))

    def takes_any_spelling(self, module: str) -> bool:
        """Whether the servers of a module's operations take a listed value in another spelling."""
        return module in self.stored.get("any_spelling", ())

    def takes_any_case(self, module: str) -> bool:
        """Whether they take it in other case."""
        return module in self.stored.get("any_case", ())
