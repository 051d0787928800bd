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
class Provider:
    """`name` is what a person calls it ("GitHub"). `pace` is how fast the API changes, one of `PACES`."""

    id: str
    name: str
    judgement: Judgement = Judgement()
    pace: str = "yearly"
