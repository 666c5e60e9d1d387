// The drawing: vis-network puts nodes and edges where Python placed them; labels and emphasis are ours.

const LABEL_PIXELS = 12;
const MOST_LABELS = 150;
const CROWD = 500; // nodes in view; above this only the most linked are named
const MOST_ARROWS = 250; // above this arrowheads hide more than they tell
const calm = matchMedia('(prefers-reduced-motion: reduce)');

// Colours live in graph.css, where light and dark differ.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// graph: data and who is linked with whom; state: selected, edge, peek, hover, and shown(i) for a node.
function makeCanvas(element, graph, state, pick) {
  const { nodes, edges, groups } = graph.data;
  const visNodes = new vis.DataSet(nodes.map(({ id, x, y, shape, size, group }) => ({ id, x, y, shape, size, group: String(group) })));
  const visEdges = new vis.DataSet(edges.map(({ from, to, arrows, smooth }, id) => ({ id, from, to, smooth, arrows: edges.length > MOST_ARROWS ? '' : arrows })));
  const network = new vis.Network(element, { nodes: visNodes, edges: visEdges }, {
    ...graph.data.options,
    physics: false,
    layout: { improvedLayout: false },
    interaction: { dragNodes: false, selectable: false, hover: false, keyboard: false, hideEdgesOnDrag: edges.length > 3000, hideEdgesOnZoom: edges.length > 3000 },
    groups: groupStyles(groups),
    nodes: { borderWidth: 1.5, borderWidthSelected: 1.5, chosen: false },
    edges: edgeStyle(),
  });
  const wrapped = nodes.map((node) => wrap(node.label));
  const byImportance = nodes.map((_, i) => i).sort((a, b) => graph.links[b].length - graph.links[a].length || a - b);

  network.on('afterDrawing', (ctx) => {
    const chosen = emphasised(graph, state);
    if (chosen) drawInFront(ctx, network, graph, chosen);
    drawRings(ctx, network, nodes, state);
    drawLabels(ctx, network, graph, state, chosen, wrapped, byImportance);
  });
  network.on('click', ({ pointer }) => {
    const node = nodeNear(pointer.canvas, network.getScale(), nodes, state);
    const edge = node === null ? network.getEdgeAt(pointer.DOM) : undefined;
    pick(node, edge === undefined ? null : edge);
  });
  // Only hover needs every move of the mouse, and it redraws only when what lies under it changes.
  element.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'mouse' || event.buttons) return;
    const box = element.getBoundingClientRect();
    const at = network.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top });
    const under = nodeNear(at, network.getScale(), nodes, state);
    element.style.cursor = under === null ? 'grab' : 'pointer';
    if (under !== state.hover) { state.hover = under; network.redraw(); }
  });

  const hidden = { nodes: new Set(), edges: new Set() };
  function showOnly() {
    update(visNodes, hidden.nodes, nodes.map((_, i) => !state.shown(i)));
    update(visEdges, hidden.edges, edges.map((edge) => !(state.shown(edge.from) && state.shown(edge.to))));
  }
  function refresh() {
    showOnly();
    if (state.selected !== null) network.setSelection({ nodes: [state.selected] }, { highlightEdges: true });
    else if (state.edge !== null) network.setSelection({ edges: [state.edge] });
    else network.unselectAll();
    network.redraw();
  }
  function fit() {
    const shown = nodes.filter((_, i) => state.shown(i));
    if (!shown.length) return;
    const [xs, ys] = [shown.map(({ x }) => x), shown.map(({ y }) => y)];
    const [left, right, top, bottom] = [xs.reduce(least), xs.reduce(most), ys.reduce(least), ys.reduce(most)];
    const across = (element.clientWidth - 2 * Math.min(80, element.clientWidth / 8)) / (right - left + 1); // room for labels at the rim
    const down = (element.clientHeight - 90) / (bottom - top + 1);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(0.02, Math.min(1.5, across, down)), animation: false });
  }
  // Moves only when node i is at the rim or too small to read: the reader's picture stays.
  function bring(i) {
    const at = network.canvasToDOM(nodes[i]);
    const rim = { x: element.clientWidth / 10, y: element.clientHeight / 10 };
    const inside = at.x > rim.x && at.x < element.clientWidth - rim.x && at.y > rim.y && at.y < element.clientHeight - rim.y;
    const scale = Math.max(network.getScale(), 0.5);
    if (inside && scale === network.getScale()) return;
    network.moveTo({ position: nodes[i], scale, animation: calm.matches ? false : { duration: 300, easingFunction: 'easeInOutQuad' } });
  }
  return {
    refresh,
    fit,
    zoom: (factor) => network.moveTo({ scale: Math.min(8, Math.max(0.02, network.getScale() * factor)), animation: false }),
    bring,
    repaint() {
      network.setOptions({ groups: groupStyles(groups), edges: edgeStyle() });
      visNodes.update(nodes.map(({ id, group }) => ({ id, group: String(group) })));
      refresh();
    },
    where: (i) => network.canvasToDOM(nodes[i]),
  };
}

const least = (a, b) => Math.min(a, b);
const most = (a, b) => Math.max(a, b);

function update(dataset, hidden, wanted) {
  const changed = [];
  wanted.forEach((hide, id) => {
    if (hide === hidden.has(id)) return;
    if (hide) hidden.add(id); else hidden.delete(id);
    changed.push({ id, hidden: hide });
  });
  if (changed.length) dataset.update(changed);
}

function groupStyles(groups) {
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
  selectionWidth: 0.6,
  color: { inherit: false, color: colour('edge'), highlight: colour('accent'), hover: colour('edge') },
  arrows: { to: { scaleFactor: 0.45 } },
});

