"""Whose API it is, and how far its documents may be trusted."""

from __future__ import annotations

from truthcheck.model.noun import dataclass

PACES = ("weekly", "monthly", "quarterly", "yearly", "stable")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What holds for an API although its documents do not say so. Filled from `[judgement]` of its rule file.

    `partial`: real endpoints are missing, so an unknown one proves nothing.
    `sketched`: operations are described by an example each: no name, type or value proves anything.
    `undescribed`: paths ("/graphql", "/files/*") or endpoints ("POST /admin/users") that are real but not described.
    `any_method`: GET and POST reach the same method, whatever the document says.
    `any_location`: parameters may travel in the query or in the body.
    `encodings`: further body encodings ("json", "form") that the server accepts.
    `optional`: names that documents require but callers need not send, such as a token that travels in a header.
    `accepted`: undescribed parameter names that are taken everywhere.
    `loose`: names whose types and values the documents give wrongly: any value is taken.
    `headers`: names of headers that a caller must set himself.
    `accepted_headers`: names of headers that are taken everywhere although documents do not list them.
    `dated`: the document is old: an unknown endpoint or name is likely, never certain.
    """

    partial: bool = False
    sketched: bool = False
    undescribed: tuple[str, ...] = ()
    any_method: bool = False
    any_location: bool = False
    encodings: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    dated: bool = False
    accepted_headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What a vendor has announced, and where (`source`, an address). `since` is an ISO day, "" where it always held.

    `instead` is what to use, as a person writes it. `only` says for whom it holds ("apps made after 2024-11-27"), and
    `warns` that it is no error even then.
    """

    since: str = ""
    instead: str = ""
    source: str = ""
    only: str = ""
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Retired:
    """Gone: whole `hosts`, `operations` ("POST /v1/edits", "/v1/assistants*"; a parameter is written {}), or `values`
    of the parameter `parameter`, in those operations if any are named."""

    notice: Notice
    hosts: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    parameter: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A parameter in `excludes` is not taken where `parameter` has one of `values` (shell patterns).

    `operations` as in `Retired`; without any, it holds for all.
    """

    notice: Notice
    parameter: str
    values: tuple[str, ...]
    excludes: tuple[str, ...]
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApiVersions:
    """How a caller asks for a version of the API: `headers`, names in the `query`, `settings` and keywords of packages.

    Instances of `clients`, classes of packages, always ask for one that is none of the documents'. `described` are
    versions that the documents in use describe beside their own. With `line`, a pattern, versions in which it finds the
    same text only add to each other as they go.
    """

    headers: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    line: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """`name` is what a person calls it ("GitHub"). `pace` is how fast the API changes, one of `PACES`."""

    id: str
    name: str
    judgement: Judgement = Judgement()
    pace: str = "yearly"
    retired: tuple[Retired, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    versions: ApiVersions | None = None
