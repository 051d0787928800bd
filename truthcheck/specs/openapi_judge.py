"""Judges the OpenAPI document in a file, in a process of its own: `specs/validity.py` starts it and limits its time.

Imports prance and its backend, of the extra `documents`, and nothing of truthcheck. The document must refer to itself
alone: both would follow any other reference.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

Fault = tuple[list[str], str]  # place and message


def judge(file: str, most: int) -> list[Fault]:
    """The first `most` faults; nothing for a valid document."""
    from prance import BaseParser, ValidationError

    parser = BaseParser(file, lazy=True, backend="openapi-spec-validator", encoding="utf-8")
    try:
        parser.parse()
    except ValidationError as error:
        return _told(list(islice(_faults(parser.specification, error), 8 * most)), parser.specification)[:most]
    return []


def _faults(document: Any, first: Exception) -> Iterator[Fault]:
    """prance tells the first fault; its backend is asked for the others, as long as it goes on."""
    from jsonschema.exceptions import ValidationError
    from openapi_spec_validator.shortcuts import get_validator_cls
    from referencing.exceptions import Unresolvable

    if not isinstance(first.__cause__, ValidationError):
        yield [], _line(first.__cause__ or first)
    try:
        for error in get_validator_cls(document)(document).iter_errors():
            meant = _deepest(error)
            yield [str(step) for step in meant.absolute_path], _line(meant)
    except (Unresolvable, LookupError, TypeError, ValueError):
        return  # it is what prance stopped at, and told already


def _deepest(error: Any) -> Any:
    """Of several ways to be right, the one that fits furthest was meant most likely."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _told(faults: list[Fault], document: Any) -> list[Fault]:
    """Each once. What is found by walking has no place from the top: those are told where nothing better is."""
    once = list({(*place, message): (place, message) for place, message in faults}.values())
    lost = [fault for fault in once if fault[0] and fault[0][0] not in document]
    placed = [fault for fault in once if fault not in lost]
    return placed or [([], f"{message} (the validator does not say where)") for _, message in lost]


def _line(error: BaseException) -> str:
    """Without the document or the schema, which some messages quote whole."""
    text = str(getattr(error, "message", "") or error).partition(" does not exist within ")
    first = f"{text[0]} does not exist" if text[1] else text[0].split("\n")[0]
    return first if len(first) < 200 else f"does not fit `{getattr(error, 'validator', '')}` of the schema"


if __name__ == "__main__":
    sys.path[:] = sys.argv[3:]  # where the parent looks for modules, instead of this file's folder
    json.dump(judge(sys.argv[1], int(sys.argv[2])), sys.stdout)
