#!/usr/bin/env python3
"""Re-check the benchmark's labels against the raw API descriptions.

For every line of calls.jsonl the script looks the operation up in the raw
OpenAPI files, validates what the call sends (`sends`) and which response
fields the code reads (`reads`), and collects the violations it finds itself.
Those violations and the labels must agree, both ways:

* a violation without a label  -> the case holds a falsehood nobody labelled;
* a label without a violation  -> the label is wrong, or cannot be shown.

Supabase table calls (`db`) are checked in the same way against the SQL files
of the case.  Labels about SDK members, arguments and fields carry a `check`
that `--sdk` runs against the installed packages (see README.md for versions).

    python verify_labels.py SPECS [--sdk] [--pyright COMMAND] [-v]

Needs PyYAML for the YAML files; everything else is standard library.
Exit status: 0 = no discrepancy, 1 = some, 2 = inputs unreadable.
"""
from __future__ import annotations

import argparse
import ast
import glob
import importlib
import inspect
import io
import json
import lzma
import os
import pickle
import re
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# provider -> [(glob of spec files, URL prefix the spec's paths hang under)]
SPECS = {
    "stripe": [("stripe/spec3.2023-09-12.yaml.xz", "")],
    "github": [("github/api.github.com.json.xz", "")],
    "openai": [("openai/openapi.json.xz", "/v1")],
    "slack": [("slack/slack_web_openapi_v2.json.xz", "/api")],
    "discord": [("discord/openapi.json.xz", "/api/v10")],
    "resend": [("resend/resend.json.xz", "")],
    "supabase": [
        ("supabase/auth.openapi.yaml.xz", "/auth/v1"),
        ("supabase/storage.api.json.xz", "/storage/v1"),
        ("supabase/management-v1.openapi.json.xz", ""),
    ],
    "sendgrid": [("sendgrid/tsg_*.json.xz", "")],
    "twilio": [("twilio/twilio_*.json.xz", "")],
    "digitalocean": [("digitalocean/specification.tar.xz", "")],
    "spotify": [("spotify/official-spotify-open-api.yaml.xz", "/v1")],
    "notion": [("notion/notion-openapi.json.xz", "")],
    "openrouter": [("openrouter/in.openapi.yaml.xz", "/api/v1")],
}
METHODS = ("get", "post", "put", "patch", "delete", "head")


# --------------------------------------------------------------------------
# loading
# --------------------------------------------------------------------------
def _yaml(text):
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class Spec:
    """One description: paths plus a way to follow its references."""

    def __init__(self, name, doc, prefix, docs=None):
        self.name, self.doc, self.prefix = name, doc, prefix
        self.docs = docs  # for multi-file descriptions: {file: tree}
        self.index = {}
        for path, item in (doc.get("paths") or {}).items():
            self.index.setdefault(norm(prefix + path), []).append(path)

    def ref(self, node):
        for _ in range(40):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                return node
            target = node["$ref"]
            if self.docs is not None:
                file, _, ptr = target.partition("#")
                tree = self.docs[file]
            else:
                ptr, tree = target.lstrip("#"), self.doc
            for key in ptr.split("/"):
                if key:
                    key = key.replace("~1", "/").replace("~0", "~")
                    tree = tree[int(key)] if isinstance(tree, list) else tree[key]
            node = tree
        return {}


def _cached(path, build):
    key = "%s.%d.%d.v3.pickle" % (
        re.sub(r"\W+", "_", path)[-80:], os.path.getsize(path), int(os.path.getmtime(path)))
    cache = os.path.join(tempfile.gettempdir(), "bench-spec-cache-%d" % os.getuid())
    os.makedirs(cache, exist_ok=True)
    file = os.path.join(cache, key)
    if os.path.exists(file):
        with open(file, "rb") as fh:
            return pickle.load(fh)
    value = build()
    with open(file, "wb") as fh:
        pickle.dump(value, fh)
    return value


def _load_tar(path):
    """A multi-file YAML description: read all files, make references absolute."""
    docs = {}
    with tarfile.open(fileobj=io.BytesIO(lzma.open(path).read())) as tar:
        for member in tar.getmembers():
            if member.isfile() and member.name.endswith((".yml", ".yaml")):
                try:
                    docs[os.path.normpath(member.name)] = _yaml(tar.extractfile(member).read())
                except Exception:
                    continue

    def fix(node, file):
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                target, _, ptr = node["$ref"].partition("#")
                base = os.path.normpath(os.path.join(os.path.dirname(file), target)) if target else file
                node["$ref"] = base + "#" + ptr
            for value in node.values():
                fix(value, file)
        elif isinstance(node, list):
            for value in node:
                fix(value, file)

    for file, tree in docs.items():
        fix(tree, file)
    root = next(f for f in docs if re.search(r"public\.v2\.ya?ml$", f))
    return root, docs


def load_specs(root, providers):
    out = {}
    for provider in providers:
        for pattern, prefix in SPECS.get(provider, []):
            for path in sorted(glob.glob(os.path.join(root, pattern))):
                name = os.path.relpath(path, root)
                if path.endswith(".tar.xz"):
                    file, docs = _cached(path, lambda: _load_tar(path))
                    out.setdefault(provider, []).append(Spec(name, docs[file], prefix, docs))
                    continue

                def build():
                    with lzma.open(path) as fh:
                        text = fh.read()
                    return json.loads(text) if path.endswith(".json.xz") else _yaml(text)

                out.setdefault(provider, []).append(Spec(name, _cached(path, build), prefix))
    return out


def norm(path):
    """A path template with its placeholder names blanked."""
    path = re.sub(r"\{[^}]*\}", "{}", path.split("?")[0])
    return path.rstrip("/") or "/"


# --------------------------------------------------------------------------
# schema checks
# --------------------------------------------------------------------------
ANY = "$"


def is_var(v):
    return isinstance(v, str) and v.startswith("$") and v[1:] in ("", "str", "int", "float", "bool", "list", "dict")


def merged(spec, schema):
    """A schema with allOf folded in (properties, required)."""
    schema = spec.ref(schema) or {}
    if isinstance(schema, dict) and isinstance(schema.get("items"), list) and "type" not in schema:
        # Slack's file writes alternatives as a list of items
        schema = {**{k: v for k, v in schema.items() if k != "items"}, "anyOf": schema["items"]}
    if not isinstance(schema, dict) or "allOf" not in schema:
        return schema
    out = {k: v for k, v in schema.items() if k != "allOf"}
    props, req = dict(out.get("properties") or {}), list(out.get("required") or [])
    for part in schema["allOf"]:
        part = merged(spec, part)
        for key, value in (part.get("properties") or {}).items():
            props.setdefault(key, value)
        if isinstance(part.get("required"), list):
            req += part["required"]
        for key in ("type", "enum", "items", "anyOf", "oneOf", "additionalProperties", "format"):
            if key in part and key not in out:
                out[key] = part[key]
    if props:
        out["properties"] = props
    if req:
        out["required"] = req
    return out


