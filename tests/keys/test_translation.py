"""Every key of a translation: what stands there is read in the place of the original."""

from __future__ import annotations

import pytest

from tests.keys.bench import Bench, Case, Row, check, check_of, library_in, log, report_in, screen
from tests.keys.full import FULL

SCREENS = (
    screen("facilitator", language="es"),
    screen(seat="red/chief", language="es"),
    screen(seat="blue", language="es"),
)
in_report = report_in("es")


def on_screens(case: Case) -> str:
    """All that people read in Spanish while they play."""
    return "\n".join(look(case) for look in SCREENS)


REPORTED = frozenset(
    (
        *(
            "ScenarioTranslation.summary",
            "ScenarioTranslation.audience",
            "ScenarioTranslation.debrief_questions",
            "ScenarioTranslation.objectives",
            "ScenarioTranslation.phases",
            "ScenarioTranslation.truth",
        ),
        *(
            "ObjectiveTexts.text",
            "ObjectiveTexts.criteria",
            "ObjectiveTexts.capability",
            "ObjectiveTexts.critical_tasks",
        ),
        *("CriticalTaskTexts.text",),
        *("TeamTexts.organisation",),
        *("PhaseTexts.title",),
        *("DeadlineTexts.source",),
        *("SourceTexts.title",),
        *("TruthTexts.notes", "LevelTexts.text"),
        *(
            "PlaybookTranslation.title",
            "PlaybookTranslation.summary",
            "PlaybookTranslation.triggers",
            "PlaybookTranslation.branches",
            "PlaybookTranslation.never",
        ),
        *("TriggerTexts.text",),
        *("BranchTexts.question",),
        *("StepTexts.text", "StepTexts.times"),
        *("TimesTexts.source",),
        *("AntiStepTexts.text",),
        *("RubricTranslation.title",),
    )
)
"""Read in the report, not on a screen."""


def reads(key: str, at: str, original: str, value: str = "") -> Row:
    """A text that is read in Spanish; without it the original stands there, marked."""
    shows = "ES del fichero" if value.endswith(".md") else f"ES {original}"
    look = in_report if key in REPORTED else on_screens
    return Row(key, at, value or shows, look, shows, f"[en] {original}")


def within(key: str, at: str, value: str, original: str) -> Row:
    """A key that holds other texts: one of them, at `@`, is read in Spanish because of it."""
    return reads(key, at, original, value.replace("@", f"ES {original}"))


def texts(model: str, place: str, *keys: tuple[str, str]) -> tuple[Row, ...]:
    """Texts that stand beside each other; one in brackets is the only one of a list."""
    return tuple(
        within(f"{model}.{key}", place + key, "['@']", original[1:-1])
        if original.startswith("[")
        else reads(f"{model}.{key}", place + key, original)
        for key, original in keys
    )


HEADER = (
    Row("Translation.schema_version", "es:schema_version", "2", check, "TTX018"),
    Row("Translation.translates", "es:translates", "big", check, "TTX017", instead="small"),
    Row("Translation.language", "es:language", "fr", check, "TTX017", instead="es"),
    Row(
        "Translation.status",
        "es:status",
        "reviewed",
        check_of("es"),
        "error",
        "warning",
        instead="courtesy",
    ),
)

