"""invalid-mock: a test, or a recording, answers as the API cannot. Judged by `calls/mocked` and `sdk/mocked`."""

from __future__ import annotations

from collections.abc import Callable

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import either, listed, quoted, true_names
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.suggest import nearest

_RECORDED = "recording"  # the client of calls that come from recordings


def _kind(scene: Scene) -> str:
    return "recorded" if scene.call.client == _RECORDED else "mocked"


def _name(fault: Fault, scene: Scene) -> str:
    """The place in the reply; in a recording as a JSON path."""
    if scene.call.client != _RECORDED:
        return fault.name
    return f"${fault.name}" if fault.name.startswith("[") or not fault.name else f"$.{fault.name}"


def _endpoint(fault: Fault, scene: Scene) -> str:
    return f"`{fault.got}` is {_kind(scene)} and does not exist in the {scene.subject} API"


def _method(fault: Fault, scene: Scene) -> str:
    return f"`{fault.got}` is {_kind(scene)} and does not exist: this path takes {either(fault.choices, 'and')}"


def _unknown(fault: Fault, scene: Scene) -> str:
    return f"the {_kind(scene)} reply has `{_name(fault, scene)}`, which replies of `{scene.subject}` do not have"


def _column(fault: Fault, scene: Scene) -> str:
    return f"the mocked row has `{fault.place[-1]}`, which is no column of `{scene.subject}`"


def _type(fault: Fault, scene: Scene) -> str:
    what = f"`{_name(fault, scene)}`" if fault.name else "the reply"
    return f"{what} of the {_kind(scene)} `{scene.subject}` is {fault.got}, not {either(fault.choices) or 'null'}"


def _value(fault: Fault, scene: Scene) -> str:
    return f"`{_name(fault, scene)}` of the {_kind(scene)} `{scene.subject}` cannot be {fault.got}"


def _missing(fault: Fault, scene: Scene) -> str:
    why = "which the document requires" if scene.call.client == _RECORDED else "which the code reads"
    return f"the {_kind(scene)} reply of `{scene.subject}` lacks `{_name(fault, scene)}`, {why}"


def _status(fault: Fault, scene: Scene) -> str:
    return f"`{scene.subject}` does not answer {fault.got}"


def _member(fault: Fault, scene: Scene) -> str:
    return f"what is mocked does not exist: `{fault.got}` has no `{fault.name}` in {scene.package}"


_MESSAGES: dict[str, Callable[[Fault, Scene], str]] = {
    "unknown-endpoint": _endpoint,
    "wrong-method": _method,
    "unknown-parameter": _unknown,
    "unknown-response-field": _unknown,
    "unknown-column": _column,
    "invalid-type": _type,
    "invalid-value": _value,
    "missing-parameter": _missing,
    "status": _status,
    "unknown-sdk-member": _member,
}


def _message(fault: Fault, scene: Scene) -> str:
    return _MESSAGES[fault.inner](fault, scene)


def _help(fault: Fault, scene: Scene) -> str:
    match fault.inner:
        case "unknown-endpoint":
            return f"did you mean {either(quoted(fault.choices[:3]))}?" if fault.choices else ""
        case "unknown-parameter" | "unknown-response-field" | "unknown-column":
            return true_names(fault, scene)
        case "invalid-value":
            near = nearest(fault.got.strip('"'), fault.choices)
            return f"allowed: {listed(fault.choices, near)}"
        case "unknown-sdk-member":
            return f"did you mean {either(quoted(fault.choices))}?" if fault.choices else ""
        case "status":
            return f"documented: {listed(fault.choices)}"
        case _:
            return ""


RULE = Rule(
    "invalid-mock",
    "error",
    {
        "document": Wording(_message, _help),
        "package": Wording(_message, _help),
        "source": Wording(_message, _help),
    },
    behind="stands",
)
