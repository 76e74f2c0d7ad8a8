"""Random scenarios with something of everything, every text of them a canary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from simulator.channels import email, read_aloud
from simulator.content.faces import faces
from simulator.domain.edition import Edition, Kit
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import Scenario
from tests.builders import a_rubric
from tests.property.canaries import Canaries, channel_of

CHANNELS: dict[str, Any] = {"email": email.channel, "read-aloud": read_aloud.channel}
LINE, BESIDE, POOL = "abcde", "fgh", "i"
INJECTS = tuple(f"inj-{letter}" for letter in LINE + BESIDE + POOL)
STEPS = ("pbk-book/stp-isolate", "pbk-book/stp-tell", "pbk-book/stp-wipe")
MINUTES = (0, 1, 3, 6)
MOODS = ("zqcalmq", "zqloudq")
Data = dict[str, Any]


@dataclass(frozen=True)
class Setting:
    """What one random exercise is played from."""

    kit: Kit
    copies: int
    canaries: Canaries

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.kit.original.scenario


@lru_cache(maxsize=64)
def setting(seed: int) -> Setting:
    """The random setting of a number."""
    r, canaries = Random(seed), Canaries()
    each = r.random() < 0.4
    copies = r.choice((2, 3, 3)) if each else 1
    scenario = canaries.sung(Scenario.model_validate(_scenario(r, each)), ())
    playbook = canaries.sung(Playbook.model_validate(_playbook()), ("playbook",))
    edition = Edition(
        language="en",
        scenario=scenario,
        playbooks=(playbook,),
        faces=faces(scenario, CHANNELS, "en"),
    )
    return Setting(
        Kit(language="en", editions={"en": edition}, rubric=a_rubric()), copies, canaries
    )


def _scenario(r: Random, each: bool) -> Data:
    teams = ["red"] if each else ["red", "blue", "green"][: r.choice((1, 2, 3, 3, 3))]
    line = _line(r, teams)
    beside = _beside(r, teams, line[0].get("decision", {"options": []})["options"])
    listed = [*line, *beside, _inject(r, f"inj-{POOL}", teams, pool="hint")]
    if r.random() < 0.3:
        listed[r.randrange(3, 5)]["ends"] = True
    return {
        "id": "table",
        "title": "T",
        "teams": [_team(team) for team in teams],
        "story": {
            "scope": "team" if each else "exercise",
            "pace": r.choice((1, 2)),
            **({"starts": "2031-05-12 08:00"} if r.random() < 0.8 else {}),
        },
        "injects": listed,
        "milestones": [
            {"id": "mst-m", "text": "M"},
            {"id": "mst-own", "text": "O"},
            {"id": "mst-team", "text": "T", "scope": "team"},
        ],
        "variables": [
            {"id": "var-v", "text": "V", "min": 0, "max": 3},
            {"id": "var-mood", "text": "Mood", "type": "choice", "values": MOODS}
            | {"start": MOODS[0]},
        ],
        "requests": [_request(r, "req-p", teams), _request(r, "req-q", teams)],
        "deadlines": [_deadline(r, "dln-e", teams, "exercise"), _deadline(r, "dln-s", teams, None)],
        "objectives": [
            {"id": "obj-o", "text": "O", "critical_tasks": [{"id": "tsk-t", "text": "T"}]}
        ],
        "personas": [{"id": "prs-ann", "name": "Ann", "address": "x"}],
        "phases": [{"id": "phs-one", "title": "One"}],
        "evaluation": {
            "scale": [{"id": "lvl-a", "title": "A"}, {"id": "lvl-b", "title": "B"}],
            "rows": [{"id": "row-r", "text": "R", "objective": "obj-o"}],
        },
        "playbooks": [
            {"use": "pbk-book", "roles": {"rol-lead": "red"}}
            | {"triggers": {"trg-go": {"released": "inj-a"}}, "branches": {"bra-q": "zqyesq"}}
        ],
        "truth": {"contained": {"milestone": "mst-m"}},
    }


def _team(id: str) -> Data:
    return {"id": id, "title": id, "roles": [{"id": r, "title": r} for r in ("chief", "clerk")]}


def _line(r: Random, teams: list[str]) -> list[Data]:
    found = []
    for place, letter in enumerate(LINE):
        waits = {"delay": r.choice(MINUTES)}
        timed = {"at": r.choice(MINUTES), "auto": True}
        release = r.choice(({}, {}, timed, waits, {"until": 2}, {"delay": 1, "auto": True}))
        inject = _inject(r, f"inj-{letter}", teams, release=release)
        later = [f"inj-{other}" for other in LINE[place + 1 :]] or [f"inj-{LINE[0]}"]
        if r.random() < 0.3 and place < len(LINE) - 1:
            inject["next"] = _next(r, later)
        options = inject["decision"]["options"] if "decision" in inject else ()
        if options and r.random() < 0.75 and place < len(LINE) - 1:
            for option in options[: r.choice((1, 2, 2))]:
                option["next"] = _next(r, later)
        found.append(inject)
    return found


def _next(r: Random, later: list[str]) -> Any:
    if r.random() < 0.6:
        return r.choice(later)
    return [{"to": r.choice(later), "when": _condition(r)}, {"to": r.choice(later)}]


def _beside(r: Random, teams: list[str], options: list[Data]) -> list[Data]:
    found = []
    for letter in BESIDE:
        source = r.choice(("inj-a", "inj-a", "inj-b", "start"))
        if options and r.random() < 0.3:
            source = "inj-a/opt-a1"
        release = r.choice(
            (
                {"after": source, "not_by": r.choice(MINUTES), "unless": _condition(r)},
                {"after": source, "not_by": 1, "unless": _condition(r), "auto": True},
                {"after": source, "delay": r.choice(MINUTES), "auto": r.random() < 0.7},
                {"when": _condition(r), "auto": r.random() < 0.5},
                {"after": "inj-a", "at": r.choice(MINUTES), "auto": True, "until": 9},
            )
        )
        found.append(_inject(r, f"inj-{letter}", teams, release=release))
    return found


def _inject(r: Random, id: str, teams: list[str], **fields: Any) -> Data:
    to = _to(r, teams)
    decision = {"decision": _decision(r, id, to or teams)} if r.random() < 0.6 else {}
    time = {"story_time": "2031-05-13 09:00"} if r.random() < 0.15 else {}
    return {
        "id": id,
        "title": "T",
        "body": "B",
        "phase": "phs-one",
        "to": to,
        "from": r.choice(("prs-ann", None)),
        "channel": channel_of(id),
        "attachments": [{"file": "f"}],
        "versions": [_version(r, id, n, teams) for n in range(1, r.choice((1, 2, 3)))],
        "questions": {"primary": "Q"},
        "facilitator": {"delivery": "D"},
        "expectations": [
            {"id": f"exp-{id[-1]}", "text": "E", "step": r.choice(STEPS[:2]), "role": "chief"},
            {"id": f"exp-{id[-1]}2", "text": "E", "done_by": _condition(r), "due": 2},
        ],
        "effects": _effects(r),
        "optional": r.random() < 0.3,
        "projector": r.random() < 0.5,
        "tlp": r.choice(("RED", None)),
        **decision,
        **time,
        **fields,
    }


def _to(r: Random, teams: list[str]) -> list[str]:
    if r.random() < 0.6:
        return []
    return [r.choice((team, f"{team}/chief", f"{team}/clerk")) for team in r.sample(teams, 1)]


def _version(r: Random, inject: str, number: int, teams: list[str]) -> Data:
    when = {"when": _condition(r)} if r.random() < 0.5 else {}
    return {"id": f"ver-{inject[-1]}{number}", "to": _to(r, teams), "body": "V"} | when | {
        "attachments": [{"file": "f"}]
    }  # fmt: skip


def _decision(r: Random, inject: str, readers: list[str]) -> Data:
    ids = [f"opt-{inject[-1]}{n}" for n in (1, 2)] if r.random() < 0.8 else []
    options = [
        {"id": id, "label": "L", "effects": _effects(r), "step": r.choice(STEPS)} for id in ids
    ]
    limit: Data = {"time_limit": r.choice((1, 3))} if r.random() < 0.5 else {}
    if ids and limit:
        limit["on_timeout"] = {"assume": ids[0]}
    return {
        "question": "Q",
        "options": options,
        "free_text": not ids or r.random() < 0.7,
        "decides": r.choice((None, readers[0], *readers)),
        **limit,
    }


def _effects(r: Random) -> list[Data]:
    every: list[Data] = [{"set": "mst-m"}, {"set": "mst-team"}, {"clear": "mst-m"}]
    every += [{"add": {"var-v": 1}}, {"let": {"var-v": 0}}, {"let": {"var-mood": MOODS[1]}}]
    return r.sample(every, r.choice((0, 0, 1, 2)))


def _condition(r: Random, deep: bool = True) -> Data:
    letter = r.choice(LINE[:3])
    found: list[Data] = [
        {"milestone": "mst-m"},
        {"milestone": "mst-team"},
        {"variable": {"var-v": {"at_least": 1}}},
        {"variable": {"var-mood": {"is": MOODS[1]}}},
        {"released": f"inj-{letter}"},
        {"timed_out": "inj-a"},
        {"answered": "req-p"},
        {"deadline": {"dln-e": r.choice(("missed", "met", "running"))}},
        {"expectation": f"inj-{letter}/exp-{letter}"},
        {"milestone": "mst-own"},
    ]
    if deep:
        inner = [_condition(r, False), _condition(r, False)]
        found += [{"all": inner}, {"any": inner}, {"not": inner[0]}, {"not": inner[1]}]
    return r.choice(found)


def _request(r: Random, id: str, teams: list[str]) -> Data:
    when = {"when": _condition(r)} if r.random() < 0.3 else {}
    return {"id": id, "title": "R", "ask": ["word"], "answer": "A", "to": _to(r, teams)} | when


def _deadline(r: Random, id: str, teams: list[str], clock: str | None) -> Data:
    to = r.choice(([], *([team] for team in teams), [f"{teams[0]}/chief"]))
    common = {"id": id, "title": "D", "to": to, "source": {"kind": "law"}}
    if clock is None and r.random() < 0.5:
        return common | {"step": "pbk-book/stp-tell"}
    starts = r.choice(({"released": "inj-a"}, {"milestone": "mst-m"}, {"released": "inj-b"}))
    met_by = r.choice((_condition(r), {"milestone": "mst-own"}))
    timed = {"starts": starts, "met_by": met_by, "within": r.choice((1, 5))}
    return common | timed | ({"clock": clock} if clock else {})


def _playbook() -> Data:
    source = {"kind": "law"}
    steps = [
        {
            "id": "stp-isolate",
            "phase": "contain",
            "text": "S",
            "role": "rol-lead",
            "authoriser": "rol-lead",
            "branch": {"bra-q": "zqyesq"},
            "share": {"with": ["rol-lead"], "tlp_at_most": "AMBER"},
            "any_of": [{"id": "prt-a", "text": "A"}],
            "parts": [{"id": "prt-b", "text": "B"}],
            "references": [{"title": "R"}],
        },
        {
            "id": "stp-tell",
            "phase": "communicate",
            "text": "S",
            "times": {"from": "trg-go", "limit": 4, "source": source},
        },
    ]
    return {
        "id": "pbk-book",
        "title": "B",
        "roles": [{"id": "rol-lead", "title": "L"}],
        "triggers": [{"id": "trg-go", "text": "G"}],
        "branches": [{"id": "bra-q", "question": "Q", "answers": ["zqyesq", "zqnoq"]}],
        "steps": steps,
        "never": [{"id": "stp-wipe", "text": "W", "references": [{"title": "R"}]}],
        "references": [{"title": "R"}],
    }
