"""Methods of strings, dictionaries, lists, responses and sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from truthcheck.claims import ir, text
from truthcheck.claims.arguments import Arguments
from truthcheck.claims.containers import element, environment, get_from_reply
from truthcheck.claims.domain import (
    Assumed,
    Data,
    DictCell,
    Encoded,
    External,
    Item,
    ListCell,
    Method,
    ObjectCell,
    Ref,
    Sent,
    SuperVal,
    Val,
    one_of,
    plain,
)
from truthcheck.claims.models import as_dictionary
from truthcheck.claims.objects import BODY_ATTRIBUTES, base_session
from truthcheck.claims.send import open_session, send, send_unnamed
from truthcheck.claims.state import Frame
from truthcheck.model.location import Span
from truthcheck.model.value import Literal, Template, Typed, Unknown


class Site(NamedTuple):
    """One method call: the evaluated arguments and where it stands."""

    args: Arguments
    frame: Frame
    at: Span

    def text(self, position: int) -> str | None:
        value = self.args.get(position, "")
        return text.known(value) if value is not None else None


def call_method(method: Method, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """What `receiver.name(...)` gives."""
    receiver, site = plain(method.receiver), Site(args, frame, at)
    match receiver:
        case Ref():
            return _on_cell(receiver, method, site, expr)
        case Literal() | Template() | Typed("string") | Typed("file"):
            return _on_text(receiver, method.name, site)
        case Encoded():
            return _on_encoded(receiver, method.name, site)
        case Sent(exchange):
            return _on_response(exchange, method.name)
        case Data():
            return _on_data(receiver, method.name, site)
        case SuperVal():
            return _on_super(receiver, method.name, site, expr)
        case External("os.environ") if method.name == "get":
            return from_environment(site)
        case Unknown():
            return send_unnamed(method, args, frame, at, expr) or _unknown(method, site)
        case _:
            return _unknown(method, site)


def from_environment(site: Site) -> Val:
    """`os.environ.get(name, default)`: the default counts, but decides nothing."""
    default = site.args.get(1, "default")
    name = site.args.get(0, "key") or Literal("setting")
    if default is None or text.is_none(default) or text.known(default) == "":
        return Assumed(environment(name, site.at))
    return Assumed(default) if isinstance(default, Literal | Template) else default


def _unknown(method: Method, site: Site) -> Val:
    from truthcheck.claims.call import escape

    escape(site.args, site.frame, method.name)
    return Unknown(f"the result of `{method.name}()` is not followed", site.at)


# Text ------------------------------------------------------------------------


def _on_text(value: Val, name: str, site: Site) -> Val:
    change = _TEXT.get(name)
    return change(value, site) if change is not None else Unknown(f"the result of `{name}()` is not followed", site.at)


def _format(value: Val, site: Site) -> Val:
    template = text.known(value)
    if template is None:
        return Typed("string", site.at)
    counter = iter(range(1000))

    def field(name: str) -> tuple[Val, str] | None:
        key = name.partition(".")[0].partition("[")[0]
        position = int(key) if key.isdigit() else next(counter) if not key else None
        found = site.args.get(position, key)
        if found is None or key != name:
            return None
        return found, key

    return text.fill(template, getattr(value, "at", None) or site.at, field)


def _join_text(value: Val, site: Site) -> Val:
    items = site.args.get(0, "")
    cell = site.frame.cell(items) if isinstance(items, Ref) else None
    if not isinstance(cell, ListCell) or cell.rest is not None:
        return Typed("string", site.at)
    pieces: list[tuple[Val, str]] = []
    for item in cell.items:
        pieces.extend([(value, ""), (item, "")] if pieces else [(item, "")])
    return text.concat(pieces, site.at)


def _strip(*sides: Callable[..., tuple[text.Part, ...]]) -> Callable[[Val, Site], Val]:
    def apply(value: Val, site: Site) -> Val:
        given = site.args.get(0, "")
        characters = site.text(0)
        if given is not None and characters is None:
            return Typed("string", site.at)

        def change(pieces: tuple[text.Part, ...]) -> tuple[text.Part, ...]:
            for side in sides:
                pieces = side(pieces, characters)
            return pieces

        return text.each_text(value, change, site.at)

    return apply


def _replace(value: Val, site: Site) -> Val:
    old, new = site.text(0), site.text(1)
    whole = text.known(value)
    if whole is not None and old is not None and new is not None:
        return Literal(whole.replace(old, new), getattr(value, "at", None))
    return _replace_with_value(value, old, site)


def _replace_with_value(value: Val, old: str | None, site: Site) -> Val:
    """`"/customers/:id".replace(":id", customer)`: a template filled by hand."""
    whole, new = text.known(value), site.args.get(1, "")
    if not whole or not old or new is None:
        return Typed("string", site.at)
    at = getattr(value, "at", None)
    pieces: list[tuple[Val, str]] = []
    for number, piece in enumerate(whole.split(old)):
        if number:
            pieces.append((new, old.strip(":{}<>")))
        pieces.append((Literal(piece, at), ""))
    return text.concat(pieces, site.at)


def _literal_only(change: Callable[[str], object]) -> Callable[[Val, Site], Val]:
    def apply(value: Val, site: Site) -> Val:
        whole = text.known(value)
        if whole is None:
            return Typed("string", site.at)
        changed = change(whole)
        return Literal(changed, getattr(value, "at", None)) if isinstance(changed, str) else Typed("string")

    return apply


def _affix(name: str) -> Callable[[Val, Site], Val]:
    def apply(value: Val, site: Site) -> Val:
        whole, affix = text.known(value), site.text(0)
        if whole is None or affix is None:
            return Typed("string", site.at)
        changed = whole.removeprefix(affix) if name == "removeprefix" else whole.removesuffix(affix)
        return Literal(changed, getattr(value, "at", None))

    return apply


def _test(name: str) -> Callable[[Val, Site], Val]:
    def apply(value: Val, site: Site) -> Val:
        affix = site.text(0)
        pieces = text.parts(value)
        end = pieces[0 if name == "startswith" else -1] if pieces else None
        known_end = getattr(end, "text", None)
        if affix is None or known_end is None or (len(known_end) < len(affix) and len(pieces) > 1):
            return Typed("boolean")
        found = known_end.startswith(affix) if name == "startswith" else known_end.endswith(affix)
        return Literal(found, site.at)

    return apply


def _same(value: Val, site: Site) -> Val:
    return value


def _split(value: Val, site: Site) -> Val:
    return site.frame.new(ListCell((), Unknown("a text that was split", site.at), site.at))


_TEXT: dict[str, Callable[[Val, Site], Val]] = {
    "format": _format,
    "join": _join_text,
    "strip": _strip(text.strip_left, text.strip_right),
    "lstrip": _strip(text.strip_left),
    "rstrip": _strip(text.strip_right),
    "replace": _replace,
    "lower": _literal_only(str.lower),
    "upper": _literal_only(str.upper),
    "title": _literal_only(str.title),
    "capitalize": _literal_only(str.capitalize),
    "removeprefix": _affix("removeprefix"),
    "removesuffix": _affix("removesuffix"),
    "startswith": _test("startswith"),
    "endswith": _test("endswith"),
    "encode": _same,
    "decode": _same,
    "split": _split,
    "rsplit": _split,
    "splitlines": _split,
    "isoformat": _same,
    "hex": _same,
}


# Bodies and replies ----------------------------------------------------------


def _on_encoded(value: Encoded, name: str, site: Site) -> Val:
    if value.kind == "template" and name in ("substitute", "safe_substitute"):
        return _substitute(value.value, site)
    return value if name in ("encode", "decode", "strip", "read") else Typed("string")


def _substitute(template: Val, site: Site) -> Val:
    """`string.Template("$base/x").substitute(base=...)`."""
    import re

    whole = text.known(template)
    if whole is None:
        return Typed("string", site.at)
    at = getattr(template, "at", None) or site.at
    pieces: list[tuple[Val, str]] = []
    last = 0
    for found in re.finditer(r"\$(?:\{(\w+)\}|(\w+))", whole):
        name = found[1] or found[2]
        pieces.append((Literal(whole[last : found.start()], at), ""))
        pieces.append((site.args.get(None, name) or Unknown(f"`{name}` is not known", at), name))
        last = found.end()
    return text.concat([*pieces, (Literal(whole[last:], at), "")], at)


def _on_response(exchange: int, name: str) -> Val:
    if name == "json":
        return Data(exchange, ())
    if name in ("read", "aread", "text", "decode", "getvalue", *BODY_ATTRIBUTES):
        return Encoded("json", Data(exchange, ()))
    if name == "getresponse":
        return Sent(exchange)
    return Unknown(f"the result of `{name}()` of a response")


def _on_data(data: Data, name: str, site: Site) -> Val:
    if name in ("get", "pop", "setdefault"):
        key = site.args.get(0, "key")
        return get_from_reply(data, key, site.frame, site.at) if key is not None else Unknown("a part of the reply")
    if name in ("copy",):
        return data
    return Unknown("a part of the reply", site.at)


# Sessions, dictionaries, lists -----------------------------------------------


def _on_super(value: SuperVal, name: str, site: Site, expr: ir.CallExpr) -> Val:
    session = base_session(value.owner, site.frame)
    if not session or not isinstance(value.receiver, Ref):
        return Unknown(f"the result of `super().{name}()` is not followed", site.at)
    if name == "__init__":
        open_session(site.frame.run.clients.sessions[session], value.receiver, site.args, site.frame)
        return Literal(None)
    rule = site.frame.run.clients.sends.get(f"{session}().{name}")
    if rule is None:
        return Unknown(f"the result of `super().{name}()` is not followed", site.at)
    return send(rule, value.receiver, site.args, site.frame, site.at, expr)


def _on_cell(ref: Ref, method: Method, site: Site, expr: ir.CallExpr) -> Val:
    match site.frame.cell(ref):
        case DictCell() as cell:
            change = _DICT.get(method.name)
            return change(ref, cell, site) if change else Unknown("a method of a dictionary", site.at)
        case ListCell() as items:
            return _on_list(ref, items, method.name, site)
        case ObjectCell() as thing:
            return _on_object(ref, thing, method, site, expr)
        case _:
            return _unknown(method, site)


def _on_object(ref: Ref, cell: ObjectCell, method: Method, site: Site, expr: ir.CallExpr) -> Val:
    name = cell.session.name if cell.session else ""
    rule = site.frame.run.clients.sends.get(f"{name}().{method.name}") if name else None
    if rule is not None:
        return send(rule, ref, site.args, site.frame, site.at, expr)
    if method.name in ("model_dump", "dict", "_asdict") and cell.cls is not None:
        return _dumped(ref, site)
    return _unknown(method, site)


def _dumped(ref: Ref, site: Site) -> Val:
    """A model's fields as a dictionary; with `exclude_none` and the like, any of them may be missing."""
    value = as_dictionary(ref, site.frame, site.at)
    cell = site.frame.cell(value) if isinstance(value, Ref) else None
    if isinstance(value, Ref) and isinstance(cell, DictCell):
        if "by_alias" in site.args.keywords:
            return Unknown("a model dumped by aliases", site.at)
        if site.args.keywords:
            items = {key: item._replace(always=False) for key, item in cell.items.items()}
            site.frame.store(value, cell._replace(items=items))
    return value


