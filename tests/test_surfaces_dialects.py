"""Swagger 2.0, Google discovery, and documents in several files."""

from __future__ import annotations

from typing import Any

from truthcheck.model.surface import Ref, Shape


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
    patch:
      parameters: [{$ref: '#/parameters/Body'}, {name: id, in: path, required: true, type: integer}]
      responses: {}
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
  File: {id: File, type: object, properties: {size: {type: string, format: int64}, owner: {$ref: Owner}}}
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
        "paths/things.yml": b"get: {responses: {200: {content: {a/json: {schema: {$ref: '../models/thing.yml'}}}}}}",
        "models/thing.yml": b"type: object\nproperties: {id: {type: integer}, next: {$ref: thing.yml}}",
    }
    one = made("openapi: 3.0.0\npaths: {/things: {$ref: paths/things.yml}}", beside=files.get)
    (response,) = one.operation().responses
    shape = one.surface.shape(response.media["a/json"])
    assert (shape.pointer, tuple(shape.properties)) == ("models/thing.yml", ("id", "next"))
    assert one.surface.shape(shape.properties["next"]) is shape
    assert response.pointer == "paths/things.yml#/get/responses/200"
    assert one.notes == ()
