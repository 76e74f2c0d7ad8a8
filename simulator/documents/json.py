"""JSON: what a document was made of, as machines read it; the same in every language."""

from __future__ import annotations

from simulator.documents.base import Document, Words


class Json:
    """The JSON format."""

    name = "json"
    suffix = ".json"
    many = False

    def render(self, document: Document, words: Words) -> bytes:
        if document.data is None:
            return b"{}\n"
        made = document.data().model_dump_json(indent=2, by_alias=True, exclude_none=True)
        return f"{made}\n".encode()


format = Json()
