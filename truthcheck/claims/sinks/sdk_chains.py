"""Values that come out of an SDK's package: the way to them is kept, step by step from the import.

Nothing is known here of what a package offers: which steps exist is judged later, beside its surface.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterator

from truthcheck.claims import ir
from truthcheck.claims.engine import scan
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.exchange import Exchange
from truthcheck.claims.engine.frame import Frame, Run
from truthcheck.claims.engine.snapshot import freeze, mapping
from truthcheck.claims.engine.templates import is_none, known
from truthcheck.claims.engine.values import DictCell, Method, SdkValue, Several, Val
from truthcheck.claims.sinks import replies
from truthcheck.claims.sinks.send import callee
from truthcheck.model.call import Argument, Member, Step
from truthcheck.model.location import Span
from truthcheck.model.noun import replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Sequence, Typed, Unknown

MAX_STEPS = 40
MAX_WORDS = 4
_SECRET = re.compile(r"(?i)key|password|secret|token")
_WORD = re.compile(r"[\w.:/?&=${}-]{1,120}\Z")
_VERSION = re.compile(r"v?\d[\w.-]{0,40}\Z")
UNSEEN = Step("()", None, ("?",))  # made somewhere that we do not see, with any arguments
_VERSIONS = frozenset(("__version__", "VERSION", "version"))


def imported(dotted: str, packages: frozenset[str]) -> SdkValue | None:
    """What an import of a package with a surface binds; None for any other package."""
    top = dotted.partition(".")[0]
    if top not in packages:
        return None
    return SdkValue(tuple(Step(part) for part in dotted.split(".")))


def step(value: SdkValue, text: str, at: Span | None = None) -> Val:
    """One step further."""
    if len(value.steps) >= MAX_STEPS:
        return Unknown(Reason(Why.CHAIN_TOO_LONG), at)
    return SdkValue((*value.steps, Step(text, at)), value.exchange, value.start)


def _called(value: SdkValue, args: Arguments, sent: tuple[Argument, ...], at: Span) -> Val:
    """What calling it with some arguments gives."""
    if len(value.steps) >= MAX_STEPS:
        return Unknown(Reason(Why.CHAIN_TOO_LONG), at)
    first = known(args.positional[0]) if args.positional else None
    return SdkValue((*value.steps, Step("()", at, *_given(args), first or "", tuple(_words(args)), sent)))


def _words(args: Arguments) -> Iterator[tuple[str, str]]:
    """The arguments that may choose what the call gives."""
    placed = ((str(place), value) for place, value in enumerate(args.positional[:MAX_WORDS]))
    for name, value in (*placed, *((key, item.value) for key, item in args.keywords.items())):
        word = known(value)
        if word is not None and _WORD.match(word) and not _SECRET.search(name):
            yield name, word


def _given(args: Arguments) -> tuple[tuple[str, ...], int]:
    """The keywords that say something: `base_url=None` is the same as none."""
    names = tuple(key for key, item in args.keywords.items() if not is_none(plain(item.value)))
    return (*names, "**") if args.rest is not None else names, len(args.positional)


def attribute(value: SdkValue, name: str, at: Span, frame: Frame) -> Val:
    """`value.name`. Code that asks for the version knows that names differ."""
    if name in _VERSIONS and len(value.steps) == 1:
        frame.run.asked.add((frame.module.path, value.steps[0].text))
    replies.note(value, name, at, frame)
    return step(value, name, at)


def item(value: SdkValue, key: Val, at: Span, frame: Frame) -> Val:
    """`value[key]`: a part of a slice is what the whole is, and a variable may be an index or a name."""
    name = known(key)
    if name is not None:
        replies.note(value, f"[{name}]", at, frame)
        return step(value, f"[{name}]")
    if isinstance(key, Unknown) and key.why.why == Why.SLICE:
        return value
    return step(value, "[]" if isinstance(key, Literal | Typed) else "[?]")


def awaited(value: Val) -> Val:
    """`await value`: some objects of SDKs give another one than themselves."""
    match value:
        case SdkValue():
            return step(value, "await")
        case Several(members) if any(isinstance(member, SdkValue) for member in members):
            return Several(tuple(awaited(member) for member in members))
        case _:
            return value


def instance(value: SdkValue) -> Val:
    """An instance of a class that an annotation names."""
    return SdkValue((*value.steps, UNSEEN))


def call(func: SdkValue, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """Record the call and give what comes out of it."""
    client = f"sdk:{func.steps[0].text}"
    empty = Literal("")
    sent = tuple(_arguments(args, frame, at))
    guarded = frame.run.guarded > 0
    member = Member(func.steps, guarded)
    replies.called(func, frame)
    made = Exchange(
        (*frame.chain, at), client, callee(expr.func), empty, empty, sent, [], set(), member, choice=frame.choice
    )
    number = frame.run.record(made)
    reply = _called(func, args, sent, at)
    if func.steps[-1].text[:1].isupper():  # a class: what it makes is no reply
        return reply
    return reply._replace(exchange=number, start=len(reply.steps)) if isinstance(reply, SdkValue) else reply


def _arguments(args: Arguments, frame: Frame, at: Span) -> list[Argument]:
    positional = tuple(freeze(value, frame) for value in args.positional)
    named = mapping(DictCell(dict(args.keywords), args.rest, at), frame)
    return [Argument("args", Sequence(positional, args.rest, at), at), Argument("kwargs", named, at)]


def asked(name: str, args: Arguments, frame: Frame) -> None:
    """`hasattr(client, "x")`, `getattr(client, "x", None)`: the code is prepared to miss that name."""
    if len(args.positional) < (3 if name == "getattr" else 2):
        return
    word = known(args.positional[1])
    replies.tested(args.positional[0], args.positional[1], frame)
    for value in replies.alternatives(args.positional[0]):
        if isinstance(value, SdkValue):
            package = value.steps[0].text
            frame.run.asked.add((frame.module.path, f"{package} {word}" if word else package))


def is_mixed(members: tuple[Val, ...]) -> bool:
    """Whether something out of an SDK stands beside something else than nothing."""
    found = [isinstance(member, SdkValue) for member in members if not _of_nothing(member)]
    return any(found) and not all(found)


def _of_nothing(value: Val) -> bool:
    """None, or what is asked of it: a branch that would raise is not the one taken."""
    value = plain(value)
    return _of_nothing(value.receiver) if isinstance(value, Method) else is_none(value)


def assigned(owner: SdkValue, name: str, value: Val, frame: Frame) -> None:
    """`openai.api_base = "..."`, `stripe.Customer.create = fake`."""
    replies.written(owner, name, frame)
    if not is_none(plain(value)):
        folder = frame.run.project.folder(frame.module)
        dotted = ".".join(part.text for part in owner.steps)
        version = known(value) if "version" in name else None
        told = version if version is not None and _VERSION.match(version) else ""
        frame.run.assigned.add((f"{folder}/", f"{dotted}.{name}", told))


def guards(statement: ir.Try, frame: Frame) -> bool:
    """Whether what a missing name raises is caught. A handler that imports an SDK serves another version of it."""
    missing = frame.meaning.missing_name
    found = [handler for handler in statement.handlers if replies.names_one(handler.type, missing)]
    for handler in found if frame.run.packages else ():
        for inner in scan.statements(handler.body):
            frame.run.asked.update((frame.module.path, name) for name in scan.imported(inner) & frame.run.packages)
    return bool(found)


def expects_failure(statement: ir.With, frame: Frame) -> bool:
    """`with pytest.raises(...)`, `with suppress(...)`: what stands inside is meant to fail, or may."""
    meaning = frame.meaning
    contexts = [context for context, _ in statement.items]
    return any(isinstance(one, ir.CallExpr) and meaning.label(one.func) in meaning.expects for one in contexts)


def settled(member: Member, path: str, run: Run) -> Member:
    """The member with what the file asks of its package, and what the whole project does to it."""
    own = _set_by_project(member.steps[0].text, path, run)
    names = [name for name, _ in own]
    settings = tuple(name.rpartition(".")[2] for name in names)
    versions = tuple((name.rpartition(".")[2], text) for name, text in sorted(own) if "version" in name)
    return replace(member, changed=_changed(member, names, path, run), redirected=settings, versions=versions)


def _set_by_project(package: str, path: str, run: Run) -> list[tuple[str, str]]:
    """What of a package the code in the folders around a file sets, by dotted name, with the version that it names."""
    file = os.path.abspath(path)
    every = ((name, text) for folder, name, text in run.assigned if file.startswith(folder))
    return [(name, text) for name, text in every if name.partition(".")[0] == package]


def _changed(member: Member, own: list[str], path: str, run: Run) -> Reason | None:
    """Why the member may be another one than the package's; None when it is the package's."""
    texts = [part.text for part in member.steps]
    chain = ".".join(texts)
    replaced = next((name for name in own if f"{chain}.".startswith(f"{name}.")), "")
    if replaced:
        return Reason(Why.MEMBER_REPLACED, replaced)
    asked = {word for file, word in run.asked if file == path}
    prepared = texts[0] in asked or any(f"{texts[0]} {text}" in asked for text in texts)
    return Reason(Why.VERSION_ASKED) if prepared else None
