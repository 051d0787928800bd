"""Leaves out of an index what no verdict asks for: what lies deep in replies, and types that nothing leads to.

All classes that only hold such data become one, `DATA`, of which nothing is known, so that a large SDK stays small.
What sends, and what is sent, is kept whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from truthcheck.sdks.index.terms import keys_in, union
from truthcheck.sdks.index.package import DATA
from truthcheck.sdks.index.records import Record

_DATA_RECORD: Record = {"k": "data", "o": "it lies too deep in a reply"}
MAX_IMPORTS = 128  # of one module, kept by name
SENT = ("typed", "enum")  # kinds whose fields and values are judged when they are sent


def thin(records: Mapping[str, Record], models: Iterable[str], levels: int) -> dict[str, Record]:
    """The records without data below so many levels of replies; `models` are the bases of such data."""
    classes = {key: record for key, record in records.items() if not key.endswith(":")}
    mere = _mere(classes, set(models))
    kept = [record for key, record in records.items() if key not in mere]
    sent = _sent(classes, (key for record in kept for key in _parameters(record)))
    left = mere - sent - _replied(classes, {key for record in kept for key in _given(record)}, levels)
    made = {key: _without(record, left) for key, record in records.items() if key not in left}
    _strip(made, mere)
    return made | ({DATA: _DATA_RECORD} if left else {})


def _strip(records: dict[str, Record], mere: set[str]) -> None:
    """Modules without what they only import for themselves: of that, and of modules without more, the name remains."""
    packages = {key[:-1].rpartition(".")[0] for key in records if key.endswith(":")}
    for key in [key for key in records if key.endswith(":")]:
        names = {name: _named(found, mere) for name, found in records[key]["n"].items()}
        own = {name: found for name, found in names.items() if isinstance(found, dict) or _is_own(found, key)}
        parent, _, word = key[:-1].rpartition(".")
        if key[:-1] in packages or f"{parent}:" not in records:
            records[key] = records[key] | {"n": names}
        elif own:
            records[key] = records[key] | _shortened(names, own)
        else:
            del records[key]
            records[f"{parent}:"]["n"].setdefault(word, ["mod", DATA] if ["type", DATA] in names.values() else "?")


def _shortened(names: dict[str, Any], own: dict[str, Any]) -> Record:
    """What a module imports by its name alone; of very many not even that, and then there may be any name."""
    many = len(names) - len(own) > MAX_IMPORTS
    return {"n": own, "o": "what it imports is left out"} if many else {"n": dict.fromkeys(names, "?") | own}


def _is_own(found: Any, module: str) -> bool:
    """Whether a class is written in the module; `module` ends with a colon, as the keys of its classes go on."""
    return found[0] == "type" and isinstance(found[1], str) and found[1].startswith(module)


def _named(found: Any, mere: set[str]) -> Any:
    """What a module's name stands for, without the class when that only holds data: building one is no claim."""
    if isinstance(found, dict) or found[0] not in ("ext", "type"):
        return found
    is_data = found[0] == "type" and any(key in mere for key in keys_in(found))
    return ["type", DATA] if is_data else "?" if found[0] == "ext" else found


def _mere(classes: Mapping[str, Record], models: set[str]) -> set[str]:
    """Classes of data that lead to nothing that makes a request."""
    leads = {key: {*_held(record), *_bases(record)} for key, record in classes.items()}
    active = {key for key, record in classes.items() if _sends(record)}
    more = active
    while more:
        more = {key for key, found in leads.items() if key not in active and found & active}
        active |= more
    return {key for key in classes if key not in active and _is_data(key, classes, models)}


def _is_data(key: str, classes: Mapping[str, Record], models: set[str]) -> bool:
    seen = [key]
    for one in seen:  # grows by the bases
        record = classes.get(one, {})
        if one in models or record.get("k") in ("typed", "data", "named", "enum"):
            return True
        seen += [base for base in _bases(record) if base not in seen]
    return False


def _sends(record: Record) -> bool:
    return any(isinstance(one, dict) and (one.get("op") or one.get("x")) for one in record.get("m", {}).values())


def _bases(record: Record) -> list[str]:
    return [base if isinstance(base, str) else base[0] for base in record.get("b", ())]


def _held(record: Record) -> Iterator[str]:
    """The classes that attributes and methods of an instance lead to."""
    for part in ("f", "a", "c"):
        for term in record.get(part, {}).values():
            yield from keys_in(term)
    for method in record.get("m", {}).values():
        if isinstance(method, dict):
            yield from keys_in(method.get("r", "?"))


def _parameters(record: Record) -> Iterator[str]:
    """The classes that the parameters of a module's functions or a class's methods name."""
    for method in (*record.get("m", {}).values(), *record.get("n", {}).values()):
        for one in (method, *method.get("ov", ())) if isinstance(method, dict) else ():
            for parameter in one.get("p", ()):
                yield from keys_in(parameter[3])


def _given(record: Record) -> Iterator[str]:
    """The classes that functions of a module, or attributes and methods of a class, give."""
    yield from _held(record)
    for function in record.get("n", {}).values():
        if isinstance(function, dict):
            yield from keys_in(function.get("r", "?"))


def _replied(classes: Mapping[str, Record], first: set[str], levels: int) -> set[str]:
    """The classes of replies, so many levels deep, with their bases."""
    found: set[str] = set()
    for _ in range(levels):
        found |= first
        bases = first
        while bases:
            bases = {base for key in bases for base in _bases(classes.get(key, {}))} - found
            found |= bases
        first = {inner for key in first for inner in _held(classes.get(key, {}))} - found
    return found


def _sent(classes: Mapping[str, Record], begin: Iterable[str]) -> set[str]:
    """The typed dictionaries and enums that parameters lead to, at any depth."""
    found: set[str] = set()
    queue = list(begin)
    while queue:
        key = queue.pop()
        record = classes.get(key, {})
        if key not in found and record.get("k") in SENT:
            found.add(key)
            queue += [inner for term in record.get("f", {}).values() for inner in keys_in(term)]
    return found


def _without(part: Any, left: set[str]) -> Any:
    """A record, or a part of one, with `DATA` for each class that is left out."""
    if isinstance(part, str):
        return DATA if part in left else part
    if isinstance(part, dict):
        return {key: _bare(value, left) if key == "b" else _without(value, left) for key, value in part.items()}
    if not isinstance(part, list) or not part or part[0] == "=":
        return part
    if isinstance(part[0], str) and part[0] in left:
        return DATA
    found = _bare(part, left)
    return union(found[1:]) if found[0] == "|" else found


def _bare(parts: list[Any], left: set[str]) -> list[Any]:
    return [_without(one, left) for one in parts]
