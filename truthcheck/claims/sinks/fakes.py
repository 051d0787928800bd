"""What a test makes to stand for something else: its parts are known as far as the test sets them."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import plain
from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.values import Fake, ObjectCell, Val
from truthcheck.model.location import Span

RESULT = "()"  # the step from what is called to what it gives
WORD = "<first"  # behind a call: the word that it was given
ROLE = "<"  # before the name of a role of a response or a route
_ENTERED = (("__enter__", RESULT), ("__aenter__", RESULT))


def made(name: str, frame: Frame, attrs: dict[str, Val] | None = None) -> Fake:
    """A new one, by the name that rules give it."""
    return Fake(frame.new(ObjectCell(None, dict(attrs or {}), None, open=True)), (), name)


def parts(fake: Fake, frame: Frame) -> dict[str, Val]:
    """What is known below a fake, by the steps that lead there."""
    cell = frame.cell(fake.ref)
    attrs = cell.attrs if isinstance(cell, ObjectCell) else {}
    start = "".join(f"{step}." for step in fake.path)
    return {key[len(start) :]: value for key, value in attrs.items() if key.startswith(start)}


def held(fake: Fake, steps: tuple[str, ...], frame: Frame) -> Val | None:
    """What the test put there."""
    cell = frame.cell(fake.ref)
    return cell.attrs.get(".".join((*fake.path, *steps))) if isinstance(cell, ObjectCell) else None


def put(fake: Fake, steps: tuple[str, ...], value: Val, frame: Frame) -> None:
    cell = frame.cell(fake.ref)
    if isinstance(cell, ObjectCell):
        key = ".".join((*fake.path, *steps))
        frame.store(fake.ref, cell._replace(attrs={**cell.attrs, key: value}))


def fake_attribute(fake: Fake, name: str, frame: Frame) -> Val:
    """What `fake.name` is: another part of it, unless the test says."""
    step = step_of(name, frame)
    return held(fake, (step,), frame) or fake._replace(path=(*fake.path, step))


def step_of(name: str, frame: Frame) -> str:
    """The step that a name stands for: `return_value` is what calling gives."""
    return RESULT if name in frame.run.clients.mocks.results else name


def steps_of(name: str, frame: Frame) -> tuple[str, ...]:
    """The steps of a keyword such as `json.return_value`."""
    return tuple(step_of(part, frame) for part in name.split("."))


def fake_entered(fake: Fake, frame: Frame) -> Val:
    """What a block binds: what the test says, else the fake itself."""
    for steps in _ENTERED:
        found = held(fake, steps, frame)
        if found is not None:
            return found
        if any(key.startswith(".".join(steps) + ".") for key in parts(fake, frame)):
            return fake._replace(path=(*fake.path, *steps))
    return fake


def configured(fake: Fake, args: Arguments, frame: Frame) -> None:
    """Keywords that say what the parts are: `Mock(status_code=200, **{"json.return_value": {}})`."""
    for name, item in args.keywords.items():
        put(fake, steps_of(name, frame), item.value, frame)


def results(fake: Fake, frame: Frame) -> Iterator[Val]:
    """What calling a fake gives, one after the other when the test lists several; functions that answer as they are."""
    for name in frame.run.clients.mocks.effects:
        effect = held(fake, (name,), frame)
        if effect is not None:
            yield plain(effect)
            return
    yield held(fake, (RESULT,), frame) or fake._replace(path=(*fake.path, RESULT))


def call_result(fake: Fake, args: Arguments, frame: Frame, at: Span, expr: ir.CallExpr) -> Val:
    """What one call of a fake gives, for code that goes on with it."""
    return held(fake, (RESULT,), frame) or fake._replace(path=(*fake.path, RESULT))
