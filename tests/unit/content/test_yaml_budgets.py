"""The strict reader: no text holds up the machine (SEC9)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from string import ascii_lowercase

import pytest

from simulator.content.yaml import Budget, Fault, YamlError, read

MEGABYTES = 100
SECONDS = 1.0

LAUGHS = "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in pairwise(ascii_lowercase[:10])
)
LONG_TEXTS = f"a: &a {'x' * 10**6}\nb: [{', '.join(['*a'] * 900)}]\n"
KEYS = f"a: &a {{{'x' * 900}: {'y' * 10**6}}}\nb: [{', '.join(['*a'] * 900)}]\n"
CHAIN = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 300))
BOMBS: Mapping[str, tuple[str, str]] = {
    "a billion laughs": (LAUGHS, "alias_bomb"),
    "one long text many times": (LONG_TEXTS, "alias_bomb"),
    "one long mapping many times": (KEYS, "alias_bomb"),
    "aliases within aliases": (CHAIN, "too_deep"),
    "two thousand aliases": (f"a: &a 1\nb: [{'*a, ' * 2000}]", "too_many_aliases"),
    "3,000 brackets": ("[" * 3000, "too_deep"),
    "a million brackets": ("[" * 10**6, "too_deep"),
    "a million brackets, deep": ("a:\n  - b:\n    - " + "[" * 10**6, "too_deep"),
    "3,000 braces": ("{a: " * 3000, "too_deep"),
    "3,000 dashes": ("- " * 3000, "too_deep"),
    "3,000 steps": ("".join(f"{' ' * n}a:\n" for n in range(3000)), "too_deep"),
    "a key 100,000 times": ("a: 1\n" * 10**5, "duplicate_key"),
    "more than is read": ("a" * (32 * 2**20 + 1), "too_large"),
    "a text cut a million times": ("a: b" + " #c" * 10**6, "text_cut_by_comment"),
}

MEASURE = """
import json, resource, sys, time
from simulator.content.yaml import YamlError, read
text = sys.stdin.read()
try:
    read("a: [1")
except YamlError:
    pass
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pages = int(open("/proc/self/statm").read().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MOST,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
started = time.process_time()
try:
    read(text)
    code = ""
except YamlError as error:
    code = error.faults[0].code
seconds = time.process_time() - started
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([code, seconds, grown / 1024]))
""".replace("MOST", str(MEGABYTES * 2**20))


def refused(text: str, **limits: int) -> Fault:
    with pytest.raises(YamlError) as caught:
        read(text, budget=Budget(**limits))
    return caught.value.faults[0]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits a process as Linux does")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_a_second_and_100_megabytes(name: str) -> None:
    text, code = BOMBS[name]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=text, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    told, seconds, megabytes = json.loads(done.stdout)
    assert told == code
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_a_text_may_be_as_long_as_the_budget_says() -> None:
    assert read("- abc", budget=Budget(size=5)).data == ["abc"]
    fault = refused("- abcd", size=5)
    assert (fault.code, fault.values, fault.mark) == ("too_large", {"size": 6, "limit": 5}, (1, 1))


@pytest.mark.parametrize("text", ["a: [{b: [1]}]", "a:\n  - b:\n      - 1", "- - - - x"])
def test_a_text_may_be_as_deep_as_the_budget_says(text: str) -> None:
    assert read(text, budget=Budget(depth=4)).data
    fault = refused(text, depth=3)
    assert (fault.code, fault.values, len(fault.path)) == ("too_deep", {"limit": 3}, 3)


@pytest.mark.parametrize(
    ("text", "nodes"), [("a", 1), ("[a]", 3), ("{a: b}", 4), ("- {a: b, c: }\n- []", 10)]
)
def test_a_text_may_have_as_many_nodes_as_the_budget_says(text: str, nodes: int) -> None:
    assert read(text, budget=Budget(nodes=nodes)).data is not None
    fault = refused(text, nodes=nodes - 1)
    assert (fault.code, fault.values) == ("too_many_nodes", {"limit": nodes - 1})


def test_a_text_may_have_as_many_aliases_as_the_budget_says() -> None:
    text = "- &a b\n- *a\n- *a\n"
    assert read(text, budget=Budget(aliases=2)).data == ["b", "b", "b"]
    fault = refused(text, aliases=1)
    assert (fault.code, fault.mark) == ("too_many_aliases", (3, 3))


def test_what_is_repeated_counts_each_time() -> None:
    text = "- &a {b: [c, d]}\n- *a\n- - *a\n"
    as_written = 2 + 3 * 7 + 2
    assert read(text, budget=Budget(nodes=as_written)).data
    assert refused(text, nodes=as_written - 1).code == "alias_bomb"
    assert read(text, budget=Budget(depth=4)).data
    assert refused(text, depth=3).code == "too_deep"


def test_what_is_repeated_is_shared() -> None:
    data = read("- &a [1]\n- *a\n").data
    assert isinstance(data, list)
    assert data[0] is data[1]


def test_an_inject_of_thousands_is_read() -> None:
    inject = "  - {id: i%d, title: An inject, to: [a, b], body: 'A text: with a colon.'}\n"
    data = read("injects:\n" + "".join(inject % n for n in range(20_000))).data
    assert isinstance(data, dict)
    assert len(data["injects"] or ()) == 20_000  # type: ignore[arg-type]
