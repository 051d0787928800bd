"""What is not generic about an SDK, as data: rules/sdks/<id>.toml."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.sdks.index.dist_names import normal
from truthcheck.shipped import folder


@dataclass(frozen=True, slots=True)
class Sink:
    """A call that sends: `path` is the position of its path argument, `prefix` goes before what it says."""

    call: str
    method: str = "POST"
    method_keyword: str = ""
    path: int = 0
    path_keyword: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Specification:
    """How to read the package as a description of its API.

    `roots` are the classes whose methods are the operations. `version` names a string constant
    ("module:Class.NAME"). `media` maps a path prefix to the media type of its bodies. `options` are TypedDicts
    whose keys steer the client and are never sent. `expandable` is an alias for "id or object", `open_type` a class of
    objects with free keys.
    """

    document: str
    version: str
    host: str
    roots: tuple[str, ...]
    media: Mapping[str, str]
    options: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    open_types: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sdk:
    """One SDK. `versions` are shipped, the present one first; `parts` are the distributions read together with each.

    `imports` are its top-level modules. `base` goes before every operation's path, `bases` instead for one module.
    `operations` states what the code does not show ("module:Class.method" to "POST /path"). `models` are the bases of
    parsed replies. `redirects` are constructor keywords that send the client to another server, `versioned` settings
    and arguments that ask for another version of the API, whose replies have other fields. `exact_models` says that
    models leave out what the server sends beyond their fields, `returns` what a method gives that does not say it
    ("module:Class.method" to "module:Class"). `transparent` are
    decorators that leave a signature as it is, `harmless` those that leave a class as it is. `closed_bases` are
    classes of other packages with their names. `chains` are classes whose attributes are path segments, with a base.
    `renamed` maps "Owner.name" that is no more to what replaces it. `options` are keywords that steer the client
    wherever any keyword goes. `builder` maps a method that begins a request to its path, one that decides it to its
    HTTP method, and the one that sends it to "send". `data` says how to read classes that the package makes of
    data files (see `data.compile`). `aliases` are packages that another one's modules are imported under, `formerly`
    names under which the distribution was published before; `thin` is how many levels of replies are kept, 0 for all.
    `properties` names the member in which a class lists what its constructor takes as keywords.
    """

    id: str
    package: str
    imports: tuple[str, ...]
    versions: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provider: str = ""
    clients: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    versioned: tuple[str, ...] = ()
    exact_models: bool = False
    returns: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    bases: Mapping[str, str] = field(default_factory=dict)
    operations: Mapping[str, str] = field(default_factory=dict)
    host_keyword: str = ""
    hosts: Mapping[str, str] = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)
    sinks: tuple[Sink, ...] = ()
    docstring: str = ""
    prefix_class: str = ""
    prefix_argument: int = 1
    host_class: str = ""
    host_argument: int = 1
    transparent: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    closed_bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    chains: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    builder: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    formerly: tuple[str, ...] = ()
    thin: int = 0
    properties: str = ""
    specification: Specification | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def parts_of(self, version: str) -> tuple[str, ...]:
        """ "name==version" of every distribution that belongs to this version."""
        return self.parts.get(version, ())


@cache
def load_all() -> tuple[Sdk, ...]:
    """Every shipped rule, sorted by id. Raises ConfigError with file and key for a broken one."""
    return tuple(_load(path) for path in sorted((folder("rules") / "sdks").glob("*.toml")))


def by_package(name: str) -> Sdk:
    """The rules of a distribution; an SDK without any gets empty ones, for the generic reader alone."""
    wanted = normal(name)
    for sdk in load_all():
        parts = {part.partition("==")[0] for pinned in sdk.parts.values() for part in pinned}
        if wanted == normal(sdk.package) or wanted in map(normal, parts):
            return sdk
    return Sdk(wanted, name, (wanted.replace("-", "_"),))


def of_package(name: str) -> Sdk:
    """Like `by_package`, but all files are read only when none is named after the package."""
    path = folder("rules") / "sdks" / f"{normal(name).replace('-', '_')}.toml"
    return _cached(path) if path.is_file() else by_package(name)


@cache
def _cached(path: Path) -> Sdk:
    return _load(path)


def instead(package: str, on: str, name: str) -> str:
    """What to write for a name that is gone or was never there, "" when the rule data does not say."""
    return of_package(package).renamed.get(f"{on}.{name}", "")


def _load(path: Path) -> Sdk:
    data = _read(path)
    try:
        sinks = tuple(Sink(**item) for item in data.pop("sink", ()))
        stated = data.pop("specification", None)
        specification = Specification(**_frozen(stated)) if stated else None
        parts = {version: tuple(names) for version, names in data.pop("parts", {}).items()}
        bases = {name: tuple(members) for name, members in data.pop("closed_bases", {}).items()}
        return Sdk(**_frozen(data), sinks=sinks, parts=parts, specification=specification, closed_bases=bases)
    except TypeError as error:
        raise ConfigError(f"rules/sdks/{path.name}: {error}", "see rules/schema/sdk.json") from error


def _read(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return data
    except (OSError, ValueError) as error:
        raise ConfigError(f"rules/sdks/{path.name}: {error}", "correct the TOML") from error


def _frozen(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
