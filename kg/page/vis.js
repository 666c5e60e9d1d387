// The renderer for few: vis-network puts what is shown where it belongs. See drawing.js for what it does.

function makeVis(element, { front, tap, double }) {
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
  const drawn = { nodes: new Map(), edges: new Map() };
  let moving = false;

  network.on('afterDrawing', (ctx) => {
    const scale = network.getScale();
    if (scale < FAR && !emphasised()) for (let i = 0; i < nodes.length; i += 1) if (state.shown(i)) paintNode(ctx, i, sizeAt(i, scale)); // larger, to be seen from afar
    front(ctx, moving);
  });
  network.on('dragStart', () => { moving = true; });
  network.on('dragEnd', () => { moving = false; network.redraw(); });
  network.on('click', ({ pointer }) => tap(pointer.DOM));
  network.on('doubleClick', ({ pointer }) => double(pointer.DOM));

  function refresh() {
    sync(visNodes, drawn.nodes, wantedNodes());
    sync(visEdges, drawn.edges, wantedEdges());
    network.redraw();
  }
  return {
    refresh,
    redraw: () => network.redraw(),
    repaint() {
      network.setOptions({ groups: groupStyles(), edges: edgeStyle() });
      drawn.nodes.forEach((_, i) => drawn.nodes.set(i, ''));
      refresh();
    },
    camera: () => ({ ...network.getViewPosition(), scale: network.getScale() }),
    moveTo: ({ x, y, scale }) => network.moveTo({ position: { x, y }, scale, animation: false }),
  };
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
