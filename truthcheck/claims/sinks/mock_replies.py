"""What code under test gets of a fake: status and decoded body, as a client's words read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import members, plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.attributes import attribute
from truthcheck.claims.engine.call import call
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.snapshot import freeze
from truthcheck.claims.engine.values import (
    Bound,
    ClassVal,
    Encoded,
    Fake,
    FuncVal,
    ListCell,
    ObjectCell,
    Partial,
    Ref,
    Several,
    Val,
)
from truthcheck.claims.sinks import fakes
from truthcheck.model.call import Mocked
from truthcheck.model.location import Span
from truthcheck.model.noun import Node
from truthcheck.model.plain import value_of
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Entry, Literal, Unknown, Value
from truthcheck.model.value import Mapping as MappingValue
from truthcheck.rulebook.client_rules import ReplyWords

_TEXTS = ("text", "content", "body")
_STATED = (*_TEXTS, "json", "status")
NOTHING = Arguments([], {}, None)
ANYTHING = Arguments([], {}, Unknown(Reason(Why.FROM_CALLER, "")))


class Asking(Node):
    """Who looks at a fake: the words of the client, what it is called with, and where."""

    words: ReplyWords
    args: Arguments
    frame: Frame
    at: Span
    expr: ir.CallExpr


def of_callable(value: Val, asking: Asking, depth: int = 0) -> Iterator[Mocked]:
    """What calling something gives, each reply that is known of."""
    if depth > 3:
        return
    match plain(value):
        case Fake() as fake:
            for result in fakes.results(fake, asking.frame):
                yield from _of_effect(result, asking, depth)
        case Several(found):
            for member in found:
                yield from of_callable(member, asking, depth)
        case FuncVal() | Bound() | Partial() | ClassVal() as function:
            given = call(function, asking.args, asking.frame, asking.at, asking.expr)
            yield from of_response(given, asking)
        case _:
            return


def _of_effect(value: Val, asking: Asking, depth: int) -> Iterator[Mocked]:
    """The result of a fake; what stands for a list of results, or for a function that gives one."""
    cell = asking.frame.cell(value) if isinstance(value, Ref) else None
    if isinstance(cell, ListCell):
        for item in cell.items:
            yield from of_response(item, asking)
    elif isinstance(value, FuncVal | Bound | Partial):
        yield from of_callable(value, asking, depth + 1)
    else:
        yield from of_response(value, asking)


def of_response(value: Val, asking: Asking) -> Iterator[Mocked]:
    """Status and body of what stands for a response; nothing when neither is known."""
    for member in members(plain(value)):
        found = _read(member, asking)
        if found.status is not None or found.body is not None:
            yield found


def _read(value: Val, asking: Asking) -> Mocked:
    match value:
        case Fake() as fake:
            inner = fakes.fake_entered(fake, asking.frame)
            stated = {role: fakes.held(fake, (fakes.ROLE + role,), asking.frame) for role in _STATED}
            if any(part is not None for part in stated.values()):
                return stated_reply({role: part for role, part in stated.items() if part is not None}, asking.frame)
            return _by_words(inner, asking)
        case Ref() if isinstance(asking.frame.cell(value), ObjectCell):
            return _by_words(value, asking)
        case _:
            return Mocked()


def _by_words(value: Val, asking: Asking) -> Mocked:
    """What the words give by which the client's own replies are read."""
    frame = asking.frame
    body = _first((_word(value, word, asking) for word in sorted(asking.words.json)), frame)
    if body is None:
        texts = (_word(value, word, asking) for word in sorted(asking.words.body))
        body = next((found for text in texts if text is not None and (found := decoded(text, frame)) is not None), None)
    status = _first((_word(value, word, asking) for word in sorted(asking.words.status)), frame)
    return Mocked(status, body)


def _first(found: Iterator[Val | None], frame: Frame) -> Value | None:
    return next((freeze(value, frame) for value in found if value is not None), None)


def _word(value: Val, word: str, asking: Asking) -> Val | None:
    """An attribute, or with "()" at its end what a method gives; None when nothing is known of it."""
    name = word.removesuffix(fakes.RESULT)
    if not _has(value, name, asking.frame):
        return None
    part = attribute(value, name, asking.at, asking.frame)
    if name == word:
        return None if isinstance(part, Fake) else part
    found = _called(part, asking)
    return None if isinstance(found, Fake) else found


def _called(part: Val, asking: Asking) -> Val | None:
    if not isinstance(part, Fake):
        return call(part, NOTHING, asking.frame, asking.at, asking.expr)
    result = next(fakes.results(part, asking.frame), None)
    if isinstance(result, FuncVal | Bound):
        return call(result, NOTHING, asking.frame, asking.at, asking.expr)
    return result


def _has(value: Val, name: str, frame: Frame) -> bool:
    """Whether the test says what the part is: a fake has every part, an object those of its class."""
    match value:
        case Fake():
            return any(key.partition(".")[0] == name for key in fakes.parts(value, frame))
        case Ref():
            cell = frame.cell(value)
            return isinstance(cell, ObjectCell) and (name in cell.attrs or _class_has(cell.cls, name))
        case _:
            return False


def _class_has(cls: ClassVal | None, name: str) -> bool:
    if cls is None:
        return False
    return name in cls.names or any(isinstance(base, ClassVal) and _class_has(base, name) for base in cls.bases)


def stated_reply(given: Mapping[str, Val], frame: Frame) -> Mocked:
    """The reply that arguments describe, by the roles that they have."""
    status = freeze(given["status"], frame) if "status" in given else None
    if "json" in given:
        return Mocked(status, freeze(given["json"], frame))
    texts = [decoded(given[role], frame) for role in _TEXTS if role in given]
    return Mocked(status, next((body for body in texts if body is not None), None))


def decoded(value: Val, frame: Frame) -> Value | None:
    """What a text holds, when it is JSON."""
    match plain(value):
        case Encoded("json", inner):
            return freeze(inner, frame)
        case Literal(str() | bytes() as text, at) if text[:1] in ("{", "[", b"{", b"["):
            return parsed(text, at)
        case Ref() as ref if not isinstance(frame.cell(ref), ObjectCell):
            return freeze(ref, frame)  # some take what is to be encoded
        case _:
            return None


def parsed(text: str | bytes, at: Span | None) -> Value | None:
    try:
        return value_of(json.loads(text), at)
    except (ValueError, RecursionError):
        return None


def place(mocked: Mocked, at: Span) -> Span:
    """Where the reply is written."""
    body = getattr(mocked.body, "at", None) or getattr(mocked.status, "at", None)
    return body if isinstance(body, Span) and body.path == at.path else at


def attributes_as_body(fake: Fake, frame: Frame) -> Value | None:
    """What a double that stands for an object of an SDK says of it: the parts that are plain."""
    parts = fakes.parts(fake, frame).items()
    known = {key: value for key, value in parts if key.isidentifier()}
    frozen = {key: freeze(value, frame) for key, value in known.items()}
    entries = tuple(Entry(key, value, getattr(value, "at", None)) for key, value in frozen.items())
    kept = tuple(entry for entry in entries if not isinstance(entry.value, Unknown))
    return MappingValue(kept, Unknown(Reason(Why.NOT_PLAIN)), kept[0].at) if kept else None
