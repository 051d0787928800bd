"""A package made here, as a wheel and as pip would install it: with a RECORD that holds the hash of every file."""

from __future__ import annotations

import hashlib
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from textwrap import dedent

SITE = Path("lib") / "python3.11" / "site-packages"

# an SDK with a page of its own: the rules of "resend" hold for it
MAILS = {
    "resend/__init__.py": "from resend.emails import Emails\nfrom resend.late import Broadcasts\n",
    "resend/request.py": """
        from typing import Any
        class Request:
            def __init__(self, path: str, params: Any, verb: str) -> None: ...
            def perform(self) -> Any: ...
    """,
    "resend/emails.py": """
        from typing import List
        from resend import request
        class Emails:
            @classmethod
            def send(cls, to: List[str]) -> str:
                return request.Request(path="/mails", params={"to": to}, verb="post").perform()
            @classmethod
            def recall(cls, email_id: str, *, silent: bool = False) -> None:
                request.Request(path=f"/mails/{email_id}/recall", params={}, verb="post").perform()
    """,
    "resend/late.py": """
        class Broadcasts:
            @classmethod
            def start(cls, name: str) -> None: ...
    """,
}

# an SDK that no page describes
ACME = {
    "acme/__init__.py": "from acme._client import Acme as Acme\n",
    "acme/py.typed": "",
    "acme/_client.py": """
        import httpx
        from acme.boats import Boats
        class Acme:
            boats: Boats
            def __init__(self, key: str, *, timeout: float = 3.0) -> None:
                self.boats = Boats(self)
            def request(self, method: str, path: str) -> httpx.Response:
                return httpx.request(method, "https://api.acme.dev" + path)
    """,
    "acme/boats.py": """
        from __future__ import annotations
        import typing
        class Boat:
            name: str
        class Boats:
            def __init__(self, client: typing.Any) -> None:
                self._client = client
            def launch(self, name: str, *, sails: int = 1) -> Boat:
                return self._client.request("POST", "/boats")
    """,
}


def metadata(name: str, version: str, requires: tuple[str, ...] = ()) -> str:
    asked = "".join(f"Requires-Dist: {one}\n" for one in requires)
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{asked}\n"


def wheel(files: Mapping[str, str], name: str, version: str, requires: tuple[str, ...] = ()) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as bundle:
        for path, text in files.items():
            bundle.writestr(path, dedent(text))
        bundle.writestr(f"{name}-{version}.dist-info/METADATA", metadata(name, version, requires))
    return held.getvalue()


def install(environment: Path, files: Mapping[str, str], name: str, version: str) -> Path:
    """The site-packages folder with the package in it."""
    site = environment / SITE
    info = site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    rows = []
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        data = dedent(text).encode()
        (site / path).write_bytes(data)
        hashed = urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={hashed},{len(data)}")
    (info / "METADATA").write_text(metadata(name, version))
    (info / "RECORD").write_text("\n".join([*rows, f"{info.name}/METADATA,,", f"{info.name}/RECORD,,", ""]))
    return site