def types_of(schema):
    t = schema.get("type")
    if isinstance(t, str):
        return {t}
    if isinstance(t, list):
        return set(t)
    if "properties" in schema or isinstance(schema.get("additionalProperties"), dict):
        return {"object"}
    if "items" in schema:
        return {"array"}
    return set()


def validate(spec, value, schema, ptr, form, depth=0):
    """Violations of `value` against `schema`: [(kind, pointer, message)]."""
    schema = merged(spec, schema)
    if depth > 25 or not isinstance(schema, dict):
        return []
    branches = (schema.get("anyOf") or []) + (schema.get("oneOf") or [])
    if branches:
        best = None
        for branch in branches:
            branch = merged(spec, branch)
            if schema.get("properties") and (branch.get("properties") or branch.get("required")):
                branch = merged(spec, {"allOf": [branch, {k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}]})
            found = validate(spec, value, branch, ptr, form, depth + 1)
            fit = isinstance(value, dict) and "object" in types_of(branch)
            key = (len(found), not fit)
            if best is None or key < best[0]:
                best = (key, found)
        return best[1]
    kinds = types_of(schema)
    if value is None or schema.get("format") == "binary":
        return []
    if is_var(value):
        want = {"$str": {"string"}, "$int": {"integer", "number"}, "$float": {"number"},
                "$bool": {"boolean"}, "$list": {"array"}, "$dict": {"object"}}.get(value)
        if want and kinds and not (want & kinds) and not (form and value in ("$str", "$int")) and not (
                value == "$str" and "array" in kinds and form):
            return [("invalid-type", ptr, "%s where %s is wanted" % (value, "/".join(sorted(kinds))))]
        return []
    if isinstance(value, dict):
        if kinds and "object" not in kinds:
            if form and "array" in kinds:
                return []
            return [("invalid-type", ptr, "object where %s is wanted" % "/".join(sorted(kinds)))]
        return check_object(spec, value, schema, ptr, form, depth)
    if isinstance(value, list):
        if kinds and "array" not in kinds:
            return [("invalid-type", ptr, "array where %s is wanted" % "/".join(sorted(kinds)))]
        out = []
        for item in value:
            out += validate(spec, item, schema.get("items") or {}, ptr + "[]", form, depth + 1)
        return out
    # scalars
    if form and isinstance(value, str) and "array" in kinds and "string" not in kinds:
        out = []
        for part in value.split(","):
            out += validate(spec, part, schema.get("items") or {}, ptr, form, depth + 1)
        return out
    bad = None
    if kinds and not kinds & {"string", "integer", "number", "boolean"} and not (form and "array" in kinds):
        bad = True
    elif isinstance(value, bool):
        bad = bool(kinds) and "boolean" not in kinds and not (form and "string" in kinds)
    elif isinstance(value, int):
        bad = bool(kinds) and not kinds & {"integer", "number"} and not (form and "string" in kinds)
    elif isinstance(value, float):
        bad = bool(kinds) and "number" not in kinds and not (form and "string" in kinds)
    elif isinstance(value, str) and kinds and "string" not in kinds:
        if not form:
            bad = "array" not in kinds or True
        elif "integer" in kinds and not re.fullmatch(r"-?\d+", value):
            bad = True
        elif "number" in kinds and not re.fullmatch(r"-?\d+(\.\d+)?", value) and "integer" not in kinds:
            bad = True
        elif kinds == {"boolean"} and value not in ("true", "false", ""):
            bad = True
    if bad:
        return [("invalid-type", ptr, "%r where %s is wanted" % (value, "/".join(sorted(kinds))))]
    enum = schema.get("enum")
    if enum and value not in enum and str(value).lower() not in [str(e).lower() if isinstance(e, bool) else str(e) for e in enum]:
        return [("invalid-value", ptr, "%r is not one of %s" % (value, ", ".join(map(str, enum))[:120]))]
    return []


def check_object(spec, value, schema, ptr, form, depth=0):
    out = []
    props = schema.get("properties") or {}
    extra = schema.get("additionalProperties")
    for key, item in value.items():
        if key == "$*":
            continue
        here = ptr + "." + key
        if key in props:
            if (spec.ref(props[key]) or {}).get("deprecated") or (isinstance(props[key], dict) and props[key].get("deprecated")):
                out.append(("deprecated", here, "parameter is deprecated"))
            out += validate(spec, item, props[key], here, form, depth + 1)
        elif isinstance(extra, dict) and extra:
            out += validate(spec, item, extra, here, form, depth + 1)
        elif not props and extra is not False:
            continue
        elif extra is True or extra == {}:
            continue
        else:
            out.append(("unknown-parameter", here, "no such parameter"))
    required = schema.get("required")
    if isinstance(required, list) and "$*" not in value:
        for key in required:
            if key not in value and not (spec.ref(props.get(key, {})) or {}).get("readOnly"):
                out.append(("missing-parameter", ptr + "." + key, "required"))
    return out


