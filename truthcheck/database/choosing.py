"""Which of the SQL files of one database count, in which order, and why others do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from truthcheck.database import encoding, scripts
from truthcheck.database.places import Group
from truthcheck.database.scripts import Script
from truthcheck.model.noun import NamedTuple

_TIMESTAMPED = re.compile(r"\d+_.*\.sql")


class Choice(NamedTuple):
    """`taken` in the order in which they are replayed; `left` with the reason of each.

    `maybe` are left, too, but may have been run: what they make is not called unknown. `ordered`: the files say so.
    """

    taken: tuple[Script, ...]
    left: tuple[tuple[Script, str], ...] = ()
    maybe: tuple[Script, ...] = ()
    ordered: bool = True


def choose(groups: Sequence[Group]) -> Choice:
    """The files of one home. A tool's folder of migrations comes first; else the group that makes most tables."""
    every = [(group, found) for group in groups if (found := _scripts(group))]
    if not every:
        return Choice(())
    first = max(every, key=_worth)
    chosen = _ruled(first[1]) if first[0].ruled else _free(first[1])
    rest = [one for pair in every if pair is not first for one in pair[1]]
    return _with_left(chosen, rest, f"{first[0].folder.name} counts; to count others as well, set `database`")


def _with_left(chosen: Choice, rest: Sequence[Script], why: str) -> Choice:
    left = tuple((one, why if _may_have_run(one) else scripts.WHY[one.role]) for one in rest)
    return chosen._replace(left=chosen.left + left, maybe=chosen.maybe + _maybe(rest))


def _maybe(found: Iterable[Script]) -> tuple[Script, ...]:
    return tuple(one for one in found if _may_have_run(one))


def _worth(pair: tuple[Group, Sequence[Script]]) -> tuple[bool, int, int]:
    group, found = pair
    return group.ruled, sum(_tables(one.path) for one in found if _counts(one)), -len(group.folder.parts)


def _may_have_run(one: Script) -> bool:
    return one.role not in (scripts.ROLLBACK, scripts.RESET, scripts.SEED)


def named(files: Sequence[Path]) -> Choice:
    """The files that a setting names: they count as they are, a folder's by number."""
    return Choice(tuple(Script(path, scripts.MIGRATION, scripts.number(path.name)) for path in files))


def _scripts(group: Group) -> list[Script]:
    found = []
    for path in group.files:
        try:
            data = encoding.content(path)
        except (OSError, encoding.TooLarge):
            continue
        if scripts.is_sql(data) or group.ruled:
            found.append(scripts.script(path, data))
    return found


def _tables(path: Path) -> int:
    try:
        return len(re.findall(rb"(?i)\bcreate\s+table\b", encoding.content(path)[: 4 << 20]))
    except (OSError, encoding.TooLarge):
        return 0


def _ruled(found: Sequence[Script]) -> Choice:
    """A tool runs what begins with a number, in the order of names."""
    numbers = [one.number for one in found if one.role not in (scripts.ROLLBACK, scripts.RESET)]
    taken, left = [], []
    for one in sorted(found, key=lambda one: one.path.name):
        if not _TIMESTAMPED.fullmatch(one.path.name):
            left.append((one, "has no number in front, so it is not run"))
        elif one.role == scripts.ROLLBACK and (one.number in numbers or one.path.name.endswith(".down.sql")):
            left.append((one, scripts.WHY[one.role]))
        else:
            taken.append(one)
    return Choice(tuple(taken), tuple(left), _maybe(one for one, _ in left))


def _free(found: Sequence[Script]) -> Choice:
    """Where most files have a number, one without is a script that somebody runs by hand, unless it is the schema."""
    counted = list(filter(_counts, found))
    numbered = [one for one in counted if one.number]
    ordered = len(numbered) * 2 > len(counted)
    taken = [one for one in counted if one in numbered or _is_base(one)] if ordered else counted
    rest = [one for one in found if one not in taken]
    left = tuple((one, scripts.WHY.get(one.role, "has no number, as the others have")) for one in rest)
    return Choice(tuple(sorted(taken, key=_order)), left, _maybe(rest), ordered or len(taken) == 1)


def _counts(one: Script) -> bool:
    """A numbered fix is a migration like others."""
    return one.role in scripts.COUNTED or (one.role in (scripts.SCRIPT, scripts.ARCHIVE) and bool(one.number))


def _order(one: Script) -> tuple[object, ...]:
    return not _is_base(one) or bool(one.number), one.number, str(one.path)


def _is_base(one: Script) -> bool:
    return one.role in (scripts.SCHEMA, scripts.DUMP)
