"""Functions of libraries that send nothing: objects made of a part of a request, and settings that are read."""

from __future__ import annotations

from truthcheck.claims.engine.arguments import Arguments
from truthcheck.claims.engine.frame import Frame
from truthcheck.claims.engine.spread import mapping_of
from truthcheck.claims.engine.templates import setting
from truthcheck.claims.engine.values import Assumed, Val
from truthcheck.claims.sinks.sending import argument
from truthcheck.model.location import Span
from truthcheck.model.value import Literal, Template


def carried(dotted: str, args: Arguments, frame: Frame, at: Span) -> Val | None:
    """What such a function gives; None when the rules do not know it."""
    kind = frame.run.clients.types.get(dotted)
    if kind == "form":
        return mapping_of(args, frame, at)
    if kind is not None:  # it stands for what it is made of
        return args.first()
    if dotted in frame.run.clients.settings:
        return _setting(dotted, args, frame, at)
    return None


def _setting(dotted: str, args: Arguments, frame: Frame, at: Span) -> Val:
    """A setting of the process: its default counts, but decides nothing."""
    roles = frame.run.clients.settings[dotted]
    default = argument(roles, "default", args, frame)
    if default is None:
        return Assumed(setting(argument(roles, "name", args, frame), at))
    return Assumed(default) if isinstance(default, Literal | Template) else default