def has_field(spec, schema, path, depth=0):
    """Does a response schema have this field path?  True when undecidable."""
    schema = merged(spec, schema)
    if not path or depth > 30:
        return True
    if not isinstance(schema, dict) or not schema:
        return True
    branches = (schema.get("anyOf") or []) + (schema.get("oneOf") or [])
    head, rest = path[0], path[1:]
    if branches:
        pools = [merged(spec, b) for b in branches]
        pools = [b for b in pools if types_of(b) & {"object", "array"} or b.get("anyOf") or b.get("oneOf") or b.get("properties")]
        if schema.get("properties"):
            pools.append({k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")})
        if not pools:
            return not branches or False
        return any(has_field(spec, b, path, depth + 1) for b in pools)
    kinds = types_of(schema)
    if head == "[]":
        if "array" in kinds:
            return has_field(spec, schema.get("items") or {}, rest, depth + 1)
        return not kinds
    if "array" in kinds and "object" not in kinds:
        return False
    props = schema.get("properties") or {}
    if head in props:
        return has_field(spec, props[head], rest, depth + 1)
    extra = schema.get("additionalProperties")
    if isinstance(extra, dict) and extra:
        return has_field(spec, extra, rest, depth + 1)
    if extra is True or extra == {}:
        return True
    if kinds and "object" not in kinds:
        return False
    return not props


def split_read(text):
    out = []
    for part in text.split("."):
        name = part.rstrip("[]") if part.endswith("[]") else part
        if name:
            out.append(name)
        out += ["[]"] * part.count("[]")
    return out


def unflatten(flat):
    """{"a[b][0]": 1} -> {"a": {"b": [1]}} for bracketed form and query keys."""
    out = {}
    for key, value in flat.items():
        parts = [p for p in re.split(r"\[|\]\[|\]", key)]
        if key.endswith("]"):
            parts = parts[:-1]
        parts = [parts[0]] + parts[1:]
        if len(parts) == 1:
            out[key] = value
            continue
        node = out
        for i, part in enumerate(parts[:-1]):
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                break
        else:
            node[parts[-1]] = value

    def lists(node):
        if isinstance(node, dict):
            node = {k: lists(v) for k, v in node.items()}
            if node and all(k.isdigit() or k in ("", "$i") for k in node):
                return list(node.values())
        return node

    return {k: lists(v) for k, v in out.items()}


def find_op(specs, method, path):
    """(spec, operation, item, found_path?) for a method and full URL path."""
    want, seen = norm(path), None
    for spec in specs:
        for raw in spec.index.get(want, []):
            item = spec.ref(spec.doc["paths"][raw])
            seen = (spec, item)
            op = item.get(method.lower())
            if op:
                return spec, spec.ref(op), item, True
    return (seen[0] if seen else None), None, (seen[1] if seen else None), bool(seen)


# Slack describes these as strings holding JSON; a JSON body holds the thing itself.
STRINGIFIED = {"blocks", "attachments", "view", "users", "channels", "profile"}


def bodies(spec, op):
    """{media type: schema} of an operation's request body (Swagger 2 too)."""
    body = spec.ref(op.get("requestBody") or {})
    out = {ct: (c or {}).get("schema") or {} for ct, c in (body.get("content") or {}).items()}
    forms = {"type": "object", "properties": {}, "required": []}
    for p in op.get("parameters") or []:
        p = spec.ref(p)
        if p.get("in") == "body":
            out["application/json"] = p.get("schema") or {}
        if p.get("in") == "formData":
            forms["properties"][p["name"]] = {} if p["name"] in STRINGIFIED else {
                k: v for k, v in p.items() if k in ("type", "enum", "items")}
            if p.get("required"):
                forms["required"].append(p["name"])
    if forms["properties"]:
        out["application/x-www-form-urlencoded"] = forms
        if "application/json" in (op.get("consumes") or []):
            out["application/json"] = forms
    return out


def response_schema(spec, op, status=None):
    for code, resp in sorted((op.get("responses") or {}).items(), key=lambda kv: str(kv[0])):
        if status is not None and str(code) != str(status):
            continue
        if status is None and str(code)[0] not in "2d":
            continue
        resp = spec.ref(resp)
        if "schema" in resp:
            return resp["schema"]
        for ct, c in (resp.get("content") or {}).items():
            if "json" in ct and (c or {}).get("schema"):
                return c["schema"]
    return None


def looser(specs, path):
    """A template that the path fits when its literal segments may fill placeholders."""
    want = norm(path).split("/")
    for spec in specs:
        for key in spec.index:
            have = key.split("/")
            if len(have) == len(want) and all(h == w or h == "{}" for h, w in zip(have, want)):
                return key
    return None


def check_call(specs, call):
    """All violations of one call: [(kind, pointer, message)]."""
    spec, op, item, found = find_op(specs, call["method"], call["path_template"])
    if not found:
        near = looser(specs, call["path_template"])
        if near:
            return [("ambiguous-endpoint", "path", "also fits %s" % near)], None
        return [("unknown-endpoint", "path", "no such path")], None
    if op is None:
        return [("wrong-method", "method", "path has %s" % ", ".join(m.upper() for m in METHODS if m in item))], spec
    out = []
    if op.get("deprecated"):
        out.append(("deprecated", "op", "operation is deprecated"))
    params = {}
    for p in list(item.get("parameters") or []) + list(op.get("parameters") or []):
        p = spec.ref(p)
        if p.get("in") in ("query", "path"):
            params[(p["in"], p["name"])] = p
    body = bodies(spec, op)
    if spec.name.startswith("slack/"):  # the token goes into the Authorization header
        params = {k: v for k, v in params.items() if k[1] != "token"}
    query_schema = {
        "type": "object",
        "properties": {re.sub(r"\[\]$", "", n): (p.get("schema") or {k: v for k, v in p.items() if k in ("type", "enum", "items")})
                       for (w, n), p in params.items() if w == "query"},
        "required": [re.sub(r"\[\]$", "", n) for (w, n), p in params.items() if w == "query" and p.get("required")],
        "additionalProperties": False,
    }
    json_s = next((s for ct, s in body.items() if "json" in ct), None)
    form_s = next((s for ct, s in body.items() if "form" in ct), None)
    # An empty form schema on GET (Stripe) is no body.
    if form_s is not None and not merged(spec, form_s).get("properties") and not merged(spec, form_s).get("anyOf") and not merged(spec, form_s).get("oneOf"):
        form_s = None
    any_s = json_s if json_s is not None else form_s
    body_props = set((merged(spec, any_s) or {}).get("properties") or {}) if any_s is not None else set()
    sends = call.get("sends")
    if sends is not None:
        query = unflatten(sends.get("query") or {})
        args = sends.get("args")
        if args is not None:  # SDK arguments: any location
            path_names = {n for (w, n) in params if w == "path"}
            q = {k: v for k, v in args.items() if k in query_schema["properties"] or (k == "$*")}
            b = {k: v for k, v in args.items() if k not in q and k not in path_names}
            out += validate(spec, q, query_schema, "args", True)
            if any_s is not None:
                out += validate(spec, {**b, **({"$*": 1} if "$*" in args else {})}, any_s, "args", form_s is not None and json_s is None)
            else:
                out += [("unknown-parameter", "args." + k, "no such parameter") for k in b if k != "$*"]
        else:
            wrong = {}
            for key in list(query):
                if key not in query_schema["properties"] and key in body_props:
                    out.append(("wrong-location", "query." + key, "belongs in the body"))
                    wrong[key] = query.pop(key)
            part = "json" if "json" in sends else "form" if "form" in sends else None
            payload = sends.get(part) if part else None
            if part == "form":
                payload = unflatten(payload)
            if payload is not None and any_s is None:
                known = [k for k in (payload if isinstance(payload, dict) else {}) if k in query_schema["properties"]]
                for key in known:
                    out.append(("wrong-location", "%s.%s" % (part, key), "belongs in the query"))
                    query.setdefault(key, payload[key])
                for key in payload if isinstance(payload, dict) else {}:
                    if key not in known and key != "$*":
                        out.append(("unknown-parameter", "%s.%s" % (part, key), "operation takes no body"))
                payload = None
            elif payload is None and any_s is not None and not sends.get("raw"):
                payload, part = ({}, part or "json") if (merged(spec, any_s).get("required") and not sends.get("files")) else (None, None)
            out += validate(spec, query, query_schema, "query", True)
            if payload is not None:
                schema = json_s if part == "json" else form_s
                if schema is None:
                    out.append(("wrong-encoding", part, "the operation takes %s" % ", ".join(body)))
                    schema = any_s
                if isinstance(payload, dict):
                    payload = dict(payload)
                    for key in wrong:
                        payload.setdefault(key, ANY)
                    for key in sends.get("files") or []:
                        payload.setdefault(key, ANY)
                out += validate(spec, payload, schema, part, part == "form")
    schema = response_schema(spec, op)
    for read in call.get("reads") or []:
        if schema is None or not has_field(spec, schema, split_read(read)):
            out.append(("unknown-response-field", "response." + read, "no such field"))
    return out, spec


# --------------------------------------------------------------------------
# migrations
# --------------------------------------------------------------------------
def sql_statements(text):
    """Split SQL, keeping dollar-quoted bodies together."""
    text = re.sub(r"--[^\n]*", "", text)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    out, buf, i, quote = [], "", 0, None
    while i < len(text):
        if quote:
            if text.startswith(quote, i):
                buf += quote
                i += len(quote)
                quote = None
                continue
            buf += text[i]
            i += 1
            continue
        m = re.match(r"\$\w*\$", text[i:])
        if m:
            quote = m.group(0)
            buf += quote
            i += len(quote)
        elif text[i] == "'":
            quote = "'"
            buf += "'"
            i += 1
        elif text[i] == ";":
            out.append(buf.strip())
            buf = ""
            i += 1
        else:
            buf += text[i]
            i += 1
    return [s for s in out + [buf.strip()] if s]


def split_top(text):
    out, depth, buf, q = [], 0, "", False
    for ch in text:
        if ch == "'":
            q = not q
        if not q:
            depth += ch == "("
            depth -= ch == ")"
        if ch == "," and depth == 0 and not q:
            out.append(buf.strip())
            buf = ""
        else:
            buf += ch
    return [p for p in out + [buf.strip()] if p]


def ident(text):
    text = text.strip().strip(".")
    parts = [p.strip('"') if p.startswith('"') else p.lower() for p in re.findall(r'"[^"]+"|[\w$]+', text)]
    if len(parts) > 1:
        return "%s.%s" % (parts[0], parts[-1]) if parts[0] != "public" else parts[-1]
    return parts[-1] if parts else ""


NAME = r'((?:"[^"]+"|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|[\w$]+))?)'


class Database:
    """What a case's SQL files declare: relations, functions, enumerations."""

    def __init__(self, folder):
        self.tables, self.functions, self.enums = {}, {}, {}
        self.files = sorted(glob.glob(os.path.join(folder, "**", "*.sql"), recursive=True))
        for file in self.files:
            with open(file) as fh:
                for stmt in sql_statements(fh.read()):
                    self.apply(stmt)

    def column(self, text):
        m = re.match(r'("[^"]+"|[\w$]+)\s+(.*)', text, re.S)
        if not m:
            return None
        name, rest = ident(m.group(1)), m.group(2)
        if name in ("constraint", "primary", "foreign", "unique", "check", "exclude", "like"):
            return None
        col = {"type": re.split(r"\s+(?:not|null|default|primary|references|unique|check|generated|constraint)\b", rest, flags=re.I)[0].strip().lower(),
               "required": bool(re.search(r"\bnot\s+null\b|\bprimary\s+key\b", rest, re.I))
               and not re.search(r"\bdefault\b|\bgenerated\b|\bserial\b|\bbigserial\b", rest, re.I)}
        m = re.search(r"check\s*\(\s*\"?%s\"?\s+in\s*\(([^)]*)\)" % re.escape(name), rest, re.I)
        if m:
            col["values"] = re.findall(r"'([^']*)'", m.group(1))
        m = re.search(r"references\s+" + NAME, rest, re.I)
        if m:
            col["ref"] = ident(m.group(1))
        return name, col

    def apply(self, stmt):
        s = " ".join(stmt.split())
        m = re.match(r"create\s+(?:unlogged\s+|temp\s+)?table\s+(?:if\s+not\s+exists\s+)?" + NAME + r"\s*\((.*)\)", s, re.I)
        if m:
            cols, fks = {}, []
            for part in split_top(m.group(2)):
                like = re.match(r"like\s+" + NAME, part, re.I)
                if like:
                    cols.update({k: dict(v) for k, v in self.tables.get(ident(like.group(1)), {}).get("cols", {}).items()})
                    continue
                fk = re.search(r"foreign\s+key\s*\(([^)]*)\)\s*references\s+" + NAME, part, re.I)
                if fk:
                    fks.append((ident(fk.group(1)), ident(fk.group(2))))
                    continue
                got = self.column(part)
                if got:
                    cols[got[0]] = got[1]
            for name, ref in fks:
                if name in cols:
                    cols[name]["ref"] = ref
            self.tables[ident(m.group(1))] = {"cols": cols}
            return
        m = re.match(r"create\s+table\s+(?:if\s+not\s+exists\s+)?" + NAME + r"\s+as\s+(select.*)", s, re.I)
        if not m:
            m = re.match(r"create\s+(?:or\s+replace\s+)?(?:materialized\s+)?view\s+(?:if\s+not\s+exists\s+)?" + NAME
                         + r"\s+(?:with\s*\([^)]*\)\s+)?as\s+((?:with|select).*)", s, re.I)
        if m:
            self.tables[ident(m.group(1))] = {"cols": self.select_columns(m.group(2)), "view": True}
            return
        m = re.match(r"alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?" + NAME + r"\s+(.*)", s, re.I)
        if m:
            table, rest = ident(m.group(1)), m.group(2)
            r = re.match(r"rename\s+to\s+" + NAME, rest, re.I)
            if r:
                self.tables[ident(r.group(1))] = self.tables.pop(table)
                for t in self.tables.values():
                    for c in t["cols"].values():
                        if c.get("ref") == table:
                            c["ref"] = ident(r.group(1))
                return
            r = re.match(r"rename\s+(?:column\s+)?" + NAME + r"\s+to\s+" + NAME, rest, re.I)
            if r and table in self.tables:
                cols = self.tables[table]["cols"]
                cols[ident(r.group(2))] = cols.pop(ident(r.group(1)))
                return
            for part in split_top(rest):
                a = re.match(r"add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?(?!constraint\b)(.*)", part, re.I)
                if a and table in self.tables:
                    got = self.column(a.group(1))
                    if got:
                        self.tables[table]["cols"][got[0]] = got[1]
                d = re.match(r"drop\s+column\s+(?:if\s+exists\s+)?" + NAME, part, re.I)
                if d and table in self.tables:
                    self.tables[table]["cols"].pop(ident(d.group(1)), None)
                n = re.match(r"alter\s+(?:column\s+)?" + NAME + r"\s+(set|drop)\s+(not\s+null|default)", part, re.I)
                if n and table in self.tables:
                    col = self.tables[table]["cols"].get(ident(n.group(1)))
                    if col is not None:
                        if n.group(3).lower() == "default":
                            col["required"] = False
                        else:
                            col["required"] = n.group(2).lower() == "set"
            return
        m = re.match(r"drop\s+(?:table|view|materialized\s+view)\s+(?:if\s+exists\s+)?" + NAME, s, re.I)
        if m:
            self.tables.pop(ident(m.group(1)), None)
            return
        m = re.match(r"create\s+type\s+" + NAME + r"\s+as\s+enum\s*\(([^)]*)\)", s, re.I)
        if m:
            self.enums[ident(m.group(1))] = re.findall(r"'([^']*)'", m.group(2))
            return
        m = re.match(r"alter\s+type\s+" + NAME + r"\s+add\s+value\s+(?:if\s+not\s+exists\s+)?'([^']*)'", s, re.I)
        if m:
            self.enums.setdefault(ident(m.group(1)), []).append(m.group(2))
            return
        m = re.match(r"create\s+(?:or\s+replace\s+)?function\s+" + NAME + r"\s*\((.*?)\)\s*returns\s+(.*?)\s+(?:language|as|security|stable|immutable|volatile|set)\b", s, re.I)
        if m:
            args, returns = {}, None
            for part in split_top(m.group(2)):
                words = part.split()
                if words[0].lower() in ("in", "out", "inout"):
                    words = words[1:]
                args[ident(words[0])] = not re.search(r"\bdefault\b|=", part, re.I)
            t = re.match(r"table\s*\((.*)\)", m.group(3), re.I)
            if t:
                returns = [ident(p.split()[0]) for p in split_top(t.group(1))]
            t = re.match(r"(?:setof\s+)?" + NAME + "$", m.group(3).strip(), re.I)
            if t and ident(t.group(1)) in self.tables:
                returns = list(self.tables[ident(t.group(1))]["cols"])
            self.functions[ident(m.group(1))] = {"args": args, "returns": returns}
            return
        m = re.match(r"drop\s+function\s+(?:if\s+exists\s+)?" + NAME, s, re.I)
        if m:
            self.functions.pop(ident(m.group(1)), None)

    def select_columns(self, text):
        # the final SELECT list of the statement (after any WITH)
        depth, start = 0, 0
        for i in range(len(text)):
            depth += text[i] == "("
            depth -= text[i] == ")"
            if depth == 0 and re.match(r"select\b", text[i:], re.I) and (i == 0 or not text[i - 1].isalnum()):
                start = i + 6
                break
        depth, end = 0, len(text)
        for i in range(start, len(text)):
            depth += text[i] == "("
            depth -= text[i] == ")"
            if depth == 0 and re.match(r"\bfrom\b", text[i:], re.I) and text[i - 1] in " )":
                end = i
                break
        tail, cols = text[end:], {}
        for part in split_top(re.sub(r"^\s*distinct\s+(on\s*\([^)]*\)\s*)?", "", text[start:end].strip(), flags=re.I)):
            star = re.match(r"(?:(\w+)\.)?\*$", part.strip())
            if star:
                src = re.search(r"\b(?:from|join)\s+" + NAME + r"(?:\s+(?:as\s+)?%s\b)?" % (star.group(1) or r"\w+"), tail, re.I)
                for name, col in self.tables.get(ident(src.group(1)) if src else "", {}).get("cols", {}).items():
                    cols[name] = dict(col)
                continue
            m = re.search(r"\bas\s+(\"[^\"]+\"|\w+)\s*$", part, re.I) or re.search(r"(\"[^\"]+\"|\w+)\s*$", part)
            cols[ident(m.group(1))] = {"type": "", "required": False}
        return cols


def parse_select(text):
    """PostgREST select list -> [(name, None)] and [(relation, fk hint, nested)]."""
    cols, embeds = [], []
    for part in split_top(text):
        part = re.sub(r"\s+", "", part)
        m = re.match(r"(?:\.\.\.)?(?:([\w]+):)?([\w]+)((?:![\w]+)*)\((.*)\)$", part, re.S)
        if m:
            embeds.append((m.group(2), m.group(3).strip("!").split("!") if m.group(3) else [], m.group(4)))
            continue
        part = re.sub(r"^[\w]+:(?!:)", "", part)  # alias
        part = re.sub(r"::\w+$", "", part)  # cast
        part = re.sub(r"\.(sum|avg|count|min|max)\(\)$", "", part)
        part = re.split(r"->", part)[0].strip('"')
        if part and part != "count()":
            cols.append(part)
    return cols, embeds


def selected_names(text):
    """Top-level keys a row has after this select list (None = all columns)."""
    names = set()
    for part in split_top(text):
        part = re.sub(r"\s+", "", part)
        if part == "*":
            return None
        m = re.match(r"(?:([\w]+):)?([\w]+)", part)
        if part.startswith("..."):
            names.update(selected_names(re.match(r".*?\((.*)\)$", part).group(1)) or [])
        elif re.search(r"->>?(\w+)$", part) and not m.group(1):
            names.add(re.search(r"->>?(\w+)$", part).group(1))
        elif m:
            names.add(m.group(1) or m.group(2))
    return names


def check_select(db, table, text, ptr):
    out = []
    cols, embeds = parse_select(text)
    known = db.tables[table]["cols"]
    for col in cols:
        if col != "*" and col not in known:
            out.append(("unknown-column", ptr + "." + col, "%s has no column %s" % (table, col)))
    for rel, hints, nested in embeds:
        target = rel
        if target not in db.tables and rel in known and known[rel].get("ref"):
            target = known[rel]["ref"]
        if target not in db.tables:
            out.append(("unknown-table", ptr + "." + rel, "no relation %s" % rel))
            continue
        linked = any(c.get("ref") == target for c in known.values()) or any(
            c.get("ref") == table for c in db.tables[target]["cols"].values())
        via = any({table, target} <= {c.get("ref") for c in t["cols"].values()} for t in db.tables.values())
        if not linked and not via and not db.tables[target].get("view") and not db.tables[table].get("view"):
            out.append(("unknown-table", ptr + "." + rel, "no foreign key between %s and %s" % (table, target)))
            continue
        if nested.strip() and nested.strip() != "count":
            out += check_select(db, target, nested, ptr + "." + rel)
    return out


def check_db(db, call):
    """Violations of a Supabase table or function call against the SQL files."""
    d, out = call["db"], []
    if d.get("schema"):
        prefix = "" if d["schema"] == "public" else d["schema"] + "."
    else:
        prefix = ""
    if "rpc" in d:
        fn = db.functions.get(prefix + d["rpc"])
        if fn is None:
            return [("unknown-function", "rpc", "no function %s" % d["rpc"])]
        args = d.get("args")
        if isinstance(args, dict):
            for name in args:
                if name not in fn["args"] and name != "$*":
                    out.append(("unknown-parameter", "args." + name, "%s has no argument %s" % (d["rpc"], name)))
            for name, req in fn["args"].items():
                if req and name not in args and "$*" not in args:
                    out.append(("missing-parameter", "args." + name, "no default"))
        for name in d.get("rows") or []:
            if fn["returns"] is not None and name not in fn["returns"]:
                out.append(("unknown-response-field", "rows." + name, "not returned"))
        return out
    table = prefix + d["table"]
    if table not in db.tables:
        return [("unknown-table", "table", "no table %s" % table)]
    cols = db.tables[table]["cols"]
    if d.get("select"):
        out += check_select(db, table, d["select"], "select")
    for where in ("filter", "order", "on_conflict"):
        for name in d.get(where) or []:
            base = re.split(r"->", name)[0]
            if "." in base:
                rel, col = base.split(".", 1)
                target = rel if rel in db.tables else cols.get(rel, {}).get("ref")
                if target in db.tables and col not in db.tables[target]["cols"]:
                    out.append(("unknown-column", "%s.%s" % (where, name), "no column"))
                continue
            if base not in cols:
                out.append(("unknown-column", "%s.%s" % (where, name), "%s has no column %s" % (table, base)))
    for where in ("insert", "update", "upsert"):
        rows = d.get(where)
        if rows is None:
            continue
        for row in rows if isinstance(rows, list) else [rows]:
            if not isinstance(row, dict):
                continue
            for name, value in row.items():
                if name == "$*":
                    continue
                if name not in cols:
                    out.append(("unknown-column", "%s.%s" % (where, name), "%s has no column %s" % (table, name)))
                    continue
                allowed = cols[name].get("values") or db.enums.get(ident(cols[name]["type"]))
                if allowed and isinstance(value, str) and not is_var(value) and value not in allowed:
                    out.append(("invalid-value", "%s.%s" % (where, name), "%r is not one of %s" % (value, ", ".join(allowed))))
                kind = cols[name]["type"]
                if re.match(r"(int|bigint|smallint|integer|numeric)", kind) and isinstance(value, str) and not is_var(value) and not re.fullmatch(r"-?\d+(\.\d+)?", value):
                    out.append(("invalid-type", "%s.%s" % (where, name), "%r for %s" % (value, kind)))
                if re.match(r"bool", kind) and isinstance(value, str) and not is_var(value) and value.lower() not in ("true", "false", "t", "f"):
                    out.append(("invalid-type", "%s.%s" % (where, name), "%r for %s" % (value, kind)))
            if where == "insert" and "$*" not in row:
                for name, col in cols.items():
                    if col["required"] and name not in row:
                        out.append(("missing-parameter", "%s.%s" % (where, name), "not null without a default"))
    for name, value in (d.get("values") or {}).items():
        allowed = (cols.get(name) or {}).get("values") or db.enums.get(ident((cols.get(name) or {}).get("type", "")))
        if allowed and isinstance(value, str) and not is_var(value) and value not in allowed:
            out.append(("invalid-value", "values." + name, "%r is not one of %s" % (value, ", ".join(allowed))))
    names = selected_names(d["select"]) if d.get("select") else None
    for name in d.get("rows") or []:
        head = name.split(".")[0]
        if names is not None and head not in names:
            out.append(("unknown-response-field", "rows." + name, "not in the select list"))
        elif names is None and head not in cols:
            out.append(("unknown-column", "rows." + name, "%s has no column %s" % (table, head)))
    return out


# --------------------------------------------------------------------------
# SDK checks
# --------------------------------------------------------------------------
def sdk_object(text):
    """`root:attr.attr()` -> object; raises AttributeError when a part is missing."""
    root, _, path = text.partition(":")
    if root == "stripe-client":
        obj = importlib.import_module("stripe").StripeClient("sk_test_x")
    elif root == "openai-client":
        obj = importlib.import_module("openai").OpenAI(api_key="x")
    elif root == "anthropic-client":
        obj = importlib.import_module("anthropic").Anthropic(api_key="x")
    elif root == "twilio-client":
        obj = importlib.import_module("twilio.rest").Client("AC" + "0" * 32, "x")
    elif root == "slack-client":
        obj = importlib.import_module("slack_sdk").WebClient(token="x")
    elif "/" in root:  # module/Class
        module, cls = root.split("/")
        obj = getattr(importlib.import_module(module), cls)
    else:
        obj = importlib.import_module(root)
    for part in path.split(".") if path else []:
        obj = getattr(obj, part.rstrip("()"))
        if part.endswith("()"):
            obj = obj("x")
    return obj


def takes(obj, name):
    sig = inspect.signature(obj)
    for p in sig.parameters.values():
        if p.kind == p.VAR_KEYWORD:
            keys = typed_dict_keys(obj, p)
            return True if keys is None else name in keys
        if p.name == name and p.kind != p.POSITIONAL_ONLY:
            return True
    return False


def typed_dict_keys(obj, param):
    """Keys of `**params: Unpack[SomeTypedDict]`, when they can be had."""
    m = re.search(r"ForwardRef\('([\w.]+)'\)|Unpack\[['\"]?([\w.]+)", str(param.annotation))
    if not m:
        return None
    name = (m.group(1) or m.group(2)).split(".")[-1]
    module = sys.modules.get(getattr(obj, "__module__", "")) or inspect.getmodule(obj)
    cls = getattr(module, name, None)
    if cls is None:
        for pkg in ("stripe.params",):
            try:
                mod = importlib.import_module(pkg)
                cls = getattr(mod, name, None)
            except ImportError:
                pass
    if cls is None:
        return None
    return set(getattr(cls, "__annotations__", {}))


def model_has(obj, name):
    fields = getattr(obj, "model_fields", None)
    if fields is not None:
        return name in fields or hasattr(obj, name)
    hints = {}
    for base in reversed(getattr(obj, "__mro__", [obj])):
        hints.update(getattr(base, "__annotations__", {}))
    if name in hints or hasattr(obj, name):
        return True
    try:  # classes that set everything in __init__ (twilio)
        return bool(re.search(r"self\.%s\b" % re.escape(name), inspect.getsource(obj.__init__)))
    except (OSError, TypeError):
        return False


# What each sort of check can show.
CHECK_KINDS = {
    "member": {"unknown-sdk-member"},
    "removed": {"unknown-sdk-member"},
    "argument": {"unknown-sdk-argument", "unknown-parameter"},
    "missing": {"missing-parameter"},
    "model": {"unknown-response-field", "unknown-parameter"},
    "returns": {"unknown-response-field"},
}

# Type checker messages that mean an invented member or argument.  Attributes of
# `str` are left out: those are Stripe's expandable fields.
TYPE_ERRORS = re.compile(
    r'^No parameter named|^Argument missing for parameter|is not a known attribute of module'
    r'|^Cannot access attribute "\w+" for class "(?!str")')


def type_checker(command, folder):
    """{(case, file): {line: [message]}} from a pyright run over the cases."""
    proc = subprocess.run([*command.split(), "--outputjson", "--pythonpath", sys.executable, "."],
                          cwd=folder, capture_output=True, text=True)
    out = {}
    for d in json.loads(proc.stdout)["generalDiagnostics"]:
        if d["severity"] != "error":
            continue
        rel = os.path.relpath(d["file"], os.path.realpath(folder)).split(os.sep)
        key = ("/".join(rel[:2]), "/".join(rel[2:]))
        out.setdefault(key, {}).setdefault(d["range"]["start"]["line"] + 1, []).append(d["message"].split("\n")[0])
    return out


def run_check(check):
    """True when the check shows the falsehood."""
    if "member" in check:
        try:
            sdk_object(check["member"])
            return False
        except (AttributeError, ImportError):
            return True
    if "removed" in check:  # the name is a stub that only raises
        try:
            sdk_object(check["removed"])("x")
        except AttributeError:
            return True
        except Exception as exc:
            return "removed" in type(exc).__name__.lower()
        return False
    if "callable" in check:
        fn = sdk_object(check["callable"])
        if "missing" in check:
            p = inspect.signature(fn).parameters.get(check["missing"])
            return p is not None and p.default is p.empty
        return not takes(fn, check["argument"])
    if "model" in check:
        return not model_has(sdk_object(check["model"]), check["field"])
    if "returns" in check:  # the callable's return annotation
        return str(inspect.signature(sdk_object(check["callable_of"])).return_annotation) == check["returns"]
    raise ValueError("unknown check %r" % check)


# --------------------------------------------------------------------------
def read_jsonl(path):
    with open(path) as fh:
        return [json.loads(line) for line in fh if line.strip()]


SAME = {"unknown-sdk-argument": {"unknown-parameter", "missing-parameter"}}


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--bench", default=HERE)
    ap.add_argument("specs", metavar="SPECS", help="the folder of raw API descriptions, one folder a provider")
    ap.add_argument("--sdk", action="store_true", help="also run the checks that need the SDK packages")
    ap.add_argument("--pyright", metavar="COMMAND", help="also compare with a run of this type checker command")
    ap.add_argument("-v", "--verbose", action="store_true")
    args = ap.parse_args(argv)
    try:
        labels = read_jsonl(os.path.join(args.bench, "labels.jsonl"))
        calls = read_jsonl(os.path.join(args.bench, "calls.jsonl"))
        cases = {c["case"]: c for c in read_jsonl(os.path.join(args.bench, "cases.jsonl"))}
        mocks = read_jsonl(os.path.join(args.bench, "mocks.jsonl"))
        specs = load_specs(args.specs, sorted({c["provider"] for c in calls + mocks} & set(SPECS)))
    except OSError as exc:
        print("cannot read: %s" % exc, file=sys.stderr)
        return 2
    problems, shown, stats = [], 0, {"calls checked": 0, "calls not checkable": 0, "db calls": 0, "labels shown by spec": 0,
                                     "labels shown by SDK": 0, "labels resting on the SDK (not run)": 0, "mocks checked": 0}
    say = problems.append
    dbs = {}

    # 1. files, lines, sources
    sources = {}
    for case in cases:
        folder = os.path.join(args.bench, "cases", case)
        if not os.path.isdir(folder):
            say("%s: no such folder" % case)
            continue
        for file in glob.glob(os.path.join(folder, "**", "*.py"), recursive=True):
            rel = os.path.relpath(file, folder)
            with open(file) as fh:
                text = fh.read()
            sources[case, rel] = text.split("\n")
            try:
                ast.parse(text)
            except SyntaxError as exc:
                say("%s/%s: %s" % (case, rel, exc))
    for root, dirs, files in os.walk(os.path.join(args.bench, "cases")):
        if any(f.endswith(".py") for f in files):
            rel = os.path.relpath(root, os.path.join(args.bench, "cases"))
            case = "/".join(rel.split(os.sep)[:2])
            if case not in cases:
                say("%s: folder not in cases.jsonl" % case)
    for row in labels + calls + mocks:
        text = sources.get((row["case"], row["file"]))
        if text is None:
            say("%s/%s: no such file" % (row["case"], row["file"]))
        elif not 1 <= row["line"] <= len(text) or not text[row["line"] - 1].strip():
            say("%s/%s:%d: no code there" % (row["case"], row["file"], row["line"]))
    for case, meta in cases.items():
        n = sum(1 for l in labels if l["case"] == case)
        if (meta["group"] == "false") != (n > 0):
            say("%s: group %s with %d labels" % (case, meta["group"], n))

    # 2. names recorded for a call must occur in the case's sources
    for call in calls:
        blob = "\n".join("\n".join(v) for (c, _), v in sources.items() if c == call["case"])
        # a dotted URL query or bracketed key counts by its parts
        def names(node):
            if isinstance(node, dict):
                for k, v in node.items():
                    if not k.startswith("$"):
                        yield from re.findall(r"\w+", k)
                    yield from names(v)
            elif isinstance(node, list):
                for v in node:
                    yield from names(v)

        flat = blob.lower().replace("_", "")
        for name in set(names(list((call.get("sends") or {}).values()))) | {p for r in call.get("reads") or [] for p in split_read(r) if p != "[]"}:
            if name.lower().replace("_", "") not in flat and not name.isdigit() and name not in ("$i", "data"):
                say("%s:%d: %r is recorded but not in the sources" % (call["case"], call["line"], name))

    # 3. calls against the descriptions
    targeted = {}
    for lab in labels:
        t = lab.get("target")
        if t:
            targeted.setdefault((lab["case"], t["file"], t["line"], t.get("method"), t.get("path")), []).append(lab)
    covered = set()
    for call in calls:
        key = (call["case"], call["file"], call["line"], call["method"], call["path_template"])
        want = targeted.get(key, [])
        if want:
            covered.add(key)
        where = "%s/%s:%d %s %s" % (call["case"], call["file"], call["line"], call["method"], call["path_template"])
        if not call["decidable"]:
            if want:
                say("%s: label on an undecidable call" % where)
            continue
        if call.get("undescribed"):  # real, but missing from the description
            stats["calls not checkable"] += 1
            found = []
        elif call.get("db"):
            folder = os.path.join(args.bench, "cases", call["case"])
            if call["case"] not in dbs:
                dbs[call["case"]] = Database(folder)
            found = check_db(dbs[call["case"]], call)
            stats["db calls"] += 1
        elif call["provider"] in specs:
            found, _ = check_call(specs[call["provider"]], call)
            stats["calls checked"] += 1
        else:
            stats["calls not checkable"] += 1
            found = []
            if args.verbose:
                print("not checkable: %s" % where)
        got = {}
        for kind, ptr, msg in found:
            got.setdefault((kind, ptr), msg)
        left = dict(got)
        for lab in want:
            ptr = lab["target"].get("ptr")
            hit = None
            for kind, p in left:
                if p == ptr and (kind == lab["kind"] or kind in SAME.get(lab["kind"], ())):
                    hit = (kind, p)
            if hit:
                left.pop(hit)
                stats["labels shown by spec"] += 1
                lab["_shown"] = True
            elif ptr is not None:
                say("%s: label %s %s is not shown by the description (found %s)" % (where, lab["kind"], ptr, sorted(got)))
        for (kind, ptr), msg in left.items():
            say("%s: unlabelled %s at %s: %s" % (where, kind, ptr, msg))
        if call.get("member") and args.sdk:
            try:
                obj = sdk_object(call["member"])
                for name in call.get("kwargs") or []:
                    if callable(obj) and not takes(obj, name):
                        if not any(l["kind"] in ("unknown-sdk-argument", "unknown-parameter") and name in json.dumps([l.get("check"), l.get("target")]) for l in labels if l["case"] == call["case"]):
                            say("%s: %s takes no %r" % (where, call["member"], name))
                    elif callable(obj):
                        for l in labels:
                            if l["case"] == call["case"] and (l.get("target") or {}).get("line") == call["line"] and l["kind"] == "unknown-sdk-argument" and (l.get("check") or {}).get("argument") == name:
                                say("%s: %s does take %r" % (where, call["member"], name))
            except AttributeError as exc:
                if not any(l["kind"] == "unknown-sdk-member" and l["case"] == call["case"] and abs(l["line"] - call["line"]) <= 6 for l in labels):
                    say("%s: no SDK member %s (%s)" % (where, call["member"], exc))
            except ImportError as exc:
                say("%s: %s" % (where, exc))
    for key, rows in targeted.items():
        if key not in covered:
            mock = [m for m in mocks if (m["case"], m["file"], m["line"]) == key[:3]]
            if not mock:
                say("%s/%s:%d: label target is no recorded call" % key[:3])

    # 4. mocks against response schemas
    for mock in mocks:
        spec, op, _, _ = find_op(specs.get(mock["provider"], []), mock["method"], mock["path_template"])
        where = "%s/%s:%d mock" % (mock["case"], mock["file"], mock["line"])
        if op is None:
            say("%s: no operation %s %s" % (where, mock["method"], mock["path_template"]))
            continue
        schema = response_schema(spec, op, mock.get("status"))
        stats["mocks checked"] += 1
        found = {}
        for kind, ptr, msg in validate(spec, mock["body"], schema or {}, "mock", False):
            if kind != "missing-parameter":
                found[ptr] = (kind, msg)
        want = [l for l in labels if l["case"] == mock["case"] and l["kind"] == "invalid-mock"
                and (l.get("target") or {}).get("line") == mock["line"]]
        for lab in want:
            if lab["target"]["ptr"] in found:
                found.pop(lab["target"]["ptr"])
                lab["_shown"] = True
                stats["labels shown by spec"] += 1
            else:
                say("%s: label %s not shown (found %s)" % (where, lab["target"]["ptr"], sorted(found)))
        for ptr, (kind, msg) in found.items():
            say("%s: unlabelled %s at %s: %s" % (where, kind, ptr, msg))

    # 5. SDK checks
    for lab in labels:
        check = lab.get("check")
        where = "%s/%s:%d %s" % (lab["case"], lab["file"], lab["line"], lab["kind"])
        if check:
            may = set().union(*(kinds for key, kinds in CHECK_KINDS.items() if key in check))
            if lab["kind"] not in may:
                say("%s: a check %s cannot show this kind" % (where, check))
        if check and args.sdk:
            try:
                ok = run_check(check)
            except Exception as exc:  # report, do not stop
                say("%s: check %s failed to run: %r" % (where, check, exc))
                continue
            if not ok:
                say("%s: the SDK does not bear out %s" % (where, check))
            else:
                stats["labels shown by SDK"] += 1
                lab["_shown"] = True
        elif check:
            lab["_shown"] = lab.get("_shown") or "sdk"
        if not lab.get("_shown"):
            if lab.get("target"):
                continue
            say("%s: nothing shows this label" % where)
    # 6. a type checker as one more witness
    if args.pyright:
        seen = type_checker(args.pyright, os.path.join(args.bench, "cases"))
        agree = 0
        for (case, file), lines in seen.items():
            ours = [l for l in labels if l["case"] == case and l["file"] == file]
            for line, messages in lines.items():
                near = any(abs(line - n) <= 1 for l in ours for n in l["lines"])
                for message in messages:
                    if TYPE_ERRORS.search(message) and not near:
                        say("%s/%s:%d: type checker: %s" % (case, file, line, message))
        for lab in labels:
            lines = seen.get((lab["case"], lab["file"]), {})
            agree += any(lines.get(n) for n in lab["lines"])
        stats["labels the type checker confirms"] = agree
    if not args.sdk:
        stats["labels resting on the SDK (not run)"] = sum(1 for l in labels if l.get("_shown") == "sdk")

    for line in problems:
        print("PROBLEM " + line)
    print("%d cases, %d labels, %d calls, %d mocks" % (len(cases), len(labels), len(calls), len(mocks)))
    for key, value in stats.items():
        print("  %-40s %d" % (key, value))
    print("%d discrepancies" % len(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
