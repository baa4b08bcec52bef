"""Our pages in process: every route, the same figures as the command line, nothing that a record says is executed."""

import asyncio
import json
import re
import shutil

import pytest
import yaml
from conftest import HERE
from datasette import version
from datasette.app import Datasette

from catalog import open_catalog
from catalog.cli import main
from catalog.compile import build
from catalog.site.bars import with_bars
from catalog.site.server import metadata

WORDS = yaml.safe_load(metadata().read_text(encoding="utf-8"))


class Site:
    """A site in this process."""

    def __init__(self, database, **more):
        self.loop = asyncio.new_event_loop()
        config = {"config": more} if version.__version__.startswith("1") else {}
        self.datasette = Datasette(immutables=[str(database)], metadata=WORDS | more, **config)
        self.loop.run_until_complete(self.datasette.invoke_startup())

    def get(self, path):
        """The answer to a path."""
        return self.loop.run_until_complete(self.datasette.client.get(path, follow_redirects=True))


@pytest.fixture(scope="module")
def site(real_database):
    return Site(real_database)


@pytest.fixture(scope="module")
def small_site(small_database):
    return Site(small_database)


PAGES = [
    "/", "/systems", "/systems?class=self-propelled-gun&reach=40+nmi", "/systems/koksan-m1978", "/systems/m142-himars?units=imperial",
    "/compare", "/compare?s=koksan-m1978&s=2s7m-malka", "/compare?s=kn-25&s=m57-atacms&spec=range&units=nautical",
    "/rank", "/rank?property=caliber&origin=RU", "/events", "/events?kind=loss&party=KP", "/sources", "/sources/yonhap", "/properties", "/plots",
    "/search?q=%EA%B3%A1%EC%82%B0", "/search", "/download", "/about",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_and_has_its_twin(site, path):
    page = site.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    for part in (
        '<html lang="en">',
        'name="description"',
        'rel="canonical"',
        'property="og:title"',
        "Arms catalog</title>",
    ):
        assert part in page.text
    twin = re.search(r'type="application/json" href="([^"]+)"', page.text)[1].replace("&amp;", "&")
    data = site.get(twin)
    assert data.status_code == 200
    assert data.headers["access-control-allow-origin"] == "*"
    assert isinstance(data.json(), dict)


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/opensearch.xml", "/events.atom", "/changes.atom"])
def test_what_machines_read(site, path):
    answer = site.get(path)
    assert answer.status_code == 200
    if path != "/robots.txt":
        import xml.dom.minidom

        xml.dom.minidom.parseString(answer.text)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/systems/koksan-m1999", 404, "did you mean"),
        ("/rank?property=firing_rage", 400, "did you mean"),
        ("/rank?property=unit_cost", 400, "no order"),
        ("/compare?s=nothing-of-the-kind-at-all", 404, "no system"),
        ("/systems?reach=far", 400, "no number with a unit"),
        ("/systems?as_of=yesterday", 400, "no date"),
        ("/sources/nobody-at-all", 400, "no publisher"),
        ("/nowhere", 404, ""),
    ],
)
def test_faults_are_pages_of_ours(site, path, status, words):
    answer = site.get(path)
    assert answer.status_code == status
    assert words in answer.text.replace("&#39;", "'")
    assert "Traceback" not in answer.text


def test_each_page_has_the_figures_of_the_command_line(site, real_database, monkeypatch, capsys):
    monkeypatch.setenv("CATALOG_DB", str(real_database))
    with open_catalog(real_database) as catalog:
        ids = list(catalog.names())
    for id in ids:
        main(["show", id, "-f", "json"])
        said = json.loads(capsys.readouterr().out)
        page = site.get(f"/systems/{id}.json").json()
        assert [spec["shown"] for spec in said["specs"]] == [spec["shown"] for spec in page["specs"]]
        assert "sections" not in page
    html = site.get("/systems/koksan-m1978").text
    for spec in site.get("/systems/koksan-m1978.json").json()["specs"]:
        assert f"<strong>{spec['shown']}</strong>" in html.replace("&#39;", "'")


def test_compare_has_the_verdicts_of_the_command_line(small_site, small_database, monkeypatch, capsys):
    monkeypatch.setenv("CATALOG_DB", str(small_database))
    main(["compare", "gun-a", "gun-b", "-f", "json"])
    said = json.loads(capsys.readouterr().out)["groups"]
    page = small_site.get("/compare?s=gun-a&s=gun-b")
    for group in said:
        for verdict in group["verdicts"]:
            assert verdict["sentence"] in page.text


