// The drawing of the network. One of two renderers shows nodes and lines: vis-network (vis.js) for few, our own
// (canvas.js) for many. What the reader does with it, and what stands in front, is the same for both and is here.
//
// A renderer is made by make…(element, drawing) and does this:
//   refresh()        what is shown, where or how has changed
//   redraw()         what stands in front has changed
//   repaint()        the colours have changed
//   camera()         { x, y, scale }: the point of the drawing in the middle, and pixels to a unit
//   moveTo(camera)   looks from there, at once
// It calls drawing.front(ctx, moving) after each picture, in units of the drawing, and drawing.tap(at) and
// drawing.double(at) with a place on the element.

const FARTHEST = 0.005;
const NEAREST = 8;
const READABLE = 0.5;
const MOST_HOVERED = 1500; // lines; among more of them the one under the mouse is not looked for

// pick(node, edge) is called when the reader points at something or nothing, open(node) on a double click.
function makeDrawing(element, pick, open) {
  const renderer = (window.vis ? makeVis : makeCanvas)(element, { front, tap, double });
  const middle = () => ({ x: element.clientWidth / 2, y: element.clientHeight / 2 });
  let flight = 0; // of the camera; another move ends it

  const onScreen = ({ x, y }) => { const [from, { x: cx, y: cy, scale }] = [middle(), renderer.camera()]; return { x: from.x + (x - cx) * scale, y: from.y + (y - cy) * scale }; };
  const inDrawing = ({ x, y }) => { const [from, { x: cx, y: cy, scale }] = [middle(), renderer.camera()]; return { x: cx + (x - from.x) / scale, y: cy + (y - from.y) / scale }; };

  function view() {
    const [low, high] = [inDrawing({ x: 0, y: 0 }), inDrawing({ x: element.clientWidth, y: element.clientHeight })];
    return { left: low.x, top: low.y, right: high.x, bottom: high.y, scale: renderer.camera().scale };
  }

  function tap(at) {
    const { scale } = renderer.camera();
    const node = nodeNear(inDrawing(at), scale);
    pick(node, node === null ? edgeNear(inDrawing(at), scale) : null);
  }
  function double(at) {
    const node = nodeNear(inDrawing(at), renderer.camera().scale);
    if (node !== null) open(node);
  }
  // Only hover needs every move of the mouse, and it redraws only when what lies under it changes.
  element.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'mouse' || event.buttons) return;
    const box = element.getBoundingClientRect();
    const at = inDrawing({ x: event.clientX - box.left, y: event.clientY - box.top });
    const { scale } = renderer.camera();
    const under = nodeNear(at, scale);
    const edge = under === null && shownCount < MOST_HOVERED ? edgeNear(at, scale) : null;
    element.style.cursor = under === null && edge === null ? 'grab' : 'pointer';
    if (under !== state.hover || edge !== state.hoverEdge) { Object.assign(state, { hover: under, hoverEdge: edge }); renderer.redraw(); }
  });

  let labels = [];
  function front(ctx, moving = false) {
    const seen = view();
    const chosen = emphasised();
    if (chosen) drawChosen(ctx, seen, chosen);
    drawRings(ctx, seen.scale);
    if (!moving || shownCount <= CROWD) labels = placeLabels(ctx, seen.scale, seen, chosen?.nodes); // thousands keep theirs while they move
    drawLabels(ctx, seen.scale, labels);
    const told = chosen ? chosen.edges : state.hoverEdge !== null ? [state.hoverEdge] : [];
    drawEdgeLabels(ctx, seen.scale, told, labels.map(({ box }) => box));
  }

  function fit() {
    const box = boxOf(nodes.map((_, i) => i).filter(state.shown));
    if (!box || !element.clientWidth) return;
    const across = (element.clientWidth - 2 * Math.min(90, element.clientWidth / 6)) / (box.right - box.left + 1); // room for labels at the rim
    const down = (element.clientHeight - 100) / (box.bottom - box.top + 1);
    const scale = Math.max(FARTHEST, Math.min(1.3, across, down));
    leap({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + 12 / scale, scale });
  }
  function leap(camera) {
    cancelAnimationFrame(flight);
    renderer.moveTo(camera);
  }
  function fly(to) {
    const [from, begin, lasts] = [renderer.camera(), performance.now(), 300];
    const step = (now) => {
      const part = Math.min(1, Math.max(0, now - begin) / lasts);
      const way = part * part * (3 - 2 * part);
      renderer.moveTo({ x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, scale: from.scale * (to.scale / from.scale) ** way });
      if (part < 1) flight = requestAnimationFrame(step);
    };
    cancelAnimationFrame(flight);
    flight = requestAnimationFrame(step);
  }
  // Moves only when node i is at the rim or too small to read: the reader's picture stays.
  function bring(i) {
    if (!element.clientWidth) return;
    const [at, half, now] = [onScreen(nodes[i]), middle(), renderer.camera()];
    const inside = Math.abs(at.x - half.x) < half.x * 0.8 && Math.abs(at.y - half.y) < half.y * 0.8;
    const scale = Math.max(now.scale, READABLE);
    if (inside && scale === now.scale) return;
    (calm.matches ? leap : fly)({ x: nodes[i].x, y: nodes[i].y, scale });
  }
  return {
    refresh() { forgetPlaces(); renderer.refresh(); },
    redraw: renderer.redraw,
    repaint: renderer.repaint,
    fit,
    bring,
    zoom: (factor) => { const now = renderer.camera(); leap({ ...now, scale: Math.min(NEAREST, Math.max(FARTHEST, now.scale * factor)) }); },
    where: (i) => onScreen(nodes[i]),
    view,
  };
}

function boxOf(wanted) {
  if (!wanted.length) return null;
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const i of wanted) {
    const { x, y } = nodes[i];
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.top) box.top = y;
    if (y > box.bottom) box.bottom = y;
  }
  return box;
}

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
function drawChosen(ctx, view, { edges: lines, nodes: ends }) {
  ctx.save();
  ctx.globalAlpha = 0.82;
  ctx.fillStyle = colour('paper');
  ctx.fillRect(view.left, view.top, view.right - view.left, view.bottom - view.top);
  ctx.restore();
  for (const j of lines) paintEdge(ctx, j, view.scale, lines.length <= MOST_ARROWS);
  for (const i of ends) paintNode(ctx, i, sizeAt(i, view.scale));
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
