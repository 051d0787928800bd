"""What a class declares: the keys of a TypedDict with requiredness, the fields of a model."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from truthcheck.model.noun import NamedTuple
from truthcheck.sdks.index.terms import Term
from truthcheck.sdks.source.modules.nouns import ClassInfo, Value
from truthcheck.sdks.source.modules.syntax import text_of
from truthcheck.sdks.source.types.inference import Inference


class Field(NamedTuple):
    """`owner` is the class that declares it."""

    name: str
    term: Term
    required: bool
    owner: ClassInfo


def is_typed_dict(infer: Inference, info: ClassInfo) -> bool:
    if "TypedDict" in infer.codebase.base_names(info):
        return True
    return any(_functional(infer, c, base) is not None for c in infer.codebase.mro(info) for base in c.node.bases)


def typed_keys(infer: Inference, info: ClassInfo) -> dict[str, Field]:
    """All keys of a TypedDict, inherited ones first; `Required` and `NotRequired` win over `total`."""
    found: dict[str, Field] = {}
    for ancestor in reversed(infer.codebase.mro(info)):
        for name, annotation, total in _declared(infer, ancestor):
            required = _required(annotation, total)
            found[name] = Field(name, infer.terms.of(ancestor.module, annotation, ancestor), required, ancestor)
    return found


def model_fields(infer: Inference, info: ClassInfo) -> dict[str, Field]:
    """Public annotated fields of a class and its ancestors; the nearest declaration wins."""
    found: dict[str, Field] = {}
    for ancestor in infer.codebase.mro(info):
        for name, annotation in ancestor.fields.items():
            if not name.startswith("_") and name not in found and _head(annotation) != "ClassVar":
                term = infer.terms.of(ancestor.module, annotation, ancestor)
                found[name] = Field(name, term, False, ancestor)
    return found


def literal_table(infer: Inference, info: ClassInfo, name: str) -> dict[str, str]:
    """A class constant that is a dictionary of strings, such as one that maps `from_` to `from`; empty without it."""
    for ancestor in infer.codebase.mro(info):
        match ancestor.values.get(name):
            case ast.Dict(keys=keys, values=values):
                return {k: v for k, v in zip(map(text_of, keys), map(text_of, values), strict=True) if k and v}
    return {}


def _declared(infer: Inference, info: ClassInfo) -> Iterator[tuple[str, ast.expr, bool]]:
    for base in info.node.bases:
        call = _functional(infer, info, base)
        if call is not None:
            yield from _call_keys(call)
    total = _total(info.node.keywords)
    for name, annotation in info.fields.items():
        yield name, annotation, total


def _functional(infer: Inference, info: ClassInfo, base: ast.expr) -> ast.Call | None:
    """`X = TypedDict("X", {...})`, used where a key is a Python keyword."""
    match infer.codebase.base(info, base):
        case Value(value=ast.Call(func=ast.Name(id="TypedDict") | ast.Attribute(attr="TypedDict")) as call):
            return call
    return None


def _call_keys(call: ast.Call) -> Iterator[tuple[str, ast.expr, bool]]:
    table = call.args[1] if len(call.args) > 1 else None
    if isinstance(table, ast.Dict):
        for key, annotation in zip(table.keys, table.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, annotation, _total(call.keywords)


def _total(keywords: list[ast.keyword]) -> bool:
    return not any(k.arg == "total" and isinstance(k.value, ast.Constant) and k.value.value is False for k in keywords)


def _required(annotation: ast.expr, total: bool) -> bool:
    word = _head(annotation)
    return total if word not in ("Required", "NotRequired") else word == "Required"


def _head(annotation: ast.expr) -> str:
    """The outermost word: "NotRequired" of `NotRequired[str]`, also inside quotes or `Annotated`."""
    match annotation:
        case ast.Constant(value=str() as text):
            return text.strip().partition("[")[0].rpartition(".")[2]
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *_])):
            return _head(first)
        case ast.Subscript(value=ast.Name(id=word)) | ast.Subscript(value=ast.Attribute(attr=word)):
            return word
    return ""