def test_units_are_a_permalink_without_a_cookie(small_site):
    page = small_site.get("/systems/gun-a?units=nautical")
    assert "22 nmi" in page.text
    assert "set-cookie" not in page.headers
    assert "public" in page.headers["cache-control"]


def test_a_page_is_sent_once_for_each_edition(small_site):
    first = small_site.get("/systems/gun-a")
    again = small_site.loop.run_until_complete(
        small_site.datasette.client.get("/systems/gun-a", headers={"If-None-Match": first.headers["etag"]})
    )
    assert (again.status_code, again.text) == (304, "")
    assert small_site.get("/systems/gun-a.json").headers["etag"] == first.headers["etag"]


def test_a_claim_has_its_own_page_with_citations(small_site):
    specs = small_site.get("/systems/gun-a.json").json()["specs"]
    claim = next(claim for spec in specs for claim in spec["claims"] if claim["via"])
    page = small_site.get(f"/claims/{claim['id']}")
    assert page.status_code == 200
    for part in ("<q>up to 60 km</q>", "The Guide", "repeating", "@misc{guide-two", "Arms catalog, claim"):
        assert part in page.text
    assert f'href="/claims/{claim["id"]}"' in small_site.get("/systems/gun-a").text
    assert small_site.get("/claims/nothing").status_code == 400


def test_a_scale_can_be_chosen_where_figures_lie_far_apart(site):
    assert "logarithmic" in site.get("/systems").text
    assert "logarithmic" not in site.get("/systems?scale=linear").text


def test_a_scale_can_be_chosen_on_a_systems_page_too(site):
    paths = [f"/systems/{row['system']}" for row in site.get("/systems.json").json()["rows"][::5]]
    wide = next(path for path in paths if "Scale:" in site.get(path).text)
    pages = [site.get(f"{wide}?scale={scale}").text for scale in ("linear", "log")]
    assert ["logarithmic" in page.partition("<h2>Classed")[0] for page in pages] == [False, True]


def test_compare_can_be_narrowed_to_a_round_and_a_day(small_site):
    groups = small_site.get("/compare.json?s=gun-a&s=gun-b&spec=range&ammunition=rocket-assisted").json()["groups"]
    assert {group["kind"] for group in groups} == {"rocket-assisted"}
    assert small_site.get("/compare.json?s=gun-a&s=gun-b&as_of=2020").json()["groups"] == []


def test_a_comparison_can_be_carried_away_as_a_drawing(small_site):
    import xml.dom.minidom

    answer = small_site.get("/compare.svg?s=gun-a&s=gun-b&spec=range")
    assert answer.headers["content-type"] == "image/svg+xml"
    text = xml.dom.minidom.parseString(answer.text).toxml()
    assert "Gun A" in text
    assert "54-60 km" in text
    assert answer.text.count("<rect fill=") >= 4
    assert "style" not in answer.text


SCRIPT = "<script>alert(1)</script>"


def test_a_record_that_carries_script_is_inert_on_every_page(tmp_path):
    tree = shutil.copytree(HERE / "records", tmp_path / "records")
    for path, old in [
        ("systems/artillery/gun-a.yml", "Gun A"), ("systems/artillery/gun-a.yml", "A gun for tests."), ("systems/artillery/gun-a.yml", "M-1978"),
        ("systems/artillery/gun-a.yml", "miles taken for nautical"), ("sources/paper.yml", "The Paper"), ("sources/paper.yml", "Names its sources."),
        ("sources/paper.yml", "title: Guns"), ("events/2024/2024-12-23-transfer.yml", "Guns go from one country to another"),
        ("events/2024/2024-12-23-transfer.yml", "The Staff"), ("events/2024/2024-12-23-transfer.yml", "sends more"),
    ]:  # fmt: skip
        file = tree / path
        new = f'title: "{SCRIPT} \' onload=x"' if old.startswith("title") else f'{old} {SCRIPT} " onmouseover=x'
        text = file.read_text(encoding="utf-8")
        assert old in text
        line = next(line for line in text.splitlines() if old in line)
        quoted = "'" + new.replace("'", "''") + "'"
        file.write_text(
            text.replace(line, line.replace(old, quoted if not old.startswith("title") else new)), encoding="utf-8"
        )
    assert build(tree, tmp_path / "catalog.db").problems == []
    site = Site(tmp_path / "catalog.db")
    paths = ["/", "/systems", "/systems/gun-a", "/compare?s=gun-a&s=gun-b", "/rank", "/events", "/plots", "/compare.svg?s=gun-a&s=gun-b", "/sources", "/sources/paper", "/search?q=Gun",
             f"/search?q={SCRIPT}", f"/systems?reach={SCRIPT}", "/catalog/systems", "/catalog/claims", "/events.atom", "/changes.atom"]  # fmt: skip
    for path in paths:
        text = re.sub(r'<script type="application/ld\+json">.*?</script>', "", site.get(path).text)
        assert SCRIPT not in text, path
        assert 'onmouseover=x"' not in text.replace("&#34; onmouseover=x", ""), path


