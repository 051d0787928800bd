"""A quick yes: most exchanges of a test run are true, and need no findings. Whatever is not surely fine is judged.

What was told of an address, and what shapes come down to, is kept for as long as the run lasts.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from truthcheck.checks.calls import exchange
from truthcheck.checks.core.library import Library
from truthcheck.checks.http import mocked
from truthcheck.checks.http.bodies import kind
from truthcheck.model.call import Call
from truthcheck.model.report import SUPPORTED, UNVERIFIED, Verdict
from truthcheck.model.surface import Candidate, Ref, Shape, Surface
from truthcheck.model.value import Literal
from truthcheck.surfaces.shapes import expand
from truthcheck.traffic import discreet
from truthcheck.traffic.recorded import Recorded

MOST = 10_000  # addresses and shapes that are kept
MAX_DEPTH = 30
_NAMES = {bool: "boolean", int: "integer", float: "number", str: "string"}


class Quick:
    """Surfaces and shapes are told apart by identity: they live as long as the library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._addresses: dict[tuple[str, str], Candidate | Verdict | None] = {}
        self._shapes: dict[tuple[int, str], tuple[Shape, ...]] = {}

    def verdict(self, recorded: Recorded) -> Verdict | None:
        """None where it has to be judged."""
        found = self._address(recorded)
        if not isinstance(found, Candidate):
            return found
        sure = self._answered(recorded, found) and (recorded.status >= 400 or self._asked(recorded, found))
        return SUPPORTED if sure else None

    def _address(self, recorded: Recorded) -> Candidate | Verdict | None:
        """The one operation that is meant; that nothing can be told; or None."""
        key = (recorded.method, recorded.url.partition("?")[0])
        if key not in self._addresses:
            if len(self._addresses) > MOST:
                self._addresses.clear()
            self._addresses[key] = self._matched(recorded)
        return self._addresses[key]

    def _matched(self, recorded: Recorded) -> Candidate | Verdict | None:
        url = discreet.address(urlsplit(recorded.url), recorded.at)
        call = Call(recorded.at, "", "", Literal(recorded.method), url)
        branches = list(exchange.branches_of(call, self._library))
        if any(branch.why for branch in branches):
            return UNVERIFIED
        candidates = [candidate for branch in branches for candidate in branch.candidates]
        faults = any(branch.faults for branch in branches)
        return candidates[0] if len(candidates) == 1 and not faults else None

    def _answered(self, recorded: Recorded, candidate: Candidate) -> bool:
        if recorded.status >= 300 or not recorded.response.known:
            return recorded.status >= 300 or self._is_documented(recorded.status, candidate)
        if not self._is_documented(recorded.status, candidate):
            return False
        described = mocked.replies(candidate.operation, recorded.status)
        nodes = [node for one in described for media, node in one.media.items() if kind(media) in ("json", "any")]
        data = recorded.response.data
        return not nodes or any(self._fits(candidate.surface, node, data, False, 0) for node in nodes)

    def _is_documented(self, status: int, candidate: Candidate) -> bool:
        return any(one.status in (str(status), "2XX", "default") for one in candidate.operation.responses)

    def _asked(self, recorded: Recorded, candidate: Candidate) -> bool:
        """Whether the request is surely right: JSON that fits, or nothing where nothing is needed."""
        operation = candidate.operation
        if "?" in recorded.url or any(one.required and one.location == "query" for one in operation.parameters):
            return False
        if not recorded.request.known:
            return recorded.request.at is None and (operation.body is None or not operation.body.required)
        nodes = operation.body.media.items() if operation.body is not None else ()
        data = recorded.request.data
        if "form" in recorded.request.media:
            return False
        return any(
            kind(media) == "json" and self._fits(candidate.surface, node, data, True, 0) for media, node in nodes
        )

    def _fits(self, surface: Surface, node: Shape | Ref, data: object, sent: bool, depth: int) -> bool:
        if data is None or depth > MAX_DEPTH:
            return data is None
        return any(self._is_one(surface, shape, data, sent, depth) for shape in self._alternatives(surface, node))

    def _alternatives(self, surface: Surface, node: Shape | Ref) -> tuple[Shape, ...]:
        if isinstance(node, Shape):
            return expand(surface, node) if node.any_of or node.all_of else (node,)
        key = (id(surface), node.id)
        if key not in self._shapes:
            self._shapes[key] = expand(surface, node)
        return self._shapes[key]

    def _is_one(self, surface: Surface, shape: Shape, data: object, sent: bool, depth: int) -> bool:
        match data:
            case dict():
                return (not shape.types or "object" in shape.types) and self._object(surface, shape, data, sent, depth)
            case list():
                if shape.types and "array" not in shape.types:
                    return False
                items = shape.items
                return items is None or all(self._fits(surface, items, item, sent, depth + 1) for item in data)
            case _:
                return _scalar(shape, data)

    def _object(self, surface: Surface, shape: Shape, data: dict[str, object], sent: bool, depth: int) -> bool:
        if sent and not all(name in data for name in shape.required):
            return False
        for name, value in data.items():
            node = shape.properties.get(name) or shape.values
            if node is None and shape.additional != "open":
                return False
            if node is not None and not self._fits(surface, node, value, sent, depth + 1):
                return False
        return True


def _scalar(shape: Shape, data: object) -> bool:
    name = _NAMES.get(type(data), "")
    if shape.types and name not in shape.types and not (name == "integer" and "number" in shape.types):
        return False
    return not shape.enum or shape.advisory or data in shape.enum
