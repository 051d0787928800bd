"""SDKs that are made of data files: how the files are read, and what the shipped indexes say."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from shipped_rules import RULES as SHIPPED
from shipped_sdks import history, opened, release

from truthcheck.errors import ConfigError, DocumentError
from truthcheck.sdks.index.history_file import History, Release
from truthcheck.sdks.index.index_file import write
from truthcheck.sdks.index.package import Package
from truthcheck.sdks.index.values import ByText, Instance, NoMember, Open, SdkMethod, StepValue
from truthcheck.sdks.source.data.additions import stub
from truthcheck.sdks.source.data.compile import joined
from truthcheck.sdks.source.data.files import DataFiles
from truthcheck.sdks.source.data.naming import method, parameter, snake

MODEL = {
    "metadata": {"serviceId": "Lamp Shop"},
    "operations": {
        "ListLamps": {
            "http": {"method": "GET", "requestUri": "/{Room+}?list"},
            "input": {"shape": "ListIn"},
            "output": {"shape": "ListOut"},
        },
        "SendLamp": {"http": {"requestUri": "/"}, "input": {"shape": "SendIn"}},
        "StreamLamps": {},
    },
    "shapes": {
        "ListIn": {
            "type": "structure",
            "required": ["Room", "Token"],
            "members": {
                "Room": {"shape": "Text"},
                "Token": {"shape": "Text", "idempotencyToken": True},
                "Kind": {"shape": "Kind"},
                "Zone": {"shape": "Zone"},
            },
        },
        "ListOut": {
            "type": "structure",
            "required": ["Lamps"],
            "members": {"Lamps": {"shape": "Lamps"}, "Picture": {"shape": "Bytes", "streaming": True}},
        },
        "Lamps": {"type": "list", "member": {"shape": "Lamp"}},
        "Lamp": {"type": "structure", "members": {"Name": {"shape": "Text"}, "Like": {"shape": "Lamp"}}},
        "SendIn": {"type": "structure", "required": ["Lamp"], "members": {"Lamp": {"shape": "Lamp"}}},
        "Text": {"type": "string"},
        "Bytes": {"type": "blob"},
        "Kind": {"type": "string", "enum": ["desk", "floor"]},
        "Zone": {"type": "string", "enum": [f"zone-{n}" for n in range(101)]},
    },
}
RESOURCES = {
    "service": {"hasMany": {"Rooms": {"request": {"operation": "ListLamps"}, "resource": {"type": "Room"}}}},
    "resources": {
        "Room": {
            "identifiers": [{"name": "Name"}],
            "shape": "Lamp",
            "actions": {
                "List": {
                    "request": {
                        "operation": "ListLamps",
                        "params": [{"target": "Room", "source": "identifier", "name": "Name"}],
                    },
                    "path": "Lamps",
                }
            },
        }
    },
}
RULES: dict[str, Any] = {
    "reader": "services",
    "folder": "core/data",
    "resources": "shop/data",
    "names": ["core/__init__.py", "_names"],
    "pages": "core:Pages",
    "paging": "core:Paging",
    "waiting": "core:Waiting",
    "depth": [12, 2],
    "services": ["lamps"],
    "missing": {"lamps": ["StreamLamps"]},
    "others": {"clients": ["old-lamps"]},
    "added": {"*": ["Meta"]},
    "stubs": {"*.Client": ['get_waiter(name: str) -> by["{space}:waiters", "name"]']},
}


def wheel(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    extra = {"version": 1.0, "merge": {"shapes": {"Lamp": {"members": {"Price": {"shape": "Text"}}}}}}
    return wheel(
        tmp_path / "shop.whl",
        {
            "core/data/lamps/2020-01-01/service-2.json": b"this is an old one and is not read",
            "core/data/lamps/2026-01-01/service-2.json.gz": gzip.compress(json.dumps(MODEL).encode()),
            "core/data/lamps/2026-01-01/service-2.sdk-extras.json": json.dumps(extra).encode(),
            "core/data/lamps/2026-01-01/paginators-1.json": b'{"pagination": {"ListLamps": {}}}',
            "core/data/lamps/2026-01-01/waiters-2.json": b'{"waiters": {"LampLit": {"operation": "ListLamps"}}}',
            "core/data/chairs/2026-01-01/service-2.json": b"{}",
            "shop/data/lamps/2026-01-01/resources-1.json": json.dumps(RESOURCES).encode(),
            "core/__init__.py": b"raise SystemExit('never run')\n_names = {('SendLamp', '_'): 'send_a_lamp'}\n",
        },
    )


def package(records: dict[str, Any], tmp_path: Path) -> Package:
    header = {"package": "shop", "version": "1", "imports": ["shop"], "redirects": [], "chains": {}}
    file = tmp_path / "shop@1.jsonl"
    file.write_bytes(write(header, records))
    return Package(file)


def compiled(shop: Path, tmp_path: Path, **more: Any) -> Package:
    return package(joined({"shop:": {"n": {}}}, [shop], {**RULES, **more}, "shop.toml"), tmp_path)


def asked(package: Package, key: str, name: str) -> StepValue:
    return package.member(Instance(key), name)


def parameters(found: StepValue) -> dict[str, bool]:
    assert isinstance(found, SdkMethod)
    return {one.name: one.required for one in found.signatures[0].parameters}


def test_operations_become_methods(shop: Path, tmp_path: Path) -> None:
    found = asked(compiled(shop, tmp_path), "lamps:LampShop.Client", "list_lamps")
    assert isinstance(found, SdkMethod)
    assert found.operations == (("GET", "/{Room}", ""),)
    # a token that the client makes itself is not asked for
    assert parameters(found) == {"Room": True, "Token": False, "Kind": False, "Zone": False}


def test_a_name_that_the_table_of_the_package_makes(shop: Path, tmp_path: Path) -> None:
    made = compiled(shop, tmp_path)
    assert isinstance(asked(made, "lamps:LampShop.Client", "send_a_lamp"), SdkMethod)
    assert isinstance(asked(made, "lamps:LampShop.Client", "send_lamp"), NoMember)
    assert isinstance(asked(made, "lamps:LampShop.Client", "stream_lamps"), NoMember)


def test_short_lists_of_values_are_kept_and_long_ones_left_out(shop: Path, tmp_path: Path) -> None:
    record = compiled(shop, tmp_path).index.record
    assert (record("lamps:ListIn") or {})["f"] == {"Room": "str", "Token": "str", "Kind": "lamps:Kind", "Zone": "str"}
    assert record("lamps:Kind") == {"k": "alias", "t": ["=", "desk", "floor"]}


def test_replies_hold_what_is_added_and_streams_are_open(shop: Path, tmp_path: Path) -> None:
    made = (compiled(shop, tmp_path).index.record("lamps:ListOut") or {})["f"]
    assert made == {"Lamps": ["list", "lamps:Lamp"], "Picture": "?", "Meta": "?"}


def test_additions_are_merged_and_shapes_may_hold_themselves(shop: Path, tmp_path: Path) -> None:
    made = (compiled(shop, tmp_path).index.record("lamps:Lamp") or {})["f"]
    assert made == {"Name": "str", "Like": "lamps:Lamp", "Price": "str"}


def test_what_is_cut_off_is_open(shop: Path, tmp_path: Path) -> None:
    made = compiled(shop, tmp_path, depth=[1, 1])
    assert (made.index.record("lamps:SendIn") or {})["f"] == {"Lamp": ["dict", "?"]}
    assert made.index.record("lamps:Lamp") is None


def test_texts_choose_classes(shop: Path, tmp_path: Path) -> None:
    made = compiled(shop, tmp_path)
    clients = ByText("choice:clients", ("name",))
    assert made.pick(clients, {"name": "lamps"}, ()) == Instance("lamps:LampShop.Client")
    for name in ("chairs", "old-lamps", "nothing"):
        assert isinstance(made.pick(clients, {"name": name}, ()), Open)
    assert isinstance(made.pick(clients, {}, ()), Open)
    assert set((made.index.record("choice:clients") or {})["of"]) == {"lamps", "chairs", "old-lamps"}


def test_a_resource_fills_in_what_it_is(shop: Path, tmp_path: Path) -> None:
    made = compiled(shop, tmp_path)
    room = made.call(asked(made, "lamps:LampShop.ServiceResource", "Room"))
    assert room == Instance("lamps:LampShop.Room")
    assert parameters(asked(made, "lamps:LampShop.Room", "list"))["Room"] is False
    assert made.member(room, "price") != made.member(room, "colour")
    rooms = asked(made, "lamps:LampShop.ServiceResource", "rooms")
    assert made.item(made.call(made.member(rooms, "all"))) == room


def test_shapes_that_only_resources_convert(shop: Path, tmp_path: Path) -> None:
    made = compiled(shop, tmp_path, converted={"lamps": ["Lamp"]})
    assert (made.index.record("lamps:SendIn") or {})["f"] == {"Lamp": "lamps:Lamp"}
    assert (made.index.record("lamps.resource:SendIn") or {})["f"] == {"Lamp": "?"}


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("ListObjectsV2", "list_objects_v2"),
        ("DescribeDBInstances", "describe_db_instances"),
        ("UpdateARNs", "update_arns"),
        ("already_plain", "already_plain"),
    ],
)
def test_snake_case(name: str, plain: str) -> None:
    assert snake(name, {}) == plain


def test_names_that_python_does_not_take() -> None:
    assert [method("import"), method("get-it"), method("body")] == ["import_", "get_it", "body_"]
    assert [parameter("max-results"), parameter("$.xgafv")] == ["max_results", "x__xgafv"]


def test_a_stub_that_is_no_python() -> None:
    with pytest.raises(ConfigError, match=r"shop.toml: get\(: expected a stub"):
        stub("get(", "shop.toml")


def test_an_unknown_reader() -> None:
    with pytest.raises(ConfigError, match=r"data\.reader: expected one of services, discovery"):
        joined({}, [], {"reader": "guess"}, "shop.toml")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"{"),
        ("a.json.gz", b"no gzip"),
        ("a.json.gz", gzip.compress(b"0" * (65 << 20))),
        ("a.json", b"[" * 100_000),
    ],
)
def test_hostile_files_are_refused_in_one_line(tmp_path: Path, name: str, data: bytes) -> None:
    files = DataFiles([wheel(tmp_path / "bad.whl", {name: data})])
    with pytest.raises(DocumentError) as told:
        files.read("a.json")
    assert name in told.value.message
    assert "\n" not in told.value.message


def test_a_wheel_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "bad.whl").write_bytes(b"no zip")
    with pytest.raises(DocumentError, match="cannot be read as a wheel"):
        DataFiles([tmp_path / "bad.whl"])


def shipped(name: str) -> list[str]:
    return [f"{name}@{version}" for sdk in SHIPPED.all() if sdk.package == name for version in sdk.versions]


@pytest.mark.parametrize(
    ("package", "chain", "operation"),
    [
        ("boto3", ("s3:S3.Client", "put_object"), "PUT /{Bucket}/{Key}"),
        ("boto3", ("dynamodb:DynamoDB.Table", "put_item"), "POST /"),
        ("boto3", ("lambda:Lambda.Client", "invoke"), "POST /2015-03-31/functions/{FunctionName}/invocations"),
        (
            "google-api-python-client",
            ("calendar.v3:calendar.events", "insert"),
            "POST /calendar/v3/calendars/{calendarId}/events",
        ),
    ],
)
def test_shipped_methods(package: str, chain: tuple[str, str], operation: str) -> None:
    (file,) = shipped(package)
    found = asked(opened(file), *chain)
    assert isinstance(found, SdkMethod)
    assert [" ".join(one[:2]) for one in found.operations] == [operation]


@pytest.mark.parametrize("package", ["boto3", "google-api-python-client"])
def test_shipped_tables_lead_to_classes(package: str) -> None:
    """Every service that a table describes has its class, and no look-up reads more than the records it needs."""
    (file,) = shipped(package)
    index = release(file)
    tables = [index.record(f"choice:{name}") for name in ("clients", "resources", "services")]
    keys = [key for table in tables if table for key in _leaves(table["of"]) if key]
    assert len(keys) > 50
    assert all(index.record(key) for key in keys)
    assert index.header["described"]


def _leaves(held: Any) -> list[str]:
    return [leaf for part in held.values() for leaf in _leaves(part)] if isinstance(held, dict) else [held]


def test_rule_data_names_records_that_exist() -> None:
    """A stub for a class that is gone would be silently left out."""
    for sdk in SHIPPED.all():
        for file in shipped(sdk.package) if sdk.data else ():
            index = release(file)
            exact = [key for key in sdk.data["stubs"] if "*" not in key]
            assert [key for key in exact if not index.record(key)] == []


def test_a_call_reads_the_records_of_its_service_alone() -> None:
    (file,) = shipped("boto3")
    package = Package(History(history("boto3").path).at(file.partition("@")[2]))
    client = package.pick(ByText("choice:clients", ("name",)), {"name": "s3"}, ())
    found = package.member(client, "list_objects_v2")
    assert isinstance(found, SdkMethod)
    assert isinstance(package.index, Release)
    read = {key for key, record in package.index._records.items() if record is not None}
    assert {key.partition(":")[0] for key in read} == {"choice", "s3"}
    assert len(read) < 5


@pytest.mark.parametrize(
    "dotted", ["boto3.resources.base.ServiceResource", "boto3.s3.inject.upload_file", "boto3.docs"]
)
def test_modules_that_are_left_out_may_hold_anything(dotted: str) -> None:
    (file,) = shipped("boto3")
    package = opened(file)
    assert not isinstance(package.root(dotted), NoMember)
    assert isinstance(package.root(f"{dotted}.anything"), Open)
