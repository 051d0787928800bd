"""Why the address of a request stands nowhere in a package: somebody else gives it, or the classes below do.

A hole whose name begins with `@` is data that an instance holds, such as `{@url}` of a parsed reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from truthcheck.sdks.index.terms import Term, is_variable, options
from truthcheck.sdks.source.modules.nouns import Definition
from truthcheck.sdks.source.modules.syntax import parameters

REPLY, ARGUMENT, HEIRS = "reply", "argument", "heirs"


def is_text(term: Term) -> bool:
    """Whether a value may be a text: what is declared as an object of some class is no address."""
    return is_variable(term) or "str" in options(term)


def instance_hole(name: str) -> str:
    """The hole of an instance's data; what is written in capitals is a constant of its class."""
    return f"{{@{name}}}" if not name.isupper() else f"{{{name}}}"


def shown(path: str) -> str:
    """The path with its holes as an operation writes them."""
    return path.replace("{@", "{")


def distinct(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Operations (method, path, perhaps host) without those that are others with a hole empty or called otherwise."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in rows:
        found.setdefault((row[0], re.sub(r"\{[^}]*\}", "{}", row[1]), *row[2:]), row)
    fuller = {(key[0], key[1].removesuffix("{}"), *key[2:]) for key in found if key[1].endswith("/{}")}
    return [row for key, row in found.items() if key not in fuller]


def given_by(paths: Iterable[str], function: Definition) -> str:
    """Who gives the addresses: a reply, the caller, the classes that inherit the method; "" when it is not known."""
    every = list(paths)
    own = {hole for path in every for hole in _holes(path) if hole.startswith("@")}
    # the same name again, of something that is not declared: `page = self`, `page = page.next()`
    own |= {hole[1:] for hole in own}
    kinds = {_given_by(path, own, {arg.arg for arg in parameters(function)}) for path in every}
    return kinds.pop() if len(kinds) == 1 else ""


def _given_by(path: str, own: set[str], names: set[str]) -> str:
    holes = _holes(path)
    if any(re.fullmatch("[A-Z_]+", hole) for hole in holes):
        return HEIRS
    first = holes[0] if holes and path.startswith("{") else ""
    if re.search("[A-Za-z]", re.sub(r"\{[^}]*\}", "", path)):
        return ""
    return REPLY if first in own else ARGUMENT if first in names else ""


def _holes(path: str) -> list[str]:
    return re.findall(r"\{([^}]*)\}", path)
