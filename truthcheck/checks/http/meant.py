"""Of the operations that some filling of a path's holes reaches, the ones that its author can have meant."""

from __future__ import annotations

import re

from truthcheck.model.surface import Candidate, Operation
from truthcheck.model.value import Hole, Literal, Template, Text

_WORD = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+"  # not compiled at every start: `re` keeps what is used
_STEM = 4  # `repo` and `repository` are one word


def by_name(path: Literal | Template, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Candidates in which the last hole ends at the parameter that it is named for.

    `repo` in `/repos/{repo}/stars` may hold owner and name, but not owner, name and `branches`; and it is no owner.
    Nothing is left out where the last hole is no whole segment, or is named for no parameter.
    """
    found = _last_hole(path)
    if found is None:
        return candidates
    name, behind = found
    return tuple(c for c in candidates if _may_end(name, behind, c.operation))


def _last_hole(path: Literal | Template) -> tuple[str, list[str]] | None:
    """The name of the last hole and the written segments behind it."""
    if isinstance(path, Literal):
        return None
    parts = list(path.parts)
    index = max((i for i, part in enumerate(parts) if isinstance(part, Hole)), default=-1)
    hole = parts[index]
    before = parts[index - 1] if index > 0 else None
    behind = "".join(part.text for part in parts[index + 1 :] if isinstance(part, Text)).rstrip("/")
    if not isinstance(hole, Hole) or not isinstance(before, Text) or not before.text.endswith("/"):
        return None
    return (hole.name, behind[1:].split("/")) if behind.startswith("/") else None


def _may_end(name: str, behind: list[str], operation: Operation) -> bool:
    route = operation.path.strip("/").split("/")
    named = [index for index, segment in enumerate(route) if segment.startswith("{") and _alike(name, segment)]
    if not named:
        return True
    rest = route[named[-1] + 1 :]
    for one, other in zip(rest, behind, strict=False):
        if one.strip("{}") in operation.greedy:
            return True  # it takes all that follows
        if "{" not in one and one != other:
            return False
    return len(rest) == len(behind)


def _alike(name: str, parameter: str) -> bool:
    one, other = _words(name), _words(parameter)
    return any(
        a == b or (len(min(a, b, key=len)) >= _STEM and (a.startswith(b) or b.startswith(a)))
        for a in one
        for b in other
    )


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(_WORD, name)]
