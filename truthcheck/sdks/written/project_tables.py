"""pyproject.toml, Pipfile and pixi.toml: what standards and tools keep in their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from truthcheck.sdks.index.dist_names import normal
from truthcheck.sdks.written.mention import (
    BASE,
    CONSTRAINT,
    EXTRA,
    OVERRIDE,
    Include,
    Mention,
    Row,
    requirement,
    specified,
    tilde,
)
from truthcheck.sdks.written.toml_text import at, lines, loads, tables, texts

_ADDRESSES = ("git", "url", "path", "file", "workspace")


def pyproject(text: str) -> Iterator[Row]:
    """Every table of a pyproject.toml that names packages."""
    data, where = loads(text), lines(text)
    elsewhere = dict(_sources(at(data, "tool", "uv", "sources")))
    for row in (*_listed(data, where), *_tabled(data, where)):
        yield row._replace(address=elsewhere.get(row.package, row.address))
    yield from _files(data)


def inline(text: str) -> Iterator[Row]:
    """The metadata of a script: its own dependencies, and uv's settings for them."""
    data, where = loads(text), lines(text)
    yield from _requirements(data.get("dependencies"), where, BASE)
    yield from _limits(at(data, "tool", "uv"), where)


def pipfile(text: str) -> Iterator[Row]:
    data, where = loads(text), lines(text)
    for section, table in data.items():
        if section not in ("source", "requires", "scripts", "pipenv"):
            yield from _versions(table, where, BASE if section == "packages" else EXTRA)


def pixi(text: str) -> Iterator[Row]:
    yield from _pixi(loads(text), lines(text))


def _listed(data: Mapping[str, Any], where: Mapping[str, int]) -> Iterator[Mention]:
    """Lists of requirements."""
    tool = at(data, "tool")
    yield from _requirements(at(data, "project", "dependencies"), where, BASE)
    yield from _requirements(at(tool, "flit", "metadata", "requires"), where, BASE)
    yield from _limits(at(tool, "uv"), where)
    groups = (
        *tables(at(data, "project", "optional-dependencies")),
        *tables(at(data, "dependency-groups")),
        *tables(at(tool, "pdm", "dev-dependencies")),
        at(tool, "uv", "dev-dependencies"),
        at(tool, "rye", "dev-dependencies"),
        *(at(env, key) for env in tables(at(tool, "hatch", "envs")) for key in ("dependencies", "extra-dependencies")),
    )
    for group in groups:
        yield from _requirements(group, where, EXTRA)


def _tabled(data: Mapping[str, Any], where: Mapping[str, int]) -> Iterator[Mention]:
    """Tables from name to version."""
    poetry = at(data, "tool", "poetry")
    yield from _versions(at(poetry, "dependencies"), where, BASE)
    for table in (at(poetry, "dev-dependencies"), *(at(one, "dependencies") for one in tables(at(poetry, "group")))):
        yield from _versions(table, where, EXTRA)
    yield from _pixi(at(data, "tool", "pixi"), where)


def _pixi(data: Any, where: Mapping[str, int]) -> Iterator[Mention]:
    for key in ("dependencies", "pypi-dependencies"):
        yield from _versions(at(data, key), where, BASE)
        for feature in tables(at(data, "feature")):
            yield from _versions(at(feature, key), where, EXTRA)


def _limits(uv: Any, where: Mapping[str, int]) -> Iterator[Mention]:
    yield from _requirements(at(uv, "constraint-dependencies"), where, CONSTRAINT)
    yield from _requirements(at(uv, "override-dependencies"), where, OVERRIDE)


def _files(data: Mapping[str, Any]) -> Iterator[Row]:
    """Files of requirements that setuptools and hatch are told to read."""
    dynamic = at(data, "tool", "setuptools", "dynamic")
    hook = at(data, "tool", "hatch", "metadata", "hooks", "requirements_txt")
    for listed in (at(dynamic, "dependencies", "file"), at(hook, "files"), at(hook, "filename")):
        yield from (Include(name) for name in texts(listed))
    for group in tables(at(dynamic, "optional-dependencies")):
        yield from (Include(name, EXTRA) for name in texts(at(group, "file")))


def _requirements(listed: Any, where: Mapping[str, int], kind: str) -> Iterator[Mention]:
    for text in texts(listed) if isinstance(listed, list) else ():
        yield from requirement(text, where.get(text, 0), kind)


def _versions(table: Any, where: Mapping[str, int], kind: str) -> Iterator[Mention]:
    """`name = "^1.2"`, `name = {version = "^1.2"}`, `name = {git = "..."}`, or several of them for several Pythons."""
    for name, stated in table.items() if isinstance(table, dict) else ():
        for one in stated if isinstance(stated, list) else (stated,):
            if name != "python":
                yield from _version(name, one, where.get(name, 0), kind)


def _version(name: str, stated: Any, line: int, kind: str) -> Iterator[Mention]:
    address = _address(stated)
    if address:
        yield Mention(normal(name), "", line, kind, address)
        return
    text = at(stated, "version") if isinstance(stated, dict) else stated
    if isinstance(text, str):
        yield from specified(name, tilde(text.strip()), line, kind)


def _sources(table: Any) -> Iterator[tuple[str, str]]:
    """Packages that uv takes from an address."""
    for name, stated in table.items() if isinstance(table, dict) else ():
        address = next(filter(None, map(_address, stated if isinstance(stated, list) else (stated,))), "")
        if address:
            yield normal(name), address


def _address(stated: Any) -> str:
    key = next((key for key in _ADDRESSES if at(stated, key)), "")
    return f"{key} {at(stated, key)}"[:200] if key else ""
