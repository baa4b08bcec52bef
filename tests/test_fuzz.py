"""Any bytes as a record, any text as a value, any words as a command line: no traceback, no hang, bounded memory."""

import os
import resource
import shutil
import sys
from itertools import chain
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

sys.path.append(str(ROOT / "benchmarks"))

from forks import Fork
from fuzzed import OPTIONS, TOKENS, WORDS, Records, check_line, check_value, edited, guarded

from catalog.check import check_tree
from catalog.check.fix import fix_files
from catalog.cli.ask import COMMANDS
from catalog.cli.plain import FLAGS
from catalog.vocabulary import vocabulary

ROOM = 300 * 1024 * 1024  # bytes that a reader of the worst file may take


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzzed") / "records"
    return Records(shutil.copytree(ROOT / "tests" / "records", folder))


tokens = st.sampled_from(TOKENS)
edits = st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0, 0, 1, 3, 20, 200]), tokens), min_size=1, max_size=5)
any_fixture = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@any_fixture
@given(st.integers(0, 9), edits, st.sampled_from([(b"", b""), (b"\n", b"\r\n"), (b": ", b":  ")]))
def test_any_record_is_read_told_and_cured(records, number, changes, everywhere):
    file = records.files[number]
    content = edited(records.contents[file], changes)
    guarded(records.check)(file, content.replace(*everywhere) if everywhere[0] else content)


@any_fixture
@given(st.lists(tokens, max_size=40).map(b"".join) | st.binary(max_size=200))
@example(b"\xff")
@example(b"name: x\n? [a]\n: b\n")
@example(b"\xef\xbb\xbfname: x \norigin: KP")
def test_any_bytes_are_read_told_and_cured(records, content):
    guarded(records.check)(records.files[5], content)


@any_fixture
@given(
    st.sampled_from(sorted(vocabulary().properties)),
    st.lists(tokens.map(lambda piece: piece.decode(errors="replace")) | st.text(max_size=3), max_size=6).map("".join)
    | st.from_regex(
        r"(up to |about |~|>= ?)?[0-9.,]{1,9}( ?(-|to|±|\.\.) ?[0-9.,]{1,9})? ?(km|m|nm|kg|Mach|%|°)?", fullmatch=True
    ),
)
def test_any_value_is_read_or_refused_with_a_cure(property_id, text):
    guarded(check_value)(text, property_id)


word = st.sampled_from(WORDS) | st.text(max_size=6)
option = st.sampled_from(OPTIONS).flatmap(
    lambda name: st.just([name]) if name in FLAGS else word.map(lambda value: [name, value])
)
line = st.tuples(
    st.sampled_from([command.__name__ for command in COMMANDS]),
    st.lists(word, max_size=3),
    st.lists(option, max_size=2),
).map(lambda parts: [parts[0], *parts[1], *chain(*parts[2])])


@any_fixture
@given(line)
@example(["find", "crew >= 8", "--unit", "ft"])
@example(["rank", "crew", "--min", "3 km"])
@example(["rank", "range", "--top", "9" * 5000])
@example(["show", "\udcff"])
def test_any_command_line_ends_with_a_status(small_database, words):
    guarded(check_line)(words, small_database)


HEAD = "name: Gun A\nclass: self-propelled-gun\norigin: KP\nstatus: in-service\nsummary: x\n"
LONG = 250_000


WORST = {
    "claims out of order": HEAD
    + "specs:\n  firing_range:\n"
    + "".join(f"    - {{source: paper/{n}, value: {n} km}}\n" for n in range(2000)),
    "unknown keys": HEAD + "".join(f"k{n}: 1\n" for n in range(20_000)),
    "digits": HEAD + f"specs:\n  crew: {{value: {'9' * LONG}, source: paper/one}}\n",
    "spaces": HEAD + f"specs:\n  crew: {{value: '1{' ' * LONG}2', source: paper/one}}\n",
    "a list": HEAD + f"x: [{'a,' * (LONG // 8)}a]\n",
    "brackets": "[" * LONG,
    "dashes": "- " * (LONG // 2),
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: [{'*a, ' * 40}]\n" for n in range(1000)),
    "too large": HEAD + "# x\n" * 2_000_000,
}


@pytest.mark.parametrize("worst", WORST)
def test_the_worst_files_take_bounded_memory_and_time(tree, worst):
    """In a process that may take 300 MB more than it has, and that is killed when it does not end."""
    (tree / "systems/artillery/gun-a.yml").write_text(WORST[worst])

    def work():
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGESIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, taken + ROOM))
        problems = check_tree(tree, jobs=1).problems
        fix_files(tree, problems)
        return len(problems)

    fork = Fork(work)
    assert fork.wait() == 0
    assert fork.rest()
