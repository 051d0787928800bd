"""Attributes: what `value.name` is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.names import module_attribute
from truthcheck.claims.engine.templates import is_none
from truthcheck.claims.engine.values import (
    Assumed,
    ClassVal,
    External,
    Fake,
    Method,
    ModuleVal,
    ObjectCell,
    Ref,
    SdkValue,
    Sent,
    Several,
    SuperVal,
    Val,
)
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown


def attribute(value: Val, name: str, at: Span, frame: Frame) -> Val:
    """What `value.name` is; a `Method` when nothing is known of it yet."""
    known = _BY_TYPE.get(type(value))
    return known(value, name, at, frame) if known is not None else Method(value, name, at)


def _several(value: Several, name: str, at: Span, frame: Frame) -> Val:
    mixed = bool(frame.run.packages) and frame.run.sinks.is_mixed(value.members)  # the name may be another one's
    frame.run.careful += mixed
    found = one_of([attribute(member, name, at, frame) for member in value.members if not is_none(member)])
    frame.run.careful -= mixed
    return found


def _assumed(value: Assumed, name: str, at: Span, frame: Frame) -> Val:
    return attribute(value.value, name, at, frame)


def _module(value: ModuleVal, name: str, at: Span, frame: Frame) -> Val:
    found = module_attribute(value.module, name, frame.run)
    return found or Unknown(Reason(Why.NOT_IN_MODULE, name, value.module.path), at)


def _external(value: External, name: str, at: Span, frame: Frame) -> Val:
    kept = frame.run.kept.get(place(value, name))
    return one_of(kept) if kept else External(f"{value.name}.{name}")


def place(owner: External, name: str) -> str:
    """Where a library's object keeps something: `app.state.client` is `request.app.state.client` elsewhere."""
    return f"{owner.name.rpartition('.')[2]}.{name}"


def _sdk(value: SdkValue, name: str, at: Span, frame: Frame) -> Val:
    return frame.run.sinks.attribute(value, name, at, frame)


def _class(value: ClassVal, name: str, at: Span, frame: Frame) -> Val:
    return frame.meaning.class_attribute(value, name, at, frame)


def _super(value: SuperVal, name: str, at: Span, frame: Frame) -> Val:
    return frame.meaning.super_attribute(value, name, at, frame)


def _object(value: Ref, name: str, at: Span, frame: Frame) -> Val:
    cell = frame.cell(value)
    if isinstance(cell, ObjectCell):
        return frame.meaning.object_attribute(value, cell, name, at, frame)
    return Method(value, name, at)


def _response(value: Sent, name: str, at: Span, frame: Frame) -> Val:
    return frame.run.sinks.response_attribute(value, name, frame) or Method(value, name, at)


def _fake(value: Fake, name: str, at: Span, frame: Frame) -> Val:
    return frame.run.sinks.fake_attribute(value, name, frame)


def _literal(value: Literal, name: str, at: Span, frame: Frame) -> Val:
    return frame.meaning.constant_attribute(value, name) or Method(value, name, at)


_BY_TYPE: dict[type, Callable[[Any, str, Span, Frame], Val]] = {
    Several: _several,
    Assumed: _assumed,
    ModuleVal: _module,
    External: _external,
    SdkValue: _sdk,
    ClassVal: _class,
    SuperVal: _super,
    Ref: _object,
    Sent: _response,
    Literal: _literal,
    Fake: _fake,
}
