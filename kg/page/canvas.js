// The drawing: vis-network puts what is shown where it belongs; labels, statuses and emphasis are ours.

const MOST_MOVING = 3000; // edges; more are left out while the picture moves
const MOST_ARROWS = 250; // above this arrowheads hide more than they tell

// pick(node, edge) is called when the reader points at something or nothing, open(node) on a double click.
function makeCanvas(element, pick, open) {
  const visNodes = new vis.DataSet();
  const visEdges = new vis.DataSet();
  const network = new vis.Network(element, { nodes: visNodes, edges: visEdges }, {
    ...data.options,
    physics: false,
    layout: { improvedLayout: false },
    interaction: { dragNodes: false, selectable: false, hover: false, keyboard: false },
    groups: groupStyles(),
    nodes: { borderWidth: 1.5, borderWidthSelected: 1.5, chosen: false },
    edges: edgeStyle(),
  });

  network.on('afterDrawing', (ctx) => {
    const view = viewOf(network);
    const chosen = emphasised();
    if (chosen) drawInFront(ctx, network, view, chosen);
    if (network.getScale() < FAR && shownCount <= PAINTED) for (const i of chosen?.nodes || important) if (state.shown(i)) paintNode(ctx, i, sizeAt(i, network.getScale()));
    drawRings(ctx, network.getScale());
    const taken = drawLabels(ctx, network.getScale(), view, chosen?.nodes);
    const told = chosen ? chosen.edges : state.hoverEdge !== null ? [state.hoverEdge] : [];
    drawEdgeLabels(ctx, network.getScale(), told, taken);
  });
  network.on('click', ({ pointer }) => {
    const node = nodeNear(pointer.canvas, network.getScale());
    const edge = node === null ? network.getEdgeAt(pointer.DOM) : undefined;
    pick(node, edge === undefined ? null : edge);
  });
  network.on('doubleClick', ({ pointer }) => {
    const node = nodeNear(pointer.canvas, network.getScale());
    if (node !== null) open(node);
  });
  // Only hover needs every move of the mouse, and it redraws only when what lies under it changes.
  element.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'mouse' || event.buttons) return;
    const box = element.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    const under = nodeNear(network.DOMtoCanvas(at), network.getScale());
    const edge = under === null && visEdges.length < 1500 ? network.getEdgeAt(at) ?? null : null;
    element.style.cursor = under === null && edge === null ? 'grab' : 'pointer';
    if (under !== state.hover || edge !== state.hoverEdge) { Object.assign(state, { hover: under, hoverEdge: edge }); network.redraw(); }
  });

  let hiding = false;
  const drawn = { nodes: new Map(), edges: new Map() };
  function refresh() {
    sync(visNodes, drawn.nodes, wantedNodes());
    sync(visEdges, drawn.edges, wantedEdges());
    const many = visEdges.length > MOST_MOVING;
    if (many !== hiding) network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
    hiding = many;
    network.redraw();
  }
  function fit() {
    const shown = nodes.filter((_, i) => state.shown(i));
    if (!shown.length || !element.clientWidth) return;
    const [xs, ys] = [shown.map(({ x }) => x), shown.map(({ y }) => y)];
    const [left, right, top, bottom] = [xs.reduce(least), xs.reduce(most), ys.reduce(least), ys.reduce(most)];
    const across = (element.clientWidth - 2 * Math.min(90, element.clientWidth / 6)) / (right - left + 1); // room for labels at the rim
    const down = (element.clientHeight - 100) / (bottom - top + 1);
    const scale = Math.max(0.02, Math.min(1.3, across, down));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 12 / scale }, scale, animation: false });
  }
  // Moves only when node i is at the rim or too small to read: the reader's picture stays.
  function bring(i) {
    if (!element.clientWidth) return;
    const at = network.canvasToDOM(nodes[i]);
    const rim = { x: element.clientWidth / 10, y: element.clientHeight / 10 };
    const inside = at.x > rim.x && at.x < element.clientWidth - rim.x && at.y > rim.y && at.y < element.clientHeight - rim.y;
    const scale = Math.max(network.getScale(), state.scope === null ? 0.5 : 0.9);
    if (inside && scale === network.getScale()) return;
    network.moveTo({ position: { x: nodes[i].x, y: nodes[i].y }, scale, animation: calm.matches ? false : { duration: 300, easingFunction: 'easeInOutQuad' } });
  }
  return {
    refresh,
    fit,
    bring,
    redraw: () => network.redraw(),
    zoom: (factor) => network.moveTo({ scale: Math.min(8, Math.max(0.02, network.getScale() * factor)), animation: false }),
    repaint() {
      network.setOptions({ groups: groupStyles(), edges: edgeStyle() });
      drawn.nodes.forEach((_, i) => drawn.nodes.set(i, ''));
      refresh();
    },
    where: (i) => network.canvasToDOM(nodes[i]),
    view: () => ({ ...viewOf(network), scale: network.getScale() }),
  };
}

