"""The strings an SDK builds its URLs from: expressions to templates, `{name}` for what is not constant."""

from __future__ import annotations

import ast
import re

from truthcheck.sdks.source.address_owner import held, is_text
from truthcheck.sdks.source.call_targets import Calls, Frame, Target
from truthcheck.sdks.source.classes import ClassInfo, Definition, decorators, is_property, own_nodes, parameters
from truthcheck.sdks.source.infer import Infer, bound_values
from truthcheck.sdks.source.modules import Value
from truthcheck.sdks.source.template_text import builds, defaults, fill, hole, join, mentions, unique

MAX_STEPS = 14
MAX_FRAMES = 6
MAX_EXPRESSIONS = 4000  # looked at for one method; the longest honest one needs some 600

UNCHANGED = ("lower", "upper", "strip", "lstrip", "rstrip", "encode", "decode")


class Strings:
    """`of` gives the possible templates of an expression, at most six; none when it is no string we can tell."""

    def __init__(self, infer: Infer) -> None:
        self.library = infer.library
        self.calls = Calls(infer)
        self.budget = MAX_EXPRESSIONS

    def of(self, node: ast.expr | None, frame: Frame, steps: int = 0) -> list[str]:
        self.budget -= 1
        if node is None or steps > MAX_STEPS or self.budget < 0:
            return []
        match node:
            case ast.Constant(value=str() as text):
                return [text]
            case ast.Constant(value=int() as number) if not isinstance(number, bool):
                return [str(number)]
            case ast.JoinedStr(values=parts):
                return join([self._piece(part, frame, steps) for part in parts])
            case ast.Name(id=name):
                return self._name(name, frame, steps)
            case ast.Attribute():
                return self._attribute(node, frame, steps)
            case ast.BinOp():
                return self._operation(node, frame, steps)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return self._segments(items, frame, steps)
            case ast.IfExp():
                return unique([*self.of(node.body, frame, steps + 1), *self.of(node.orelse, frame, steps + 1)])
            case ast.BoolOp(values=parts):
                return unique([text for part in parts for text in self.of(part, frame, steps + 1)])
            case ast.Await(value=value):
                return self.of(value, frame, steps + 1)
            case ast.Subscript():
                return [self._entry(node.value, hole(node)[1:-1], frame)]
            case ast.Call():
                return self._call(node, frame, steps)
        return []

    def _or_hole(self, node: ast.expr, frame: Frame, steps: int) -> list[str]:
        return self.of(node, frame, steps + 1) or [hole(node)]

    def _piece(self, part: ast.expr, frame: Frame, steps: int) -> list[str]:
        if isinstance(part, ast.FormattedValue):
            return self._or_hole(part.value, frame, steps)
        return [str(part.value)] if isinstance(part, ast.Constant) else ["{x}"]

    def _name(self, name: str, frame: Frame, steps: int) -> list[str]:
        if name in frame.bound:
            return frame.bound[name]
        if frame.function is not None:
            found = self._local(name, frame, steps)
            if found:
                return found
            if any(arg.arg == name for arg in parameters(frame.function)):
                return [f"{{{name}}}"]
        resolved = self.library.lookup(frame.module.name, name)
        if isinstance(resolved, Value) and resolved.value is not None:
            return self.of(resolved.value, Frame(resolved.module, None, None, None, {}), steps + 1)
        return []

    def _local(self, name: str, frame: Frame, steps: int) -> list[str]:
        assert frame.function is not None
        found: list[str] = []
        values = bound_values(frame.function, name)
        for value in values:
            if not mentions(value, name):
                found += self.of(value, frame, steps + 1)
        for node in own_nodes(frame.function):
            match node:
                case ast.AugAssign(target=ast.Name(id=bound), op=ast.Add(), value=value) if bound == name:
                    found += [text + more for text in found for more in self.of(value, frame, steps + 1)]
        return unique(found) if found else [f"{{{name}}}"] if values else []

    def _attribute(self, node: ast.Attribute, frame: Frame, steps: int) -> list[str]:
        if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls") and frame.receiver:
            return self._own(node.attr, frame.receiver, steps) or [self._data(node.attr, [frame.receiver])]
        resolved = self.library.expression(frame.module, node, 0, frame.info)
        if isinstance(resolved, Value):
            return self.of(resolved.value, Frame(resolved.module, None, None, None, {}), steps + 1)
        owners = self.calls.receivers(node.value, frame)
        for owner in owners:
            found = self._constant(node.attr, owner, steps)
            if found:
                return found
        return [self._data(node.attr, owners)]

    def _entry(self, holder: ast.expr, name: str, frame: Frame) -> str:
        """The hole of `holder["name"]`; marked when it is a dictionary that the object keeps."""
        inside = holder
        while isinstance(inside, ast.Attribute | ast.Subscript):
            inside = inside.value
        own = inside is not holder and isinstance(inside, ast.Name) and inside.id == "self" and frame.receiver
        return held(name) if own else f"{{{name}}}"

    def _data(self, name: str, owners: list[ClassInfo]) -> str:
        """The hole of an attribute that no constant fills; marked when an owner declares it as a text."""
        told = any(is_text(self.calls.infer.attribute(owner, name)) for owner in owners)
        return held(name) if told else f"{{{name}}}"

    def _constant(self, name: str, owner: ClassInfo, steps: int) -> list[str]:
        for ancestor in self.library.mro(owner):
            if name in ancestor.values:
                return self.of(ancestor.values[name], Frame(ancestor.module, ancestor, owner, None, {}), steps + 1)
        return []

    def _own(self, name: str, receiver: ClassInfo, steps: int) -> list[str]:
        """`self.name` by class constant, by what `__init__` builds, or by a property's returns."""
        for ancestor in self.library.mro(receiver):
            frame = Frame(ancestor.module, ancestor, receiver, None, {})
            if name in ancestor.values:
                found = self.of(ancestor.values[name], frame, steps + 1)
                if found:
                    return found
            built = [(value, method) for value, method in ancestor.assigned.get(name, []) if builds(value)]
            found = [t for v, m in built for t in self.of(v, frame._replace(function=m), steps + 1)]
            if found:
                return unique(found)
            definitions = ancestor.methods.get(name)
            if definitions and is_property(definitions[0]):
                found = self._returns(frame._replace(function=definitions[0]), steps)
                if found:
                    return found
                if _only_raises(definitions[0]):
                    return [f"{{{name.upper()}}}"]  # like a constant that the classes below have
        return []

    def _returns(self, frame: Frame, steps: int) -> list[str]:
        assert frame.function is not None
        values = [node.value for node in own_nodes(frame.function) if isinstance(node, ast.Return)]
        return unique([text for value in values for text in self.of(value, frame, steps + 1)])

    def _operation(self, node: ast.BinOp, frame: Frame, steps: int) -> list[str]:
        left = self.of(node.left, frame, steps + 1)
        if isinstance(node.op, ast.Mod):
            return self._percent(left, node.right, frame, steps)
        right = self.of(node.right, frame, steps + 1)
        if isinstance(node.op, ast.Add) and (left or right):
            return join([left or [hole(node.left)], right or [hole(node.right)]])
        if isinstance(node.op, ast.Div) and left and right:
            return join([left, ["/"], right])
        return []

    def _percent(self, left: list[str], right: ast.expr, frame: Frame, steps: int) -> list[str]:
        if isinstance(right, ast.Dict):
            return [re.sub(r"%\((\w+)\)s", r"{\1}", text) for text in left]
        items = right.elts if isinstance(right, ast.Tuple) else [right]
        values = [self._or_hole(item, frame, steps) for item in items]
        found: list[str] = []
        for text in left:
            pieces = re.split(r"%[sdr]", text)
            if len(pieces) == len(values) + 1:
                parts = [[pieces[0]]]
                for value, piece in zip(values, pieces[1:], strict=True):
                    parts += [value, [piece]]
                found += join(parts)
        return found

    def _segments(self, items: list[ast.expr], frame: Frame, steps: int) -> list[str]:
        """A list that a helper joins with slashes."""
        parts: list[list[str]] = []
        for item in items:
            bare = item.value if isinstance(item, ast.Starred) else item
            parts += [["/"], self._or_hole(bare, frame, steps)]
        return join(parts[1:]) if parts else [""]

    def _call(self, node: ast.Call, frame: Frame, steps: int) -> list[str]:
        func = node.func
        if isinstance(func, ast.Attribute):
            found = self._method(func.attr, func.value, node, frame, steps)
            if found is not None:
                return found
        word = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if word in ("cast", "urljoin") and len(node.args) == 2:
            return self.of(node.args[1], frame, steps + 1)
        filled = self._template(node, frame, steps)
        if filled:
            return filled
        for target in self.calls.targets(node, frame):
            if len(frame.stack) > MAX_FRAMES or target.function in frame.stack:
                break
            entered = self.enter(node, target, frame, steps)
            found = self._returns(entered, steps)
            if found:  # an encoder hands back what it is given, but for values that no path holds
                same = [text for texts in entered.bound.values() for text in texts if text in found]
                return same if same and len(node.args) == 1 else found
        # quote(x), str(x), an encoder we cannot read: the text of its one argument, as it is
        # `data.get("id")` is no such encoder: a constant there is a key
        plain = len(node.args) == 1 and not isinstance(node.args[0], ast.Constant)
        return self.of(node.args[0], frame, steps + 1) if plain else []

    def _method(self, word: str, value: ast.expr, node: ast.Call, frame: Frame, steps: int) -> list[str] | None:
        """String methods; None when it is none of them."""
        match word:
            case "format":
                return self._format(value, node, frame, steps)
            case "join" if isinstance(value, ast.Constant) and value.value == "/" and node.args:
                return self.of(node.args[0], frame, steps + 1)
            case "replace" if len(node.args) == 2:
                old, new = (self.of(arg, frame, steps + 1) for arg in node.args)
                if old and new:
                    return [text.replace(old[0], new[0]) for text in self.of(value, frame, steps + 1)]
            case "get" if node.args and isinstance(node.args[0], ast.Constant):
                entry = self._entry(value, hole(node.args[0])[1:-1], frame)
                return [entry] if entry.startswith("{@") else None
            case "_replace" | "copy_with":  # of the parts of an address
                part = next((k.value for k in node.keywords if k.arg in ("path", "raw_path")), None)
                return self.of(part, frame, steps + 1) if part is not None else None
            case "joinpath":
                bare = [arg.value if isinstance(arg, ast.Starred) else arg for arg in node.args]
                return self._segments([value, *bare], frame, steps)
        return self.of(value, frame, steps + 1) if word in UNCHANGED else None

    def _format(self, value: ast.expr, node: ast.Call, frame: Frame, steps: int) -> list[str]:
        places = [self._or_hole(arg, frame, steps)[0] for arg in node.args]
        named = {k.arg: self._or_hole(k.value, frame, steps)[0] for k in node.keywords if k.arg}
        names = {k.arg for k in node.keywords if k.arg}
        # the template's own word is better than the name of what fills it, unless that is constant
        kept = {name: text if "{" not in text else f"{{{name}}}" for name, text in named.items() if name in names}
        return [fill(text, places, kept) for text in self.of(value, frame, steps + 1)]

    def _template(self, node: ast.Call, frame: Frame, steps: int) -> list[str]:
        """`path_template("/a/{id}", id=id)`, whatever the helper is called."""
        if not node.args or not node.keywords:
            return []
        found = self.of(node.args[0], frame, steps + 1)
        names = {keyword.arg for keyword in node.keywords}
        fits = all("{" in text and set(re.findall(r"\{(\w+)\}", text)) <= names for text in found)
        return found if fits else []

    def enter(self, call: ast.Call, target: Target, frame: Frame, steps: int = 0) -> Frame:
        """The frame inside `target`, with the strings its parameters get from `call`."""
        bound = self._bind(call, target, frame, steps)
        stack = (*frame.stack, target.function)
        return Frame(target.module, target.info, target.receiver, target.function, bound, stack)

    def _bind(self, call: ast.Call, target: Target, frame: Frame, steps: int) -> dict[str, list[str]]:
        given = target.function.args
        names = [arg.arg for arg in (*given.posonlyargs, *given.args)]
        if target.info is not None and "staticmethod" not in decorators(target.function):
            names = names[1:]
        pairs = list(zip(names, call.args, strict=False))
        pairs += [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg]
        bound = {name: texts for name, node in pairs if (texts := self.of(node, frame, steps + 1))}
        taken = {name for name, _ in pairs}
        for name, default in defaults(target.function):
            if name not in taken and isinstance(default, ast.Constant) and isinstance(default.value, str):
                bound[name] = [default.value]
        return bound


def _only_raises(function: Definition) -> bool:
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    return bool(body) and all(isinstance(node, ast.Raise) for node in body)
