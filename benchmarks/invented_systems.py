"""The record of one invented system: names, claims with all that claims can carry, operators, munitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from flow_style import flow, listed, quoted
from invented_names import MAKERS, SCRIPT_OF, SUMMARIES, USERS, note, short, word
from invented_values import base, condition_value, is_range, stated

from catalog.countries import countries
from catalog.vocabulary import Property, SystemClass, vocabulary

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
    """A system's record being written: what it may cite, and which documents it has cited."""

    rng: Random
    system: System
    documents: list[str]
    publishers: list[str]
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
        kind = self.system.kind
        chosen = _properties(self.rng, kind, total)
        counts = dict.fromkeys((entry.id for entry in chosen), 1)
        weights = [6 if entry.id == kind.main_range else 1 for entry in chosen]
        for entry in self.rng.choices(chosen, weights, k=total - len(chosen)):
            counts[entry.id] += 1
        for entry in chosen:
            claims = list(self._claims(entry, counts[entry.id]))
            if len(claims) == 1:
                yield f"  {entry.id}: {claims[0]}"
            else:
                yield f"  {entry.id}:"
                yield from (f"    - {claim}" for claim in claims)

    def _claims(self, entry: Property, count: int) -> Iterator[str]:
        """The claims of one property. A document says one thing of it for each kind of ammunition."""
        rng, about = self.rng, base(self.rng, entry)
        free: dict[str | None, list[str]] = {}
        for _ in range(count):
            ammunition = None
            if self.system.kind.ammunition and entry.reach and rng.random() < 0.7:
                ammunition = condition_value(rng, vocabulary().conditions["ammunition"])
            left = free.setdefault(ammunition, rng.sample(self.documents, len(self.documents)))
            documents = [left.pop() for _ in range(min(len(left), rng.choices(*DOCUMENTS_A_CLAIM)[0]))]
            if documents:
                self.cited.update(documents)
                yield self._claim(entry, stated(rng, entry, about), ammunition, documents)

    def _claim(self, entry: Property, value: str, ammunition: str | None, documents: list[str]) -> str:
        rng = self.rng
        return flow(
            value=value if value.isdigit() else quoted(value),
            ammunition=ammunition,
            **self._circumstances(value),
            munition=rng.choice(self.fires) if entry.reach and self.fires and rng.random() < 0.3 else None,
            source=listed(documents),
            via=rng.choice(self.publishers) if rng.random() < HAS_VIA else None,
            note=quoted(note(rng)) if rng.random() < HAS_NOTE else None,
            credibility=str(rng.randrange(1, 7)) if rng.random() < 0.01 else None,
            **self._rank(),
        )

    def _circumstances(self, value: str) -> dict[str, str]:
        """The condition under which a figure holds, or the one that its span runs over."""
        rng, stated_ones = self.rng, vocabulary().stated_conditions
        if is_range(value) and rng.random() < 0.2:
            return {"varies_by": rng.choice([*stated_ones])}
        if rng.random() < HAS_CONDITION:
            id = rng.choice([id for id in stated_ones if id != "ammunition"])
            return {id: quoted(condition_value(rng, stated_ones[id]))}
        return {}

    def _rank(self) -> dict[str, str]:
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
