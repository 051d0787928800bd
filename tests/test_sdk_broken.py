"""Packages are somebody else's input: broken, half installed or hostile, they are never run; one line tells of it."""

from __future__ import annotations

import os
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from textwrap import dedent

import pytest
from evil import DEEP, EVIL

from truthcheck.cli import boundary
from truthcheck.sdks.source import archive
from truthcheck.sdks.source.modules import parse
from truthcheck.specs import material

KIT = {
    "stripe/__init__.py": "from stripe._client import StripeClient as StripeClient",
    "stripe/_api_version.py": 'class _ApiVersion:\n    CURRENT = "2030-01-31.test"',
    "stripe/_request_options.py": "class RequestOptions: ...",
    "stripe/_boats.py": """
        class BoatService:
            def _request(self, method, url, *, base_address): ...
            def retrieve(self, boat: str) -> str:
                return self._request("get", f"/v1/boats/{boat}", base_address="api")
    """,
    "stripe/_client.py": """
        from stripe._boats import BoatService
        class StripeClient:
            def __init__(self, api_key):
                self.boats = BoatService()
    """,
}
METADATA = "Metadata-Version: 2.1\nName: stripe\nVersion: 99.0\n\nText"
WHEEL = "stripe-99.0-py3-none-any.whl"


pytestmark = pytest.mark.usefixtures("nothing_escapes")


def packed(files: dict[str, str | bytes], metadata: str | None = METADATA, **how: int) -> bytes:
    """A wheel with these files; `how` goes to each member."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", how.get("compression", zipfile.ZIP_DEFLATED)) as bundle:
        for name, text in files.items():
            bundle.writestr(name, dedent(text) if isinstance(text, str) else text)
        if metadata is not None:
            bundle.writestr("stripe-99.0.dist-info/METADATA", metadata)
    return held.getvalue()


def added(data: bytes, capsys: pytest.CaptureFixture[str], name: str = WHEEL) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `specs add` on a wheel with this content."""
    Path(name).write_bytes(data)
    code = boundary.run(["specs", "add", "acme", name])
    seen = capsys.readouterr()
    return code, seen.out, seen.err


def refused(data: bytes, says: str, capsys: pytest.CaptureFixture[str], name: str = WHEEL) -> None:
    """One clear line, perhaps a hint, and nothing is kept."""
    code, out, err = added(data, capsys, name)
    lines = err.splitlines()
    assert (code, out) == (2, ""), err
    assert lines[0].startswith("error: ")
    assert says in lines[0]
    assert len(lines[0]) < 400
    assert all(line.startswith("hint: ") for line in lines[1:])
    assert len(lines) <= 2
    assert err.replace("\n", "").isprintable()
    assert not Path("truthcheck.lock").exists()


def damaged() -> bytes:
    """One byte of a packed file is another one."""
    data = bytearray(packed(KIT, compression=zipfile.ZIP_STORED))
    at = data.index(b"StripeClient as StripeClient")
    data[at] ^= 0xFF
    return bytes(data)


def patched(offset: int, value: int) -> bytes:
    """Two bytes of every file's header in the directory of the archive, and beside each file."""
    data = bytearray(packed(KIT))
    for mark, place in ((b"PK\x01\x02", offset), (b"PK\x03\x04", offset - 2)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            struct.pack_into("<H", data, start + place, value)
            start += 4
    return bytes(data)


def small_header() -> bytes:
    """A file that unpacks to more than its header says."""
    data = bytearray(packed({**KIT, "stripe/__init__.py": KIT["stripe/__init__.py"] + "\n" * 100_000}))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 40)
    return bytes(data)


BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "cannot be read as a wheel"),
    "a web page": (lambda: b"<!doctype html><title>Sign in</title>" * 9, "cannot be read as a wheel"),
    "half": (lambda: packed(KIT)[:-400], "cannot be read as a wheel"),
    "its first half": (lambda: packed(KIT)[: len(packed(KIT)) // 2], "cannot be read as a wheel"),
    "its second half": (lambda: packed(KIT)[len(packed(KIT)) // 2 :], "cannot be"),
    "no metadata": (lambda: packed(KIT, None), "metadata with a name and a version was expected"),
    "metadata of nobody": (lambda: packed(KIT, "Name: \nVersion: 1\n\n"), "a name and a version was expected"),
    "another byte": (damaged, "stripe/__init__.py cannot be unpacked: Bad CRC-32"),
    "another way of packing": (lambda: patched(10, 99), "packed in a way that wheels are not"),
    "encrypted": (lambda: patched(8, 1), "is encrypted"),
    "a small header": (small_header, "cannot be unpacked"),
    "no module of its own": (lambda: packed({"evil.py": "x = 1"}), "has no constant"),
    "another package": (
        lambda: packed({"evil/__init__.py": ""}, "Name: evil\nVersion: 1\n\n"),
        "no [specification] for evil",
    ),
    "a name that paints": (
        lambda: packed(KIT, "Name: ev\x1b[31mil\x07\nVersion: 1\x1b[2J\n\n"),
        "no [specification] for ev",
    ),
    "too many files": (lambda: packed({f"stripe/m{n}.py": "" for n in range(20_001)}), "more than 20000 files"),
    "a bomb": (
        lambda: packed({f"stripe/m{n}.py": b"\n" * (30 << 20) for n in range(9)}),
        "Python files are larger than 256 MB together",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_wheel(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    make, says = BROKEN[name]
    refused(make(), says, capsys)


@pytest.mark.parametrize("seed", range(40))
def test_a_wheel_with_changed_bytes_is_read_or_refused(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    random.seed(seed)
    data = bytearray(packed(KIT))
    for _ in range(random.choice((1, 2, 20))):
        data[random.randrange(len(data))] = random.randrange(256)
    code, _, err = added(bytes(data), capsys)
    assert code in (0, 2), err
    assert len(err.splitlines()) <= 2


def test_a_wheel_that_pip_brings_broken(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def download(requirement: str, folder: str) -> None:
        Path(folder, WHEEL).write_bytes(packed(KIT)[:100])

    monkeypatch.setattr(material, "_download", download)
    assert boundary.run(["specs", "add", "acme", "--package", "stripe==99.0"]) == 2
    first, *rest = capsys.readouterr().err.splitlines()
    assert first.startswith(f"error: {WHEEL}: cannot be read as a wheel")
    assert len(rest) <= 1


STRANGE: dict[str, str | bytes] = {
    "runs when imported": EVIL,
    "no Python": "def f(:\n",
    "zeros": b"\0" * 1000,
    "no text": bytes(range(256)) * 40,
    "another encoding": b"# -*- coding: nonsense -*-\nx = 1\n",
    "a mark": b"\xef\xbb\xbfx = 1\n",
    "a circle": "from stripe._boats import *\nfrom stripe._evil import *\nclass BoatService(BoatService): ...\n",
    **DEEP,
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_module_does_not_keep_the_others_from_being_read(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = "from stripe._evil import *\nfrom stripe._evil import x\n" + KIT["stripe/__init__.py"]
    code, out, err = added(packed({**KIT, "stripe/__init__.py": beside, "stripe/_evil.py": STRANGE[name]}), capsys)
    assert (code, err) == (0, "")
    assert "1 operation" in out


@pytest.mark.parametrize("name", DEEP)
def test_a_service_that_is_nested_too_deep(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Read or refused; what it must not do is break."""
    body = "".join(f"    {line}\n" for line in DEEP[name].splitlines()[:5000])
    service = f"{dedent(KIT['stripe/_boats.py'])}\n\nclass More(BoatService):\n{body}    boats: 'BoatService' = x\n"
    code, _, err = added(packed({**KIT, "stripe/_boats.py": service}), capsys)
    assert code in (0, 2), err
    assert len(err.splitlines()) <= 2


def test_names_that_lead_out_of_the_archive_are_only_names(capsys: pytest.CaptureFixture[str]) -> None:
    outside = {"../../evil.py": EVIL, "/evil.py": EVIL, "stripe/../../evil.py": EVIL, "C:\\evil.py": EVIL}
    code, out, _ = added(packed({**KIT, **outside}), capsys)
    assert code == 0
    assert "1 operation" in out


def test_a_module_of_50_mb_is_left_out_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = added(packed({**KIT, "stripe/_huge.py": b"x = 1\n" * ((50 << 20) // 6)}), capsys)
    assert code == 0
    assert "stripe/_huge.py: is larger than 32 MB, so it is not read" in out


def tarball(files: dict[str, bytes], sizes: dict[str, int] | None = None) -> bytes:
    held = BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz", compresslevel=1) as bundle:
        for name, data in files.items():
            info = tarfile.TarInfo(f"stripe-99.0/{name}")
            info.size = (sizes or {}).get(name, len(data))
            bundle.addfile(info, BytesIO(data))
        for name in ("link.py", "hard.py"):
            info = tarfile.TarInfo(f"stripe-99.0/{name}")
            info.type = tarfile.SYMTYPE if name == "link.py" else tarfile.LNKTYPE
            info.linkname = "/etc/hostname"
            bundle.addfile(info)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (tarball({"PKG-INFO": METADATA.encode()})[:120], "cannot be read as a source distribution"),
        (b"", "cannot be read as a source distribution"),
        (tarball({"stripe/__init__.py": b""}), "metadata with a name and a version"),
    ],
)
def test_a_broken_source_distribution(data: bytes, says: str, tmp_path: Path) -> None:
    file = Path("stripe-99.0.tar.gz")
    file.write_bytes(data)
    with pytest.raises(archive.DocumentError, match=says):
        archive.open_package(file)


def test_links_of_a_source_distribution_are_not_followed() -> None:
    file = Path("stripe-99.0.tar.gz")
    file.write_bytes(tarball({"PKG-INFO": METADATA.encode(), "src/stripe/__init__.py": b"x = 1"}))
    assert list(archive.open_package(file).files) == ["stripe/__init__.py"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links here")
def test_links_of_a_folder_that_lead_elsewhere_are_not_followed(tmp_path: Path) -> None:
    kit = Path("kit")
    (kit / "inner").mkdir(parents=True)
    (kit / "__init__.py").write_text("x = 1")
    (kit / "same.py").symlink_to("__init__.py")
    (kit / "outside.py").symlink_to(Path(__file__))
    (kit / "endless.py").symlink_to("/dev/zero")
    (kit / "gone.py").symlink_to("nowhere.py")
    (kit / "round.py").symlink_to("round.py")
    (kit / "inner" / "up").symlink_to(kit.absolute(), target_is_directory=True)
    if hasattr(os, "mkfifo"):
        os.mkfifo(kit / "pipe.py")
    assert sorted(archive.open_package(kit).files) == ["kit/__init__.py", "kit/same.py"]


@pytest.mark.parametrize(
    ("source", "chained"),
    [
        ("a" + ".b" * 20_000, True),
        ("x = f'{a" + ".b" * 20_000 + "}'", True),
        ("x = (a\n" + '+ """\nreturn x\n""" # "\n + a' * 10_000 + ")", True),
        ("def f():\n    return a.b.c\n" * 20_000, False),
        ("import a.b\nx = 'no. end. of. it.'  # a.b.c.d\n" * 9_000, False),
    ],
)
def test_chains_that_overflow_an_old_parser_are_seen_before(source: str, chained: bool) -> None:
    assert parse.is_chained(source.encode()) is chained
