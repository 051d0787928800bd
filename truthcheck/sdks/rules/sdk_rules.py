"""rules/sdks/<id>.toml to an `Sdk`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.model.sdk import Requests, Sdk, Sink, Specification
from truthcheck.rulebook.toml import read_toml

# the keys of a rule file that say how the code sends
REQUESTS = ("base", "bases", "prefix_class", "host_class", "host_keyword", "hosts", "verbs", "docstring")


def read(path: Path, checked: bool = False) -> Sdk:
    """Raises ConfigError with file and key for a broken one. `checked` ones are known to fit their schema."""
    data = read_toml(path)
    if not checked:
        from truthcheck.rulebook.validate import check

        check("sdks", path, data)
    try:
        sinks = tuple(Sink(**item) for item in data.pop("sink", ()))
        requests = Requests(**{key: data.pop(key) for key in REQUESTS if key in data}, sinks=sinks)
        stated = data.pop("specification", None)
        specification = Specification(**_frozen(stated)) if stated else None
        parts = {version: tuple(names) for version, names in data.pop("parts", {}).items()}
        bases = {name: tuple(members) for name, members in data.pop("closed_bases", {}).items()}
        return Sdk(**_frozen(data), requests=requests, parts=parts, specification=specification, closed_bases=bases)
    except TypeError as error:
        raise ConfigError(f"{path}: {error}", "see rules/schema/sdk.json") from error


def _frozen(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
