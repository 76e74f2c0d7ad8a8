"""Streams as bytes: cut anywhere, read as they were sent."""

from __future__ import annotations

import json

import pytest

from simulator.loadtest.heard import Heard, cards_of, event_of
from simulator.loadtest.streams import Stream, read

CARDS = [{"id": "inject-inject-1", "html": "<p>One</p>"}, {"id": "exercise", "html": ""}]
BODY = json.dumps({"number": 7, "cards": CARDS}).encode()
SENT = b"event: beat\nid: 6\ndata: {}\n\nevent: cards\nid: 7\ndata: %s\n\n: hello\n\n" % BODY


@pytest.mark.parametrize("size", [1, 3, 50, 10_000])
def test_a_stream_is_read_however_it_is_cut(size: int) -> None:
    fresh: list[str] = []
    heard = Heard("red", fresh.append)
    stream = Stream(lambda came, event: read(heard, came, event))
    for start in range(0, len(SENT), size):
        stream.take(float(start), SENT[start : start + size])
    assert heard.last == 7
    assert fresh == ["inject-inject-1"]
    assert heard.first["inject-inject-1"] >= SENT.index(b"One") - size
    assert heard.again == 0


def test_an_event_has_a_kind_and_a_number_and_a_comment_has_none() -> None:
    assert event_of(b"event: view\nid: 12\ndata: {}") == ("view", 12)
    assert event_of(b": hello") == ("", 0)


def test_cards_of_a_console_are_told_apart_by_all_they_say() -> None:
    def body(state: str) -> bytes:
        return json.dumps({"cards": [{"id": "inject-a", "state": state}]}).encode()

    assert cards_of(body("released")) == cards_of(body("released")) != cards_of(body("withdrawn"))


def test_a_page_that_is_loaded_anew_has_its_cards_and_nothing_came_again() -> None:
    heard = Heard("red")
    heard.take(1.0, 3, [("inject-a", "x")])
    heard.begins(2.0, 3, ["inject-a", "inject-b"])
    heard.take(3.0, 4, [("inject-b", "y")])
    assert heard.first == {"inject-a": 1.0, "inject-b": 2.0}
    assert heard.again == 0
