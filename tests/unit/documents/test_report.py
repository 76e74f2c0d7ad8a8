"""The report: everything is in it, in both languages, and nothing is empty."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, get_args

import pytest
import yaml

from simulator.acts import AnyEvent
from simulator.acts.access import (
    LockLobby,
    MutePerson,
    RevokeSeat,
    RotateCodes,
    UnlockLobby,
    UnmutePerson,
)
from simulator.acts.amendments import RetractDecision
from simulator.acts.clock import ChangeSpeed, InterruptExercise
from simulator.acts.course import course
from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import Observe, TakeNote
from simulator.acts.facts import SetMilestone
from simulator.acts.hotwash import NoteHotWash, PlanImprovement
from simulator.acts.improvise import Improvise
from simulator.acts.justify import JustifyDeviation
from simulator.acts.messages import AcknowledgeInject, SendMessage
from simulator.acts.passes import GoBack, SyncTeams, WithdrawInject
from simulator.acts.pending import EditInject, HoldInject, UnholdInject
from simulator.acts.people import HandOverSeat, JoinExercise, LeaveExercise
from simulator.acts.play import EndExercise, StopExercise
from simulator.acts.ratings import Rate
from simulator.acts.requests import DeclineQuestion
from simulator.acts.review import ReviewDecision
from simulator.acts.wall import HideFromRoom, ShowToRoom
from simulator.documents.base import Words
from simulator.documents.blocks import Block, Bullets, Heading, Paragraph, Quote, Table, parse
from simulator.documents.markdown import Markdown
from simulator.documents.report import document
from simulator.documents.timeline import QUIET, timeline, timeline_lines
from simulator.documents.timeline_words import PLAIN, TELL
from simulator.documents.titles import Titles
from simulator.domain.edition import Face
from simulator.domain.people import SYSTEM
from simulator.domain.playbook import Ratings
from tests.builders import EVALUATOR, FACILITATOR, a_choice, a_player, a_scenario, a_team, an_inject
from tests.builders import Table as Played
from tests.docs.tree import ROOT
from tests.unit.documents.paper import (
    HOSTILE,
    TEMPLATES,
    a_document,
    a_spoken,
    html,
    markdown,
)
from tests.unit.scoring.response import (
    a_rubric,
    a_table,
    debriefed,
    done,
    ended,
    the_scenario,
)
from tests.unit.scoring.test_evidence import everything

LANGUAGES = ("en", "es")
LOCALES = {
    code: yaml.safe_load((ROOT / "simulator" / "locales" / f"{code}.yaml").read_text("utf-8"))
    for code in LANGUAGES
}


def flat(tree: Any, path: str = "") -> dict[str, str]:
    """Every text of a locale by its key; of one that depends on a number, the plural."""
    if isinstance(tree, dict) and "one" in tree:
        return {path: str(tree["other"])}
    if isinstance(tree, dict):
        return {k: v for key, sub in tree.items() for k, v in flat(sub, f"{path}.{key}").items()}
    return {path: str(tree)}


REPORT = {code: flat(locale["report"]) for code, locale in LOCALES.items()}


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    assert REPORT["es"].keys() == REPORT["en"].keys()
    for key, english in REPORT["en"].items():
        gaps = re.findall(r"{(\w+)}", english)
        assert sorted(re.findall(r"{(\w+)}", REPORT["es"][key])) == sorted(gaps), key


def test_no_english_stands_where_spanish_should() -> None:
    same = {
        k
        for k, v in REPORT["en"].items()
        if v == REPORT["es"][k] and re.search(r"[a-z]{3}", re.sub(r"{\w+}", "", v))
    }
    assert same == set()


def test_a_word_that_is_nowhere_is_a_fault() -> None:
    with pytest.raises(LookupError, match=r"report\.nowhere"):
        Words("es")("report.nowhere")


def everything_happens() -> Played:
    """A table at which every kind of event happens."""
    asked = {"id": "e", "text": "Ask.", "free": True, "due": 3}
    shown = {"id": "f", "text": "Show.", "done_by": {"milestone": "m"}}
    option = {"id": "cut", "label": "Cut it off", "step": "book/isolate"}
    scenario = the_scenario(
        an_inject("a", expectations=[asked, shown]),
        an_inject("b", decision=a_choice(option, "wait", time_limit=1)),
        an_inject("c", ends=True),
        an_inject("help", pool="hint"),
        an_inject("w", release={"after": "a", "when": {"milestone": "m"}, "until": 1}),
        an_inject("auto", release={"after": "start", "at": 5, "auto": True}),
        an_inject("late", release={"after": "start", "at": 60, "auto": True}),
        teams=[a_team("red", "lead"), a_team("blue")],
        requests=[
            {"id": "r", "title": "Copies", "ask": ["copies"], "answer": "None."},
            {"id": "slow", "title": "Logs", "ask": ["logs"], "delay": 1, "answer": "Some."},
        ],
        milestones=[{"id": "m", "text": "It is so."}],
        objectives=[{"id": "early", "text": "Tell early"}],
        debrief_questions=["What would you change?"],
        truth={"notes": ["It was the neighbour."]},
        deadlines=[
            {
                "id": "page",
                "title": "Page",
                "starts": {"released": "a"},
                "within": 4,
                "clock": "exercise",
            }
        ],
    )
    eve, tom = a_player("red", "lead", "eve"), a_player("blue", None, "tom")
    table = a_table(scenario).do(SetMilestone(milestone="m")).wait(1.5)
    table.do(SetMilestone(milestone="m", value=False))
    table.do(JoinExercise(), eve).do(JoinExercise(), tom)
    table.do(HandOverSeat(to="eva-two"), eve).do(LeaveExercise(), tom)
    table.do(RotateCodes()).do(RotateCodes(team="red")).do(LockLobby()).do(UnlockLobby())
    table.do(MutePerson(person="eva-two")).do(UnmutePerson(person="eva-two"))
    table.do(JoinExercise(), a_player("blue", None, "guest")).do(RevokeSeat(person="guest"))
    table.do(HoldInject(inject="b", reason="not yet")).do(UnholdInject(inject="b"))
    table.do(EditInject(inject="b", body="Otherwise.")).release("b", "help")
    table.do(AcknowledgeInject(inject="a"), a_player())
    table.wait(2).ask("Are there copies?").answer(request="r")
    table.ask("Where are the logs?").wait(2).answer(request="slow")
    table.ask("Who else?").answer(text="Nobody.")
    table.ask("Who pays?").do(DeclineQuestion(team="red", reason="another day"))
    lead = a_player("red", "lead")
    table.decide(
        "b", "cut", by=lead, rationale="It spreads.", considered=("Wait",), confidence="low"
    )
    table.amend(by=lead, inject="b", text="Cut it all.", reason="clearer")
    table.pause().decide("a", text="In the pause.").resume()
    table.wait(5).decide(by=FACILITATOR, team="blue", text="Typed in for them.")
    table.do(Observe(team="red", expectation="a/e", result="partly", text="Half."), EVALUATOR)
    table.do(TakeNote(text="A lively table."), EVALUATOR)
    face = Face(channel="phone", label="Call", headline="The mayor", body="Well?")
    table.do(Improvise(title="The mayor", body="Well?", to=("red",), faces={"en": face}))
    everybody_moves(table.jump(90).jump(story=60).skip("c"))
    table.do(LogDecision(text="We rang.", team="red", at=3, reason="on paper"))
    table.do(Rate(subject="early", achieved=True, text="In time."), EVALUATOR)
    table.do(Rate(subject="early", achieved=False, final=True, text="Not all."))
    table.do(NoteHotWash(topic="gap", text="Nobody had a list."), EVALUATOR)
    table.do(JustifyDeviation(team="red", about="a/e", text="Lives first."), EVALUATOR)
    due, todo = date(2031, 9, 1), "Print the list."
    return table.do(PlanImprovement(issue="No list.", action=todo, owner="IT", due=due))


def everybody_moves(table: Played) -> None:
    """Back, together again, taken back; told, cut off, stopped, ended."""
    table.do(GoBack(inject="b", teams=("red",), reason="once more"))
    table.do(WithdrawInject(inject="b", teams=("blue",), reason="too early"))
    table.do(SyncTeams(inject="b"))
    table.decide("b", "wait", by=a_player("red", "lead"))
    table.do(RetractDecision(inject="b", reason="a slip"), a_player("red", "lead"))
    table.do(ReviewDecision(), EVALUATOR)
    table.do(SendMessage(text="Look out.", tlp="AMBER"), a_player())
    table.do(ShowToRoom()).do(ShowToRoom(inject="b")).do(HideFromRoom())
    table.do(ChangeSpeed(factor=2)).do(InterruptExercise(cause="clock", gap=-90.0), SYSTEM)
    table.do(StopExercise(reason="fire")).resume().do(EndExercise(reason="time"))


KINDS = {event.model_fields["kind"].default for event in get_args(get_args(AnyEvent)[0])}


def test_every_kind_of_event_has_words_in_the_timeline() -> None:
    """A quiet one too: it is there where a finding rests on it."""
    assert {*PLAIN, *TELL} == KINDS
    assert not PLAIN & TELL.keys()
    assert QUIET <= KINDS


def test_every_kind_of_event_happens_at_the_table() -> None:
    assert {record.event.kind for record in everything_happens().records} == KINDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_told_whole(language: str) -> None:
    """Nothing unfilled, no code, and the quiet ones where they are cited."""
    table = everything_happens()
    titles = Titles(course(table.records), Words(language))
    told = list(timeline(table.records, titles, frozenset(range(1, 999))))
    assert len(told) == len(table.records)
    for line in told:
        assert not re.search(r"[{}]|[a-z]_[a-z]|None|report\.", line.text), line
    loud = {line.seq for line in timeline(table.records, titles)}
    quiet = {r.seq for r in table.records if r.event.kind in QUIET}
    deferred = {r.seq for r in table.records if getattr(r.event, "deferred", None)}
    assert loud & quiet == deferred
    there = {r.seq for r in table.records if getattr(r.event, "how", None) == "there"}
    assert there
    assert not there & loud


def sections(document: tuple[Block, ...]) -> dict[str, list[Block]]:
    """What stands under each heading, whatever its level."""
    found: dict[str, list[Block]] = {}
    id = ""
    for block in document:
        if isinstance(block, Heading):
            id = block.id
            found[id] = []
        else:
            found[id].append(block)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "make",
    [
        everything_happens,
        everything,
        lambda: ended(a_table()),
        lambda: Played(a_scenario()),
        lambda: Played(a_scenario()).start(),
        lambda: ended(Played(a_scenario("a", story={"scope": "team"}), copies=9).start()),
    ],
)
def test_no_section_is_empty(make: Any, language: str) -> None:
    blocks = a_document(make(), language).blocks
    headings = [b for b in blocks if isinstance(b, Heading)]
    found = sections(blocks)
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        deeper = after is not None and after.level > heading.level
        assert found[heading.id] or deeper, heading


def ids(blocks: tuple[Block, ...]) -> list[str]:
    """Every id of a document."""
    found = []
    for block in blocks:
        found.append(block.id)
        if isinstance(block, Quote):
            found += ids(block.blocks)
        elif isinstance(block, Bullets):
            found += [item.id for item in block.items]
        elif isinstance(block, Table):
            found += [row.id for row in block.rows]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_and_every_link_leads_somewhere(language: str) -> None:
    made = html(everything_happens(), language)
    known = re.findall(r' id="([^"]+)"', made)
    assert len(known) == len(set(known))
    assert set(re.findall(r'href="#([^"]+)"', made)) <= set(known)
    assert re.findall(r'href="[^#]', made) == []
    assert "<script" not in made


def test_block_ids_are_the_same_in_every_language() -> None:
    english, spanish = (ids(a_document(everything_happens(), code).blocks) for code in LANGUAGES)
    assert english == spanish


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_its_marks(language: str) -> None:
    words = Words(language)
    for made in (markdown(a_table(), language), html(a_table(), language)):
        for mark in (words("report.exercise_mark"), words("report.draft_mark"), "TLP:AMBER"):
            assert made.count(mark) >= 2


def test_the_strictest_marking_of_what_was_played_counts() -> None:
    scenario = the_scenario(
        an_inject("a", tlp="RED"), an_inject("b", tlp="AMBER+STRICT"), tlp="GREEN"
    )
    assert "TLP:RED" in a_document(a_table(scenario)).marks
    assert "TLP:GREEN" in a_document(Played(scenario).start()).marks


def test_decisions_stand_in_full_with_who_and_why() -> None:
    made = markdown(everything_happens())
    assert "> Cut it all." in made
    assert "> ~~Cut it off~~" in made
    for text in (
        "Role lead",
        "**Reason given:** It spreads.",
        "**Also considered:** Wait",
        "**Confidence:** low",
        "**Why amended:** clearer",
        "(during a pause)",
        "(entered by control)",
    ):
        assert text in made
    assert "red-lead" not in made


def test_the_timeline_has_every_kind_of_event() -> None:
    lines = "\n".join(timeline_lines(everything_happens().records, "en"))
    for text in (
        "STARTEX",
        "Inject: “Title of a”.",
        "Help given: “Title of help”.",
        "Question: Are there copies?",
        "Prepared answer: “Copies”.",
        "Answer: Nobody.",
        "The time to decide ran out",
        "Decision on “Title of b”: Cut it off",
        "Decision amended: Cut it all.",
        "Pause.",
        "Play goes on.",
        "Inject, by itself: “Title of auto”.",
        "Deadline missed: “Page”.",
        "Evaluator on “Ask.”: partly. Remark: Half.",
        "Note: A lively table.",
        "Improvised inject: “The mayor”.",
        "The clock jumps ahead by 1 h 30 min.",
        "1:40:30  Story time alone jumps ahead by 1 h.",
        "“Title of late” did not go out by itself: its time was jumped over.",
        "Skipped: “Title of c”. Reason: No time.",
        "ENDEX: play ends. Reason: time",
        "Put on hold: “Title of b”. Reason: not yet",
        "No longer on hold: “Title of b”.",
        "Reworded before it goes out: “Title of b”.",
        "Team red: Back to “Title of b”: a further pass begins. Reason: once more",
        "Team blue: Withdrawn: “Title of b”. Reason: too early",
        "Team blue: Brought forward to “Title of b”.",
        "Decision retracted: “Label wait”. Reason: a slip",
        "Team red: Message to Team blue, TLP:AMBER: “Look out.”",
        "The exercise clock runs at \u00d72 from now on.",
        "the computer slept or its clock was moved, by 1 min 30 s. Play is paused.",
        "REAL-WORLD STOP: play stands still. Reason: fire",
        "Team red: Entered late, decided at 03:00: “We rang”. Reason: on paper",
        "Rating of “Tell early”: P, performed without challenges. Remark: In time.",
        "Final rating of “Tell early”: U, unable to be performed. Remark: Not all.",
        "Hot wash, a gap: Nobody had a list.",
        "Improvement plan: “No list”. To be done: Print the list. By whom: IT.",
        "Due: 1 September 2031. State: to do.",
    ):
        assert text in lines
    assert "inject_" not in lines


def test_every_event_that_a_sentence_cites_has_its_line() -> None:
    made = html(everything_happens())
    cited = set(re.findall(r'href="#(e\d+)"', made))
    assert cited
    assert cited <= set(re.findall(r'<tr id="(e\d+)"', made))


def test_what_was_not_computed_is_told() -> None:
    assert "The rubric asks for “choice”" not in markdown(a_table())
    table = a_table()
    debrief = debriefed(table.records, a_rubric("order", "astrology"))
    blocks = document(table.records, debrief, "en", TEMPLATES).blocks
    (gaps,) = sections(blocks)["not-computed"]
    assert isinstance(gaps, Bullets)
    texts = [b.runs[0].text for item in gaps.items for b in item.blocks if isinstance(b, Paragraph)]
    assert texts == [
        "The rubric asks for “astrology”, which this version does not compute.",
    ]


def test_gaps_become_questions() -> None:
    made = markdown(ended(done(a_table(), "isolate", "declare", "pay")))
    questions = made.partition("## Questions")[2].partition("\n## ")[0]
    assert "Team red: what led to “Pay in silence”" in questions
    assert "Team red: what became of “Step notify”?" in questions
    assert "Team red: what made you do “Step isolate” before “Step declare”?" in questions


def test_a_scenario_is_told_in_the_readers_language() -> None:
    table = a_spoken(
        the_scenario(), title="Una hora pequeña", debrief_questions=("¿Qué cambiaría?",)
    )
    spanish, english = markdown(table, "es"), markdown(table, "en")
    assert "Una hora pequeña" in spanish
    assert "¿Qué cambiaría?" in spanish
    assert "Una hora pequeña" not in english


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text_wherever_people_write(language: str) -> None:
    text = "\n".join(h for h in HOSTILE if "\ud800" not in h)
    line = " ".join(HOSTILE[:12])
    scenario = the_scenario(
        an_inject("a", title=line, expectations=[{"id": "e", "text": line, "due": 1}]),
        title=line,
        teams=[a_team("red", title=line)],
        objectives=[{"id": "o", "text": line}],
        debrief_questions=[line],
        truth={"notes": [line]},
    )
    table = a_table(scenario).decide("a", text=text, rationale=text, considered=(line,))
    table.amend(inject="a", text=text + "\nagain", reason=line).ask(text)
    table.do(TakeNote(text=text), EVALUATOR)
    usual = a_document(
        ended(a_table(the_scenario(objectives=["O"], debrief_questions=["Q"]))), language
    )
    made = a_document(table.do(EndExercise(reason=line)), language)
    headings = [b.id for b in made.blocks if isinstance(b, Heading)]
    assert headings == [b.id for b in usual.blocks if isinstance(b, Heading)]
    page = html(table, language)
    assert not re.search(r"<(script|img|i>|b>)", page)
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', page))
    assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", page) is None
    again = parse(markdown(table, language))
    assert [b.level for b in again if isinstance(b, Heading)] == [
        b.level for b in made.blocks if isinstance(b, Heading)
    ]


def test_without_playbook_and_expectations_it_claims_nothing() -> None:
    """Once it said that the playbook's every step had left a trace, where there was none."""
    played = Played(a_scenario(an_inject("a"))).start().release("a")
    text = markdown(played)
    assert "names no playbook and expects nothing" in text
    assert "there was nothing to compute" in text
    assert "whatever the playbook asks" not in text
    assert "every rule of the rubric" not in text


