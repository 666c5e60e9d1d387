"""Where nodes go: a deterministic layout computed before the page is written.

Two methods, because one does not suit all sizes. A component of up to 150 nodes gets
Kamada and Kawai's springs (1989): distances on paper follow distances in the graph, which reads
best while every label can be shown. A larger one gets Noack's LinLog energy ("Energy models for
graph clustering", JGAA 2007): every edge pulls with constant force, every pair of nodes pushes
with 1/r weighted by degree, so that densely linked groups stand apart. The push between all pairs
is what costs; as in Fruchterman and Reingold (1991) it is taken from a grid, here in the way of
FIt-SNE (Linderman et al. 2019): masses are spread over the grid, convolved with 1/r by FFT, and
the forces read back by the same interpolation, O(n + g log g) for a grid of g cells.
"""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx
    import numpy
    from scipy import sparse

Positions = Mapping[Hashable, tuple[float, float]]

_SMALL = 150  # nodes; above this springs take too long, and communities matter more than distances
_LABELLED = 300  # nodes; above this a page cannot show every label, so none gets room


def place(network: "networkx.Graph", *, seed: int = 1, positions: Positions | None = None) -> dict[Hashable, tuple[float, float]]:
    """Return ``(x, y)`` in pixels for every node of ``network``, the same for the same ``seed``.

    Nodes that ``positions`` knows keep their place and the others settle beside their neighbours,
    so that a reader finds again what was seen before. The network is left as it is.

    >>> import networkx
    >>> path = networkx.path_graph(3)
    >>> place(path) == place(path, seed=1)
    True
    """
    import numpy as np
    from scipy.sparse import csgraph

    nodes = list(network)
    if not nodes:
        return {}
    links, rng = _adjacency(network, nodes), np.random.default_rng(seed)
    wide = float(np.clip((_LABELLED - len(nodes)) / _LABELLED, 0, 1))
    box = np.array([36 + 110 * wide, 36 + 24 * wide])  # room for a label under each node while there can be one
    if known := [i for i, node in enumerate(nodes) if node in (positions or {})]:
        xy = _beside(links, known, np.array([positions[nodes[i]] for i in known], float), rng, box)
        xy = _separate(xy, box * 0.6)
    else:
        _, component = csgraph.connected_components(links, directed=False)
        members = [np.flatnonzero(component == c) for c in range(component.max() + 1)]
        drawn = [_component(links[m][:, m], rng, box) for m in members]
        xy = np.empty((len(nodes), 2))
        for m, at in zip(members, _pack(drawn, box)):
            xy[m] = at
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, xy)}


def _adjacency(network: "networkx.Graph", nodes: list[Hashable]) -> "sparse.csr_array":
    """Return the symmetric 0/1 matrix of who is linked with whom, loops and direction left out."""
    import numpy as np
    from scipy import sparse

    index = {node: i for i, node in enumerate(nodes)}
    pairs = sorted({(index[u], index[v]) for u, v in network.edges() if u != v})
    u, v = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    matrix = sparse.coo_array((np.ones(2 * len(pairs)), (np.r_[u, v], np.r_[v, u])), (len(nodes),) * 2).tocsr()
    matrix.data[:] = 1
    return matrix


def _component(links: "sparse.csr_array", rng: "numpy.random.Generator", box: "numpy.ndarray") -> "numpy.ndarray":
    """Return positions of one connected component, with no two nodes in the same ``box``."""
    import numpy as np

    n = links.shape[0]
    if n == 1:
        return np.zeros((1, 2))
    xy = _springs(links) if n <= _SMALL else _linlog(links, rng)
    xy -= xy.mean(0)
    xy = xy @ np.linalg.svd(xy, full_matrices=False)[2].T  # the longest side lies flat, as screens do
    out = np.linalg.norm(xy, axis=1, keepdims=True) + 1e-9
    reach = np.minimum(out / np.quantile(out, 0.9), 1.4)
    xy *= np.log1p(2 * reach) / out  # more room for the middle, less for outliers
    xy *= np.clip((xy.std(0).max() / (xy.std(0) + 1e-9)) ** 0.5, 1, 1.3)  # nearer to the square that pages leave
    u, v = links.tocoo().coords
    link = np.median(np.linalg.norm((xy[u] - xy[v]) / box, axis=1))  # in boxes; a path must not be folded
    return _separate(xy * max(min(1.3 / link, 2 * n**0.5 * box[0]), 0.55 * np.sqrt(n * box.prod())), box)


