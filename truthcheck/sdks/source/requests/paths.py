"""What a verb and a path look like in source, and the operation that the two make."""

from __future__ import annotations

import re
from collections.abc import Iterable

from truthcheck.model.noun import NamedTuple

VERBS = ("get", "post", "put", "patch", "delete", "head", "options")

_PATH = re.compile(r"^(https?://[^/]+)?/?[\w{}@.\-:$]+([/.:?=&\-#][\w{}@.\-:$()'=,*#]*)*/?$")


class ReachedOperation(NamedTuple):
    """An operation as the package writes it; `host` is what a keyword such as `base_address` names, mostly ""."""

    method: str
    path: str
    host: str = ""


def verbs_among(texts: Iterable[object]) -> list[str]:
    """The HTTP methods among some texts, in capitals."""
    return [text.upper() for text in texts if isinstance(text, str) and text.lower() in VERBS]


def has_literal(path: str) -> bool:
    """Does the path hold a letter that is no hole's name and no host's?"""
    return bool(re.search(r"[A-Za-z]", re.sub(r"\{[^}]*\}", "", path.split("://")[-1])))


def is_path(text: str) -> bool:
    """example: "/v1/charges/{id}" and "charges" are, "GET" and "two words" are not"""
    if not text or " " in text or text.lower() in VERBS:
        return False
    return ("/" in text or "{" in text or bool(re.fullmatch(r"[a-z0-9_\-.]+", text))) and bool(_PATH.match(text))


def unique(found: Iterable[ReachedOperation]) -> tuple[ReachedOperation, ...]:
    return tuple(dict.fromkeys(found))
