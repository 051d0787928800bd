"""Which described body a sent body is held against."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.checks.core.claim import BODIES, Claim
from truthcheck.model.surface import Body, Ref, Shape
from truthcheck.model.value import Mapping, Sequence, Typed, Unknown, Value


def kind(media: str) -> str:
    """The encoding of a media type: "json", "form", "multipart", "any" or "other"."""
    plain = media.partition(";")[0].strip().lower()
    if plain in ("application/json", "text/json") or plain.endswith("+json"):
        return "json"
    if plain == "application/x-www-form-urlencoded":
        return "form"
    if plain == "multipart/form-data":
        return "multipart"
    return "any" if plain in ("*/*", "", "application/*") else "other"


def kinds(body: Body) -> frozenset[str]:
    return frozenset(kind(media) for media in body.media)


def has_json(claim: Claim, body: Body) -> bool:
    """Whether the types described are those of JSON. Swagger 2.0 lists form fields; what it calls a string there may
    well be a list in JSON."""
    taken = kinds(body)
    fields = claim.surface.origin.kind == "swagger" and "form" in taken
    return bool(taken & {"json", "any"}) and not fields


def sent_body(claim: Claim) -> tuple[str, Value] | None:
    """The encoding and the value of the body, None when there is none or it cannot be told which one is sent."""
    sent = {where: value for where, value in claim.sent.items() if where in BODIES}
    if len(sent) > 1 and isinstance(sent.get("content"), Unknown):
        del sent["content"]  # keyword arguments from elsewhere do not replace the body that is written
    if "file" in sent and set(sent) <= {"file", "form"}:
        return "multipart", _with_files(sent)
    if len(sent) != 1 or "content" in sent:
        return None
    return next(iter(sent.items()))


def _with_files(bodies: dict[str, Value]) -> Value:
    files, form = bodies["file"], bodies.get("form", Mapping(()))
    if isinstance(files, Mapping) and isinstance(form, Mapping):
        return Mapping(form.entries + files.entries, form.rest or files.rest, form.at or files.at)
    return Typed("file")


def has_content(value: Value) -> bool:
    """Whether something is certainly sent."""
    match value:
        case Mapping(entries):
            return any(entry.always for entry in entries)
        case Sequence(items):
            return bool(items)
        case Typed("object" | "array"):
            return True
        case _:
            return False


def shape_for(claim: Claim, encoding: str) -> Shape | None:
    """What the document says of a body in `encoding`; of any body, when it describes none such."""
    body = claim.operation.body
    if body is None:
        return None
    wanted = {"form": ("form", "multipart"), "multipart": ("multipart",), "json": ("json",)}[encoding]
    found: list[Shape | Ref] = [shape for media, shape in body.media.items() if kind(media) in (*wanted, "any")]
    if not found and encoding != "multipart":
        found = list(_structured(body))
    return Shape(any_of=tuple(found)) if found else None


def _structured(body: Body) -> Iterator[Shape | Ref]:
    for media, shape in body.media.items():
        if kind(media) != "other":
            yield shape
