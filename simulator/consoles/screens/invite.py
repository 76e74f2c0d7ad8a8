"""How others come in: the address, a code for each place, and a picture of both for a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.consoles.invitation import Invitation, Inviting, picture
from simulator.consoles.safe import one_line, shown
from simulator.consoles.screens.seat import SeatScreen
from simulator.consoles.screens.sheet import Sheet
from simulator.consoles.widgets.rows import Rows
from simulator.domain.access import Place
from simulator.domain.errors import SimulatorError


class Invite(Sheet):
    """The teams' codes; `c` shows those of the staff, which nobody else should read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "staff", show=False)]
    AUTO_FOCUS = "Rows"

    def __init__(self, seat: SeatScreen, inviting: Inviting) -> None:
        super().__init__(seat, "invite")
        self._inviting = inviting
        self._invitation: Invitation | None = None
        self._staff = False

    def inside(self) -> Iterator[Widget]:
        """Addresses and places at the left, the picture of the one pointed at at the right."""
        with Horizontal(id="invite"):
            with Vertical(id="invite-places"):
                yield Static(id="invite-urls")
                yield Rows[Place](self._drawn, id="invite-rows")
                yield Static(shown(self.say("screen.invite.staff"), "dim"), id="invite-staff")
            yield Static(id="invite-picture")

    def renew(self) -> None:
        """Ask for the codes again: they may have been made anew."""
        self.run_worker(self._fetch(), group="fetching", exclusive=True)

    async def _fetch(self) -> None:
        try:
            self._invitation = await self._inviting()
        except SimulatorError as error:
            words = self.say(f"errors.{error.code}", **error.values)
            self.query_one("#invite-urls", Static).update(shown(words))
            return
        self._show()

    def _show(self) -> None:
        found = self._invitation
        if found is None:
            return
        reach = self.say("serve.exposed" if found.exposed else "serve.this_machine")
        self.query_one("#invite-urls", Static).update(shown("\n".join((*found.urls, reach))))
        wanted = [p for p in found.codes if (p.role != "participant") == self._staff]
        self.query_one(Rows).show(wanted)
        self._draw()

    def _draw(self) -> None:
        """The picture of the place pointed at."""
        place, found = self.query_one(Rows).at, self._invitation
        if isinstance(place, Place) and found is not None and place in found.codes:
            drawn = "\n".join(picture(found.link(place)))
            self.query_one("#invite-picture", Static).update(Content(drawn))

    def on_rows_pointed(self, event: Rows.Pointed) -> None:
        """Another place is pointed at."""
        event.stop()
        self._draw()

    def action_staff(self) -> None:
        """The codes of the staff instead, or the teams' again."""
        self._staff = not self._staff
        self._show()

    def _drawn(self, place: Place, width: int) -> Content:
        code = self._invitation.codes.get(place, "") if self._invitation else ""
        named = "/".join(part for part in (place.team, place.team_role) if part)
        return Content.assemble((code, "bold"), "  ", one_line(named or str(place.role)))
