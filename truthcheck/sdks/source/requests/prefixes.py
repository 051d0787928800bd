"""What stands before an operation's path: a base for all, or what the class of the API's version says."""

from __future__ import annotations

import ast
import re
from typing import TypeGuard

from truthcheck.model.sdk import Sdk
from truthcheck.sdks.source.modules.nouns import ClassInfo
from truthcheck.sdks.source.modules.syntax import text_of
from truthcheck.sdks.source.requests.paths import ReachedOperation
from truthcheck.sdks.source.types.inference import Inference

# `f"{self.api_url}/v1/chat"`: the server, in a variable
_SERVER = re.compile(r"^\{@?\w*(?:api|base|server|http)_?(?:url|endpoint|host)\}(?=/\w)")


class Prefixes:
    """Completes paths so that they match a document's: base path, version segment, host."""

    def __init__(self, infer: Inference, rules: Sdk) -> None:
        self.infer = infer
        self.rules = rules
        self._known: dict[tuple[str, str], str] = {}

    def apply(self, reached: ReachedOperation, info: ClassInfo | None) -> ReachedOperation:
        path = reached.path
        if "://" in path:
            host, _, rest = path.partition("://")[2].partition("/")
            return ReachedOperation(reached.method, f"/{rest}", host)
        path = _SERVER.sub("", path)
        path = path if path.startswith("/") else f"/{path}"
        if info is not None and self.rules.requests.prefix_class:
            version = self._stated(info, self.rules.requests.prefix_class)
            server = self._stated(info, self.rules.requests.host_class)
            path = f"/{version}{path}" if version else path
            return ReachedOperation(reached.method, path, server.partition("://")[2])
        top = info.module.name.partition(".")[0] if info is not None else ""
        return ReachedOperation(
            reached.method, self.rules.requests.bases.get(top, self.rules.requests.base) + path, reached.host
        )

    def _stated(self, info: ClassInfo, base: str) -> str:
        """The string that the nearest enclosing package's subclass of `base` hands to `super().__init__`."""
        parts = info.module.name.split(".")
        for end in range(len(parts), 1, -1):
            key = (".".join(parts[:end]), base)
            if key not in self._known:
                self._known[key] = self._in_module(key[0], base)
            if self._known[key]:
                return self._known[key]
        return ""

    def _in_module(self, name: str, base: str) -> str:
        module = self.infer.codebase.module(name)
        classes = [symbol for symbol in module.names.values() if isinstance(symbol, ClassInfo)] if module else []
        ancestors = (ancestor for info in classes for ancestor in self.infer.codebase.mro(info))
        stated = (_handed(ancestor) for ancestor in ancestors if self._is_below(ancestor, base))
        return next(filter(None, stated), "")

    def _is_below(self, info: ClassInfo, base: str) -> bool:
        return any(above.key == base for above in self.infer.codebase.mro(info)[1:])


def _handed(info: ClassInfo) -> str:
    """What a constructor hands to the one above it behind the first argument."""
    for definition in info.methods.get("__init__", ()):
        for node in ast.walk(definition):
            text = text_of(node.args[1]) if _calls_super(node) and len(node.args) > 1 else ""
            if text:
                return text
    return ""


def _calls_super(node: ast.AST) -> TypeGuard[ast.Call]:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")):
            return True
    return False
