"""The judge over hand-made operations: what is false in every reading, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from surfaces_in_memory import AT, BOOLEAN, INTEGER, STRING, call, candidate, closed, operation, provider

from truthcheck.checks.calls import judge
from truthcheck.model.call import Argument, Call
from truthcheck.model.location import Span
from truthcheck.model.reason import Reason, Why
from truthcheck.model.surface import Operation, Ref, Shape
from truthcheck.model.value import Entry, Hole, Literal, Mapping, Sequence, Template, Text, Typed, Union, Unknown

COLOUR = Shape(types=("string",), enum=("red", "green"))
THING = closed(name=STRING, count=INTEGER, colour=COLOUR, tags=Shape(types=("array",), items=COLOUR))
REQUIRED = replace(THING, required=("name", "count"))


def said(call: Call, *operations: Operation, **judgement: object) -> list[tuple[str, str]]:
    found = judge.faults(call, provider(**judgement), [candidate(o) for o in operations])
    return sorted((fault.rule, fault.name) for fault in found)


def test_true_code_is_silent() -> None:
    assert (
        said(call(json={"name": "a", "count": 1, "colour": "red", "tags": ["green"]}), operation(json=REQUIRED)) == []
    )


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"nam": "a"}, ("unknown-parameter", "nam")),
        ({"count": "many"}, ("invalid-type", "count")),
        ({"count": 1.5}, ("invalid-type", "count")),
        ({"count": True}, ("invalid-type", "count")),
        ({"name": ["a"]}, ("invalid-type", "name")),
        ({"name": {"a": 1}}, ("invalid-type", "name")),
        ({"colour": "blue"}, ("invalid-value", "colour")),
        ({"tags": "red"}, ("invalid-type", "tags")),
        ({"tags": ["red", "blue"]}, ("invalid-value", "tags[1]")),
    ],
)
def test_one_fault(sent: object, expected: tuple[str, str]) -> None:
    assert said(call(json=sent), operation(json=THING)) == [expected]


def test_what_the_documents_give_wrongly_takes_any_value() -> None:
    sent = call(json={"tags": {"a": 1}, "count": "many"})
    assert said(sent, operation(json=THING), loose=("tags",)) == [("invalid-type", "count")]


@pytest.mark.parametrize(
    "sent",
    [
        {"count": None},
        {"count": 1.0},
        {"count": Unknown(Reason(Why.NOTHING_KNOWN))},
        {"count": Typed("number")},
        {"colour": Typed("string")},
        {"colour": Template((Hole(Reason(Why.NOTHING_KNOWN)), Text("ed")))},
        {"colour": Union((Literal("blue"), Literal("red")))},
        {"tags": Sequence((), Unknown(Reason(Why.NOTHING_KNOWN)))},
    ],
)
def test_doubt_is_silent(sent: object) -> None:
    assert said(call(json=sent), operation(json=THING)) == []


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ({"count": Typed("string")}, "invalid-type"),
        ({"name": Typed("array")}, "invalid-type"),
        ({"colour": Template((Text("dark-"), Hole(Reason(Why.NOTHING_KNOWN))))}, "invalid-value"),
        ({"colour": Union((Literal("blue"), Literal("pink")))}, "invalid-value"),
    ],
)
def test_certain_in_spite_of_unknown_parts(sent: dict[str, object], rule: str) -> None:
    assert [found for found, _ in said(call(json=sent), operation(json=THING))] == [rule]


def test_required_names() -> None:
    assert said(call(json={"name": "a"}), operation(json=REQUIRED)) == [("missing-parameter", "count")]
    assert said(call(json=Mapping((), Unknown(Reason(Why.NOTHING_KNOWN)))), operation(json=REQUIRED)) == []
    sometimes = Mapping((Entry("name", Literal("a"), AT), Entry("count", Literal(1), AT, always=False)))
    assert said(call(json=sometimes), operation(json=REQUIRED)) == []


def test_rest_does_not_excuse_a_written_name() -> None:
    sent = Mapping((Entry("nam", Literal("a"), AT),), Unknown(Reason(Why.NOTHING_KNOWN)))
    assert said(call(json=sent), operation(json=REQUIRED)) == [("unknown-parameter", "nam")]


def test_nothing_sent_where_a_body_must_be() -> None:
    assert said(call(), operation(json=REQUIRED)) == [("missing-parameter", "count"), ("missing-parameter", "name")]
    assert said(call(json=None), operation(json=REQUIRED)) == [
        ("missing-parameter", "count"),
        ("missing-parameter", "name"),
    ]
    assert said(call(content=b"x"), operation(json=REQUIRED)) == []


def test_several_operations_share_a_fault_or_none_is_reported() -> None:
    other = closed(name=STRING, size=INTEGER)
    assert said(call(json={"nam": "a", "size": 1}), operation(json=THING), operation(json=other)) == [
        ("unknown-parameter", "nam")
    ]


def test_branches_of_the_payload() -> None:
    right, wrong = Mapping((Entry("name", Literal("a"), AT),)), Mapping((Entry("nam", Literal("a"), AT),))
    assert said(call(json=Union((right, wrong))), operation(json=THING)) == []
    assert said(call(json=Union((wrong, wrong))), operation(json=THING)) == [("unknown-parameter", "nam")]


def test_wrong_encoding_and_names_inside() -> None:
    assert said(call(json={"name": "a"}), operation(form=THING)) == [("wrong-encoding", "")]
    assert said(call(form={"name": "a"}), operation(json=THING)) == [("wrong-encoding", "")]
    assert ("unknown-parameter", "nam") in said(call(json={"nam": "a"}), operation(form=THING))
    assert said(call(form={"name": "a"}), operation(json=THING, form=THING)) == []
    assert said(call(form={}), operation(json=THING)) == []
    assert said(call(form=Unknown(Reason(Why.NOTHING_KNOWN))), operation(json=THING)) == []
    assert said(call(form={"name": "a"}), operation(json=THING), encodings=("form",)) == []


def test_wrong_location() -> None:
    listing = operation("GET", {"limit": INTEGER}, ("limit",))
    assert said(call("GET", json={"limit": 1}), listing) == [("wrong-location", "limit")]
    both = operation("POST", {"dry": BOOLEAN}, json=THING)
    assert said(call(json={"dry": True}), both) == [("wrong-location", "dry")]
    assert said(call(query={"name": "a"}), both) == [("wrong-location", "name")]
    assert said(call(query={"name": "a"}), both, any_location=True) == []


def test_text_in_query_and_form() -> None:
    listing = operation("GET", {"limit": INTEGER, "open": BOOLEAN, "tags": THING.properties["tags"]})  # type: ignore[dict-item]
    assert said(call("GET", query={"limit": "5", "open": True, "tags": "red,green"}), listing) == []
    assert said(call("GET", query={"limit": "five"}), listing) == [("invalid-type", "limit")]
    assert said(call("GET", query={"tags": "red,blue"}), listing) == [("invalid-value", "tags")]
    assert said(call("GET", query={"tags": ["red", "blue"]}), listing) == [("invalid-value", "tags[1]")]
    assert said(call("GET", query={"tags[]": "red"}), listing) == []
    assert said(call("GET", query=[["limit", "5"], ["limt", "5"]]), listing) == [("unknown-parameter", "limt")]


def test_bracketed_names_nest() -> None:
    item = replace(closed(price=STRING, count=INTEGER), required=("price",))
    form = closed(items=Shape(types=("array",), items=item), metadata=Shape(types=("object",), additional="open"))
    assert said(call(form={"items[0][price]": "p", "metadata[x]": "y"}), operation(form=form)) == []
    assert said(call(form={"items[0][prize]": "p"}), operation(form=form)) == [
        ("missing-parameter", "items[0].price"),
        ("unknown-parameter", "items[0].prize"),
    ]
    assert said(call(form={"items[0][count]": "x", "items[0][price]": "p"}), operation(form=form)) == [
        ("invalid-type", "items[0].count")
    ]


def test_alternatives_with_a_tag() -> None:
    text = replace(closed(type=Shape(types=("string",), enum=("text",)), text=STRING), required=("type", "text"))
    image = replace(closed(type=Shape(types=("string",), enum=("image",)), url=STRING), required=("type", "url"))
    shape = closed(part=Shape(any_of=(text, image, STRING)))
    assert said(call(json={"part": {"type": "text", "text": "a"}}), operation(json=shape)) == []
    assert said(call(json={"part": "a"}), operation(json=shape)) == []
    assert said(call(json={"part": {"type": "sound", "url": "a"}}), operation(json=shape)) == [
        ("invalid-value", "part.type")
    ]
    assert said(call(json={"part": {"type": "text", "text": "a", "url": "b"}}), operation(json=shape)) == [
        ("unknown-parameter", "part.url")
    ]


def test_recursive_shapes_end() -> None:
    tree = closed(name=STRING, children=Shape(types=("array",), items=Ref("Tree")))
    sent: object = {"nam": "leaf"}
    for _ in range(50):
        sent = {"children": [sent]}
    found = judge.faults(
        call(json=sent), provider(), [candidate(operation(json=Shape(all_of=(Ref("Tree"),))), Tree=tree)]
    )
    assert found == []


def test_open_objects_prove_nothing() -> None:
    assert said(call(json={"x": 1}), operation(json=Shape(types=("object",), properties={"a": STRING}))) == []
    listed = Shape(types=("object",), properties={"a": STRING}, additional="documented")
    found = judge.faults(call(json={"x": 1}), provider(), [candidate(operation(json=listed))])
    assert [(fault.rule, fault.certain) for fault in found] == [("unknown-parameter", False)]


def test_findings_stand_where_the_false_thing_was_written() -> None:
    elsewhere = Span("plans.py", 3, 5, 3, 9)
    sent = Mapping((Entry("colour", Literal("blue", elsewhere), AT),))
    one = call(json=sent)
    faults = judge.faults(one, provider(), [candidate(operation(json=THING))])
    (found,) = judge.findings(one, provider(), candidate(operation()).surface.origin, "POST /x", faults)
    assert (found.at, found.related) == (elsewhere, (("the call", AT),))
    assert found.help == "allowed: `red`, `green`"
    assert found.evidence.pointer == "/body"


def test_deprecated_operation_and_names() -> None:
    old = closed(name=replace(STRING, deprecated=True))
    assert said(call(json={"name": "a"}), operation(json=old)) == [("deprecated", "name")]
    assert said(call(json={"name": "a"}), replace(operation(json=old), deprecated=True)) == [("deprecated", "")]


def test_arguments_of_one_location_are_joined() -> None:
    listing = operation("GET", {"limit": INTEGER, "page": INTEGER}, ("limit", "page"))
    one = replace(
        call("GET"),
        arguments=(
            Argument("query", Mapping((Entry("limit", Literal("1"), AT),))),
            Argument("query", Mapping((Entry("page", Literal("x"), AT),))),
        ),
    )
    assert said(one, listing) == [("invalid-type", "page")]


def test_a_key_that_stands_twice_has_either_value() -> None:
    twice = Mapping((Entry("count", Literal("x"), AT), Entry("count", Literal(1), AT)))
    assert said(call(json=twice), operation(json=THING)) == []


def test_an_empty_list_may_stand_for_nothing_yet() -> None:
    assert said(call(json={"name": []}), operation(json=THING)) == []


def test_a_document_that_contradicts_itself() -> None:
    listed = Shape(types=("object",), properties={"a": STRING}, required=("a", "b"), additional="documented")
    assert said(call(json={"a": "x"}), operation(json=listed)) == []


@pytest.mark.parametrize(("method", "certain"), [("POST", True), ("PUT", True), ("PATCH", False)])
def test_what_an_update_leaves_out_is_false_at_most_likely(method: str, certain: bool) -> None:
    shape = replace(closed(name=STRING, count=INTEGER), required=("name",))
    found = judge.faults(call(method, json={"count": 1}), provider(), [candidate(operation(method, json=shape))])
    assert [(fault.rule, fault.certain) for fault in found] == [("missing-parameter", certain)]


@pytest.mark.parametrize(
    ("sent", "rules"),
    [(True, []), ("recurring", []), ("often", ["invalid-value"]), ("true", ["invalid-value"])],
)
def test_a_list_of_texts_says_nothing_of_a_switch_beside_it(sent: object, rules: list[str]) -> None:
    shape = closed(often=Shape(types=("boolean", "string"), enum=("one_off", "recurring")))
    assert [rule for rule, _ in said(call(json={"often": sent}), operation(json=shape))] == rules


def test_bounds_hold_for_what_is_sent_and_not_for_a_reply_that_a_test_makes_up() -> None:
    from truthcheck.checks.core.values import Context, judge
    from truthcheck.model.provider import Judgement
    from truthcheck.model.surface import Bounds
    from truthcheck.model.value import Literal

    surface = candidate(operation(json=THING)).surface
    shape = Shape(types=("string",), bounds=Bounds(shortest=34))
    sent = Context(surface, Judgement(), False, "")
    assert [fault.rule for fault in judge(sent, Literal("SM1"), shape, ("json", "sid"))] == ["invalid-value"]
    assert judge(replace(sent, reply=True), Literal("SM1"), shape, ("json", "sid")) == []
