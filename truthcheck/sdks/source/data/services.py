"""Service models to clients: a method for each operation, and its paginators and waiters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from truthcheck.sdks.index.records import (
    ATTRIBUTES,
    FILLED,
    KEY,
    METHODS,
    NAMED_REST,
    PARAMETERS,
    RETURNS,
    FunctionRecord,
    Record,
    choice,
    function,
    parameter,
)
from truthcheck.sdks.index.terms import ANY, Term, dict_of, list_of, unpacked
from truthcheck.sdks.source.data.files import DataFiles
from truthcheck.sdks.source.data.models import Depths, ModelShapes
from truthcheck.sdks.source.data.naming import snake

_GREEDY = re.compile(r"\{(\w+)\+\}")


class Service:
    """One service: its operations, and what rule data adds. `space` is what the keys of its records begin with."""

    def __init__(self, name: str, files: DataFiles, rules: Mapping[str, Any], exceptions: Mapping[str, str]) -> None:
        folder = newest(files, f"{rules['folder']}/{name}", "service-2")
        self.name = name
        self.rules = rules
        self.exceptions = exceptions
        self.model = merged(files, folder, "service-2")
        self.paginators = merged(files, folder, "paginators-1").get("pagination", {})
        self.waiters = merged(files, folder, "waiters-2").get("waiters", {})
        self.label = re.sub(r"\W+", "", self.model["metadata"].get("serviceId", name))
        self.operations: dict[str, Any] = self.model["operations"]
        self.aliases: Mapping[str, str] = rules.get("aliases", {}).get(name, {})
        self.shapes = self.shapes_as(name, rules.get("free", {}).get(name, ()))

    def shapes_as(self, space: str, free: tuple[str, ...]) -> ModelShapes:
        """The shapes under another space, with some of them free."""
        limits = self.rules.get("depths", {}).get(self.name, self.rules["depth"])
        shapes = ModelShapes(space, self.model, free, Depths(*limits))
        inputs = {held["input"]["shape"] for held in self.operations.values() if "input" in held}
        outputs = {held["output"]["shape"] for held in self.operations.values() if "output" in held}
        shapes.values = self.rules.get("values", {}).get(self.name, {})
        shapes.decoded = self.rules.get("decoded", {}).get(self.name, ())
        shapes.added = {name: ANY for of in ("*", self.name) for name in self.rules.get("added", {}).get(of, ())}
        shapes.keep(inputs, outputs)
        return shapes

    def class_key(self, name: str) -> str:
        return f"{self.name}:{self.label}.{name}"

    def method_name(self, operation: str) -> str:
        return snake(operation, self.exceptions)

    def operation(self, name: str) -> list[str]:
        """Method, path and host: without the query, which tells operations of one path apart."""
        http = self.operations[name].get("http", {})
        path = _GREEDY.sub(r"{\1}", http.get("requestUri", "/")).partition("?")[0]
        return [http.get("method", "POST"), path]

    def method(self, operation: str, shapes: ModelShapes | None = None) -> Record:
        """The operation as a method that takes its input by keywords."""
        shapes = shapes or self.shapes
        held = self.operations[operation]
        returned: Term = shapes.term(held["output"]["shape"], sent=False) if "output" in held else dict_of(ANY)
        made = function(self.keywords(operation, shapes), returned, [self.operation(operation)])
        return made | self.filled(())

    def filled(self, names: Iterable[str]) -> Record:
        """Mark required names that a caller need not give, beside those that the SDK itself fills in."""
        found = sorted({*names, *self.aliases, *self.rules.get("filled", {}).get(self.name, ())})
        return {FILLED: found} if found else {}

    def keywords(self, operation: str, shapes: ModelShapes | None = None) -> list[list[Any]]:
        shapes = shapes or self.shapes
        given = self.operations[operation].get("input")
        if given is None:
            return []
        members = shapes.all[given["shape"]].get("members", {})
        known = [(new, members[old]["shape"]) for old, new in self.aliases.items() if old in members]
        also = [parameter(new, KEY, 0, shapes.term(shape)) for new, shape in known]
        return [*also, parameter("params", NAMED_REST, 0, unpacked(shapes.key(given["shape"])))]

    def is_sent(self, operation: str) -> bool:
        """Whether the SDK offers it: a stream in both directions needs another transport."""
        return operation not in self.rules.get("missing", {}).get(self.name, ())

    def records(self) -> Iterator[tuple[str, Record]]:
        yield from self.shapes.records()
        methods = {self.method_name(name): self.method(name) for name in self.operations if self.is_sent(name)}
        yield (
            self.class_key("Client"),
            {METHODS: methods, ATTRIBUTES: {"exceptions": ANY, "meta": ANY, "waiter_names": list_of("str")}},
        )
        if self.name in self.rules.get("named", ()):
            yield f"{self.name}:operations", choice(dict.fromkeys(methods, "str"))
        yield from self._paginators()
        yield from self._waiters()

    def _paginators(self) -> Iterator[tuple[str, Record]]:
        choices = {}
        pages = self.rules["pages"]
        for name in sorted(self.paginators):
            if name not in self.operations:
                continue
            key = choices[self.method_name(name)] = self.class_key(f"Paginator.{name}")
            made = self.method(name)
            config = parameter("PaginationConfig", KEY, 0, self.rules["paging"])
            paginate = {
                **made,
                PARAMETERS: [config, *FunctionRecord(made).parameters],
                RETURNS: [pages, FunctionRecord(made).returns],
            }
            yield key, {METHODS: {"paginate": paginate}}
        yield f"{self.name}:paginators", choice(choices)

    def _waiters(self) -> Iterator[tuple[str, Record]]:
        choices = {}
        for name, held in sorted(self.waiters.items()):
            key = choices[snake(name, self.exceptions)] = self.class_key(f"Waiter.{name}")
            yield key, {METHODS: {"wait": self.waiting(held["operation"])}, ATTRIBUTES: {"name": "str", "config": ANY}}
        yield f"{self.name}:waiters", choice(choices)

    def waiting(self, operation: str) -> Record:
        config = parameter("WaiterConfig", KEY, 0, self.rules["waiting"])
        waits = function([config, *self.keywords(operation)], "None", [self.operation(operation)])
        return waits | self.filled(())


def newest(files: DataFiles, folder: str, name: str) -> str:
    """The folder of the newest version that has a data file; versions are dates, the name is without its ending."""
    wanted = (f"{name}.json", f"{name}.json.gz")
    found = [path.rpartition("/")[0] for path in files.names(folder) if path.rpartition("/")[2] in wanted]
    return found[-1] if found else folder


def merged(files: DataFiles, folder: str, name: str) -> Any:
    """A data file with the additions that the SDK merges into it; {} where there is none."""
    data = files.read(f"{folder}/{name}.json") or {}
    extra = files.read(f"{folder}/{name}.sdk-extras.json") or {}
    return _merged(data, extra.get("merge", {}))


def _merged(data: Any, more: Any) -> Any:
    if not (isinstance(data, dict) and isinstance(more, dict)):
        return more
    return {**data, **{key: _merged(data.get(key), value) for key, value in more.items()}}
