"""Runs in the environment of one release: imports it and lists what is really there. Imports nothing of this project.

`python oracle.py list < {"setups": [...], "package": [...]}` prints the members below the first root that can be made;
`... check` prints which of some chains of names are there, and which names their last one takes.
"""

from __future__ import annotations

import inspect
import json
import sys
import typing
import warnings

DEPTH = 4
MANY = 4000
NO_CLAIM = {
    *("with_raw_response", "with_streaming_response", "with_options", "copy", "close", "aclose", "sdk_configuration"),
    *("extra_headers", "extra_query", "extra_body", "timeout", "request_options", "options", "retries", "server_url"),
    *("timeout_ms", "http_headers", "idempotency_key", "accept_header_override", "self", "cls"),
}


def root(setups):
    """The first (code, expression) that runs here, and what the expression is."""
    for code, expression in setups:
        space = {}
        try:
            exec(code, space)
            return code, expression, eval(expression, space)
        except Exception:
            continue
    raise SystemExit("no setup runs")


class Lister:
    """The methods that are found below a root, by the chain of names that leads to each."""

    def __init__(self, tops):
        self.tops = tuple(tops)
        self.found = []
        self.above = []

    def is_ours(self, thing):
        return str(getattr(thing, "__module__", "")).partition(".")[0] in self.tops

    def walk(self, thing, chain, depth=0):
        self.above.append(type(thing))
        for name in sorted(dir(thing)):
            if name.startswith("_") or name in NO_CLAIM or len(self.found) > MANY:
                continue
            try:
                value = getattr(thing, name)
            except Exception:
                continue
            self.look(value, f"{chain}.{name}", depth)
        self.above.pop()

    def look(self, value, chain, depth):
        if inspect.ismethod(value) or (inspect.isfunction(value) and depth):
            if self.is_ours(value):
                self.found.append({"chain": chain, **described(value)})
        elif inspect.isclass(value):
            if self.is_ours(value) and depth == 0:
                self.of_class(value, chain)
        elif not inspect.ismodule(value) and self.is_ours(type(value)) and self.leads_on(value, depth):
            self.walk(value, chain, depth + 1)

    def leads_on(self, value, depth):
        return depth < DEPTH and type(value) not in self.above  # no `.parent` and the like

    def of_class(self, made, chain):
        """What may be called on a class itself."""
        for name, value in inspect.getmembers(made):
            plain = inspect.getattr_static(made, name, None)
            if name.startswith("_") or name in NO_CLAIM or not isinstance(plain, (classmethod, staticmethod)):
                continue
            if self.is_ours(value):
                self.found.append({"chain": f"{chain}.{name}", **described(value)})


def described(function):
    """Its parameters (name, kind, required, keys that it holds) and the fields of what it returns."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return {"parameters": None, "open": True, "fields": []}
    rows, is_open = [], False
    for parameter in signature.parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            is_open = is_open or parameter.kind == parameter.VAR_KEYWORD
            continue
        required = parameter.default is parameter.empty
        keys = keys_of(resolved(function, parameter.annotation))
        rows.append([parameter.name, parameter.kind == parameter.POSITIONAL_ONLY, required, keys])
    returned = resolved(function, signature.return_annotation)
    return {"parameters": rows, "open": is_open, "fields": fields_of(returned)}


def resolved(function, annotation):
    """The annotation as an object, None when it cannot be told."""
    plain = inspect.unwrap(getattr(function, "__func__", function))
    for _ in range(3):
        if not isinstance(annotation, (str, typing.ForwardRef)):
            return annotation
        text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        space = {**vars(typing), **vars(sys.modules.get(plain.__module__, typing))}
        try:
            annotation = eval(text, space)
        except Exception:
            return None
    return None


def options(annotation):
    inner = typing.get_args(annotation)
    is_union = typing.get_origin(annotation) is typing.Union or type(annotation).__name__ == "UnionType"
    return [part for part in inner if part is not type(None)] if is_union else [annotation]


def keys_of(annotation):
    """[name, required] of a typed dictionary."""
    for part in options(annotation):
        if typing.is_typeddict(part):
            needed = getattr(part, "__required_keys__", frozenset())
            return [[name, name in needed] for name in sorted(getattr(part, "__annotations__", {}))]
    return []


def fields_of(annotation):
    """The fields of a model that is returned, of nothing else."""
    parts = options(annotation)
    if len(parts) != 1 or not inspect.isclass(parts[0]):
        return []
    fields = getattr(parts[0], "model_fields", None) or getattr(parts[0], "__fields__", None)
    return sorted(name for name in fields if not name.startswith("_")) if isinstance(fields, dict) else []


def check(thing, chains):
    """For each chain below the root: None when it is not there, else what may be given to it."""
    told = {}
    for chain in chains:
        value = thing
        try:
            for name in chain.split(".")[1:]:
                value = getattr(value, name)
            told[chain] = described(value) if callable(value) else {"parameters": None, "open": True, "fields": []}
        except Exception:
            told[chain] = None
    return told


def main():
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    code, expression, thing = root(asked["setups"])
    if sys.argv[1] == "check":
        print("\n" + json.dumps({"code": code, "root": expression, "found": check(thing, asked["chains"])}))
        return
    lister = Lister(asked["package"])
    lister.walk(thing, expression)
    print("\n" + json.dumps({"code": code, "root": expression, "found": lister.found}))


if __name__ == "__main__":
    main()
