"""Files are read once, refused with a reason, and diagnostics get their place in one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.content import sources
from simulator.content.sources import Located, Sources, in_order, located, named, read
from simulator.domain.diagnostic import Diagnostic
from simulator.domain.errors import ContentError


def refused(file: Path) -> Located:
    """Why a file cannot be read."""
    with pytest.raises(ContentError) as caught:
        read("scenario", file)
    (found,) = caught.value.diagnostics
    assert isinstance(found, Located)
    return found


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = refused(tmp_path / "none.yaml")
    assert (found.code, found.values) == ("TTX001", {"problem": "cannot_find"})


def test_a_folder_cannot_be_opened_as_a_file(tmp_path: Path) -> None:
    assert refused(tmp_path).values == {"problem": "cannot_open"}


def test_what_is_not_utf8_is_told_with_its_byte(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"title: caf\xe9\n")
    found = refused(file)
    assert (found.code, found.values) == ("TTX003", {"problem": "not_utf8", "byte": 10})


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("title: Café\n".encode("utf-8-sig"))
    assert read("scenario", file).document.data == {"title": "Café"}


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BYTES_MAX", 4)
    file = tmp_path / "a.yaml"
    file.write_text("title: A")
    assert refused(file).values == {"size": 8, "limit": 4}


def test_what_the_reader_refuses_has_its_place_and_its_values(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("title: A\nteams: [a]\ntitle: B\n")
    found = refused(file)
    assert (found.code, found.line, found.column) == ("TTX008", 3, 1)
    assert found.values == {"problem": "duplicate_key", "key": "title", "first": 1}


def test_types_of_yaml_are_named_as_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("title: !!int 3\n")
    assert refused(file).values["tag"] == "!!int"


@pytest.fixture
def two(tmp_path: Path) -> Sources:
    """A scenario and an inject that stands in its second entry."""
    (tmp_path / "case.yaml").write_text("injects:\n  - a\n  - use: x/y\n    facilitator: {}\n")
    (tmp_path / "y.yaml").write_text("title: Y\nfacilitator:\n  hints:\n    - One\n")
    found = Sources()
    found.read("scenario", tmp_path / "case.yaml")
    found.read("inject/x/y", tmp_path / "y.yaml")
    found.reuse("scenario", ("injects", 1), "inject/x/y")
    return found


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("injects", 0), ("case.yaml", 2, 5)),
        (("injects", 1), ("case.yaml", 3, 5)),
        (("injects", 1, "use"), ("case.yaml", 3, 10)),
        (("injects", 1, "title"), ("y.yaml", 1, 8)),
        (("injects", 1, "facilitator"), ("case.yaml", 4, 18)),
        (("injects", 1, "facilitator", "hints", 0), ("y.yaml", 4, 7)),
        (("injects", 1, "body"), ("case.yaml", 3, 5)),
        (("none",), ("case.yaml", 1, 1)),
    ],
)
def test_a_path_is_found_in_the_file_that_says_most_of_it(
    two: Sources, path: tuple[str | int, ...], place: tuple[str, int, int]
) -> None:
    found = two.locate(Diagnostic("TTX020", path))
    assert (Path(found.source).name, found.line, found.column) == place


def test_a_thing_may_stand_elsewhere_in_the_file_it_comes_from(two: Sources) -> None:
    two.reuse("scenario", ("injects", 0), "inject/x/y", ("facilitator",))
    found = two.locate(Diagnostic("TTX020", ("injects", 0, "hints")))
    assert (Path(found.source).name, found.line) == ("y.yaml", 4)


def test_a_whole_file_may_come_from_another(two: Sources) -> None:
    two.reuse("scenario", (), "inject/x/y")
    found = two.locate(Diagnostic("TTX020", ("title",)))
    assert (Path(found.source).name, found.line) == ("y.yaml", 1)


def test_a_key_has_a_place_of_its_own(two: Sources) -> None:
    found = two.locate(Diagnostic("TTX022", ("injects", 1, "use"), at_key=True))
    assert (found.line, found.column) == (3, 5)


def test_files_are_known_by_the_name_of_messages(two: Sources) -> None:
    assert {Path(name).name for name in two.names} == {"case.yaml", "y.yaml"}


def test_each_is_told_once_and_by_place() -> None:
    def at(line: int, code: str = "TTX020", **values: object) -> Located:
        return Located(code, (), values, source="a.yaml", line=line)

    first, second, third = at(1), at(2, key="a"), at(2, key="b")
    assert in_order([third, second, first, at(1)]) == (first, third, second)


def test_a_file_below_the_current_folder_is_named_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert named(tmp_path / "cases" / "a.yaml") == "cases/a.yaml"
    assert named(Path("/somewhere/else.yaml")) == "/somewhere/else.yaml"


def test_what_has_a_place_keeps_it() -> None:
    found = located(Diagnostic("TTX020"), Path("/x/a.yaml"), 3, 4)
    assert Sources().locate(found) is found
