"""JSON: the debrief as machines read it, the same in every language."""

from __future__ import annotations

from simulator.documents.base import Document, Words


class Json:
    """The JSON format."""

    name = "json"
    suffix = ".json"
    many = False

    def render(self, document: Document, words: Words) -> bytes:
        assert document.debrief is not None
        return (document.debrief.model_dump_json(indent=2) + "\n").encode()


format = Json()
