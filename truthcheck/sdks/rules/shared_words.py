"""Words that many SDKs share, as data: rules/sdks/shared/words.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from truthcheck.errors import ConfigError
from truthcheck.model.noun import NamedTuple
from truthcheck.rulebook.toml import read_toml
from truthcheck.shipped import folder


class SharedWords(NamedTuple):
    """`redirects` send a client to another server, `raw_replies` hand out replies as they came.

    The items of `payloads` are sent, not they themselves; `additions` add anything to a request. A method that takes
    all of `door` reaches any endpoint, and `door_roles` say where its arguments are sent. `files`, `file_words` and
    `folders` say which files of a project name packages, by the kinds of `sdks/written`.
    """

    redirects: frozenset[str]
    raw_replies: frozenset[str]
    payloads: tuple[str, ...]
    additions: tuple[str, ...]
    door: frozenset[str]
    door_roles: Mapping[str, str]
    files: Mapping[str, str]
    file_words: Mapping[str, str]
    folders: Mapping[str, str]


@cache
def words() -> SharedWords:
    """The shipped words. Raises ConfigError for a broken file."""
    file = folder("rules") / "sdks" / "shared" / "words.toml"
    read = read_toml(file)
    try:
        return SharedWords(
            redirects=frozenset(read["redirects"]),
            raw_replies=frozenset(read["raw_replies"]),
            payloads=tuple(read["payloads"]),
            additions=tuple(read["additions"]),
            door=frozenset(read["door"]),
            door_roles=read["door_roles"],
            files=read["files"],
            file_words=read["file_words"],
            folders=read["folders"],
        )
    except (KeyError, TypeError) as error:
        raise ConfigError(f"{file}: {error} is missing", "see rules/schema/sdk_words.json") from error
