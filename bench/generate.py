"""Write a made-up graph of the shape of the data, of any size, as N-Quads with a named graph per source.

    python bench/generate.py 1000000 build/million.nq --seed 7

What a source or a promise says follows from the seed and its number alone, so a later source can tell
of an earlier promise again without anything being kept: ten million quads need no more memory than
ten thousand. The same seed and size give the same bytes.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kg import terms
from kg.output import replacing

AEC, ID, SOURCE, VOCAB, REFERENCE = terms.AEC, terms.ID, terms.SOURCE, terms.VOCAB, terms.GRAPH + "reference/"
RDF_TYPE, LABEL = terms.expand("rdf:type"), terms.expand("rdfs:label")
FIRST, LAST = date(2016, 1, 1).toordinal(), date(2026, 6, 30).toordinal()
LEAST = 3_000
PER_SOURCE = 50  # quads, on average; only spreads the dates of the sources over the years

COMPANY = ["moratorium", "ban", "discontinuation", "restriction", "pledge", "pledge", "policy", "principles", "product-terms", "kind-not-stated"]
LAW = ["law-ban", "law-ban", "law-moratorium", "law-restriction", "law-obligation", "settlement"]
NEVER_MADE = ["safety-framework", "funding", "disclosure"]  # what nobody above promises, so that no absence is contradicted
CATEGORIES = ["tech-company", "tech-company", "ai-developer", "company", "rights-group", "ngo", "news-outlet", "news-outlet", "government", "city-government"]
ACTIVITIES = ["use", "use", "use", "provide", "develop", "procure", "collect", "real-time-use"]
USERS = ["police", "us-police", "government", "company", "city-department"]
PURPOSES = ["law-enforcement", "mass-surveillance", "elections", "military", "border-control", "healthcare"]
HARMS = ["surveillance-harm", "racial-bias", "rights-violation", "privacy-loss", "false-match", "discrimination", "misuse"]
AFFECTED = ["people-of-colour", "general-public", "darker-skinned-people"]
FAMILIES = ["face-recognition", "face-recognition", "signed-pledges", "company-policies", "law", "civil-society", "studies-and-harms", "keeping"]
VERDICTS = ["breached", "kept", "partly-kept", "disputed", "unverifiable", "criticised", "criticised", "welcomed"]
ENDS = ["end-fixed"] * 25 + ["end-event"] * 8 + ["end-open"] * 10 + ["end-permanent"] * 3 + ["end-not-stated"] * 54
PRECISION = [10] * 7 + [7, 7, 4]  # characters of an ISO date: most are days, some months or years


@dataclass(frozen=True)
class Promise:
    """One commitment as it is: what its sources say of it may be less precise, or wrong."""

    name: str
    holder: int
    kind: str
    scope: int
    announced: int
    end: str
    until: int
    length: str
    event: int
    initiative: int | None
    replaces: str
    change: str
    condition: str
    excepts: bool


@dataclass(frozen=True)
class Plan:
    """What is settled about a source before it says anything; ``promises`` are those it tells first."""

    day: int
    issued: str
    copy_of: int | None
    promises: int
    initiative: int | None


class World:
    """The things of a graph of about ``quads`` quads, and what each source says of them."""

    def __init__(self, quads: int, seed: int) -> None:
        self.seed = seed
        self.organisations = 30 + quads // 100
        self.people = 10 + quads // 2000
        self.places = 15 + quads // 20_000
        self.technologies = 20 + quads // 10_000
        self.scopes = 20 + quads // 1000
        self.initiatives = 3 + quads // 20_000
        self.events = 5 + quads // 20_000
        self.sources = max(1, (quads - 9 * self.organisations // 2) // PER_SOURCE)
        self.plan = lru_cache(maxsize=1 << 14)(self._plan)
        self.promise = lru_cache(maxsize=1 << 14)(self._promise)

    def rng(self, *key: object) -> random.Random:
        return random.Random(repr((self.seed, *key)))

    def holder(self, rng: random.Random) -> int:
        """Draw an organisation: the n-th is drawn about 1/n times as often as the first."""
        return int(self.organisations ** rng.random()) - 1

    def category(self, organisation: int) -> str:
        return CATEGORIES[organisation % len(CATEGORIES)]

    def _plan(self, number: int) -> Plan:
        rng = self.rng("source", number)
        # More is written every year, and later sources follow earlier ones.
        day = min(LAST, FIRST + int((LAST - FIRST) * (number / self.sources) ** 0.6) + rng.randrange(5))
        copied = number - rng.randint(1, 20) if rng.random() < 0.04 else -1
        signing = rng.random() < 0.04
        return Plan(
            day=day,
            issued=iso(day, rng.choice([10] * 15 + [7, 4])),
            copy_of=copied if copied >= 0 and self.plan(copied).copy_of is None else None,
            promises=rng.randint(8, 50) if signing else 1 + int(rng.random() ** 4 * 5),
            initiative=rng.randrange(self.initiatives) if signing else None,
        )

    def _promise(self, source: int, number: int) -> Promise:
        plan, rng = self.plan(source), self.rng("promise", source, number)
        holder, scope, replaces, change = self.holder(rng), rng.randrange(self.scopes), "", ""
        if source and plan.initiative is None and rng.random() < 0.07:
            earlier = self.earlier(rng, source)
            holder, scope, replaces = earlier.holder, earlier.scope, earlier.name
            change = rng.choice(["extension", "widening", "narrowing", "replacement", "reversal", ""])
        public = self.category(holder) in ("government", "city-government")
        end = rng.choice(ENDS)
        announced = max(FIRST, plan.day - int(rng.random() ** 4 * 120))
        return Promise(
            name=f"{ID}promise-{source}-{number}",
            holder=holder,
            kind=rng.choice(["endorsement"] * 9 + ["partial-endorsement"]) if plan.initiative is not None else rng.choice(LAW if public else COMPANY),
            scope=scope,
            announced=announced,
            end=end,
            until=announced + rng.randint(90, 1500) if end == "end-fixed" and rng.random() < 0.6 else 0,
            length=rng.choice(["P1Y", "P6M", "P18M", "P2Y", "P90D", "P1Y6M"]),
            event=rng.randrange(self.events),
            initiative=plan.initiative,
            replaces=replaces,
            change=change,
            condition=f"the regulator answers request {number} of {source}" if rng.random() < 0.05 else "",
            excepts=rng.random() < 0.08,
        )

    def earlier(self, rng: random.Random, source: int) -> Promise:
        """Draw a promise first told before ``source``, more likely a recent one."""
        found = source - int(source ** rng.random())
        plan = self.plan(found)
        if plan.copy_of is not None:
            found, plan = plan.copy_of, self.plan(plan.copy_of)
        return self.promise(found, rng.randrange(plan.promises))

    def reference(self) -> Iterator[str]:
        """Yield the quads that say what things are: no claims."""
        for number in range(self.organisations):
            graph, one = REFERENCE + "organisations", f"{ID}organisation-{number}"
            yield quad(one, RDF_TYPE, iri("org:Organization"), graph)
            yield quad(one, LABEL, text(f"Organisation {number}"), graph)
            yield quad(one, AEC + "inCategory", concept(self.category(number)), graph)
            yield quad(one, terms.expand("schema:location"), thing("place", 3 + number % (self.places - 3)), graph)
            if number % 3 == 0:
                yield quad(one, terms.expand("skos:altLabel"), text(f"O{number}"), graph)
            if number % 17 == 16:
                yield quad(one, terms.expand("org:subOrganizationOf"), thing("organisation", number // 17), graph)
        for number in range(self.people):
            yield from named(f"{ID}person-{number}", "foaf:Person", f"Person {number}", "people")
        for number in range(self.places):
            one = f"{ID}place-{number}"
            yield from named(one, "dcterms:Location", f"Place {number}", "places")
            if number >= 3:  # three continents
                yield quad(one, terms.expand("schema:containedInPlace"), thing("place", (number - 3) // 12), REFERENCE + "places")
        for number in range(self.technologies):
            graph, one = REFERENCE + "technologies", f"{ID}technology-{number}"
            yield from named(one, "aec:Technology", f"Technology {number}", "technologies")
            yield quad(one, terms.expand("skos:definition"), text(f"Technology that does task {number}."), graph)
            if number:
                yield quad(one, AEC + "isKindOf", thing("technology", (number - 1) // 4), graph)
            if number % 5 == 4:  # a product
                yield quad(one, AEC + "provider", thing("organisation", number % self.organisations), graph)
        for number in range(self.scopes):
            yield from self._scopes(number)
        for number in range(self.initiatives):
            one = f"{ID}initiative-{number}"
            yield from named(one, "aec:Initiative", f"Charter {number}", "initiatives")
            yield quad(one, terms.expand("skos:definition"), text(f"Charter with {number + 3} articles."), REFERENCE + "initiatives")
        for number in range(self.events):
            yield from named(f"{ID}event-{number}", "aec:Event", f"Event {number}", "events")

    def _scopes(self, number: int) -> Iterator[str]:
        """Yield a scope, and the one that leaves some users out of it."""
        rng, graph, one, other = self.rng("scope", number), REFERENCE + "scopes", f"{ID}scope-{number}", f"{ID}scope-{number}-exception"
        technology = thing("technology", rng.randrange(self.technologies // 5, self.technologies))  # the most general are in no promise
        yield from named(one, "aec:Scope", f"Scope {number}", "scopes")
        yield quad(one, AEC + "technology", technology, graph)
        for property, chance, value in (
            (AEC + "activity", 0.7, concept(rng.choice(ACTIVITIES))),
            (AEC + "user", 0.4, concept(rng.choice(USERS))),
            (AEC + "purpose", 0.3, concept(rng.choice(PURPOSES))),
            (terms.expand("dcterms:spatial"), 0.25, thing("place", rng.randrange(self.places))),
        ):
            if rng.random() < chance:
                yield quad(one, property, value, graph)
        yield from named(other, "aec:Scope", f"Exception to scope {number}", "scopes")
        yield quad(other, AEC + "technology", technology, graph)
        yield quad(other, AEC + "user", concept(rng.choice(["anti-trafficking-group", "research-group"])), graph)
        yield quad(other, AEC + "purpose", concept(rng.choice(["missing-persons", "emergency"])), graph)

    def source(self, number: int) -> Iterator[str]:
        """Yield what one source says, itself described first; a copy says what its original says."""
        plan, rng = self.plan(number), self.rng("says", number)
        graph = slug(number, plan)
        yield quad(graph, RDF_TYPE, iri("aec:Source"), graph)
        yield quad(graph, terms.expand("dcterms:title"), text(f"Report {number} on promises"), graph)
        publisher = number // 2 % self.organisations if number % 2 else self.holder(rng)
        yield quad(graph, terms.expand("dcterms:publisher"), thing("organisation", publisher), graph)
        yield quad(graph, terms.expand("dcterms:issued"), when(plan.issued), graph)
        yield quad(graph, terms.expand("dcterms:source"), f"<https://www.example.org/reports/{number}>", graph)
        yield quad(graph, terms.expand("dcterms:subject"), concept("family-" + rng.choice(FAMILIES)), graph)
        yield quad(graph, AEC + "kind", concept(rng.choice(["source-news", "source-news", "source-primary", "source-analysis", "source-list"])), graph)
        if rng.random() < 0.8:
            yield quad(graph, AEC + "reviewedOn", when(iso(max(plan.day, date.fromisoformat(day_of(plan.issued)).toordinal()) + 90)), graph)
        if rng.random() < 0.005:
            yield quad(graph, terms.expand("prov:invalidatedAtTime"), f'"{iso(plan.day + 60)}T00:00:00Z"^^<{terms.expand("xsd:dateTime")}>', graph)
        if plan.copy_of is None:
            yield from self._claims(number, graph)
        else:
            yield quad(graph, AEC + "copyOf", f"<{slug(plan.copy_of, self.plan(plan.copy_of))}>", graph)
            yield from self._claims(plan.copy_of, graph)

    def _claims(self, number: int, graph: str) -> Iterator[str]:
        plan, rng = self.plan(number), self.rng("claims", number)
        asked = f"{ID}demand-{number}" if rng.random() < 0.3 else ""
        for index in range(plan.promises):
            yield from self._told(self.promise(number, index), rng, graph, plan.day, asked)
        again = {}
        while number and rng.random() < 0.4:
            again |= {(one := self.earlier(rng, number)).name: one}
        for one in again.values():
            yield from self._told(one, rng, graph, plan.day, "")
            if rng.random() < 0.12:
                yield from self._event(one.name.replace("/promise-", "/withdrawal-"), "withdrawal", rng, graph, rng.randint(one.announced, max(one.announced, plan.day)), one.name)
            if rng.random() < 0.15:
                yield from self._statement(f"assessment-{number}-{one.name[len(ID) :]}", "Assessment", plan.day, rng, graph, ("assesses", f"<{one.name}>"), ("verdict", concept(rng.choice(VERDICTS))))
        if rng.random() < 0.3:
            yield from self._event(f"{ID}event-{(known := rng.randrange(self.events))}", "announcement", rng, graph, LAST - 40 * known % 3000, "")
        scope = ("scope", thing("scope", rng.randrange(self.scopes)))
        person = rng.randrange(self.people)
        holder, speaker = ("holder", thing("organisation", self.employer(person))), ("assertedBy", thing("person", person))
        if asked:
            kind = concept(rng.choice(["call-to-ban", "call-to-pause", "call-to-regulate", "call-to-act"]))
            yield from self._statement(asked[len(ID) :], "Demand", plan.day, rng, graph, holder, speaker, scope, ("kind", kind), ("addressee", self.addressee(rng, person)))
        if rng.random() < 0.3:
            more = (("kind", concept("harm-concern")), ("harm", concept(rng.choice(HARMS))), ("affects", concept(rng.choice(AFFECTED))))
            yield from self._statement(f"concern-{number}", "Concern", plan.day, rng, graph, holder, scope, *more)
        if rng.random() < 0.06:
            more = (("kind", concept("refusal-to-sign")), ("under", thing("initiative", rng.randrange(self.initiatives))))
            yield from self._statement(f"refusal-{number}", "Refusal", plan.day, rng, graph, ("holder", thing("organisation", self.holder(rng))), scope, *more)
        if rng.random() < 0.05:
            more = (("holder", thing("organisation", rng.randrange(self.organisations))), ("kind", concept(rng.choice(NEVER_MADE))))
            yield from self._statement(f"absence-{number}", "Absence", plan.day, rng, graph, scope, *more)
        if rng.random() < 0.05:
            yield from self._statement(f"question-{number}", "OpenQuestion", plan.day, rng, graph, scope, ("question", text(f"How many customers are meant in report {number}?")))
        if rng.random() < 0.08:
            yield from self._statement(f"description-{number}", "Description", plan.day, rng, graph, scope, ("assertedBy", thing("organisation", self.holder(rng))))
        if rng.random() < 0.1:
            yield from self._role(number, person, rng, graph)
        if rng.random() < 0.03:
            yield quad(f"{ID}organisation-{self.holder(rng)}", AEC + "sponsors", thing("initiative", rng.randrange(self.initiatives)), graph)

    def employer(self, person: int) -> int:
        return int(self.organisations ** (person / self.people)) - 1

    def addressee(self, rng: random.Random, person: int) -> str:
        asked = self.holder(rng)
        return concept("government") if rng.random() < 0.3 or asked == self.employer(person) else thing("organisation", asked)

    def _told(self, one: Promise, rng: random.Random, graph: str, day: int, asked: str) -> Iterator[str]:
        """Yield what one source says of a promise."""
        silent = one.end != "end-not-stated" and rng.random() < 0.15
        yield quad(one.name, RDF_TYPE, iri("aec:Commitment"), graph)
        yield quad(one.name, LABEL, text(f"{one.kind.capitalize()} {one.name[len(ID) + 8 :]} of organisation {one.holder}"), graph)
        yield quad(one.name, AEC + "holder", thing("organisation", one.holder), graph)
        yield quad(one.name, AEC + "kind", concept("kind-not-stated" if rng.random() < 0.02 else one.kind), graph)
        yield quad(one.name, AEC + "scope", thing("scope", one.scope), graph)
        yield quad(one.name, AEC + "locator", place_in(rng), graph)
        yield quad(one.name, AEC + "endKind", concept("end-not-stated" if silent else one.end), graph)
        if rng.random() < 0.95:  # now and then a source has the day wrong
            wrong = rng.randint(1, 20) if rng.random() < 0.03 else 0
            yield quad(one.name, AEC + "announcedOn", when(iso(one.announced - wrong, rng.choice(PRECISION))), graph)
        if one.announced % 11 == 0:
            yield quad(one.name, AEC + "validFrom", when(iso(one.announced + one.announced % 60)), graph)
        if one.end == "end-fixed" and not silent:
            if one.until:
                yield quad(one.name, AEC + "validUntil", when(iso(one.until, rng.choice(PRECISION))), graph)
            else:
                yield quad(one.name, AEC + "statedDuration", f'"{one.length}"^^<{terms.expand("xsd:duration")}>', graph)
        elif one.end == "end-event" and not silent:
            yield quad(one.name, AEC + "untilEvent", thing("event", one.event), graph)
        if one.initiative is not None:
            yield quad(one.name, AEC + "under", thing("initiative", one.initiative), graph)
        if one.replaces:
            yield quad(one.name, AEC + "supersedes", f"<{one.replaces}>", graph)
            if one.change:
                yield quad(one.name, AEC + "changeKind", concept(one.change), graph)
        if one.condition:
            yield quad(one.name, AEC + "onlyIf", text(one.condition), graph)
        if one.excepts:
            yield quad(one.name, AEC + "exception", f"<{ID}scope-{one.scope}-exception>", graph)
        if asked and rng.random() < 0.3:
            yield quad(one.name, AEC + "respondsTo", f"<{asked}>", graph)
        elif rng.random() < 0.05:
            yield quad(one.name, AEC + "respondsTo", thing("event", one.event), graph)

    def _event(self, event: str, kind: str, rng: random.Random, graph: str, day: int, ends: str) -> Iterator[str]:
        yield quad(event, RDF_TYPE, iri("aec:Event"), graph)
        yield quad(event, AEC + "kind", concept(kind), graph)
        yield quad(event, AEC + "occurredOn", when(iso(day, rng.choice(PRECISION))), graph)
        yield quad(event, AEC + "locator", place_in(rng), graph)
        if ends:
            yield quad(event, LABEL, text(f"Withdrawal of promise {ends[len(ID) + 8 :]}"), graph)
            yield quad(event, AEC + "terminates", f"<{ends}>", graph)

    def _statement(self, name: str, kind: str, day: int, rng: random.Random, graph: str, *facts: tuple[str, str]) -> Iterator[str]:
        """Yield a demand, concern, refusal, absence, question, judgement or description, dated just before its source."""
        one = ID + name
        yield quad(one, RDF_TYPE, iri(f"aec:{kind}"), graph)
        yield quad(one, LABEL, text(f"{kind} {name}"), graph)
        yield quad(one, AEC + "locator", place_in(rng), graph)
        dated = "announcedOn" if kind in ("Demand", "Concern", "Refusal") else "asOf"
        yield quad(one, AEC + dated, when(iso(max(FIRST, day - rng.randrange(10)), rng.choice(PRECISION))), graph)
        for property, value in facts:
            yield quad(one, AEC + property, value, graph)

    def _role(self, number: int, person: int, rng: random.Random, graph: str) -> Iterator[str]:
        role = f"{ID}role-{number}"
        yield quad(role, RDF_TYPE, iri("org:Membership"), graph)
        yield quad(role, terms.expand("org:member"), thing("person", person), graph)
        yield quad(role, terms.expand("org:organization"), thing("organisation", self.employer(person)), graph)
        yield quad(role, terms.expand("schema:roleName"), text(rng.choice(["chief executive", "policy director", "researcher", "spokesperson"])), graph)
        yield quad(role, terms.expand("schema:startDate"), when(str(rng.randint(2005, 2015))), graph)
        yield quad(role, AEC + "locator", place_in(rng), graph)


def iso(day: int, precision: int = 10) -> str:
    return date.fromordinal(day).isoformat()[:precision]


def day_of(partial: str) -> str:
    return partial + "-12-31"[len(partial) - 4 :] if len(partial) == 4 else partial + "-28" if len(partial) == 7 else partial


def slug(number: int, plan: Plan) -> str:
    return f"{SOURCE}{iso(plan.day)}-report-{number}"


def quad(subject: str, property: str, value: str, graph: str) -> str:
    return f"<{subject}> <{property}> {value} <{graph}> .\n"


def named(one: str, kind: str, label: str, file: str) -> Iterator[str]:
    yield quad(one, RDF_TYPE, iri(kind), REFERENCE + file)
    yield quad(one, LABEL, text(label), REFERENCE + file)


def iri(curie: str) -> str:
    return f"<{terms.expand(curie)}>"


def thing(kind: str, number: int) -> str:
    return f"<{ID}{kind}-{number}>"


def concept(name: str) -> str:
    return f"<{VOCAB}{name}>"


def text(words: str) -> str:
    return f'"{words}"@en'


def when(partial: str) -> str:
    return f'"{partial}"^^<{terms.expand({4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(partial)])}>'


def place_in(rng: random.Random) -> str:
    return f'"para {rng.randint(1, 40)}"'


def quads(number: int, seed: int = 7) -> Iterator[str]:
    """Yield at least ``number`` quads as lines, to the end of the source that reaches it.

    Raises ``ValueError`` for fewer than there are in the reference data alone.
    """
    if number < LEAST:
        raise ValueError(f"{number:,} quads are too few for one of everything; ask for {LEAST:,} or more")
    world, written = World(number, seed), 0
    for line in world.reference():
        written += 1
        yield line
    source = 0
    while written < number:
        for line in world.source(source):
            written += 1
            yield line
        source += 1


def write(number: int, path: Path, seed: int = 7) -> int:
    """Write the graph to ``path``, whole or not at all, and return the number of quads."""
    written = 0
    with replacing(path) as stream:
        for line in quads(number, seed):
            stream.write(line.encode())
            written += 1
    return written


def main() -> None:
    """Write the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quads", type=int, help=f"how many, {LEAST} or more")
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    try:
        print(f"{write(options.quads, options.file, options.seed):,} quads in {options.file}")
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
