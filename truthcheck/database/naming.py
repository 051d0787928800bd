"""The names that PostgreSQL gives to constraints that have none."""

from __future__ import annotations

from collections.abc import Collection

_LONGEST = 63


def chosen(relation: str, columns: tuple[str, ...], label: str, taken: Collection[str]) -> str:
    """`orders_customer_id_fkey`; with a number behind it where that is taken already."""
    number = 0
    while (name := _made(relation, "_".join(columns)[:_LONGEST], f"{label}{number or ''}")) in taken:
        number += 1
    return name


def _made(first: str, second: str, label: str) -> str:
    """Both parts are cut, the longer one first, until all fits into the length of a name."""
    room = _LONGEST - len(label) - 1 - bool(second)
    a, b = len(first.encode()), len(second.encode())
    while a + b > room:
        a, b = (a - 1, b) if a > b else (a, b - 1)
    parts = (_cut(first, a), _cut(second, b), label)
    return "_".join(part for part in parts if part)


def _cut(name: str, length: int) -> str:
    return name.encode()[:length].decode(errors="ignore")
