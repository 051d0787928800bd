"""One tiny document for each peculiarity that real documents have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from truthcheck.errors import DocumentError
from truthcheck.model.surface import Operation, Origin, Ref, Shape
from truthcheck.surfaces.compile import Compiled, Raw, compile
from truthcheck.surfaces.index import IndexSurface, open_file

ORIGIN = Origin("acme", "rest", "", "2026-01-02", "")


class Made:
    """A compiled document, opened again from its file."""

    def __init__(self, compiled: Compiled, file: Path) -> None:
        file.write_bytes(compiled.data)
        self.notes = compiled.notes
        self.found, self.kept = compiled.found, compiled.kept
        self.surface: IndexSurface = open_file(file)

    def operation(self, method: str = "", path: str = "") -> Operation:
        routes = [r for r in self.surface.routes if method in ("", r.method) and path in ("", r.path)]
        assert len(routes) == 1, routes
        return self.surface.operation(routes[0])

    def body(self, media: str = "application/json") -> Shape:
        body = self.operation("POST").body
        assert body is not None
        return self.surface.shape(body.media[media])

    def property(self, name: str) -> Shape:
        return self.surface.shape(self.body().properties[name])


@pytest.fixture
def made(tmp_path: Path) -> Any:
    def make(text: str, **known: Any) -> Made:
        raw = Raw(text.encode(), ORIGIN, "acme.yaml", **{"hosts": ("api.acme.dev",), **known})
        return Made(compile(raw), tmp_path / "acme.jsonl")

    return make


def with_schema(schema: str, head: str = "openapi: 3.1.0") -> str:
    return f"""
{head}
paths:
  /things:
    post:
      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{}}
components:
  schemas:
    Owner: {{type: object, properties: {{name: {{type: string}}}}}}
"""


def test_an_operation_keeps_its_facts_and_nothing_else(made: Any) -> None:
    one = made("""
openapi: 3.0.3
info: {version: "7"}
servers: [{url: "https://api.acme.dev/v2"}]
paths:
  /users/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}, description: words}
    get:
      operationId: getUser
      deprecated: true
      summary: words
      parameters:
        - {name: fields, in: query, schema: {type: array, items: {type: string}}, example: words}
      responses:
        200: {description: words, content: {"application/json; charset=utf-8": {schema: {type: object}, example: words}}}
""")
    operation = one.operation()
    assert (operation.method, operation.path, operation.id, operation.deprecated) == ("GET", "/v2/users/{id}", "getUser", True)
    identity, fields = operation.parameters
    assert (identity.name, identity.location, identity.required, identity.style) == ("id", "path", True, "simple")
    assert identity.pointer == "/paths/~1users~1{id}/parameters/0"
    assert (fields.style, fields.explode, fields.required) == ("form", True, False)
    assert fields.pointer == "/paths/~1users~1{id}/get/parameters/0"
    assert operation.responses[0].status == "200"
    assert operation.responses[0].media == {"application/json": Shape(types=("object",))}
    assert one.surface.origin.version == "7"
    assert b"words" not in one.surface.file.read_bytes()


def test_an_operations_own_parameter_replaces_the_paths(made: Any) -> None:
    one = made("""
openapi: 3.0.0
paths:
  /a:
    parameters: [{name: page, in: query, required: true, schema: {type: string}}]
    get: {parameters: [{name: page, in: query, schema: {type: integer}}], responses: {}}
