"""Terms to shapes: TypedDicts and model classes become named shapes, literals become enums."""

from __future__ import annotations

from truthcheck.model.noun import replace
from truthcheck.model.sdk import Specification
from truthcheck.model.surface import Ref, Shape
from truthcheck.sdks.index import terms
from truthcheck.sdks.index.terms import ANY, OUTSIDE, Term, substitute, variables
from truthcheck.sdks.source.modules.nouns import ClassInfo
from truthcheck.sdks.source.modules.syntax import texts_of
from truthcheck.sdks.source.types.class_fields import Field, is_typed_dict, literal_table, model_fields, typed_keys
from truthcheck.sdks.source.types.inference import Inference

OPEN = Shape()
PLAIN = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "None": "null", "bytes": "file"}
# What the wire holds for classes of the standard library; anything else is open.
FOREIGN = {
    "decimal.Decimal": ("string", "number"),
    "datetime.datetime": ("string", "integer"),
    "datetime.date": ("string", "integer"),
    "uuid.UUID": ("string",),
}


class ShapeCollector:
    """Collects the named shapes that the terms it is asked about lead to."""

    def __init__(self, infer: Inference, stated: Specification) -> None:
        self.infer = infer
        self.stated = stated
        self._wanted: dict[str, tuple[ClassInfo, list[Term]]] = {}
        self._done: dict[str, Shape] = {}

    def of(self, term: Term) -> Shape | Ref:
        if isinstance(term, str):
            return self._named(term)
        match term:
            case [terms.UNION, *parts]:
                return self._union(parts)
            case [terms.LITERAL, *values]:
                types = dict.fromkeys(PLAIN[type(value).__name__] for value in values)
                return Shape(types=tuple(types), enum=tuple(values))
            case ["list" | "iter", item]:
                return Shape(types=("array",), items=self.of(item))
            case ["tuple", *_]:
                return Shape(types=("array",))
            case ["dict", item]:
                return self._free(item)
            case [str() as key, *args] if ":" in key:
                return self._class(key, args)
        return OPEN

    def _named(self, term: str) -> Shape | Ref:
        if term in PLAIN:
            return Shape(types=(PLAIN[term],))
        if term.startswith(OUTSIDE):
            return Shape(types=FOREIGN.get(term.removeprefix(OUTSIDE), ()))
        return self._class(term, []) if ":" in term else OPEN

    def _free(self, values: Term) -> Shape:
        shape = self.of(values)
        return Shape(types=("object",), values=None if shape == OPEN else shape)

    def _class(self, key: str, args: list[Term]) -> Shape | Ref:
        info = self.infer.find(key)
        if info is None:
            return OPEN
        if key in self.stated.open_types:
            return self._free(args[0] if args else ANY)
        if any(word.endswith("Enum") for word in self.infer.codebase.base_names(info)):
            return Shape(types=("string",), enum=tuple(texts_of(info.values.values())))
        name = key if not args else f"{key}[{','.join(map(_label, args))}]"
        self._wanted.setdefault(name, (info, args))
        return Ref(name)

    def _union(self, parts: list[Term]) -> Shape | Ref:
        """Scalars are merged; a list of literals beside a free string is only advice."""
        shapes = [self.of(part) for part in parts]
        plain = [shape for shape in shapes if isinstance(shape, Shape) and _is_scalar(shape)]
        others = [shape for shape in shapes if shape not in plain]
        if OPEN in others:
            return OPEN
        if not plain:
            return others[0] if len(others) == 1 else Shape(any_of=tuple(others))
        return _beside(_merge(plain), others)

    def all(self) -> dict[str, Shape]:
        """Every shape named so far and those these lead to."""
        while len(self._done) < len(self._wanted):
            for name, (info, args) in list(self._wanted.items()):
                if name not in self._done:
                    self._done[name] = self._object(name, info, args)
        return dict(sorted(self._done.items()))

    def _object(self, name: str, info: ClassInfo, args: list[Term]) -> Shape:
        typed = is_typed_dict(self.infer, info)
        fields = typed_keys(self.infer, info) if typed else model_fields(self.infer, info)
        options = self._options() if typed else ()
        filling = dict(zip(self.infer.terms.variables_of(info), args, strict=False))
        renamed = literal_table(self.infer, info, self.stated.field_names)
        encoded = literal_table(self.infer, info, self.stated.field_encodings)
        kept = [field for field in fields.values() if field.name not in options]
        return Shape(
            types=("object",),
            properties={
                renamed.get(f.name, f.name): self._field(f, filling, encoded.get(f.name, ""), args) for f in kept
            },
            required=tuple(field.name for field in kept if field.required),
            additional="documented",
            pointer=info.key,
        )

    def _field(self, field: Field, filling: dict[str, Term], encoding: str, args: list[Term]) -> Shape | Ref:
        term = substitute(field.term, filling)
        shape = self.of(term if not variables(term) or not args else ANY)
        types = self.stated.encodings.get(encoding, "").split()
        if types and isinstance(shape, Shape) and _is_scalar(shape):
            return Shape(types=(*types, *(["null"] if "null" in shape.types else [])))
        return shape

    def _options(self) -> set[str]:
        found = (self.infer.find(key) for key in self.stated.options)
        return {name for info in found if info is not None for name in typed_keys(self.infer, info)}

    def keys(self, info: ClassInfo) -> list[Field]:
        """What a TypedDict sends: its keys without the client's options."""
        options = self._options()
        return [field for field in typed_keys(self.infer, info).values() if field.name not in options]

    def nests(self, shape: Shape | Ref) -> bool:
        """Does a value of this shape need brackets in a query?"""
        if isinstance(shape, Ref):
            return True
        return bool({"object", "array"} & set(shape.types)) or any(self.nests(part) for part in shape.any_of)


def _is_scalar(shape: Shape) -> bool:
    return bool(shape.types) and not {"object", "array", "file"} & set(shape.types)


def _beside(scalar: Shape, others: list[Shape | Ref]) -> Shape:
    """One scalar as an alternative of other shapes; null alone only adds to the one that it stands beside."""
    if not others:
        return scalar
    if scalar == Shape(types=("null",)) and len(others) == 1 and isinstance(others[0], Shape):
        return replace(others[0], types=(*others[0].types, "null"))
    return Shape(any_of=(scalar, *others))


def _merge(plain: list[Shape]) -> Shape:
    types = tuple(dict.fromkeys(name for shape in plain for name in shape.types))
    enum = tuple(value for shape in plain for value in shape.enum)
    free = _free_types(plain)
    if not free or not enum:
        return Shape(types=types, enum=(*enum, None) if enum and "null" in types else enum)
    # `Literal[""] | str` lists nothing; `Literal["a", "b"] | str` lists what is known today
    advice = tuple(value for value in enum if value != "") if "string" in free else ()
    return Shape(types=types, enum=advice, advisory=bool(advice))


def _free_types(plain: list[Shape]) -> set[str]:
    """The types that stand without a list of values."""
    return {name for shape in plain if not shape.enum for name in shape.types} - {"null"}


def _label(term: Term) -> str:
    return term if isinstance(term, str) else f"{term[0]}[{','.join(_label(part) for part in term[1:])}]"
