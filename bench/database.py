"""How quickly SQL is replayed: `python -m bench.database [FILE.sql ...]`; without files, 2,000 statements made here."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from truthcheck.database import encoding, finish, fold
from truthcheck.database.draft import Draft
from truthcheck.database.encoding import Bytes


def made() -> bytes:
    """700 tables of 14 columns, 700 changes, 300 views, 300 functions."""
    columns = ", ".join(f"c{number} numeric(10,2) check (c{number} > 0)" for number in range(12))
    table = "create table t{0} (id bigint generated always as identity primary key, name text not null, {1});\n"
    lines = [table.format(number, columns) for number in range(700)]
    lines += [f"alter table t{number} add column owner bigint references t0 (id);\n" for number in range(700)]
    lines += [f"create view v{number} as select t.*, 1 as one from t{number} t;\n" for number in range(300)]
    reply = "returns setof t{0} language sql as $$ select 1 $$;\n"
    lines += [f"create function f{number}(a int, b text = 'x') {reply.format(number)}" for number in range(300)]
    return "".join(lines).encode()


def measure(name: str, data: Bytes) -> None:
    started = time.process_time()
    draft = Draft()
    faults = fold.replay(draft, data, name)
    found = finish.finished(draft, ".", ("public",))
    spent = time.process_time() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    held = f"{len(found.relations)} relations, {len(found.routines)} routines, {len(faults)} faults"
    print(f"{name}: {len(data) / 1e6:.1f} MB in {spent:.2f} s of CPU, {megabytes} MB of memory; {held}")


if __name__ == "__main__":
    if not sys.argv[1:]:
        measure("2,000 statements", made())
    for argument in sys.argv[1:]:
        measure(argument, encoding.content(Path(argument)))