def test_a_dial_of_what_nobody_saw_shows_no_percentage() -> None:
    text = markdown(ended(a_table()))
    assert "nothing observed" in text
    assert "| 0%" not in text


def test_a_title_with_its_full_stop_is_quoted_without() -> None:
    played = Played(a_scenario({"id": "a", "title": "A reporter calls."})).start().release("a")
    assert "“A reporter calls”." in markdown(played)


def test_the_steps_of_one_decision_are_told_apart() -> None:
    table = a_table().decide("a", None, "book/declare", "book/keep-evidence", text="Both.")
    assert "**Playbook:** Step declare; Step keep-evidence" in markdown(table)


def test_what_a_playbook_never_wants_is_not_told_as_its_step() -> None:
    table = a_table().decide("a", None, "book/declare", "book/pay", text="Quietly.")
    told = markdown(table)
    assert "**Playbook:** Step declare\n" in told
    assert "**On the playbook's never list:** Pay in silence\n" in told


def test_decisions_of_an_earlier_pass_withdrawn_retracted_or_late_are_marked() -> None:
    table = a_table().decide("a", text="At first.").release("b")
    table.decide("b", text="A slip.").do(RetractDecision(inject="b", reason="wrong"), a_player())
    table.wait(3).do(GoBack(inject="a")).decide("a", text="Again.").release("b")
    table.decide("b", text="Too soon.").do(WithdrawInject(inject="b", reason="too early"))
    entry = LogDecision(team="red", inject="a", text="By hand.", at=1, reason="on paper")
    made = markdown(table.do(entry))
    found = re.findall(r"\*\*\d\d:\d\d\*\* [^(\n]*(?:\(([^)]*)\))?[^\n]*\n\n> (.*)", made)
    marks = {text: mark for mark, text in found}
    assert marks == {
        "At first.": "in an earlier pass",
        "~~A slip.~~": "retracted; in an earlier pass",
        "Again.": "",
        "Too soon.": "on an inject that was withdrawn",
        "By hand.": "entered by control; entered late, decided at 01:00",
    }
    assert "**Why retracted:** wrong" in made
    assert "**Why entered late:** on paper" in made
    assert "Withdrawn at 03:00. Reason: too early" in made