""")
    (page,) = one.operation().parameters
    assert (page.required, page.shape) == (False, Shape(types=("integer",)))


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
    shape = made(with_schema("{properties: {owner: {$ref: '#/components/schemas/Owner', nullable: true}}}")).property("owner")
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
    one = made(with_schema("""{properties: {
        plain: {type: string, enum: [a, b, a]},
        fixed: {const: 3},
        loose: {type: string, enum: [a], x-stripeBypassValidation: true},
        wrong: {type: boolean, enum: ["true", "false"]},
        yaml: {type: string, enum: [on, no, 2024-01-01]},
        absent: {type: string, nullable: true, enum: [a]},
        nothing: {type: string, enum: [""]},
        mixed: {enum: [a, {b: 1}]}}}"""))
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
    one = made(with_schema("""{
        discriminator: {propertyName: kind},
        oneOf: [{$ref: '#/components/schemas/Owner'}, {type: string}],
        allOf: [{$ref: '#/components/schemas/Owner'}]}"""))
    shape = one.body()
    assert shape.any_of == (Ref("Owner"), Shape(types=("string",)))
    assert shape.all_of == (Ref("Owner"),)
    assert shape.discriminator == "kind"
    assert one.surface.shape(Ref("Owner")).pointer == "/components/schemas/Owner"


def test_what_is_invalid_is_read_leniently(made: Any) -> None:
    one = made(with_schema("""{
        required: [a, a, 5],
        properties: {
            a: {type: integer, exclusiveMinimum: true, minimum: 0},
            b: {oneOf: []},
            c: {$ref: '#/components/schemas/Nowhere'},
            d: 7,
            $ref: {type: string},
            e: {type: array, items: [{type: string}, {type: integer}]}}}"""))
    assert one.body().required == ("a",)
    assert one.property("a").types == ("integer",)
    assert one.property("b") == one.property("c") == one.property("d") == Shape()
    assert one.property("$ref").types == ("string",)
    assert one.surface.shape(one.property("e").items).any_of == (Shape(types=("string",)), Shape(types=("integer",)))
    assert one.notes == ("dangling reference /components/schemas/Nowhere",)


def test_a_recursive_schema_ends(made: Any) -> None:
    one = made("""
openapi: 3.0.0
paths: {/t: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}}}}
components: {schemas: {Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}}}
""")
    assert one.surface.shape(one.property("children").items) is one.body()


def test_path_keys_with_query_fragment_and_wildcards(made: Any) -> None:
    one = made("""
openapi: 3.0.0
paths:
  /runs?beta=true: {get: {}}
  /files#stream: {get: {}}
  /object/{bucket}/{*}: {get: {}}
  /raw/{+name}/end: {get: {}}
  /repos/{repo}/contents/{path}: {get: {}}
  /refs/{ref}: {get: {parameters: [{name: ref, in: path, x-multi-segment: true, schema: {}}]}}
""")
    paths = {route.path: route.greedy for route in one.surface.routes}
    assert paths == {
        "/runs": (),
        "/files": (),
        "/object/{bucket}/{*}": ("*",),
        "/raw/{name}/end": ("name",),
        "/repos/{repo}/contents/{path}": ("path",),
        "/refs/{ref}": ("ref",),
    }
    (beta,) = one.operation("GET", "/runs").parameters
    assert (beta.name, beta.required, beta.shape) == ("beta", True, Shape(enum=("true",)))


def test_servers_of_paths_and_operations(made: Any) -> None:
    one = made(
        """
openapi: 3.0.0
servers: [{url: "https://api.acme.dev/"}]
paths:
  /a: {get: {}}
  /up: {post: {servers: [{url: "https://up.acme.dev/v9"}]}}
  /same: {servers: [{url: "https://api.acme.dev"}], get: {}}
