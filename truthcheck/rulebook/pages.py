"""One rule, one page: `rules/checks/<rule>.md` says what it finds and why it matters; its examples are its tests.

What is said and done about a fault is declared in `checks/rules`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truthcheck.errors import ConfigError
from truthcheck.model.finding import CONFIDENCES

_PAGE = re.compile(r"\+\+\+\r?\n(.*?)^\+\+\+\r?\n(.*)", re.M | re.S)
_KEYS = ("rule", "confidence", "since", "summary")


@dataclass(frozen=True, slots=True)
class Page:
    """`confidence` the best that its findings reach, `since` a version, `body` Markdown."""

    rule: str
    confidence: str
    since: str
    summary: str
    body: str


def load(folder: Path) -> tuple[Page, ...]:
    """Every page of the folder, by name. Raises ConfigError with file, key and what was expected."""
    return tuple(_read(file) for file in sorted(folder.glob("*.md")))


def _read(file: Path) -> Page:
    from truthcheck.rulebook.toml import parse_toml

    found = _PAGE.fullmatch(file.read_text(encoding="utf-8"))
    if found is None:
        raise ConfigError(f"{file}: expected a head of TOML between two lines `+++`")
    return _build(file, parse_toml(file, found[1]), found[2].strip() + "\n")


def _build(file: Path, head: dict[str, Any], body: str) -> Page:
    for key in (*head, *_KEYS):
        if key not in _KEYS:
            raise ConfigError(f"{file}: {key}: no such key", f"keys are: {', '.join(_KEYS)}")
        if not isinstance(head.get(key), str):
            raise ConfigError(f"{file}: {key}: expected text")
    for key, words in (("rule", (file.stem,)), ("confidence", CONFIDENCES)):
        if head[key] not in words:
            raise ConfigError(f"{file}: {key}: expected {' or '.join(words)}, got {head[key]}")
    return Page(**head, body=body)
