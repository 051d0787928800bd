"""A second judge: openapi-core validates a recorded exchange as a whole, by a document of its one operation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from truthcheck.checks.core.fault import Fault
from truthcheck.model.surface import Candidate
from truthcheck.traffic.described import document
from truthcheck.traffic.recorded import Recorded

_RULES = {
    "type": "invalid-type",
    "enum": "invalid-value",
    "required": "missing-parameter",
    "additionalProperties": "unknown-parameter",
}
_NAMED = ("'", '"')


def is_there() -> bool:
    """Whether it is installed: it comes with the extra `traffic`."""
    try:
        import openapi_core  # noqa: F401
    except ImportError:
        return False
    return True


class Oracle:
    """Documents are made when an operation is first met, and kept."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, str], Any] = {}

    def faults(self, recorded: Recorded, candidate: Candidate) -> list[Fault]:
        """What it says against the reply, at its place; the body must be known."""
        from openapi_core.testing import MockRequest, MockResponse

        path = _filled(candidate.operation.path)
        request = MockRequest("https://surface.invalid", candidate.operation.method.lower(), path)
        content = json.dumps(recorded.response.data).encode()
        response = MockResponse(content, recorded.status or 200, content_type=_media(recorded, candidate))
        try:
            return list(_faults(self._api(candidate).iter_response_errors(request, response)))
        except Exception:  # a second opinion: what the library cannot read, the first judge has read
            return []

    def _api(self, candidate: Candidate) -> Any:
        from openapi_core import Config, OpenAPI

        operation = candidate.operation
        key = (id(candidate.surface), operation.method, operation.path)
        if key not in self._known:
            made: Any = document(candidate.surface, operation)
            unchecked: Any = None
            # The document is ours: to validate it each time would take longer than all exchanges.
            self._known[key] = OpenAPI.from_dict(made, config=Config(spec_validator_cls=unchecked))
        return self._known[key]


def _media(recorded: Recorded, candidate: Candidate) -> str:
    """The type that the document gives to such a reply: what JSON is called differs from server to server."""
    described = [media for one in candidate.operation.responses for media in one.media if "json" in media]
    return described[0] if described else recorded.response.media or "application/json"


def _filled(path: str) -> str:
    return path.replace("{", "").replace("}", "")


def _faults(errors: Any) -> Iterator[Fault]:
    for error in errors:
        for inner in getattr(error.__cause__, "schema_errors", ()):
            yield from _leaves(inner)


def _leaves(error: Any) -> Iterator[Fault]:
    """The fault of a schema error; of alternatives none is told, since any may be meant."""
    rule = _RULES.get(error.validator)
    if rule is None:
        if error.validator == "allOf":
            for part in error.context:
                yield from _leaves(part)
        return
    place = ("response", *(str(step) for step in error.absolute_path))
    for name in _names(error):
        yield Fault(rule, (*place, name) if name else place, got=_kind(error.instance), choices=(), certain=False)


def _names(error: Any) -> list[str]:
    """The names that are missing, or that there should not be; "" where the fault is the value itself."""
    if error.validator == "required" and isinstance(error.instance, dict):
        return [name for name in error.validator_value if name not in error.instance]
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        return [name for name in error.instance if name not in error.schema.get("properties", {})]
    return [""]


def _kind(instance: object) -> str:
    """What a value is, without what it holds."""
    names = {
        bool: "a boolean",
        int: "an integer",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(instance), "null")
