"""Makes one value of the values that something had in releases; `temporal` says how it is stored.

`mask` is a whole number with a bit for each release in which a value stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeAlias

from truthcheck.sdks.index.temporal import ALWAYS, ENTRIES, RUNS, dumps

Standing: TypeAlias = "tuple[int, Any]"  # mask and value
Name: TypeAlias = "Callable[[int], str]"


def named(mask: int, count: int) -> str:
    """The span of a mask among so many releases."""
    parts, place = [], 0
    while mask >> place:
        if not mask >> place & 1:
            place += 1
            continue
        end = place
        while mask >> end & 1:
            end += 1
        parts.append(f"{place}-" if end == count else f"{place}-{end - 1}" if end - place > 1 else str(place))
        place = end
    return ",".join(parts)


def merged(standing: Sequence[Standing], span: Name) -> Any:
    """One value for all; `standing` are different dictionaries, each with the releases in which it stands."""
    whole = _together(standing)
    names = dict.fromkeys(name for _, entries in reversed(standing) for name in entries)
    plain: dict[str, Any] = {}
    changing: dict[int, dict[str, Any]] = {}
    for name in names:
        _refuse_mark(name)
        rows = _grouped((mask, entries[name]) for mask, entries in standing if name in entries)
        for mask, value in _joined(rows, span):
            (plain if mask == whole else changing.setdefault(mask, {}))[name] = value
    if changing:
        plain[ENTRIES] = [part for mask, entries in changing.items() for part in (span(mask), entries)]
    return plain


def _refuse_mark(name: str) -> None:
    if name in (ENTRIES, RUNS):
        raise ValueError(f"`{name}` is a mark of histories and cannot be the name of an entry")


def _together(standing: Iterable[Standing]) -> int:
    mask = 0
    for one, _ in standing:
        mask |= one
    return mask


def _grouped(standing: Iterable[Standing]) -> list[Standing]:
    """Equal values once, with all their releases."""
    found: dict[str, Standing] = {}
    for mask, value in standing:
        text = dumps(value)
        found[text] = (found[text][0] | mask if text in found else mask, value)
    return list(found.values())


def _joined(rows: list[Standing], span: Name) -> list[Standing]:
    """Rows of different values as few as it pays: parts that all have in common are stored once."""
    if len(rows) == 1:
        return [(rows[0][0], _checked(rows[0][1]))]
    kinds = {type(value) for _, value in rows}
    if kinds == {dict}:
        return [(_together(rows), merged(rows, span))]
    if kinds != {list}:
        return rows
    together = [(_together(rows), _list(rows, span))]
    return together if _size(together) < _size(rows) + 8 * len(rows) else rows


def _checked(value: Any) -> Any:
    """The value itself, once it is sure that it has no marks."""
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _checked(part)
    for name in value if isinstance(value, dict) else ():
        _refuse_mark(name)
    return value


def _size(rows: list[Standing]) -> int:
    return sum(len(dumps(value)) for _, value in rows)


def _list(rows: list[Standing], span: Name) -> Any:
    """Lists as one in which items come and go."""
    whole = _together(rows)
    runs: list[Standing] = []
    for items in _aligned(rows):
        for mask, value in _joined(_grouped(items), span):
            if runs and runs[-1][0] == mask:
                runs[-1][1].append(value)
            else:
                runs.append((mask, [value]))
    return {RUNS: [part for mask, values in runs for part in (ALWAYS if mask == whole else span(mask), values)]}


def _aligned(rows: list[Standing]) -> list[list[Standing]]:
    """The items of all lists in an order that keeps the order of each; those in one place are takes of one thing."""
    names: list[str] = []
    places: list[list[Standing]] = []
    for mask, items in rows:
        new = [_identity(item) for item in items]
        names, places = _woven(names, places, new, [(mask, item) for item in items])
    return places


def _woven(
    names: list[str], places: list[list[Standing]], new: list[str], standing: list[Standing]
) -> tuple[list[str], list[list[Standing]]]:
    """The places with one more list woven in."""
    out_names: list[str] = []
    out: list[list[Standing]] = []
    before = after = 0
    for start, begin, length in SequenceMatcher(None, names, new, autojunk=False).get_matching_blocks():
        out_names += names[before:start] + new[after:begin] + names[start : start + length]
        out += places[before:start] + [[one] for one in standing[after:begin]]
        pairs = zip(places[start : start + length], standing[begin : begin + length], strict=True)
        out += [[*place, one] for place, one in pairs]
        before, after = start + length, begin + length
    return out_names, out


def _identity(item: Any) -> str:
    """What makes two items takes of one thing: a parameter its name, a term with parts its first word."""
    if isinstance(item, list):
        return f"[{item[0]}" if item and isinstance(item[0], str) else "["
    return "{" if isinstance(item, dict) else dumps(item)