def _springs(links: "sparse.csr_array", steps: int = 150) -> "numpy.ndarray":
    """Return positions of low Kamada-Kawai energy; they start from the distances' own axes, so nothing is left to chance.

    Each step is Guttman's transform (Gansner, Koren and North 2005), which never raises the energy:
    30 ms for 150 nodes, where the usual optimiser takes a second.
    """
    import numpy as np
    from scipy.sparse import csgraph

    n = links.shape[0]
    far = csgraph.shortest_path(links, directed=False, unweighted=True)
    np.fill_diagonal(far, 1)
    weight = far**-2.0
    np.fill_diagonal(weight, 0)
    stiff = np.linalg.pinv(np.diag(weight.sum(1)) - weight)
    np.fill_diagonal(far, 0)
    centred = far**2 - (far**2).mean(0) - (far**2).mean(1)[:, None] + (far**2).mean()
    values, axes = np.linalg.eigh(-centred / 2)
    xy = axes[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 1e-3))
    xy *= np.sign(xy[np.abs(xy).argmax(0), [0, 1]]) + 1e-9  # an axis has no direction of its own
    angle = np.arange(n) * 2.39996  # leaves of one node start in one place, and must not stay there
    xy += 0.05 * np.c_[np.cos(angle), np.sin(angle)]
    for _ in range(steps):
        apart = np.linalg.norm(xy[:, None] - xy[None], axis=2) + 1e-9
        pull = -weight * far / apart
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(1))
        xy = stiff @ (pull @ xy)
    return xy


def _linlog(links: "sparse.csr_array", rng: "numpy.random.Generator", steps: int = 240) -> "numpy.ndarray":
    """Return positions of low LinLog energy, by gradient steps that shrink as it cools."""
    import numpy as np

    n, degree = links.shape[0], links.sum(1)
    u, v = links.tocoo().coords
    xy = rng.standard_normal((n, 2))
    for _ in range(50):  # averaging over neighbours brings together what is linked: a cheap spectral start
        xy = (xy + links @ xy / degree[:, None]) / 2
        xy = np.linalg.qr(xy - xy.mean(0))[0]
    xy *= np.sqrt(n) / xy.std()
    grids = [_Grid(size) for size in ((64, 128) if n < 2000 else (128, 256))]
    speed = np.zeros_like(xy)
    for step in range(steps):
        cool = 1 - step / steps
        push = grids[cool < 0.4].push(xy, degree) * (np.sqrt(n) / degree.sum())
        apart = xy[v] - xy[u]
        far = np.linalg.norm(apart, axis=1, keepdims=True)
        pull = apart * (np.log1p(far) / (far + 1e-9))  # near the hub log1p keeps leaves from falling into it
        pull = np.stack([np.bincount(u, pull[:, axis], n) for axis in (0, 1)], axis=1)
        force = push + pull / degree[:, None]
        length = np.linalg.norm(force, axis=1, keepdims=True)
        speed = 0.5 * speed + force * np.minimum(1, 0.04 * np.ptp(xy) * cool**1.5 / (length + 1e-9))
        xy = xy + speed
    return xy


