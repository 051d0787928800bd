"""What a test puts in the place of something that has a name: a client's function, or a part of an SDK."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.attributes import attribute
from truthcheck.claims.engine.call import call
from truthcheck.claims.engine.exchange import Exchange, Patch, Waiting
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.snapshot import freeze
from truthcheck.claims.engine.templates import known
from truthcheck.claims.engine.values import External, Fake, FuncVal, Method, ModuleVal, ObjectCell, Ref, SdkValue, Val
from truthcheck.claims.ir import CallExpr, Name
from truthcheck.claims.sinks import fakes, mock_replies
from truthcheck.claims.sinks.mock_replies import Asking
from truthcheck.claims.sinks.mock_routes import CLIENT, Given
from truthcheck.claims.sinks.sending import Sending
from truthcheck.model.call import Member, Mocked, Step
from truthcheck.model.location import Span
from truthcheck.model.value import Literal

_STEPS = re.compile(r"\(\)|[^.()]+")


def patch(given: Given) -> Val:
    """Put something in the place of what is named; gives what stands there."""
    frame = given.frame
    target, new = _target(given)
    value = new if new is not None else _double(given)
    key, home = _key(target[0], frame) if target is not None else ("", "")
    if key and target is not None:
        at = getattr(value, "at", None)
        frame.run.patches[key] = Patch(value, at if isinstance(at, Span) else given.at, target[1] or home, target[0])
    return value


def _double(given: Given) -> Val:
    """The double that is made where nothing else is given."""
    frame = given.frame
    made = fakes.made("double", frame)
    named = {role.keyword for role in given.rule.roles.values()} - frame.run.clients.mocks.results
    rest = {key: item for key, item in given.args.keywords.items() if key not in named}
    fakes.configured(made, Arguments([], rest, None), frame)
    effect = given.role("effect")
    if effect is not None:
        fakes.put(made, (next(iter(frame.run.clients.mocks.effects), ""),), effect, frame)
    return made


def _target(given: Given) -> tuple[tuple[Val, str] | None, Val | None]:
    """What is replaced, with the file of the module where that is done, and what by."""
    owner, name, new = given.role("owner"), given.role("attribute"), given.role("new")
    if owner is not None and known(owner) is not None:  # `setattr("package.name", new)`
        return _named(known(owner) or "", given), name
    if owner is not None:
        word = known(name) if name is not None else None
        return (_attribute(plain(owner), word, given) if word else None), new
    target = given.role("target")
    text = known(target) if target is not None else None
    return (_named(text, given) if text else None), new


def _attribute(owner: Val, name: str, given: Given) -> tuple[Val, str]:
    home = owner.module.path if isinstance(owner, ModuleVal) else ""
    return attribute(owner, name, given.at, given.frame), home


def _named(dotted: str, given: Given) -> tuple[Val, str] | None:
    """What a dotted name leads to, through the project's own modules first."""
    frame, parts = given.frame, dotted.split(".")
    for end in range(len(parts) - 1, 0, -1):
        file = frame.run.project.find(frame.module, ".".join(parts[:end]))
        module = frame.run.project.load(file, frame.module) if file else None
        if module is not None:
            value: Val = ModuleVal(module)
            for part in parts[end:]:
                value = attribute(plain(value), part, given.at, frame)
            return value, module.path
    packages = frame.run.packages if frame.meaning.sdks else frozenset[str]()
    return frame.run.sinks.imported(dotted, packages) or External(dotted), ""


def _key(target: Val, frame: Frame) -> tuple[str, str]:
    """The name by which the rules know what is replaced; "" when they do not."""
    match plain(target):
        case External(name):
            return frame.run.clients.canonical(name), ""
        case SdkValue(steps):
            return ".".join(step.text for step in steps), ""
        case Method(Ref() as ref, name) if session := _session(ref, frame):
            return f"{session}().{name}", ""
        case Ref() as ref if session := _session(ref, frame):
            return f"{session}()", ""
        case _:
            return "", ""


