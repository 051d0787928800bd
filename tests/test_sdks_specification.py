"""A typed SDK read as a description: a small one written here, and the shipped one of Stripe."""

from __future__ import annotations

import zipfile
from pathlib import Path
from textwrap import dedent

import pytest
from shipped_rules import RULES

from truthcheck.errors import DocumentError
from truthcheck.model.surface import Operation, Ref, Shape
from truthcheck.sdks.build.close_enums import EnumCloser
from truthcheck.sdks.build.compare import compare
from truthcheck.sdks.build.publish import facts_of, surface_bytes
from truthcheck.sdks.source.description.compiler import WheelSurface, compile_wheel
from truthcheck.shipped import folder
from truthcheck.surfaces import lock
from truthcheck.surfaces.index import IndexSurface, open_file, write

SOURCES = {
    "stripe/__init__.py": "from stripe._client import StripeClient as StripeClient",
    "stripe/_api_version.py": 'class _ApiVersion:\n    CURRENT = "2030-01-31.test"',
    "stripe/_request_options.py": """
        from typing_extensions import NotRequired, TypedDict
        class RequestOptions(TypedDict):
            api_key: NotRequired[str]
    """,
    "stripe/_stripe_object.py": """
        from typing import Generic, TypeVar
        T = TypeVar("T")
        class StripeObject: ...
        class UntypedStripeObject(StripeObject, Generic[T]): ...
    """,
    "stripe/_list_object.py": """
        from typing import Generic, List, TypeVar
        from stripe._stripe_object import StripeObject
        T = TypeVar("T")
        class ListObject(StripeObject, Generic[T]):
            data: List[T]
            has_more: bool
    """,
    "stripe/_expandable.py": 'from typing import TypeVar, Union\nT = TypeVar("T")\nExpandable = Union[str, T]',
    "stripe/_boat.py": """
        from typing import ClassVar, Optional
        from typing_extensions import Literal
        from stripe._stripe_object import StripeObject
        from stripe._expandable import Expandable
        class Boat(StripeObject):
            OBJECT_NAME: ClassVar[Literal["boat"]] = "boat"
            class Sail(StripeObject):
                area: int
            id: str
            from_: Optional[str]
            sail: Optional[Sail]
            owner: "Expandable[Owner]"
            _field_remappings = {"from_": "from"}
        class Owner(StripeObject):
            name: str
    """,
    "stripe/_params.py": """
        from typing import Dict, List, Union
        from typing_extensions import Literal, NotRequired, TypedDict
        from stripe._request_options import RequestOptions
        from stripe._stripe_object import UntypedStripeObject
        _Base = TypedDict("_Base", {"in": NotRequired["str"]})
        class BoatCreateParams(RequestOptions):
            name: str
            colour: NotRequired["Literal['']|Literal['red', 'blue']|str"]
            kind: NotRequired[Literal["sail", "motor"]]
            sails: NotRequired["List[BoatCreateParamsSail]"]
            metadata: NotRequired["Literal['']|Dict[str, str]|UntypedStripeObject[str]"]
        class BoatCreateParamsSail(_Base):
            area: int
        class BoatListParams(RequestOptions):
            limit: NotRequired[int]
            created: NotRequired["BoatListParamsCreated|int"]
        class BoatListParamsCreated(TypedDict):
            gt: NotRequired[int]
    """,
    "stripe/_boats.py": """
        from typing import Optional, cast
        from urllib.parse import quote as sanitize_id
        from stripe._boat import Boat
        from stripe._list_object import ListObject
        from stripe._params import BoatCreateParams, BoatListParams
        from stripe._request_options import RequestOptions
        class BoatService:
            def _request(self, method, url, params=None, options=None, *, base_address): ...
            def create(self, params: "BoatCreateParams", options: "Optional[RequestOptions]" = None) -> "Boat":
                return cast("Boat", self._request("post", "/v1/boats", base_address="api", params=params))
            def list(self, params: "Optional[BoatListParams]" = None) -> "ListObject[Boat]":
                return self._request("get", "/v1/boats", base_address="api", params=params)
            def retrieve(self, boat: str) -> Boat:
                path = "/v1/boats/{boat}".format(boat=sanitize_id(boat))
                return self._request("get", path, base_address="api")
            def paint(self, params: "BoatCreateParams") -> Boat:
                return self._request("post", "/v2/boats", base_address="files", params=params)
    """,
    "stripe/_client.py": """
        from stripe._boats import BoatService
        class Services:
            boats: "BoatService"
            def __getattr__(self, name):
                raise AttributeError(name)
        class StripeClient:
            def __init__(self, api_key):
                self.v1 = Services(api_key)
    """,
}