class _Grid:
    """A square grid on which the push of every node on every other is one convolution."""

    def __init__(self, size: int) -> None:
        import numpy as np
        from scipy import fft

        # Twice the size, so that the convolution does not wrap round; distances in cells.
        step = np.arange(2 * size)
        step = np.where(step < size, step, step - 2 * size).astype(float)
        x, y = np.meshgrid(step, step, indexing="ij")
        near = 1 + x**2 + y**2  # the 1 softens the push within a cell; _separate does the rest
        self.size, self.kernels = size, [fft.rfft2(axis / near) for axis in (x, y)]

    def push(self, xy: "numpy.ndarray", mass: "numpy.ndarray") -> "numpy.ndarray":
        """Return for each node the sum over all others of their ``mass`` / distance, away from them."""
        import numpy as np
        from scipy import fft

        low, size = xy.min(0), self.size
        cell = np.ptp(xy, axis=0).max() / (size - 2) + 1e-9
        at = (xy - low) / cell
        corner = at.astype(np.int64)
        right, down = (at - corner).T
        weights = ((1 - right) * (1 - down), (1 - right) * down, right * (1 - down), right * down)
        first = corner[:, 0] * size + corner[:, 1]
        cells = (first, first + 1, first + size, first + size + 1)
        density = sum(np.bincount(c, w * mass, size * size) for c, w in zip(cells, weights))
        spectrum = fft.rfft2(density.reshape(size, size), s=(2 * size, 2 * size))
        fields = [fft.irfft2(spectrum * k, s=(2 * size, 2 * size))[:size, :size].ravel() for k in self.kernels]
        return np.stack([sum(f[c] * w for c, w in zip(cells, weights)) for f in fields], axis=1) / cell


def _separate(xy: "numpy.ndarray", box: "numpy.ndarray", rounds: int = 300) -> "numpy.ndarray":
    """Return ``xy`` with nodes pushed apart until no two share a ``box``, or ``rounds`` are over."""
    import numpy as np
    from scipy.spatial import cKDTree

    n = len(xy)
    turn = np.arange(n) * 2.39996
    at = xy / box + 1e-4 * np.c_[np.cos(turn), np.sin(turn)]  # equal places would have no direction to part in
    for _ in range(rounds):
        a, b = cKDTree(at).query_pairs(0.999, output_type="ndarray").T
        if not len(a):
            break
        if len(a) > 4 * n:
            at *= 1.08  # too crowded to part pair by pair alone
        gap = at[b] - at[a]
        far = np.linalg.norm(gap, axis=1, keepdims=True)
        move = gap / far * (1 - far) * 0.4
        each = np.maximum(1, (np.bincount(a, minlength=n) + np.bincount(b, minlength=n)) / 3)[:, None]
        at += np.stack([np.bincount(b, move[:, k], n) - np.bincount(a, move[:, k], n) for k in (0, 1)], axis=1) / each
    return at * box


def _pack(parts: list["numpy.ndarray"], box: "numpy.ndarray") -> list["numpy.ndarray"]:
    """Return ``parts`` moved side by side, the largest first, in rows about as wide as all are high."""
    import numpy as np

    sizes = [np.ptp(part, axis=0) + box for part in parts]
    width = max(max(size[0] for size in sizes), np.sqrt(sum(size.prod() for size in sizes) * 1.3))
    packed, left, top, height = [None] * len(parts), 0.0, 0.0, 0.0
    for i in sorted(range(len(parts)), key=lambda i: (-len(parts[i]), i)):
        if left and left + sizes[i][0] > width:
            left, top, height = 0.0, top + height, 0.0
        packed[i] = parts[i] - parts[i].min(0) + box / 2 + (left, top)
        left, height = left + sizes[i][0], max(height, sizes[i][1])
    return packed


def _beside(links: "sparse.csr_array", known: list[int], at: "numpy.ndarray", rng: "numpy.random.Generator", box: "numpy.ndarray") -> "numpy.ndarray":
    """Return positions where ``known`` nodes are ``at`` theirs and the rest near their neighbours."""
    import numpy as np

    n = links.shape[0]
    xy, placed = np.zeros((n, 2)), np.zeros(n)
    xy[known], placed[known] = at, 1
    new = np.flatnonzero(placed == 0)
    for _ in range(5):  # a new node may hang on another new one
        weight = links[new] @ placed
        found = weight > 0
        xy[new[found]] = (links[new] @ (xy * placed[:, None]))[found] / weight[found, None]
        placed[new[found]] = 1
    lost = np.flatnonzero(placed == 0)
    xy[lost] = at.max(0) + box
    xy[new] += rng.uniform(-1, 1, (len(new), 2)) * box
    return xy
