"""The frozen site: every page a file, no link dead, nothing that needs a server, the same bytes twice, replaced whole."""

import json
import re
import xml.dom.minidom
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from catalog import open_catalog
from catalog.cli import main
from catalog.site.addresses import Base, NotFrozen, file_of
from catalog.site.freeze import Frozen, freeze, replacing
from catalog.site.relink import NOTE, Relinked

HOST = "https://host.example/arms/"
ELSEWHERE = {"https://creativecommons.org/licenses/by/4.0/", "https://datasette.io/"}


class Seen(HTMLParser):
    """What a page links to and what in it can be linked to."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.tags, self.classes = [], set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.tags.add(tag)
        self.ids.add(known.get("id"))
        self.classes.update((known.get("class") or "").split())
        if known.get("rel") != "canonical":
            self.links += [known[name] for name in ("href", "src") if name in known]


def dead_links(folder, base="/"):
    """Links of all pages that a plain file server under `base` has no file or no place for, and addresses elsewhere."""
    pages = {path: Seen(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    dead, outside = [], set()
    for path, page in pages.items():
        here = base + path.relative_to(folder).as_posix().removesuffix("index.html")
        for link in page.links:
            if link.startswith(("http:", "https:")):
                outside.add(link)
                continue
            found = urlsplit(urljoin(f"http://server{here}", link))
            target = folder / found.path.removeprefix(base)
            target = target / "index.html" if found.path.endswith("/") else target
            inside = found.path.startswith(base) and target.is_file() and not found.query
            if not inside or (found.fragment and found.fragment not in pages[target].ids):
                dead.append((here, link))
    return dead, outside


@pytest.fixture(scope="module")
def frozen(small_database, tmp_path_factory):
    """The small catalog frozen for a full address."""
    folder = tmp_path_factory.mktemp("frozen") / "arms"
    assert isinstance(freeze(small_database, folder, HOST), Frozen)
    return folder


@pytest.fixture(scope="module")
def carried(small_database, tmp_path_factory):
    """The small catalog frozen for no address known, to be opened from the disk too."""
    folder = tmp_path_factory.mktemp("carried") / "site"
    freeze(small_database, folder, jobs=2)
    return folder


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_page_of_the_site_is_a_file_with_its_twin(frozen, small_database):
    with open_catalog(small_database) as catalog:
        rows = catalog.rows
        stems = [f"systems/{row['id']}" for row in rows("select id from systems")]
        stems += [f"sources/{row['id']}" for row in rows("select id from publishers")]
        stems += [f"claims/{row['id']}" for row in rows("select id from claims where rank <> 'deprecated'")]
        stems += [
            f"{page}/class/{row['class']}" for row in rows("select class from systems") for page in ("rank", "systems")
        ]
        stems += [f"events/system/{row['system_id']}" for row in rows("select system_id from event_systems")]
    stems += ["systems", "rank", "events", "sources", "compare", "plots", "properties", "download", "about"]
    for stem in stems:
        assert (frozen / stem / "index.html").is_file(), stem
        assert json.loads((frozen / f"{stem}.json").read_text()), stem
    assert (frozen / "catalog.db").read_bytes() == small_database.read_bytes()


@pytest.mark.parametrize("which", ["frozen", "carried"])
def test_no_link_is_dead_and_none_leads_elsewhere_but_to_sources(which, request, small_database):
    folder = request.getfixturevalue(which)
    with open_catalog(small_database) as catalog:
        sources = {
            row["url"] for table in ("documents", "publishers") for row in catalog.rows(f"select url from {table}")
        }
    for base in ("/", "/arms/", "/a/b/"):
        dead, outside = dead_links(folder, base)
        assert dead == []
        assert outside <= sources | ELSEWHERE
        assert outside & sources


def test_the_link_check_sees_a_dead_link(tmp_path):
    (tmp_path / "index.html").write_text(
        '<a href="nowhere/">x</a> <a href="#no">x</a> <a href="?q">x</a><a href="/">x</a>'
    )
    assert [link for _, link in dead_links(tmp_path, "/arms/")[0]] == ["nowhere/", "#no", "?q", "/"]


def test_nothing_is_left_that_only_a_server_can_answer(frozen):
    for path in frozen.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        page = Seen(text)
        assert not {"form", "input", "button"} & page.tags, path
        assert "live" not in page.classes, path
        assert text.count(NOTE) == 1, path
        assert text.count("<main") == text.count("</main>") == 1
        assert len(re.findall(r"<(a|span|p|li|div)\b", text)) == len(re.findall(r"</(a|span|p|li|div)>", text)), path


def test_a_frozen_page_says_what_the_live_one_says(frozen):
    text = (frozen / "systems/gun-a/index.html").read_text(encoding="utf-8")
    for part in (
        "<h1>Gun A</h1>",
        "<q>40 km</q>",
        "곡산",
        'href="../../rank/property/firing_range/"',
        'href="../../sources/paper/"',
    ):
        assert part in text
    assert f'<link rel="canonical" href="{HOST}systems/gun-a/">' in text
    assert f"Arms catalog, {HOST}systems/gun-a/. To cite" in text
    assert 'href="../gun-a.json"' in text
    assert 'href="../../catalog.db">All claims as a table' in text


def test_full_addresses_are_those_of_where_the_folder_will_stand(frozen, carried):
    for name in ("events.atom", "changes.atom", "sitemap.xml"):
        xml.dom.minidom.parse(str(frozen / name))
        assert HOST in (frozen / name).read_text(encoding="utf-8")
    assert f"<loc>{HOST}systems/gun-a/</loc>" in (frozen / "sitemap.xml").read_text(encoding="utf-8")
    assert f"Sitemap: {HOST}sitemap.xml" in (frozen / "robots.txt").read_text(encoding="utf-8")
    for name, content in contents(frozen).items():
        assert b"frozen.invalid" not in content, name
        assert b"localhost" not in content, name
    assert not (carried / "sitemap.xml").exists(), "a sitemap holds full addresses or nothing"
    for name, content in contents(carried).items():
        assert b"frozen.invalid" not in content, name
        assert b'rel="canonical"' not in content, name


def test_a_folder_for_the_disk_names_its_index_files(carried):
    links = Seen((carried / "index.html").read_text(encoding="utf-8")).links
    assert "systems/gun-a/index.html" in links
    assert not [link for link in links if link.endswith("/") and not link.startswith("http")]


def test_the_same_database_gives_the_same_bytes(frozen, small_database, tmp_path):
    freeze(small_database, tmp_path / "again", HOST, jobs=2)
    assert contents(tmp_path / "again") == contents(frozen)


def test_a_frozen_site_is_replaced_whole_and_nothing_else_is(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    for old in ("old.html", "frozen.json"):
        (folder / old).write_text("{}")
    with replacing(folder) as workplace:
        (workplace / "new.html").write_text("new")
        assert (folder / "old.html").is_file()
    assert [path.name for path in folder.iterdir()] == ["new.html"]
    with pytest.raises(NotFrozen, match="would be lost"), replacing(folder):
        pass
    with pytest.raises(NotFrozen, match="there is no folder"), replacing(tmp_path / "none" / "site"):
        pass
    (folder / "frozen.json").write_text("{}")
    with pytest.raises(OSError, match="disk"), replacing(folder) as workplace:
        raise OSError("no space left on disk")
    assert sorted(path.name for path in folder.iterdir()) == ["frozen.json", "new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_command_tells_what_it_wrote_and_what_is_wrong(small_database, tmp_path, monkeypatch, capsys):
    import catalog.site.freeze as module

    monkeypatch.setenv("CATALOG_DB", str(small_database))
    monkeypatch.setattr(module, "freeze", lambda *given: given[1].mkdir() or Frozen(3, 2_000_000))
    assert main(["freeze", str(tmp_path / "site"), "--base-url", "/arms"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'site'}: 3 files, 2.0 MB\n"
    assert main(["freeze", str(tmp_path / "x"), "--base-url", "ftp://host"]) == 2
    assert "neither like https://host/arms/" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.setenv("CATALOG_DB", str(small_database))
    assert main(["freeze", str(Path(__file__).parent)]) == 1
    assert "name a new or an empty folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/index.json", "index.json"),
        ("/systems/gun-a", "systems/gun-a/index.html"),
        ("/systems/gun-a.json", "systems/gun-a.json"),
        ("/rank?class=howitzer", "rank/class/howitzer/index.html"),
        ("/rank.json?class=howitzer", "rank/class/howitzer.json"),
        ("/systems?operator=x-several", "systems/operator/x-several/index.html"),
        ("/catalog/claims?system_id=gun-a", "catalog.db"),
        ("/catalog", "download/index.html"),
        ("/catalog.db", "catalog.db"),
        ("/catalog.json?sql=select+1", "catalog.db"),
        ("/-/catalog/catalog.css?v=abc", "assets/catalog.abc.css"),
        ("/systems?class=a&operator=KP", None),
        ("/systems?units=imperial", None),
        ("/systems?class=../../etc", None),
        ("/compare.svg", None),
        ("/search?q=x", None),
        ("/opensearch.xml", None),
        ("/nowhere", None),
    ],
)
def test_an_address_has_one_file_or_none(address, file):
    assert file_of(address) == file


def test_a_link_of_an_unknown_form_is_not_passed_on():
    page = Relinked("/", "index.html", Base())
    with pytest.raises(NotFrozen, match="the page / has the link `javascript:alert"):
        page.frozen('<a href="javascript:alert(1)">x</a>')