def _dict_update(ref: Ref, cell: DictCell, site: Site) -> Val:
    items, rest = dict(cell.items), cell.rest or site.args.rest
    for value in site.args.positional:
        other = site.frame.cell(value) if isinstance(value, Ref) else None
        if isinstance(other, DictCell):
            items.update(other.items)
            rest = rest or other.rest
        else:
            rest = rest or Unknown("it is updated with a value that is not known", site.at)
    items.update(site.args.keywords)
    site.frame.store(ref, cell._replace(items=items, rest=rest))
    return Literal(None)


def _dict_setdefault(ref: Ref, cell: DictCell, site: Site) -> Val:
    key, value = site.text(0), site.args.get(1, "default") or Literal(None)
    if key is None:
        site.frame.store(ref, cell._replace(rest=cell.rest or Unknown("a key is not a known text", site.at)))
        return value
    present = cell.items.get(key)
    if present is not None and present.always:
        return present.value
    merged = value if present is None else one_of([present.value, value])
    site.frame.store(ref, cell._replace(items={**cell.items, key: Item(merged, site.at)}))
    return merged


def _dict_get(ref: Ref, cell: DictCell, site: Site) -> Val:
    key, default = site.text(0), site.args.get(1, "default") or Literal(None)
    if key is None:
        values = [item.value for item in cell.items.values()]
        return one_of([*values, default]) if values and cell.rest is None else Unknown("a look-up", site.at)
    item = cell.items.get(key)
    if item is None:
        return one_of([cell.rest, default]) if cell.rest is not None else default
    return item.value if item.always else one_of([item.value, default])


