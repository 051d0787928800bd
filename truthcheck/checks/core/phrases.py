"""Turns of phrase that the sentences of several rules share."""

from __future__ import annotations

from collections.abc import Sequence

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Scene
from truthcheck.suggest import nearest

SHOWN = 8
# What a value is, where the code reads it as another kind.
OBJECT = "an object"  # which is asked for a key
DICTIONARY = "a dictionary"  # which is asked for an attribute
LIST = "a list"
_SENT = {
    "query": "the query",
    "json": "a JSON body",
    "form": "a form body",
    "multipart": "a multipart body",
    "body": "the body",
}


def sent_in(where: str) -> str:
    """A location as a person says it."""
    return _SENT.get(where, where)


def either(names: Sequence[str], word: str = "or") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def quoted(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"`{name}`" for name in names)


def listed(names: Sequence[str], first: Sequence[str] = ()) -> str:
    """At most eight, those of `first` among them, and how many more there are."""
    order = sorted(names, key=lambda name: name not in first) if len(names) > SHOWN else list(names)
    shown = ", ".join(f"`{name}`" if " " not in name else name for name in order[:SHOWN])
    more = len(names) - SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def no_help(fault: Fault, scene: Scene) -> str:
    """The message says it all."""
    return ""


def true_names(fault: Fault, scene: Scene) -> str:
    """The near name, or the one that is required and left out, or the names that there are."""
    near = nearest(fault.place[-1], fault.choices)
    if near:
        return f"did you mean `{near[0]}`?"
    if len(scene.missing) == 1:
        return f"did you mean `{scene.missing[0]}`? It is required"
    return f"known names: {listed(sorted(fault.choices))}" if fault.choices else ""


def became(fault: Fault, scene: Scene) -> str:
    """What a migration made of the name, or the near name, or the names that there are."""
    return scene.instead or true_names(fault, scene)


def argument_names(fault: Fault, scene: Scene) -> str:
    """The near name, or the arguments that there are, in the order of the signature."""
    near = nearest(fault.place[-1], fault.choices)
    return f"did you mean `{near[0]}`?" if near else f"known names: {listed(fault.choices)}"
