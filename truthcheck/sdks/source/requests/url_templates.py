"""The strings an SDK builds its URLs from: expressions to templates, `{name}` for what is not constant."""

from __future__ import annotations

import ast
import re

from truthcheck.sdks.source.modules.nouns import ClassInfo, Value
from truthcheck.sdks.source.modules.syntax import (
    added_values,
    bound_values,
    decorators,
    is_property,
    last_word,
    mentions,
    name_of,
    only_raises,
    parameters,
    returns,
)
from truthcheck.sdks.source.requests.address_owner import instance_hole, is_text
from truthcheck.sdks.source.requests.call_targets import CallTargets, Place, Target
from truthcheck.sdks.source.requests.template_text import builds, defaults, hole, hole_of, unique
from truthcheck.sdks.source.requests.text_building import TextBuilding, entry_of
from truthcheck.sdks.source.types.inference import Inference

MAX_STEPS = 14
MAX_FRAMES = 6
MAX_EXPRESSIONS = 4000  # looked at for one method; the longest honest one needs some 600


class UrlTemplates:
    """`of` gives the possible templates of an expression, at most six; none when it is no string we can tell."""

    def __init__(self, infer: Inference) -> None:
        self.codebase = infer.codebase
        self.calls = CallTargets(infer)
        self.texts = TextBuilding(self.of)
        self.budget = MAX_EXPRESSIONS

    def of(self, node: ast.expr | None, place: Place, steps: int = 0) -> list[str]:
        self.budget -= 1
        if node is None or steps > MAX_STEPS or self.budget < 0:
            return []
        match node:
            case ast.Constant(value=value):
                return _constant(value)
            case ast.JoinedStr(values=parts):
                return self.texts.joined(parts, place, steps)
            case ast.Name(id=name):
                return self._name(name, place, steps)
            case ast.Attribute():
                return self._attribute(node, place, steps)
            case ast.BinOp():
                return self.texts.operation(node, place, steps)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return self.texts.segments(items, place, steps)
            case ast.Call():
                return self._call(node, place, steps)
        return self._part(node, place, steps)

    def _part(self, node: ast.expr, place: Place, steps: int) -> list[str]:
        """What chooses among expressions, or takes something out of one."""
        match node:
            case ast.IfExp():
                return self._any([node.body, node.orelse], place, steps)
            case ast.BoolOp(values=parts):
                return self._any(parts, place, steps)
            case ast.Await(value=value):
                return self.of(value, place, steps + 1)
            case ast.Subscript():
                return [entry_of(node.value, hole(node)[1:-1], place)]
        return []

    def _any(self, parts: list[ast.expr], place: Place, steps: int) -> list[str]:
        return unique([text for part in parts for text in self.of(part, place, steps + 1)])

    def _name(self, name: str, place: Place, steps: int) -> list[str]:
        if name in place.bound:
            return place.bound[name]
        if place.function is not None:
            found = self._local(name, place, steps)
            if found:
                return found
            if any(arg.arg == name for arg in parameters(place.function)):
                return [hole_of(name)]
        resolved = self.codebase.lookup(place.module.name, name)
        if isinstance(resolved, Value) and resolved.value is not None:
            return self._module_value(resolved, steps)
        return []

    def _module_value(self, value: Value, steps: int) -> list[str]:
        return self.of(value.value, Place(value.module, None, None, None, {}), steps + 1)

    def _local(self, name: str, place: Place, steps: int) -> list[str]:
        """What the function assigns to a local, and adds to it."""
        assert place.function is not None
        found: list[str] = []
        values = bound_values(place.function, name)
        for value in values:
            if not mentions(value, name):
                found += self.of(value, place, steps + 1)
        for value in added_values(place.function, name):
            found += [text + more for text in found for more in self.of(value, place, steps + 1)]
        return unique(found) if found else [hole_of(name)] if values else []

    def _attribute(self, node: ast.Attribute, place: Place, steps: int) -> list[str]:
        if name_of(node.value) in ("self", "cls") and place.receiver:
            return self._own(node.attr, place.receiver, steps) or [self._data(node.attr, [place.receiver])]
        resolved = self.codebase.expression(place.module, node, 0, place.info)
        if isinstance(resolved, Value):
            return self._module_value(resolved, steps)
        owners = self.calls.receivers(node.value, place)
        for owner in owners:
            found = self._constant_of(node.attr, owner, steps)
            if found:
                return found
        return [self._data(node.attr, owners)]

    def _data(self, name: str, owners: list[ClassInfo]) -> str:
        """The hole of an attribute that no constant fills; marked when an owner declares it as a text."""
        is_declared = any(is_text(self.calls.infer.attribute(owner, name)) for owner in owners)
        return instance_hole(name) if is_declared else hole_of(name)

    def _constant_of(self, name: str, owner: ClassInfo, steps: int) -> list[str]:
        for ancestor in self.codebase.mro(owner):
            if name in ancestor.values:
                return self._class_value(name, ancestor, Place(ancestor.module, ancestor, owner, None, {}), steps)
        return []

    def _own(self, name: str, receiver: ClassInfo, steps: int) -> list[str]:
        """`self.name` by class constant, by what `__init__` builds, or by a property's returns."""
        for ancestor in self.codebase.mro(receiver):
            place = Place(ancestor.module, ancestor, receiver, None, {})
            for read in (self._class_value, self._built_value, self._property):
                found = read(name, ancestor, place, steps)
                if found:
                    return found
        return []

    def _class_value(self, name: str, info: ClassInfo, place: Place, steps: int) -> list[str]:
        return self.of(info.values[name], place, steps + 1) if name in info.values else []

    def _built_value(self, name: str, info: ClassInfo, place: Place, steps: int) -> list[str]:
        built = [(value, method) for value, method in info.assigned.get(name, []) if builds(value)]
        return unique([t for value, m in built for t in self.of(value, place._replace(function=m), steps + 1)])

    def _property(self, name: str, info: ClassInfo, place: Place, steps: int) -> list[str]:
        definitions = info.methods.get(name)
        if not definitions or not is_property(definitions[0]):
            return []
        found = self._returned(place._replace(function=definitions[0]), steps)
        if not found and only_raises(definitions[0]):
            return [hole_of(name.upper())]  # like a constant that the classes below have
        return found

    def _returned(self, place: Place, steps: int) -> list[str]:
        assert place.function is not None
        values = [node.value for node in returns(place.function)]
        return unique([text for value in values for text in self.of(value, place, steps + 1)])

    def _call(self, node: ast.Call, place: Place, steps: int) -> list[str]:
        func = node.func
        found = self.texts.method(func, node, place, steps) if isinstance(func, ast.Attribute) else None
        if found is not None:
            return found
        if last_word(func) in ("cast", "urljoin") and len(node.args) == 2:
            return self.of(node.args[1], place, steps + 1)
        return (
            self._template(node, place, steps)
            or self._through(node, place, steps)
            or self._only_argument(node, place, steps)
        )

    def _template(self, node: ast.Call, place: Place, steps: int) -> list[str]:
        """`path_template("/a/{id}", id=id)`, whatever the helper is called."""
        if not node.args or not node.keywords:
            return []
        found = self.of(node.args[0], place, steps + 1)
        names = {keyword.arg for keyword in node.keywords}
        fits = all("{" in text and set(re.findall(r"\{(\w+)\}", text)) <= names for text in found)
        return found if fits else []

    def _through(self, node: ast.Call, place: Place, steps: int) -> list[str]:
        """What the functions of the package return that the call reaches."""
        for target in self.calls.targets(node, place):
            if len(place.stack) > MAX_FRAMES or target.function in place.stack:
                break
            entered = self.enter(node, target, place, steps)
            found = self._returned(entered, steps)
            if found:  # an encoder hands back what it is given, but for values that no path holds
                same = [text for texts in entered.bound.values() for text in texts if text in found]
                return same if same and len(node.args) == 1 else found
        return []

    def _only_argument(self, node: ast.Call, place: Place, steps: int) -> list[str]:
        """Of `quote(x)`, `str(x)`, an encoder we cannot read: the text of its one argument, as it is.

        `data.get("id")` is no such encoder: a constant there is a key.
        """
        plain = len(node.args) == 1 and not isinstance(node.args[0], ast.Constant)
        return self.of(node.args[0], place, steps + 1) if plain else []

    def enter(self, call: ast.Call, target: Target, place: Place, steps: int = 0) -> Place:
        """The place inside `target`, with the strings its parameters get from `call`."""
        bound = self._bound(call, target, place, steps)
        stack = (*place.stack, target.function)
        return Place(target.module, target.info, target.receiver, target.function, bound, stack)

    def _bound(self, call: ast.Call, target: Target, place: Place, steps: int) -> dict[str, list[str]]:
        pairs = list(zip(_placed(target), call.args, strict=False))
        pairs += [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg]
        bound = {name: texts for name, node in pairs if (texts := self.of(node, place, steps + 1))}
        taken = {name for name, _ in pairs}
        for name, default in defaults(target.function):
            if name not in taken and isinstance(default, ast.Constant) and isinstance(default.value, str):
                bound[name] = [default.value]
        return bound


def _placed(target: Target) -> list[str]:
    """The parameters that a call fills by their place."""
    given = target.function.args
    names = [arg.arg for arg in (*given.posonlyargs, *given.args)]
    has_instance = target.info is not None and "staticmethod" not in decorators(target.function)
    return names[1:] if has_instance else names


def _constant(value: object) -> list[str]:
    is_written = isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
    return [str(value)] if is_written else []
