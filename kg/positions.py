"""Where nodes stood last, kept with the data so that a reader finds them again in the next release.

The file is generated: the whole network first, then each question of the page, which is laid out on its
own. What is in it stays where it is; what is new settles beside its neighbours, and what has gone is
left out, so that a new source changes few lines. Without the file all is laid out anew.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg import paths
from kg.draw import part_for
from kg.layout import Positions, place

if TYPE_CHECKING:
    import networkx

PATH = paths.DATA / "positions.csv"


def read(question: str = "") -> dict[str, tuple[float, float]]:
    """Return the last positions in the whole network, or in a question by its ``id``; none where there is no file.

    >>> len(read()["id:amazon"])
    2
    """
    if not PATH.is_file():
        return {}
    with PATH.open(encoding="utf-8", newline="") as lines:
        return {row["node"]: (float(row["x"]), float(row["y"])) for row in csv.DictReader(lines) if (row.get("question") or "") == question}


def last_of(network: "networkx.Graph", question: str = "") -> Positions | None:
    """Return the last positions if they are of this network: if half of its nodes are in them."""
    last = read(question)
    return last if 2 * len(last.keys() & set(network)) > len(network) else None


def kept(network: "networkx.Graph", questions: Iterable[Mapping[str, Any]] = ()) -> str:
    """Return the positions file for ``network`` and its ``questions``: the last where these have the same nodes, else the next."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("node", "x", "y", "question"))
    for part, question in ((network, ""), *((part_for(network, one), one["id"]) for one in questions)):
        last = read(question)
        placed = last if last.keys() == set(part) else place(part, positions=last_of(part, question))
        writer.writerows((node, round(x), round(y), question) for node, (x, y) in sorted(placed.items()))
    return out.getvalue()
