"""A network as one HTML file: laid out beforehand, opened from disk, asking the net for nothing.

Knows networkx and pyvis, never RDF: a projection gives attributes, this draws them. The parts of the
page are in ``kg/page``; what they say of a node is what the node's attributes say.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.layout import Positions, place

if TYPE_CHECKING:
    import networkx

# What a node is, told twice, by shape and by colour (the names are those of graph.css), in the order
# of the legend. Actors are blue, what they bind themselves to green, what they say against red.
_STYLES = {
    "Organisation": ("dot", "blue"),
    "Person": ("triangle", "sky"),
    "Group": ("hexagon", "sky"),
    "Actor category": ("hexagon", "blue"),
    "Place": ("square", "slate"),
    "Commitment": ("square", "green"),
    "Exception": ("diamond", "lime"),
    "Initiative": ("star", "green"),
    "Refusal": ("triangleDown", "red"),
    "Absence": ("square", "red"),
    "Demand": ("triangle", "orange"),
    "Concern": ("diamond", "pink"),
    "Judgement": ("star", "pink"),
    "Open question": ("dot", "slate"),
    "Technology": ("hexagon", "violet"),
    "Event": ("star", "gold"),
    "Source": ("square", "grey"),
    "Description": ("triangleDown", "grey"),
}
_DASHED = {"Absence", "Open question"}  # what is not there is drawn as an outline
_SPARE = [(shape, colour) for shape in ("dot", "square", "diamond", "triangle") for colour in ("blue", "orange", "green", "pink", "violet", "gold")]
_LOOKS_SMALL = {"star": 1.4, "diamond": 1.15, "hexagon": 1.1}  # shapes that fill less of the circle around them
_SCRIPTS = (
    "words.js", "data.js", "state.js", "time.js", "look.js", "labels.js", "places.js", "drawing.js", "reach.js", "answer.js", "panel.js", "filters.js", "timeline.js",
    "table.js", "export.js", "search.js", "sparql.js", "controls.js", "page.js",
)  # fmt: skip
RENDERERS = ("auto", "canvas", "vis")
_MANY = 300  # nodes; above this our own renderer draws, which opens in half the time and does the same (bench/README.md)
_APART = {"moments", "since", "known", "said"}  # what the page reckons with; a reader is told it in words
_PACKED = 250_000  # characters of data; a page with more is packed, which then saves more than unpacking costs
VIEWS = ("graph", "timeline", "table")
_UNSTATED = "Not stated"
# Control characters but tab and line end, halves of characters, and marks that reverse what is read.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class View:
    """A drawn network. ``positions`` can be given to the next ``draw``, which then keeps them."""

    title: str
    positions: Positions = field(repr=False)
    _page: str = field(repr=False)

    def html(self) -> str:
        """Return the whole page."""
        return self._page

    def save(self, path: str | Path) -> Path:
        """Write the page to ``path`` and return it; a reader never sees half a file.

        Raises ``OSError`` where the folder is missing or may not be written.
        """
        path = Path(path)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            part.write_text(self._page, encoding="utf-8", newline="\n")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return path

    def show(self) -> Path:
        """Open the page in a browser, from a temporary file that is returned."""
        import tempfile
        import webbrowser

        path = self.save(Path(tempfile.mkdtemp(prefix="kg-")) / "graph.html")
        webbrowser.open(path.as_uri())
        return path

    def _repr_html_(self) -> str:
        """Return the page in a frame of its own for notebooks: it can neither read them nor run in them."""
        import html

        return (
            f'<iframe title="{html.escape(self.title)}" sandbox="allow-scripts allow-popups allow-downloads"'
            f' style="width:100%;height:640px;border:0" srcdoc="{html.escape(self._page)}"></iframe>'
        )


def draw(
    network: "networkx.Graph",
    *,
    title: str = "Who promised what",
    subtitle: str | None = None,
    node_color: str = "type",
    seed: int = 1,
    positions: Positions | None = None,
    questions: Sequence[Mapping[str, Any]] = (),
    on: str | None = None,
    known_by: str | None = None,
    select: Hashable | None = None,
    view: str = "graph",
    ask: Mapping[str, Any] | None = None,
    renderer: str = "auto",
) -> View:
    """Return ``network`` drawn, with colour and shape by the node attribute ``node_color``.

    Every attribute is optional. Nodes: ``label``, ``type``, and whatever else they tell of
    themselves. Edges: ``type``. Both: ``sources``, a line per source with title, publisher, date,
    place in the text and address set apart by tabs. The network is left as it is; the page is the
    same for the same ``seed``, and nodes in ``positions`` stay where that says.

    The page opens on the first of ``questions`` (as ``kg.questions`` makes them; each may have
    ``positions`` of its own), else on the whole network; with ``select`` chosen, in the ``view``
    *graph*, *timeline* or *table*. Where the network tells time (as ``kg.moments`` does), the reader
    can move both dates, which are first ``on`` and ``known_by``. With ``ask`` (as ``kg.asking`` makes
    it) a tab answers queries in the page.

    The ``renderer`` is *vis*, which is vis-network, or our own *canvas*, quicker for many; *auto* takes
    that for more than 300 nodes. Raises ``ValueError`` for another view or renderer, or a node that
    is not there.

    >>> import networkx
    >>> network = networkx.DiGraph()
    >>> network.add_edge("Amazon", "One-year pause", type="commits to")
    >>> draw(network, title="Amazon").html()[:15]
    '<!doctype html>'
    """
    if view not in VIEWS:
        raise ValueError(f"there is no view {view!r}; there are {', '.join(VIEWS)}")
    if renderer not in RENDERERS:
        raise ValueError(f"there is no renderer {renderer!r}; there are {', '.join(RENDERERS)}")
    if select is not None and select not in network:
        raise ValueError(f"{select!r} is not in the network, so it cannot be selected")
    placed = place(network, seed=seed, positions=positions)
    lines = _Lines()
    named = {node: _group(attributes, node_color) for node, attributes in network.nodes(data=True)}
    groups = _groups(Counter(named.values()))
    order = {group["name"]: i for i, group in enumerate(groups)}
    index = {node: i for i, node in enumerate(network)}
    degree: Counter[Hashable] = Counter(end for edge in network.edges() for end in edge)

    # A directed pyvis network even for an undirected graph: add_edge would compare each edge with all others.
    net = _pyvis_network()(directed=True, heading=_clean(title))
    net.toggle_physics(False)
    for node, attributes in network.nodes(data=True):
        told, group = _told(attributes), order[named[node]]
        x, y = map(round, placed[node])
        size = round(min(7 + 2.4 * degree[node] ** 0.5, 17) * _LOOKS_SMALL.get(groups[group]["shape"], 1), 1)
        net.add_node(index[node], told.pop("label", "") or _clean(node), shape=groups[group]["shape"], group=group, x=x, y=y, size=size,
                     name=_clean(node), told=lines.out_of(told), **_kept_apart(attributes))
    parallel: Counter[frozenset[Hashable]] = Counter()
    for u, v, attributes in network.edges(data=True):
        parallel[frozenset((u, v))] += 1
        bend = parallel[frozenset((u, v))] - 1
        curve = {"smooth": {"enabled": True, "type": "curvedCW", "roundness": round(0.15 * bend, 2)}} if bend else {}
        net.add_edge(index[u], index[v], arrows="to" if network.is_directed() else "", told=lines.out_of(_told(attributes)), **curve, **_kept_apart(attributes))
    net.renderer = ("canvas" if len(network) > _MANY else "vis") if renderer == "auto" else renderer
    net.page = {
        "subtitle": _clean(subtitle or ""),
        "groups": groups,
        "directed": network.is_directed(),
        "sources": list(lines),
        "time": {name: network.graph[name] for name in ("statuses", "first", "today", "context", "prefixes") if name in network.graph},
        "questions": [_question(network, question, index, seed) for question in questions],
        "start": {"on": on, "by": known_by, "select": None if select is None else _clean(select), "view": view},
    }
    if ask:
        net.page["ask"] = {name: ask[name] for name in ("queries", "prefixes")}
        net.asked = ask
    return View(net.heading, placed, net.generate_html())


class _Lines(dict[str, int]):
    """Lines of sources, each without the place in the text, which is what differs: a page holds every other cell once."""

    def out_of(self, told: dict[str, str]) -> dict[str, Any]:
        """Return ``told`` with numbers of lines and places in the text, in turn, for its ``sources``."""
        if "sources" in told:
            found: list[Any] = []
            for line in told["sources"].split("\n"):
                cells = (line + "\t" * 4).split("\t")[:6] if line.count("\t") < 4 else line.split("\t")
                found += [self.setdefault("\t".join([*cells[:3], "", *cells[4:]]).rstrip("\t"), len(self)), cells[3]]
            return told | {"sources": found}
        return told


def _kept_apart(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: _cleaned(attributes[name]) for name in sorted(_APART & attributes.keys())}


def _cleaned(told: Any) -> Any:
    """Return what the page reckons with, its texts clean."""
    if isinstance(told, Mapping):
        return {name: _cleaned(value) for name, value in told.items()}
    return [_cleaned(value) for value in told] if isinstance(told, (list, tuple)) else _clean(told) if isinstance(told, str) else told


def _question(network: "networkx.Graph", question: Mapping[str, Any], index: dict[Hashable, int], seed: int) -> dict[str, Any]:
    """Return a question for the page, its nodes laid out on their own: as part of all they would lie far apart."""
    placed = place(part_for(network, question), seed=seed, positions=question.get("positions"))
    places = [[index[node], round(x), round(y)] for node, (x, y) in placed.items()]
    told = {name: _clean(question[name]) for name in ("id", "ask", "first", "on", "known_by") if name in question}
    return told | {"members": sorted(index[node] for node in set(question["members"])), "places": places}


def part_for(network: "networkx.Graph", question: Mapping[str, Any]) -> "networkx.Graph":
    """Return the part of ``network`` that a question shows: what may answer, and what its edges ``along`` lead to."""
    members = set(question["members"])
    around = network.edge_subgraph([edge for edge, kind in _edges(network) if (edge[0] in members or edge[1] in members) and kind in question["along"]])
    shown = network.__class__()
    shown.add_nodes_from(sorted(members | set(around), key=str))  # whatever the order of the network, the layout is one
    shown.add_edges_from(edge for edge in around.edges() if edge[0] != edge[1])
    return shown


def _edges(network: "networkx.Graph") -> Iterator[tuple[tuple, str]]:
    """Yield the edges of any kind of network as it names them, each with its type."""
    keys = {"keys": True} if network.is_multigraph() else {}
    for *edge, attributes in network.edges(data=True, **keys):
        yield tuple(edge), attributes.get("type", "")


def _group(attributes: dict[str, Any], node_color: str) -> str:
    """Return the name in the legend for a node with ``attributes``."""
    return _clean(attributes.get(node_color) or "") or _UNSTATED


def _groups(counts: Counter[str]) -> list[dict[str, Any]]:
    """Return the entries of the legend: the known ones in their order, then the rest by name."""
    rest = sorted(counts.keys() - _STYLES.keys() - {_UNSTATED})
    styles = _STYLES | {name: _SPARE[i % len(_SPARE)] for i, name in enumerate(rest)} | {_UNSTATED: ("dot", "grey")}
    return [
        {"name": name, "count": counts[name], "shape": shape, "colour": colour, "dashed": name in _DASHED}
        for name, (shape, colour) in styles.items()
        if name in counts
    ]


def _told(attributes: dict[str, Any]) -> dict[str, str]:
    """Return the attributes that say something, as clean text."""
    cleaned = {_clean(name): _clean(value) for name, value in attributes.items() if value is not None and name not in _APART}
    return {name: value for name, value in cleaned.items() if value.strip()}


def _clean(value: object) -> str:
    """Return ``value`` as text without control characters and marks that reverse what is read.

    >>> _clean("a\\u202eb")
    'ab'
    """
    return _UNSAFE.sub("", str(value))


@cache
def _pyvis_network() -> type:
    """Return pyvis's builder with another last step; a function, for pyvis takes a quarter of a second to import."""
    import pyvis.network

    class Ids(list):
        """pyvis looks for each node and each end of an edge in this list; by a set that takes no time."""

        def __init__(self) -> None:
            self._known: set[int] = set()

        def append(self, one: int) -> None:
            self._known.add(one)
            super().append(one)

        def __contains__(self, one: object) -> bool:
            return one in self._known

    class Network(pyvis.network.Network):
        """pyvis's network, whose own page asks a server for scripts and lets labels run as script."""

        page: dict[str, Any]
        renderer = "vis"
        asked: Mapping[str, Any] | None = None

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.node_ids = Ids()

        def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
            """Return the page: our template, pyvis's vis-network, and the data as one escaped block."""
            from importlib.resources import files

            data = self.page | {"nodes": self.nodes, "edges": self.edges, "options": json.loads(self.options.to_json())}
            vis = files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js"
            return _page(self.heading, data, self.renderer, vis.read_text("utf-8") if self.renderer == "vis" else "", self.asked)

    return Network


