"""What a project offers beside tables and functions: buckets, programs that it deploys, tables that are watched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.database.levels import unknown
from truthcheck.checks.database.script import SourceText, script
from truthcheck.checks.database.steps import Said, said
from truthcheck.checks.database.view import View
from truthcheck.model.call import Call
from truthcheck.model.database import Database
from truthcheck.model.location import Span
from truthcheck.model.noun import Node, replace
from truthcheck.model.value import Literal

ROLES = ("bucket", "program", "watch")
Programs = Callable[[str], tuple[str, ...]]  # by folder, the names of what is deployed from it


class Mentioned(Node):
    """A step that names a bucket, a program or a table to watch."""

    said: Said
    name: SourceText

    @property
    def at(self) -> Span | None:
        return getattr(self.said.values.get("name"), "at", None) or self.said.at


def mentioned(call: Call, rules: Mapping[str, str]) -> Mentioned | None:
    """The last such step of a call."""
    steps = call.member.steps if call.member is not None else ()
    found = [part for part in said(rules, steps) if part.role in ROLES and "name" in part.values]
    return Mentioned(found[-1], script(found[-1].values["name"])) if found else None


def made(calls: Iterable[tuple[Call, Mapping[str, str]]]) -> frozenset[str]:
    """Buckets that the code makes itself; "*" among them when one has a name that is not known."""
    names = set[str]()
    for call, rules in calls:
        steps = call.member.steps if call.member is not None else ()
        for part in said(rules, steps):
            if part.role == "made_bucket":
                name = script(part.values["name"]) if "name" in part.values else None
                names.add("*" if name is None or name.is_open else name.text)
    return frozenset(names)


def faults(one: Mentioned, database: Database | None, own: Collection[str], programs: Programs) -> Iterator[Fault]:
    """What is false of it: `own` are buckets that the code makes."""
    if one.name.is_open or not one.name.text:
        return
    if one.said.role == "program":
        yield from _program(one, programs(one.said.detail))
    elif database is not None and one.said.role == "bucket":
        yield from _bucket(one, database, own)
    elif database is not None:
        yield from _watched(one, database)


def _program(one: Mentioned, known: tuple[str, ...]) -> Iterator[Fault]:
    name = one.name.text.partition("/")[0].partition("?")[0]
    if known and name not in known:
        yield Fault("unknown-function", ("program", "", name), one.at, "", known, certain=False)


def _bucket(one: Mentioned, database: Database, own: Collection[str]) -> Iterator[Fault]:
    """Buckets are often made by hand: only where the sources make others, one that they do not make is told."""
    name, known = one.name.text, tuple(bucket.name for bucket in database.buckets)
    if not known or name in known or name in own or "*" in own:
        return
    if database.opening("buckets", "", name) is None:
        pointer = str(database.buckets[0].written)
        yield Fault("unknown-bucket", ("bucket", name), one.at, "", (*known, *own), certain=False, pointer=pointer)


def _watched(one: Mentioned, database: Database) -> Iterator[Fault]:
    schema = one.said.values.get("schema")
    view = View(database, str(schema.value) if isinstance(schema, Literal) and schema.value else database.exposed[0])
    name = one.name.text
    relation = view.relation(name)
    if name == "*" or (schema is not None and not isinstance(schema, Literal)):
        return
    if relation is not None:
        yield from _watched_column(one, view, name)
    elif not view.may_have_relation(name):
        yield Fault("unknown-table", ("table", view.schema, name), one.at, "", view.relation_names)


def _watched_column(one: Mentioned, view: View, name: str) -> Iterator[Fault]:
    condition, relation = one.said.values.get("filter"), view.relation(name)
    text = script(condition) if condition is not None else None
    if text is None or relation is None or "=" not in text.text:
        return
    column = text.text.partition("=")[0].strip()
    if column.isidentifier():
        yield from (replace(fault, certain=True) for fault in unknown(view, relation, column, "filter", text.at(0)))
