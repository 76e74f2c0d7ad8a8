"""What people said, put before the room or taken off: any entry, however long ago it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.domain.view import Choice

if TYPE_CHECKING:
    from simulator.consoles.sight import Sight

SAID = ("decision", "question", "message")
GONE = frozenset({"amended", "retracted"})


def for_the_room(sight: Sight, kinds: Sequence[str], entry: str) -> Choice | None:
    """The choice about an entry that is older than those offered; none where it cannot be made.

    The newest are offered by themselves, and any may be named.
    """
    if not any(choice.kind in kinds and "entry" in choice.given for choice in sight.choices):
        return None
    found = (sight.card(f"{kind}-{entry}") for kind in SAID)
    card = next((card for card in found if card is not None), None)
    if card is None or GONE & set(card.marks):
        return None
    kind = "hide_from_room" if "in_room" in card.marks else "show_to_room"
    words = card.title if card.kind == "question" else card.body
    title = f"{card.team}: {' '.join(words.split())}"
    return Choice(kind=kind, given={"entry": entry}, title=title) if kind in kinds else None
