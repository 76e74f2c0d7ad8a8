"""Who reads what and has what to do, in words that are meant for players."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.engine.checks.safety import addresses, hashes, live_names, networks
from simulator.engine.checks.texts import SCREEN, control_words
from simulator.engine.checks.words import Text, shown_to_players
from tests.unit.engine.kits import Data, a_choice, a_playbook, a_scenario, a_use, found, told

RED: Data = {"id": "red", "title": "Red", "roles": ["Chief", "Clerk"]}
LONG = "The monitoring service reports a mass change of files. "


def expects(**fields: Any) -> list[Data]:
    return [{"id": "e", "text": "Do it.", **fields}]


EXPECTED: dict[str, tuple[Data, list[str]]] = {
    "of nobody in particular": ({"to": "red", "expectations": expects()}, []),
    "of a team that gets it": ({"to": "red", "expectations": expects(team="red")}, []),
    "of the team of a role that gets it": (
        {"to": "red/chief", "expectations": expects(team="red")},
        [],
    ),
    "of a team that does not": (
        {"to": "red", "expectations": expects(team="blue")},
        ["TTX106 injects/0/expectations/0/team"],
    ),
    "where all get it": ({"expectations": expects(team="blue")}, []),
}


@pytest.mark.parametrize(("fields", "expected"), EXPECTED.values(), ids=EXPECTED.keys())
def test_nothing_is_expected_of_who_does_not_know(fields: Data, expected: list[str]) -> None:
    asked = {"id": "z", "questions": "What now?"}
    assert told(a_scenario({"id": "a", **fields}, asked, teams=[RED, "Blue"])) == expected


STEPS: dict[str, tuple[Data, list[str]]] = {
    "a step": ({"step": "plan/declare"}, []),
    "free": ({"free": True}, []),
    "neither": ({}, ["TTX107 injects/0/expectations/0"]),
    "harm": ({"step": "plan/wipe"}, ["TTX108 injects/0/expectations/0/step/0"]),
}


@pytest.mark.parametrize(("fields", "expected"), STEPS.values(), ids=STEPS.keys())
def test_an_expectation_rests_on_a_step(fields: Data, expected: list[str]) -> None:
    playbook = a_playbook(never=[{"id": "wipe", "text": "Wipe."}])
    inject = {"id": "a", "expectations": expects(**fields)}
    assert told(a_scenario(inject, playbooks=a_use()), playbook) == expected


def test_without_a_playbook_expectations_need_no_step() -> None:
    assert told(a_scenario({"id": "a", "expectations": expects()})) == []


def test_an_option_may_be_harmful() -> None:
    playbook = a_playbook(never=[{"id": "wipe", "text": "Wipe."}])
    ask = {"id": "a", "decision": a_choice({"id": "x", "step": "plan/wipe"}, "y")}
    assert told(a_scenario(ask, playbooks=a_use()), playbook) == []


TEAMS: dict[str, tuple[tuple[Data, ...], Data, list[str]]] = {
    "everybody reads and nobody is asked": (({"id": "a"},), {}, []),
    "one gets nothing": (({"id": "a", "to": "red"},), {}, ["TTX109 teams/1"]),
    "one gets only a card of a pool": (
        ({"id": "a", "to": "red"}, {"id": "b", "to": "blue", "pool": "hint"}),
        {},
        ["TTX109 teams/1"],
    ),
    "one only reads": (({"id": "a", "expectations": expects(team="red")},), {}, ["TTX110 teams/1"]),
    "the same, and it may ask": (
        ({"id": "a", "expectations": expects(team="red")},),
        {"requests": [{"id": "r", "title": "R", "ask": ["r"], "answer": "A.", "to": ["blue"]}]},
        [],
    ),
    "both are asked": (({"id": "a", "questions": "What now?"},), {}, []),
    "both are expected to": (({"id": "a", "expectations": expects()},), {}, []),
    "both hear what one decides": (
        ({"id": "a", "decision": a_choice("x", "y", decides="red")},),
        {},
        [],
    ),
}


@pytest.mark.parametrize(("injects", "header", "expected"), TEAMS.values(), ids=TEAMS.keys())
def test_every_team_has_a_part(
    injects: tuple[Data, ...], header: Data, expected: list[str]
) -> None:
    assert told(a_scenario(*injects, teams=["Red", "Blue"], **header)) == expected


def version(*to: str, when: Data | None = None) -> Data:
    return {"to": list(to), "body": "Another text.", **({"when": when} if when else {})}


VERSIONS: dict[str, tuple[Any, list[Data], list[str]]] = {
    "a role, then its team": ([], [version("red/chief"), version("red")], []),
    "a team, then its role": (
        [],
        [version("red"), version("red/chief")],
        ["TTX111 injects/0/versions/1"],
    ),
    "everybody, then a team": (
        [],
        [version(), version("blue")],
        ["TTX111 injects/0/versions/1"],
    ),
    "all, then a team": ([], [version("all"), version("blue")], ["TTX111 injects/0/versions/1"]),
    "two teams, then both": (
        [],
        [version("red"), version("blue"), version("red", "blue")],
        ["TTX111 injects/0/versions/2"],
    ),
    "all roles, then the team": (
        [],
        [version("red/chief"), version("red/clerk"), version("red")],
        [],
    ),
    "all roles of those who get it": (
        ["red/chief", "red/clerk"],
        [version("red/chief"), version("red/clerk"), version("red")],
        ["TTX111 injects/0/versions/2"],
    ),
    "under a condition, then without": (
        [],
        [version("red", when={"released": "z"}), version("red")],
        [],
    ),
    "for a team that does not get it": (
        ["red"],
        [version("blue")],
        ["TTX112 injects/0/versions/0/to/0"],
    ),
    "for a role that does not get it": (
        ["red/chief"],
        [version("red/clerk")],
        ["TTX112 injects/0/versions/0/to/0"],
    ),
    "for the team of a role that gets it": (["red/chief"], [version("red")], []),
}


@pytest.mark.parametrize(("to", "versions", "expected"), VERSIONS.values(), ids=VERSIONS.keys())
def test_every_version_has_its_reader(to: Any, versions: list[Data], expected: list[str]) -> None:
    scenario = a_scenario({"id": "a", "to": to, "versions": versions}, "z", teams=[RED, "Blue"])
    assert told(scenario) == expected


def test_an_answer_has_words_that_suggest_it() -> None:
    request = {"id": "r", "title": "R", "answer": "A."}
    assert told(a_scenario("a", requests=[request])) == ["TTX113 requests/0"]


def test_a_text_fits_a_phone() -> None:
    long = "x" * (SCREEN + 1)
    assert told(a_scenario({"id": "a", "body": "x" * SCREEN})) == []
    assert told(a_scenario({"id": "a", "body": long})) == ["TTX114 injects/0/body"]
    assert told(a_scenario({"id": "a", "body": long, "channel": "document"})) == []
    versions = [{"body": long}]
    assert told(a_scenario({"id": "a", "body": "Short.", "versions": versions})) == [
        "TTX114 injects/0/versions/0/body"
    ]


def test_no_two_injects_say_the_same() -> None:
    twice = a_scenario({"id": "a", "body": LONG}, {"id": "b", "body": LONG})
    assert told(twice) == ["TTX115 injects/1/body"]
    assert told(a_scenario({"id": "a", "body": "Later."}, {"id": "b", "body": "Later."})) == []


STAFF = [
    "Facilitator: wait until they ask.",
    "Hand it out after this inject.",
    "See inject 12.",
    "Expected action: inform the CSIRT.",
    "Do not tell the players that it is a drill.",
    "First line.\nListen for: who leads?",
    "- Red flags: they wipe machines",
    "El facilitador espera.",
    "Las facilitadoras esperan.",
    "Acciones esperadas en diez minutos.",
    "No decir a los jugadores que es un simulacro.",
    "Antes del siguiente inject, una pausa.",
    "Pista: el plan, página 3.",
]
PLAYERS = [
    "Attackers inject code into the page.",
    "An SQL injection was found.",
    "Hint of smoke in the server room.",
    "Listen for the announcement at noon.",
    "The expected time of repair is six hours.",
    "Do not tell the press.",
    "All participants of the meeting have left.",
    "There are red flags in the contract.",
    "The password hint: the name of the dog.",
    "No mostrar la contraseña a nadie.",
    "Se espera una acción del proveedor.",
    "Los jugadores del equipo local no llegaron.",
    "El camión inyecta agua en la red.",
]


@pytest.mark.parametrize("text", STAFF)
def test_words_for_the_staff_are_found(text: str) -> None:
    assert control_words(Text((), text))


@pytest.mark.parametrize("text", PLAYERS)
def test_words_of_the_story_pass(text: str) -> None:
    assert control_words(Text((), text)) is None


def test_a_brief_may_name_the_facilitator() -> None:
    assert control_words(Text((), "Ask the facilitator if in doubt.", is_brief=True)) is None
    said = "Ask the facilitator. Do not tell the players more."
    assert control_words(Text((), said, is_brief=True)) == "Do not tell the players"


def test_the_staffs_own_texts_are_not_looked_at() -> None:
    scenario = a_scenario(
        {
            "id": "a",
            "questions": "Facilitator: who has to know?",
            "facilitator": {"hints": ["Do not tell the players. See 8.8.8.8."]},
            "decision": a_choice({"id": "x", "note": "Facilitator: wait."}, "y"),
        },
        facilitator_brief="The facilitator waits. See https://www.wikipedia.org",
    )
    assert told(scenario) == []


def test_every_text_that_players_read_or_bots_say_is_looked_at() -> None:
    told_of = "AS12"
    option = {
        "id": "x",
        "label": told_of,
        "example": told_of,
        "description": told_of,
        "pros": [told_of],
        "cons": [told_of],
        "note": told_of,
    }
    inject = {
        "id": "a",
        "title": told_of,
        "body": f"{told_of} again",
        "details": {"host": told_of, "hops": [1, told_of, {"last": told_of}]},
        "attachments": [{"file": "a.txt", "title": told_of}],
        "versions": [{"title": told_of, "body": told_of, "details": {"host": told_of}}],
        "expectations": [{"id": "e", "text": "Cut.", "example": told_of}],
        "decision": a_choice(option, "y", question=told_of),
    }
    scenario = a_scenario(
        inject,
        brief=told_of,
        organisation=told_of,
        ground_rules=[told_of],
        teams=[{"id": "red", "title": "Red", "brief": told_of, "roles": [
            {"id": "chief", "title": "Chief", "brief": told_of}
        ]}],
        personas=[{"id": "p", "name": told_of, "title": told_of, "address": told_of}],
        requests=[{"id": "r", "title": "R", "ask": ["r"], "answer": told_of}],
    )  # fmt: skip
    expected = {text.path for text in shown_to_players(scenario) if text.text.startswith(told_of)}
    assert {each.path for each in found(scenario)} == expected
    assert len(expected) == 25
    assert ("injects", 0, "details", "hops", 2, "last") in expected


ADDRESSES: dict[str, list[str]] = {
    "From 8.8.8.8 and 12.34.56.78, twice 8.8.8.8": ["8.8.8.8", "12.34.56.78", "8.8.8.8"],
    "203.0.113.7 198.51.100.7 192.0.2.7 10.1.2.3 172.16.0.1 192.168.0.1 127.0.0.1 169.254.1.1": [],
    "172.32.0.1": ["172.32.0.1"],
    "Network 100.200.0.0/16.": ["100.200.0.0"],
    "Version 12.34.56.78, v1.2.3.4, firmware 8.8.8.8, section 4.3.2.1": [],
    "999.1.2.3 and 1.2.3.4.5 and 1.2.3": [],
    "At 08:40:12 from 00:1a:2b:3c:4d:5e": [],
    "2001:db8::1 and fd00::1 and fe80::1 and ::1": [],
    "2a00:1450:4001:81b::200e": ["2a00:1450:4001:81b::200e"],
    "std::vector, a::b": [],
}


@pytest.mark.parametrize(("text", "expected"), ADDRESSES.items(), ids=ADDRESSES.keys())
def test_routed_addresses_are_found(text: str, expected: list[str]) -> None:
    assert list(addresses(text)) == expected


NAMES: dict[str, list[str]] = {
    "Write to desk@bank.example or admin@localhost.": [],
    "Write to desk@bank.com.": ["bank.com"],
    "Escriba a ayuda@banco.gob.mx hoy.": ["banco.gob.mx"],
    "See https://portal.health.gov/login?x=1 now": ["portal.health.gov"],
    "See http://www.example.com and https://a.b.example/x": [],
    "See www.hospital.pe.": ["hospital.pe"],
    "It talks to evil.com over files.internal and nas.local": ["evil.com"],
    "Open report.docx, setup.py, README.md and invoice.zip": [],
    "Done.Next we go on. See e.g. page 3, i.e. the plan": [],
    "hxxp://evil[.]com": [],
    "The site is called evilxyz.onion": [],
    "An ASP.NET page": [],
}


@pytest.mark.parametrize(("text", "expected"), NAMES.items(), ids=NAMES.keys())
def test_live_names_are_found(text: str, expected: list[str]) -> None:
    assert list(live_names(text)) == expected


NETWORKS: dict[str, list[str]] = {
    "AS64496, AS65551, AS64512 and AS4200000001": [],
    "AS13335 and ASN 3356": ["AS13335", "ASN 3356"],
    "The AS400 in the cellar, AS/400, BASF12": [],
}


@pytest.mark.parametrize(("text", "expected"), NETWORKS.items(), ids=NETWORKS.keys())
def test_assigned_networks_are_found(text: str, expected: list[str]) -> None:
    assert list(networks(text)) == expected


MD5 = "9e107d9d372bb6826bd81d3542a419d6"
HASHES: dict[str, list[str]] = {
    f"md5 {MD5}": [MD5],
    f"sha1 {MD5}{MD5[:8]}": [f"{MD5}{MD5[:8]}"],
    f"{MD5}0": [],
    "0123456789abcdef" * 2: [],
    "deadbeef" * 8: [],
    "a" * 64: [],
    "12345678901234567890123456789012": [],
    "550e8400-e29b-41d4-a716-446655440000": [],
}


@pytest.mark.parametrize(("text", "expected"), HASHES.items(), ids=HASHES.keys())
def test_real_hashes_are_found(text: str, expected: list[str]) -> None:
    assert list(hashes(text)) == expected


def test_what_is_real_is_told_once_a_text() -> None:
    body = "From 8.8.8.8, again 8.8.8.8, by AS13335, see evil.com and the file of last night."
    scenario = a_scenario({"id": "a", "body": body})
    assert told(scenario) == [f"TTX{n} injects/0/body" for n in (117, 118, 119)]
    severities = {each.code: each.severity for each in found(scenario)}
    assert severities == {"TTX117": "error", "TTX118": "warning", "TTX119": "warning"}


def test_a_version_for_a_team_that_is_not_there_is_no_second_fault() -> None:
    versions = [{"to": "red", "body": "R."}, {"to": "green", "body": "G."}]
    scenario = a_scenario({"id": "a", "versions": versions}, "z", teams=[RED, "Blue"])
    assert told(scenario) == ["TTX052 injects/0/versions/1/to/0"]
