"""Look-ups along the bases of a class: what is found first, with its type variables filled; why nothing can be said."""

from __future__ import annotations

import builtins
import collections.abc
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from truthcheck.sdks.index.index_file import Index
from truthcheck.sdks.index.terms import Term, substitute
from truthcheck.sdks.index.values import Open

MAX_BASES = 64

# where the names of well-known bases can be read off without importing anything
HOMES = {
    "builtins": builtins,
    "collections.abc": collections.abc,
    "typing": collections.abc,
    "typing_extensions": collections.abc,
}


class Found(NamedTuple):
    """A member's record or term, the class that declares it, and what its type variables stand for."""

    value: Any
    owner: str
    filling: Mapping[str, Term]
    operations: list[list[str]] | None = None


class Level(NamedTuple):
    """One class of the line of bases; `record` is None for a class of another package."""

    key: str
    record: Mapping[str, Any] | None
    filling: Mapping[str, Term]


class ClassRecords:
    """The header's `closed_bases` are classes of other packages with all their public names."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.closed_bases: Mapping[str, list[str]] = index.header.get("closed_bases", {})
        self._lines: dict[tuple[str, str], tuple[Level, ...]] = {}

    def line(self, key: str, args: Iterable[Any] = ()) -> tuple[Level, ...]:
        """The class and its bases, depth first, type variables filled from the top."""
        marked = (key, repr(tuple(args)))
        if marked not in self._lines:
            self._lines[marked] = tuple(self._walk(key, list(args), {}))[:MAX_BASES]
        return self._lines[marked]

    def _walk(self, key: str, args: list[Any], seen: dict[str, None]) -> Iterator[Level]:
        if key in seen or len(seen) > MAX_BASES:
            return
        seen[key] = None
        record = None if key.startswith("ext:") else self.index.record(key)
        names = (record or {}).get("v", ())
        # a variable that nobody fills could be anything
        filling = {name: args[place] if place < len(args) else "?" for place, name in enumerate(names)}
        yield Level(key, record, filling)
        for base in (record or {}).get("b", ()):
            head, rest = (base, []) if isinstance(base, str) else (base[0], base[1:])
            yield from self._walk(head, [substitute(part, filling) for part in rest], seen)

    def find(self, key: str, name: str, instance: bool, args: Iterable[Any] = ()) -> Found | Open | None:
        """None means: provably absent."""
        line = self.line(key, args)
        inherited = self._inherited(line, name)
        for level in line:
            found = _own(level, name, instance)
            if found is not None:
                return found._replace(operations=inherited) if inherited and isinstance(found.value, dict) else found
        return self._why_open(line, name, instance)

    def _inherited(self, line: tuple[Level, ...], name: str) -> list[list[str]] | None:
        return next((r["i"][name] for _, r, _ in line if r is not None and name in r.get("i", ())), None)

    def _why_open(self, line: tuple[Level, ...], name: str, instance: bool) -> Open | None:
        for level in line:
            label = level.key.rpartition(":")[2]
            if level.record is None:
                members = self._foreign(level.key)
                if members is None:
                    return Open(f"its base {label} is not in the index")
                if name in members:
                    return Open(f"`{name}` comes from {label}")
                continue
            if level.record.get("o"):
                return Open(f"{label}: {level.record['o']}")
            if instance and level.record.get("g"):
                return Open(f"{label}: {level.record['g']}")
            if level.record.get("k") == "enum" and name in ("name", "value"):
                return Open("a name of every enum")
        return Open("a name of every object") if name in dir(object) else None

    def _foreign(self, key: str) -> Iterable[str] | None:
        """All names of a base outside the package; None when they are not known."""
        if key in self.closed_bases:
            return self.closed_bases[key]
        module, _, word = key.removeprefix("ext:").rpartition(".")
        made = getattr(HOMES.get(module), word, None)
        if made is None and module in ("typing", "typing_extensions"):
            made = getattr(builtins, word.lower(), None)  # Dict, List
        return dir(made) if isinstance(made, type) else None

    def names(self, key: str) -> Iterator[str]:
        """Public names of a class and its known bases."""
        seen: dict[str, None] = {}
        for level in self.line(key):
            for part in ("m", "a", "f", "c"):
                seen.update(dict.fromkeys((level.record or {}).get(part, ())))
        yield from (name for name in seen if not name.startswith("_"))

    def is_model(self, key: str) -> bool:
        """Is it data, such as the parsed reply of a call?"""
        models = self.index.header.get("models", ())
        return any(
            level.key in models or (level.record or {}).get("k") in ("typed", "data") for level in self.line(key)
        )


def _own(level: Level, name: str, instance: bool) -> Found | None:
    record = level.record
    if record is None:
        return None
    # what only an instance has is no name of the class object
    for part in ("m", "c", "f", "a") if instance else ("m", "c", "f"):
        held = record.get(part)
        if held is not None and name in held:
            return Found(held[name], level.key, level.filling)
    if not instance and name in record.get("a", ()):
        return Found("?", level.key, level.filling)  # a property object, or set on instances
    return None
