"""Collect the codes of issues and findings from the source: what each says, and what it advises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:-…)?")
_MESSAGES = ("message", "what", "reason")
_UNKNOWN = "…"
_LEFT_OUT = {"_lose", "Lost"}
"""What ends a child: the words the user sees are those of `sayso.engine.adding`; ``texts.toml`` lists them."""

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Module
Signatures = dict[str, list[str]]


@dataclass(slots=True)
class Code:
    """A code with the messages and remedies it comes with; ``…`` stands for what differs from case to case."""

    code: str
    messages: list[str] = field(default_factory=list)
    remedies: list[str] = field(default_factory=list)

    def note(self, messages: list[str], remedies: list[str]) -> None:
        """Add what is new."""
        self.messages += [text for text in messages if text.strip(" …:") and text not in self.messages]
        self.remedies += [text for text in remedies if text.strip(" …") and text not in self.remedies]


def collect(paths: Iterable[Path], *, package: Path) -> dict[str, Code]:
    """Return the codes in the modules ``paths`` of the folder ``package``, sorted by name."""
    trees = {path: ast.parse(path.read_bytes()) for path in sorted(package.rglob("*.py"))}
    everywhere = {
        name: parameters for tree in trees.values() for name, parameters in _signatures(tree).items()
    }
    found: dict[str, Code] = {}
    for tree in (trees[path] for path in sorted(paths)):
        signatures = everywhere | _signatures(tree)
        for scope, node in _nodes(tree, tree):
            for values in _constructions(node, signatures):
                _note(found, values, scope, tree)
    return dict(sorted(found.items()))


def _signatures(tree: ast.Module) -> Signatures:
    """Return the parameters of each function and class that takes a ``code``."""
    found: Signatures = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [a.arg for a in (*node.args.args, *node.args.kwonlyargs) if a.arg != "self"]
            if "code" in names:
                found[node.name] = names
        elif isinstance(node, ast.ClassDef):
            fields = [
                n.target.id
                for n in node.body
                if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
            ]
            if "code" in fields:
                found[node.name] = fields
    return found | {name: ["message"] for name in ("ReadError", "LimitError", "NetworkError")}


def _nodes(node: ast.AST, scope: Scope) -> Iterator[tuple[Scope, ast.AST]]:
    """Yield every node with the function it stands in."""
    for child in ast.iter_child_nodes(node):
        inner = child if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else scope
        yield inner, child
        yield from _nodes(child, inner)


def _constructions(node: ast.AST, signatures: Signatures) -> Iterator[dict[str, ast.expr]]:
    """Yield the arguments, by name, of a call that hands on a code, or the entries of such a dictionary."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in _LEFT_OUT and (name in signatures or any(k.arg == "code" for k in node.keywords)):
            yield dict(zip(signatures.get(name, []), node.args, strict=False)) | {
                keyword.arg: keyword.value for keyword in node.keywords if keyword.arg
            }
    elif isinstance(node, ast.Dict):
        names = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        if {"code", "message"} <= set(names):
            yield {str(name): value for name, value in zip(names, node.values, strict=True)}


def _note(found: dict[str, Code], values: dict[str, ast.expr], scope: Scope, tree: ast.Module) -> None:
    if "code" not in values:
        return
    messages = [text for name in _MESSAGES if name in values for text in _texts(values[name], scope, tree)]
    remedies = _texts(values["remedy"], scope, tree) if "remedy" in values else []
    for code in _texts(values["code"], scope, tree):
        if _CODE.fullmatch(code):
            found.setdefault(code, Code(code)).note(messages, remedies)


def _texts(node: ast.expr, scope: Scope, tree: ast.Module) -> list[str]:
    """Return the texts that an expression may be, with ``…`` for each part that is not known here."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_texts(body, scope, tree), *_texts(orelse, scope, tree)]
        case ast.BoolOp(values=values):
            return [text for value in values for text in _texts(value, scope, tree)]
        case ast.JoinedStr(values=parts):
            return ["".join(str(p.value) if isinstance(p, ast.Constant) else _UNKNOWN for p in parts)]
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return [a + b for a in _texts(left, scope, tree) for b in _texts(right, scope, tree)]
        case ast.Name(id=name, lineno=line):
            values = _assigned(name, scope, before=line) or _assigned(name, tree)
            return [text for value in values for text in _texts(value, scope, tree)] or [_UNKNOWN]
        case ast.Call(func=ast.Name(id=name), args=arguments):
            values = arguments[:1] if name == "line" else _returned(name, tree)
            return [text for value in values for text in _texts(value, scope, tree)] or [_UNKNOWN]
    return [_UNKNOWN]


def _returned(name: str, tree: ast.Module) -> list[ast.expr]:
    """Return what the function ``name`` of this module may return, where that is text it writes out."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    returns = [
        node.value for function in functions for node in ast.walk(function) if isinstance(node, ast.Return)
    ]
    return [value for value in returns if isinstance(value, ast.Constant | ast.JoinedStr)]


def _assigned(name: str, scope: Scope, *, before: int | None = None) -> list[ast.expr]:
    """Return what ``name`` holds at line ``before`` of a function: the last value, or one a branch; else a module's."""
    nodes = ast.walk(scope) if before else iter(scope.body)
    found = [(node, value) for node in nodes if isinstance(node, ast.Assign) for value in _values(node, name)]
    if before is None or not found:
        return [value for _, value in found]
    found = [(node, value) for node, value in found if node.lineno < before]
    if not found:
        return []
    last = max((node for node, _ in found), key=lambda node: node.lineno)
    branches = [node for node in ast.walk(scope) if isinstance(node, ast.If) and last in node.orelse]
    others = [node for branch in branches for node in branch.body]
    return [value for node, value in found if node is last or node in others]


def _values(node: ast.Assign, name: str) -> Iterator[ast.expr]:
    for target in node.targets:
        if isinstance(target, ast.Name) and target.id == name:
            yield node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = zip(target.elts, node.value.elts, strict=True)
            yield from (value for part, value in pairs if isinstance(part, ast.Name) and part.id == name)
