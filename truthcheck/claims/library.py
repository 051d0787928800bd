"""Functions of Python and its common libraries that carry values through, by dotted name."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims import text, url
from truthcheck.claims.arguments import Arguments
from truthcheck.claims.containers import element
from truthcheck.claims.domain import (
    Assumed,
    ClassVal,
    Data,
    DictCell,
    Encoded,
    External,
    FuncVal,
    Item,
    ListCell,
    ObjectCell,
    Partial,
    Ref,
    Sent,
    Stream,
    SuperVal,
    Val,
    members,
    one_of,
    plain,
)
from truthcheck.claims.loops import items_of
from truthcheck.claims.models import as_dictionary
from truthcheck.claims.state import Frame
from truthcheck.model.location import Span
from truthcheck.model.value import Literal, Template, Typed, Unknown

Function = Callable[[Arguments, Frame, Span], Val]


def _first(args: Arguments) -> Val:
    values = args.values()
    return values[0] if values else Unknown("a call without arguments")


def _identity(args: Arguments, frame: Frame, at: Span) -> Val:
    return _first(args)


def _typed(kind: str) -> Function:
    def apply(args: Arguments, frame: Frame, at: Span) -> Val:
        return Typed(kind, at)

    return apply


def _str(args: Arguments, frame: Frame, at: Span) -> Val:
    value = plain(_first(args))
    if isinstance(value, Literal) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return Literal(str(value.value), value.at)
    if isinstance(value, Typed) and value.type in ("integer",):
        return Template(text.parts(value), at)
    return value if text.known(value) is not None or isinstance(value, Template) else Typed("string", at)


def _number(kind: str, convert: Callable[[str], object]) -> Function:
    def apply(args: Arguments, frame: Frame, at: Span) -> Val:
        value = plain(_first(args))
        if isinstance(value, Literal) and isinstance(value.value, int | float | str):
            try:
                converted = convert(str(value.value))
            except ValueError:
                return Typed(kind, at)
            if isinstance(converted, int | float):
                return Literal(converted, value.at)
        return Typed(kind, at)

    return apply


def _dict(args: Arguments, frame: Frame, at: Span) -> Val:
    items: dict[str, Item] = {}
    rest = args.rest
    for value in args.positional:
        cell = frame.cell(inner) if isinstance(inner := plain(value), Ref) else None
        if isinstance(cell, DictCell):
            items.update(cell.items)
            rest = rest or cell.rest
        else:
            rest = rest or Unknown("it is made from a value that is not known", at)
    items.update(args.keywords)
    return frame.new(DictCell(items, rest, at))


def _list(args: Arguments, frame: Frame, at: Span) -> Val:
    if not args.positional:
        return frame.new(ListCell((), args.rest, at))
    value = plain(args.positional[0])
    if isinstance(value, Data):
        return value
    items = items_of(value, frame)
    if items is not None:
        return frame.new(ListCell(items, None, at))
    return frame.new(ListCell((element(value, frame),), Unknown("a list of unknown length", at), at))


def _copy(args: Arguments, frame: Frame, at: Span) -> Val:
    value = _first(args)
    cell = frame.cell(value) if isinstance(value, Ref) else None
    return frame.new(cell) if cell is not None else value


def _environ(args: Arguments, frame: Frame, at: Span) -> Val:
    from truthcheck.claims.methods import Site, from_environment

    return from_environment(Site(args, frame, at))


def _dumps(args: Arguments, frame: Frame, at: Span) -> Val:
    return Encoded("json", _first(args))


def _urlencode(args: Arguments, frame: Frame, at: Span) -> Val:
    return Encoded("form", _first(args))


def _loads(args: Arguments, frame: Frame, at: Span) -> Val:
    match plain(_first(args)):
        case Encoded("json", inner):
            return inner
        case Sent(exchange):
            return Data(exchange, ())
        case _:
            return Unknown("the result of parsing JSON", at)


def _quote(args: Arguments, frame: Frame, at: Span) -> Val:
    from urllib.parse import quote

    value = plain(_first(args))
    whole = text.known(value)
    return Literal(quote(whole), getattr(value, "at", None)) if whole is not None else value


def _urljoin(args: Arguments, frame: Frame, at: Span) -> Val:
    base, path = args.get(0, "base"), args.get(1, "url")
    if base is None or path is None:
        return Unknown("urljoin without two arguments", at)
    return one_of([url.resolve(b, p, at) for b in members(plain(base)) for p in members(plain(path))])


def _partial(args: Arguments, frame: Frame, at: Span) -> Val:
    if not args.positional:
        return Unknown("functools.partial without a function", at)
    keywords = tuple((key, item.value) for key, item in args.keywords.items())
    return Partial(args.positional[0], tuple(args.positional[1:]), keywords)


def _asdict(args: Arguments, frame: Frame, at: Span) -> Val:
    value = plain(_first(args))
    return as_dictionary(value, frame, at) if isinstance(value, Ref) else Unknown("asdict of an unknown value", at)


def _second(args: Arguments, frame: Frame, at: Span) -> Val:
    return args.positional[1] if len(args.positional) > 1 else Unknown("typing.cast without a value", at)


def _getattr(args: Arguments, frame: Frame, at: Span) -> Val:
    from truthcheck.claims.objects import attribute

    if len(args.positional) < 2:
        return Unknown("getattr without a name", at)
    names = [text.known(member) for member in members(plain(args.positional[1]))]
    if any(name is None for name in names):
        return Unknown("an attribute whose name is only known at run time", at)
    return one_of([attribute(args.positional[0], name or "", at, frame) for name in names])


def _super(args: Arguments, frame: Frame, at: Span) -> Val:
    if frame.owner is None or frame.receiver is None:
        return Unknown("super() outside a method", at)
    return SuperVal(frame.owner, frame.receiver)


def _gather(args: Arguments, frame: Frame, at: Span) -> Val:
    return frame.new(ListCell(tuple(args.positional), args.rest, at))


def _enumerate(args: Arguments, frame: Frame, at: Span) -> Val:
    items = items_of(plain(_first(args)), frame)
    if items is None:
        pair = frame.new(ListCell((Typed("integer"), element(_first(args), frame)), None, at))
        return Stream(pair)
    rows = tuple(frame.new(ListCell((Literal(n), item), None, at)) for n, item in enumerate(items))
    return frame.new(ListCell(rows, None, at))


def _zip(args: Arguments, frame: Frame, at: Span) -> Val:
    columns = [items_of(plain(value), frame) for value in args.positional]
    if columns and all(column is not None for column in columns):
        rows = zip(*(column or () for column in columns), strict=False)
        return frame.new(ListCell(tuple(frame.new(ListCell(tuple(row), None, at)) for row in rows), None, at))
    return Stream(frame.new(ListCell(tuple(element(value, frame) for value in args.positional), None, at)))


def _map(args: Arguments, frame: Frame, at: Span) -> Val:
    if len(args.positional) < 2:
        return Unknown("map without an iterable", at)
    func, iterable = args.positional[0], plain(args.positional[1])
    items = items_of(iterable, frame)
    if items is not None:
        return frame.new(ListCell(tuple(_apply(func, item, frame, at) for item in items), None, at))
    return Stream(_apply(func, element(iterable, frame), frame, at))


def _apply(func: Val, item: Val, frame: Frame, at: Span) -> Val:
    from truthcheck.claims.functions import invoke

    given = Arguments([item], {}, None)
    if isinstance(func, FuncVal):
        return invoke(func, given, None, frame, at)
    known = FUNCTIONS.get(func.name) if isinstance(func, External) else None
    return known(given, frame, at) if known is not None else Unknown("the result of map", at)


def _next(args: Arguments, frame: Frame, at: Span) -> Val:
    found = element(_first(args), frame)
    return one_of([found, args.positional[1]]) if len(args.positional) > 1 else found


def _template(args: Arguments, frame: Frame, at: Span) -> Val:
    return Encoded("template", _first(args))


def _run(args: Arguments, frame: Frame, at: Span) -> Val:
    """`asyncio.run(main())`: the coroutine's result is what the call already gave."""
    return _first(args)


