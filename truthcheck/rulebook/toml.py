"""One way to read a TOML file, with one clear line when it is broken."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]


def read_toml(file: Path) -> dict[str, Any]:
    """The file's table. Raises ConfigError naming the file, and the line when the syntax is wrong."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from error
    return parse_toml(file, text)


def parse_toml(file: Path, text: str) -> dict[str, Any]:
    """The table in `text`, which stands in `file`."""
    try:
        parsed: dict[str, Any] = tomllib.loads(text)
        return parsed
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from error
