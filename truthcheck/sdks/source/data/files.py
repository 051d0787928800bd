"""The edge where the data files of wheels are read. Nothing is unpacked to disk, and no reading is unbounded."""

from __future__ import annotations

import ast
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

from truthcheck.errors import DocumentError

MAX_FILE = 64 << 20  # bytes of one file as it is stored, and as it is read


class DataFiles:
    """The JSON files of some wheels by their path inside, plain or with gzip."""

    def __init__(self, wheels: list[Path]) -> None:
        self._bundles: dict[str, zipfile.ZipFile] = {}
        for wheel in wheels:
            try:
                bundle = zipfile.ZipFile(wheel)
            except (OSError, zipfile.BadZipFile) as error:
                raise DocumentError(f"{wheel.name}: cannot be read as a wheel: {error}", "download it again") from error
            self._bundles.update(dict.fromkeys(bundle.namelist(), bundle))

    def names(self, folder: str) -> list[str]:
        """The paths below a folder, sorted."""
        return sorted(name for name in self._bundles if name.startswith(f"{folder}/"))

    def read(self, path: str) -> Any:
        """The content of a file, or of the one with `.gz` behind its name; None where there is neither.

        Raises DocumentError for one that is too large or no JSON.
        """
        for name in (path, f"{path}.gz"):
            if name in self._bundles:
                try:
                    return json.loads(_plain(self._bytes(name), name))
                except (ValueError, zlib.error, zipfile.BadZipFile, RecursionError) as error:
                    raise DocumentError(f"{name}: cannot be read: {error}", "download the wheel again") from error
        return None

    def constant(self, path: str, name: str) -> Any:
        """A literal that a module of the wheel assigns to a name; None where it does not."""
        if path not in self._bundles:
            return None
        for node in ast.parse(self._bytes(path)).body:
            match node:
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    return ast.literal_eval(value)
        return None

    def _bytes(self, name: str) -> bytes:
        with self._bundles[name].open(name) as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise DocumentError(f"{name}: is larger than {MAX_FILE >> 20} MB", "this is no data file of an SDK")
        return data


def _plain(data: bytes, name: str) -> bytes:
    if not name.endswith(".gz"):
        return data
    reader = zlib.decompressobj(wbits=31)
    plain = reader.decompress(data, MAX_FILE)
    if reader.unconsumed_tail:
        raise DocumentError(f"{name}: unpacks to more than {MAX_FILE >> 20} MB", "this is no data file of an SDK")
    return plain
