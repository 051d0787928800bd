"""A call site: one claim that the user's code makes about somebody's API."""

from __future__ import annotations

from truthcheck.model.location import Span
from truthcheck.model.noun import dataclass
from truthcheck.model.reason import Reason
from truthcheck.model.value import Value

# Where an argument travels. "content" is a raw body whose media type is not known; "args" and "kwargs" are what an SDK
# is given, before it is known where it travels.
LOCATIONS = ("query", "form", "json", "file", "header", "cookie", "content", "args", "kwargs")
BODILESS = ("GET", "HEAD", "DELETE", "OPTIONS")  # methods whose arguments travel in the query


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


HEIR = "<heir>"


@dataclass(frozen=True, slots=True)
class Step:
    """A name, "()" for a call, "[]" for any item, "[key]" for one, "with" for what a context manager gives, "await".

    `keywords` are those that a call gets, "**" among them when there may be more and "?" when the call is not seen,
    `HEIR` when a class of the project that extends the one before is called; `positional` counts the other arguments,
    `first` is the first of them when it is a known text. `texts` are the arguments that are short known words, by their
    place ("0") or keyword. `given` is all that the call is given.
    """

    text: str
    at: Span | None = None
    keywords: tuple[str, ...] = ()
    positional: int = 0
    first: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    given: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """What of an SDK is called: steps from the import, "()" of the call itself left out.

    `guarded`: the code is prepared for a name that is missing. `changed`: why the chain may be another one than it
    seems, mostly None. `redirected`: settings of the whole module that are changed.
    `versions`: those of them that name a version, with the text, "" where only the run knows it.
    """

    steps: tuple[Step, ...]
    guarded: bool = False
    changed: Reason | None = None
    redirected: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mocked:
    """The reply that a test, or a recording, puts in the place of the server's. None: nothing is said of it.

    `body` is what the reply holds once it is decoded.
    """

    status: Value | None = None
    body: Value | None = None


@dataclass(frozen=True, slots=True)
class Junction:
    """A condition from line `line` to `last`, in a function whose body begins at line `first`."""

    path: str
    first: int
    line: int
    last: int


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP exchange that the source asks for.

    `at` is the place that fixes method and path: for a call through a wrapper, the wrapper's call site.
    `frames` leads from there to the request itself, outermost first, `at` left out; empty for a direct call.
    `client` is the id of the rule in rules/clients that recognised it, `name` the callee as written.
    `method` is upper case, and a Union when a variable picks it. `url` has no query string: a query inside
    the URL has been moved to the arguments. `callers` leads from a function nobody calls to `at`: the context in
    which the arguments have these values; empty when the call is read on its own. `member` is set for a call through
    an SDK: method and URL are then empty until its surface tells them. `mocked` is set where nothing is asked for: a
    test says what such a call gets. Its method is "" when any will do.
    `choice` is the last condition before the request while nothing behind it depends on another one: whatever its
    ways assign is surely sent by some run.
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
    member: Member | None = None
    mocked: Mocked | None = None
    choice: Junction | None = None
