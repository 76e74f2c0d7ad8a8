"""Files, classes and functions keep within their caps and say what they are."""

from __future__ import annotations

import pytest

from tests.docs import caps
from tests.docs.caps import Rule, Source
from tests.docs.tree import ROOT

MODULES = sorted(path for path in (ROOT / "simulator").rglob("*.py") if path.is_file())
SAID = '"""What it is."""\n'


@pytest.mark.parametrize("rule", caps.RULES, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule: Rule) -> None:
    assert MODULES
    sources = (Source(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in MODULES)
    assert [fault for source in sources for fault in rule(source)] == []


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in MODULES}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def a_class(methods: int, prefix: str = "method") -> str:
    body = "".join(f"    def {prefix}_{n}(self): ...\n" for n in range(methods))
    return f'class Thing:\n    """A thing."""\n{body}'


def a_function(lines: int) -> str:
    return "def work():\n" + "    step()\n" * (lines - 1)


BAD = {
    "a module of 401 lines": (caps.modules_are_short, "x = 1\n" * 401),
    "a class of 16 methods": (caps.classes_are_narrow, a_class(16)),
    "a class of 16 properties": (
        caps.classes_are_narrow,
        a_class(16).replace("    def", "    @property\n    def"),
    ),
    "a class within a function": (
        caps.classes_are_narrow,
        "def outer():\n" + "".join(f"    {line}\n" for line in a_class(16).splitlines()),
    ),
    "a function of 61 lines": (caps.functions_are_short, a_function(61)),
    "an asynchronous function of 61 lines": (
        caps.functions_are_short,
        "async " + a_function(61),
    ),
    "an empty module": (caps.modules_and_classes_say_what_they_are, ""),
    "a class without a docstring": (
        caps.modules_and_classes_say_what_they_are,
        SAID + "class Thing: ...",
    ),
    "a title": (caps.modules_and_classes_say_what_they_are, '"""Things"""'),
    "a sentence that goes on": (
        caps.modules_and_classes_say_what_they_are,
        '"""What it is,\nat some length."""',
    ),
    "two sentences": (caps.modules_and_classes_say_what_they_are, '"""It is. It does."""'),
    "an unexplained function": (caps.the_core_explains_its_functions, "def work(): ..."),
    "an unexplained method": (caps.the_core_explains_its_functions, a_class(1)),
    "an apply outside acts": (
        caps.the_core_explains_its_functions,
        "class Thing:\n    def apply(self): ...",
    ),
    "a thing to do": (caps.nothing_is_left_for_later, "x = 1  # TO" + "DO: two"),
    "a thing to mend": (caps.nothing_is_left_for_later, "# FIX" + "ME"),
}


@pytest.mark.parametrize(("rule", "text"), BAD.values(), ids=BAD.keys())
def test_the_rule_catches(rule: Rule, text: str) -> None:
    assert len(list(rule(Source("simulator/domain/thing.py", text)))) == 1


GOOD = {
    "a module of 400 lines": (caps.modules_are_short, "x = 1\n" * 400),
    "a class of 15 methods": (caps.classes_are_narrow, a_class(15)),
    "private methods": (caps.classes_are_narrow, a_class(16, "_method")),
    "Textual's actions": (caps.classes_are_narrow, a_class(16, "action")),
    "Textual's watchers": (caps.classes_are_narrow, a_class(16, "watch")),
    "Textual's render": (
        caps.classes_are_narrow,
        a_class(15) + "    def compose(self): ...\n    def render(self): ...\n",
    ),
    "a property that can be set": (
        caps.classes_are_narrow,
        a_class(15) + "    @method_0.setter\n    def method_0(self, value): ...\n",
    ),
    "a function of 60 lines": (caps.functions_are_short, a_function(60)),
    "one sentence": (caps.modules_and_classes_say_what_they_are, SAID),
    "one sentence and more": (
        caps.modules_and_classes_say_what_they_are,
        '"""What it is.\n\nAnd more. Much more."""',
    ),
    "a private function": (caps.the_core_explains_its_functions, "def _work(): ..."),
    "a function within a function": (
        caps.the_core_explains_its_functions,
        'def work():\n    """It works."""\n    def step(): ...\n',
    ),
    "a private class": (
        caps.the_core_explains_its_functions,
        "class _Thing:\n    def work(self): ...",
    ),
}


@pytest.mark.parametrize(("rule", "text"), GOOD.values(), ids=GOOD.keys())
def test_the_rule_lets_pass(rule: Rule, text: str) -> None:
    assert list(rule(Source("simulator/domain/thing.py", text))) == []


@pytest.mark.parametrize("path", ["simulator/acts/thing.py", "simulator/channels/thing.py"])
def test_what_a_base_explains_needs_no_docstring(path: str) -> None:
    source = Source(path, "class Thing:\n    def apply(self): ...\n    def decide(self): ...")
    assert list(caps.the_core_explains_its_functions(source)) == []
