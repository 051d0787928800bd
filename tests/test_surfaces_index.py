"""The index file: exact, deterministic, lazy, and honest about damage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truthcheck.errors import SurfaceError
from truthcheck.model.surface import Body, Operation, Origin, Parameter, Ref, Response, Shape
from truthcheck.surfaces import index, records
from truthcheck.surfaces.index import Facts, IndexSurface, open_file

FACTS = Facts(
    Origin("acme", "rest", "1", "2026-01-02", "openapi", "https://acme.dev", "ab"), ("api.acme.dev",), ("/v1",), "MIT"
)
STRING = Shape(types=("string",))
LONG = Shape(
    types=("object",), properties={f"a_rather_long_name_{i}": STRING for i in range(8)}, additional="documented"
)
CREATE = Operation(
    "POST",
    "/v1/things/{id}/{path}",
    "createThing",
    "up.acme.dev",
    True,
    (
        Parameter("id", "path", True, STRING, "simple", False, False, "/p/parameters/0"),
        Parameter("filter", "query", False, Ref("Filter"), "deepObject", True, True, "/components/parameters/filter"),
        Parameter("exact", "query", True, Shape(), "form", False, False, "/p/parameters/2"),
    ),
    Body({"application/json": LONG, "text/plain": Shape()}, True, "/p/requestBody"),
    (
        Response("2XX", {"application/json": LONG}, "/p/responses/2XX"),
        Response("default", {}, "/components/responses/bad"),
    ),
    "/p",
    ("path",),
)
READ = Operation("GET", "/v1/things", pointer="/q")
SHAPES = {"Filter": Shape(types=("object",), values=STRING, pointer="/components/schemas/Filter")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rest@1.jsonl"
    path.write_bytes(index.write(FACTS, [CREATE, READ], SHAPES))
    return path


def test_what_is_written_is_read_back(file: Path) -> None:
    surface = open_file(file)
    assert (surface.origin, surface.hosts, surface.bases) == (FACTS.origin, FACTS.hosts, FACTS.bases)
    read, create = surface.routes
    assert (create.method, create.path, create.host, create.greedy) == ("POST", CREATE.path, "up.acme.dev", ("path",))
    assert surface.operation(read) == READ
    made = surface.operation(create)
    assert made.parameters == CREATE.parameters
    assert made.responses[1] == CREATE.responses[1]
    assert made.body is not None
    assert surface.shape(made.body.media["application/json"]) == LONG
    assert made.body.media["text/plain"] == Shape()
    assert surface.shape(Ref("Filter")) == SHAPES["Filter"]
    assert surface.shape(Ref("nowhere")) == Shape()
    assert surface.operation(create) is made


def test_a_shape_that_comes_twice_is_written_once(file: Path) -> None:
    assert file.read_text().count("a_rather_long_name_7") == 1


def test_the_order_of_what_is_given_does_not_matter(file: Path) -> None:
    assert index.write(FACTS, [READ, CREATE], dict(reversed(SHAPES.items()))) == file.read_bytes()


def test_every_line_is_json_and_names_its_operation(file: Path) -> None:
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert lines[0]["licence"] == "MIT"
    assert [line["op"] for line in lines[2:4]] == ["GET /v1/things", "POST /v1/things/{id}/{path}"]


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    surface = IndexSurface(FACTS.origin, FACTS.hosts, FACTS.bases, tmp_path / "gone.jsonl")
    with pytest.raises(SurfaceError, match=r"gone\.jsonl: cannot be read"):
        surface.routes  # noqa: B018


def test_a_newer_format_says_so(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"truthcheck_surface":1', b'"truthcheck_surface":9', 1))
    with pytest.raises(SurfaceError, match=r"format 9.*reads format 1") as caught:
        open_file(file)
    assert caught.value.hint == "upgrade truthcheck"


def read_first(file: Path) -> Operation:
    surface = open_file(file)
    return surface.operation(surface.routes[0])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-10],
        lambda data: b"",
        lambda data: b"<html>",
        lambda data: b'{"truthcheck_surface":1}\n',
        lambda data: data.replace(b'{"routes":', b'{"rubble":', 1),
        lambda data: data.replace(b'{"op":"GET', b'["op":"GET', 1),
    ],
)
def test_damage_is_told_with_the_file_and_a_remedy(file: Path, spoil: object) -> None:
    file.write_bytes(spoil(file.read_bytes()))  # type: ignore[operator]
    with pytest.raises(SurfaceError, match=r"rest@1\.jsonl: is damaged") as caught:
        read_first(file)
    assert "truthcheck specs update" in caught.value.hint


names = st.text("abc$~/é\n\u2028", min_size=1, max_size=4)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text('a"\\\n', max_size=3),
    st.floats(allow_nan=False, allow_infinity=False),
)
nodes = st.deferred(lambda: st.one_of(names.map(Ref), shapes))
shapes: st.SearchStrategy[Shape] = st.deferred(
    lambda: st.builds(
        Shape,
        types=st.lists(st.sampled_from(["string", "object", "null"]), unique=True, max_size=2).map(tuple),
        enum=st.lists(scalars, max_size=2).map(tuple),
        advisory=st.booleans(),
        format=st.sampled_from(["", "date"]),
        properties=st.dictionaries(names, nodes, max_size=2),
        required=st.lists(names, max_size=2).map(tuple),
        additional=st.sampled_from(["open", "closed", "documented"]),
        values=st.none() | nodes,
        items=st.none() | nodes,
        any_of=st.lists(nodes, max_size=2).map(tuple),
        all_of=st.lists(nodes, max_size=1).map(tuple),
        discriminator=st.sampled_from(["", "kind"]),
        read_only=st.booleans(),
        deprecated=st.booleans(),
        pointer=st.sampled_from(["", "/a"]),
    )
)


@settings(max_examples=40)
@given(shapes)
def test_every_shape_survives_its_record(shape: Shape) -> None:
    record = json.loads(json.dumps(records.encode_shape(shape)))
    assert records.decode_shape(record) == shape
