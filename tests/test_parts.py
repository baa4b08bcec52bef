"""Long lists in parts: which rows, which links, and that data and search engines still get the whole."""

import re

import pytest
from datasette.utils import MultiParams
from test_pages import Site

from catalog.query.terms import UnknownWord
from catalog.site.addresses import file_of
from catalog.site.ask_events import statements
from catalog.site.parts import part
from catalog.site.query import Query


@pytest.fixture(scope="module")
def site(real_database):
    return Site(real_database)


def query(words="", whole=False):
    pairs = [pair.split("=") for pair in words.split("&") if pair]
    names = dict.fromkeys(name for name, _ in pairs)
    return Query(MultiParams({name: [value for key, value in pairs if key == name] for name in names}), {}, whole)


def test_a_part_has_its_rows_and_links_to_the_others():
    rows, parts = part(range(1050), query("page=6&class=a"))
    assert list(rows) == list(range(500, 600))
    assert (parts.number, parts.of, parts.first, parts.last, parts.rows) == (6, 11, 501, 600, 1050)
    assert [link and link[0] for link in parts.links] == [1, None, 4, 5, 6, 7, 8, None, 11]
    assert parts.links[0][1] == "?class=a"
    assert parts.links[2][1] == "?class=a&page=4"
    assert not parts.is_last


@pytest.mark.parametrize(("count", "of", "last"), [(0, 1, 0), (1, 1, 1), (100, 1, 100), (101, 2, 100), (200, 2, 100)])
def test_parts_end_where_the_list_does(count, of, last):
    rows, parts = part(range(count), query())
    assert (parts.of, parts.last, len(rows)) == (of, last, last)
    assert (parts.links == []) == (of == 1)


@pytest.mark.parametrize("asked", ["0", "-1", "3", "1e3", "x", "\u0663", "9" * 5000])
def test_a_part_that_is_not_there_is_told(asked):
    with pytest.raises(UnknownWord, match="the list has 2 pages"):
        part(range(101), query(f"page={asked}"))


def test_data_comes_whole_whatever_part_is_asked_for():
    rows, parts = part(range(1050), query("page=6", whole=True))
    assert (len(rows), parts.of, parts.links) == (1050, 1, [])


def test_another_choice_begins_at_the_first_part_and_another_unit_stays():
    asked = query("page=3&class=a&units=imperial")
    assert asked.but(**{"class": "b"}) == "?units=imperial&class=b"
    assert "page=3" in asked.with_units("nautical")
    assert all("page=3" in words for _, words in asked.scales())


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/rank?page=2", "rank/page/2/index.html"),
        ("/rank?class=howitzer&page=2", "rank/class/howitzer/page/2/index.html"),
        ("/rank?page=2&class=howitzer", "rank/class/howitzer/page/2/index.html"),
        ("/sources?kind=state-media", "sources/kind/state-media/index.html"),
        ("/events/2024-12-23-transfer", "events/2024-12-23-transfer/index.html"),
        ("/compare?page=2", None),
        ("/rank?page=2&page=3", None),
        ("/rank?class=a&origin=b&page=2", None),
    ],
)
def test_parts_are_files_of_a_frozen_site(address, file):
    assert file_of(address) == file


@pytest.mark.parametrize(("path", "key"), [("/systems", "rows"), ("/rank", "rows"), ("/events", "events"), ("/sources", "publishers"), ("/coverage", "gaps")])  # fmt: skip
def test_the_parts_of_a_page_together_are_its_data(site, path, key):
    place, shown, number = path, [], 1
    while place:
        text = site.get(place).text
        body = text.partition("<main")[2]
        found = re.search(r'href="([^"]+)" rel="next"', body)
        shown.append(body)
        place, number = found and path + found[1].replace("&amp;", "&"), number + 1
        assert number < 60
    data = site.get(path + ".json").json()[key]
    assert len(shown) > 1
    for row in data:
        name = row.get("name") or row["title"]
        id = row.get("system") or row.get("system_id") or row["id"]
        kind = {"rows": "systems", "gaps": "systems", "publishers": "sources"}.get(key, "events")
        assert sum(f'href="/{kind}/{id}">' in part for part in shown) >= 1, name
    assert sum(len(re.findall(r"<li id=|<th scope=\"row\">", part.partition('id="unsettled"')[0])) for part in shown) >= len(data)  # fmt: skip


def test_publishers_are_found_by_kind_grade_and_name(site):
    found = site.get("/sources.json?kind=state-media&grade=D&name=news").json()["publishers"]
    assert found
    assert all(row["kind"] == "state-media" and row["reliability"] == "D" for row in found)
    assert all("news" in row["name"].casefold() for row in found)
    assert site.get("/sources?grade=Q").status_code == 200


def test_an_event_has_a_page_and_what_is_told_alike_is_said_once(site):
    event = next(event for event in site.get("/events.json").json()["events"] if any(
        len(one["documents"]) > 1 for one in statements(event["claims"])))  # fmt: skip
    page = site.get(f"/events/{event['id']}")
    assert page.status_code == 200
    assert f"/events/{event['id']}." in page.text
    said = statements(event["claims"])
    assert page.text.count('<li class="') == len(said) < len(event["claims"])
    for claim in event["claims"]:
        assert claim["publisher"] in page.text.replace("&amp;", "&").replace("&#39;", "'")
    assert len(site.get(f"/events/{event['id']}.json").json()["claims"]) == len(event["claims"])
    assert site.get("/events/no-such-event").status_code == 400


def test_statements_keep_what_differs_apart():
    def claim(**other):
        return {"claimant": "A", "stance": "states", "quantity": "9", "counted": "killed", "says": "x", "n": 1} | other

    found = statements([claim(), claim(quantity="10"), claim(n=2), claim(stance="denies")])
    assert [(one["quantity"], one["stance"], len(one["documents"])) for one in found] == [("9", "states", 2), ("10", "states", 1), ("9", "denies", 1)]  # fmt: skip
