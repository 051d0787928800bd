"""The configuration file and the command line, joined into one `Config`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truthcheck import config as configuration
from truthcheck.config import Config
from truthcheck.shipped import folder

if TYPE_CHECKING:
    from truthcheck.sdks.rules.sdk_rulebook import SdkRules


def settings(paths: Sequence[str], explicit: Path | None, **flags: Any) -> Config:
    """The configuration for `paths`: the nearest file above all of them, then the flags that were given.

    Raises ConfigError, also for the name of a rule that does not exist.
    """
    loaded = configuration.load(_common(paths), explicit)
    _known(loaded, flags)
    return configuration.override(loaded, **flags)


def sdk_rules(config: Config) -> SdkRules:
    """How packages are read, by the shipped rules and those of the configuration."""
    from truthcheck.rulebook.rulebook import Rulebook
    from truthcheck.sdks.rules.sdk_rulebook import SdkRules

    return SdkRules(Rulebook(config.rules))


def rule_names() -> list[str]:
    """The rules are the names of their pages; no page is opened for this."""
    return sorted(page.stem for page in (folder("rules") / "checks").glob("*.md"))


def _common(paths: Sequence[str]) -> Path:
    """The folder that holds all of the paths; the working directory for stdin."""
    folders = [_folder(os.path.abspath(path)) for path in paths if path != "-"]
    try:
        return Path(os.path.commonpath(folders)) if folders else Path.cwd()
    except ValueError:  # different drives
        return Path.cwd()


def _folder(path: str) -> str:
    return path if os.path.isdir(path) else os.path.dirname(path)


def _known(loaded: Config, flags: dict[str, Any]) -> None:
    named = [("--select", flags.get("select")), ("--ignore", flags.get("ignore"))]
    where = loaded.file.name if loaded.file else ""
    named += [(f"{where}: select", loaded.select), (f"{where}: ignore", loaded.ignore)]
    named += [(f"{where}: per-file-ignores", names) for _, names in loaded.per_file_ignores]
    if any(names for _, names in named):  # the usual run reads no folder for this
        rules = rule_names()
        for place, names in named:
            configuration.check_rules(names or (), rules, place)