""",
        hosts=None,
    )
    assert {(r.path, r.host) for r in one.surface.routes} == {("/a", ""), ("/v9/up", "up.acme.dev"), ("/same", "")}
    assert one.surface.hosts == ("api.acme.dev", "up.acme.dev")


@pytest.mark.parametrize(
    ("url", "variables", "hosts", "bases"),
    [
        ("https://{project}.acme.dev/auth/v1", "{project: {default: x}}", ("*.acme.dev",), ("/auth/v1",)),
        ("https://api.{site}", "{site: {default: a.dev, enum: [a.dev, b.dev]}}", ("api.a.dev", "api.b.dev"), ("",)),
        ("https://{host}", "{host: {default: x.okta.com}}", ("x.okta.com",), ("",)),
        ("HTTPS://API.acme.dev:443/{v}", "{v: {default: v3}}", ("api.acme.dev",), ("/v3",)),
    ],
)
def test_server_variables(made: Any, url: str, variables: str, hosts: tuple[str, ...], bases: tuple[str, ...]) -> None:
    text = f'openapi: 3.0.0\nservers: [{{url: "{url}", variables: {variables}}}]\npaths: {{/a: {{get: {{}}}}}}'
    surface = made(text, hosts=None).surface
    assert (surface.hosts, surface.bases) == (hosts, bases)


def test_a_document_without_servers_needs_a_host(made: Any) -> None:
    with pytest.raises(DocumentError, match="names no server") as caught:
        made("openapi: 3.0.0\npaths: {/a: {get: {}}}", hosts=None)
    assert "--host" in caught.value.hint
    assert made("openapi: 3.0.0\npaths: {/a: {get: {}}}", base="/storage/v1").operation().path == "/storage/v1/a"


@pytest.mark.parametrize(
    ("paths", "bases"),
    [
        (["/v1/a", "/v1/b"], ("/v1",)),
        (["/v1/a", "/v2/b"], ("/v1", "/v2")),
        (["/2010-04-01/a"], ("/2010-04-01",)),
        (["/v1/a", "/oauth/token"], ("",)),
    ],
)
def test_only_the_described_versions_are_covered(made: Any, paths: list[str], bases: tuple[str, ...]) -> None:
    lines = "".join(f"  {path}: {{get: {{}}}}\n" for path in paths)
    assert made(f"openapi: 3.0.0\npaths:\n{lines}").surface.bases == bases


def test_a_document_without_operations_covers_nothing(made: Any) -> None:
    one = made("openapi: 3.0.0\npaths: {}")
    assert one.surface.bases == ()
    assert "describes no operation" in one.notes


def test_empty_bodies_of_get_and_delete_are_no_claim(made: Any) -> None:
    empty = "requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {}}}}}"
    full = "requestBody: {content: {application/json: {schema: {type: object, properties: {a: {}}}}}}"
    one = made(f"openapi: 3.0.0\npaths:\n  /a:\n    get: {{{empty}}}\n    delete: {{{full}}}\n    post: {{{empty}}}\n")
    assert one.operation("GET").body is None
    assert one.operation("DELETE").body is not None
    assert one.operation("POST").body is not None


def test_referenced_parameters_bodies_and_responses_keep_their_pointers(made: Any) -> None:
    one = made("""
openapi: 3.0.0
paths:
  /a:
    post:
      parameters: [{$ref: '#/components/parameters/Page'}]
      requestBody: {$ref: '#/components/requestBodies/New'}
      responses: {4XX: {$ref: '#/components/responses/Bad'}}
components:
  parameters: {Page: {name: filter, in: query, style: deepObject, schema: {type: object}}}
  requestBodies: {New: {required: true, content: {multipart/form-data: {schema: {properties: {file: {format: binary, type: string}}}}}}}
  responses: {Bad: {description: no}}
""")
    operation = one.operation()
    assert operation.parameters[0].pointer == "/components/parameters/Page"
    assert (operation.parameters[0].style, operation.parameters[0].explode) == ("deepObject", True)
    assert operation.body is not None
    assert (operation.body.pointer, operation.body.required) == ("/components/requestBodies/New", True)
    assert [(r.status, r.media, r.pointer) for r in operation.responses] == [("4XX", {}, "/components/responses/Bad")]


def test_swagger_2(made: Any) -> None:
    one = made(
        """
swagger: "2.0"
host: api.acme.dev
basePath: /v2
consumes: [application/json]
produces: [application/json]
paths:
  /forms:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - {name: text, in: formData, type: string, required: true}
        - {name: ids, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: csv, in: query, type: array, items: {type: string}}
      responses: {200: {schema: {$ref: '#/definitions/Answer'}}, default: {description: bad}}
  /files:
    put: {parameters: [{name: file, in: formData, type: file}], responses: {}}
  /json/{id}:
    patch: {parameters: [{$ref: '#/parameters/Body'}, {name: id, in: path, required: true, type: integer}], responses: {}}
