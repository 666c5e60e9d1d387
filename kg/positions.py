"""Where nodes stood last, kept with the data so that a reader finds them again in the next release.

The file is generated. What is in it stays where it is; what is new settles beside its neighbours, and
what has gone is left out, so that a new source changes few lines. Without the file all is laid out anew.
"""

import csv
import io
from typing import TYPE_CHECKING

from kg import paths
from kg.layout import Positions, place

if TYPE_CHECKING:
    import networkx

PATH = paths.DATA / "positions.csv"


def read() -> dict[str, tuple[float, float]]:
    """Return the last positions; none where there is no file.

    >>> len(read()["id:amazon"])
    2
    """
    if not PATH.is_file():
        return {}
    with PATH.open(encoding="utf-8", newline="") as lines:
        return {row["node"]: (float(row["x"]), float(row["y"])) for row in csv.DictReader(lines)}


def last_of(network: "networkx.Graph") -> Positions | None:
    """Return the last positions if they are of this network: if half of its nodes are in them."""
    last = read()
    return last if 2 * len(last.keys() & set(network)) > len(network) else None


def kept(network: "networkx.Graph") -> str:
    """Return the positions file for ``network``: the last one where it has the same nodes, else the next."""
    last = read()
    placed = last if last.keys() == set(network) else place(network, positions=last_of(network))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("node", "x", "y"))
    writer.writerows((node, round(x), round(y)) for node, (x, y) in sorted(placed.items()))
    return out.getvalue()
