"""The sources of one database, put together: SQL that is replayed, generated types, what a service is told."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from truthcheck.config import Config
from truthcheck.database import (
    choosing,
    encoding,
    finish,
    fold,
    joining,
    left_out,
    memory,
    ordering,
    pydantic_types,
    service_config,
    typescript,
)
from truthcheck.database.choosing import Choice
from truthcheck.database.draft import Draft
from truthcheck.database.encoding import Bytes
from truthcheck.database.places import Group, Walked
from truthcheck.database.rules import DatabaseRules
from truthcheck.database.scripts import Script, upward
from truthcheck.database.tokens import Broken
from truthcheck.model.database import PUBLIC, Database, Opened, Opening, TruthSource
from truthcheck.model.noun import replace

_LARGEST_TYPES = 16 << 20


def homes(found: Walked) -> list[Path]:
    """The folders that databases belong to. Generated types belong to the home around them, or are one themselves."""
    known = {group.home for group in found.groups}
    above = [home for path in found.types if (home := _around(path, known)) not in known]
    return [*sorted(known), *dict.fromkeys(above)]


def with_folders(found: Walked, home: Path, folders: Sequence[Path]) -> Walked:
    """With migrations that lie outside of what was walked."""
    groups = (Group(home, folder, tuple(sorted(folder.glob("*.sql"))), True) for folder in folders)
    return found._replace(groups=(*found.groups, *groups))


def _around(path: Path, known: set[Path]) -> Path:
    inside = [home for home in known if path.is_relative_to(home)]
    return max(inside, key=lambda home: len(home.parts)) if inside else path.parent


def read(home: Path, found: Walked, config: Config, rules: DatabaseRules) -> Database | None:
    """All that is told of the database of `home`; None when no source tells anything."""
    groups = [group for group in found.groups if group.home == home]
    choice = choosing.named(_named(config)) if config.database else choosing.choose(groups)
    database = _remembered(choice, home, found, rules) if choice.taken else None
    for told in () if config.database else _generated(home, found):
        database = told if database is None else joining.joined(database, told, snapshot(told))
    return None if database is None else _told(database, home, found)


def snapshot(told: Database) -> tuple[Opened, ...]:
    """What a picture of a whole database leaves nothing out of."""
    kinds: tuple[Opened, ...] = ("relations", "columns", "routines", "enums", "keys")
    return tuple(kind for kind in kinds if not any(kind in one.kinds and not one.patterns for one in told.openings))


def _generated(home: Path, found: Walked) -> Iterator[Database]:
    known = {group.home for group in found.groups}
    for path in found.types:
        if _around(path, known) == home and (told := _types(path)) is not None:
            yield told


def shown(path: Path) -> str:
    """As the user sees it: relative to the working directory where it lies below, forward slashes."""
    here = os.getcwd() + os.sep
    if os.fspath(path) + os.sep == here:
        return "."
    text = os.path.abspath(path)
    return (text[len(here) :] if text.startswith(here) else text).replace(os.sep, "/")


def _named(config: Config) -> list[Path]:
    """The files that the setting names, a folder's in order."""
    files: list[Path] = []
    for path in config.database:
        files += sorted(path.rglob("*.sql"), key=lambda one: (one.parent, one.name)) if path.is_dir() else [path]
    return files


def _remembered(choice: Choice, home: Path, found: Walked, rules: DatabaseRules) -> Database:
    """Replayed, or read from what was replayed before: the same files with the same content, in the same order."""
    place = memory.place(_contents(choice, home, found, rules))
    known = memory.load(place)
    if known is not None:
        return known
    database = _replayed(choice, home, found, rules)
    memory.save(place, database)
    return database


def _contents(choice: Choice, home: Path, found: Walked, rules: DatabaseRules) -> Iterator[tuple[str, Bytes]]:
    """All that decides what comes of it."""
    yield repr((sorted(rules.managed), sorted(rules.buckets), rules.extensions, choice.left)), b""
    seeds = [Script(path, "seed") for path in found.seeds if path.is_relative_to(home)]
    for one in (*choice.taken, *choice.maybe, *seeds):
        yield _content(one)


def _content(one: Script) -> tuple[str, Bytes]:
    name = f"{one.role} {shown(one.path)}"
    try:
        return name, encoding.content(one.path)
    except (OSError, encoding.TooLarge) as error:
        return f"{name} {error}", b""


def _replayed(choice: Choice, home: Path, found: Walked, rules: DatabaseRules) -> Database:
    draft = Draft.under(rules)
    taken = choice.taken if choice.ordered else ordering.by_need(choice.taken, rules)
    told = [_replay(draft, one) for one in taken]
    told += [TruthSource(shown(one.path), one.role, False, why) for one, why in choice.left]
    for path in found.seeds:
        if path.is_relative_to(home):
            told.append(_replay(draft, Script(path, "seed"), only="insert"))
    draft.openings += left_out.openings(draft, choice.maybe, rules)
    return finish.finished(draft, shown(home) or ".", (PUBLIC,), told)


def _replay(draft: Draft, one: Script, only: str = "") -> TruthSource:
    path = shown(one.path)
    try:
        faults = fold.replay(draft, upward(encoding.content(one.path)), path, only)
    except OSError as error:
        return TruthSource(path, one.role, False, f"cannot be read: {error.strerror}")
    except encoding.TooLarge as error:
        return TruthSource(path, one.role, False, str(error))
    return TruthSource(path, one.role, True, "", faults)


def _types(path: Path) -> Database | None:
    """What generated types tell; None for a file that holds none."""
    try:
        if path.stat().st_size > _LARGEST_TYPES:
            return None
        text = encoding.text(bytes(encoding.content(path)))
        told = typescript.read(text, shown(path)) if path.suffix == ".ts" else pydantic_types.read(text, shown(path))
    except (OSError, Broken, encoding.TooLarge):
        return None
    return None if told is None else replace(told, sources=(TruthSource(shown(path), "types", True),))


def _told(database: Database, home: Path, found: Walked) -> Database:
    """With what the service's configuration says, and with what no source tells."""
    configs = [(path, service_config.read(path, shown(path))) for path in found.configs if path.parent.parent == home]
    exposed = tuple(name for _, one in configs for name in one.exposed)
    buckets = {one.name: one for _, config in configs for one in config.buckets}
    buckets |= {one.name: one for one in database.buckets}
    openings = list(database.openings)
    if not buckets:
        openings.append(Opening("no source makes a bucket, so they are made elsewhere", ("buckets",)))
    return replace(
        database,
        name=shown(home) or ".",
        exposed=exposed or database.exposed,
        buckets=tuple(buckets.values()),
        openings=tuple(openings),
        sources=(*database.sources, *_configs(configs)),
    )


def _configs(configs: Sequence[tuple[Path, service_config.ServiceConfig]]) -> Iterator[TruthSource]:
    for path, _ in configs:
        yield TruthSource(shown(path), "config", True)
