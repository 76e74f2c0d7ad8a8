"""People's Markdown as HTML: a small part of it, no HTML of theirs, links to the web (SEC7)."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from simulator.domain.model import cleaned

WEB = ("http://", "https://")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False})
    parser = parser.enable(["strikethrough", "table"])
    parser = parser.disable(["html_block", "html_inline", "image", "autolink", "reference"])
    parser.validateLink = lambda url: url.lower().startswith(WEB)  # type: ignore[method-assign]
    return parser


@lru_cache(maxsize=2048)
def html_of(text: str) -> Markup:
    """The text as HTML; headings in it are only bold, for the page has headings of its own."""
    tokens = _parser().parse(cleaned(text))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
    made = _parser().renderer.render(tokens, _parser().options, {})
    return Markup(made)  # noqa: S704  # made by the renderer from tokens without HTML
