"""What happened, as lines: the last events, or the last of those asked for, on both clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.consoles.reader import Reader
from simulator.domain.history import GROUPS, Happening
from simulator.service.recent import Fits
from simulator.text import clock

LAST = 20
"""Events that are told where no number is said."""
MOST = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the history somebody wants to read."""

    most: int = LAST
    about: str = ""
    """A team, a group, or a piece of text; empty for everything but what is behind the scenes."""

    def fits(self, teams: Sequence[str]) -> Fits:
        """Whether an event is among it, in an exercise of these teams."""
        about, wanted = self.about.lower(), self.about.casefold()
        if about in teams:
            return lambda each: about in each.teams and not each.quiet
        if about in GROUPS:
            return lambda each: each.group == about
        return lambda each: wanted in each.text.casefold() and not each.quiet


def asked(words: str) -> Asked:
    """What is asked for by `[number] [team, group or text]`."""
    first, _, rest = words.strip().partition(" ")
    if first.isdecimal() and first.isascii():
        return Asked(max(1, min(int(first[:9]), MOST)), rest.strip())
    return Asked(about=words.strip())


def history_lines(happened: Sequence[Happening], reader: Reader) -> Iterator[str]:
    """Each event on a line of its own, under a line that says what the columns are."""
    if not happened:
        yield reader.say("console.history.nothing")
        return
    yield reader.say("console.history.columns")
    days = {each.wall.date() for each in happened}
    form = "%H:%M:%S" if len(days) == 1 else "%Y-%m-%d %H:%M:%S"
    for each in happened:
        who = f"{', '.join(each.teams)}: " if each.teams else ""
        times = f"{clock(each.elapsed):>8}  {each.wall.strftime(form)}"
        yield f"{each.number:>5}  {times}  {who}{each.text}"