def _type(args: Arguments, frame: Frame, at: Span) -> Val:
    value = plain(_first(args))
    cell = frame.cell(value) if isinstance(value, Ref) else None
    if isinstance(cell, ObjectCell) and isinstance(cell.cls, ClassVal):
        return cell.cls
    return Unknown("a type", at)


def _default_setting(args: Arguments, frame: Frame, at: Span) -> Val:
    """`config("NAME", default=...)` of decouple, environs and the like."""
    default = args.get(1, "default")
    if default is None:
        from truthcheck.claims.containers import environment

        return Assumed(environment(_first(args), at))
    return Assumed(default) if isinstance(default, Literal | Template) else default


FUNCTIONS: dict[str, Function] = {
    "str": _str,
    "int": _number("integer", int),
    "float": _number("number", float),
    "bool": _typed("boolean"),
    "len": _typed("integer"),
    "round": _typed("number"),
    "abs": _typed("number"),
    "bytes": _identity,
    "dict": _dict,
    "list": _list,
    "tuple": _list,
    "set": _list,
    "sorted": _list,
    "reversed": _list,
    "iter": _identity,
    "next": _next,
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "filter": _list,
    "getattr": _getattr,
    "super": _super,
    "type": _type,
    "collections.OrderedDict": _dict,
    "copy.copy": _copy,
    "copy.deepcopy": _copy,
    "os.getenv": _environ,
    "os.environ.get": _environ,
    "decouple.config": _default_setting,
    "json.dumps": _dumps,
    "json.loads": _loads,
    "json.load": _loads,
    "orjson.dumps": _dumps,
    "orjson.loads": _loads,
    "ujson.dumps": _dumps,
    "urllib.parse.urlencode": _urlencode,
    "urllib.parse.urljoin": _urljoin,
    "urllib.parse.quote": _quote,
    "urllib.parse.quote_plus": _quote,
    "requests.compat.urljoin": _urljoin,
    "requests.utils.quote": _quote,
    "httpx.URL": _identity,
    "yarl.URL": _identity,
    "aiohttp.FormData": _dict,
    "httpx.QueryParams": _identity,
    "functools.partial": _partial,
    "dataclasses.asdict": _asdict,
    "attrs.asdict": _asdict,
    "attr.asdict": _asdict,
    "typing.cast": _second,
    "asyncio.run": _run,
    "asyncio.wait_for": _run,
    "asyncio.create_task": _run,
    "asyncio.ensure_future": _run,
    "asyncio.shield": _run,
    "asyncio.gather": _gather,
    "anyio.run": _run,
    "string.Template": _template,
}
