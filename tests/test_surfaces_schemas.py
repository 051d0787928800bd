"""One tiny schema for each peculiarity that real documents have."""

from __future__ import annotations

from typing import Any

import pytest
from surfaces_made import with_schema

from truthcheck.model.surface import Ref, Shape
from truthcheck.surfaces.shapes import expand


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ("{type: string, nullable: true}", ("string", "null")),
        ("{type: [string, 'null']}", ("string", "null")),
        ("{type: string, x-nullable: true}", ("string", "null")),
        ("{properties: {a: {}}}", ("object",)),
        ("{items: {}}", ("array",)),
        ("{type: any}", ()),
        ("{}", ()),
        ("{type: string, format: binary}", ("string", "file")),
    ],
)
def test_types(made: Any, schema: str, types: tuple[str, ...]) -> None:
    assert made(with_schema(schema)).body().types == types


def test_a_nullable_reference_may_be_null(made: Any) -> None:
    shape = made(with_schema("{properties: {owner: {$ref: '#/components/schemas/Owner', nullable: true}}}")).property(
        "owner"
    )
    assert shape.any_of == (Ref("Owner"), Shape(types=("null",)))


@pytest.mark.parametrize(
    ("schema", "additional", "open_values"),
    [
        ("{properties: {a: {}}, additionalProperties: false}", "closed", False),
        ("{properties: {a: {}}, unevaluatedProperties: false}", "closed", False),
        ("{properties: {a: {}}}", "documented", False),
        ("{properties: {a: {}}, additionalProperties: true}", "open", True),
        ("{properties: {a: {}}, patternProperties: {'^x-': {}}}", "open", True),
        ("{type: object}", "open", False),
    ],
)
def test_what_is_said_of_unlisted_properties(made: Any, schema: str, additional: str, open_values: bool) -> None:
    shape = made(with_schema(schema)).body()
    assert shape.additional == additional
    assert (shape.values == Shape()) is open_values


def test_enums(made: Any) -> None:
    one = made(
        with_schema("""{properties: {
        plain: {type: string, enum: [a, b, a]},
        fixed: {const: 3},
        loose: {type: string, enum: [a], x-stripeBypassValidation: true},
        wrong: {type: boolean, enum: ["true", "false"]},
        yaml: {type: string, enum: [on, no, 2024-01-01]},
        absent: {type: string, nullable: true, enum: [a]},
        nothing: {type: string, enum: [""]},
        mixed: {enum: [a, {b: 1}]}}}""")
    )
    assert one.property("plain").enum == ("a", "b")
    assert one.property("fixed").enum == (3,)
    assert one.property("loose").advisory
    assert not one.property("plain").advisory
    assert (one.property("wrong").types, one.property("wrong").enum) == ((), ("true", "false"))
    assert one.property("yaml").enum == ("on", "no", "2024-01-01")
    assert one.property("absent").enum == ("a", None)
    assert one.property("nothing").enum == ("",)
    assert one.property("mixed") == Shape()


def test_unions_and_compositions_stay_lazy(made: Any) -> None:
    one = made(
        with_schema("""{
        discriminator: {propertyName: kind},
        oneOf: [{$ref: '#/components/schemas/Owner'}, {type: string}],
        allOf: [{$ref: '#/components/schemas/Owner'}]}""")
    )
    shape = one.body()
    assert shape.any_of == (Ref("Owner"), Shape(types=("string",)))
    assert shape.all_of == (Ref("Owner"),)
    assert shape.discriminator == "kind"
    assert one.surface.shape(Ref("Owner")).pointer == "/components/schemas/Owner"


def test_what_is_invalid_is_read_leniently(made: Any) -> None:
    one = made(
        with_schema("""{
        required: [a, a, 5],
        properties: {
            a: {type: integer, exclusiveMinimum: true, minimum: 0},
            b: {oneOf: []},
            c: {$ref: '#/components/schemas/Nowhere'},
            d: 7,
            $ref: {type: string},
            e: {type: array, items: [{type: string}, {type: integer}]}}}""")
    )
    assert one.body().required == ("a",)
    assert one.property("a").types == ("integer",)
    assert one.property("b") == one.property("c") == one.property("d") == Shape()
    assert one.property("$ref").types == ("string",)
    assert one.surface.shape(one.property("e").items).any_of == (Shape(types=("string",)), Shape(types=("integer",)))
    assert one.notes == ("dangling reference /components/schemas/Nowhere",)


def test_all_properties_may_stand_elsewhere(made: Any) -> None:
    """The file named instead of a list of properties is the list, not a property called "$ref"."""
    one = made(with_schema("{type: object, properties: {$ref: '#/components/schemas/Owner/properties'}}"))
    assert set(one.body().properties) == {"name"}
    assert one.body().additional == "documented"


def test_a_list_of_properties_that_is_nowhere_says_nothing(made: Any) -> None:
    one = made(with_schema("{type: object, properties: {$ref: 'gone.yml'}}"))
    assert (dict(one.body().properties), one.body().additional) == ({}, "open")


def test_a_recursive_schema_ends(made: Any) -> None:
    one = made("""
openapi: 3.0.0
paths: {/t: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}}}}
components:
  schemas: {Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}}
""")
    assert one.surface.shape(one.property("children").items) is one.body()


CONTRADICTED = """
openapi: 3.0.0
paths:
  /t:
    post:
      requestBody:
        content:
          application/json:
            schema: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {size: {type: integer}}}]}
            example: {name: n, kind: c, size: null, label: x, tags: [{key: 1}]}
      responses: {200: {content: {application/json: {
        schema: {oneOf: [{type: string}, {$ref: '#/components/schemas/Answer'}]},
        examples: {one: {value: {id: 1, extra: 2}}}}}}}
components:
  schemas:
    Base:
      type: object
      required: [name, owner]
      properties:
        name: {type: string}
        owner: {type: string}
        kind: {type: string, enum: [a, b]}
        tags: {type: array, items: {type: object, properties: {key: {type: string}}}}
    Answer: {type: object, required: [id, at], properties: {id: {type: integer}, at: {type: string}}}
"""


def test_where_its_own_examples_contradict_a_schema_it_is_softened(made: Any) -> None:
    one = made(CONTRADICTED)
    (body,) = expand(one.surface, one.body())
    assert body.required == ("name",)
    assert {"name", "owner", "kind", "tags", "size", "label"} == set(body.properties)
    (kind,) = expand(one.surface, body.properties["kind"])
    assert kind.enum == ("a", "b", "c")
    (size,) = expand(one.surface, body.properties["size"])
    assert size.types == ("integer", "null")
    (tags,) = expand(one.surface, body.properties["tags"])
    assert one.surface.shape(one.surface.shape(tags.items).properties["key"]) == Shape()
    answer = one.surface.shape(Ref("Answer"))
    assert set(answer.properties) == {"id", "at", "extra"}
    assert answer.required == ("id", "at")  # a reply's example may be shortened
    assert one.notes == ("6 facts softened where the document's own examples contradict them",)


def test_examples_that_fit_change_nothing(made: Any) -> None:
    assert made(CONTRADICTED.replace("example", "x-sample")).notes == ()
    fitting = CONTRADICTED.replace("kind: c, size: null, label: x, tags: [{key: 1}]", "owner: o, kind: b, size: 3")
    assert made(fitting.replace(", extra: 2", "")).notes == ()
