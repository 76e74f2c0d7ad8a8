"""Templates run in a sandbox: they print text, reach nothing, and come to an end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator.documents import templates
from simulator.documents.markup import Md
from simulator.documents.templates import render
from simulator.domain.errors import UsageError


def rendered(folder: Path, source: str, **context: Any) -> str:
    (folder / "small.md.j2").write_text(source, encoding="utf-8")
    return render("small", [folder], context)


def fault(folder: Path, source: str, **context: Any) -> UsageError:
    with pytest.raises(UsageError) as raised:
        rendered(folder, source, **context)
    return raised.value


def test_values_are_printed_as_text(tmp_path: Path) -> None:
    assert rendered(tmp_path, "**{{ x }}**", x="*") == "**&#42;**"


@dataclass(frozen=True)
class Value:
    """One like those that reports are made of."""

    text: str
    _kept: str = "kept"

    def method(self) -> str:
        return self.text


def test_the_fields_of_a_value_are_read_but_private_ones(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ x.text }} {{ x.method() }}", x=Value("a")) == "a a"
    for hidden in ("_kept", "__class__", "method.__func__", "text.upper"):
        assert fault(tmp_path, f"{{{{ x.{hidden} }}}}", x=Value("a")).code == "template_wrong"


def test_what_a_macro_or_a_block_prints_is_not_escaped_twice(tmp_path: Path) -> None:
    source = "{% macro m(a) %}*{{ a }}*{% endmacro %}{{ m('<') }}"
    source += "{% set b %}**{{ x }}**{% endset %}{{ b }}"
    assert rendered(tmp_path, source, x="#") == "*&#60;***&#35;**"


def test_a_figure_goes_where_its_name_stands(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ x | figure }}", x="told", figures=("told",)) == "{figure told}"


def test_a_figure_that_is_none_is_a_fault_of_its_line(tmp_path: Path) -> None:
    assert fault(tmp_path, "\n{{ 'nothing' | figure }}", figures=("told",)).values["line"] == 2


def test_joined_texts_are_text_again(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ x ~ '*' }}", x=Md("**")) == "&#42;&#42;&#42;"


@pytest.mark.parametrize(
    "source",
    [
        "{{ missing }}",
        "{{ x.missing }}",
        "{{ ''.__class__ }}",
        "{{ x.__init__.__globals__ }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 2 ** 100000000 }}",
        "{{ 'a'.ljust(1000000000) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ x | safe }}",
        "{{ range(1000000000) }}",
        "{% for a in many %}{% for b in many %}{% endfor %}{% endfor %}",
        "{% for a in many recursive %}{{ loop(many) }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'nowhere' %}",
        "{% import 'os' as os %}",
        "{% for %}",
        "{{ 1 / 0 }}",
        "{{ 'a' + 1 }}",
    ],
)
def test_it_ends_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setattr(templates, "MOST_ROUNDS", 1000)
    assert fault(tmp_path, source, x=object(), many=range(100)).code in (
        "template_wrong",
        "no_template",
    )


def test_its_size_is_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "MOST_TEXT", 100)
    assert (
        fault(tmp_path, "{% for a in m %}0123456789{% endfor %}", m=range(50)).code
        == "template_wrong"
    )


def test_the_line_is_named(tmp_path: Path) -> None:
    assert fault(tmp_path, "one\ntwo\n{{ missing }}\n").values["line"] == 3


def test_the_nearest_folder_wins(tmp_path: Path) -> None:
    far, near = tmp_path / "far", tmp_path / "near"
    for folder in (far, near):
        folder.mkdir()
        (folder / "small.md.j2").write_text(folder.name, encoding="utf-8")
    assert render("small", [near, far], {}) == "near"
    assert render("small", [tmp_path, far], {}) == "far"


def test_a_template_that_is_nowhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no_template"):
        render("../etc/passwd", [tmp_path], {})
