"""The record of one invented system: names, claims with all that claims can carry, operators, munitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random

from flow_style import flow, listed, quoted
from invented_names import MAKERS, SCRIPT_OF, SUMMARIES, USERS, note, short, word
from invented_values import Truth, condition_value, is_range, stated, truths

from catalog.check.plausible import PAGES_OF_ONE_ROOT
from catalog.check.shapes import schemas
from catalog.countries import countries
from catalog.vocabulary import Property, SystemClass, vocabulary

Fields = dict[str, str]  # the keys of a claim and their ready scalars

CYRILLIC = str.maketrans("KTMBSRNVDG", "КТМБСРНВДГ")
DOCUMENTS_A_CLAIM = ((1, 2, 3, 4), (76, 13, 6, 5))
MEDIAN_CLAIMS, SPREAD, FEWEST, MOST = 16, 0.6, 4, 150
HAS_CONDITION, HAS_VIA, HAS_NOTE = 0.06, 0.2, 0.38


@dataclass(frozen=True, slots=True)
class System:
    """What other records must know of a system: its place among all, and how it is called (`word` is a number)."""

    number: int
    id: str
    name: str
    mark: str
    word: int
    kind: SystemClass
    base: str | None


@dataclass(slots=True)
class Draft:
    """A system's record being written: what it may cite, in which language publishers write, what it has cited."""

    rng: Random
    system: System
    documents: list[str]
    publishers: list[str]
    languages: dict[str, str]
    fires: list[str]
    cited: set[str] = field(default_factory=set)

    def text(self, own: list[str]) -> str:
        """The whole record; it cites every one of its own documents."""
        total = min(max(round(MEDIAN_CLAIMS * self.rng.lognormvariate(0, SPREAD)), FEWEST), MOST)
        lines = [*self._head(), "specs:", *self._specs(total), "operators:", *self._operators(own)]
        if self.fires:
            lines.append(f"fires: [{', '.join(self.fires)}]")
        return "\n".join(lines) + "\n"

    def _head(self) -> Iterator[str]:
        rng, system = self.rng, self.system
        maker, what, name = rng.choice(MAKERS), system.kind.label, system.name.partition(" ")[2]
        words = {"maker": countries()[maker].name, "what": what, "word": name, "year": rng.randrange(1955, 2026)}
        summary = " ".join(_sentence(phrase.format(**words)) for phrase in rng.sample(SUMMARIES, 2))
        yield f"name: {quoted(system.name)}"
        yield "aliases:"
        yield from self._aliases()
        yield f"class: {system.kind.id}"
        if rng.random() < 0.03:
            claim = flow(class_=rng.choice(list(vocabulary().classes)), source=self._any_document())
            yield f"class_claims: [{claim}]"
        yield f"origin: {maker}"
        yield f"status: {rng.choice(list(vocabulary().terms['status']))}"
        yield f"summary: {quoted(summary)}"
        if system.base:
            yield f"variant_of: {system.base}"

    def _aliases(self) -> Iterator[str]:
        yield f"  - {quoted(self.system.mark)}"
        for language in self.rng.sample([*SCRIPT_OF], self.rng.choice((4, 6, 8))):
            script = SCRIPT_OF[language]
            name = short(word(self.system.word, script), script)
            if script == "cyrillic":
                name = f"{self.system.mark.translate(CYRILLIC)} «{name.capitalize()}»"
            if script != "latin":
                yield f"  - {flow(name=quoted(name), language=language, kind='native')}"

    def _specs(self, total: int) -> Iterator[str]:
        rng, kind = self.rng, self.system.kind
        chosen = _properties(rng, kind, total)
        found = truths(rng, kind, chosen)
        chosen = [entry for entry in chosen if entry.id in found]
        counts = dict.fromkeys((entry.id for entry in chosen), 1)
        weights = [6 if entry.id == kind.main_range else 1 for entry in chosen]
        for entry in rng.choices(chosen, weights, k=total - len(chosen)):
            counts[entry.id] += 1
        for entry in chosen:
            claims = [_flow(claim) for claim in self._claims(entry, found[entry.id], counts[entry.id])]
            if len(claims) == 1:
                yield f"  {entry.id}: {claims[0]}"
            else:
                yield f"  {entry.id}:"
                yield from (f"    - {claim}" for claim in claims)

    def _claims(self, entry: Property, truth: Truth, count: int) -> list[Fields]:
        """The claims of one property. A document says one thing of it for each kind of ammunition."""
        rng, made = self.rng, list[tuple[Fields, set[str], int]]()
        free: dict[str | None, list[str]] = {}
        for _ in range(count):
            ammunition = None
            if self.system.kind.ammunition and entry.reach and (not made or rng.random() < 0.7):
                ammunition = condition_value(rng, vocabulary().conditions["ammunition"])
            left = free.setdefault(ammunition, rng.sample(self.documents, len(self.documents)))
            documents = [left.pop() for _ in range(min(len(left), rng.choices(*DOCUMENTS_A_CLAIM)[0]))]
            if documents:
                self.cited.update(documents)
                fields = self._claim(entry, truth, ammunition, documents) | (self._rank() if made else {})
                roots = {fields["via"]} if "via" in fields else {id.partition("/")[0] for id in documents}
                made.append((fields, roots, len(documents)))
        _answer(made)
        return [fields for fields, _, _ in made]

    def _claim(self, entry: Property, truth: Truth, ammunition: str | None, documents: list[str]) -> Fields:
        rng = self.rng
        value = stated(rng, entry, truth, self._foreign_units(documents))
        fields = {"value": value if value.isdigit() else quoted(value), "source": listed(documents)}
        if ammunition is not None:
            fields["ammunition"] = ammunition
        fields |= self._circumstances(value)
        if entry.reach and self.fires and rng.random() < 0.3:
            fields["munition"] = rng.choice(self.fires)
        if rng.random() < HAS_VIA:
            fields["via"] = rng.choice(self.publishers)
        if rng.random() < HAS_NOTE:
            fields["note"] = quoted(note(rng))
        if rng.random() < 0.01:
            fields["credibility"] = str(rng.randrange(1, 7))
        return fields

    def _foreign_units(self, documents: list[str]) -> dict[str, str]:
        """Units by which the languages of these documents mean others, and which."""
        spoken = {self.languages[document.partition("/")[0]] for document in documents}
        return {id: doubt.instead for id, doubt in vocabulary().doubtful_units.items() if spoken & doubt.languages}

    def _circumstances(self, value: str) -> Fields:
        """The condition under which a figure holds, or the one that its span runs over."""
        rng, stated_ones = self.rng, vocabulary().stated_conditions
        if is_range(value) and rng.random() < 0.2:
            return {"varies_by": rng.choice([*stated_ones])}
        if rng.random() < HAS_CONDITION:
            id = rng.choice([id for id in stated_ones if id != "ammunition"])
            return {id: quoted(condition_value(rng, stated_ones[id]))}
        return {}

    def _rank(self) -> Fields:
        chance = self.rng.random()
        if chance < 0.01:
            reason = self.rng.choice([*vocabulary().terms["deprecated"]])
            return {"deprecated": flow(reason=reason, note=quoted(note(self.rng)))}
        return {"preferred": quoted("the only page that names its own source")} if chance < 0.02 else {}

    def _operators(self, own: list[str]) -> Iterator[str]:
        """Who has it. The first of them cites the system's own documents that no figure cites."""
        rng = self.rng
        left = [document for document in own if document not in self.cited]
        for code in rng.sample(USERS, rng.choice((1, 2, 4, 5, 6))):
            form = flow(
                country=code,
                since=f"{rng.randrange(1960, 2026)}" if rng.random() < 0.4 else None,
                quantity=f"{rng.randrange(4, 900)}" if rng.random() < 0.2 else None,
                source=listed(left or [self._any_document()]),
                via=rng.choice(self.publishers) if rng.random() < 0.1 else None,
            )
            left = []
            yield f"  - {form}"

    def _any_document(self) -> str:
        return self.rng.choice(self.documents)


