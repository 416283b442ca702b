"""Requests and files as they go wrong: sound ones with a few things in them changed, by accident or on purpose."""

import json
import re
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from assessment.files import load_model
from assessment.publish import exercise
from tests.corpus import HERE

MODEL = load_model()
BAKERY = (HERE / "models" / "own" / "bakery.toml").read_text("utf-8")
TOOLS = [json.loads(text) for text in exercise.rare_requests()]
START = [
    {"do": do, "answers": form, "text": json.dumps(form, indent=1), "format": "text"}
    for do in ("score", "read", "write", "export")
    for form in (exercise.full_form(MODEL), exercise.mixed_form(MODEL))
]
MODELS = [
    *(request for request in TOOLS if request["do"] == "model.open"),
    {"do": "model.open", "name": "bakery.toml", "text": BAKERY},
]
SOUND = {"start": START, "tools": TOOLS, "models": MODELS}
"""Requests that the engine answers, at least one for everything there is to ask but `open`."""
FILES = [json.dumps(exercise.full_form(MODEL), indent=1), json.dumps(exercise.mixed_form(MODEL)), BAKERY]

HOSTILE = (
    *("", " ", "\n", "\0", "a\0b", "\x1b[2J", "\ud800", "\udfff x", "\ufeff", "\u200b", "\u202eevil\u2066", "\u2028"),
    *(
        "e" + "\u0301" * 3_000,
        "x" * 21_000,
        "👩‍👩‍👧",
        "<img src=x onerror=alert(1)>",
        "=cmd|' /C calc'!A0",
        "{n}",
        "%s",
    ),
    *("__proto__", "constructor", "__class__", "../../etc/passwd", "SAL-INT", "sal-int", "SAL\u2010INT", "MGT"),
    *("3", "٣", "1.0", "1e400", "NaN", "true", "null", "[]", "{}", "2026-02-30", "2026-11-21T10:00", "0.0.1", "9.9.9"),
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 9),
    st.sampled_from([10**12, -(10**40), 2**63, 1.0, 2.5, -0.0, 1e308, float("nan"), float("inf"), float("-inf")]),
    st.sampled_from(HOSTILE),
    st.text(max_size=4),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(HOSTILE), inner, max_size=2),
    max_leaves=4,
)
_PIECES = (
    *("{", "}", "[", "]", ",", ":", '"', "'", "\\", "\\u", "\\ud800", "#", "//", "\n", "=", ".", '"""', "'''", "[a]\n"),
    *("NaN", "-Infinity", "1e999", "0x1F", "+1", "01", "1_0", "nan", "inf", "2026-01-01", "07:32:00", "null", "-"),
    *('"format":', '"x": 1,', "x = 1\n", "a.b.c = {}\n", "\ufeff", "\0", "\x7f", "\ud800", "\u202e", "\u0301" * 3_000),
    *("9" * 5_000, "[" * 60, "{" * 60, "[" * 100_000, '{"a":' * 100_000, "a." * 5_000 + "a = 1\n", "[" + "[a]," * 999),
)
_DEEP = "@deep@"
_DEPTHS = ("[" * 60 + "]" * 60, "[" * 100_000, '{"a":' * 100_000)