def _session(ref: Ref, frame: Frame) -> str:
    cell = frame.cell(ref)
    return cell.session.name if isinstance(cell, ObjectCell) and cell.session is not None else ""


# A call meets what was put in its place --------------------------------------------


def answered(sending: Sending, exchange: Exchange) -> None:
    """Note what a request gets from what stands in the place of its client."""
    run = sending.frame.run
    if run.answering:
        return
    run.answering = True
    for key, found in run.patches.items():
        way = _way(key, sending.rule.name)
        if way is not None:
            run.patches[key] = found._replace(met=True)
            words = run.clients.reply(sending.rule.client)
            asking = Asking(words, sending.args, sending.frame, sending.at, sending.expr)
            for reply in _replies(found, way, asking):
                place = mock_replies.place(reply, found.at)
                run.record(_noted(exchange, reply, place))
    run.answering = False


def through_transport(sending: Sending, exchange: Exchange) -> None:
    """Note what a request gets from a transport that its session was made with."""
    cell = sending.frame.cell(sending.session) if sending.session is not None else None
    transport = cell.attrs.get("transport") if isinstance(cell, ObjectCell) else None
    handler = fakes.held(transport, (f"{fakes.ROLE}handler",), sending.frame) if isinstance(transport, Fake) else None
    if handler is None or sending.frame.run.answering:
        return
    run = sending.frame.run
    run.answering = True
    given = Arguments([_request(exchange, sending.frame)], {}, None)
    words = run.clients.reply(sending.rule.client)
    asking = Asking(words, given, sending.frame, sending.at, sending.expr)
    for reply in list(mock_replies.of_callable(handler, asking)):
        run.record(_noted(exchange, reply, mock_replies.place(reply, sending.at)))
    run.answering = False


def _request(exchange: Exchange, frame: Frame) -> Fake:
    """The request as a handler sees it: its verb, and host and path of its address."""
    known: dict[str, Val] = {"method": exchange.method} if isinstance(exchange.method, Literal) else {}
    whole = exchange.url.value if isinstance(exchange.url, Literal) else None
    if isinstance(whole, str):
        parts = urlsplit(whole)
        known |= {"url.path": Literal(parts.path), "url.host": Literal(parts.hostname or "")}
    return fakes.made("request", frame, known)


def _noted(exchange: Exchange, reply: Mocked, place: Span) -> Exchange:
    return exchange._replace(
        chain=(place,), client=CLIENT, arguments=(), reads=[], asked=set(), member=None, mocked=reply
    )


def _replies(found: Patch, way: tuple[str, ...], asking: Asking) -> Iterator[Mocked]:
    value = found.value
    for step in way:
        if step == fakes.RESULT:
            value = call(plain(value), mock_replies.NOTHING, asking.frame, asking.at, asking.expr)
        else:
            value = attribute(plain(value), step, asking.at, asking.frame)
        value = fakes.fake_entered(value, asking.frame) if isinstance(value, Fake) else value
    yield from mock_replies.of_callable(value, asking)


def _way(key: str, rule: str) -> tuple[str, ...] | None:
    """The steps from what is replaced to what sends; None when that is something else."""
    steps, rest = _STEPS.findall(key), _STEPS.findall(rule)
    for step in steps:
        if rest[:1] == [fakes.RESULT] and step != fakes.RESULT:
            del rest[0]
        if rest[:1] != [step]:
            return None
        del rest[0]
    return tuple(rest)


# Nothing was seen to meet it --------------------------------------------------------


def unanswered(frame: Frame) -> None:
    """What the present root put somewhere and no call was seen to meet: its replies wait for the project's calls."""
    run = frame.run
    run.answering = True
    for key, found in list(run.patches.items()):
        target = plain(found.target)
        if isinstance(target, SdkValue):
            for exchange in _of_sdk(target, found, frame):
                run.record(exchange)
        elif not found.met:
            run.waiting.extend(_waiting(key, found, frame))
    run.patches = {}
    run.answering = False


