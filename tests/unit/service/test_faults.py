"""Faults written down under a number."""

from __future__ import annotations

from pathlib import Path

from simulator.service.faults import MOST_BYTES, kept


def raised(text: str) -> Exception:
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        return error


def test_a_fault_is_found_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "new" / "faults.log"
    one, two = kept(raised("one"), file), kept(raised("two \ud800"), file)
    text = file.read_text()
    assert one != two
    assert text.index(f"fault {one}") < text.index("RuntimeError: one") < text.index(f"fault {two}")


def test_a_long_file_is_put_aside(tmp_path: Path) -> None:
    file = tmp_path / "faults.log"
    file.write_text("x" * (MOST_BYTES + 1))
    number = kept(raised("one"), file)
    assert file.read_text().startswith(f"fault {number}")
    assert (tmp_path / "faults.log.1").exists()


def test_a_disk_that_refuses_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert kept(raised("one"), tmp_path / "file" / "faults.log")