@pytest.mark.parametrize(
    "sql",
    [
        "select randomblob(1000000000)", "select zeroblob(1000000000)", "select * from pragma_database_list", "select load_extension('x')",
        "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n", "attach 'x' as y",
    ],
)  # fmt: skip
def test_a_strangers_query_cannot_hurt(site, sql):
    answer = site.get("/catalog.json?sql=" + sql.replace(" ", "+"))
    assert answer.status_code in (400, 403)


def test_ordinary_queries_work(site):
    assert site.get("/catalog.json?sql=select+count(*)+from+claims&_shape=array").json()[0]["count(*)"] > 1000


@pytest.mark.parametrize(
    "path", ["/", "/systems/koksan-m1978", "/catalog", "/catalog/claims", "/-/catalog/catalog.css", "/nowhere"]
)
def test_every_answer_carries_the_headers(site, path):
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy
    assert ("'unsafe-inline'" in policy) == path.startswith("/catalog")
    assert headers["x-content-type-options"] == "nosniff"


def test_too_many_queries_at_once_are_told_to_wait(monkeypatch):
    import catalog.site.safety as safety

    monkeypatch.setattr(safety, "WAIT", 0.05)

    async def hold(_scope, _receive, send):
        await asyncio.sleep(0.4)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def crowd():
        app = safety.Hardened(hold, None)
        statuses = []

        async def ask(query):
            async def send(message):
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])

            await app({"type": "http", "path": "/catalog", "query_string": query}, None, send)

        await asyncio.gather(*(ask(b"%73ql=select+1") for _ in range(4)), ask(b"q=koksan"))
        return sorted(statuses)

    assert asyncio.run(crowd()) == [200, 200, 200, 429, 429]


def test_a_redirect_stays_on_this_host():
    from catalog.site.safety import _own_host

    assert _own_host(b"location", b"/\\example.com") == b"/example.com"
    assert _own_host(b"Location", b"//example.com/x") == b"/example.com/x"
    assert _own_host(b"location", b"/systems") == b"/systems"


def test_a_closed_database_closes_our_pages(small_database):
    site = Site(small_database, databases={"catalog": {"allow": False}})
    for path in ("/", "/systems/gun-a", "/systems/gun-a.json", "/sitemap.xml"):
        assert site.get(path).status_code == 403


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_an_open_figure_begins_at_its_bound_even_where_it_is_the_greatest(scale):
    rows = [{"low": low, "high": high, "unit": "km"} for low, high in ((18000, 18000), (18000, None), (10, 10))]
    point, arrow, _ = (row["bar"] for row in with_bars({}, rows, scale)["rows"])
    assert point["x"] == arrow["x"] == 88.0
    assert arrow["x"] + arrow["w"] == 100


def test_a_logarithmic_axis_of_few_powers_has_finer_ticks():
    rows = [{"low": value, "high": value, "unit": "km"} for value in (30, 900)]
    assert [tick["label"] for tick in with_bars({}, rows, "log")["axis"]["ticks"]] == ["50", "100", "200", "500"]


def test_bars_show_open_ends_conflicts_and_a_logarithmic_axis():
    def row(low, high):
        return {"low": low, "high": high, "unit": "km"}

    data = with_bars({}, [row(40, 40), row(20, 40), row(30, None), row(None, 10)])
    assert [part["bar"]["shape"] for part in data["rows"]] == ["point", "span", "open-high", "open-low"]
    assert data["axis"]["log"] is False
    assert data["rows"][1]["bar"] == {"shape": "span", "x": 44.0, "w": 44.0}
    assert data["rows"][2]["bar"] == {"shape": "open-high", "x": 66.0, "w": 12.0}
    assert with_bars({}, [row(20, 40)])["rows"][0]["bar"] == {"shape": "span", "x": 50.0, "w": 50.0}
    assert with_bars({}, [row(1, 1), row(900, 900)])["axis"]["log"] is True
    assert with_bars({}, [{"low": None, "high": None, "unit": "km"}])["axis"] is None
    assert with_bars({}, [{"low": 19830101, "high": 19831231, "unit": "EDTF"}])["axis"] is None
