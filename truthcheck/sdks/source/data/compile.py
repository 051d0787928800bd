"""All records that the data files of an SDK give; `[data]` of its rule file says where they are and what to add."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.sdks.index.records import ATTRIBUTES, METHODS, NAMES, VARIABLES, ClassRecord, Record, choice, typed
from truthcheck.sdks.index.terms import ANY
from truthcheck.sdks.source.data.additions import stub, term
from truthcheck.sdks.source.data.discovery import Api
from truthcheck.sdks.source.data.files import DataFiles
from truthcheck.sdks.source.data.resources import Resources
from truthcheck.sdks.source.data.services import Service, merged, newest

Records = dict[str, Record]


def joined(read: Mapping[str, Record], wheels: list[Path], rules: Mapping[str, Any], where: str) -> Records:
    """The records of the package's own source with those of its data and of rule data.

    Raises ConfigError for a reader that nobody knows, DocumentError for a file that cannot be read.
    """
    reader = READERS.get(rules["reader"])
    if reader is None:
        raise ConfigError(f"{where}: data.reader: expected one of {', '.join(READERS)}")
    return _added({**read, **dict(reader(DataFiles(wheels), rules))}, rules, where)


def _services(files: DataFiles, rules: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    table = files.constant(*rules["names"]) or {}
    exceptions = {name: plain for (name, separator), plain in table.items() if separator == "_"}
    clients = _folders(files, rules["folder"])
    resources = _folders(files, rules["resources"])
    for name in rules["services"]:
        service = Service(name, files, rules, exceptions)
        yield from service.records()
        clients[name] = service.class_key("Client")
        place = f"{rules['resources']}/{name}"
        model = merged(files, newest(files, place, "resources-1"), "resources-1")
        if model:
            yield from Resources(service, model, rules.get("converted", {}).get(name, ())).records()
            resources[name] = service.class_key("ServiceResource")
    yield "choice:clients", _choice(clients, rules, "clients")
    yield "choice:resources", _choice(resources, rules, "resources")


def _folders(files: DataFiles, root: str) -> dict[str, Any]:
    """The folders below a root: every one is offered, though not all are described here."""
    names = {path.removeprefix(f"{root}/") for path in files.names(root)}
    return {name.partition("/")[0]: "" for name in sorted(names) if "/" in name}


def _choice(of: dict[str, Any], rules: Mapping[str, Any], which: str) -> Record:
    """What a text chooses; the names of other releases are known, but not described."""
    others = dict.fromkeys(rules.get("others", {}).get(which, ()), "")
    return choice({**others, **of}, rules.get("unless", {}))


def _documents(files: DataFiles, rules: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    wanted = set(rules["services"])
    versions: dict[str, dict[str, str]] = {}
    for path in files.names(rules["folder"]):
        name, _, version = path.rpartition("/")[2].removesuffix(".json").partition(".")
        if not version:
            continue
        of = versions.setdefault(name, {})
        of[version] = ""
        if f"{name}.{version}" in wanted:
            api = Api(files.read(path), rules)
            yield from api.records()
            of[version] = api.root
    for name in rules.get("others", {}).get("services", ()):
        known, _, version = name.partition(".")
        versions.setdefault(known, {}).setdefault(version, "")
    yield "choice:services", choice(versions, rules.get("unless", {}))


READERS: dict[str, Callable[[DataFiles, Mapping[str, Any]], Iterator[tuple[str, Record]]]] = {
    "services": _services,
    "discovery": _documents,
}


def _added(records: Records, rules: Mapping[str, Any], where: str) -> Records:
    """Rule data last: its stubs go to every class whose key fits, and to classes of their own."""
    for key, stated in rules.get("classes", {}).items():
        made = records.get(key, {})
        attributes = {name: _term(text) for name, text in stated.get("attributes", {}).items()}
        fields: dict[str, Any] = dict.fromkeys(stated.get("names", ()), ANY)
        fields |= {name: _term(text) for name, text in stated.get("keys", {}).items()}
        kind: Record = typed(fields) if fields else {}
        variables: Record = {VARIABLES: list(stated["variables"])} if "variables" in stated else {}
        records[key] = {**made, **kind, **variables, ATTRIBUTES: {**ClassRecord(made).attributes, **attributes}}
    for pattern, stubs in rules.get("stubs", {}).items():
        for key in [key for key in records if fnmatchcase(key, pattern)]:
            _stubbed(records, key, stubs, where)
    return records


def _stubbed(records: Records, key: str, stubs: list[str], where: str) -> None:
    part = NAMES if key.endswith(":") else METHODS
    space = key.partition(":")[0]
    made = dict(stub(text.replace("{space}", space).replace("{class}", key), where) for text in stubs)
    records[key] = {**records[key], part: {**records[key].get(part, {}), **made}}


def _term(text: str) -> Any:
    import ast

    return term(ast.parse(text, mode="eval").body)
