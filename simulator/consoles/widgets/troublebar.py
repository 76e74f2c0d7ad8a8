"""The line across the screen that says what is wrong: it is not kept up, or no backup is made."""

from __future__ import annotations

from textual.widgets import Static

from simulator.consoles.safe import shown


class TroubleBar(Static):
    """There only while something is wrong; that the screen is not kept up goes first."""

    def __init__(self) -> None:
        super().__init__("", id="trouble")
        self._lost = ""
        self._beside = ""

    def lost(self, said: str) -> None:
        """The screen is not kept up, and why; nothing where it is."""
        self._lost = said
        self._show()

    def beside(self, said: str) -> None:
        """Something goes wrong beside play; nothing where all is well."""
        self._beside = said
        self._show()

    def _show(self) -> None:
        said = self._lost or self._beside
        self.display = bool(said)
        self.update(shown(said))