parameters: {Body: {name: body, in: body, required: true, schema: {$ref: '#/definitions/Answer'}}}
definitions: {Answer: {type: object, properties: {ok: {type: boolean}}}}
""",
        hosts=None,
    )
    form = one.operation("POST")
    assert form.body is not None
    shape = one.surface.shape(form.body.media["application/x-www-form-urlencoded"])
    assert (shape.required, tuple(shape.properties), shape.additional) == (("text",), ("text",), "documented")
    assert [(p.name, p.explode) for p in form.parameters] == [("ids", True), ("csv", False)]
    assert form.responses[0].media == {"application/json": Ref("Answer")}
    assert form.responses[1].media == {}
    file = one.operation("PUT").body
    assert file is not None
    assert "multipart/form-data" in file.media
    body = one.operation("PATCH").body
    assert body is not None
    assert (body.media, body.required, body.pointer) == ({"application/json": Ref("Answer")}, True, "/parameters/Body")
    assert one.surface.shape(Ref("Answer")).pointer == "/definitions/Answer"
    assert (one.surface.bases, one.surface.origin.kind) == (("/v2",), "swagger")


def test_google_discovery(made: Any) -> None:
    one = made(
        """
kind: discovery#restDescription
discoveryVersion: v1
version: v3
revision: "20261106"
rootUrl: https://www.acme.dev/
servicePath: drive/v3/
parameters: {alt: {type: string, location: query, enum: [json]}}
schemas:
  File: {id: File, type: object, properties: {size: {type: string, format: int64}, owner: {$ref: Owner}, anything: {type: any}}}
  Owner: {id: Owner, type: object, properties: {name: {type: string}}}
resources:
  files:
    methods:
      create:
        id: drive.files.create
        path: files
        httpMethod: POST
        parameters: {tags: {type: string, location: query, repeated: true}}
        request: {$ref: File}
        response: {$ref: File}
        mediaUpload: {protocols: {simple: {path: /upload/drive/v3/files}}}
      get:
        path: "files/{+name}"
        flatPath: "files/{fileId}/{part}"
        httpMethod: GET
        parameters: {name: {type: string, location: path, required: true}}
""",
        hosts=None,
    )
    create = one.operation("POST", "/drive/v3/files")
    assert [p.name for p in create.parameters] == ["alt", "tags"]
    assert create.parameters[1].shape == Shape(types=("array",), items=Shape(types=("string",)))
    assert create.body is not None
    shape = one.surface.shape(create.body.media["application/json"])
    assert one.surface.shape(shape.properties["size"]).types == ("string", "integer")
    assert shape.properties["owner"] == Ref("Owner")
    assert one.operation("POST", "/upload/drive/v3/files").body is None
    flat = one.operation("GET")
    assert flat.path == "/drive/v3/files/{fileId}/{part}"
    assert {p.name for p in flat.parameters if p.location == "path"} == {"fileId", "part"}
    assert (one.surface.origin.date, one.surface.bases) == ("2026-01-02", ("/drive/v3",))
    assert (one.found, one.kept) == (2, 2)


def test_files_beside_the_document(made: Any) -> None:
    files = {
        "paths/things.yml": b"get: {responses: {200: {content: {application/json: {schema: {$ref: '../models/thing.yml'}}}}}}",
        "models/thing.yml": b"type: object\nproperties: {id: {type: integer}, next: {$ref: thing.yml}}",
    }
    one = made("openapi: 3.0.0\npaths: {/things: {$ref: paths/things.yml}}", beside=files.get)
    (response,) = one.operation().responses
    shape = one.surface.shape(response.media["application/json"])
    assert (shape.pointer, tuple(shape.properties)) == ("models/thing.yml", ("id", "next"))
    assert one.surface.shape(shape.properties["next"]) is shape
    assert response.pointer == "paths/things.yml#/get/responses/200"
    assert one.notes == ()
