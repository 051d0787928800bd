"""The sentences about packages, and the findings that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from truthcheck.checks import wording
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.sdk import reply_fields
from truthcheck.checks.sdk.fixes import propose
from truthcheck.model.call import Call
from truthcheck.model.finding import Evidence, Finding
from truthcheck.sdks.registry import Chosen
from truthcheck.sdks.rules.sdk_rules import instead
from truthcheck.suggest import nearest


def findings(call: Call, chosen: Chosen, faults: Iterable[Fault], operation: str = "") -> Iterator[Finding]:
    """Faults of which the package itself is the evidence."""
    every = list(faults)
    for fault in every:
        now = _now(fault, chosen)
        yield Finding(
            rule=fault.rule,
            severity="error",
            confidence="certain" if fault.certain else "likely",
            message=_message(fault, chosen, call, operation),
            at=fault.at or call.at,
            help=_help(fault, now),
            call=call.name,
            provider=chosen.provider,
            operation=operation,
            evidence=_evidence(fault, chosen),
            fixes=propose(call, fault, every, now),
        )


def _evidence(fault: Fault, chosen: Chosen) -> Evidence:
    package = chosen.package
    symbol = f"{fault.got}.{fault.name}" if fault.rule == "unknown-sdk-member" else fault.pointer
    return Evidence(package=package.name, version=_versions(chosen), symbol=symbol, source=_pinned(chosen))


def _versions(chosen: Chosen) -> str:
    return ", ".join(package.version for package in chosen.around) or chosen.package.version


def _pinned(chosen: Chosen) -> str:
    if chosen.pin is None:
        return "the present version: the project names none"
    read = "there" if chosen.pin.source.startswith(f"{chosen.shown} ") else chosen.shown
    return f"the version in {chosen.pin.source}" + (f", read from {read}" if read else "")


def _message(fault: Fault, chosen: Chosen, call: Call, operation: str) -> str:
    package = f"{chosen.package.name} {_versions(chosen)}"
    match fault.rule:
        case "unknown-sdk-member":
            return f"`{fault.got}` has no `{fault.name}` in {package}"
        case "unknown-sdk-argument" if len(fault.place) == 1:
            return f"`{call.name}` takes {fault.got} positional arguments in {package}"
        case "unknown-sdk-argument":
            return f"`{call.name}` has no argument `{fault.name}` in {package}"
        case "unknown-response-field":
            return _not_in_reply(fault, f"reply of `{operation}`" if operation else f"result of `{call.name}`")
        case "missing-parameter":
            return f"`{call.name}` needs `{fault.name}`, which is not given"
        case "unknown-parameter":
            return f"`{call.name}` has no parameter `{fault.name}` in {package}"
        case _:
            subject = call.name if chosen.package.described else operation or call.name
            return wording.message(fault, subject)


def _not_in_reply(fault: Fault, subject: str) -> str:
    """What is missing, and what the value is where the code takes it for another kind."""
    if not fault.got:
        return f"the {subject} has no field `{fault.name}`"
    above = replace(fault, place=fault.place[:-1]).name
    return f"the {subject} has no `{fault.name}`: {f'`{above}`' if above else 'it'} is {fault.got}"


def _help(fault: Fault, now: str) -> str:
    if fault.rule == "unknown-sdk-member":
        return _true_name(fault, now)
    if fault.rule == "unknown-response-field" and (way := _way(fault)):
        return way
    if fault.rule in ("unknown-sdk-argument", "unknown-parameter"):
        near = nearest(fault.place[-1], fault.choices)
        return f"did you mean `{near[0]}`?" if near else f"known names: {_listed(fault.choices)}"
    return wording.help_for(fault)


def _way(fault: Fault) -> str:
    """How a name that exists is read, "" when it does not exist."""
    name = fault.place[-1]
    match fault.got:
        case reply_fields.OBJECT if name in fault.choices:
            return f"it is an attribute: `.{name}`"
        case reply_fields.DICTIONARY if name in fault.choices:
            return f'it is a key: `["{name}"]`'
        case reply_fields.LIST:
            return "it holds items: take one of them first"
        case _:
            return ""


def _now(fault: Fault, chosen: Chosen) -> str:
    """What replaces a name that is gone."""
    return instead(chosen.package.name, fault.got, fault.name) if fault.rule == "unknown-sdk-member" else ""


def _true_name(fault: Fault, now: str) -> str:
    if now:
        return f"it is now `{now}`"
    return f"did you mean {' or '.join(f'`{name}`' for name in fault.choices)}?" if fault.choices else ""


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:8])
    return f"{shown} and {len(names) - 8} more" if len(names) > 8 else shown