def test_an_inject_that_was_withdrawn_and_sent_again_cites_each_time() -> None:
    table = a_table().wait(2).do(WithdrawInject(inject="a", reason="too early"))
    table.wait(3).do(UnholdInject(inject="a")).release("a").wait(1)
    table.do(WithdrawInject(inject="a", reason="a slip"))
    first, last = (r.seq for r in table.records if r.event.kind == "inject_withdrawn")
    came, again = (r.seq for r in table.records if r.event.kind == "inject_released")
    cited = {n: f"[\\[{n}\\]](#e{n})" for n in (came, first, again, last)}
    assert (
        f"Received at 00:00. {cited[came]} Withdrawn at 02:00. Reason: too early {cited[first]} "
        f"Received again at 05:00. {cited[again]} Withdrawn at 06:00. Reason: a slip {cited[last]}"
    ) in markdown(table)


def the_rated(*tasks: str, **fields: Any) -> Played:
    """A table of one objective with these tasks."""
    listed = [{"id": task, "text": f"Task {task}."} for task in tasks]
    care = {"id": "care", "text": "Care.", "critical_tasks": listed}
    return a_table(the_scenario(objectives=[care], **fields))


def rate(table: Played, *subjects: str) -> str:
    for subject in subjects:
        table.do(Rate(subject=subject, team="red", achieved=True), EVALUATOR)
    return markdown(ended(table))


