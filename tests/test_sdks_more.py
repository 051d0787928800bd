"""What further SDKs need of the reader: source distributions, keywords that are picked, addresses of no fixed place."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from truthcheck.errors import DocumentError
from truthcheck.sdks.archive import open_package

METADATA = b"Metadata-Version: 2.1\nName: acme-kit\nVersion: 1.2\nLicense: MIT\n\nLong text"


def sdist(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as bundle:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            bundle.addfile(info, io.BytesIO(data))
    return path


def test_a_source_distribution_is_read_like_a_wheel(tmp_path: Path) -> None:
    files = {
        "acme-kit-1.2/PKG-INFO": METADATA,
        "acme-kit-1.2/kit/__init__.py": b"A = 1",
        "acme-kit-1.2/src/kit/b.pyi": b"B: int",
        "acme-kit-1.2/README.md": b"# Kit",
        "acme-kit-1.2/kit/PKG-INFO": b"Name: other\nVersion: 9\n",
    }
    archive = open_package(sdist(tmp_path / "acme_kit-1.2.tar.gz", files))
    assert (archive.name, archive.version, archive.licence) == ("acme-kit", "1.2", "MIT")
    assert {name: read() for name, read in archive.files.items()} == {
        "kit/__init__.py": b"A = 1",
        "kit/b.pyi": b"B: int",
    }


@pytest.mark.parametrize("content", [b"", b"<html>", b"\x1f\x8b\x08\x00cut off"])
def test_a_damaged_source_distribution_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kit-1.tar.gz"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"kit-1\.tar\.gz: cannot be read as a source distribution"):
        open_package(path)


def test_a_source_distribution_without_metadata(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="a name and a version"):
        open_package(sdist(tmp_path / "kit-1.tar.gz", {"kit-1/kit.py": b"A = 1"}))
