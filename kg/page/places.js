// What lies under a point: nodes by a grid, so that thousands cost as much as ten; lines, asked for seldom, one by one.

const FINGER = 8; // pixels beside a node that still count as on it
let places = null; // the grid, made when first asked after a change

const forgetPlaces = () => { places = null; };

// Nodes in the order of their cells, and where in that order each cell begins.
function makePlaces() {
  const shown = nodes.map((_, i) => i).filter(state.shown);
  const box = boxOf(shown) || { left: 0, right: 0, top: 0, bottom: 0 };
  const side = Math.max(1, Math.sqrt(((box.right - box.left + 1) * (box.bottom - box.top + 1)) / Math.max(1, shown.length)) * 1.5);
  const [columns, rows] = [Math.floor((box.right - box.left) / side) + 1, Math.floor((box.bottom - box.top) / side) + 1];
  const cellOf = ({ x, y }) => Math.floor((y - box.top) / side) * columns + Math.floor((x - box.left) / side);
  const starts = new Uint32Array(columns * rows + 1);
  for (const i of shown) starts[cellOf(nodes[i]) + 1] += 1;
  for (let k = 1; k < starts.length; k += 1) starts[k] += starts[k - 1];
  const [next, members] = [starts.slice(), new Uint32Array(shown.length)];
  for (const i of shown) members[next[cellOf(nodes[i])]++] = i;
  const largest = shown.reduce((size, i) => Math.max(size, nodes[i].size), 0);
  return { box, side, columns, rows, starts, members, largest };
}

// The node under a point of the drawing, or within a finger's reach of it.
function nodeNear(point, scale) {
  places ??= makePlaces();
  const { box, side, columns, rows, starts, members, largest } = places;
  const reach = grownAt(largest, scale) + FINGER / scale;
  const cell = (at, low, count) => Math.min(count - 1, Math.max(0, Math.floor((at - low) / side)));
  const [first, last] = [cell(point.x - reach, box.left, columns), cell(point.x + reach, box.left, columns)];
  let [best, nearest] = [null, FINGER / scale];
  for (let row = cell(point.y - reach, box.top, rows); row <= cell(point.y + reach, box.top, rows); row += 1) {
    for (let k = starts[row * columns + first]; k < starts[row * columns + last + 1]; k += 1) {
      const i = members[k];
      const away = Math.hypot(nodes[i].x - point.x, nodes[i].y - point.y) - sizeAt(i, scale);
      if (away < nearest || (away === nearest && i < best)) [best, nearest] = [i, away];
    }
  }
  return best;
}

// The line within a finger's reach of a point of the drawing.
function edgeNear(point, scale) {
  let [best, nearest] = [null, FINGER / scale];
  for (let j = 0; j < edges.length; j += 1) {
    if (!state.shownEdge(j)) continue;
    const corners = bendOf(j) ? [nodes[edges[j].from], middleOf(j), nodes[edges[j].to]] : [nodes[edges[j].from], nodes[edges[j].to]];
    for (let k = 1; k < corners.length; k += 1) {
      const away = distance(point, corners[k - 1], corners[k]);
      if (away < nearest) [best, nearest] = [j, away];
    }
  }
  return best;
}

// From a point to a straight line between two others.
function distance(point, from, to) {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const along = Math.min(1, Math.max(0, ((point.x - from.x) * x + (point.y - from.y) * y) / (x * x + y * y || 1)));
  return Math.hypot(from.x + along * x - point.x, from.y + along * y - point.y);
}
