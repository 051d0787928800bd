"""What is not generic about an SDK, as rule data says it: rules/sdks/<id>.toml."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from truthcheck.model.noun import dataclass

_NOTHING: Mapping[str, Any] = MappingProxyType({})


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
    whose keys steer the client and are never sent. `open_types` are classes of objects with free keys.
    `field_names` is the constant in which a class says how its fields are called on the wire, `field_encodings` the one
    that says how they are written there, `encodings` which JSON types each way of writing allows.
    """

    document: str
    version: str
    host: str
    roots: tuple[str, ...]
    media: Mapping[str, str]
    options: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    open_types: tuple[str, ...] = ()
    field_names: str = ""
    field_encodings: str = ""
    encodings: Mapping[str, str] = _NOTHING
    source: str = ""


@dataclass(frozen=True, slots=True)
class Requests:
    """How the code of a package sends: where its requests are read from, and what stands before their paths.

    `base` goes before every operation's path, `bases` instead for one module. Subclasses of `prefix_class` and
    `host_class` hand the API's version and its server to their bases. `host_keyword` of the sending call names one of
    `hosts`. `verbs` are methods by the name of a sending call, `docstring` is a pattern with two groups: method, path.
    """

    base: str = ""
    bases: Mapping[str, str] = _NOTHING
    prefix_class: str = ""
    host_class: str = ""
    host_keyword: str = ""
    hosts: Mapping[str, str] = _NOTHING
    verbs: Mapping[str, str] = _NOTHING
    docstring: str = ""
    sinks: tuple[Sink, ...] = ()


@dataclass(frozen=True, slots=True)
class Sdk:
    """One SDK. `versions` are shipped, the present one first; `parts` are the distributions read together with each.

    `imports` are its top-level modules. `requests` say how its code sends, `operations` states what the code does not
    show ("module:Class.method" to "POST /path"). `models` are the bases of parsed replies. `redirects` are constructor
    keywords that send the client to another server, `versioned` settings and arguments that ask for another version
    of the API, whose replies have other fields. `exact_models` says that
    models leave out what the server sends beyond their fields, `returns` what a method gives that does not say it
    ("module:Class.method" to "module:Class"). `transparent` are
    decorators that leave a signature as it is, `harmless` those that leave a class as it is. `closed_bases` are
    classes of other packages with their names. `chains` are classes whose attributes are path segments, with a base.
    `renamed` maps "Owner.name" that is no more to what replaces it. `options` are keywords that steer the client
    wherever any keyword goes. `builder` maps a method that begins a request to its path, one that decides it to its
    HTTP method, and the one that sends it to "send"; `queries` says what a step asks of a database, and how its
    arguments are called in order (see `checks/database/steps`). `data` says how to read classes that the package
    makes of data files (see `data.compile`). `aliases` are packages that another one's modules are imported under,
    `formerly` names under which the distribution was published before, `mirrors` distributions that hold nothing
    and ask for it, `rivals` others that bring a module of the same name, by module; `thin` is how many levels of
    replies are kept, 0 for all. `properties` names the member in which a class lists what its constructor takes as
    keywords.
    """

    id: str
    package: str
    imports: tuple[str, ...]
    versions: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = _NOTHING
    provider: str = ""
    clients: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    versioned: tuple[str, ...] = ()
    exact_models: bool = False
    returns: Mapping[str, str] = _NOTHING
    operations: Mapping[str, str] = _NOTHING
    requests: Requests = Requests()
    transparent: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    closed_bases: Mapping[str, tuple[str, ...]] = _NOTHING
    models: tuple[str, ...] = ()
    chains: Mapping[str, str] = _NOTHING
    renamed: Mapping[str, str] = _NOTHING
    options: tuple[str, ...] = ()
    builder: Mapping[str, str] = _NOTHING
    queries: Mapping[str, str] = _NOTHING
    skip: tuple[str, ...] = ()
    aliases: Mapping[str, str] = _NOTHING
    formerly: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = ()
    rivals: Mapping[str, Any] = _NOTHING
    thin: int = 0
    properties: str = ""
    specification: Specification | None = None
    data: Mapping[str, Any] = _NOTHING

    def parts_of(self, version: str) -> tuple[str, ...]:
        """ "name==version" of every distribution that belongs to this version."""
        return self.parts.get(version, ())


def unknown(name: str) -> Sdk:
    """A package of which rule data says nothing."""
    return Sdk(name, name, (name.replace("-", "_"),))
