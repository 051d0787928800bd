"""What one request to a database says, whichever way it is sent."""

from __future__ import annotations

from truthcheck.model.call import Call
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.value import Value

READ, INSERT, UPSERT, UPDATE, DELETE, CALL = "read", "insert", "upsert", "update", "delete", "call"
WRITES = (INSERT, UPSERT, UPDATE)
ROWS, OBJECT, OTHER = "rows", "object", "other"  # what comes back: a list, one row, something else
UNREAD = "unread"  # a comparison that is none; a reply of which it is not known whether it is a list


class Filter(Node):
    """A column beside a value. `operator` is "" where it is not known; `scope` is the embedded resource it is about."""

    column: Value
    operator: str = ""
    value: Value | None = None
    scope: Value | None = None


class Client(Node):
    """Who is asked: the address the client was made with, and the schema; None where the code does not show it."""

    url: Value | None = None
    schema: Value | None = None
    known: bool = False


class Query(Node):
    """`name` is that of a relation, or of a function for `CALL`; `schema` None means the default one.

    `selects` are texts in the grammar of what is asked for, None when everything is; `conditions` those of conditions,
    with the embedded resource they are about. `orders` are columns to sort by, `windows` embedded resources that are
    cut; `matches` mappings of columns. `rows` are written, `arguments` given to a function. `fills` says that what a
    row leaves out gets its default even beside rows that have it. `open`: something more is said that is not known.
    `certain` is false where the request may go somewhere else. `sent` tells whether the request is sent in view.
    `tested` are names whose absence in a reply the file is prepared for.
    """

    call: Call
    verb: str
    name: Value
    at: Span | None
    schema: Value | None = None
    client: Client = Client()
    selects: tuple[Value, ...] | None = None
    filters: tuple[Filter, ...] = ()
    conditions: tuple[Filter, ...] = ()
    orders: tuple[Filter, ...] = ()
    windows: tuple[Value, ...] = ()
    matches: tuple[Value, ...] = ()
    rows: Value | None = None
    conflict: Value | None = None
    arguments: Value | None = None
    fills: bool = False
    shape: str = ROWS
    wraps: bool = True
    open: bool = False
    certain: bool = True
    sent: bool = True
    tested: frozenset[str] = frozenset()
