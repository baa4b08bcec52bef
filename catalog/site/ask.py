"""What each page asks, and what it needs beside the answer. No HTML here, and no SQL."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from catalog.query.answers.comparison import ComparisonAnswer
from catalog.query.answers.coverage import CoverageAnswer
from catalog.query.answers.events import EventsAnswer
from catalog.query.answers.ranking import RankingAnswer
from catalog.query.answers.sheet import ClaimAnswer, SheetAnswer
from catalog.query.catalog import Catalog
from catalog.query.cite import STYLES, cite
from catalog.query.overview import build_facts, choices, conditions, counts, words_of
from catalog.query.reach import highest
from catalog.query.terms import REACH, ammunition_classes, have_order
from catalog.query.words import not_comparable
from catalog.site import drawing
from catalog.site.bars import with_bars
from catalog.site.parts import part
from catalog.site.query import FILTERS, Query

# Keys that a page needs and its JSON twin does not.
PAGE_ONLY = frozenset(
    {
        *("description", "filters", "asked", "system_list", "ammunition_list", "ranked"),
        *("parts", "told", "publisher_names", "sections"),
    }
)


def home(catalog: Catalog, query: Query) -> dict[str, Any]:
    """What is here in numbers, the classes, the longest-ranged of the largest classes, the latest events."""
    classes = choices(catalog.connection, "class")
    leaders = []
    for entry in classes[:4]:
        ranking = catalog.rank(REACH, catalog.filter(classes=[entry["id"]]))
        if ranking.rows:
            data = RankingAnswer(catalog, ranking, query.measures(catalog), ranking.rows[:5]).plain()
            leaders.append({"class": entry["id"], "heading": entry["label"], **with_bars(data, data["rows"])})
    latest = EventsAnswer(catalog.events()[-6:][::-1]).plain()
    return {
        "title": "Arms catalog",
        "description": "Weapon systems in which every number carries its source, its condition and its date.",
        "counts": counts(catalog.connection),
        "classes": classes,
        "leaders": leaders,
        "latest": latest,
    }


def systems(catalog: Catalog, query: Query) -> dict[str, Any]:
    """The systems that the filters keep, with the reach of each."""
    which = query.filter(catalog)
    ranking = catalog.rank(REACH, which, query.scope(catalog), least=query.one("reach"))
    shown, parts = part(ranking.rows, query)
    data = RankingAnswer(catalog, ranking, query.measures(catalog), shown).plain()
    without = {} if query.one("reach") else data["without_figure"]
    return {
        "title": "Systems",
        "description": f"{len(ranking.rows) + len(without)} weapon systems with their published reach.",
        **with_bars(data, data["rows"], query.one("scale")),
        "parts": parts,
        "without_figure": without,
        "filters": _filters(catalog, query),
        "reach": query.one("reach"),
    }


def _filters(catalog: Catalog, query: Query) -> list[dict[str, Any]]:
    """Each filter with its options as links, the chosen one marked."""
    return [{"name": name, "chosen": query.one(name), "all": query.but(**{name: None}), "options": [
        {**option, "link": query.but(**{name: option["id"]})} for option in choices(catalog.connection, name)
    ]} for name in FILTERS]  # fmt: skip


def system(catalog: Catalog, query: Query) -> dict[str, Any]:
    """One system: its sheet with bars for each group of figures in one unit."""
    sheet = catalog.sheet(query.path["id"], query.scope(catalog))
    answer = SheetAnswer(catalog, sheet, query.measures(catalog))
    data = answer.plain()
    labels = {id: entry.label for id, entry in catalog.properties().items()}
    specs: dict[str, list[dict[str, Any]]] = {}
    for figure in data["specs"]:
        specs.setdefault(figure["property"], []).append(figure)
    scale = query.one("scale")
    sections = [{"property": id, "label": labels[id], **with_bars({}, rows, scale)} for id, rows in specs.items()]
    return {
        "title": sheet.name,
        "description": sheet.summary,
        **data,
        "class_label": sheet.class_label,
        "sections": sections,
        "labels": labels,
        "ranked": have_order(catalog.connection),
        "system_names": answer.names,
    }


def compare(catalog: Catalog, query: Query) -> dict[str, Any]:
    """Systems side by side, with the verdicts of the command line."""
    asked = query.many("s")
    specs = [catalog.spec(word) for word in query.many("spec")]
    if not asked:
        names = {"title": "Compare", "description": "Compare weapon systems side by side, like for like."}
        empty: dict[str, Any] = {"systems": {}, "groups": [], "notes": [], "asked": []}
        return {**names, **empty, **_compare_form(catalog, query)}
    comparison = catalog.compare(asked, specs, query.scope(catalog))
    data = ComparisonAnswer(catalog, comparison, catalog.measures(None, query.units, specs)).plain()
    title = " and ".join(comparison.systems.values())
    return {
        "title": f"{title} compared",
        "description": f"{title} side by side: every figure with its source, and who outranges whom.",
        "systems": comparison.systems,
        "groups": [with_bars(group, group["figures"], query.one("scale")) for group in data["groups"]],
        "notes": not_comparable(comparison),
        **_compare_form(catalog, query),
        "asked": [
            {"id": id, "name": name, "without": _without(query, comparison.systems, id)}
            for id, name in comparison.systems.items()
        ],
    }


def _compare_form(catalog: Catalog, query: Query) -> dict[str, Any]:
    """What the form of the page offers and what was chosen."""
    return {
        "system_list": catalog.names(),
        "ammunition_list": ammunition_classes(catalog.connection),
        "ammunition": query.one("ammunition"),
        "as_of": query.one("as_of"),
        "spec": query.many("spec"),
    }


def _without(query: Query, systems: dict[str, str], id: str) -> str:
    kept = [("s", other) for other in systems if other != id] + [("spec", spec) for spec in query.many("spec")]
    return f"?{urlencode(kept)}"


def claim(catalog: Catalog, query: Query) -> dict[str, Any]:
    """One claim in full, with how to cite it in three styles."""
    answer = ClaimAnswer(catalog, query.path["id"], query.measures(catalog))
    return {
        "title": answer.subject,
        "description": f"{answer.subject}, as {answer.claim.publisher} says.",
        **{
            ("source_url" if name == "url" else "document_title" if name == "title" else name): value
            for name, value in answer.plain().items()
        },
        "label": catalog.properties()[answer.claim.property_id].label,
        "system_name": answer.system,
        "styles": {style: cite(answer.claim, answer.subject, style) for style in STYLES},
    }


def rank(catalog: Catalog, query: Query) -> dict[str, Any]:
    """Systems in the order of one property."""
    spec = catalog.spec(query.one("property") or REACH)
    ranking = catalog.rank(
        spec, query.filter(catalog), query.scope(catalog), "headline", query.one("min"), query.one("max")
    )
    shown, parts = part(ranking.rows, query)
    data = RankingAnswer(catalog, ranking, catalog.measures(None, query.units, [spec]), shown).plain()
    choices = [(REACH, REACH), *have_order(catalog.connection).items()]
    return {
        "title": f"Ranking by {ranking.label}",
        "description": f"Weapon systems by {ranking.label}, leaving open the places that the sources leave open.",
        **with_bars(data, data["rows"], query.one("scale")),
        "parts": parts,
        "choices": choices,
        "filters": _filters(catalog, query),
    }


def plots(catalog: Catalog, query: Query) -> dict[str, Any]:
    """Calibers against ranges, and events over time; each drawing beside the table that says the same."""
    reach = {row.system_id: row for row in catalog.rank(REACH).rows}
    points = [
        drawing.Point(row.system_id, row.name, highest(row.headline), highest(reach[row.system_id].headline))
        for row in catalog.rank("caliber").rows
        if row.system_id in reach
    ]
    days = [event.first_day for event in catalog.events()]
    return {
        "title": "Plots",
        "description": "Caliber against range of guns and launchers, and events by month.",
        "scatter": Markup(drawing.scatter(points, "caliber, mm", "range, km")),
        "points": [point._asdict() for point in points],
        "months": Markup(drawing.months(days)),
        "by_month": dict(sorted(Counter(day[:7] for day in days).items(), reverse=True)),
    }


def coverage(catalog: Catalog, query: Query) -> dict[str, Any]:
    """What each class expects and each system lacks."""
    found = catalog.coverage(query.filter(catalog))
    data = CoverageAnswer(catalog, found).plain()
    gaps, parts = part(data["gaps"], query)
    return {
        "title": "Coverage",
        "description": "What each class expects, what each system lacks, and which figures rest on one publisher.",
        **data,
        "gaps": gaps,
        "parts": parts,
        "publisher_names": words_of(catalog.connection, "publishers"),
        "filters": _filters(catalog, query),
        "labels": {id: entry.label for id, entry in catalog.properties().items()},
        "system_names": catalog.names(),
    }


def properties(catalog: Catalog, query: Query) -> dict[str, Any]:
    """The data dictionary."""
    return {
        "title": "Properties",
        "description": "What can be claimed of a weapon system, with unit and meaning.",
        "properties": [entry._asdict() for entry in catalog.properties().values()],
        "conditions": conditions(catalog.connection),
        "ranked": have_order(catalog.connection),
    }


def search(catalog: Catalog, query: Query) -> dict[str, Any]:
    """Systems by any of their names."""
    text = query.one("q") or ""
    classes, countries = words_of(catalog.connection, "classes"), words_of(catalog.connection, "countries")
    found = [
        {**row._asdict(), "class_label": classes[row.class_], "origin_name": countries.get(row.origin, row.origin)}
        for row in (catalog.search(text, 50) if text else [])
    ]
    return {
        "title": f"Search: {text}" if text else "Search",
        "description": "Weapon systems by any of their names, in any script.",
        "q": text,
        "results": found,
    }


def download(catalog: Catalog, query: Query) -> dict[str, Any]:
    """Where the data can be had."""
    build = build_facts(catalog.connection)
    return {
        "title": "Download",
        "description": "The whole catalog as one SQLite file, and any table as CSV or JSON.",
        "build": build,
    }


def about(catalog: Catalog, query: Query) -> dict[str, Any]:
    """Scope, method, grading, licence."""
    return {
        "title": "About",
        "description": "What the catalog holds, how figures are read, and how publishers are graded.",
    }