SCENARIO = (
    *texts(
        "ScenarioTranslation",
        "es:",
        ("title", "A small hour"),
        ("summary", "Summary"),
        ("audience", "Audience"),
        ("brief", "You are here"),
        ("facilitator_brief", "Control brief"),
        ("organisation", "Bodies"),
        ("assumptions", "[Assumption]"),
        ("ground_rules", "[Rule]"),
        ("debrief_questions", "[Why]"),
    ),
    within("ScenarioTranslation.objectives", "es:objectives", "{care: {text: '@'}}", "Care"),
    within("ScenarioTranslation.teams", "es:teams", "{blue: {title: '@'}}", "Blue team"),
    within("ScenarioTranslation.personas", "es:personas", "{desk: {title: '@'}}", "Office"),
    within("ScenarioTranslation.phases", "es:phases", "{first: '@'}", "Dusk"),
    within("ScenarioTranslation.milestones", "es:milestones", "{cut: '@'}", "Cut off"),
    within("ScenarioTranslation.variables", "es:variables", "{noise: {text: '@'}}", "Noise"),
    within("ScenarioTranslation.deadlines", "es:deadlines", "{tell: {title: '@'}}", "Tell"),
    within("ScenarioTranslation.requests", "es:requests", "{law: {title: '@'}}", "Law"),
    within("ScenarioTranslation.injects", "es:injects", "{alarm: {title: '@'}}", "Alarm"),
    within("ScenarioTranslation.control_tasks", "es:control_tasks", "{before: ['@']}", "Test"),
    within("ScenarioTranslation.evaluation", "es:evaluation", "{rows: {tone: '@'}}", "Tone"),
    within("ScenarioTranslation.truth", "es:truth", "{notes: ['@']}", "Truth"),
    *texts(
        "ObjectiveTexts",
        "es:objectives/care/",
        ("text", "Care"),
        ("criteria", "[Fed]"),
        ("capability", "Health"),
    ),
    within(
        "ObjectiveTexts.critical_tasks", "es:objectives/care/critical_tasks", "{ring: '@'}", "Ring"
    ),
    *texts("CriticalTaskTexts", "es:objectives/care/critical_tasks/ring/", ("text", "Ring")),
    *texts(
        "TeamTexts",
        "es:teams/blue/",
        ("title", "Blue team"),
        ("brief", "Look on"),
        ("organisation", "Ministry"),
    ),
    within("TeamTexts.roles", "es:teams/red/roles", "{chief: {brief: '@'}}", "You lead"),
    *texts("TeamRoleTexts", "es:teams/red/roles/chief/", ("title", "Chief"), ("brief", "You lead")),
    Row("PersonaTexts.name", "es:personas/desk/name", "ES Desk", on_screens, "ES Desk"),
    *texts("PersonaTexts", "es:personas/desk/", ("title", "Office")),
    *texts("PersonaTexts", "es:personas/ward/", ("organisation", "Clinic")),
    *texts("PhaseTexts", "es:phases/first/", ("title", "Dusk")),
    *texts("MilestoneTexts", "es:milestones/cut/", ("text", "Cut off")),
    *texts("VariableTexts", "es:variables/noise/", ("text", "Noise")),
    *texts("DeadlineTexts", "es:deadlines/tell/", ("title", "Tell")),
    within("DeadlineTexts.source", "es:deadlines/tell/source", "{title: '@'}", "Act"),
    *texts("SourceTexts", "es:deadlines/tell/source/", ("title", "Act")),
    *texts("InformationRequestTexts", "es:requests/law/", ("title", "Law")),
    *texts("InformationRequestTexts", "es:requests/copies/", ("answer", "One")),
    Row(
        "InformationRequestTexts.ask", "es:requests/law/ask", "[norma]", log, '"suggested":["law"]'
    ),
    *texts(
        "ControlTasksTexts",
        "es:control_tasks/",
        ("before", "[Test]"),
        ("during", "[Count]"),
        ("after", "[Thank]"),
    ),
    within("EvaluationTexts.rows", "es:evaluation/rows", "{tone: '@'}", "Tone"),
    within("EvaluationTexts.scale", "es:evaluation/scale", "{well: '@'}", "Well"),
    *texts("LevelTexts", "es:evaluation/scale/well/", ("title", "Well"), ("text", "Nothing amiss")),
    *texts("EvaluationRowTexts", "es:evaluation/rows/tone/", ("text", "Tone")),
    *texts("TruthTexts", "es:truth/", ("notes", "[Truth]")),
)

ALARM = "es:injects/alarm"
NOTE = "es:injects/note"

INJECTS = (
    *texts(
        "InjectTexts",
        f"{ALARM}/",
        ("title", "Alarm"),
        ("body", "The screens go dark."),
        ("severity", "Grave"),
    ),
    within("InjectTexts.details", f"{ALARM}/details", "{subject: '@'}", "Help"),
    within("InjectTexts.attachments", f"{ALARM}/attachments", "{plan.txt: {title: '@'}}", "Plan"),
    within("InjectTexts.versions", f"{NOTE}/versions", "{own: {body: '@'}}", "Inner"),
    within("InjectTexts.questions", f"{ALARM}/questions", "{primary: '@'}", "Who"),
    within(
        "InjectTexts.expectations", f"{ALARM}/expectations", "{call: '@'}", "Call the duty officer."
    ),
    within("InjectTexts.decision", f"{NOTE}/decision", "{question: '@'}", "Do we pay?"),
    within("InjectTexts.facilitator", f"{ALARM}/facilitator", "{delivery: '@'}", "Slow"),
    reads("InjectTexts.body_file", f"{ALARM}/body_file", "The screens go dark.", "es.md"),
    reads("AttachmentTexts.title", f"{ALARM}/attachments/plan.txt/title", "Plan"),
    *texts("VersionTexts", f"{NOTE}/versions/own/", ("title", "For you"), ("body", "Inner")),
    within("VersionTexts.details", f"{ALARM}/versions/mail/details", "{subject: '@'}", "Yours"),
    within(
        "VersionTexts.attachments",
        f"{NOTE}/versions/own/attachments",
        "{own.txt: {title: '@'}}",
        "Annex",
    ),
    reads("VersionTexts.body_file", f"{NOTE}/versions/own/body_file", "Inner", "es.md"),
    *texts("QuestionsTexts", f"{ALARM}/questions/", ("primary", "Who"), ("probing", "[Then]")),
    *texts(
        "ExpectationTexts",
        f"{ALARM}/expectations/call/",
        ("text", "Call the duty officer."),
        ("example", "We call"),
    ),
    *texts("DecisionPointTexts", f"{NOTE}/decision/", ("question", "Do we pay?")),
    within(
        "DecisionPointTexts.options", f"{NOTE}/decision/options", "{pay: {label: '@'}}", "Pay them"
    ),
    *texts(
        "OptionTexts",
        f"{NOTE}/decision/options/pay/",
        ("label", "Pay them"),
        ("example", "We pay"),
        ("description", "Today"),
        ("pros", "[Quick]"),
        ("cons", "[Dear]"),
    ),
    *texts("OptionTexts", f"{NOTE}/decision/options/refuse/", ("note", "It gets loud.")),
    *texts(
        "FacilitatorBlockTexts",
        f"{ALARM}/facilitator/",
        ("delivery", "Slow"),
        ("listen_for", "[Name]"),
        ("red_flags", "[Panic]"),
        ("hints", "[Hint]"),
        ("move_on", "Calm"),
        ("notes", "Bob"),
    ),
)

