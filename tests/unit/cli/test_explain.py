"""`simulacro explain` prints the page about a diagnostic."""

from __future__ import annotations

import pytest

from simulator.cli import GOOD, NOT_DONE, main


@pytest.mark.parametrize("code", ["TTX022", "ttx022"])
def test_a_page_is_printed(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == GOOD
    out = capsys.readouterr().out
    assert out.startswith("# TTX022 An unknown key\n")
    assert "```yaml bad" in out


def test_without_a_number_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == GOOD
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "TTX001 A file that cannot be read"
    assert lines == sorted(lines)


def test_a_number_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    assert main(["explain", "TTX999"]) == NOT_DONE
    assert "There is no diagnostic TTX999." in capsys.readouterr().err
