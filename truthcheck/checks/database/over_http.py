"""Requests to a project's own database among the calls over HTTP, also where only a setting names the host.

A rule page says below which path a service shows its tables. A host that is a setting is surely the service's when the
setting is called after it or when its key is sent along; on this machine, or behind any other setting, it likely is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from truthcheck.checks.calls import exchange
from truthcheck.checks.calls.exchange import Judged
from truthcheck.checks.core.library import Library
from truthcheck.checks.database import wire
from truthcheck.checks.database.clients import address
from truthcheck.checks.database.query import CALL, Query
from truthcheck.checks.database.script import script
from truthcheck.checks.database.verdicts import AskedQuery
from truthcheck.model.call import Call
from truthcheck.model.interface import Interface
from truthcheck.model.noun import replace
from truthcheck.model.report import REFUTED, UNVERIFIED
from truthcheck.model.value import HOLE, Literal, Template, Text, Value, alternatives
from truthcheck.model.value import Mapping as Keyed


def asked(rows: Sequence[Judged], interfaces: Sequence[Interface]) -> dict[int, AskedQuery]:
    """By the number of a call, what it asks a database; only calls of which nothing else is known."""
    found: dict[int, AskedQuery] = {}
    for number, row in enumerate(rows):
        checked = row.checked
        if checked.verdict != UNVERIFIED or checked.call.member is not None:
            continue
        for interface in interfaces:
            query = wire.query(checked.call, interface.tables)
            if query is not None and (sure := _is_meant(query, interface)) is not None:
                asks = query._replace(certain=sure)
                found[number] = AskedQuery(asks, _operation(asks, interface), interface.provider)
                break
    return found


def _operation(query: Query, interface: Interface) -> str:
    method = next((str(one.value) for one in alternatives(query.call.method) if isinstance(one, Literal)), "")
    name = script(query.name).text.replace(HOLE, "{…}")
    return f"{method} {interface.tables}{'rpc/' if query.verb == CALL else ''}{name}"


def _is_meant(query: Query, interface: Interface) -> bool | None:
    """Whether the service is surely asked; None when it may be any other."""
    base = address(query.client.url).lower()
    if interface.provider in base or any(base.rstrip("/").endswith(host) for host in interface.hosts):
        return True
    if interface.key in _headers(query.call):
        return True
    return False if not base or HOLE in script(query.client.url or Literal("")).text else None


def _headers(call: Call) -> frozenset[str]:
    values = [argument.value for argument in call.arguments if argument.location == "header"]
    return frozenset(entry.key.lower() for value in values if isinstance(value, Keyed) for entry in value.entries)


def replaced(rows: Sequence[Judged], verdicts: Mapping[int, Judged | None]) -> list[Judged]:
    """The rows with the verdicts of a database."""
    return [verdicts.get(number) or row for number, row in enumerate(rows)]


def presumed(rows: Sequence[Judged], interfaces: Sequence[Interface], library: Library) -> list[Judged]:
    """The rows, those to a host that a setting is called after judged by the documents of that service, as likely."""
    return [_presumed(row, interfaces, library) for row in rows]


def _presumed(row: Judged, interfaces: Sequence[Interface], library: Library) -> Judged:
    if row.checked.verdict != UNVERIFIED or row.checked.provider or row.checked.call.member is not None:
        return row
    for interface in interfaces:
        url = _hosted(row.checked.call.url, interface)
        if url is not None:
            return _likely(row, exchange.check(replace(row.checked.call, url=url), library))
    return row


def _hosted(url: Value, interface: Interface) -> Value | None:
    """The URL with a host of the service in the place of the setting; None when it is not called after the service."""
    if not isinstance(url, Template) or len(url.parts) < 2 or not interface.hosts:
        return None
    setting, *rest = url.parts
    first = rest[0]
    if isinstance(setting, Text) or interface.provider not in setting.name.lower() or not isinstance(first, Text):
        return None
    if not first.text.lstrip("/").startswith(tuple(path.strip("/") for path in interface.paths)):
        return None
    host = Text(f"https://project{interface.hosts[0]}/", setting.at)
    return Template((host, replace(first, text=first.text.lstrip("/")), *rest[1:]), url.at)


def _likely(row: Judged, found: Judged) -> Judged:
    """The verdict of the service's documents, which holds if the setting means its host."""
    if found.checked.verdict == UNVERIFIED:
        return row
    told = tuple(replace(finding, confidence="likely") for finding in found.checked.findings)
    left = (*found.checked.left_open, row.checked.reason) if row.checked.reason else found.checked.left_open
    kept = left if found.checked.verdict != REFUTED else found.checked.left_open
    call = replace(found.checked.call, url=row.checked.call.url)
    return found._replace(checked=replace(found.checked, call=call, findings=told, left_open=kept))