def _answer(made: list[tuple[Fields, set[str], int]]) -> None:
    """Says why figures stand that the checker would ask about: several pages for one circumstance, and one root."""
    circumstances = ("munition", "varies_by", *vocabulary().stated_conditions)
    groups: dict[tuple[str | None, ...], list[tuple[Fields, set[str], int]]] = {}
    for claim in made:
        if "deprecated" not in claim[0]:
            groups.setdefault(tuple(map(claim[0].get, circumstances)), []).append(claim)
    for group in groups.values():
        pages = sum(number for _, _, number in group)
        if pages >= PAGES_OF_ONE_ROOT and len(set().union(*(roots for _, roots, _ in group))) == 1:
            group[0][0]["confirmed"] = quoted("no other publisher gives a figure")


def _flow(fields: Fields) -> str:
    """A claim with its keys in the order of the record form."""
    order = _order()
    return flow(**{key: fields[key] for key in sorted(fields, key=order.__getitem__)})


@cache
def _order() -> dict[str, int]:
    return {key: place for place, key in enumerate(schemas()["system"]["$defs"]["claim"]["properties"])}


def _sentence(phrase: str) -> str:
    return phrase[0].upper() + phrase[1:]


def _properties(rng: Random, kind: SystemClass, total: int) -> list[Property]:
    """What is claimed of a system of this class, in the vocabulary's order: its main range, what is expected, more."""
    every = {id: entry for id, entry in vocabulary().properties.items() if entry.dimension != "class"}
    groups = {every[id].group for id in kind.expects} | {"history"}
    more = [entry.id for entry in every.values() if entry.group in groups and entry.id not in kind.expects]
    wanted = [kind.main_range, *rng.sample(kind.expects, len(kind.expects)), *rng.sample(more, len(more))]
    kept = set(list(dict.fromkeys(wanted))[: max(2, int(total * 0.6))])
    return [entry for id, entry in every.items() if id in kept]
