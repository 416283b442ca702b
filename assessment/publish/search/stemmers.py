"""The stemmers that search uses, as JavaScript: translated from the Python that Snowball itself generates.

The rules are Snowball's own, which come with `snowballstemmer` as generated Python of a few kinds of statements only.
Each of them has one counterpart in JavaScript, and anything else stops the build. What the rules call (cursor, regions,
endings) is `worker/snowball.js`.
"""

import ast
import inspect
import json
from importlib import import_module
from pathlib import Path

_WORKER = Path(__file__).with_name("worker")
ALGORITHMS = {"en": "english", "pl": "polish", "ro": "romanian"}
"""The languages that Snowball knows, of those that the site has; words of others are found as they stand."""

#: What the Romanian rules replace by ș and ț for as long as they find it; folded, they would find it for ever.
_OLD_LETTERS = "/[şţ]/"


class StemmerError(Exception):
    """Snowball's Python is not of the form that is known here."""


def stemmer(language: str) -> str:
    """A JavaScript module for a language: `stem(word)`, and for words without marks `plainStem(word)`, `roots(word)`.

    The second is the first with every ending folded: people who type without marks write endings without them too. The
    third are the roots by `worker/roots-<language>.js`, where a language has such rules.
    """
    has_roots = (_WORKER / f"roots-{language}.js").is_file()
    roots = f'export {{ roots }} from "./roots-{language}.js";\n' if has_roots else "export const roots = () => [];\n"
    name = ALGORITHMS.get(language)
    if name is None:
        return f"export const stem = (word) => word;\nexport const plainStem = stem;\n{roots}"
    source = inspect.getsource(import_module(f"snowballstemmer.{name}_stemmer"))
    owner = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.bases)
    body = "\n".join(_member(part, owner.name) for part in owner.body)
    return (
        f"// Translated from snowballstemmer's {name} stemmer.\n"
        'import { Snowball } from "./snowball.js";\n'
        'import { fold } from "./words.js";\n'
        f"const rules = (ending) => class {owner.name} extends Snowball {{\n{body}\n}};\n"
        "const Marked = rules((text) => text);\n"
        f"const Plain = rules((text) => ({_OLD_LETTERS}.test(text) ? text : fold(text)));\n"
        "const marked = new Marked();\nconst plain = new Plain();\n"
        "export const stem = (word) => marked.stemWord(word);\n"
        "export const plainStem = (word) => plain.stemWord(word);\n"
        f"{roots}"
    )


def _member(node: ast.stmt, owner: str) -> str:
    match node:
        case ast.FunctionDef(name=name, body=body):
            return f"{_name(name)}() {{\n{_block(body)}\n}}"
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return f"static {name} = {_expression(value, owner)};"
        case ast.Expr(value=ast.Constant()):
            return ""
    raise StemmerError(ast.unparse(node))


def _block(nodes: list[ast.stmt]) -> str:
    return "\n".join(_statement(node) for node in nodes)


def _statement(node: ast.stmt) -> str:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return f"var {name} = {_expression(value)};"
        case ast.Assign(targets=[target], value=value):
            return f"{_expression(target)} = {_expression(value)};"
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub() as op, value=value):
            sign = "+" if isinstance(op, ast.Add) else "-"
            return f"{_expression(target)} {sign}= {_expression(value)};"
        case ast.If(test=test, body=body, orelse=orelse):
            otherwise = f" else {{\n{_block(orelse)}\n}}" if orelse else ""
            return f"if ({_expression(test)}) {{\n{_block(body)}\n}}{otherwise}"
        case ast.While(test=test, body=body, orelse=[]):
            return f"while ({_expression(test)}) {{\n{_block(body)}\n}}"
        # Generated code jumps forward by raising: in JavaScript that is a labelled block.
        case ast.Try(body=body, handlers=[ast.ExceptHandler(type=ast.Name(id=label), body=[ast.Pass()])]):
            return f"{label}: {{\n{_block(body)}\n}}"
        case ast.Raise(exc=ast.Call(func=ast.Name(id=label))):
            return f"break {label};"
        case ast.Return(value=ast.expr() as value):
            return f"return {_expression(value)};"
        case ast.Expr(value=ast.Call() as call):
            return f"{_expression(call)};"
        case ast.Break():
            return "break;"
        case ast.Continue():
            return "continue;"
        case ast.Pass():
            return ""
    raise StemmerError(ast.unparse(node))


_COMPARED = {ast.Eq: "===", ast.NotEq: "!==", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def _expression(node: ast.expr, owner: str = "") -> str:
    def inner(part: ast.expr) -> str:
        return _expression(part, owner)

    match node:
        case ast.Constant(value=bool() as value):
            return "true" if value else "false"
        case ast.Constant(value=int() | str() as value):
            return repr(value) if isinstance(value, int) else _text(value)
        case ast.Name(id="self"):
            return "this"
        case ast.Name(id=name):  # in the class itself, a condition of an ending is named like this
            return f"{owner}.prototype.{_name(name)}" if owner and "__r_" in name else name
        case ast.Attribute(value=value, attr=attribute):
            return f"{inner(value)}.{_name(attribute)}"
        case ast.Subscript(value=value, slice=ast.expr() as index):
            return f"{inner(value)}[{inner(index)}]"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"!({inner(operand)})"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"-{inner(operand)}"
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            return f"({inner(left)} {'+' if isinstance(op, ast.Add) else '-'} {inner(right)})"
        case ast.BoolOp(op=op, values=values):
            return "(" + (" || " if isinstance(op, ast.Or) else " && ").join(map(inner, values)) + ")"
        case ast.Compare(left=left, ops=[ast.In()], comparators=[container]):
            return f"{inner(container)}.includes({inner(left)})"
        case ast.Compare(left=left, ops=[ast.NotIn()], comparators=[container]):
            return f"!{inner(container)}.includes({inner(left)})"
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARED:
            return f"({inner(left)} {_COMPARED[type(op)]} {inner(right)})"
        case ast.Call(func=ast.Name(id="Among"), args=[ending, _, result, *condition]):
            return f"[{', '.join(map(inner, [ending, result, *condition]))}]"
        case ast.Call(func=ast.Name(id="len"), args=[value]):
            return f"{inner(value)}.length"
        case ast.Call(func=ast.Attribute() as function, args=arguments, keywords=[]):
            return f"{inner(function)}({', '.join(map(inner, arguments))})"
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return f"[{', '.join(map(inner, parts))}]"
    raise StemmerError(ast.unparse(node))


def _name(name: str) -> str:
    """Python hides names that begin with two underscores; JavaScript has no need of it."""
    return name.removeprefix("__")


def _text(text: str) -> str:
    """A text of the rules; one with marks on its letters goes through what the rules are made with."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if text.isascii() else f"ending({quoted})"
