"""Who may come in: codes that can be read aloud, tokens that nobody can make."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.acts.people import HandOverSeat, JoinExercise
from simulator.domain.access import Access as Doors
from simulator.domain.errors import StoreError
from simulator.domain.exercise import Exercise
from simulator.service.access import ALPHABET, Access, Place, new_person, places, secret_of
from tests.builders import EVALUATOR, Table, a_player, a_scenario, a_team

ACCESS = Access(b"a secret of this test, 32 bytes.")
RED, CHIEF = Place("participant", "red"), Place("participant", "red", "chief")
OBSERVER = Place("observer")


def an_exercise() -> Exercise:
    return Table(a_scenario(teams=[a_team("red", "chief"), a_team("blue")])).exercise


def test_one_may_join_as_staff_as_a_team_and_as_a_role_of_it() -> None:
    assert places(an_exercise()) == (
        Place("facilitator"),
        Place("evaluator"),
        Place("lead-evaluator"),
        OBSERVER,
        Place("projector"),
        RED,
        CHIEF,
        Place("participant", "blue"),
    )


def test_teams_made_of_one_have_its_roles() -> None:
    kit = a_scenario(teams=[a_team("red", "chief")], story={"scope": "team"})
    teams = [place.team for place in places(Table(kit, copies=2).exercise) if place.team_role]
    assert teams == ["red-1", "red-2"]


def test_every_place_has_a_code_of_its_own_and_leads_there() -> None:
    exercise = an_exercise()
    codes = {place: ACCESS.code(exercise, place) for place in places(exercise)}
    assert len(set(codes.values())) == len(codes)
    assert all(ACCESS.place_of(exercise, code) == place for place, code in codes.items())


def test_codes_are_grouped_and_hold_nothing_that_is_mistaken() -> None:
    exercise = an_exercise()
    code = ACCESS.code(exercise, RED)
    assert (len(code), code[4]) == (9, "-")
    assert set("".join(ACCESS.code(exercise, place) for place in places(exercise))) <= {
        *ALPHABET,
        "-",
    }
    assert len(ALPHABET) == 31
    assert not set("0O1IL") & set(ALPHABET)


def test_staff_codes_are_longer_than_a_teams() -> None:
    exercise = an_exercise()
    lengths = {len(ACCESS.code(exercise, p)) for p in places(exercise) if p.role != "participant"}
    assert lengths == {14}


def test_case_spaces_and_hyphens_do_not_count() -> None:
    exercise = an_exercise()
    code = ACCESS.code(exercise, CHIEF)
    for typed in (code.lower(), code.replace("-", " "), f"  {code.replace('-', '')}\n", f"-{code}"):
        assert ACCESS.place_of(exercise, typed) == CHIEF


@pytest.mark.parametrize("typed", ["", "AAAA", "ß" * 8, "\ud800", "A" * 10_000])
def test_what_is_no_code_leads_nowhere(typed: str) -> None:
    assert ACCESS.place_of(an_exercise(), typed) is None
    assert ACCESS.person_by(an_exercise(), typed) is None


def test_a_code_with_more_or_less_than_its_symbols_leads_nowhere() -> None:
    exercise = an_exercise()
    code = ACCESS.code(exercise, RED)
    assert ACCESS.place_of(exercise, code[:-1]) is None
    assert ACCESS.place_of(exercise, code + "A") is None


def test_codes_are_of_one_exercise_and_one_secret() -> None:
    exercise = an_exercise()
    code = ACCESS.code(exercise, RED)
    assert ACCESS.code(replace(exercise, id="other"), RED) != code
    assert Access(b"another").code(exercise, RED) != code


def test_a_rotated_place_has_another_code_and_the_others_keep_theirs() -> None:
    before = an_exercise()
    after = replace(before, access=Doors().renewed(CHIEF, 7))
    old = ACCESS.code(before, CHIEF)
    assert ACCESS.place_of(after, old) is None
    assert ACCESS.place_of(after, ACCESS.code(after, CHIEF)) == CHIEF
    assert ACCESS.code(after, RED) == ACCESS.code(before, RED)


def test_rotating_all_gives_every_place_another_code() -> None:
    before = an_exercise()
    after = replace(before, access=Doors().renewed(Place(), 7))
    assert all(ACCESS.code(after, p) != ACCESS.code(before, p) for p in places(before))


# The same seat on another device


def seated() -> Table:
    table = Table(a_scenario(teams=[a_team("red", "chief"), a_team("blue")]))
    return table.do(JoinExercise(), a_player(person="ana")).do(JoinExercise(), EVALUATOR)


def test_a_personal_code_leads_to_the_seat() -> None:
    exercise = seated().exercise
    for person, length in (("ana", 11), ("eva", 17)):
        code = ACCESS.personal_code(exercise, person)
        assert len(code) == length
        assert ACCESS.person_by(exercise, code.lower()) == person
        assert ACCESS.place_of(exercise, code) is None


def test_nobody_has_a_personal_code_without_a_seat() -> None:
    with pytest.raises(KeyError):
        ACCESS.personal_code(seated().exercise, "ben")


def test_a_personal_code_ends_when_the_seat_is_passed_on() -> None:
    table = seated()
    code = ACCESS.personal_code(table.exercise, "ana")
    table.do(HandOverSeat(to="ben"), a_player(person="ana"))
    assert ACCESS.person_by(table.exercise, code) is None


def test_a_personal_code_is_not_ended_by_rotating() -> None:
    exercise = seated().exercise
    code = ACCESS.personal_code(exercise, "ana")
    rotated = replace(exercise, access=Doors().renewed(Place(), 9))
    assert ACCESS.person_by(rotated, code) == "ana"


# Tokens and devices


def test_a_token_says_who_somebody_is_in_one_exercise() -> None:
    token = ACCESS.token("one", "p-1")
    assert ACCESS.person_of("one", token) == "p-1"
    assert ACCESS.person_of("two", token) is None
    assert Access(b"another").person_of("one", token) is None


def test_two_tokens_of_one_person_differ() -> None:
    assert ACCESS.token("one", "p-1") != ACCESS.token("one", "p-1")


def test_a_token_is_safe_in_a_cookie_and_holds_enough_chance() -> None:
    token = ACCESS.token("one", "p-1")
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    assert len(token.split(".")[1]) * 6 >= 128


def test_a_changed_token_is_nobodys() -> None:
    token = ACCESS.token("one", "p-1")
    person, nonce, signature = token.split(".")
    for made in (
        "",
        "p-1",
        f"p-2.{nonce}.{signature}",
        f"{person}.{nonce}x.{signature}",
        f"{person}.{nonce}.{signature[:-1]}",
        f"{person}.{nonce}.é",
        f"{person}\0{nonce}..{signature}",
    ):
        assert ACCESS.person_of("one", made) is None


def test_a_device_is_known_again_and_cannot_be_made_up() -> None:
    device = ACCESS.device()
    known = ACCESS.known_device(device)
    assert known
    assert ACCESS.known_device(device) == known
    assert ACCESS.device() != device
    assert ACCESS.known_device(f"{known}.x") is None
    assert ACCESS.known_device("") is None
    assert ACCESS.known_device(ACCESS.token("one", "p-1")) is None


def test_people_who_come_in_have_ids_of_their_own() -> None:
    made = {new_person() for _ in range(100)}
    assert len(made) == 100
    assert all(person.startswith("p-") for person in made)


# The secret


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    secret = secret_of(tmp_path)
    assert len(secret) == 32
    assert secret_of(tmp_path) == secret
    (file,) = tmp_path.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("server.key", 0o600)


def test_two_stores_have_two_secrets(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert secret_of(one) != secret_of(two)


def test_the_server_that_was_first_gives_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def late(fresh: Path, file: Path) -> None:
        file.write_bytes(b"x" * 32)
        link(fresh, file)

    monkeypatch.setattr(os, "link", late)
    assert secret_of(tmp_path) == b"x" * 32
    assert [file.name for file in tmp_path.iterdir()] == ["server.key"]


def test_a_file_system_without_links_keeps_a_secret_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(fresh: Path, file: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuses)
    assert secret_of(tmp_path) == secret_of(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["server.key"]


def test_a_secret_that_is_cut_off_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "server.key").write_bytes(b"short")
    with pytest.raises(StoreError) as error:
        secret_of(tmp_path)
    assert error.value.code == "server_key_damaged"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        secret_of(tmp_path / "none")
