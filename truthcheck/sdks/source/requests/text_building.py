"""How a package puts texts together: f-strings, operators, methods of text, and lists that are joined with slashes.

example: `"/users/{}".format(user_id)` is "/users/{user_id}"
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import TypeAlias

from truthcheck.sdks.source.modules.syntax import name_of, text_of, unstarred
from truthcheck.sdks.source.requests.address_owner import instance_hole
from truthcheck.sdks.source.requests.call_targets import Place
from truthcheck.sdks.source.requests.template_text import fill, hole, hole_of, join

UNCHANGED = ("lower", "upper", "strip", "lstrip", "rstrip", "encode", "decode")
ADDRESS_PATHS = ("path", "raw_path")  # keywords of the parts of an address

Texts: TypeAlias = "list[str]"
Read: TypeAlias = "Callable[[ast.expr | None, Place, int], Texts]"  # the templates that an expression may be


class TextBuilding:
    """`read` gives the templates of the parts; what is no text is a hole with the part's name."""

    def __init__(self, read: Read) -> None:
        self.read = read

    def or_hole(self, node: ast.expr, place: Place, steps: int) -> Texts:
        return self.read(node, place, steps + 1) or [hole(node)]

    def joined(self, parts: list[ast.expr], place: Place, steps: int) -> Texts:
        return join([self._piece(part, place, steps) for part in parts])

    def _piece(self, part: ast.expr, place: Place, steps: int) -> Texts:
        if isinstance(part, ast.FormattedValue):
            return self.or_hole(part.value, place, steps)
        return [str(part.value)] if isinstance(part, ast.Constant) else ["{x}"]

    def operation(self, node: ast.BinOp, place: Place, steps: int) -> Texts:
        left = self.read(node.left, place, steps + 1)
        if isinstance(node.op, ast.Mod):
            return self._percent(left, node.right, place, steps)
        right = self.read(node.right, place, steps + 1)
        if isinstance(node.op, ast.Add) and (left or right):
            return join([left or [hole(node.left)], right or [hole(node.right)]])
        if isinstance(node.op, ast.Div) and left and right:
            return join([left, ["/"], right])
        return []

    def _percent(self, left: Texts, right: ast.expr, place: Place, steps: int) -> Texts:
        if isinstance(right, ast.Dict):
            return [re.sub(r"%\((\w+)\)s", r"{\1}", text) for text in left]
        items = right.elts if isinstance(right, ast.Tuple) else [right]
        values = [self.or_hole(item, place, steps) for item in items]
        return [whole for text in left for whole in _interleaved(re.split(r"%[sdr]", text), values)]

    def segments(self, items: list[ast.expr], place: Place, steps: int) -> Texts:
        """A list that a helper joins with slashes."""
        parts: list[Texts] = []
        for item in items:
            parts += [["/"], self.or_hole(unstarred(item), place, steps)]
        return join(parts[1:]) if parts else [""]

    def method(self, func: ast.Attribute, call: ast.Call, place: Place, steps: int) -> Texts | None:
        """What a method of text gives; None when it is no such method, or gives none."""
        match func.attr:
            case "format":
                return self._format(func.value, call, place, steps)
            case "join" if text_of(func.value) == "/" and call.args:
                return self.read(call.args[0], place, steps + 1)
            case "replace":
                return self._replaced(func.value, call, place, steps)
            case "get":
                return _looked_up(func.value, call, place)
            case "_replace" | "copy_with":  # of the parts of an address
                return self._with_path(call, place, steps)
            case "joinpath":
                return self.segments([func.value, *map(unstarred, call.args)], place, steps)
        return self.read(func.value, place, steps + 1) if func.attr in UNCHANGED else None

    def _with_path(self, call: ast.Call, place: Place, steps: int) -> Texts | None:
        part = next((keyword.value for keyword in call.keywords if keyword.arg in ADDRESS_PATHS), None)
        return self.read(part, place, steps + 1) if part is not None else None

    def _replaced(self, value: ast.expr, call: ast.Call, place: Place, steps: int) -> Texts | None:
        if len(call.args) != 2:
            return None
        old, new = (self.read(arg, place, steps + 1) for arg in call.args)
        if not (old and new):
            return None
        return [text.replace(old[0], new[0]) for text in self.read(value, place, steps + 1)]

    def _format(self, value: ast.expr, call: ast.Call, place: Place, steps: int) -> Texts:
        places = [self.or_hole(arg, place, steps)[0] for arg in call.args]
        named = {k.arg: self.or_hole(k.value, place, steps)[0] for k in call.keywords if k.arg}
        # the template's own word is better than the name of what fills it, unless that is constant
        kept = {name: text if "{" not in text else hole_of(name) for name, text in named.items()}
        return [fill(text, places, kept) for text in self.read(value, place, steps + 1)]


def _interleaved(pieces: list[str], values: list[Texts]) -> Texts:
    """The pieces of a text with values between them; none when their numbers do not fit."""
    if len(pieces) != len(values) + 1:
        return []
    parts = [[pieces[0]]]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += [value, [piece]]
    return join(parts)


def _looked_up(holder: ast.expr, call: ast.Call, place: Place) -> Texts | None:
    """`self.data.get("url")`; of a dictionary that the object does not keep nothing is known."""
    if not (call.args and isinstance(call.args[0], ast.Constant)):
        return None
    entry = entry_of(holder, hole(call.args[0])[1:-1], place)
    return [entry] if entry.startswith("{@") else None


def entry_of(holder: ast.expr, name: str, place: Place) -> str:
    """The hole of `holder["name"]`; marked when it is a dictionary that the object keeps."""
    inside = holder
    while isinstance(inside, ast.Attribute | ast.Subscript):
        inside = inside.value
    own = inside is not holder and name_of(inside) == "self" and place.receiver
    return instance_hole(name) if own else hole_of(name)
