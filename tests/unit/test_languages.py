"""A language is one file: what it says people read; what it leaves out they read in English."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from simulator import text
from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.play import CreateExercise
from simulator.cli.debrief import report_page
from simulator.consoles.line import LineConsole
from simulator.domain.people import Actor
from simulator.service.clock import FixedClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.builders import FACILITATOR, a_choice, a_kit, a_scenario, a_team, an_inject
from tests.docs.tree import ROOT
from tests.unit.documents.test_report import everything_happens
from tests.web import ID, site

LOCALES = ROOT / "simulator" / "locales"
THIRD = "ht"
"""A language that the product does not speak yet."""
MARKED = re.compile(r"«[^«»]*»|«[^«»,]*(?=,|$| …)")  # of some only the first words are said
ROLES = ("participant", "facilitator", "evaluator", "observer", "projector")
OURS = re.compile(
    r"(Title|Body) of \w+\.?|S|Simulacro|[\W\d_]+|[A-Z0-9]{4,5}(-[A-Z0-9]{4,5})+"
    r"|English|Español|Français|Português"
    r"|(· )?A small hour|(\w+: )?Label \w+|TLP:[A-Z+]+|http\S+|red|blue|chief|stay|go|Spoken"
    r"|.*(Team (red|blue)|Role chief).*|: Title of b|START|What now\?"
)
"""What on a page is the scenario's or nobody's, and no word of the product."""


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of languages, as a copy to which files may be added."""
    folder = tmp_path / "locales"
    folder.mkdir()
    for path in LOCALES.glob("*.yaml"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(text, "resources", SimpleNamespace(files=lambda _: tmp_path))
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def forget() -> None:
    for remembered in (text._file, text._block, text._find, text.languages):
        remembered.cache_clear()


def said(code: str) -> Any:
    """A language's file."""
    return yaml.load((LOCALES / f"{code}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


def pseudo(place: Any) -> Any:
    """English of which one can see that it went through a language's file."""
    if isinstance(place, Mapping):
        return {key: pseudo(value) for key, value in place.items()}
    return f"«{place}»"


@pytest.fixture
def third(locales: Path) -> str:
    """A third language, made of one file."""
    english = said("en") | {"channels": said("es")["channels"]}
    words = yaml.safe_dump(pseudo(english), allow_unicode=True, width=10**6, sort_keys=False)
    (locales / f"{THIRD}.yaml").write_text(words, "utf-8")
    forget()
    assert THIRD in text.languages()
    return THIRD


class Texts(HTMLParser):
    """What of a page people read or hear."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and name in ("aria-label", "title")]


def unmarked(page: str) -> list[str]:
    """What stands on a page and came from no language's file, nor from the scenario."""
    rest = (MARKED.sub("", found).strip() for found in Texts(page).found)
    return [each for each in rest if each and not OURS.fullmatch(each)]


async def test_every_page_speaks_a_third_language(third: str) -> None:
    kit = a_kit(
        a_scenario(
            an_inject("a", decision=a_choice("stay", "go")),
            an_inject("b"),
            teams=[a_team("red", "chief"), a_team("blue")],
        )
    )
    async with site(kit) as there:
        await there.give(ReleaseInjectNow(inject="a"))
        left = set[str]()
        for role in ROLES:
            browser = await there.joined(role, "red" if role == "participant" else None)
            browser.cookies.set("language", third)
            page = (await browser.get(f"/x/{ID}")).text
            assert f'<html lang="{third}">' in page
            left |= set(unmarked(page))
        assert left == set()
        page = (await there.browser().get("/", headers={"accept-language": third})).text
        assert unmarked(page) == []


class Typed:
    """Lines that are typed one after the other."""

    def __init__(self) -> None:
        self._lines = ["start", "release", "view", "help"]

    async def ask(self, prompt: str) -> str | None:
        return f"{self._lines.pop(0)}\n" if self._lines else None

    @contextmanager
    def aside(self) -> Iterator[None]:
        yield


async def test_the_console_speaks_a_third_language(third: str) -> None:
    hub, names, out = Hub(MemoryLog(), FixedClock(), {}), MemoryNames(), io.StringIO()

    def gateway(actor: Actor) -> Gateway:
        return LocalGateway(hub, names, ID, actor, third)

    kit = a_kit(a_scenario(an_inject("a"), teams=[a_team("red", "chief")]))
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=kit))
    await LineConsole(gateway, [("red", ["chief"])], third, out).run(Typed())
    await hub.close()
    printed = out.getvalue()
    assert "Body of a." in printed
    assert len(MARKED.findall(printed)) > 20


def test_the_report_speaks_a_third_language(third: str) -> None:
    page = report_page(everything_happens().records, third).decode()
    english = report_page(everything_happens().records, "en").decode()
    assert f'lang="{third}"' in page
    headings = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page)
    assert len(headings) > 5
    assert len(MARKED.findall(page)) > 100
    assert "«" not in english


def test_what_a_language_leaves_out_is_said_in_english(locales: Path) -> None:
    (locales / f"{THIRD}.yaml").write_text("page:\n  mark: EXERCÍCIO\n", "utf-8")
    forget()
    assert text.words("page.mark", THIRD) == "EXERCÍCIO"
    assert text.words("page.skip", THIRD) == text.words("page.skip", "en")
    assert text.words("page.nothing_of_the_kind", THIRD) == "page.nothing_of_the_kind"
    assert text.words("console.count.unread", THIRD, count=2) == text.words(
        "console.count.unread", "en", count=2
    )