LIBRARY = (
    *texts(
        "InjectFileTranslation",
        "inject.es:",
        ("title", "Screens"),
        ("body", "All black"),
        ("severity", "Bad"),
    ),
    within("InjectFileTranslation.details", "inject.es:details", "{subject: '@'}", "Pitch"),
    within(
        "InjectFileTranslation.attachments",
        "inject.es:attachments",
        "{black.txt: {title: '@'}}",
        "Black plan",
    ),
    within(
        "InjectFileTranslation.versions", "inject.es:versions", "{two: {body: '@'}}", "For blue"
    ),
    within("InjectFileTranslation.questions", "inject.es:questions", "{primary: '@'}", "How black"),
    within("InjectFileTranslation.expectations", "inject.es:expectations", "{light: '@'}", "Light"),
    within("InjectFileTranslation.decision", "inject.es:decision", "{question: '@'}", "Which lamp"),
    within(
        "InjectFileTranslation.facilitator", "inject.es:facilitator", "{delivery: '@'}", "Whisper"
    ),
    Row(
        "InjectFileTranslation.sender",
        "inject.es:sender",
        "Guardia nocturna",
        library_in("es"),
        "Guardia nocturna",
        "[en] The night guard",
        more={"inject:sender": "The night guard"},
    ),
    reads("InjectFileTranslation.body_file", "inject.es:body_file", "All black", "es.md"),
)

CALL = "book.es:steps/call"

BOOKS = (
    *texts("PlaybookTranslation", "book.es:", ("title", "Book"), ("summary", "What to do")),
    within("PlaybookTranslation.roles", "book.es:roles", "{lead: {engage: '@'}}", "At once"),
    within("PlaybookTranslation.triggers", "book.es:triggers", "{sign: '@'}", "The first sign."),
    within("PlaybookTranslation.branches", "book.es:branches", "{left: {question: '@'}}", "Left"),
    within("PlaybookTranslation.steps", "book.es:steps", "{call: {guidance: '@'}}", "Briefly"),
    within("PlaybookTranslation.never", "book.es:never", "{wipe: '@'}", "Wipe the machines"),
    *texts("PlaybookRoleTexts", "book.es:roles/lead/", ("title", "Lead"), ("engage", "At once")),
    *texts("TriggerTexts", "book.es:triggers/sign/", ("text", "The first sign.")),
    *texts("BranchTexts", "book.es:branches/left/", ("question", "Left")),
    *texts(
        "StepTexts",
        f"{CALL}/",
        ("text", "Call the officer"),
        ("guidance", "Briefly"),
        ("condition", "At night"),
        ("repeat", "Hourly"),
    ),
    within("StepTexts.times", f"{CALL}/times", "{source: {title: '@'}}", "House plan"),
    within("StepTexts.any_of", f"{CALL}/any_of", "{shout: '@'}", "Shout"),
    within("StepTexts.parts", f"{CALL}/parts", "{phone: '@'}", "Phone"),
    Row("StepTexts.aliases", f"{CALL}/aliases", "[ES llamar]", on_screens, "ES llamar"),
    within("TimesTexts.source", f"{CALL}/times/source", "{title: '@'}", "House plan"),
    *texts("PartTexts", f"{CALL}/parts/phone/", ("text", "Phone")),
    *texts("AntiStepTexts", "book.es:never/wipe/", ("text", "Wipe the machines")),
    *texts("RubricTranslation", "rubric.es:", ("title", "Own rubric")),
)

ROWS = (*HEADER, *SCENARIO, *INJECTS, *LIBRARY, *BOOKS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_text_is_read_in_the_other_language(row: Row, bench: Bench) -> None:
    row.must_prove(bench, FULL)
