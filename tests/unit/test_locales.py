"""Every word the product looks up exists in every language, says the same, and is looked up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter
from typing import Any, NamedTuple

import pytest
import yaml

from simulator.text import FALLBACK, languages
from tests.docs.tree import ROOT

ERRORS = {"Refused", "NotAllowed", "UsageError", "StoreError", "PluginError"}
LOOKS_UP = {"words", "say", "_say", "_says"}
OTHERS = [language for language in languages() if language != FALLBACK]
OWN_ENGLISH = ("channels.",)
"""What has its English words in its own module, so that only other languages stand here."""


@cache
def trees() -> dict[str, ast.Module]:
    """The product's modules, parsed."""
    paths = sorted((ROOT / "simulator").rglob("*.py"))
    return {str(p.relative_to(ROOT)): ast.parse(p.read_text("utf-8")) for p in paths}


@cache
def texts(language: str) -> dict[str, dict[str, str]]:
    """Key → its forms; a text without a plural has the one form `other`."""
    path = ROOT / "simulator" / "locales" / f"{language}.yaml"
    return dict(_flat(yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader), ""))  # noqa: S506 - makes texts only


def _flat(place: Mapping[str, Any], before: str) -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in place.items():
        if isinstance(value, str):
            yield before + name, {"other": value}
        elif "other" in value and set(value) <= {"zero", "one", "two", "few", "many", "other"}:
            yield before + name, value
        else:
            yield from _flat(value, f"{before}{name}.")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


class Raised(NamedTuple):
    """Where an error is raised, and the values it carries."""

    place: str
    code: str
    values: frozenset[str]


def raised() -> list[Raised]:
    """Every error of ours with its code, wherever it is made."""
    return [
        Raised(
            f"{path}:{call.lineno}",
            str(call.args[0].value),
            frozenset(k.arg for k in call.keywords if k.arg),
        )
        for path, tree in trees().items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ERRORS
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]


# Errors


def test_errors_are_found_where_they_are_raised() -> None:
    codes = {each.code for each in raised()}
    assert {"paused", "facilitator_only", "unknown_verb", "store_failed"} <= codes


@pytest.mark.parametrize("language", languages())
def test_every_error_has_words(language: str) -> None:
    missing = [r for r in raised() if f"errors.{r.code}" not in texts(language)]
    assert missing == []


@pytest.mark.parametrize("language", languages())
def test_the_words_of_an_error_name_only_what_it_carries(language: str) -> None:
    wrong = [
        (r.place, name)
        for r in raised()
        for name in placeholders(texts(language).get(f"errors.{r.code}", {"other": ""})["other"])
        if name not in r.values
    ]
    assert wrong == []


