"""The types that a tool generates from a database for Python: models of rows, typed dictionaries of what is inserted.

Names of tables are written without underscores (`PublicShiftPlans`), so that `shiftPlans` may be meant as well.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from truthcheck.model.database import Column, Database, EnumType, Opening, Relation, Written

MARK = re.compile(r"^class \w+Insert\(TypedDict\)", re.MULTILINE)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_TYPES = {
    "bool": "boolean",
    "int": "bigint",
    "float": "numeric",
    "datetime.date": "date",
    "datetime.datetime": "timestamp with time zone",
    "uuid.UUID": "uuid",
    "Json": "jsonb",
}


def read(source: str, path: str) -> Database | None:
    """What the module tells; None when it is another one, or cannot be parsed."""
    if not MARK.search(source):
        return None
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return _Module(body, path).database()


class _Module:
    def __init__(self, body: list[ast.stmt], path: str) -> None:
        self._path = path
        self._labels = dict(_aliases(body))
        self._classes = {node.name: node for node in body if isinstance(node, ast.ClassDef)}
        self._schemas = _schemas(self._classes)

    def database(self) -> Database:
        names = [name for name, node in self._classes.items() if _base(node) == "BaseModel"]
        relations = tuple(self._relation(name) for name in names)
        why = "the generated types do not tell it"
        at = Written(self._path, 0)
        spelt = tuple(pattern for one in relations for pattern in _spellings(one.name))
        return Database(
            "",
            relations,
            enums=tuple(self._enums()),
            openings=(
                Opening(why, ("routines", "keys", "buckets"), at),
                Opening("the generated types write names without underscores", ("relations",), at, "", spelt),
            ),
        )

    def _split(self, name: str) -> tuple[str, str]:
        """Schema and name out of `PublicShifts`."""
        schema = next((one for one in self._schemas if name.startswith(one)), "Public")
        return _snake(schema), _snake(name[len(schema) :])

    def _relation(self, name: str) -> Relation:
        insert = self._classes.get(f"{name}Insert")
        given = dict(_fields(insert)) if insert is not None else {}
        node = self._classes[name]
        columns = tuple(self._column(field, one, given.get(field)) for field, one in _fields(node))
        schema, table = self._split(name)
        return Relation(schema, table, "table" if insert else "view", columns, Written(self._path, node.lineno))

    def _column(self, name: str, node: ast.AnnAssign, insert: ast.AnnAssign | None) -> Column:
        type, nullable, enum = self._type(node.annotation)
        optional = insert is not None and _head(insert.annotation) == "NotRequired"
        default = "" if optional and not nullable else None
        return Column(name, type, nullable, Written(self._path, node.lineno), default, enum=enum, base=type)

    def _type(self, node: ast.expr) -> tuple[str, bool, tuple[str, ...]]:
        """The database's type as far as it is told, whether null is allowed, and the labels of an enum."""
        head = _head(node)
        if isinstance(node, ast.Subscript) and head in ("Optional", "Annotated"):
            inner = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            type, nullable, enum = self._type(inner)
            return type, nullable or head == "Optional", enum
        if isinstance(node, ast.Subscript) and head in ("List", "list"):
            type, _, enum = self._type(node.slice)
            return f"{type or 'text'}[]", False, enum
        if head in self._labels:
            return self._split(head)[1], False, self._labels[head][0]
        return _TYPES.get(head, ""), False, ()

    def _enums(self) -> Iterator[EnumType]:
        for name, (labels, line) in self._labels.items():
            yield EnumType(*self._split(name), labels, Written(self._path, line))


def _aliases(body: list[ast.stmt]) -> Iterator[tuple[str, tuple[tuple[str, ...], int]]]:
    """`PublicMood: TypeAlias = Literal["sad", "ok"]`."""
    for node in body:
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(node.value, ast.Subscript)
        ):
            if _head(node.value) != "Literal":
                continue
            inner = node.value.slice
            items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            labels = tuple(one.value for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str))
            yield node.target.id, (labels, node.lineno)


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, ast.AnnAssign]]:
    """Each field under the name that the database knows: an alias that is given, else its own."""
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            yield _alias(one) or one.target.id, one


def _alias(node: ast.AnnAssign) -> str:
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            for keyword in call.keywords:
                if keyword.arg == "alias" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return ""


def _base(node: ast.ClassDef) -> str:
    return _head(node.bases[0]) if node.bases else ""


def _head(node: ast.expr) -> str:
    """`Optional` of `Optional[int]`, `datetime.date` of an attribute."""
    if isinstance(node, ast.Subscript):
        return _head(node.value)
    if isinstance(node, ast.Attribute):
        return f"{_head(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _schemas(classes: Mapping[str, ast.ClassDef]) -> tuple[str, ...]:
    """The schemas' names as the classes begin with them: the first words that stand before every table."""
    first = {_WORDS.findall(name)[0] for name in classes if name.endswith("Insert")}
    return tuple(sorted(first | {"Public"}))


def _snake(name: str) -> str:
    return "_".join(word.lower() for word in _WORDS.findall(name))


def _spellings(name: str) -> tuple[str, ...]:
    """Other names of which the generated one may be made."""
    words = name.split("_")
    if len(words) < 2:
        return (words[0].capitalize(),)
    camel = "".join(word.capitalize() for word in words)
    return (camel, camel[:1].lower() + camel[1:], "".join(words), "*".join(words) if re.search(r"\d", name) else camel)
