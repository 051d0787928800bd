"""Methods of strings, as far as they carry a text through."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims.engine import templates
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.site import Site
from truthcheck.claims.engine.values import ListCell, Ref, Val
from truthcheck.claims.languages.python.meaning import files
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Typed, Unknown


def on_text(value: Val, name: str, args: Arguments, frame: Frame, at: Span) -> Val:
    """A method of a text."""
    change = _TEXT.get(name)
    if change is None:
        return Unknown(Reason(Why.CALL_NOT_FOLLOWED, name), at)
    return change(value, Site(args, frame, at))


def _format(value: Val, site: Site) -> Val:
    template = templates.known(value)
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

    return templates.fill(template, getattr(value, "at", None) or site.at, field)


def _join_text(value: Val, site: Site) -> Val:
    items = site.args.get(0, "")
    cell = site.frame.cell(items) if isinstance(items, Ref) else None
    if not isinstance(cell, ListCell) or cell.rest is not None:
        return Typed("string", site.at)
    pieces: list[tuple[Val, str]] = []
    for item in cell.items:
        pieces.extend([(value, ""), (item, "")] if pieces else [(item, "")])
    return templates.concat(pieces, site.at)


def _strip(*sides: Callable[..., tuple[templates.Part, ...]]) -> Callable[[Val, Site], Val]:
    def apply(value: Val, site: Site) -> Val:
        given = site.args.get(0, "")
        characters = site.text(0)
        if given is not None and characters is None:
            return Typed("string", site.at)

        def change(pieces: tuple[templates.Part, ...]) -> tuple[templates.Part, ...]:
            for side in sides:
                pieces = side(pieces, characters)
            return pieces

        return templates.each_text(value, change, site.at)

    return apply


def _replace(value: Val, site: Site) -> Val:
    old, new = site.text(0), site.text(1)
    whole = templates.known(value)
    if whole is not None and old is not None and new is not None:
        return Literal(whole.replace(old, new), getattr(value, "at", None))
    return _replace_with_value(value, old, site)


def _replace_with_value(value: Val, old: str | None, site: Site) -> Val:
    """`"/customers/:id".replace(":id", customer)`: a template filled by hand."""
    whole, new = templates.known(value), site.args.get(1, "")
    if not whole or not old or new is None:
        return Typed("string", site.at)
    at = getattr(value, "at", None)
    pieces: list[tuple[Val, str]] = []
    for number, piece in enumerate(whole.split(old)):
        if number:
            pieces.append((new, old.strip(":{}<>")))
        pieces.append((Literal(piece, at), ""))
    return templates.concat(pieces, site.at)


def _literal_only(change: Callable[[str], object]) -> Callable[[Val, Site], Val]:
    def apply(value: Val, site: Site) -> Val:
        whole = templates.known(value)
        if whole is None:
            return Typed("string", site.at)
        changed = change(whole)
        return Literal(changed, getattr(value, "at", None)) if isinstance(changed, str) else Typed("string")

    return apply


def _affix(name: str) -> Callable[[Val, Site], Val]:
    def apply(value: Val, site: Site) -> Val:
        whole, affix = templates.known(value), site.text(0)
        if whole is None or affix is None:
            return Typed("string", site.at)
        changed = whole.removeprefix(affix) if name == "removeprefix" else whole.removesuffix(affix)
        return Literal(changed, getattr(value, "at", None))

    return apply


def _test(name: str) -> Callable[[Val, Site], Val]:
    def apply(value: Val, site: Site) -> Val:
        affix = site.text(0)
        pieces = templates.parts(value)
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
    return site.frame.new(ListCell((), Unknown(Reason(Why.SPLIT_TEXT), site.at), site.at))


def _joined_path(value: Val, site: Site) -> Val:
    return files.joined(site.args._replace(positional=[value, *site.args.positional]), site.frame, site.at)


def _read(value: Val, site: Site) -> Val:
    """What the file of a path holds."""
    return files.content(value, site.frame) or Typed("string", site.at)


_TEXT: dict[str, Callable[[Val, Site], Val]] = {
    "format": _format,
    "join": _join_text,
    "strip": _strip(templates.strip_left, templates.strip_right),
    "lstrip": _strip(templates.strip_left),
    "rstrip": _strip(templates.strip_right),
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
    "resolve": _same,
    "absolute": _same,
    "expanduser": _same,
    "joinpath": _joined_path,
    "read_text": _read,
    "read_bytes": _read,
    "open": _read,
}


def substitute(template: Val, site: Site) -> Val:
    """`string.Template("$base/x").substitute(base=...)`."""
    import re

    whole = templates.known(template)
    if whole is None:
        return Typed("string", site.at)
    at = getattr(template, "at", None) or site.at
    pieces: list[tuple[Val, str]] = []
    last = 0
    for found in re.finditer(r"\$(?:\{(\w+)\}|(\w+))", whole):
        name = found[1] or found[2]
        pieces.append((Literal(whole[last : found.start()], at), ""))
        pieces.append((site.args.get(None, name) or Unknown(Reason(Why.NAME_UNKNOWN, name), at), name))
        last = found.end()
    return templates.concat([*pieces, (Literal(whole[last:], at), "")], at)
