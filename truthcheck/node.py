"""The base of small nouns that are made by the thousand: a named tuple at run time, a plain class to the type checker.

Named tuples are the cheapest frozen objects that Python makes and defines. A type checker compares them as tuples,
field by field, which never ends for trees whose nodes hold one another; as classes, it compares them by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform

    @dataclass_transform(frozen_default=True)
    class Node:
        def _replace(self, **changes: Any) -> Self: ...
else:
    Node = NamedTuple

__all__ = ["Node"]
