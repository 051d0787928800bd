"""The one way to read TOML, with one clear line when it is broken. Imported where TOML is met: it costs 16 ms."""

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
        return loads(text)
    except ValueError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from error


def loads(text: str) -> dict[str, Any]:
    """The table in `text`. Raises ValueError with what is wrong in its first line, also for one nested too deep."""
    try:
        parsed: dict[str, Any] = tomllib.loads(text)
        return parsed
    except RecursionError:
        raise ValueError("nested too deep") from None
