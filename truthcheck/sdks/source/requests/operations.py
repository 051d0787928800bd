"""Which HTTP operation a method reaches: what it sends itself, else what the helpers send that it calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.source.modules.nouns import ClassInfo, Definition, SourceModule
from truthcheck.sdks.source.modules.syntax import inside
from truthcheck.sdks.source.requests.call_targets import MAX_RECEIVERS, Place
from truthcheck.sdks.source.requests.paths import ReachedOperation, has_literal, unique
from truthcheck.sdks.source.requests.sending_calls import SendingCalls
from truthcheck.sdks.source.requests.url_templates import MAX_EXPRESSIONS, UrlTemplates

MAX_DEPTH = 4


class Operations:
    """`of` finds the operations of one method as called on `receiver`; several when a branch decides."""

    def __init__(self, templates: UrlTemplates, rules: Sdk) -> None:
        self.templates = templates
        self.rules = rules
        self.calls = SendingCalls(templates, rules)
        self._known: dict[object, tuple[ReachedOperation, ...]] = {}

    def of(
        self, module: SourceModule, info: ClassInfo | None, receiver: ClassInfo | None, function: Definition
    ) -> tuple[ReachedOperation, ...]:
        self.templates.budget = MAX_EXPRESSIONS
        found = self._inside(Place(module, info, receiver, function, {}, (function,)), function, 0)
        documented = self._documented(function)
        return documented if documented and not any(r.path.startswith("/") for r in found) else found

    def _documented(self, function: Definition) -> tuple[ReachedOperation, ...]:
        """What a docstring states in the form the rule data names; docstrings can be wrong, so code comes first."""
        if not self.rules.requests.docstring:
            return ()
        text = ast.get_docstring(function) or ""
        return tuple(
            ReachedOperation(verb.upper(), path) for verb, path in re.findall(self.rules.requests.docstring, text)
        )

    def _inside(self, place: Place, function: Definition, depth: int) -> tuple[ReachedOperation, ...]:
        words = tuple(sorted((name, tuple(texts)) for name, texts in place.bound.items()))
        key = (function, place.receiver, depth, words)
        if key not in self._known:
            self._known[key] = ()
            self._known[key] = self._read(place, function, depth)
        return self._known[key]

    def _read(self, place: Place, function: Definition, depth: int) -> tuple[ReachedOperation, ...]:
        found, others = self._direct(place, function)
        literal = [operation for operation in found if has_literal(operation.path)]
        if literal:
            return unique(literal)
        for call in others if depth < MAX_DEPTH else ():
            deeper = self._followed(call, place, depth)
            if _is_told(deeper):
                return deeper
            found = found or list(deeper)
        return unique(found)

    def _direct(self, place: Place, function: Definition) -> tuple[list[ReachedOperation], list[ast.Call]]:
        """What the function sends itself, and its other calls."""
        found: list[ReachedOperation] = []
        others: list[ast.Call] = []
        for node in inside(function).requests:
            sent = self.calls.sent(node, place)
            found += sent
            if not sent and isinstance(node, ast.Call):
                others.append(node)
        return found, others

    def _followed(self, call: ast.Call, place: Place, depth: int) -> tuple[ReachedOperation, ...]:
        deeper = self._through(call, place, depth)
        return deeper if _is_told(deeper) else self._described_where_set(call.func, place) or deeper

    def _through(self, call: ast.Call, place: Place, depth: int) -> tuple[ReachedOperation, ...]:
        found: list[ReachedOperation] = []
        for target in self.templates.calls.targets(call, place):
            if target.function not in place.stack:
                found += self._inside(self.templates.enter(call, target, place), target.function, depth + 1)
        return unique(found)

    def _described_where_set(self, callee: ast.expr, place: Place) -> tuple[ReachedOperation, ...]:
        """Of `self.api.list(...)` what describes the call where `list`, or `api`, was set.

        example: `self.list = Endpoint({"path": ...})`
        """
        if not isinstance(callee, ast.Attribute):
            return ()
        found: list[ReachedOperation] = []
        for owner in self.templates.calls.receivers(callee.value, place)[:MAX_RECEIVERS]:
            found += self._described_by(owner, callee.attr)
        return unique(found) or self._described_where_set(callee.value, place)

    def _described_by(self, owner: ClassInfo, name: str) -> Iterable[ReachedOperation]:
        for ancestor in self.templates.codebase.mro(owner):
            for value, method in ancestor.assigned.get(name, ()):
                there = Place(ancestor.module, ancestor, owner, method, {})
                for part in ast.walk(value):
                    if isinstance(part, ast.Dict):
                        yield from self.calls.described(part, there)


def _is_told(found: Iterable[ReachedOperation]) -> bool:
    return any(has_literal(operation.path) for operation in found)
