"""Leaves out of an index what no verdict asks for: what lies deep in replies, and types that nothing leads to.

All classes that only hold such data become one, `DATA`, of which nothing is known, so that a large SDK stays small.
What sends, and what is sent, is kept whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from truthcheck.sdks.index.package import DATA
from truthcheck.sdks.index.records import (
    ATTRIBUTES,
    BASES,
    CONSTANTS,
    DATACLASS,
    ENUM,
    FIELDS,
    KIND,
    NAMED,
    NAMES,
    OPEN,
    TYPED,
    ClassRecord,
    FunctionRecord,
    ModuleRecord,
    Record,
    is_function,
)
from truthcheck.sdks.index.terms import (
    ANY,
    Term,
    class_object,
    is_class_object,
    is_literal,
    is_name_of_another,
    is_union,
    keys_in,
    module,
    union,
)

_DATA_RECORD: Record = {KIND: DATACLASS, OPEN: "it lies too deep in a reply"}
MAX_IMPORTS = 128  # of one module, kept by name
SENT = (TYPED, ENUM)  # kinds whose fields and values are judged when they are sent


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
    modules = [key for key in records if key.endswith(":")]
    packages = {key[:-1].rpartition(".")[0] for key in modules}
    for key in modules:
        names = {name: _named(meaning, mere) for name, meaning in ModuleRecord(records[key]).names.items()}
        own = {name: meaning for name, meaning in names.items() if is_function(meaning) or _is_own(meaning, key)}
        parent, _, word = key[:-1].rpartition(".")
        if key[:-1] in packages or f"{parent}:" not in records:
            records[key] = records[key] | {NAMES: names}
        elif own:
            records[key] = records[key] | _shortened(names, own)
        else:
            del records[key]
            records[f"{parent}:"][NAMES].setdefault(word, _left_of(names))


def _left_of(names: Mapping[str, Any]) -> Term:
    """What stands for a module of which only the name remains."""
    return module(DATA) if class_object(DATA) in names.values() else ANY


def _shortened(names: dict[str, Any], own: dict[str, Any]) -> Record:
    """What a module imports by its name alone; of very many not even that, and then there may be any name."""
    if len(names) - len(own) > MAX_IMPORTS:
        return {NAMES: own, OPEN: "what it imports is left out"}
    return {NAMES: dict.fromkeys(names, ANY) | own}


def _is_own(term: Term, module_key: str) -> bool:
    """Whether a class is written in the module; the key ends with a colon, as the keys of its classes go on."""
    return is_class_object(term) and isinstance(term[1], str) and term[1].startswith(module_key)


def _named(meaning: Any, mere: set[str]) -> Any:
    """What a module's name stands for, without the class when that only holds data: building one is no claim."""
    if is_function(meaning):
        return meaning
    if is_name_of_another(meaning):
        return ANY
    is_data = is_class_object(meaning) and any(key in mere for key in keys_in(meaning))
    return class_object(DATA) if is_data else meaning


def _mere(classes: Mapping[str, Record], models: set[str]) -> set[str]:
    """Classes of data that lead to nothing that makes a request."""
    leads = {key: {*_held(record), *ClassRecord(record).base_keys} for key, record in classes.items()}
    active = {key for key, record in classes.items() if _sends(record)}
    more = active
    while more:
        more = {key for key, found in leads.items() if key not in active and found & active}
        active |= more
    return {key for key in classes if key not in active and _is_data(key, classes, models)}


def _is_data(key: str, classes: Mapping[str, Record], models: set[str]) -> bool:
    seen = [key]
    for one in seen:  # grows by the bases
        record = ClassRecord(classes.get(one))
        if one in models or record.kind in (TYPED, DATACLASS, NAMED, ENUM):
            return True
        seen += [base for base in record.base_keys if base not in seen]
    return False


def _functions(members: Mapping[str, Any]) -> Iterator[FunctionRecord]:
    return (FunctionRecord(member) for member in members.values() if is_function(member))


def _sends(record: Record) -> bool:
    return any(method.sends for method in _functions(ClassRecord(record).methods))


def _held(record: Record) -> Iterator[str]:
    """The classes that attributes and methods of an instance lead to."""
    for part in (FIELDS, ATTRIBUTES, CONSTANTS):
        for term in ClassRecord(record).part(part).values():
            yield from keys_in(term)
    for method in _functions(ClassRecord(record).methods):
        yield from keys_in(method.returns)


def _parameters(record: Record) -> Iterator[str]:
    """The classes that the parameters of a module's functions or a class's methods name."""
    for function in (*_functions(ClassRecord(record).methods), *_functions(ModuleRecord(record).names)):
        for way in (function, *function.overloads):
            for _, _, _, term in way.parameters:
                yield from keys_in(term)


def _given(record: Record) -> Iterator[str]:
    """The classes that functions of a module, or attributes and methods of a class, give."""
    yield from _held(record)
    for function in _functions(ModuleRecord(record).names):
        yield from keys_in(function.returns)


def _replied(classes: Mapping[str, Record], first: set[str], levels: int) -> set[str]:
    """The classes of replies, so many levels deep, with their bases."""
    found: set[str] = set()
    for _ in range(levels):
        found |= first
        bases = first
        while bases:
            bases = {base for key in bases for base in ClassRecord(classes.get(key)).base_keys} - found
            found |= bases
        first = {inner for key in first for inner in _held(classes.get(key, {}))} - found
    return found


def _sent(classes: Mapping[str, Record], begin: Iterable[str]) -> set[str]:
    """The typed dictionaries and enums that parameters lead to, at any depth."""
    found: set[str] = set()
    queue = list(begin)
    while queue:
        key = queue.pop()
        record = ClassRecord(classes.get(key))
        if key not in found and record.kind in SENT:
            found.add(key)
            queue += [inner for term in record.fields.values() for inner in keys_in(term)]
    return found


def _without(part: Any, left: set[str]) -> Any:
    """A record, or a part of one, with `DATA` for each class that is left out."""
    if isinstance(part, str):
        return DATA if part in left else part
    if isinstance(part, dict):
        return {key: _bare(value, left) if key == BASES else _without(value, left) for key, value in part.items()}
    if not isinstance(part, list) or not part or is_literal(part):
        return part
    if isinstance(part[0], str) and part[0] in left:
        return DATA
    found = _bare(part, left)
    return union(found[1:]) if is_union(found) else found


def _bare(parts: list[Any], left: set[str]) -> list[Any]:
    return [_without(one, left) for one in parts]
