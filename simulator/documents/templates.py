"""Report templates: Jinja in a sandbox, whatever it prints escaped, loops and size capped.

Every `{{ value }}` goes out as text, unless it is Markdown that the report made itself; so nothing
that people wrote can become a heading, a link or a table, whoever edits the template.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    nodes,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from simulator.documents import markup
from simulator.documents.markup import Md
from simulator.domain.errors import UsageError

MOST_ROUNDS = 5_000_000
"""Of all loops of one report together."""
MOST_TEXT = 200_000_000
"""Characters of one report."""
SUFFIX = ".md.j2"
_UNSAFE_FILTERS = ("center", "format", "indent", "pprint", "wordwrap", "xmlattr", "safe", "tojson")


WRONG = (TemplateError, RecursionError, TypeError, ValueError, LookupError, ArithmeticError)
"""What a template can do wrong; it is handed values only, so all of these are its own."""


class TooMuch(TemplateError):
    """A template loops or prints without end."""


@pass_context
def _figure(context: Context, id: object) -> Md:
    """The place of one of the report's figures; a name that is none of them is a fault."""
    if id not in context.get("figures", ()):
        raise LookupError(f"no figure {id}")
    return markup.figure(id)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja that can reach nothing, prints only text, and comes to an end."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            undefined=StrictUndefined,
            finalize=markup.plain,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.globals = {}
        for name in _UNSAFE_FILTERS:
            self.filters.pop(name, None)
        self.filters |= {
            "short": markup.short,
            "quoted": markup.quoted,
            "struck": markup.struck,
            "strong": markup.strong,
            "events": markup.events,
            "block": markup.block,
            "figure": _figure,
        }

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """What a macro or a block printed is Markdown already."""
        return Md("".join(parts))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of one of our values is there to be read; all else is looked at first."""
        known = getattr(type(obj), "__dataclass_fields__", ())
        if attribute in known and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Texts have no methods here: some of them make huge texts of small ones."""
        return not isinstance(obj, str | bytes) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Only numbers are multiplied."""
        if not all(isinstance(side, int | float) for side in (left, right)) or operator == "**":
            raise TooMuch(f"{operator} is for numbers")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template with every loop counted."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            counter = nodes.ContextReference()
            loop.iter = nodes.Call(
                nodes.Getitem(counter, nodes.Const("_counted"), "load"), [loop.iter], [], None, None
            )
        tree.set_environment(self)
        return tree


def render(name: str, folders: Sequence[Path], context: Mapping[str, object]) -> str:
    """The Markdown that a template makes of a context. Raises `UsageError`."""
    try:
        template = _sandbox(tuple(folders)).get_template(name + SUFFIX)
        parts = template.generate({**context, "_counted": _counter()})
        return "".join(_capped(parts))
    except TemplateNotFound as error:
        raise UsageError("no_template", name=error.name) from error
    except WRONG as error:
        raise UsageError("template_wrong", name=name, line=_line(error), problem=error) from error


@lru_cache(maxsize=8)
def _sandbox(folders: tuple[Path, ...]) -> Sandbox:
    """One for these folders: it keeps what it compiled until the file changes."""
    return Sandbox(folders)


def _line(error: BaseException) -> int:
    """The line of the template in which it went wrong."""
    line = getattr(error, "lineno", None) or 0
    frames = traceback.extract_tb(error.__traceback__)
    return line or next((f.lineno or 0 for f in reversed(frames) if f.filename.endswith(SUFFIX)), 0)


def _counter() -> Callable[[Iterable[object]], Iterator[object]]:
    rounds = 0

    def counted(items: Iterable[object]) -> Iterator[object]:
        nonlocal rounds
        for item in items:
            rounds += 1
            if rounds > MOST_ROUNDS:
                raise TooMuch(f"more than {MOST_ROUNDS} rounds of loops")
            yield item

    return counted


def _capped(parts: Iterable[str]) -> Iterator[str]:
    size, some = 0, iter(parts)
    while taken := list(islice(some, 100)):
        size += sum(map(len, taken))
        if size > MOST_TEXT:
            raise TooMuch(f"more than {MOST_TEXT} characters")
        yield from taken