// The selected node or edge with what it touches; null when nothing is selected.
function emphasised(graph, state) {
  const touching = state.selected !== null ? graph.links[state.selected] : state.edge !== null ? [state.edge] : null;
  if (!touching) return null;
  const edges = touching.filter((j) => state.shown(graph.data.edges[j].from) && state.shown(graph.data.edges[j].to));
  const nodes = new Set(edges.flatMap((j) => [graph.data.edges[j].from, graph.data.edges[j].to]));
  if (state.selected !== null) nodes.add(state.selected);
  return { edges, nodes };
}

// A veil of paper over everything, then once more, in front of it, what the reader asked for.
function drawInFront(ctx, network, graph, { edges, nodes }) {
  const { clientWidth, clientHeight } = network.body.container;
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  const opposite = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
  ctx.save();
  ctx.globalAlpha = 0.82;
  ctx.fillStyle = colour('paper');
  ctx.fillRect(corner.x, corner.y, opposite.x - corner.x, opposite.y - corner.y);
  ctx.restore();
  for (const j of edges) { network.body.edges[j].draw(ctx); network.body.edges[j].drawArrows(ctx); }
  for (const i of nodes) network.body.nodes[i].draw(ctx);
}

function drawRings(ctx, network, nodes, { selected, peek }) {
  const scale = network.getScale();
  for (const [i, dash] of [[selected, []], [peek, [4 / scale, 3 / scale]]]) {
    if (i === null) continue;
    ctx.save();
    ctx.strokeStyle = colour('accent');
    ctx.lineWidth = 2.5 / scale;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.arc(nodes[i].x, nodes[i].y, nodes[i].size + 5 / scale + 2, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.restore();
  }
}

// At most three lines of about 20 characters.
function wrap(text) {
  const lines = [''];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.length - 1;
    if (!lines[last]) lines[last] = word;
    else if (lines[last].length + word.length < 20) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  if (lines.length > 3) lines[2] += '…';
  return lines.slice(0, 3).map((line) => (line.length > 28 ? `${line.slice(0, 27)}…` : line));
}

// Labels keep their size on screen. The most linked go first, and one that would cover another waits for a closer look.
function drawLabels(ctx, network, graph, state, chosen, wrapped, byImportance) {
  const scale = network.getScale();
  const { nodes } = graph.data;
  const { clientWidth, clientHeight } = network.body.container;
  const low = network.DOMtoCanvas({ x: 0, y: 0 });
  const high = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
  const view = { left: low.x, top: low.y, right: high.x, bottom: high.y };
  const inView = (i) => state.shown(i) && within(boxAround(nodes[i], 0), view);
  const first = [state.selected, state.peek, state.hover].filter((i) => i !== null);
  const pool = (chosen ? byImportance.filter((i) => chosen.nodes.has(i)) : byImportance).filter((i) => !first.includes(i)).filter(inView);
  const line = (LABEL_PIXELS * 1.15) / scale;
  const crowd = pool.length > CROWD;
  const dots = crowd ? [] : [...first, ...pool].map((i) => boxAround(nodes[i], nodes[i].size * 0.9));
  const taken = [];
  ctx.save();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3.5 / scale;
  ctx.strokeStyle = colour('paper');
  ctx.fillStyle = colour('ink');
  for (const [rank, i] of [...first, ...pool.slice(0, 1500)].entries()) {
    const must = first.includes(i);
    if (!must && taken.length >= (crowd ? MOST_LABELS / 6 : MOST_LABELS)) break;
    ctx.font = `${must ? '600 ' : ''}${LABEL_PIXELS / scale}px ${colour('sans')}`;
    const width = Math.max(...wrapped[i].map((text) => ctx.measureText(text).width));
    const places = placesFor(nodes[i], width, wrapped[i].length * line, scale);
    const free = (obstacles) => places.find((place) => within(place, view) && !obstacles.some((other) => touching(place, other)));
    const box = free([...taken, ...dots]) || (rank < 10 && free(taken)) || (must && places[0]); // what matters most may cover a node
    if (!box) continue;
    taken.push(box);
    wrapped[i].forEach((text, k) => {
      ctx.strokeText(text, (box.left + box.right) / 2, box.top + k * line);
      ctx.fillText(text, (box.left + box.right) / 2, box.top + k * line);
    });
  }
  ctx.restore();
}

const within = (box, view) => box.left >= view.left && box.right <= view.right && box.top >= view.top && box.bottom <= view.bottom;

const touching = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

const boxAround = ({ x, y }, reach) => ({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });

// Where a label may stand, best first: below its node, above, right, left, at a corner.
function placesFor({ x, y, size }, width, height, scale) {
  const gap = size + 4 / scale;
  const [left, right, middle, near] = [x - gap - width, x + gap, x - width / 2, gap * 0.75];
  return [[middle, y + gap], [middle, y - gap - height], [right, y - height / 2], [left, y - height / 2],
    [x + near, y + near], [x - near - width, y + near], [x + near, y - near - height], [x - near - width, y - near - height]]
    .map(([start, top]) => ({ left: start, top, right: start + width, bottom: top + height }));
}

// The node under a point or within a finger's reach of it.
function nodeNear(point, scale, nodes, state) {
  let best = null;
  let least = 8 / scale;
  nodes.forEach(({ x, y, size }, i) => {
    const away = Math.hypot(x - point.x, y - point.y) - size;
    if (away < least && state.shown(i)) { best = i; least = away; }
  });
  return best;
}