def wheel(path: Path, name: str = "stripe") -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        for file, text in SOURCES.items():
            bundle.writestr(file, dedent(text))
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 99.0\nLicense: MIT\n\nText"
        bundle.writestr(f"{name}-99.0.dist-info/METADATA", metadata)
    return path


@pytest.fixture
def compiled(tmp_path: Path) -> WheelSurface:
    return compile_wheel(wheel(tmp_path / "stripe-99.0-py3-none-any.whl"), RULES)


def operation(compiled: WheelSurface, key: str) -> Operation:
    return next(o for o in compiled.operations if f"{o.method} {o.path}" == key)


def body(compiled: WheelSurface, key: str, media: str) -> Shape:
    sent = operation(compiled, key).body
    assert sent is not None
    shape = sent.media[media]
    assert isinstance(shape, Shape)
    return shape


FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def test_origin_and_operations(compiled: WheelSurface) -> None:
    origin = compiled.origin
    assert (origin.provider, origin.kind, origin.version, origin.date) == (
        "stripe",
        "sdk",
        "2030-01-31.test",
        "2030-01-31",
    )
    assert [f"{o.method} {o.host}{o.path}" for o in compiled.operations] == [
        "GET /v1/boats",
        "POST /v1/boats",
        "GET /v1/boats/{boat}",
        "POST files.stripe.com/v2/boats",
    ]
    assert compiled.hosts == ("api.stripe.com", "files.stripe.com")
    assert not compiled.notes


def test_a_form_body_with_nesting_and_lists_of_values(compiled: WheelSurface) -> None:
    sent = body(compiled, "POST /v1/boats", FORM)
    assert sent.required == ("name",)
    assert sent.additional == "closed"
    assert set(sent.properties) == {"name", "colour", "kind", "sails", "metadata"}  # options of the client are not sent
    assert sent.properties["colour"] == Shape(types=("string",), enum=("red", "blue"), advisory=True)
    assert sent.properties["kind"] == Shape(types=("string",), enum=("sail", "motor"))
    assert sent.properties["sails"] == Shape(types=("array",), items=Ref("stripe._params:BoatCreateParamsSail"))
    sail = compiled.shapes["stripe._params:BoatCreateParamsSail"]
    assert set(sail.properties) == {"in", "area"}
    assert sail.required == ("area",)
    metadata = sent.properties["metadata"]
    assert isinstance(metadata, Shape)
    assert Shape(types=("object",), values=Shape(types=("string",))) in metadata.any_of


def test_a_later_version_of_the_api_takes_json(compiled: WheelSurface) -> None:
    assert body(compiled, "POST /v2/boats", JSON).additional == "documented"


def test_query_parameters(compiled: WheelSurface) -> None:
    found = {p.name: p for p in operation(compiled, "GET /v1/boats").parameters}
    assert found["limit"].shape == Shape(types=("integer",))
    assert (found["created"].style, found["created"].pointer) == ("deepObject", "stripe._params:BoatListParams.created")
    path = operation(compiled, "GET /v1/boats/{boat}").parameters
    assert [(p.name, p.location, p.required) for p in path] == [("boat", "path", True)]


