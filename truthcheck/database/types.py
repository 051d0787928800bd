"""Names of types as PostgreSQL's `format_type` writes them."""

from __future__ import annotations

from truthcheck.database.tokens import Words
from truthcheck.model.noun import NamedTuple

_SAME = (
    "smallint integer bigint real numeric boolean text bytea date json jsonb uuid xml money inet cidr macaddr macaddr8 "
    "tsvector tsquery point line lseg box path polygon circle int4range int8range numrange tsrange tstzrange daterange "
    "int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange oid regclass regproc "
    "regtype regrole regnamespace regconfig name void trigger event_trigger record anyelement anyarray anynonarray "
    "anyenum anyrange anycompatible anycompatiblearray cstring internal xid xid8 cid tid pg_lsn txid_snapshot "
    "refcursor jsonpath int2vector oidvector unknown language_handler"
)
BUILT_IN = {name: name for name in _SAME.split()} | {
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "bool": "boolean",
    "float4": "real",
    "float8": "double precision",
    "float": "double precision",
    "decimal": "numeric",
    "dec": "numeric",
    "varchar": "character varying",
    "bpchar": "bpchar",
    "char": "character",
    "character": "character",
    "bit": "bit",
    "varbit": "bit varying",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
    "interval": "interval",
    "double": "double precision",
    "national": "character",
    "nchar": "character",
}
SERIAL = {
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
    "smallserial": "smallint",
    "serial2": "smallint",
}
# Words of the grammar that the catalogue does not know: in quotes they name no built-in type.
_GRAMMAR = frozenset(
    (
        *("int", "integer", "smallint", "bigint", "real", "boolean", "float", "decimal", "dec", "double"),
        *("character", "national", "nchar"),
    )
)
_FIELDS = ("year", "month", "day", "hour", "minute", "second")
_LENGTH_ONE = ("character", "bit")  # without a length they have one


class TypeName(NamedTuple):
    """`schema` is "" when not said; `name` is canonical for a built-in type, else as written. `modifier` is "(10,2)".

    `like` is the column of another relation that `relation.column%TYPE` speaks of.
    """

    schema: str
    name: str
    modifier: str = ""
    array: bool = False
    built_in: bool = False
    many: bool = False
    serial: bool = False
    like: str = ""

    @property
    def text(self) -> str:
        name = self.name
        if self.modifier and name.endswith(" time zone"):
            first, _, rest = name.partition(" ")
            name = f"{first}{self.modifier} {rest}"
        else:
            name += self.modifier
        return name + "[]" * self.array


def read(words: Words) -> TypeName:
    """The type that comes next. Raises Broken."""
    many = words.accept("setof")
    quoted = words.peek().kind == "name"
    schema, name = words.qualified()
    if words.accept("%", "type"):
        return TypeName("", schema, like=name, array=_array(words), many=many)
    if not schema and not quoted and name in SERIAL:
        return TypeName("", SERIAL[name], built_in=True, serial=True)
    if name == "char" and (quoted or schema):
        return TypeName("", '"char"', array=_array(words), built_in=True, many=many)
    if schema not in ("", "pg_catalog") or name not in BUILT_IN or (quoted and name in _GRAMMAR):
        return _own(words, schema, name, many)
    return _built_in(words, name, many)


def _own(words: Words, schema: str, name: str, many: bool) -> TypeName:
    if words.accept("%", "rowtype"):
        return TypeName(schema, name, many=many)
    return TypeName(schema, name, _modifier(words), _array(words), many=many)


def _built_in(words: Words, name: str, many: bool) -> TypeName:
    full = _full(words, name)
    modifier = _modifier(words)
    if name in ("timestamp", "time"):
        full = _zoned(words, name)
    elif name == "interval":
        modifier = _interval(words) or modifier
    elif name == "bpchar" and modifier:
        full = "character"
    elif name == "float" and modifier:
        full, modifier = ("real" if modifier.strip("()").isdecimal() and int(modifier.strip("()")) < 25 else full), ""
    return TypeName("", full, _filled(full, name, modifier), _array(words), True, many)


def _full(words: Words, name: str) -> str:
    """The canonical name, past the words that belong to it."""
    full = BUILT_IN[name]
    if name == "double":
        words.accept("precision")
    elif name == "national":
        words.accept_any("character", "char")
    if full in ("character", "bit") and words.accept("varying"):
        return f"{full} varying"
    return full


def _filled(full: str, name: str, modifier: str) -> str:
    """The modifier that is meant where it is left out in part."""
    if not modifier and full in _LENGTH_ONE and name != "bpchar":
        return "(1)"
    if full == "numeric" and modifier and "," not in modifier:
        return f"{modifier[:-1]},0)"
    return modifier


def _zoned(words: Words, name: str) -> str:
    if words.accept("with", "time", "zone"):
        return f"{name} with time zone"
    words.accept("without", "time", "zone")
    return f"{name} without time zone"


def _interval(words: Words) -> str:
    first = words.accept_any(*_FIELDS)
    if not first:
        return ""
    fields = f" {first}"
    if words.sees("to") and words.peek(1).text in _FIELDS:
        words.take()
        fields += f" to {words.take().text}"
    return fields + _modifier(words)


def _modifier(words: Words) -> str:
    if not words.sees("("):
        return ""
    return f"({','.join(part.written for part in words.group().parts())})"


def _array(words: Words) -> bool:
    array = words.accept("array")
    while words.sees("["):
        words.take()
        words.until("]")
        words.expect("]")
        array = True
    return array
