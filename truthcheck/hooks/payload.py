"""A harness's payload to an event: what happened, to which files, in which session."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from truthcheck.claims import languages
from truthcheck.hooks.contracts import EDIT, STOP, Contract
from truthcheck.model.noun import NamedTuple

_PATH_KEYS = ("file_path", "filePath", "path", "absolute_path", "target_file")
_PATCH = re.compile(r"^\*\*\* (?:Add File|Update File|Move to): (.+?)\s*$", re.MULTILINE)
_MOST_FILES = 50


class Event(NamedTuple):
    """`kind` is "edit", "stop" or "" for what is none of our business. `active`: this stop follows one we held up."""

    kind: str
    session: str
    folder: Path
    files: tuple[Path, ...] = ()
    active: bool = False


def read(contract: Contract, raw: bytes) -> Event:
    """The event in `raw`. Raises ValueError when it is not a JSON object."""
    payload = json.loads(raw.decode("utf-8", "replace"))
    if not isinstance(payload, dict):
        raise ValueError("the payload is not a JSON object")
    kind = _kind(contract, payload)
    folder = Path(str(_first(payload, contract.folder) or "") or os.getcwd())
    session = str(_first(payload, contract.session) or "")
    if kind == STOP:
        return Event(kind, session, folder, active=bool(_first(payload, contract.active)))
    return Event(kind, session, folder, _files(contract, payload, folder) if kind == EDIT else ())


def _kind(contract: Contract, payload: Mapping[str, object]) -> str:
    if any(key in payload for key in contract.foreign):
        return ""
    named = contract.events.get(str(_first(payload, contract.event)), "")
    kind = named or next((kind for key, kind in contract.marks if key in payload), "")
    key, value = contract.status
    if kind == STOP and payload.get(key, value) != value:
        return ""  # aborted by the user, or failed: no reason to go on
    if kind == EDIT and str(_first(payload, contract.tool)) not in contract.tools:
        return ""
    return kind


def _first(payload: object, names: tuple[str, ...]) -> object:
    for name in names:
        value: object = payload
        for word in name.split("."):
            value = _step(value, word)
        if value is not None:
            return value
    return None


def _step(value: object, word: str) -> object:
    match value:
        case dict():
            return value.get(word)
        case list() if word.isdigit() and int(word) < len(value):
            return value[int(word)]
    return None


def _files(contract: Contract, payload: Mapping[str, object], folder: Path) -> tuple[Path, ...]:
    arguments = _first(payload, contract.arguments)
    if isinstance(arguments, str) and arguments.lstrip().startswith("{"):
        arguments = json.loads(arguments)
    named = dict.fromkeys(folder / name for name in _named(arguments) if name.endswith(languages.named_suffixes()))
    return tuple(path for path in list(named)[:_MOST_FILES] if path.is_file())


def _named(arguments: object) -> Iterator[str]:
    """File names in a tool's arguments: under the keys that tools use for them, or in a patch."""
    match arguments:
        case dict():
            yield from (value for key in _PATH_KEYS if isinstance(value := arguments.get(key), str))
            for value in arguments.values():
                if isinstance(value, str) and "*** " in value:
                    yield from _PATCH.findall(value)
        case str():
            yield from _PATCH.findall(arguments)
