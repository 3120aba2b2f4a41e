"""An implementation of some types of the protocol, to be judged by `conformance --check`. An argument plants a fault."""

import json
import re
import sys

FAULT = sys.argv[1] if len(sys.argv) > 1 else ""

BASE = [("ContainerId", "str", False), ("ActivityId", "str", False), ("otsc", {"map": "str"}, True), ("ocsc", "span", True)]
RECORD = [
    ("Result", "i32", False), ("Message", "str", False), ("StackTrace", "str", True), ("ModuleName", "str", False),
    ("FileName", "str", False), ("Line", "u32", False), ("FunctionName", "str", True),
]
RESPONSE = [
    ("Result", "i32", False), ("ActivityId", "str", True), ("ErrorMessage", "str", True),
    ("ErrorRecords", {"list": RECORD}, True),
]
SPAN = [("TraceID", "str", True), ("SpanID", "str", True), ("TraceOptions", "u32", True), ("Tracestate", "str", True)]
TYPES = {
    "MessageBase": BASE,
    "MessageResponseBase": RESPONSE,
    "ErrorRecord": RECORD,
    "NegotiateProtocol": BASE + [("MinimumVersion", "u32", False), ("MaximumVersion", "u32", False)],
    "ContainerWaitForProcess": BASE + [("ProcessId", "u32", False), ("TimeoutInMs", "u32", False)],
    "ContainerWaitForProcessResponse": RESPONSE + [("ExitCode", "u32", False)],
    "ContainerExecuteProcessResponse": RESPONSE + [("ProcessId", "u32", False)],
}
LIMITS = {"i32": (-(1 << 31), (1 << 31) - 1), "u32": (0, (1 << 32) - 1)}
if FAULT == "edge":
    LIMITS["u32"] = (0, (1 << 32) - 2)


class Fields(list):
    """An object: its keys and values as they come."""


class Number(str):
    """A number, as it is written."""


class Constant(str):
    """What Python takes for JSON."""


class Refused(Exception):
    pass


def fold(key):
    return key if FAULT == "case" else key.replace("\u017f", "s").replace("\u212a", "k").lower()


def text(value):
    return re.sub("[\ud800-\udfff]", "\ufffd", value)


def quote(value):
    value = json.dumps(value, ensure_ascii=False)
    if FAULT != "html":
        for character in "<>&\u2028\u2029":
            value = value.replace(character, f"\\u{ord(character):04x}")
    return value


def default(kind):
    if isinstance(kind, dict) or kind == "span":
        return None
    return "" if kind == "str" else 0 if isinstance(kind, str) else fields(kind, Fields())


def decode(kind, value):
    if value is None:
        return default(kind)
    if isinstance(kind, list):
        return fields(kind, value)
    if kind == "span":
        check(value)
        try:
            return fields(SPAN, value)
        except Refused as refused:
            if "twice" in str(refused):
                raise
            return None
    if isinstance(kind, dict) and "map" in kind and isinstance(value, Fields):
        keys = [text(key) for key, _ in value]
        if len(set(keys)) < len(keys):
            raise Refused("a key comes twice")
        return {text(key): decode(kind["map"], item) for key, item in value}
    if isinstance(kind, dict) and "list" in kind and isinstance(value, list) and not isinstance(value, Fields):
        return [decode(kind["list"], item) for item in value]
    if kind == "str" and type(value) is str:
        return text(value)
    if isinstance(kind, str) and kind in LIMITS and type(value) is Number and re.fullmatch("-?[0-9]+", value):
        low, high = LIMITS[kind]
        if low <= int(value) <= high and (low < 0 or value[0] != "-"):
            return int(value)
    raise Refused(f"{value!r} is no {kind}")


def check(value):
    """Refuses a key that comes twice, anywhere in the value."""
    if isinstance(value, Fields):
        keys = [text(key) for key, _ in value]
        if len(set(keys)) < len(keys):
            raise Refused("a key comes twice")
    for item in value if isinstance(value, list) else []:
        check(item[1] if isinstance(value, Fields) else item)


def fields(kind, value):
    if not isinstance(value, Fields):
        raise Refused("no object")
    seen = {}
    for key, item in value:
        names = [name for name, _, _ in kind]
        name = key if key in names else next((name for name in names if fold(name) == fold(key)), None)
        if name is None:
            continue
        if name in seen and FAULT != "twice":
            raise Refused(f"{key} comes twice")
        seen[name] = decode(dict((name, of) for name, of, _ in kind)[name], item)
    return {name: (seen.get(name, default(of)), of, omit) for name, of, omit in kind}


def encode(kind, value):
    if value is None:
        return "null"
    if isinstance(kind, list) or kind == "span":
        written = [
            f'"{name}":{encode(of, item)}'
            for name, (item, of, omit) in value.items()
            if not omit or (item is not None if of == "span" else item and item != {}) or FAULT == "empty" and item == ""
        ]
        return "{" + ",".join(written) + "}"
    if isinstance(kind, dict) and "map" in kind:
        return "{" + ",".join(f"{quote(key)}:{encode(kind['map'], item)}" for key, item in value.items()) + "}"
    if isinstance(kind, dict):
        return "[" + ",".join(encode(kind["list"], item) for item in value) + "]"
    return quote(value) if kind == "str" else str(value)


def refuse(constant):
    raise Refused(f"{constant} is no JSON")


def answer(vector):
    kind = TYPES[vector["type"]]
    payload = bytes.fromhex(vector["payload_hex"]).decode() if "payload_hex" in vector else vector.get("payload", "")
    value = json.loads(payload, object_pairs_hook=Fields, parse_int=Number, parse_float=Number, parse_constant=refuse)
    return encode(kind, decode(kind, value))


for line in sys.stdin:
    try:
        print(json.dumps({"ok": True, "canonical": answer(json.loads(line))}), flush=True)
    except (Refused, ValueError, RecursionError) as error:
        print(json.dumps({"ok": False, "error": str(error)}), flush=True)
