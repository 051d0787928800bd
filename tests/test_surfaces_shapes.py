"""Shapes come down to plain alternatives; contradictions and bounds end in doubt."""

from __future__ import annotations

from surfaces_in_memory import Memory

from truthcheck.model.surface import Ref, Shape
from truthcheck.surfaces.shapes import expand

STRING, INTEGER, NULL = Shape(types=("string",)), Shape(types=("integer",)), Shape(types=("null",))


def thing(additional: str = "documented", **properties: Shape) -> Shape:
    return Shape(types=("object",), properties=properties, additional=additional)


def one(shape: Shape | Ref, **named: Shape) -> Shape:
    (alternative,) = expand(Memory(named), shape)
    return alternative


def test_a_plain_shape_is_its_own_alternative() -> None:
    assert expand(Memory(), STRING) == (STRING,)


def test_references_are_followed_and_a_dangling_one_is_open() -> None:
    assert one(Ref("a"), a=Shape(all_of=(Ref("b"),)), b=STRING) == STRING
    assert one(Ref("gone")) == Shape()


def test_a_reference_to_itself_is_open() -> None:
    assert one(Ref("a"), a=Shape(any_of=(Ref("a"),))) == Shape()


def test_unions_are_flattened() -> None:
    union = Shape(any_of=(STRING, Shape(any_of=(INTEGER, Ref("nothing")))))
    assert expand(Memory({"nothing": NULL}), union) == (STRING, INTEGER, NULL)


def test_all_of_joins_properties_and_requirements() -> None:
    base = Shape(types=("object",), properties={"id": STRING}, required=("id",), additional="documented")
    merged = one(Shape(all_of=(Ref("base"), thing(name=STRING)), required=("name",)), base=base)
    assert tuple(merged.properties) == ("id", "name")
    assert set(merged.required) == {"id", "name"}
    assert merged.additional == "documented"


def test_a_part_that_says_nothing_of_properties_does_not_open_the_rest() -> None:
    assert one(Shape(all_of=(thing("closed", a=STRING), Shape(types=("object",))))).additional == "closed"


def test_a_part_that_allows_more_opens_the_rest() -> None:
    assert one(Shape(all_of=(thing("closed", a=STRING), Shape(types=("object",), values=Shape())))).additional == "open"


def test_closed_beside_documented_is_not_certain() -> None:
    merged = one(Shape(all_of=(thing("closed", a=STRING), thing("documented", b=STRING))))
    assert (merged.additional, set(merged.properties)) == ("documented", {"a", "b"})


def test_own_facts_hold_for_every_member() -> None:
    either = Shape(types=("object",), properties={"a": STRING, "b": STRING}, additional="closed",
                   any_of=(Shape(required=("a",)), Shape(required=("b",))))  # fmt: skip
    first, second = expand(Memory(), either)
    assert (first.required, second.required) == (("a",), ("b",))
    assert set(first.properties) == set(second.properties) == {"a", "b"}


def test_contradictions_do_not_count() -> None:
    assert one(Shape(all_of=(STRING, INTEGER))).types == ()
    assert one(Shape(all_of=(Shape(enum=("a",)), Shape(enum=("b",))))).enum == ()
    assert one(Shape(all_of=(Shape(types=("number",)), INTEGER))).types == ("integer",)


def test_the_same_property_twice_must_be_both() -> None:
    merged = one(Shape(all_of=(thing(a=Shape(enum=("x", "y"))), thing(a=Shape(enum=("y", "z"))))))
    assert one(merged.properties["a"]).enum == ("y",)


def test_too_many_alternatives_are_open() -> None:
    many = Shape(any_of=tuple(Shape(enum=(i,)) for i in range(100)))
    assert expand(Memory(), many) == (Shape(),)
