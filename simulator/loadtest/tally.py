"""What was lost and what came twice: all that devices saw, held against the log as it is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.acts import Recorded
from simulator.acts.decisions import DecisionLogged
from simulator.acts.injects import InjectReleased
from simulator.loadtest.observed import Observed


@dataclass(frozen=True, slots=True)
class Counts:
    """How often it was so; nothing may be lost, and nothing may be there twice."""

    due: int
    """Injects and decisions that each device must have, all devices together."""
    injects: int
    """Of these, injects."""
    lost: int
    """Of these, those that never came."""
    again: int
    """What came to a device again as it was, or went out to a team again."""
    acknowledged: int
    """Decisions of which somebody was told that they are kept."""
    forgotten: int
    """Of these, those that are not in the log as they were said, under the number told."""
    doubled: int
    """Decisions that are in the log more often than once."""

    @property
    def exact(self) -> bool:
        """Whether everything came once and is kept once."""
        return not (self.lost or self.again or self.forgotten or self.doubled)


def counted(records: Sequence[Recorded], observed: Observed) -> Counts:
    """All that is to be counted."""
    injects, twice = _released(records)
    decisions, numbers = _decided(records)
    due = lost = of_injects = 0
    for heard in observed.heard:
        theirs = injects[heard.team or ""]
        must = theirs | decisions[heard.team or ""]
        due += len(must)
        of_injects += len(theirs)
        lost += len(must - heard.first.keys())
    told = [said for said in observed.said if said.number is not None]
    return Counts(
        due=due,
        injects=of_injects,
        lost=lost,
        again=twice + sum(heard.again for heard in observed.heard),
        acknowledged=len(told),
        forgotten=sum(said.number not in numbers[said.text] for said in told),
        doubled=sum(len(numbers[said.text]) > 1 for said in observed.said),
    )


def _released(records: Iterable[Recorded]) -> tuple[defaultdict[str, set[str]], int]:
    """Team → the cards of all that went out to it; and how often something went out again."""
    found, again = defaultdict[str, set[str]](set), 0
    for record in records:
        if isinstance(record.event, InjectReleased):
            card = f"inject-{record.event.inject}"
            for team in record.event.teams:
                again += card in found[team]
                found[team].add(card)
    return found, again


def _decided(
    records: Iterable[Recorded],
) -> tuple[defaultdict[str, set[str]], defaultdict[str, list[int]]]:
    """Team → the cards of all it decided; and text → the numbers under which it is kept."""
    cards, numbers = defaultdict[str, set[str]](set), defaultdict[str, list[int]](list)
    for record in records:
        event = record.event
        if isinstance(event, DecisionLogged):
            cards[event.team].add(f"decision-{event.decision}")
            numbers[event.text].append(record.seq)
    return cards, numbers


def kinds(records: Iterable[Recorded]) -> Counter[str]:
    """How many of each kind are in a log."""
    return Counter(record.event.kind for record in records)
