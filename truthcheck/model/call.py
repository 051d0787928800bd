"""A call site: one claim that the user's code makes about somebody's API."""

from __future__ import annotations

from dataclasses import dataclass

from truthcheck.model.location import Span
from truthcheck.model.value import Value

# Where an argument travels. "content" is a raw body whose media type is not known.
LOCATIONS = ("query", "form", "json", "file", "header", "cookie", "content")


@dataclass(frozen=True, slots=True)
class Argument:
    """Everything one call sends in one location, as one value (mostly a Mapping)."""

    location: str
    value: Value
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A place in the reply that the code reads: keys as strings, "[]" for any item of a list.

    `certain` is false for a read that the code itself guards, such as `.get("x")` or `"x" in reply`.
    """

    path: tuple[str, ...]
    at: Span
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP exchange that the source asks for.

    `at` is the place that fixes method and path: for a call through a wrapper, the wrapper's call site.
    `frames` leads from there to the request itself, outermost first, `at` left out; empty for a direct call.
    `client` is the id of the rule in rules/clients that recognised it, `name` the callee as written.
    `method` is upper case, and a Union when a variable picks it. `url` has no query string: a query inside
    the URL has been moved to the arguments. `callers` leads from a function nobody calls to `at`: the context in
    which the arguments have these values; empty when the call is read on its own.
    """

    at: Span
    client: str
    name: str
    method: Value
    url: Value
    arguments: tuple[Argument, ...] = ()
    reads: tuple[Read, ...] = ()
    frames: tuple[Span, ...] = ()
    callers: tuple[Span, ...] = ()
