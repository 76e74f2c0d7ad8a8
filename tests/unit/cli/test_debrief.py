"""`simulacro debrief` writes the report of a kept exercise, in formats and languages asked for."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from simulator.acts.debriefed import DebriefFile, debrief_file
from simulator.cli import main
from simulator.cli.debrief import formats_by_name, run_of, runs_from, write_reports
from simulator.documents.base import Words
from simulator.documents.comparison import comparison
from simulator.documents.report import document
from simulator.domain.errors import UsageError
from simulator.stores.sqlite import SqliteLog
from tests.builders import Table
from tests.docs.tree import ROOT
from tests.unit.scoring.response import RIGHT, a_table, done, ended, the_scenario
from tests.unit.scoring.test_evidence import PLAYS
from tests.unit.scoring.test_evidence import played as played_out

RUBRIC = """\
schema_version: 1
id: harm-only
title: Only harm
rules: [harm, astrology]
"""


@pytest.fixture
def played() -> Table:
    return ended(done(a_table(), *RIGHT))


@pytest.fixture
def store(tmp_path: Path, played: Table) -> Path:
    """A store that keeps one exercise, called `table`."""

    async def keep() -> None:
        log = SqliteLog(tmp_path / "store")
        async with log.turn("table") as turn:
            await turn.append(played.records)
        await log.close()

    asyncio.run(keep())
    return tmp_path / "store"


def keep(store: Path, name: str, table: Table) -> None:
    """Keep a further exercise under this name."""

    async def append() -> None:
        log = SqliteLog(store)
        async with log.turn(name) as turn:
            await turn.append([record.having(exercise=name) for record in table.records])
        await log.close()

    asyncio.run(append())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_formats_are_written_in_the_scenarios_language(tmp_path: Path, played: Table) -> None:
    written = write_reports(played.records, tmp_path / "out")
    assert names(tmp_path / "out") == ["table.en.html", "table.en.md", "table.json"]
    assert sorted(path.name for path in written) == names(tmp_path / "out")


def test_each_language_has_its_files_and_machines_have_one(tmp_path: Path, played: Table) -> None:
    write_reports(played.records, tmp_path, ("md", "json"), ("en", "es"))
    assert names(tmp_path) == ["table.en.md", "table.es.md", "table.json"]


def test_the_json_is_the_debrief(tmp_path: Path, played: Table) -> None:
    write_reports(played.records, tmp_path, ("json",))
    read = json.loads((tmp_path / "table.json").read_text("utf-8"))
    found = DebriefFile.model_validate(read)
    assert debrief_file(run_of(played.records).debrief, played.records, "aar") == found


def test_the_same_log_gives_the_same_bytes(tmp_path: Path, played: Table) -> None:
    for folder in ("a", "b"):
        write_reports(played.records, tmp_path / folder)
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize(
    ("formats", "languages", "code"),
    [(("docx",), None, "unknown_format"), (("md",), ("xx",), "unknown_language")],
)
def test_what_there_is_not_is_told(
    tmp_path: Path, played: Table, formats: tuple[str], languages: tuple[str] | None, code: str
) -> None:
    with pytest.raises(UsageError, match=code):
        write_reports(played.records, tmp_path, formats, languages)
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, played: Table) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot_write"):
        write_reports(played.records, tmp_path / "out")


def test_the_command_says_what_it_wrote(
    tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["debrief", "table", "--store", str(store), "--out", str(out)]) == 0
    assert capsys.readouterr().out.split() == [
        str(out / name) for name in ("table.en.md", "table.en.html", "table.json")
    ]


def test_another_rubric_may_be_given(tmp_path: Path, store: Path) -> None:
    rubric = tmp_path / "harm-only.yaml"
    rubric.write_text(RUBRIC, encoding="utf-8")
    command = ["debrief", "table", "--store", str(store), "--out", str(tmp_path / "out")]
    assert main([*command, "--rubric", str(rubric), "--format", "md,json"]) == 0
    debrief = DebriefFile.model_validate_json((tmp_path / "out" / "table.json").read_text("utf-8"))
    assert (debrief.rubric, debrief.rules) == ("harm-only", ("harm",))
    told = (tmp_path / "out" / "table.en.md").read_text("utf-8")
    assert "The rubric asks for “astrology”, which this version does not compute." in told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere"], 2),
        (["table", "--format", "docx"], 2),
        (["table", "--language", "xx"], 2),
        ([], 2),
        (["table", "--rubric", "nowhere.yaml"], 2),
    ],
)
def test_the_exit_code_says_what_was_wrong(
    tmp_path: Path, store: Path, arguments: list[str], code: int
) -> None:
    out = str(tmp_path / "out")
    assert main(["debrief", *arguments, "--store", str(store), "--out", out]) == code


@pytest.mark.parametrize("named", [["{}"], ["--from", "{}"]])
def test_its_json_gives_the_same_report_again(
    tmp_path: Path, played: Table, named: list[str]
) -> None:
    write_reports(played.records, tmp_path / "a", languages=("en", "es"))
    file = str(tmp_path / "a" / "table.json")
    command = ["debrief", *(word.format(file) for word in named), "--language", "en,es"]
    assert main([*command, "--out", str(tmp_path / "b")]) == 0
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_its_json_may_be_held_against_another_rubric(tmp_path: Path, played: Table) -> None:
    write_reports(played.records, tmp_path, ("json",))
    (tmp_path / "harm.yaml").write_text(RUBRIC, encoding="utf-8")
    command = ["debrief", str(tmp_path / "table.json"), "--rubric", str(tmp_path / "harm.yaml")]
    assert main([*command, "--format", "json", "--out", str(tmp_path / "b")]) == 0
    again = DebriefFile.model_validate_json((tmp_path / "b" / "table.json").read_text("utf-8"))
    assert again.rules == ("harm",)


@pytest.mark.parametrize("change", ["{", '{"schema_version": 1}', "teams", "gap"])
def test_a_json_that_is_no_debrief_is_told(
    tmp_path: Path, played: Table, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reports(played.records, tmp_path, ("json",))
    file = tmp_path / "table.json"
    read = json.loads(file.read_text("utf-8"))
    if change == "teams":
        change = json.dumps(read | {"teams": ["nobody"]})
    elif change == "gap":
        change = json.dumps(read | {"record": read["record"][1:]})
    file.write_text(change, encoding="utf-8")
    assert main(["debrief", str(file), "--out", str(tmp_path / "b")]) == 2
    assert "is no debrief" in capsys.readouterr().err


def test_several_exercises_are_compared_beside_their_own_reports(
    tmp_path: Path, store: Path
) -> None:
    keep(store, "other", ended(done(a_table(), *RIGHT[:3])))
    out = tmp_path / "out"
    command = ["debrief", "table", "other", "--store", str(store), "--out", str(out)]
    assert main([*command, "--language", "en,es"]) == 0
    both = {"small-comparison.en.md", "small-comparison.es.html", "small-comparison.json"}
    assert both <= {*names(out)}
    assert {"table.en.md", "other.en.md"} <= {*names(out)}


@pytest.fixture
def compared(tmp_path: Path, store: Path) -> Path:
    """The folder with the comparison of two exercises, in every format and both languages."""
    keep(store, "other", ended(done(a_table(), *RIGHT[:3])))
    keep(store, "third", Table(the_scenario()))
    command = ["debrief", "table", "other", "third", "--store", str(store), "--language", "en,es"]
    rubric = ROOT / "debriefs" / "rubrics" / "standard.yaml"
    assert main([*command, "--rubric", str(rubric), "--out", str(tmp_path / "a")]) == 0
    return tmp_path / "a"


@pytest.mark.parametrize("named", [["{}"], ["--from", "{}"]])
def test_a_comparisons_json_gives_the_same_papers_again(
    tmp_path: Path, compared: Path, named: list[str]
) -> None:
    file = str(compared / "small-comparison.json")
    command = ["debrief", *(word.format(file) for word in named), "--language", "en,es"]
    assert main([*command, "--out", str(tmp_path / "b")]) == 0
    assert names(tmp_path / "b") == names(compared)
    for name in names(compared):
        assert (compared / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_comparisons_json_is_what_its_schema_says(compared: Path) -> None:
    read = json.loads((compared / "small-comparison.json").read_bytes())
    stored = json.loads((ROOT / "schemas" / "comparison.json").read_text("utf-8"))
    assert [e.message for e in Draft7Validator(stored).iter_errors(read)] == []


def test_a_comparison_may_be_held_against_another_rubric_and_another_exercise(
    tmp_path: Path, store: Path, compared: Path
) -> None:
    (tmp_path / "harm.yaml").write_text(RUBRIC, encoding="utf-8")
    keep(store, "fourth", ended(a_table()))
    command = ["debrief", "fourth", "--from", str(compared / "small-comparison.json")]
    command += ["--store", str(store), "--rubric", str(tmp_path / "harm.yaml"), "--format", "json"]
    assert main([*command, "--out", str(tmp_path / "b")]) == 0
    again = json.loads((tmp_path / "b" / "small-comparison.json").read_bytes())
    sides = [(side["exercise"], side["rubric"]) for side in again["exercises"]]
    assert sides == [(name, "harm-only") for name in ("fourth", "table", "other", "third")]


@pytest.mark.parametrize("change", ["dials", "debriefs", "record"])
def test_a_comparison_that_says_other_than_its_debriefs_is_told(
    tmp_path: Path, compared: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = compared / "small-comparison.json"
    read = json.loads(file.read_bytes())
    if change == "record":
        read["debriefs"][0]["record"].pop()
    else:
        read[change].pop()
    file.write_text(json.dumps(read), encoding="utf-8")
    assert main(["debrief", str(file), "--out", str(tmp_path / "b")]) == 2
    assert "is no debrief" in capsys.readouterr().err


def test_exercises_of_different_scenarios_are_not_compared(
    tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store, "far", ended(a_table(the_scenario(id="another"))))
    command = ["debrief", "table", "far", "--store", str(store), "--out", str(tmp_path / "out")]
    assert main(command) == 2
    assert "Only exercises of one scenario can be compared; these are of" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_one_exercise_given_twice_is_told(
    tmp_path: Path, store: Path, played: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reports(played.records, tmp_path, ("json",))
    command = ["debrief", "table", str(tmp_path / "table.json"), "--store", str(store)]
    assert main([*command, "--out", str(tmp_path / "out")]) == 2
    assert "Two of these are called table" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("path", [str(path.relative_to(ROOT)) for path in PLAYS])
def test_a_shipped_plays_json_gives_the_same_bytes_again(tmp_path: Path, path: str) -> None:
    """In every format and both languages, and the JSON itself too; its schema takes it."""
    write_reports(played_out(path), tmp_path / "a", languages=("en", "es"))
    (found,) = runs_from(tmp_path / "a" / "play.json")
    paper = partial(document, found.records, found.debrief, template=found.template)
    for code in ("en", "es"):
        made = paper(code, [ROOT / "debriefs" / "templates"])
        for name, form in formats_by_name().items():
            own = f".{code}" if form.many else ""
            kept = (tmp_path / "a" / f"play{own}{form.suffix}").read_bytes()
            assert form.render(made, Words(code)) == kept, name
    read = json.loads((tmp_path / "a" / "play.json").read_bytes())
    stored = json.loads((ROOT / "schemas" / "debrief.json").read_text("utf-8"))
    assert [e.message for e in Draft7Validator(stored).iter_errors(read)] == []


@pytest.mark.slow
def test_shipped_plays_compared_give_the_same_bytes_again(tmp_path: Path) -> None:
    """In every format and both languages, and the JSON itself too."""
    played = [played_out(str(path.relative_to(ROOT))) for path in PLAYS[:3]]
    runs = [
        run_of([record.having(exercise=f"room-{n}") for record in records])
        for n, records in enumerate(played)
    ]
    templates = [ROOT / "debriefs" / "templates"]
    made = {code: comparison(runs, code, templates) for code in ("en", "es")}
    (tmp_path / "all.json").write_bytes(formats_by_name()["json"].render(made["en"], Words("en")))
    found = runs_from(tmp_path / "all.json")
    for code, before in made.items():
        again = comparison(found, code, templates)
        for name, form in formats_by_name().items():
            assert form.render(again, Words(code)) == form.render(before, Words(code)), name
