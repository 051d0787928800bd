"""Small programs that use one member each: a method with all that it needs, one argument more, a field of a reply."""

from __future__ import annotations

import keyword
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

NO_CLAIM = frozenset(
    ("extra_headers", "extra_query", "extra_body", "timeout", "request_options", "options", "retries", "server_url")
) | {"timeout_ms", "http_headers", "idempotency_key", "accept_header_override", "self", "cls"}


class Member(NamedTuple):
    """`kind` is "method", "argument", "key" or "field"; `name` is what is used of the method."""

    kind: str
    chain: str
    name: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.chain, self.name


def members(told: Mapping[str, Any], setup: Mapping[str, Any]) -> list[Member]:
    """Every member that a program can be written of."""
    found = [one for one in told["found"] if _claims(one["chain"], told["root"], setup)]
    return [member for one in found for member in _of(one, told["code"])]


def _claims(chain: str, root: str, setup: Mapping[str, Any]) -> bool:
    steps = chain.removeprefix(root).split(".")[1:]
    is_module = setup["setups"][0][1] in setup["package"] or root in setup["package"]
    return (len(steps) > 1 or bool(setup.get("flat")) or is_module) and not set(steps) & set(setup.get("helpers", ()))


def _of(one: Mapping[str, Any], code: str) -> Iterator[Member]:
    rows = one["parameters"]
    if rows is None or any(keyword.iskeyword(step) for step in one["chain"].split(".")):
        return
    needed = [row for row in rows if row[2]]
    yield Member("method", one["chain"], "", program(code, one["chain"], needed))
    for row in rows:
        name, is_placed, required, keys = row
        if name in NO_CLAIM or is_placed or keyword.iskeyword(name):
            continue
        given = needed if required else [*needed, row]
        yield Member("argument", one["chain"], name, program(code, one["chain"], given))
        for key, _ in keys:
            yield Member("key", one["chain"], f"{name}.{key}", program(code, one["chain"], given, {name: key}))
    for field in one["fields"]:
        yield Member("field", one["chain"], field, program(code, one["chain"], needed, field=field))


def program(
    code: str, chain: str, rows: Sequence[Sequence[Any]], keys: Mapping[str, str] | None = None, field: str = ""
) -> str:
    """A function whose parameters are the values, so that nothing is known of them."""
    values: list[str] = []

    def value() -> str:
        values.append(f"value{len(values)}")
        return values[-1]

    given = [_given(row, (keys or {}).get(row[0], ""), value) for row in rows]
    lines = [f"    reply = {chain}({', '.join(given)})"]
    lines.append(f"    return reply.{field}" if field else "    return reply")
    return f"{code}\n\n\ndef use({', '.join(values)}):\n" + "\n".join(lines) + "\n"


def _given(row: Sequence[Any], key: str, value: Any) -> str:
    name, is_placed, _, keys = row
    wanted = [one for one, required in keys if required or one == key]
    text = "{" + ", ".join(f'"{one}": {value()}' for one in wanted) + "}" if keys and (key or wanted) else value()
    return text if is_placed else f"{name}={text}"


def drawn(found: Sequence[Member], count: int, chance: random.Random) -> list[Member]:
    """Members at random, each kind as often as the others as far as there are so many."""
    kinds: dict[str, list[Member]] = {}
    for member in found:
        kinds.setdefault(member.kind, []).append(member)
    for rows in kinds.values():
        chance.shuffle(rows)
    taken: list[Member] = []
    while len(taken) < count and any(kinds.values()):
        for rows in kinds.values():
            if rows and len(taken) < count:
                taken.append(rows.pop())
    return taken
