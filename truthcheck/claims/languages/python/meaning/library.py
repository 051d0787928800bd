"""Functions of Python's own library that carry values through, by dotted name."""

from __future__ import annotations

from truthcheck.claims.engine import templates
from truthcheck.claims.engine.alternatives import members, one_of, plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.attributes import attribute
from truthcheck.claims.engine.containers import element
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.functions import invoke
from truthcheck.claims.engine.loops import items_of
from truthcheck.claims.engine.spread import mapping_of
from truthcheck.claims.engine.values import (
    ClassVal,
    External,
    FuncVal,
    ListCell,
    ObjectCell,
    Partial,
    Ref,
    Stream,
    SuperVal,
    Val,
)
from truthcheck.claims.languages.python.meaning import conversions, files, models, threads
from truthcheck.claims.languages.python.meaning.dataclasses import as_dictionary, declared
from truthcheck.claims.languages.python.meaning.methods import from_environment
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Typed, Unknown


def _partial(args: Arguments, frame: Frame, at: Span) -> Val:
    if not args.positional:
        return Unknown(Reason(Why.PARTIAL_WITHOUT_FUNCTION), at)
    keywords = tuple((key, item.value) for key, item in args.keywords.items())
    return Partial(args.positional[0], tuple(args.positional[1:]), keywords)


def _asdict(args: Arguments, frame: Frame, at: Span) -> Val:
    value = plain(args.first())
    return as_dictionary(value, frame, at) if isinstance(value, Ref) else Unknown(Reason(Why.FIELDS_OF_UNKNOWN), at)


def _second(args: Arguments, frame: Frame, at: Span) -> Val:
    return args.positional[1] if len(args.positional) > 1 else Unknown(Reason(Why.CAST_WITHOUT_VALUE), at)


def _getattr(args: Arguments, frame: Frame, at: Span) -> Val:
    frame.run.sinks.asked("getattr", args, frame)
    if len(args.positional) < 2:
        return Unknown(Reason(Why.ATTRIBUTE_WITHOUT_NAME), at)
    names = [templates.known(member) for member in members(plain(args.positional[1]))]
    if any(name is None for name in names):
        return Unknown(Reason(Why.ATTRIBUTE_AT_RUN_TIME), at)
    return one_of([attribute(args.positional[0], name or "", at, frame) for name in names])


def _super(args: Arguments, frame: Frame, at: Span) -> Val:
    if frame.owner is None or frame.receiver is None:
        return Unknown(Reason(Why.SUPER_OUTSIDE_METHOD), at)
    return SuperVal(frame.owner, frame.receiver)


def _gather(args: Arguments, frame: Frame, at: Span) -> Val:
    return frame.new(ListCell(tuple(args.positional), args.rest, at))


def _enumerate(args: Arguments, frame: Frame, at: Span) -> Val:
    items = items_of(plain(args.first()), frame)
    if items is None:
        pair = frame.new(ListCell((Typed("integer"), element(args.first(), frame)), None, at))
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
        return Unknown(Reason(Why.MAP_WITHOUT_ITERABLE), at)
    func, iterable = args.positional[0], plain(args.positional[1])
    items = items_of(iterable, frame)
    if items is not None:
        return frame.new(ListCell(tuple(_apply(func, item, frame, at) for item in items), None, at))
    return Stream(_apply(func, element(iterable, frame), frame, at))


def _apply(func: Val, item: Val, frame: Frame, at: Span) -> Val:
    given = Arguments([item], {}, None)
    if isinstance(func, FuncVal):
        return invoke(func, given, None, frame, at)
    known = functions.get(func.name) if isinstance(func, External) else None
    return known(given, frame, at) if known is not None else Unknown(Reason(Why.MAPPED), at)


def _next(args: Arguments, frame: Frame, at: Span) -> Val:
    found = element(args.first(), frame)
    return one_of([found, args.positional[1]]) if len(args.positional) > 1 else found


def _run(args: Arguments, frame: Frame, at: Span) -> Val:
    """`asyncio.run(main())`: the coroutine's result is what the call already gave."""
    return args.first()


def _hasattr(args: Arguments, frame: Frame, at: Span) -> Val:
    frame.run.sinks.asked("hasattr", args, frame)
    return External("hasattr()")


def _isinstance(args: Arguments, frame: Frame, at: Span) -> Val:
    frame.run.sinks.narrowed(args, frame)
    return External("isinstance()")


def _type(args: Arguments, frame: Frame, at: Span) -> Val:
    frame.run.sinks.narrowed(args, frame)
    value = plain(args.first())
    cell = frame.cell(value) if isinstance(value, Ref) else None
    if isinstance(cell, ObjectCell) and isinstance(cell.cls, ClassVal):
        return cell.cls
    return Unknown(Reason(Why.TYPE), at)


functions: dict[str, conversions.Function] = {
    "str": conversions.str_,
    "int": conversions.number("integer", int),
    "float": conversions.number("number", float),
    "bool": conversions.typed("boolean"),
    "len": conversions.typed("integer"),
    "round": conversions.typed("number"),
    "abs": conversions.typed("number"),
    "bytes": conversions.identity,
    "dict": mapping_of,
    "list": conversions.list_,
    "tuple": conversions.list_,
    "set": conversions.list_,
    "sorted": conversions.list_,
    "reversed": conversions.list_,
    "iter": conversions.identity,
    "next": _next,
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "filter": conversions.list_,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "isinstance": _isinstance,
    "super": _super,
    "type": _type,
    "collections.OrderedDict": mapping_of,
    "copy.copy": conversions.copy,
    "copy.deepcopy": conversions.copy,
    "os.getenv": from_environment,
    "os.environ.get": from_environment,
    "json.dumps": conversions.dumps,
    "json.loads": conversions.loads,
    "json.load": conversions.loads,
    models.VALIDATED: models.validated,
    "open": files.opened,
    "pathlib.Path": files.joined,
    "os.path.join": files.joined,
    "os.path.dirname": files.folder,
    "os.path.abspath": files.same,
    "os.path.realpath": files.same,
    "urllib.parse.urlencode": conversions.urlencode,
    "urllib.parse.urljoin": conversions.urljoin,
    "urllib.parse.quote": conversions.quote,
    "urllib.parse.quote_plus": conversions.quote,
    "functools.partial": _partial,
    "dataclasses.asdict": _asdict,
    "dataclasses.field": declared,
    "typing.cast": _second,
    "asyncio.run": _run,
    "asyncio.wait_for": _run,
    "asyncio.create_task": _run,
    "asyncio.ensure_future": _run,
    "asyncio.shield": _run,
    "asyncio.gather": _gather,
    **threads.functions,
    "string.Template": conversions.template,
}
