"""The ontology and the vocabularies: reused terms exist, names follow the rules, reasoning adds nothing untrue."""

import re

import owlrl
import pytest
import rdflib
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, XSD
from rdflib.namespace import ODRL2, SH

from helpers import AEC, BASE, ONTOLOGY, TESTS, VOCAB, bundled, graph, own_properties, shapes

REUSED = (DCTERMS, FOAF, ODRL2, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN, XSD)
CLOSED = {str(vocabulary._NS): vocabulary for vocabulary in REUSED}
# rdflib has no closed namespace for these: the terms that were looked up, in DPV 2.3 and AIRO.
LOOKED_UP = {
    "https://w3id.org/dpv#": """
    AcademicScientificOrganisation Authority Child Consumer Customer DataProtectionAuthority EducationalOrganisation
    Employee EndlessDuration ForProfitOrganisation GovernmentalOrganisation Immigrant IndeterminateDuration
    IndustryConsortium InternationalOrganisation JobApplicant JudicialOrganisation LawEnforcementOrganisation
    NonGovernmentalOrganisation NonProfitOrganisation Obligation Permission Prohibition ReligiousAssociations Rule
    RuleFulfilled RuleViolated Scope SupraNationalAuthority TemporalDuration UntilEventDuration UntilTimeDuration
    hasDuration hasScope
    """,
    "https://w3id.org/dpv/risk#": "Discrimination RacialDiscrimination RightsViolated Sexism",
    "https://w3id.org/airo#": "AISystem isProvidedBy",
    "http://purl.org/dc/dcmitype/": "Collection",
}
CLOSED |= {space: [rdflib.URIRef(space + name) for name in names.split()] for space, names in LOOKED_UP.items()}
OPEN = (BASE, "https://creativecommons.org/licenses/", "http://www.wikidata.org/entity/")

CLASSES = sorted(graph(ONTOLOGY).subjects(RDF.type, OWL.Class))
PROPERTIES = sorted(own_properties())
EXAMPLE = graph(ONTOLOGY, VOCAB, TESTS / "shapes" / "base.ttl", TESTS / "shapes" / "valid" / "every-class.ttl")


def _terms(data):
    """Yield the IRIs of ``data``, those of datatypes too, leaving out the addresses of sources."""
    for triple in data:
        for term in triple[:2] if triple[1] == DCTERMS.source else triple:
            if isinstance(term, rdflib.URIRef):
                yield term
            elif isinstance(term, rdflib.Literal) and term.datatype:
                yield term.datatype


def _exists(iri):
    """Tell whether ``iri`` is declared in its vocabulary, the one with the longest name that it begins with."""
    space = max((name for name in (*CLOSED, *OPEN) if iri.startswith(name)), key=len, default="")
    return space in OPEN or iri in CLOSED.get(space, ())


def test_reused_terms_exist_in_their_own_vocabulary():
    assert not sorted(iri for iri in {*_terms(bundled()), *_terms(shapes())} if not _exists(iri))


@pytest.mark.parametrize(
    "iri",
    [
        "http://www.w3.org/ns/org#Organisation",
        "http://www.w3.org/ns/prov#wasMadeBy",
        "https://w3id.org/dpv/risk#ViolatingRights",
        "https://example.org/unknown",
    ],
)
def test_a_reused_term_that_does_not_exist_is_noticed(iri):
    assert not _exists(rdflib.URIRef(iri))


@pytest.mark.parametrize("name", [iri.removeprefix(AEC) for iri in CLASSES])
def test_classes_are_upper_camel_case(name):
    assert re.fullmatch(r"([A-Z][a-z]+)+", name)


@pytest.mark.parametrize("name", [iri.removeprefix(AEC) for iri in PROPERTIES])
def test_properties_are_lower_camel_case(name):
    """A name reads from subject to object, so there is no ``has…`` and no ``…Of`` for the way back."""
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name)
    assert not name.startswith("has")
    assert name not in ("status", "active", "isCurrent")


def test_concepts_are_lower_case_words():
    for iri in graph(VOCAB).subjects(SKOS.prefLabel):
        assert re.fullmatch(r"https://w3id\.org/aec/vocab/[a-z]+(-[a-z]+)*", iri)


def _closure(data, *extra):
    """Return the OWL RL closure of ``data`` and ``extra`` triples."""
    closed = rdflib.Graph()
    for triple in (*data, *extra):
        closed.add(triple)
    rules = owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, rdfs_closure=False, axiomatic_triples=False, datatype_axioms=False
    )
    rules.expand(closed)
    return closed


def _inconsistencies(closed):
    return list(closed.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))


def _drift(data, closed):
    """Return the types of ours that reasoning adds to what has a type, beyond the superclasses of that type."""
    drift = set()
    for instance in set(data.subjects(RDF.type)):
        known = set(data.objects(instance, RDF.type / (RDFS.subClassOf * "*")))
        added = set(closed.objects(instance, RDF.type)) - known
        drift |= {(instance, kind) for kind in added if kind.startswith(AEC)}
    return drift


@pytest.mark.parametrize("data", [EXAMPLE, bundled()], ids=["example", "bundled"])
def test_reasoning_finds_no_inconsistency_and_adds_no_type(data):
    closed = _closure(data)
    assert not _inconsistencies(closed)
    assert not _drift(data, closed)


def test_reasoning_notices_a_domain_that_turns_absences_into_stances():
    """The proof that the test above can fail: this one triple would make "has not banned" a promise."""
    closed = _closure(EXAMPLE, (AEC.holder, RDFS.domain, AEC.Stance))
    assert _inconsistencies(closed)
    assert {added for _, added in _drift(EXAMPLE, closed)} == {AEC.Stance}
