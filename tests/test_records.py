"""The catalog's own records: whole, sound, and able to answer the founding article figure by figure."""

import json

import pytest
from conftest import ROOT

from catalog.check import check_tree
from catalog.cli import main
from catalog.query import find
from catalog.query.sources import publishers, resting_alone

FOUNDING = [
    "koksan-m1978", "koksan-m1989", "nk-240mm-mrl-m1985", "nk-240mm-mrl-m1991", "nk-240mm-guided-rocket", "hwasong-11a-kn-23",
    "hwasong-11b-kn-24", "kn-25", "hwasong-11-kn-02", "hwasong-11c-4-5", "hwasong-11d", "nk-suicide-drone-2024-x-wing",
    "nk-suicide-drone-2024-delta", "saetbyol-4", "saetbyol-9", "m39-atacms", "m39a1-atacms", "m48-atacms", "m57-atacms",
    "storm-shadow", "scalp-eg", "m30-gmlrs", "m31-gmlrs",
]  # fmt: skip
GUNS = ["2s7m-malka", "2s5-giatsint-s", "2s19-msta-s", "2s35-koalitsiya-sv", "2s43-malva", "2s3-akatsiya", "m109a6-paladin", "pzh-2000",
        "caesar-6x6", "archer", "krab", "k9-thunder"]  # fmt: skip


def test_the_records_have_no_error():
    _, problems = check_tree(ROOT)
    assert [problem for problem in problems if problem.level == "error"] == []


def test_the_founding_systems_are_there(real):
    ids = {row[0] for row in real.execute("select id from systems")}
    assert set(FOUNDING + GUNS) <= ids
    assert len(ids) >= 25
    assert real.execute("select count(*) from claims").fetchone()[0] >= 300
    assert real.execute("select count(*) from events").fetchone()[0] >= 30


def test_every_event_has_a_claimant_and_a_document(real):
    without = "select id from events e where not exists (select 1 from event_claims c where c.event_id = e.id)"
    assert real.execute(without).fetchall() == []


ARTICLE = [
    # who, what is counted, quantity, words of the statement or its event
    ("Joint Chiefs of Staff", None, None, "240 mm"),
    ("Joint Chiefs of Staff", None, None, "170 mm"),
    ("Joint Chiefs of Staff", None, None, "drone"),
    ("", "troops", "12,000", ""),
    ("National Intelligence Service", "killed-or-wounded", "1,100", ""),
    ("Zelensky", "killed-or-wounded", "3,000", ""),
    ("Conflict Armament Research", None, None, "months"),
]


@pytest.mark.parametrize(("claimant", "counted", "quantity", "words"), ARTICLE)
def test_the_founding_article_is_answered(real, claimant, counted, quantity, words):
    rows = real.execute(
        """select c.quantity from event_claims c join events e on e.id = c.event_id
        where c.claimant like ? and (? is null or c.counted = ?) and (? is null or c.quantity like ?)
        and (c.says || ' ' || e.title) like ? and coalesce(c.claimed_on, e.date) between '2024-10' and '2025-01-31'""",
        (f"%{claimant}%", counted, counted, quantity, f"%{quantity}%", f"%{words}%"),
    ).fetchall()
    assert rows


def test_russia_disputes_the_tracing_of_the_missiles(real):
    rows = real.execute(
        "select stance from event_claims where claimant like '%Nebenzia%' or says like '%Nebenzia%' or claimant like '%Russia%' and stance in ('denies', 'disputes')"
    )
    assert {"denies", "disputes"} & {row[0] for row in rows}


def test_fifty_to_seventy_is_told_with_its_source(real):
    rows = real.execute(
        "select d.publisher_id, c.conditions from claims c join documents d on d.id = c.document_id where c.system_id = 'koksan-m1978' and c.low = 50 and c.high = 70"
    )
    assert [(row[0], json.loads(row[1])) for row in rows] == [("evrim-agaci", {"varies_by": "ammunition"})]


def test_the_examples_of_the_readme_answer(real_database, monkeypatch, capsys):
    monkeypatch.setenv("CATALOG_DB", str(real_database))
    assert main(["compare", "koksan-m1978", "koksan-m1989", "2s7m-malka"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "M1989 Koksan outranges 2S7M Malka with rocket-assisted rounds" in text
    assert (
        main(["rank", "range", "--class", "self-propelled-gun", "--operator", "RU", "--operator", "UA", "-f", "json"])
        == 0
    )
    systems = [row["system"] for row in json.loads(capsys.readouterr().out)["rows"]]
    assert {"koksan-m1978", "2s35-koalitsiya-sv", "pzh-2000", "archer"} <= set(systems)
    assert main(["show", "koksan-m1978", "--unit", "mi"]) == 0
    assert " mi" in capsys.readouterr().out
    for text in ("곡산", "M1978", "m-1978", "Koksan"):
        assert main(["search", text]) == 0
        assert "koksan-m1978" in capsys.readouterr().out


@pytest.mark.parametrize("sign", [">=", ">", "<", "<=", "="])
@pytest.mark.parametrize(("spec", "bound"), [("range", 40.0), ("range", 300.0), ("crew", 4.0), ("combat_mass", 20.0)])
def test_no_system_that_meets_a_bound_is_passed_over(real, monkeypatch, spec, sign, bound):
    wanted = find.Condition(spec, sign, bound, None, "")
    quick = find.find(real, [wanted])
    monkeypatch.setattr(find, "_can_meet", lambda *given: list(given[-1]))
    assert quick == find.find(real, [wanted])
    assert sign == "=" or quick


def test_what_rests_on_a_publisher_is_the_same_asked_alone(real):
    everyone = publishers(real)
    for publisher in [*everyone[:3], everyone[len(everyone) // 2], everyone[-1]]:
        assert publishers(real, publisher.id) == [publisher]
        assert (publisher.alone > 0) == bool(resting_alone(real, publisher.id))
