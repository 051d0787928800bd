"""unknown-endpoint, wrong-method: what is false before any operation is found."""

from __future__ import annotations

import re

from truthcheck.checks import address
from truthcheck.checks.fault import Fault
from truthcheck.model.location import Span
from truthcheck.model.provider import Judgement
from truthcheck.model.surface import NoMethod, NoPath
from truthcheck.model.value import Literal, Template, Text

_PARAMETER = re.compile(r"\{[^}]*\}")


def unknown(match: NoPath, method: str, path: Literal | Template) -> Fault:
    nearest = tuple(f"{route.method} {route.path}" for route in match.nearest)
    guess = match.nearest[0].path if match.nearest else ""
    got = f"{method} {address.shown(path)}"
    return Fault("unknown-endpoint", ("path",), _offender(path, guess), got, nearest, listed=True)


def wrong_method(match: NoMethod, method: str, path: Literal | Template) -> Fault:
    methods = tuple(dict.fromkeys(route.method for route in match.routes))
    return Fault("wrong-method", ("method",), None, f"{method} {address.shown(path)}", methods, listed=True)


def is_undescribed(judgement: Judgement, method: str, path: Literal | Template) -> bool:
    """Whether rule data says that this endpoint is real although no document lists it."""
    text = _PARAMETER.sub("{}", address.shown(path))
    return any(_covers(rule, method, text) for rule in judgement.undescribed)


def _covers(rule: str, method: str, path: str) -> bool:
    verb, _, pattern = rule.rpartition(" ")
    if verb and verb != method:
        return False
    if pattern.endswith("*"):
        return path.startswith(pattern[:-1])
    return path.rstrip("/") == _PARAMETER.sub("{}", pattern).rstrip("/")


def _offender(path: Literal | Template, nearest: str) -> Span | None:
    """Where the first segment stands that the nearest true path does not have; the last text when there is none."""
    if isinstance(path, Literal):
        return path.at
    true = set(nearest.split("/"))
    texts = [part for part in path.parts if isinstance(part, Text)]
    for part in texts:
        if any(segment and segment not in true for segment in part.text.split("/")):
            return part.at
    return texts[-1].at if texts else None
