"""The sentences: what is false (message) and what is true instead (help). One line each, no full stop."""

from __future__ import annotations

from truthcheck.checks.core.fault import Fault
from truthcheck.suggest import nearest

SHOWN = 8
_SENT = {
    "query": "the query",
    "json": "a JSON body",
    "form": "a form body",
    "multipart": "a multipart body",
    "body": "the body",
}
_TAKEN = {
    "query": "the query (`params=`)",
    "json": "the JSON body (`json=`)",
    "form": "the form body (`data=`)",
    "multipart": "the form body (`data=`)",
}


def message(fault: Fault, subject: str) -> str:
    """`subject` is the operation or, without one, the API's name."""
    match fault.rule:
        case "unknown-endpoint":
            return f"`{fault.got}` does not exist in the {subject} API"
        case "wrong-method":
            return f"`{fault.got}` does not exist: this path takes {_either(fault.choices, 'and')}"
        case "unknown-parameter":
            return f"`{subject}` has no parameter `{fault.name}` in {_where(fault)}"
        case "unknown-response-field":
            return f"the reply of `{subject}` has no field `{fault.name}`"
        case "missing-parameter":
            return f"`{subject}` needs `{fault.name}`, which is not sent"
        case "wrong-location":
            return f"`{fault.name}` does not belong into {_where(fault)} of `{subject}`"
        case "wrong-encoding":
            return f"`{subject}` does not read {_SENT[fault.place[0]]}"
        case "invalid-type":
            what = f"`{fault.name}`" if fault.name else "the body"
            return f"{what} of `{subject}` is {_either(fault.choices) or 'null'}, not {fault.got}"
        case "invalid-value":
            return f"`{fault.name}` of `{subject}` cannot be {fault.got}"
        case _:
            return f"`{fault.name}` of `{subject}` is deprecated" if fault.place else f"`{subject}` is deprecated"


def help_for(fault: Fault, missing: tuple[str, ...] = ()) -> str:
    """`missing` are required names that the same call leaves out: a wrong name often stands for one of them."""
    match fault.rule:
        case "unknown-endpoint":
            return f"did you mean {_either(_quoted(fault.choices[:3]))}?" if fault.choices else ""
        case "wrong-method":
            return f"use {_either(fault.choices)}"
        case "unknown-parameter" | "unknown-response-field":
            return _known_names(fault, missing)
        case "missing-parameter":
            return f"required: {_listed(fault.choices)}" if fault.choices else ""
        case "wrong-location":
            return f"send it in {_either(tuple(_TAKEN.get(c, c) for c in fault.choices))}"
        case "wrong-encoding":
            return _encoding(fault)
        case "invalid-value":
            return _values(fault)
        case "deprecated":
            return "the document marks it so; a replacement may be named there"
        case _:
            return ""


def _where(fault: Fault) -> str:
    where = fault.got if fault.rule == "wrong-location" else fault.place[0]
    return _SENT.get(where, where)


def _known_names(fault: Fault, missing: tuple[str, ...]) -> str:
    near = nearest(fault.place[-1], fault.choices)
    if near:
        return f"did you mean `{near[0]}`?"
    if len(missing) == 1:
        return f"did you mean `{missing[0]}`? It is required"
    return f"known names: {_listed(sorted(fault.choices))}" if fault.choices else ""


def _encoding(fault: Fault) -> str:
    taken = ", ".join(fault.choices)
    if fault.got == "json":
        return f"it takes {taken}: send `data=` instead of `json=`"
    return f"it takes {taken}: send `json=` instead of `data=`"


def _values(fault: Fault) -> str:
    near = nearest(fault.got.strip('"'), fault.choices)
    allowed = f"allowed: {_listed(fault.choices, near)}"
    return f"did you mean `{near[0]}`? {allowed}" if near else allowed


def _listed(names: tuple[str, ...] | list[str], first: tuple[str, ...] = ()) -> str:
    """At most eight, those of `first` among them, and how many more there are."""
    order = sorted(names, key=lambda name: name not in first) if len(names) > SHOWN else list(names)
    shown = ", ".join(f"`{name}`" if " " not in name else name for name in order[:SHOWN])
    more = len(names) - SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _quoted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"`{name}`" for name in names)


def _either(names: tuple[str, ...], word: str = "or") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
