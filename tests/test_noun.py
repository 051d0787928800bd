"""A noun is a frozen dataclass to everyone who looks."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from truthcheck.model.location import Span
from truthcheck.model.noun import NamedTuple, dataclass, field_names, replace
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Typed, Unknown


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: int
    y: int = 0

    @property
    def far(self) -> bool:
        return self.x + self.y > 10


def test_fields_defaults_and_methods() -> None:
    assert (Point(3).x, Point(x=3, y=9).y, Point(3).y) == (3, 9, 0)
    assert [point.far for point in (Point(8, 3), Point(8))] == [True, False]
    assert (Point.__doc__, repr(Point(1))) == ("A place.", "Point(x=1, y=0)")
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_frozen() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Point(1).z = 2  # type: ignore[attr-defined]


def test_equal_only_to_its_own_kind() -> None:
    texts = {Literal("string"), Typed("string"), Unknown(Reason(Why.NOTHING_KNOWN))}
    assert len(texts) == 3
    one, pair = Literal("string"), ("string", None)
    assert [one == other for other in (Literal("string"), Typed("string"), pair)] == [True, False, False]
    assert [one != other for other in (Literal("string"), Typed("string"), pair)] == [False, True, True]
    assert pair != one


def test_ordered_when_asked() -> None:
    assert Span("a", 1, 1, 1, 2) < Span("a", 1, 2, 1, 3)
    with pytest.raises(TypeError):
        sorted([Point(1), Point(2)])  # type: ignore[type-var]


def test_the_standard_library_takes_it_for_a_dataclass() -> None:
    assert dataclasses.replace(Point(1, 2), y=5) == Point(1, 5)
    assert [field.name for field in dataclasses.fields(Point)] == ["x", "y"]
    assert [field.default for field in dataclasses.fields(Point)] == [dataclasses.MISSING, 0]
    assert dataclasses.is_dataclass(Point)
    assert copy.deepcopy(Point(1)) == Point(1)
    with pytest.raises(TypeError):
        dataclasses.replace(Point(1), z=1)  # type: ignore[call-arg]


def test_patterns() -> None:
    match Point(1, 2):
        case Point(x, y=2):
            assert x == 1
        case _:
            pytest.fail("not matched")


def test_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Span("a", 1, 2, 3, 4))) == Span("a", 1, 2, 3, 4)


class Pair(NamedTuple):
    """Two of a kind."""

    left: str
    right: Pair | None = None

    def mirrored(self) -> Pair:
        return Pair(self.left[::-1], self.right)


def test_a_named_tuple_is_what_typing_would_make() -> None:
    left, right = Pair("ab")
    assert (left, right, Pair("ab").mirrored()) == ("ab", None, ("ba", None))
    assert (Pair.__doc__, repr(Pair("a"))) == ("Two of a kind.", "Pair(left='a', right=None)")
    assert (Pair._fields, Pair._field_defaults, Pair.__module__) == (("left", "right"), {"right": None}, __name__)
    assert pickle.loads(pickle.dumps(Pair("a", Pair("b")))) == Pair("a", Pair("b"))


def test_replaced_without_the_standard_library() -> None:
    assert replace(Point(1, 2), y=5) == Point(1, 5)
    assert field_names(Point) == ("x", "y")
    with pytest.raises(ValueError, match="z"):
        replace(Point(1), z=1)  # type: ignore[call-arg]
