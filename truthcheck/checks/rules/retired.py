"""retired: a host, an endpoint or a value that the vendor has taken out of service, by a dated table of rule data."""

from __future__ import annotations

from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import notices
from truthcheck.model.provider import Notice


def _message(fault: Fault, scene: Scene) -> str:
    notice = fault.notice or Notice()
    if notice.only:
        return f"{_what(fault, scene)} is closed for {notice.only}"
    if fault.warns and not notice.warns:
        return f"{_what(fault, scene)} will be retired on {notice.since}"
    return f"{_what(fault, scene)} was retired on {notice.since}"


def _what(fault: Fault, scene: Scene) -> str:
    if len(fault.place) < 2:
        return f"`{fault.got}`"
    return f'"{fault.got}" (`{fault.name}` of `{scene.subject}`)'


def _help(fault: Fault, scene: Scene) -> str:
    instead = fault.notice.instead if fault.notice else ""
    return f"use {instead} instead" if instead else ""


RULE = Rule(
    "retired",
    "error",
    {"document": Wording(_message, _help)},
    checks=(notices.gone_values,),
    repair="operation",
    behind="stands",
)
