"""The caps and documentation rules of the product's modules: functions from a source to faults."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

LINES = 400
PUBLIC_METHODS = 15
FUNCTION_LINES = 60

CORE = ("simulator/domain/", "simulator/engine/", "simulator/acts/")
TEXTUAL = re.compile(r"(action|on|watch|validate)_|(compose|render)$")
SHAPE_OF_ACTS = {"apply", "decide", "offers"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef | ast.Module


@dataclass(frozen=True)
class Source:
    """The text of one module and its path from the project's root."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def fault(self, line: int, says: str) -> str:
        return f"{self.path}:{line} {says}"


Rule = Callable[[Source], Iterator[str]]


def modules_are_short(source: Source) -> Iterator[str]:
    lines = len(source.text.splitlines())
    if lines > LINES:
        yield source.fault(lines, f"{lines} lines, {LINES} at most")


def classes_are_narrow(source: Source) -> Iterator[str]:
    for node in source.classes:
        methods = {method.name for method in _methods(node) if _is_public(method.name)}
        counted = [name for name in methods if not TEXTUAL.match(name)]
        if len(counted) > PUBLIC_METHODS:
            says = f"class {node.name}: {len(counted)} public methods, {PUBLIC_METHODS} at most"
            yield source.fault(node.lineno, says)


def functions_are_short(source: Source) -> Iterator[str]:
    for node in source.functions:
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES:
            says = f"function {node.name}: {lines} lines, {FUNCTION_LINES} at most"
            yield source.fault(node.lineno, says)


def modules_and_classes_say_what_they_are(source: Source) -> Iterator[str]:
    yield from _undocumented(source, source.tree, "the module")
    for node in source.classes:
        yield from _undocumented(source, node, f"class {node.name}")


def the_core_explains_its_functions(source: Source) -> Iterator[str]:
    if not source.path.startswith(CORE):
        return
    explained_by_base = SHAPE_OF_ACTS if source.path.startswith("simulator/acts/") else set()
    for node in _public_functions(source.tree):
        if node.name not in explained_by_base and ast.get_docstring(node) is None:
            yield source.fault(node.lineno, f"function {node.name} has no docstring")


def nothing_is_left_for_later(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if re.search(r"\b(TODO|FIXME)\b", line):
            yield source.fault(number, line.strip())


RULES: tuple[Rule, ...] = (
    modules_are_short,
    classes_are_narrow,
    functions_are_short,
    modules_and_classes_say_what_they_are,
    the_core_explains_its_functions,
    nothing_is_left_for_later,
)


def _is_public(name: str) -> bool:
    return not name.startswith("_")


def _methods(node: ast.ClassDef) -> Iterator[Function]:
    return (item for item in node.body if isinstance(item, Function))


def _public_functions(node: ast.Module | ast.ClassDef) -> Iterator[Function]:
    """Public functions, and those of public classes; a function within a function is private."""
    for item in node.body:
        if isinstance(item, Function | ast.ClassDef) and _is_public(item.name):
            if isinstance(item, ast.ClassDef):
                yield from _public_functions(item)
            elif not _is_overload(item):
                yield item


def _is_overload(node: Function) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def _undocumented(source: Source, node: Documented, name: str) -> Iterator[str]:
    line = getattr(node, "lineno", 1)
    docstring = ast.get_docstring(node)
    if not docstring:
        yield source.fault(line, f"{name} has no docstring")
    elif not _is_sentence(docstring.splitlines()[0]):
        yield source.fault(line, f"{name}: the first line of the docstring is not one sentence")


def _is_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does, and no other sentence ends within it."""
    return bool(re.search(r"[.?!]$", line)) and not re.search(r"[.?!] [A-Z]", line)