def _keys(value: Any) -> set[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {*(value if isinstance(value, dict) else ()), *(key for entry in inner for key in _keys(entry))}


KEYS = sorted(_keys(SOUND) | _keys([json.loads(text) for text in FILES[:2]]))


@st.composite
def requests(draw: st.DrawFn, kind: str) -> str:
    """A request of this kind as JSON, with one to three things changed: in it, or in the file that it brings."""
    request = deepcopy(_one_of(draw, SOUND[kind]))
    do = request.pop("do")  # another request's parts are what it lacks and has too much of
    for _ in range(draw(st.integers(1, 3))):
        _change(draw, request)
    text = json.dumps({"do": do, **request})
    return text.replace(json.dumps(_DEEP), "[" * 400 + "]" * 400)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file of answers or of a model with its text or its bytes changed."""
    content = _changed_text(draw, _one_of(draw, FILES)).encode("utf-8", "surrogatepass")
    how = draw(st.sampled_from(["text", "text", "bytes", "cut", "utf-16", "mark", "latin-1"]))
    if how == "utf-16":
        return content.decode("utf-8", "replace").encode("utf-16", "surrogatepass")
    if how == "latin-1":
        return content.decode("utf-8", "replace").encode("latin-1", "replace")
    if how == "mark":
        return b"\xef\xbb\xbf" + content
    at = draw(st.integers(0, len(content)))
    if how == "bytes":
        return content[:at] + draw(st.binary(min_size=1, max_size=4)) + content[at + draw(st.integers(0, 4)) :]
    return content[:at] if how == "cut" else content


def _one_of[Entry](draw: st.DrawFn, entries: list[Entry]) -> Entry:
    """One of the entries, drawn by its place: a failure is printed with the place, not with all of them."""
    return entries[draw(st.integers(0, len(entries) - 1))]


def _change(draw: st.DrawFn, place: Any) -> None:
    """Change one thing somewhere in a table or a list, mostly deep inside."""
    while True:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        holding = [key for key in keys if _holds(place[key])]
        if not holding or not draw(st.integers(0, 4)):
            break
        key = draw(st.sampled_from(holding))
        if isinstance(place[key], str):
            place[key] = _changed_file(draw, place[key])
            return
        place = place[key]
    if keys:
        _change_at(draw, place, draw(st.sampled_from(keys)))


def _holds(value: Any) -> bool:
    """Whether there is something in it: in a table, a list, or the text of a file."""
    return bool(value) and (isinstance(value, (dict, list)) or (isinstance(value, str) and len(value) > 50))


def _change_at(draw: st.DrawFn, place: Any, key: Any) -> None:
    inner = place[key]
    match draw(
        st.sampled_from(["replace", "replace", "remove", "add", "swap", "wrap", "retype", "deep", "hostile key"])
    ):
        case "remove":
            del place[key]
        case "add" if isinstance(place, dict):
            place[draw(st.sampled_from(KEYS))] = draw(_VALUES)
        case "add":
            place.insert(key, deepcopy(inner))
        case "swap":
            other = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            place[key], place[other] = place[other], place[key]
        case "wrap":
            place[key] = draw(st.sampled_from([[inner], {"level": inner}, [inner] * 1_500]))
        case "retype":
            place[key] = str(inner) if not isinstance(inner, str) else [inner]
        case "deep":
            place[key] = _DEEP
        case "hostile key" if isinstance(place, dict):
            place[draw(st.sampled_from(HOSTILE))] = place.pop(key)
        case _:
            place[key] = draw(_VALUES)


def _changed_file(draw: st.DrawFn, text: str) -> str:
    """The text of a file, changed in what it says if it is JSON, or as a text."""
    if text.startswith("{") and draw(st.booleans()):
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):  # changed before
            return _changed_text(draw, text)
        _change(draw, data)
        return json.dumps(data, ensure_ascii=draw(st.booleans())).replace(f'"{_DEEP}"', "[" * 90 + "]" * 90)
    return _changed_text(draw, text)


def _changed_text(draw: st.DrawFn, text: str) -> str:
    """The text with something put in, doubled or taken out, mostly where a table, a list or an entry begins."""
    places = [match.end() for match in re.finditer(r"[,:{\[=\n]\s*", text)] or [0]
    at = places[draw(st.integers(0, len(places) - 1))] if draw(st.integers(0, 3)) else draw(st.integers(0, len(text)))
    end = min(len(text), at + draw(st.integers(1, 60)))
    match draw(st.sampled_from(["insert", "insert", "replace", "cut", "double", "remove", "deep"])):
        case "insert":
            return text[:at] + draw(st.sampled_from(_PIECES)) + text[at:]
        case "replace":
            return text[:at] + draw(st.sampled_from(_PIECES)) + text[end:]
        case "cut":
            return text[:at]
        case "double":
            return text[:end] + text[at:]
        case "deep":
            values = [match.end() for match in re.finditer(r"[:=]\s*", text)] or [0]
            at = values[draw(st.integers(0, len(values) - 1))]
            return text[:at] + draw(st.sampled_from(_DEPTHS)) + text[at:]
        case _:
            return text[:at] + text[end:]
