"""The shelf of reusable injects: what is found on it, and what is taken over."""

from __future__ import annotations

from simulator.consoles.draft import Draft
from simulator.consoles.ready import matching, named_in, taken
from simulator.domain.view import Choice
from simulator.service.ready import ReadyInject


def ready(id: str, title: str = "Title", body: str = "Body", **fields: object) -> ReadyInject:
    theme, values = id.partition("/")[0], {"channel": "email", **fields}
    return ReadyInject(id, theme, theme.title(), title, body, **values)  # type: ignore[arg-type]


def test_all_words_must_be_found_wherever_they_stand() -> None:
    shelf = (ready("press/one", "A camera", "at the gate"), ready("press/two", "A camera"))
    assert [each.id for each in matching(shelf, "gate CAMERA")] == ["press/one"]


def test_accents_do_not_matter() -> None:
    shelf = (ready("press/one", "El periódico"), ready("press/two", "La radio"))
    assert [each.id for each in matching(shelf, "periodico")] == ["press/one"]
    assert [each.id for each in matching(shelf, "rádio")] == ["press/two"]


def test_themes_stand_in_the_order_of_the_shelf_and_others_behind() -> None:
    shelf = (ready("mine/x"), ready("noise/x"), ready("hints/x"), ready("press/x"))
    themes = [each.theme for each in matching(shelf, "")]
    assert themes == ["press", "hints", "noise", "mine"]


def test_a_line_names_what_it_begins_with() -> None:
    one = ready("press/one")
    assert named_in("improvise from=press/one to=red", (one,)) == ("improvise to=red", one)
    assert named_in("improvise A title", (one,)) == ("improvise A title", None)


def test_what_the_draft_says_itself_is_kept() -> None:
    draft = Draft(Choice(kind="improvise"), {"title": "Mine"})
    made = taken(draft, ready("press/one", details={"subject": "S"}))
    assert made.values["title"] == "Mine"
    assert made.values["body"] == "Body"
    assert made.values["details"] == {"subject": "S"}


def test_details_are_left_out_on_another_channel() -> None:
    draft = Draft(Choice(kind="improvise"), {"channel": "phone"})
    assert "details" not in taken(draft, ready("press/one", details={"subject": "S"})).values
