"""unknown-parameter: a name in the query, the body or the keywords that the operation does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from truthcheck.checks.core.edits import renamed
from truthcheck.checks.core.fault import Fault
from truthcheck.checks.core.phrases import argument_names, sent_in, true_names
from truthcheck.checks.core.rule import Rule, Scene, Wording
from truthcheck.checks.http import parameters
from truthcheck.model.finding import Fix

if TYPE_CHECKING:
    from truthcheck.checks.core.library import OwnTypes


def _message(fault: Fault, scene: Scene) -> str:
    return f"`{scene.subject}` has no parameter `{fault.name}` in {sent_in(fault.place[0])}"


def _by_package(fault: Fault, scene: Scene) -> str:
    return f"`{scene.call.name}` has no parameter `{fault.name}` in {scene.package}"


def _of_function(fault: Fault, scene: Scene) -> str:
    return f"the function `{fault.place[-2]}` has no argument `{fault.place[-1]}`"


def _renamed_argument(fault: Fault, scene: Scene) -> Iterator[Fix]:
    return renamed(fault, scene) if len(fault.place) > 1 else iter(())


def _allows(fault: Fault, own: OwnTypes) -> bool:
    """The package names the argument itself; what is inside, its types may know."""
    return not own.inside or own.know()


RULE = Rule(
    "unknown-parameter",
    "error",
    {
        "document": Wording(_message, true_names, renamed),
        "package": Wording(_by_package, argument_names, _renamed_argument),
        "database": Wording(_of_function, true_names, renamed),
    },
    checks=(parameters.check,),
    shared=True,
    allows=_allows,
)
