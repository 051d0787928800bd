"""Values over releases as one value: what stands in every release as it is, what comes and goes beside its span.

A span is the text of the releases' places in their order, counted from 0: "3", "3-7", "3-7,9-"; the last is open. Two
marks hold spans. In a dictionary `"@": [span, {entries}, span, {entries}, ...]` are entries that stand in these
releases alone. A list of which some items come and go is `{"@@": [span, [items], ...]}`, its runs in order; the span ""
means always. What stands in no release is not there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

ENTRIES, RUNS = "@", "@@"
MARK = b'"@'  # in the text of whatever changes
ALWAYS = ""
Holds: TypeAlias = Callable[[str], bool]


def dumps(data: Any) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def bounds(span: str) -> Iterator[tuple[int, int | None]]:
    """The first release of each part of a span and the one after its last, None for an open one."""
    for part in span.split(","):
        first, dash, last = part.partition("-")
        yield int(first), (int(last) + 1 if last else None) if dash else int(first) + 1


def holds_at(place: int) -> Holds:
    """Whether a span has the release at that place; asked again and again, worked out once."""
    known: dict[str, bool] = {ALWAYS: True}

    def holds(span: str) -> bool:
        held = known.get(span)
        if held is None:
            held = any(first <= place and (end is None or place < end) for first, end in bounds(span))
            known[span] = held
        return held

    return holds


def at(text: str | bytes, holds: Holds) -> Any:
    """A stored value as it was in one release. Raises ValueError for what was not written here."""

    def settled(found: dict[str, Any]) -> Any:
        if ENTRIES in found:
            changing = found.pop(ENTRIES)
            for place in range(0, len(changing), 2):
                if holds(changing[place]):
                    found.update(changing[place + 1])
        elif RUNS in found:
            runs = found[RUNS]
            return [item for place in range(0, len(runs), 2) if holds(runs[place]) for item in runs[place + 1]]
        return found

    return json.loads(text, object_hook=settled)
