"""How a service shows the tables of a database over HTTP."""

from __future__ import annotations

from truthcheck.model.noun import dataclass


@dataclass(frozen=True, slots=True)
class Interface:
    """How a service shows the tables of a database over HTTP: below the path `tables`.

    `paths` are further ones that its documents describe, `hosts` ends of its hosts, `key` the header with its key.
    """

    provider: str
    tables: str
    paths: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    key: str = ""