def test_replies(compiled: WheelSurface) -> None:
    (reply,) = operation(compiled, "POST /v1/boats").responses
    assert reply.media == {JSON: Ref("stripe._boat:Boat")}
    boat = compiled.shapes["stripe._boat:Boat"]
    assert set(boat.properties) == {"id", "from", "sail", "owner"}
    sail, owner = boat.properties["sail"], boat.properties["owner"]
    assert isinstance(sail, Shape)
    assert sail.any_of == (Shape(types=("null",)), Ref("stripe._boat:Boat.Sail"))
    assert isinstance(owner, Shape)
    assert owner.any_of == (Shape(types=("string",)), Ref("stripe._boat:Owner"))
    (listed,) = operation(compiled, "GET /v1/boats").responses
    page = compiled.shapes["stripe._list_object:ListObject[stripe._boat:Boat]"]
    assert listed.media == {JSON: Ref("stripe._list_object:ListObject[stripe._boat:Boat]")}
    assert page.properties["data"] == Shape(types=("array",), items=Ref("stripe._boat:Boat"))


def test_the_same_wheel_gives_the_same_bytes(tmp_path: Path) -> None:
    first = surface_bytes(compile_wheel(wheel(tmp_path / "stripe-99.0-py3-none-any.whl"), RULES))
    assert first == surface_bytes(compile_wheel(tmp_path / "stripe-99.0-py3-none-any.whl", RULES))


def test_a_package_without_a_rule_is_no_description(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no \\[specification\\] for boats"):
        compile_wheel(wheel(tmp_path / "boats-99.0-py3-none-any.whl", "boats"), RULES)


def surface(tmp_path: Path, compiled: WheelSurface, colours: Shape) -> IndexSurface:
    """A document of the same API that knows one operation and closes, or does not close, its list of colours."""
    ours = operation(compiled, "POST /v1/boats")
    sent = Shape(types=("object",), properties={"colour": colours, "size": Shape()})
    known = Operation("POST", "/v1/boats", body=ours.body and type(ours.body)({FORM: sent}))
    path = tmp_path / "document.jsonl"
    path.write_bytes(write(facts_of(compiled), [known, Operation("GET", "/v1/planes")], {}))
    return open_file(path)


def test_a_document_closes_a_list_that_the_sdk_leaves_open(tmp_path: Path, compiled: WheelSurface) -> None:
    closing = surface(tmp_path, compiled, Shape(types=("string",), enum=("red", "")))
    firm = compiled._replace(operations=EnumCloser(compiled.shapes, closing).operations(compiled.operations))
    colour = body(firm, "POST /v1/boats", FORM).properties["colour"]
    assert colour == Shape(types=("string",), enum=("red", "blue"), advisory=False)


@pytest.mark.parametrize(
    "colours",
    [
        Shape(types=("string",), enum=("red",), advisory=True),
        Shape(types=("string",), enum=("red", "green")),  # a value that the SDK does not list: its list is not complete
        Shape(types=("string",)),
    ],
)
def test_a_document_that_does_not_close_it_leaves_it_open(
    tmp_path: Path, compiled: WheelSurface, colours: Shape
) -> None:
    firming = EnumCloser(compiled.shapes, surface(tmp_path, compiled, colours))
    kept = compiled._replace(operations=firming.operations(compiled.operations))
    assert kept.operations == compiled.operations
    assert firming.firmed == 0


def test_comparing_counts_both_sides(tmp_path: Path, compiled: WheelSurface) -> None:
    def resolve(node: Shape | Ref) -> Shape:
        return node if isinstance(node, Shape) else compiled.shapes.get(node.id, Shape())

    counted = compare(compiled.operations, resolve, surface(tmp_path, compiled, Shape(enum=("red",))))
    assert (counted["operations: both"], counted["operations: SDK only"], counted["operations: document only"]) == (
        1,
        3,
        1,
    )
    assert (counted["parameters: both"], counted["parameters: SDK only"], counted["parameters: document only"]) == (
        1,
        4,
        1,
    )
    assert counted["enums: SDK has all of the document's"] == 1


def test_the_shipped_stripe_surface() -> None:
    cache = folder("specs_cache")
    (entry,) = [e for e in lock.load(cache) if e.provider == "stripe" and e.kind == "sdk"]
    shipped = open_file(cache / entry.file)
    assert entry.current
    assert len(shipped.routes) == entry.operations == 650
    assert {route.path.split("/")[1] for route in shipped.routes} == {"v1", "v2", "oauth"}
