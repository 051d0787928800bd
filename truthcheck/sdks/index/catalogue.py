"""Which imports have a history: one small file beside the histories. Light, since every run asks it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from truthcheck.errors import SurfaceError

NAME = "catalogue.json"
FORMAT = 2


def imports(folders: Iterable[Path]) -> frozenset[str]:
    """Every top-level module that a history in one of the folders describes."""
    found = (load(folder / NAME) for folder in folders)
    return frozenset(name for catalogue in found if catalogue is not None for name in catalogue["imports"])


def load(path: Path) -> dict[str, Any] | None:
    """A catalogue, None where there is none. Raises SurfaceError for a damaged one."""
    try:
        catalogue: dict[str, Any] = json.loads(path.read_bytes())
        number = catalogue["truthcheck_catalogue"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise SurfaceError(f"{path}: cannot be read as a catalogue of SDKs: {error}", "reinstall truthcheck") from None
    if number != FORMAT:
        raise SurfaceError(f"{path}: has format {number}, this truthcheck reads {FORMAT}", "upgrade truthcheck")
    return catalogue