def _dict_pop(ref: Ref, cell: DictCell, site: Site) -> Val:
    value = _dict_get(ref, cell, site)
    key = site.text(0)
    if key is None:
        items = {name: item._replace(always=False) for name, item in cell.items.items()}
    else:
        items = {name: item for name, item in cell.items.items() if name != key}
    site.frame.store(ref, cell._replace(items=items))
    return value


def _dict_items(ref: Ref, cell: DictCell, site: Site) -> Val:
    rows = tuple(
        site.frame.new(ListCell((Literal(key, item.at), item.value), None, item.at)) for key, item in cell.items.items()
    )
    rest = cell.rest or _sometimes(cell)
    return site.frame.new(ListCell(rows, rest, cell.at))


def _dict_keys(ref: Ref, cell: DictCell, site: Site) -> Val:
    keys = tuple(Literal(key, item.at) for key, item in cell.items.items())
    return site.frame.new(ListCell(keys, cell.rest or _sometimes(cell), cell.at))


def _dict_values(ref: Ref, cell: DictCell, site: Site) -> Val:
    values = tuple(item.value for item in cell.items.values())
    return site.frame.new(ListCell(values, cell.rest or _sometimes(cell), cell.at))


def _sometimes(cell: DictCell) -> Unknown | None:
    return None if all(item.always for item in cell.items.values()) else Unknown("some keys are set on one branch only")


