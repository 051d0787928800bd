"""What rules of mock libraries say of a call, and what the test runner hands to a test."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.claims import ir
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.dispatch import evaluate
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.templates import known as known_text
from truthcheck.claims.engine.values import Fake, FuncVal, Item, Val
from truthcheck.claims.sinks import fakes, mock_patches, mock_routes
from truthcheck.claims.sinks.mock_routes import Given
from truthcheck.model.location import Span
from truthcheck.model.value import Literal

_PATCHED = "patched"


def call_mock(
    dotted: str, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr, of: Fake | None = None
) -> Val | None:
    """What a call of a mock library gives; None when the rules do not know it."""
    rule = frame.run.clients.mocks.rules.get(dotted)
    return _BY_KIND[rule.kind](Given(rule, args, frame, at, expr, of)) if rule is not None else None


def _double(given: Given) -> Val:
    made = fakes.made(f"{given.rule.name}()", given.frame)
    fakes.configured(made, given.args, given.frame)
    return made


def _transport(given: Given) -> Val:
    handler = given.role("handler")
    return fakes.made(f"{given.rule.name}()", given.frame, {fakes.ROLE + "handler": handler} if handler else {})


_BY_KIND: dict[str, Callable[[Given], Val]] = {
    "router": mock_routes.router,
    "route": mock_routes.route,
    "answer": mock_routes.answer,
    "response": mock_routes.response,
    "patch": mock_patches.patch,
    "double": _double,
    "transport": _transport,
}


def call_fake(fake: Fake, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """A call of a fake, or of a part of it."""
    dotted = frame.run.clients.canonical(".".join((fake.name, *fake.path)))
    known = call_mock(dotted, args, frame, at, expr, fake._replace(path=()))
    if known is not None:
        return known
    if fake.path[-1:] == ("configure_mock",):
        fakes.configured(fake._replace(path=fake.path[:-1]), args, frame)
    if args.positional and (word := known_text(args.positional[0])) is not None:
        fakes.put(fake, (fakes.RESULT, fakes.WORD), Literal(word), frame)
    return fakes.call_result(fake, args, frame, at, expr)


def fake_assigned(fake: Fake, name: str, value: Val, frame: Frame) -> None:
    """A part is set: for a route that may be its answer."""
    dotted = ".".join((fake.name, *fake.path, name))
    at = getattr(value, "at", None) or Span(frame.module.path, 0, 0, 0, 0)
    given = Arguments([value], {"": Item(value, None)}, None)
    nowhere = ir.CallExpr(ir.Name("", (0, 0, 0, 0)), (), (0, 0, 0, 0))
    if call_mock(dotted, given, frame, at, nowhere, fake) is None:
        fakes.put(fake, (fakes.step_of(name, frame),), value, frame)
        _state(fake, name, value, frame)


def _state(fake: Fake, name: str, value: Val, frame: Frame) -> None:
    """An attribute that sets a role of a response: `response.status_code = 201`."""
    rule = frame.run.clients.mocks.rules.get(fake.name.removesuffix("()"))
    for role, attribute in rule.attributes.items() if rule is not None else ():
        if attribute == name:
            fakes.put(fake, (fakes.ROLE + role,), value, frame)


def handed_by_runner(func: FuncVal, frame: Frame) -> dict[str, Val]:
    """Doubles of decorators, the innermost first, and fixtures by their names."""
    if not isinstance(func.node, ir.FuncDef):
        return {}
    params = [param.name for param in func.node.params]
    fixtures = frame.run.clients.mocks.fixtures
    free = [name for name in params if name not in frame.state.names]
    doubles = [found for decorator in reversed(func.node.decorators) for found in _decorating(decorator, frame)]
    handed: dict[str, Val] = {name: fakes.made(fixtures[name], frame) for name in params if name in fixtures}
    order = sorted(free, key=lambda name: name in handed)
    pairs = zip(order, doubles, strict=False)
    handed.update((name, double) for name, double in pairs if name not in handed or _is_one(double, fixtures[name]))
    return handed


def _is_one(double: Val, fixture: str) -> bool:
    """Whether a decorator hands over what the fixture of the name would be."""
    return isinstance(double, Fake) and double.name == fixture


def _decorating(decorator: ir.Expr, frame: Frame) -> list[Val]:
    """What a decorator hands to the function: nothing when it says itself what it puts there."""
    if not isinstance(decorator, ir.CallExpr):
        return []
    value = evaluate(decorator, frame)
    rule = frame.run.clients.mocks.rules.get(value.name.removesuffix("()")) if isinstance(value, Fake) else None
    if isinstance(value, Fake) and value.name == "double":
        return [value]
    return [value] if rule is not None and rule.kind == "router" else []
