"""A user's rule files held against `rules/schema/*.json`, with one clear line for each fault.

Brings jsonschema, which costs a run more than reading all of its rules: `doctor` asks, and whoever reads rules of a
package that are the user's own. The quick readers of clients and providers say themselves what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, relevance
from referencing import Registry, Resource

from truthcheck.errors import ConfigError
from truthcheck.rulebook.toml import read_toml
from truthcheck.shipped import folder

# by the folder of the rules
SCHEMAS = {
    "clients": "client.json",
    "libraries": "library.json",
    "mocks": "mocks.json",
    "providers": "provider.json",
    "sdks": "sdk.json",
    "databases": "database.json",
    "generators": "generator.json",
}


def faults(rules: Path) -> Iterator[str]:
    """A line for each rule file below the folder `rules` that does not fit its schema: file, place, what is allowed."""
    for kind in SCHEMAS:
        for file in sorted((rules / kind).glob("*.toml")):
            yield from _fault(kind, file)


def _fault(kind: str, file: Path) -> Iterator[str]:
    try:
        check(kind, file, read_toml(file))
    except ConfigError as error:
        yield f"{error.message}; {error.hint}" if error.hint else error.message


def check(kind: str, file: Path, table: dict[str, Any]) -> None:
    """Raise ConfigError for the fault of `table`, the content of a rule file, that says most about it."""
    worst = min(_validator(kind).iter_errors(table), key=relevance, default=None)
    if worst is not None:
        where = _place(worst)
        raise ConfigError(f"{file}: {where}{': ' if where else ''}{_short(worst)}", _allowed(worst))


def _validator(kind: str) -> Draft202012Validator:
    """Schemas refer to one another by their file names; nothing else is ever looked up."""
    named = {file.name: json.loads(file.read_bytes()) for file in (folder("rules") / "schema").glob("*.json")}
    known: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in named.items()
    )
    return Draft202012Validator(named[SCHEMAS[kind]], registry=known)


def _place(error: ValidationError) -> str:
    """`call[0].roles.url`, "" for the file as a whole."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    return "".join(steps).removeprefix(".")


def _short(error: ValidationError) -> str:
    return error.message if len(error.message) < 200 else f"does not fit `{error.validator}`"


def _allowed(error: ValidationError) -> str:
    """What would be right there, as far as the schema lists it."""
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    match error.validator:
        case "additionalProperties":
            return f"keys are: {', '.join(sorted(schema.get('properties', ())))}"
        case "required":
            return f"needed are: {', '.join(schema['required'])}"
        case "type" | "pattern" as word:
            return f"expected {word} {schema[word]}"
        case _:
            return str(schema.get("description", ""))
