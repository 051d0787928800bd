"""What texts among the arguments decide: the class that `client("s3")` gives, the requests that a hook changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.scalars import shown
from truthcheck.checks.sdk.arguments import given, plain
from truthcheck.model.call import Call, Member, Step
from truthcheck.model.value import Entry, Literal, Sequence, Union, Value
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.records import BY_PLACE
from truthcheck.sdks.index.values import ByText, SdkMethod, StepValue

Table: TypeAlias = "Mapping[str, Any] | None"


def picked(package: Package, chosen: ByText, called: StepValue, step: Step) -> StepValue:
    """What the step gives, by the words among its arguments."""
    parameters = called.signatures[0].parameters if isinstance(called, SdkMethod) else ()
    places = [parameter.name for parameter in parameters if parameter.kind in BY_PLACE]
    words = {_name(place, places): word for place, word in step.texts}
    return package.pick(chosen, words, (*step.keywords, *places[: step.positional]))


def _name(place: str, places: list[str]) -> str:
    if not place.isdigit():
        return place
    return places[int(place)] if int(place) < len(places) else ""


def faults(call: Call, package: Package, method: SdkMethod) -> Iterator[Fault]:
    """A text that chooses nothing. Where the table holds more than the package knows, every text may be right."""
    chosen = method.returns
    if not isinstance(chosen, ByText) or not method.signatures:
        return
    choice = package.choice(chosen)
    entries = {entry.key: entry for entry in given(call, method.signatures[0]).entries}
    if not choice.unless.keys().isdisjoint((*entries, *_keywords_before(call))):
        return
    table: Table = choice.of or None
    for name in chosen.of:
        entry = entries.get(name)
        if entry is None or not isinstance(table, Mapping):
            return
        if _is_none_of(entry.value, table):
            yield _wrong(entry, table, method)
            return
        table = table.get(str(entry.value.value)) if isinstance(entry.value, Literal) else None


def _keywords_before(call: Call) -> set[str]:
    """The keywords of the calls on the way."""
    return {name for step in call.member.steps for name in step.keywords} if call.member else set()


def _wrong(entry: Entry, table: Mapping[str, Any], method: SdkMethod) -> Fault:
    got = shown(entry.value.value) if isinstance(entry.value, Literal) else "any of these"
    at = getattr(entry.value, "at", None) or entry.at
    names = tuple(sorted(table))
    return Fault("invalid-value", ("kwargs", entry.key), at, got, names, listed=True, pointer=method.symbol)


def hooked(calls: Iterable[Call]) -> dict[str, set[str]]:
    """By package, the texts that calls of the project begin with: one may name an event at which requests change."""
    found: dict[str, set[str]] = {}
    for call in calls:
        placed = next((argument.value for argument in call.arguments if argument.location == "args"), None)
        match placed:
            case Sequence(items=(Literal(str(text)), *_)) if call.member is not None:
                found.setdefault(call.member.steps[0].text, set()).add(text)
    return found


def changes(package: Package, texts: Iterable[str], member: Member) -> bool:
    """Whether one of the texts names such an event for the member: `event.service.Operation`, with `*` for any."""
    hooks = package.header.hooks
    return bool(hooks) and any(_is_event(text, hooks, member) for text in texts)


def _is_event(text: str, hooks: tuple[str, ...], member: Member) -> bool:
    event, service, operation = (*text.split("."), "*", "*")[:3]
    words = {word for step in member.steps for _, word in step.texts}
    return (
        event in hooks
        and (service == "*" or service in words)
        and (operation == "*" or plain(operation) == plain(member.steps[-1].text))
    )


def _is_none_of(value: Value, names: Mapping[str, Any]) -> bool:
    match value:
        case Literal(str(word)):
            return word not in names
        case Union(members):
            return all(_is_none_of(member, names) for member in members)
        case _:
            return False
