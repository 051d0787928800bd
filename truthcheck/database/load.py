"""The database that belongs to a folder of the project."""

from __future__ import annotations

from pathlib import Path

from truthcheck.config import Config
from truthcheck.database import encoding, finish, fold, rules
from truthcheck.database.draft import Draft
from truthcheck.model.database import Database, TruthSource


def load(folder: Path, config: Config) -> Database | None:
    """The database of the nearest folder at or above `folder` that holds migrations; None without any."""
    for place in (folder, *folder.parents):
        for migrations in rules.load(config.rules).migrations:
            if files := sorted((place / migrations).glob("*.sql")):
                return _replayed(place, files, rules.load(config.rules))
        if place == config.root:
            break
    return None


def _replayed(place: Path, files: list[Path], said: rules.DatabaseRules) -> Database:
    draft = Draft(managed=said.managed, bucket_tables=said.buckets)
    sources = []
    for file in files:
        shown = file.relative_to(place).as_posix()
        sources.append(TruthSource(shown, "migration", True, "", fold.replay(draft, encoding.content(file), shown)))
    return finish.finished(draft, place.as_posix(), ("public",), sources)
