"""Strict YAML: what stays text, what is refused, and where."""

import pytest

from catalog.load.reader import MAX_BYTES, NotTaken, read


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "on",
        "off",
        "Yes",
        "1:30",
        "010",
        "022",
        "9E46",
        "1e3",
        "2020-02-30",
        "2020-01-01",
        "1_000",
        "5.60",
        "=",
        "0x1F",
        "+5",
        ".5",
    ],
)
def test_text_stays_text(text):
    assert read(f"key: {text}".encode()) == {"key": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("0", 0), ("-3", -3), ("true", True), ("false", False), ("null", None), ("~", None), ("", None)],
)
def test_only_plain_integers_booleans_and_null_are_typed(text, value):
    assert read(f"key: {text}".encode()) == {"key": value}


@pytest.mark.parametrize("text", ['"5"', "'true'", '"~"'])
def test_quoted_scalars_are_text(text):
    assert read(f"key: {text}".encode()) == {"key": text[1:-1]}


def test_norway_is_a_key_too():
    assert read(b"NO: 1") == {"NO": 1}


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, 1, "key `a` stands twice (first in line 1)"),
        (b"a: !!python/object/apply:os.system ['x']", 1, 4, "tag"),
        (b"a: !!seq [x]", 1, 4, "tag"),
        (b"a: !foo x", 1, 4, "tag"),
        (b"a: &x 1\nb: *x\n", 1, 4, "anchor"),
        (b"a:\n\t- b", 2, 1, "a tab"),
        (b"---\na: 1\n---\nb: 2", 3, 1, "a second document"),
        (b"a: ok\nb: \xff", 2, 1, "not UTF-8"),
        (b"", 1, 1, "the file is empty"),
        (b"# only a comment", 1, 1, "the file is empty"),
        (b"? [a]\n: b", 1, 3, "a key that is not plain text"),
        (b"a: [1,\n", 2, 1, "not YAML"),
        (b"a: >= 300 kg", 1, 5, "not YAML"),
        (b"a: b: c", 1, 5, "not YAML"),
        (b"a: \x00", 1, 1, "not YAML"),
    ],
)
def test_what_is_refused_and_where(text, line, column, found):
    with pytest.raises(NotTaken) as refused:
        read(text)
    assert found in refused.value.refused.found
    assert (refused.value.line, refused.value.column) == (line, column)


@pytest.mark.parametrize(
    "text", [b"- " * 50_000, b"[" * 50_000, b"{a: " * 5_000, b"? " * 20_000, b"a: " + b"[" * 13 + b"]" * 13]
)
def test_deep_nesting_is_refused(text):
    with pytest.raises(NotTaken, match="nesting deeper"):
        read(text)


def test_an_alias_bomb_is_refused_before_it_grows():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 40)
    ]
    with pytest.raises(NotTaken, match="anchor or alias `a0`"):
        read("\n".join(lines).encode())


def test_a_large_file_is_refused():
    with pytest.raises(NotTaken, match="a file of"):
        read(b"a: " + b"x" * MAX_BYTES)


@pytest.mark.parametrize(
    "text", [b"a: 1\rb: [\rc: 2\r", "a: 1\u2028\tb: [".encode(), b"\t", b"a:\r\t- b", b"[" * 11 + b"]" * 10]
)
def test_odd_line_ends_and_tabs_are_refused_not_crashed_on(text):
    with pytest.raises(NotTaken):
        read(text)


def test_many_dashes_and_brackets_in_a_text_are_no_nesting():
    text = b'a: "- - - - - - - - - - - - - - - - -"\nb: "[[[[[[[[[[[[[[[["\n'
    assert set(read(text)) == {"a", "b"}


def test_a_text_with_ampersand_and_star_is_taken():
    assert read(b"a: R&D * 2") == {"a": "R&D * 2"}


def test_many_systems_are_asked_for_in_a_short_query(real):
    """Ten thousand of them, with ids that are not there among them, give what a few at a time give."""
    from catalog.query import sql
    from catalog.query.reach import reach_claims

    ids = [row[0] for row in real.execute("select id from systems order by id")]
    assert len(ids) > sql.MANY
    condition, values = sql.among("id", [*ids, *(f"none-{number}" for number in range(10_000))])
    assert len(condition) < 100
    assert len(values) == 1
    together = {claim.id for claim in reach_claims(real, ids)}
    apart = {claim.id for start in range(0, len(ids), 100) for claim in reach_claims(real, ids[start : start + 100])}
    assert together == apart
