"""Where the steps of an SDK call lead in one version of its package."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from truthcheck.checks.sdk import redirection
from truthcheck.checks.sdk.choices import picked
from truthcheck.model.call import Member, Step
from truthcheck.model.noun import Node
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import (
    AnyOf,
    ByText,
    ClassRef,
    Instance,
    ModuleRef,
    NoMember,
    Open,
    SdkMethod,
    StepValue,
)
from truthcheck.sdks.rules.shared_words import words


class Way(Node):
    """`thing` is what the last step gave; a step that fails ends the way at `index`.

    `redirected`: a client on the way is sent to another server than its vendor's, or may be. `replied`: a request was
    already made on the way, so that the rest handles a reply. `unseen`: a client on the way is made elsewhere.
    """

    thing: StepValue
    index: int
    redirected: bool = False
    replied: bool = False
    unseen: bool = False

    data: bool = False  # the last name was asked of a value that only holds data
    sent: int = 0  # the step that makes the last request

    @property
    def missing(self) -> NoMember | None:
        """The name that is not there; what a reply holds is no claim about the package."""
        return self.thing if isinstance(self.thing, NoMember) and not self.data else None


_MOST = 1024  # walks that are remembered of one package
_walked: WeakKeyDictionary[Package, dict[Member, Way]] = WeakKeyDictionary()


def walk(package: Package, member: Member) -> Way:
    """Follow the steps as far as they lead. Remembered as long as the package is."""
    known = _walked.setdefault(package, {})
    way = known.get(member)
    if way is None:
        if len(known) >= _MOST:
            known.clear()
        way = known[member] = _walk(package, member)
    return way


def _walk(package: Package, member: Member) -> Way:
    reached = Way(package.root(member.steps[0].text), 0)
    for index in range(1, len(member.steps)):
        if isinstance(reached.thing, NoMember | Open):
            return reached
        reached = _further(package, reached, member.steps, index)
    return reached


def _further(package: Package, reached: Way, steps: tuple[Step, ...], index: int) -> Way:
    """One step on."""
    before, step = reached.thing, steps[index]
    end = _end(before, steps, index)
    if end is not None:
        return reached._replace(thing=end, index=index, replied=True)
    thing = _imported(package, before, steps, index) or _step(package, before, step)
    if isinstance(thing, ByText):
        thing = picked(package, thing, before, step)
    data = isinstance(thing, NoMember) and thing.model and not _sends(package, before)
    further = reached._replace(thing=thing, index=index, data=data)
    return _noted(package, further, before, step) if step.text == "()" else further


def _end(before: StepValue, steps: tuple[Step, ...], index: int) -> Open | None:
    """Why nothing is said from this step on, None when it can be followed."""
    text = steps[index].text
    if text == "()":
        raw = not words().raw_replies.isdisjoint(step.text for step in steps[:index])
        return Open("the reply is raw") if raw else None
    if isinstance(before, SdkMethod) and text != "await":
        return Open("an attribute of a method")
    return None


def _imported(package: Package, thing: StepValue, steps: tuple[Step, ...], index: int) -> StepValue | None:
    """`from a.b import c` finds the module `a.b`, whatever else `a` may call `b`. Only imports have no place."""
    inner = steps[index : index + 2]
    if (
        not isinstance(thing, ModuleRef)
        or len(inner) < 2
        or any(one.at or not one.text.isidentifier() for one in inner)
    ):
        return None
    return package.submodule(thing, inner[0].text)


def _noted(package: Package, reached: Way, before: StepValue, step: Step) -> Way:
    """What a call on the way says of everything behind it."""
    sends = any(isinstance(one, SdkMethod) and one.operations for one in _members(before))
    return reached._replace(
        redirected=reached.redirected or redirection.redirects(package, before, step),
        replied=reached.replied or sends,
        unseen=reached.unseen or "?" in step.keywords,
        sent=reached.index if sends else reached.sent,
    )


def _sends(package: Package, thing: StepValue) -> bool:
    """Whether a class makes requests itself, however it is declared."""
    if not isinstance(thing, Instance):
        return False
    line = package.classes.line(thing.key)
    if any(ancestor.key in package.classes.models for ancestor in line):
        return False
    return any(ancestor.record.has_operations for ancestor in line)


def _step(package: Package, thing: StepValue, step: Step) -> StepValue:
    text = step.text
    if text == "()":
        return package.call(thing)
    if text == "with":
        return entered(package, thing)
    if text == "await":
        return awaited(package, thing)
    if text.startswith("_"):
        return Open(f"`{text}` is private")
    if text.startswith("["):
        return package.item(thing, text[1:-1] or None)
    return package.member(thing, text)


def awaited(package: Package, thing: StepValue) -> StepValue:
    """What `await thing` gives: itself, since coroutines gave their result at the call, but not with `__await__`."""
    if not isinstance(thing, Instance):
        return thing
    made = package.member(thing, "__await__")
    return Open("the package does not say what awaiting it gives") if isinstance(made, SdkMethod) else thing


def entered(package: Package, thing: StepValue) -> StepValue:
    """What `with thing` gives; a client whose package does not say gives itself."""
    entered = package.enter(thing)
    if isinstance(entered, Open) and isinstance(thing, Instance):
        name = thing.key.partition(":")[2]
        if any(client.rpartition(".")[2] == name for client in package.header.clients):
            return thing
    return entered


def is_constructor(thing: StepValue) -> bool:
    """Whether a call only builds something: a class, or a function of a module such as `create_client`."""
    if isinstance(thing, SdkMethod):
        return not thing.owner and isinstance(thing.returns, Instance) and ":" in thing.symbol
    return isinstance(thing, ClassRef)


def _members(thing: StepValue) -> tuple[StepValue, ...]:
    return thing.members if isinstance(thing, AnyOf) else (thing,)


def _either(methods: list[SdkMethod], count: int) -> SdkMethod | None:
    """One of several methods as one: false is what all ways of calling any of them refuse."""
    if not methods or len(methods) < count:
        return None
    signatures = tuple(signature for method in methods for signature in method.signatures)
    operations = tuple(dict.fromkeys(one for method in methods for one in method.operations))
    return methods[0]._replace(signatures=signatures, operations=operations)


def callable_of(package: Package, thing: StepValue) -> SdkMethod | None:
    """The signature of what is called; None for classes that only hold data, and for anything not known."""
    match thing:
        case SdkMethod():
            return thing
        case AnyOf(members):
            return _either([member for member in members if isinstance(member, SdkMethod)], len(members))
        case ClassRef(key):
            made = None if package.classes.is_model(key) else package.constructor(thing)
            return made if isinstance(made, SdkMethod) else None
        case Instance():
            called = package.member(thing, "__call__")
            return called if isinstance(called, SdkMethod) else None
        case _:
            return None
