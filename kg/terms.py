"""The names of the graph: prefixes, and CURIEs in both directions."""

import re

BASE = "https://w3id.org/aec/"
AEC = BASE + "ontology#"
ID = BASE + "id/"
SOURCE = BASE + "source/"
VOCAB = BASE + "vocab/"
GRAPH = BASE + "graph/"

PREFIXES = {
    "aec": AEC,
    "id": ID,
    "src": SOURCE,
    "v": VOCAB,
    "g": GRAPH,
    "s": BASE + "shapes/",
    "airo": "https://w3id.org/airo#",
    "dcterms": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "risk": "https://w3id.org/dpv/risk#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# What SPARQL's IRIREF forbids; letting one through would let a name end the IRI and go on as query.
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def expand(curie: str) -> str:
    """Return the IRI that ``curie`` stands for; an ``http(s)`` IRI is returned as it is.

    Raises ``ValueError`` when the prefix is unknown or a character cannot stand in an IRI.

    >>> expand("id:amazon")
    'https://w3id.org/aec/id/amazon'
    """
    prefix, colon, local = curie.partition(":")
    if curie.startswith(("http://", "https://")):
        iri = curie
    elif colon and prefix in PREFIXES:
        iri = PREFIXES[prefix] + local
    else:
        raise ValueError(f"{curie!r} is neither an IRI nor a CURIE with one of the prefixes {', '.join(PREFIXES)}")
    if bad := _NOT_IN_IRI.search(iri):
        raise ValueError(f"{curie!r} holds {bad[0]!r}, which no IRI may hold")
    return iri


def curie(iri: str) -> str:
    """Return the shortest name of ``iri``: a CURIE where a prefix fits, else the IRI itself.

    >>> curie("https://w3id.org/aec/id/amazon")
    'id:amazon'
    >>> curie("https://www.example.com/page")
    'https://www.example.com/page'
    """
    match = _PREFIXED.match(iri)
    return f"{_PREFIX_OF[match[0]]}:{iri[match.end():]}" if match else iri


_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}
# Longest first, so that a namespace inside another one wins.
_PREFIXED = re.compile("|".join(re.escape(namespace) for namespace in sorted(_PREFIX_OF, key=len, reverse=True)))