const least = (a, b) => Math.min(a, b);
const most = (a, b) => Math.max(a, b);

function viewOf(network) {
  const { clientWidth, clientHeight } = network.body.container;
  const low = network.DOMtoCanvas({ x: 0, y: 0 });
  const high = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
  return { left: low.x, top: low.y, right: high.x, bottom: high.y };
}

// The library knows only what is shown: a page of thousands opens as fast as the part of it that is seen.
function wantedNodes() {
  const wanted = new Map();
  nodes.forEach(({ x, y, shape, size, group }, i) => {
    if (!state.shown(i)) return;
    const status = statusNow(i)?.status;
    const look = status ? { shape: 'custom', ctxRenderer: ({ ctx, x: cx, y: cy }) => ({ drawNode: () => paintStatus(ctx, cx, cy, size, status), nodeDimensions: { width: 2 * size, height: 2 * size } }) } : { shape };
    wanted.set(i, { key: `${x},${y},${status}`, item: { id: i, x, y, size, group: String(group), ...look } });
  });
  return wanted;
}

function wantedEdges() {
  const wanted = new Map();
  const shown = edges.map((_, j) => j).filter(state.shownEdge);
  const heads = shown.length <= MOST_ARROWS;
  for (const j of shown) {
    const { from, to, arrows, smooth } = edges[j];
    wanted.set(j, { key: String(heads), item: { id: j, from, to, smooth: smooth || false, arrows: heads ? arrows : '' } });
  }
  return wanted;
}

function sync(dataset, drawn, wanted) {
  const gone = [...drawn.keys()].filter((id) => !wanted.has(id));
  const changed = [...wanted].filter(([id, { key }]) => drawn.get(id) !== key);
  if (gone.length) dataset.remove(gone);
  if (changed.length) dataset.update(changed.map(([, { item }]) => item));
  gone.forEach((id) => drawn.delete(id));
  changed.forEach(([id, { key }]) => drawn.set(id, key));
}

function groupStyles() {
  return Object.fromEntries(groups.map(({ colour: name, dashed }, i) => {
    const fill = dashed ? colour('paper') : colour(name);
    const border = dashed ? colour(name) : colour('paper');
    const both = { background: fill, border };
    return [i, { color: { ...both, highlight: both, hover: both }, shapeProperties: { borderDashes: dashed ? [4, 3] : false }, borderWidth: dashed ? 2 : 1.5 }];
  }));
}

const edgeStyle = () => ({
  smooth: false,
  width: 1,
  selectionWidth: 0,
  color: { inherit: false, color: colour('edge'), highlight: colour('edge'), hover: colour('edge') },
  arrows: { to: { scaleFactor: 0.45 } },
});

// The selected node or edge with what it touches; null when nothing is selected.
function emphasised() {
  const chosen = state.selected !== null ? graph.links[state.selected] : state.edge !== null ? [state.edge] : null;
  if (!chosen || (state.selected !== null && !state.shown(state.selected))) return null;
  const touched = chosen.filter(state.shownEdge);
  const ends = new Set(touched.flatMap((j) => [edges[j].from, edges[j].to]));
  if (state.selected !== null) ends.add(state.selected);
  return { edges: touched, nodes: ends };
}

// A veil of paper over everything, then once more, in front of it, what the reader asked for.
function drawInFront(ctx, network, view, { edges: lines, nodes: ends }) {
  ctx.save();
  ctx.globalAlpha = 0.82;
  ctx.fillStyle = colour('paper');
  ctx.fillRect(view.left, view.top, view.right - view.left, view.bottom - view.top);
  ctx.restore();
  // Between two steps of an update the library may not know all of them yet.
  for (const j of lines) { network.body.edges[j]?.draw(ctx); network.body.edges[j]?.drawArrows(ctx); }
  for (const i of ends) network.body.nodes[i]?.draw(ctx);
}

function drawRings(ctx, scale) {
  for (const [i, dash] of [[state.selected, []], [state.peek, [4 / scale, 3 / scale]]]) {
    if (i === null || !state.shown(i)) continue;
    ctx.save();
    ctx.strokeStyle = colour('accent');
    ctx.lineWidth = 2.5 / scale;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.arc(nodes[i].x, nodes[i].y, sizeAt(i, scale) * (nodes[i].moments ? 1.35 : 1) + 5 / scale + 2, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.restore();
  }
}

// The node under a point or within a finger's reach of it.
function nodeNear(point, scale) {
  let best = null;
  let nearest = 8 / scale;
  nodes.forEach(({ x, y }, i) => {
    const away = Math.hypot(x - point.x, y - point.y) - sizeAt(i, scale);
    if (away < nearest && state.shown(i)) { best = i; nearest = away; }
  });
  return best;
}