def test_what_nobody_rated_is_a_line_for_each_objective() -> None:
    whole = rate(the_rated("one", "two"))
    assert whole.count("ated by nobody") == 1
    assert "- Rated by nobody: “Care”, with all its 2 tasks. [" in whole
    assert "- Rated by nobody: “Care”, and of its tasks “Task two”. [" in rate(
        the_rated("one", "two"), "care/one"
    )
    assert "- Of “Care”, rated by nobody: “Task one”; “Task two”. [" in rate(
        the_rated("one", "two"), "care"
    )
    alone = rate(the_rated("one", "two"), "care/one", "care/two")
    assert "- Rated by nobody: “Care”. [" in alone


def test_rows_of_the_evaluation_that_nobody_rated_are_a_line_of_their_own() -> None:
    rows = [{"id": id, "text": f"Row {id}."} for id in ("one", "two")]
    records = ended(the_rated("one", evaluation={"rows": rows})).records
    rubric = a_rubric().having(ratings=Ratings(of=("row",)))
    paper = document(records, debriefed(records, rubric), "en", TEMPLATES)
    made = Markdown().render(paper, Words("en")).decode()
    said = "- Of the rows of the evaluation, rated by nobody: “Row one”; “Row two”. ["
    assert made.count("ated by nobody") == 1
    assert said in made


def test_a_reason_given_for_an_inject_says_that_it_is_for_all_of_it() -> None:
    options = ({"id": "pay", "label": "Pay", "step": "book/pay"}, "wait")
    inject = an_inject("a", to=["red"], tlp="RED", decision=a_choice(*options))
    teams = [a_team("red"), a_team("blue")]
    told = a_table(the_scenario(inject, teams=teams)).decide("a", "pay")
    why = JustifyDeviation(team="red", about="a", text="We had to.")
    alone = markdown(told.branch().do(why, EVALUATOR))
    told.do(SendMessage(text="Look.", links=("a",)), a_player())
    both = markdown(told.do(why, EVALUATOR))
    said = "We had to. (said of the inject as a whole: "
    assert alone.count("| We had to. |") == 1
    assert both.count(said) == 2


def test_what_translations_leave_as_it_is_says_in_which_language_it_stands() -> None:
    """An answer to a playbook's question is a word of the playbook's own."""
    table = a_spoken(the_scenario(), title="Una hora pequeña")
    assert "\\[en\\] yes" in markdown(table, "es")
    assert "\\[en\\]" not in markdown(table, "en")