# Languages


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_key(language: str) -> None:
    assert sorted(texts(FALLBACK).keys() - texts(language).keys()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_has_a_key_of_its_own(language: str) -> None:
    own = texts(language).keys() - texts(FALLBACK).keys()
    assert [key for key in sorted(own) if not key.startswith(OWN_ENGLISH)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_fills_in_the_same_values(language: str) -> None:
    english = texts(FALLBACK)
    wrong = [
        key
        for key, forms in texts(language).items()
        if key in english and placeholders(forms["other"]) != placeholders(english[key]["other"])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", languages())
def test_a_single_one_needs_no_value_that_several_do_not(language: str) -> None:
    wrong = [
        key
        for key, forms in texts(language).items()
        for text in forms.values()
        if not placeholders(text) <= placeholders(forms["other"]) | {"count"}
    ]
    assert wrong == []


SAME = {
    "es": {
        "console.field.inject", "console.field.variable", "console.inject",
        "console.sample.choices", "console.sample.span", "console.value.false",
        "console.value.idea", "importing.made.no", "page.act.set_variable",
        "preflight.reach.title", "rehearsal.startex", "report.charts.endex",
        "report.charts.startex", "screen.action.variable.label", "screen.ago", "screen.button.no",
        "screen.library.injects", "screen.library.planned", "screen.panel.msel.title",
        "screen.team.page.page", "screen.timeline.group.control", "screen.timeline.group.inject",
    },
    "fr": {
        "console.field.inject", "console.field.question", "console.field.variable",
        "console.guidance.option", "console.inject", "console.sample.choices",
        "console.sample.span", "console.value.organisation", "console.value.participant",
        "console.value.question", "importing.made.team", "page.act.pause_exercise",
        "page.act.set_variable", "page.act.take_note", "page.home.injects", "page.join.code",
        "page.message", "page.note", "page.question", "page.role.participant",
        "preflight.port.title", "preflight.reach.title", "rehearsal.inject",
        "rehearsal.load.injects", "rehearsal.option", "rehearsal.startex",
        "report.charts.bands.pause", "report.charts.columns.messages", "report.charts.endex",
        "report.charts.fates.acceptable", "report.charts.signs.question",
        "report.charts.signs.stood_pause", "report.charts.startex", "report.columns.contact",
        "report.dials.communication", "report.phases.communicate", "report.phases.identify",
        "report.plan.elements.organisation", "report.rules.communication", "report.section",
        "report.timeline.exercise_paused", "report.timeline.marked", "screen.action.note.label",
        "screen.action.option.label", "screen.action.palette.label",
        "screen.action.variable.label", "screen.ago", "screen.library.injects",
        "screen.library.planned", "screen.panel.msel.title", "screen.team.page.brief",
        "screen.team.page.page", "screen.timeline.group.inject", "screen.timeline.group.message",
        "screen.timeline.group.question",
    },
    "pt": {
        "console.field.inject", "console.inject", "console.mark.final", "console.sample.choices",
        "console.sample.span", "page.home.injects", "preflight.reach.title", "rehearsal.inject",
        "rehearsal.load.injects", "rehearsal.startex", "report.charts.endex",
        "report.charts.signs.released", "report.charts.startex", "report.details.steps",
        "report.rated.final", "report.timeline.inject_released", "report.timeline.marked",
        "screen.ago", "screen.library.injects", "screen.library.planned",
        "screen.panel.msel.title", "screen.team.page.page", "screen.timeline.group.inject",
    },
}  # fmt: skip
"""What is the same word in English: the field's own, or by chance."""


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_its_english_one(language: str) -> None:
    english, other = texts("en"), texts(language)
    same = {
        key
        for key in english.keys() & other.keys()
        if english[key] == other[key]
        and re.search(r"[a-z]{2}", bare(english[key]["other"]), re.IGNORECASE)
    }
    assert same - SAME[language] == set()
    assert SAME[language] - same == set(), "no longer the same"


def bare(text: str) -> str:
    """A text without its gaps."""
    return re.sub(r"{\w*}", "", text)


# Keys


def looked_up() -> list[tuple[str, str]]:
    """Every key that is looked up by its full name, and where."""
    return [
        (f"{path}:{call.lineno}", call.args[0].value)
        for path, tree in trees().items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and _name(call.func) in LOOKS_UP
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def test_every_key_that_is_looked_up_exists() -> None:
    """A module may look up below a branch of its own: the end of the key is what must match."""
    known = texts(FALLBACK)
    endings = {ending for key in known for ending in _endings(key)}
    assert [(where, key) for where, key in looked_up() if key not in endings] == []


def test_keys_below_no_branch_exist_in_full() -> None:
    plain = ("simulator/cli/run.py", "simulator/cli/play.py", "simulator/consoles/")
    found = [(where, key) for where, key in looked_up() if where.startswith(plain)]
    assert found
    assert [each for each in found if each[1] not in texts(FALLBACK)] == []


def _endings(key: str) -> Iterator[str]:
    parts = key.split(".")
    for start in range(len(parts)):
        yield ".".join(parts[start:])


@cache
def patterns() -> list[re.Pattern[str]]:
    """Every text with gaps in the product, as a pattern of what it may become."""
    found = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [_part(value) for value in node.values]
                if any("." in str(getattr(v, "value", "")) for v in node.values):
                    found.add("".join(parts))
    return [re.compile(pattern) for pattern in sorted(found)]


def _part(value: ast.expr) -> str:
    return re.escape(str(value.value)) if isinstance(value, ast.Constant) else r"([\w-]+)"


@cache
def mentioned() -> frozenset[str]:
    """Every word that stands in the product or its templates, as a text or as a name."""
    found: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value, *node.value.replace("-", "_").split(".")}
            elif isinstance(node, ast.Name | ast.arg | ast.Attribute | ast.keyword):
                named = getattr(node, "id", None) or getattr(node, "attr", None)
                found.add(str(named or getattr(node, "arg", "")))
    pages = (ROOT / "simulator" / "web" / "templates").glob("*.html")
    for path in (*(ROOT / "debriefs" / "templates").glob("*.j2"), *pages):
        found |= set(re.findall(r"[\w.]+", path.read_text("utf-8")))
    return frozenset(found)


def _is_used(key: str) -> bool:
    if any(ending in mentioned() for ending in _endings(key) if "." in ending):
        return True
    for ending in _endings(key):
        for pattern in patterns():
            match = pattern.fullmatch(ending)
            if match and all(part in mentioned() for part in match.groups()):
                return True
    return key.startswith(OWN_ENGLISH)


@pytest.mark.parametrize("language", languages())
def test_no_key_is_left_that_nothing_looks_up(language: str) -> None:
    assert [key for key in texts(language) if not _is_used(key)] == []


def test_a_key_that_nothing_looks_up_is_found() -> None:
    assert not _is_used("errors.nobody_raises_this")
    assert not _is_used("console.nothing_of_the_kind")