def _page(title: str, data: dict[str, Any], renderer: str, library: str, asked: Mapping[str, Any] | None = None) -> str:
    """Return the template filled in one pass, so that no part is searched for the marks of another."""
    import html
    from importlib.resources import files

    folder = files("kg") / "page"
    style = (folder / "graph.css").read_text("utf-8")
    script = "(async () => {\n'use strict';\n" + "\n".join((folder / name).read_text("utf-8") for name in (f"{renderer}.js", *_SCRIPTS)) + "})();\n"
    text = _json(data)
    packed = len(text) > _PACKED
    parts = {
        "TITLE": html.escape(title),
        "SUBTITLE": html.escape(data["subtitle"]),
        "DATA": _pack(text) if packed else text,
        "PACKED": " data-packed" if packed else "",
        "STYLE": style,
        "LIBRARY": _library(library, packed),
        "SCRIPT": script,
        "STYLE_HASH": _hash(style),
        "SCRIPT_HASHES": f"{_hash(library)} {_hash(script)}" + (f" {_hash(asked['script'])} 'wasm-unsafe-eval'" if asked else ""),
        "ASK": _asking(asked) if asked else "",
    }
    return re.sub(r"@@(\w+)@@", lambda mark: parts[mark[1]], (folder / "graph.html").read_text("utf-8"))


def _library(script: str, packed: bool) -> str:
    if not script:
        return ""
    return f'<script type="text/plain" id="library">{_pack(script)}</script>' if packed else f"<script>{script}</script>"


def _json(data: object) -> str:
    """Return ``data`` as JSON that no HTML parser takes for markup and no script parser for a line end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _asking(asked: Mapping[str, Any]) -> str:
    """Return the blocks of a page that answers queries: the engine's script, and what it opens when first asked."""
    blocks = (("wasm", asked["wasm"]), ("dataset", asked["data"]))
    return "".join(f'<script type="text/plain" id="{name}">{_pack(content)}</script>\n' for name, content in blocks) + f"<script>{asked['script']}</script>"


def _pack(content: str | bytes) -> str:
    """Return ``content`` deflated, in letters that need no escaping; browsers unpack it by themselves."""
    import base64
    import zlib

    return base64.b64encode(zlib.compress(content.encode() if isinstance(content, str) else content, 9)).decode()


def _hash(text: str) -> str:
    """Return what a content policy calls this inline script or style."""
    import base64
    import hashlib

    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