def _waiting(key: str, found: Patch, frame: Frame) -> Iterator[Waiting]:
    for name, rule in frame.run.clients.sends.items():
        way = _way(key, name)
        if way is not None:
            asking = Asking(
                frame.run.clients.reply(rule.client),
                mock_replies.ANYTHING,
                frame,
                found.at,
                CallExpr(Name("", _POS), (), _POS),
            )
            for reply in _replies(found, way, asking):
                yield Waiting(name, found.home, reply, mock_replies.place(reply, found.at))


_POS = (0, 0, 0, 0)


def _of_sdk(target: SdkValue, found: Patch, frame: Frame) -> Iterator[Exchange]:
    """What is said of the methods of an SDK: each with what it gives."""
    empty = Literal("")
    for way, reply in _of_value(plain(found.value), found, frame):
        at = mock_replies.place(reply, found.at)
        steps = (*target.steps, *_steps(way, found._replace(at=at), frame))
        yield Exchange(
            (at,),
            CLIENT,
            ".".join(step.text for step in steps),
            empty,
            empty,
            (),
            [],
            set(),
            Member(steps),
            reply,
        )


def _of_value(value: Val, found: Patch, frame: Frame) -> Iterator[tuple[tuple[str, ...], Mocked]]:
    """The methods of a double with what they give; a function stands for one method, and gives what it returns."""
    if isinstance(value, Fake):
        yield from _results(value, frame)
    elif isinstance(value, FuncVal):
        given = call(value, mock_replies.ANYTHING, frame, found.at, CallExpr(Name("", _POS), (), _POS))
        reply = _object(fakes.made("", frame), given, frame)
        yield (), reply if reply is not None else Mocked()


def stands_for(fake: Fake, value: Val | None, frame: Frame) -> None:
    """A double in the place of an SDK's client: what the test says of it is a claim, too."""
    target = plain(value) if value is not None else None
    if isinstance(target, SdkValue) and frame.chain and not fake.path:
        frame.run.patches[f"{fakes.ROLE}{fake.ref.id}"] = Patch(fake, frame.chain[-1], "", target)


def _results(fake: Fake, frame: Frame) -> Iterator[tuple[tuple[str, ...], Mocked]]:
    """The steps to what is called, and what it gives, for all that is set below a fake."""
    ways = {_until_result(key) for key in fakes.parts(fake, frame)}
    told = False
    for way in sorted(way for way in ways if way is not None):
        reply = _object(
            fake._replace(path=(*fake.path, *way, fakes.RESULT)), fakes.held(fake, (*way, fakes.RESULT), frame), frame
        )
        if reply is not None:
            told = True
            yield way, reply
    if not told:
        yield (), Mocked()


def _steps(way: tuple[str, ...], found: Patch, frame: Frame) -> Iterator[Step]:
    """The steps to a method, each call with the word that it was given, where one was."""
    value = plain(found.value)
    for number, step in enumerate(way):
        word = fakes.held(value, (*way[: number + 1], fakes.WORD), frame) if isinstance(value, Fake) else None
        said = known(word) if word is not None else None
        if said is None:
            yield Step(step, found.at)
        else:
            yield Step(step, found.at, (), 1, said, (("0", said),))


def _until_result(key: str) -> tuple[str, ...] | None:
    steps = key.split(".")
    if steps[-1].startswith(fakes.ROLE):
        return None
    last = max((number for number, step in enumerate(steps) if step == fakes.RESULT), default=None)
    return tuple(steps[:last]) if last is not None else None


def _object(fake: Fake, value: Val | None, frame: Frame) -> Mocked | None:
    """An object of the SDK, as a dictionary or a double says it."""
    if value is not None and not isinstance(plain(value), Fake):
        return Mocked(None, freeze(value, frame))
    body = mock_replies.attributes_as_body(value if isinstance(value, Fake) else fake, frame)
    return Mocked(None, body) if body is not None else None