def _dict_copy(ref: Ref, cell: DictCell, site: Site) -> Val:
    return site.frame.new(cell)


def _dict_clear(ref: Ref, cell: DictCell, site: Site) -> Val:
    site.frame.store(ref, cell._replace(items={}, rest=None))
    return Literal(None)


_DICT: dict[str, Callable[[Ref, DictCell, Site], Val]] = {
    "update": _dict_update,
    "setdefault": _dict_setdefault,
    "get": _dict_get,
    "pop": _dict_pop,
    "items": _dict_items,
    "keys": _dict_keys,
    "values": _dict_values,
    "copy": _dict_copy,
    "clear": _dict_clear,
}


def _on_list(ref: Ref, cell: ListCell, name: str, site: Site) -> Val:
    frame, items = site.frame, cell.items
    match name, site.args.positional:
        case "append", [value]:
            frame.store(ref, cell._replace(items=(*items, value)))
        case "extend", [value]:
            other = frame.cell(value) if isinstance(value, Ref) else None
            if isinstance(other, ListCell):
                frame.store(ref, ListCell(items + other.items, cell.rest or other.rest, cell.at))
            else:
                frame.store(ref, cell._replace(rest=Unknown("it is extended with a value that is not known", site.at)))
        case "copy", []:
            return frame.new(cell)
        case (("insert" | "pop" | "remove" | "clear"), _):
            frame.store(ref, ListCell(items, Unknown("items are moved or removed", site.at), cell.at))
            return element(ref, frame) if name == "pop" else Literal(None)
        case _:
            return Unknown("a method of a list", site.at)
    return Literal(None)
