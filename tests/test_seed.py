"""Each claim of the seed article is in the graph, asked for by SPARQL, with the place where it stands.

Rows are numbered as in the ontology's documentation; paragraphs are counted in the body of the text.
"""

import pytest

import kg

SOURCE = "src:2020-06-11-it-pro-amazon-rekognition"

CLAIMS = {
    "S1 the article, its author and its inferred date": (
        """SELECT ?title ?publisher ?creator ?issued WHERE {
             ?source dcterms:title ?title ; dcterms:publisher ?publisher ; dcterms:creator ?creator ; dcterms:issued ?issued ; skos:editorialNote ?note
             FILTER(CONTAINS(?note, "inferred")) }""",
        {("Amazon halts police use of its facial recognition tech", "id:it-pro", "id:sabina-weston", "2020-06-11")},
    ),
    "S2 Amazon pauses police use of Rekognition for one year, dated to the month": (
        """SELECT ?kind ?technology ?user ?duration ?announced ?locator WHERE {
             id:amazon-moratorium-2020 a aec:Commitment ; aec:holder id:amazon ; aec:kind ?kind ; aec:scope ?scope ; aec:statedDuration ?duration ;
               aec:announcedOn ?announced ; aec:locator ?locator . ?scope aec:technology ?technology ; aec:user ?user }""",
        {("v:moratorium", "id:rekognition", "v:police", "P1Y", "2020-06", "para 1-2")},
    ),
    "S2 Rekognition is a product of AWS": ("SELECT ?by { id:rekognition aec:provider ?by . ?by org:subOrganizationOf id:amazon }", {("id:amazon-web-services",)}),
    "S3 bodies that rescue trafficking victims are excepted, such as ICMEC": (
        """SELECT ?user ?purpose ?locator WHERE { id:amazon-moratorium-2020 aec:exception ?scope ; aec:locator ?locator .
             ?scope aec:user ?user ; aec:purpose ?purpose }""",
        {("v:anti-trafficking-group", "v:anti-trafficking", "para 1-2"), ("id:icmec", "v:anti-trafficking", "para 1-2")},
    ),
    "S4 it follows the protests and the murder of George Floyd on 25 May": (
        "SELECT ?event ?kind ?date ?locator { id:amazon-moratorium-2020 aec:respondsTo ?event . ?event aec:kind ?kind ; aec:occurredOn ?date ; aec:locator ?locator }",
        {("id:george-floyd-killing-2020", "v:killing", "2020-05-25", "para 1"), ("id:george-floyd-protests-2020", "v:protest", "2020", "para 1")},
    ),
    "S5 rights groups: racial bias, and harm to non-white people most": (
        "SELECT ?holder ?harm ?affects ?locator { id:rights-groups-racial-bias-concern-2020 a aec:Concern ; aec:holder ?holder ; aec:harm ?harm ; aec:affects ?affects ; aec:locator ?locator }",
        {("id:unnamed-rights-groups", "v:racial-bias", "v:people-of-colour", "para 3")},
    ),
    "S6 Rekognition misjudges the gender of darker-skinned people": (
        """SELECT ?harm ?affects ?technology ?locator { id:rekognition-gender-concern-2020 a aec:Concern ; aec:harm ?harm ; aec:affects ?affects ; aec:scope/aec:technology ?technology ; aec:locator ?locator }""",
        {("v:gender-bias", "v:darker-skinned-people", "id:rekognition", "para 3"), ("v:racial-bias", "v:darker-skinned-people", "id:rekognition", "para 3")},
    ),
    "S7 Amazon wants governments to regulate": (
        "SELECT ?kind ?addressee ?locator { ?demand a aec:Demand ; aec:holder id:amazon ; aec:kind ?kind ; aec:addressee ?addressee ; aec:locator ?locator }",
        {("v:call-to-regulate", "v:government", "para 4")},
    ),
    "S8 Amazon offers Congress help if asked": (
        "SELECT ?condition ?locator { ?pledge a aec:Commitment ; aec:holder id:amazon ; aec:kind v:pledge ; aec:onlyIf ?condition ; aec:locator ?locator }",
        {("Congress asks for help", "para 4")},
    ),
    "S8 rules by Congress are awaited, without a date": (
        "SELECT ?event ?locator { ?event a aec:Event ; aec:kind v:legislation ; prov:wasAssociatedWith id:us-congress ; aec:locator ?locator FILTER NOT EXISTS { ?event aec:occurredOn ?date } }",
        {("id:us-facial-recognition-law", "para 4")},
    ),
    "S9 nobody knows how many police forces use it": (
        "SELECT ?question ?locator { ?open a aec:OpenQuestion ; aec:question ?question ; aec:scope/aec:technology id:rekognition ; aec:locator ?locator }",
        {("How many police forces use Amazon's face recognition?", "para 5")},
    ),
    "S10 its marketing says it suits body-worn cameras": (
        "SELECT ?by ?technology ?locator { ?description a aec:Description ; aec:assertedBy ?by ; aec:scope/aec:technology ?technology ; aec:locator ?locator . ?technology aec:isKindOf id:body-camera-facial-recognition }",
        {("id:amazon", "id:rekognition-on-body-cameras", "para 5")},
    ),
    "S11 IBM and Microsoft sponsor the Vatican's principles since February": (
        "SELECT ?sponsor ?date ?locator { ?sponsor aec:sponsors id:rome-call . ?event aec:under id:rome-call ; aec:kind v:sponsorship ; prov:wasAssociatedWith ?sponsor ; aec:occurredOn ?date ; aec:locator ?locator }",
        {("id:ibm", "2020-02", "para 6"), ("id:microsoft", "2020-02", "para 6")},
    ),
    "S11 sponsoring is not signing": ("SELECT ?stance { ?stance a aec:Commitment ; aec:under id:rome-call }", set()),
    "S12 Microsoft has not banned police use": (
        "SELECT ?kind ?user ?date ?locator { ?absence a aec:Absence ; aec:holder id:microsoft ; aec:kind ?kind ; aec:scope/aec:user ?user ; aec:asOf ?date ; aec:locator ?locator }",
        {("v:ban", "v:police", "2020-06-11", "para 7")},
    ),
    "S12 an absence is no commitment": ("SELECT ?commitment { ?commitment a aec:Commitment ; aec:holder id:microsoft }", set()),
    "S13 Microsoft has turned down US police forces": (
        "SELECT ?kind ?user ?locator { ?refusal a aec:Refusal ; aec:holder id:microsoft ; aec:kind ?kind ; aec:scope/aec:user ?user ; aec:locator ?locator }",
        {("v:case-refusal", "v:us-police", "para 7")},
    ),
    "S14 John Frank said in March why": (
        """SELECT ?by ?harm ?affects ?date ?event ?locator { ?refusal a aec:Refusal ; aec:respondsTo ?concern . ?concern a aec:Concern ; aec:assertedBy ?by ; aec:harm ?harm ; aec:affects ?affects ;
             aec:announcedOn ?date ; aec:locator ?locator . ?event aec:kind v:press-event ; prov:wasAssociatedWith ?by ; aec:occurredOn ?date }""",
        {("id:john-frank", harm, "v:minorities", "2020-03", "id:microsoft-press-event-2020", "para 8") for harm in ("v:false-match", "v:racial-bias")},
    ),
    "S15 Frank: police need to understand it, which turns on what vendors disclose": (
        "SELECT ?by ?kind ?addressee ?locator { ?demand a aec:Demand ; aec:holder id:microsoft ; aec:assertedBy ?by ; aec:kind ?kind ; aec:addressee ?addressee ; aec:locator ?locator }",
        {("id:john-frank", "v:call-to-disclose", who, "para 9") for who in ("v:police", "v:biometrics-vendor")},
    ),
    "S16 IBM drops general-purpose face recognition, fearing misuse": (
        """SELECT ?kind ?technology ?end ?harm ?locator { ?exit a aec:Commitment ; aec:holder id:ibm ; aec:kind ?kind ; aec:scope/aec:technology ?technology ; aec:endKind ?end ;
             aec:respondsTo/aec:harm ?harm ; aec:locator ?locator }""",
        {("v:discontinuation", technology, "v:end-not-stated", "v:misuse", "para 10") for technology in ("id:general-purpose-facial-recognition", "id:face-analysis")},
    ),
    "S17 Arvind Krishna asks Congress for a national debate": (
        "SELECT ?by ?addressee ?user ?locator { ?demand aec:kind v:call-to-debate ; aec:holder id:ibm ; aec:assertedBy ?by ; aec:addressee ?addressee ; aec:scope/aec:user ?user ; aec:locator ?locator }",
        {("id:arvind-krishna", "id:us-congress", "v:us-police", "para 11")},
    ),
    "S18 Nicole Ozer welcomes Amazon's step": (
        "SELECT ?by ?verdict ?scheme ?locator { ?judgement aec:assesses id:amazon-moratorium-2020 ; aec:assertedBy ?by ; aec:verdict ?verdict ; aec:locator ?locator . ?verdict skos:inScheme ?scheme }",
        {("id:nicole-ozer", "v:welcomed", "v:reactions", "para 12")},
    ),
    "S19 Ozer: it lets governments spy as never before": (
        "SELECT ?by ?harm ?user ?locator { ?concern a aec:Concern ; aec:holder id:aclu-northern-california ; aec:assertedBy ?by ; aec:harm ?harm ; aec:scope/aec:user ?user ; aec:locator ?locator }",
        {("id:nicole-ozer", "v:surveillance-harm", "v:public-body", "para 13")},
    ),
    "S20 Ozer asks Microsoft and others to follow": (
        "SELECT ?addressee ?follows ?locator { ?demand aec:kind v:call-to-join ; aec:holder id:aclu-northern-california ; aec:addressee ?addressee ; aec:respondsTo/aec:holder ?follows ; aec:locator ?locator }",
        {(who, whom, "para 13") for who in ("id:microsoft", "v:company") for whom in ("id:amazon", "id:google", "id:ibm")},
    ),
    "S21 by Ozer's account Google had moved too, kind and end not stated": (
        "SELECT ?by ?kind ?end ?locator { ?step a aec:Commitment ; aec:holder id:google ; aec:assertedBy ?by ; aec:kind ?kind ; aec:endKind ?end ; aec:locator ?locator }",
        {("id:nicole-ozer", "v:kind-not-stated", "v:end-not-stated", "para 13")},
    ),
    "S22 roles of the people named": (
        """SELECT ?person ?organisation ?role ?locator { ?membership org:member ?person ; org:organization ?organisation ; schema:roleName ?role ; aec:locator ?locator
             FILTER(?person != id:sabina-weston || ?organisation = id:it-pro) }""",
        {
            ("id:john-frank", "id:microsoft", "vice-president, EU government affairs", "para 8"),
            ("id:arvind-krishna", "id:ibm", "chief executive officer", "para 11"),
            ("id:nicole-ozer", "id:aclu-northern-california", "technology and civil liberties director", "para 12"),
            ("id:sabina-weston", "id:it-pro", "writer on networking, telecommunications and inclusion in technology companies", "author's note"),
        },
    ),
    "S23 the author's studies and other employers": (
        """SELECT ?organisation ?role ?until ?locator { ?membership org:member id:sabina-weston ; org:organization ?organisation ; schema:roleName ?role ; aec:locator ?locator
             FILTER(?organisation != id:it-pro) OPTIONAL { ?membership schema:endDate ?until } }""",
        {
            ("id:city-university", "student, graduated", "2019", "author's note"),
            ("id:drapers", "content writer", "", "author's note"),
            ("id:harpers-bazaar", "editorial role", "", "author's note"),
            ("id:cube-collective", "editorial role", "", "author's note"),
            ("id:highclouds", "editorial role", "", "author's note"),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
def test_claim(seed, claim):
    query, expected = CLAIMS[claim]
    answer = seed.solutions(query)
    names = [variable.value for variable in answer.variables]
    assert {tuple(kg.curie(row[name].value) if row[name] else "" for name in names) for row in answer} == expected


def test_every_claim_is_said_by_the_article(seed):
    rows = seed.frame("who-says-so")
    assert set(rows["source"]) == {kg.expand(SOURCE)}
    assert len(rows) == 32
