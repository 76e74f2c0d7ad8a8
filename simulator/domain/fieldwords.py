"""What the strings below the fields of a model say, read from its source when somebody asks."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise


def field_words(model: type) -> dict[str, str]:
    """Field → the string below it, of a model and of its bases; nothing without source."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if "__annotations__" in vars(each) and each.__module__.partition(".")[0] != "pydantic":
            found |= dict(_own(each))
    return found


def _own(model: type) -> Iterator[tuple[str, str]]:
    try:
        source = textwrap.dedent(inspect.getsource(model))
    except (OSError, TypeError):  # made by a function: its fields are described elsewhere
        return
    (body,) = (node.body for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match below:
                case ast.Expr(value=ast.Constant(value=str(words))):
                    yield field.target.id, inspect.cleandoc(words)
