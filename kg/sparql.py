"""What can be told and changed of a SPARQL query by its words alone: its form, its pages, its graphs.

The server parses the query; this only finds the few words that matter, past comments, strings and IRIs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s+ | \#[^\n]*                                               # nothing
    | \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | (?P<token><[^<>"{}|^`\\\x00-\x20]*> | [?$]\w+ | [\w.-]*:[\w.:%\\-]* | \w+ | .)""",
    re.X | re.S,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_DEEPER = {"{": 1, "(": 1, "}": -1, ")": -1}


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words and signs of ``text`` with where each starts and how deep in brackets it stands."""
    found, depth = [], 0
    for match in _TOKEN.finditer(text):
        if token := match["token"]:
            depth += min(_DEEPER.get(token, 0), 0)
            found.append((token, match.start(), depth))
            depth += max(_DEEPER.get(token, 0), 0)
    return found


@dataclass(frozen=True)
class Asked:
    """A query in its parts: what stands before its form, the form, and its last clauses taken apart."""

    prologue: str
    form: str
    body: str
    order: str = ""
    limit: int | None = None
    offset: int = 0
    values: str = ""

    def page(self, limit: int, offset: int = 0, *, names: Sequence[str] = (), nested: bool = False) -> str:
        """Return the query for ``limit`` rows from ``offset`` on, counted within its own LIMIT and OFFSET.

        With the ``names`` of its columns the rows stand in one order, whatever the server: as asked for,
        then by every column, so that only equal rows can change places and pages fit together.
        ``nested`` sorts inside and cuts outside, for servers that bound what they sort for a page.

        >>> split("SELECT ?a { ?a ?b ?c } ORDER BY ?c LIMIT 50").page(10, 20)
        'SELECT ?a { ?a ?b ?c } \\nORDER BY ?c \\nLIMIT 10 OFFSET 20'
        """
        ties = [f"STR(?{name})" for name in names]
        if names:
            # Terms of one spelling may still differ in language or datatype; an IRI has neither.
            kinds = ", ".join(f'COALESCE(LANG(?{name}), ""), " ", COALESCE(STR(DATATYPE(?{name})), ""), " "' for name in names)
            ties.append(f"CONCAT({kinds})")
        # On a line of its own: what was asked for may end in a comment.
        order = "\n".join(filter(None, [self.order or ("ORDER BY" if ties else ""), " ".join(ties)]))
        cut = f"LIMIT {limit} OFFSET {self.offset + offset}"
        if nested:
            columns = " ".join(f"?{name}" for name in names) or "*"
            return "\n".join(filter(None, [self.prologue, f"SELECT {columns} {{ {{", self.body, order, self.values, "} }", cut]))
        return "\n".join(filter(None, [self.prologue + self.body, order, cut, self.values]))


def split(text: str) -> Asked:
    """Return the parts of a query.

    >>> asked = split("PREFIX a: <http://x/#limit> SELECT ?s { ?s a:order 'LIMIT 3' } LIMIT 5 OFFSET 10")
    >>> asked.form, asked.body, asked.limit, asked.offset
    ('SELECT', "SELECT ?s { ?s a:order 'LIMIT 3' } ", 5, 10)
    """
    top = [(token.upper(), start) for token, start, depth in _tokens(text) if depth == 0]
    form, start = next(((token, start) for token, start in top if token in _FORMS), ("", 0))
    clauses = {token: at for token, at in top if token in ("ORDER", "LIMIT", "OFFSET", "VALUES") and at > start}
    ends = [*sorted(clauses.values()), len(text)]

    def clause(name: str) -> str:
        return text[clauses[name] : ends[ends.index(clauses[name]) + 1]] if name in clauses else ""

    def number(name: str) -> int | None:
        return int(re.sub(r"\D", "", clause(name).split()[1])) if clause(name) else None

    return Asked(text[:start], form, text[start : ends[0]], clause("ORDER"), number("LIMIT"), number("OFFSET") or 0, clause("VALUES"))


def values_inside(text: str) -> str:
    """Return the query with its last VALUES at the end of its WHERE, where that means the same.

    >>> values_inside("SELECT ?s { ?s ?p ?o } ORDER BY ?s VALUES ?o { 1 }")
    'SELECT ?s { ?s ?p ?o VALUES ?o { 1 }\\n} ORDER BY ?s '
    """
    asked = split(text)
    top = [(token, start) for token, start, depth in _tokens(text) if depth == 0 and start < len(asked.prologue + asked.body)]
    if not asked.values or any(token.upper() == "GROUP" for token, _ in top):
        return text
    close = max(start for token, start in top if token == "}")
    before_values = text[: text.rindex(asked.values)]
    return f"{before_values[:close]}{asked.values}\n{before_values[close:]}"  # it may end in a comment


def with_open_graphs(text: str, *hidden: str) -> str:
    """Return the query with each of its graphs a variable, which is none of the graphs ``hidden``.

    >>> with_open_graphs("ASK { GRAPH ?g { ?s ?p '}' } }", "urn:merge")
    "ASK { GRAPH ?g { ?s ?p '}' } FILTER(?g NOT IN (<urn:merge>)) }"
    >>> with_open_graphs("ASK { GRAPH src:one { ?s ?p ?o } }", "urn:merge")
    'ASK { GRAPH ?graph_1 { ?s ?p ?o } FILTER(?graph_1 = src:one) }'
    """
    tokens, changes = _tokens(text), []
    names = ", ".join(f"<{graph}>" for graph in hidden)
    for (word, _, _), (name, at, _), (brace, _, depth), index in zip(tokens, tokens[1:], tokens[2:], range(len(tokens))):
        close = next((start for token, start, level in tokens[index + 3 :] if token == "}" and level == depth), None)
        if word.upper() != "GRAPH" or brace != "{" or close is None:
            continue
        if name[0] in "?$":
            changes.append((close + 1, 0, f" FILTER({name} NOT IN ({names}))"))
        else:
            variable = f"?graph_{len(changes) + 1}"
            changes += [(at, len(name), variable), (close + 1, 0, f" FILTER({variable} = {name})")]
    for at, length, new in sorted(changes, reverse=True):
        text = text[:at] + new + text[at + length :]
    return text
