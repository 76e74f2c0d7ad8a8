"""Pages in a test: a server of any log, asked as every role, and what in a page would be active."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from html.parser import HTMLParser

from simulator.acts import Recorded
from simulator.cli.exercises import channels
from simulator.domain.people import Actor, Viewer
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.web.app import application
from tests.terminal.world import UncleanLog
from tests.web import ID, Site, a_server

ROOM = f"/x/{ID}"
CARDS = f"{ROOM}/cards?after=0"
OURS = ("/", "#", "?")
TAGS = (
    "html head meta title link script body a p main h1 h2 h3 section div span header footer",
    "nav aside strong b small time form input label select option textarea fieldset legend",
    "button details summary dl dt dd ul ol li article del noscript svg path em code pre",
    "blockquote hr br s table thead tbody tr th td",
)
"""What pages are made of; of these only what is ours may load or run anything."""


@contextmanager
def served(records: Sequence[Recorded]) -> Iterator[Site]:
    """A server of a log as it is."""
    clock = FixedClock(records[-1].at + timedelta(seconds=1))
    faults: list[BaseException] = []

    def fault(error: BaseException) -> str:
        faults.append(error)
        return "f"

    server = a_server(Hub(UncleanLog(records), clock, channels()), clock, fault=fault)
    yield Site(server, clock, application(server), [], faults)
    server.close()
    if faults:
        raise faults[0]


async def told(there: Site, viewer: Viewer, *paths: str) -> str:
    """What pages tell an audience, headers too: the first page, what changes it, and the door."""
    seat = Actor(person="zz", role=viewer.role, team=viewer.team, team_role=viewer.team_role)
    browser = there.house(seat)
    found = []
    for path in paths or (ROOM, CARDS, "/"):
        answer = await browser.get(path)
        assert answer.status_code == 200, (path, answer.text)
        found += [answer.text, *(f"{name}: {value}" for name, value in answer.headers.items())]
    return "\n".join(found)


class Active(HTMLParser):
    """Finds what a page would load, run or send elsewhere, beside what is the page's own."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag."""
        values: Mapping[str, str] = {name: value or "" for name, value in attrs}
        if tag not in " ".join(TAGS).split():
            self.found.append(tag)
        for name, value in values.items():
            if name.startswith("on") or name in ("style", "srcdoc", "srcset", "http-equiv"):
                self.found.append(f"{tag} {name}")
            if name in ("action", "formaction") and not value.startswith("/x/"):
                self.found.append(f"{tag} {name}={value}")
            if name == "src" and not (tag == "script" and value.startswith("/static/")):
                self.found.append(f"{tag} {name}={value}")
            if name == "href" and not self._leads_well(tag, value):
                self.found.append(f"{tag} {name}={value}")

    def _leads_well(self, tag: str, value: str) -> bool:
        if tag == "link":
            return value in ("/static/style.css", "data:,")
        ours = value.startswith(OURS) and not value.startswith("//")
        return ours or value.startswith(("http://", "https://"))
