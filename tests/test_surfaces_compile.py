"""One tiny document for each peculiarity of paths, servers, parameters and bodies."""

from __future__ import annotations

from typing import Any

import pytest

from truthcheck.errors import DocumentError
from truthcheck.model.surface import Shape


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
        200: {description: words, content: {"application/json; charset=utf-8": {schema: {type: object}}}}
""")
    operation = one.operation()
    assert (operation.method, operation.path, operation.id, operation.deprecated) == (
        "GET",
        "/v2/users/{id}",
        "getUser",
        True,
    )
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
  requestBodies: {New: {required: true, content: {multipart/form-data: {schema: {type: object}}}}}
  responses: {Bad: {description: no}}
""")
    operation = one.operation()
    assert operation.parameters[0].pointer == "/components/parameters/Page"
    assert (operation.parameters[0].style, operation.parameters[0].explode) == ("deepObject", True)
    assert operation.body is not None
    assert (operation.body.pointer, operation.body.required) == ("/components/requestBodies/New", True)
    assert [(r.status, r.media, r.pointer) for r in operation.responses] == [("4XX", {}, "/components/responses/Bad")]
