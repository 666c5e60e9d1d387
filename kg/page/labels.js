// Labels on a drawing: the same size on screen at any zoom, the most linked first, never one over another.

const LABEL_PIXELS = 12;
const MOST_LABELS = 150;
const MOST_ALIKE = 6; // lines that say the same; the colours at their ends tell the rest
const SPARSE = 60; // nodes in view; up to this no label covers a node
const CROWD = 500; // nodes in view; above this only the most linked are named

// At most three lines of about 20 characters.
function wrap(text) {
  const lines = [''];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.length - 1;
    if (!lines[last]) lines[last] = word;
    else if (lines[last].length + word.length < 20) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  if (lines.length > 3) lines[2] += ' …';
  return lines.slice(0, 3).map((line) => (line.length > 28 ? `${line.slice(0, 27)}…` : line));
}

const wrapped = once((i) => wrap(nodes[i].label));

const within = (box, view) => box.left >= view.left && box.right <= view.right && box.top >= view.top && box.bottom <= view.bottom;
const touching = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
const boxAround = ({ x, y }, reach) => ({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });

// Where a label may stand, best first: below its node, above, right, left, at a corner; then the same a step further out.
function placesFor(node, width, height, scale) {
  return [...placesAt(node, width, height, scale), ...placesAt({ ...node, size: node.size + 16 / scale }, width, height, scale)];
}

function placesAt({ x, y, size }, width, height, scale) {
  const gap = size + 4 / scale;
  const [left, right, middle, near] = [x - gap - width, x + gap, x - width / 2, gap * 0.75];
  return [[middle, y + gap], [middle, y - gap - height], [right, y - height / 2], [left, y - height / 2],
    [x + near, y + near], [x - near - width, y + near], [x + near, y - near - height], [x - near - width, y - near - height]]
    .map(([start, top]) => ({ left: start, top, right: start + width, bottom: top + height }));
}

function pen(ctx, scale) {
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3.5 / scale;
  ctx.strokeStyle = colour('paper');
  ctx.fillStyle = colour('ink');
}

// Which labels are shown, with their lines and boxes. chosen: the nodes in front, or null.
function placeLabels(ctx, scale, view, chosen) {
  const first = [state.selected, state.peek, state.hover].filter((i, k, all) => i !== null && state.shown(i) && all.indexOf(i) === k);
  const inView = ({ x, y }) => x >= view.left && x <= view.right && y >= view.top && y <= view.bottom;
  const pool = important.filter((i) => visible[i] && inView(nodes[i]) && (!chosen || chosen.has(i)) && !first.includes(i));
  const line = (LABEL_PIXELS * 1.15) / scale;
  const crowd = pool.length > CROWD;
  const dots = crowd ? [] : [...first, ...pool].map((i) => boxAround(nodes[i], sizeAt(i, scale) * 0.9));
  const [taken, placed] = [[], []];
  ctx.save();
  for (const [rank, i] of [...first, ...pool.slice(0, crowd ? 200 : 1500)].entries()) {
    const must = first.includes(i);
    if (!must && taken.length >= (crowd ? MOST_LABELS / 6 : MOST_LABELS)) break;
    ctx.font = fontOf(must, scale);
    const waiting = must ? hiddenNeighbours(i).length : 0;
    const lines = waiting ? [...wrapped(i), `+ ${waiting} hidden`] : wrapped(i);
    const width = Math.max(...lines.map((text) => ctx.measureText(text).width));
    const places = placesFor({ ...nodes[i], size: sizeAt(i, scale) }, width, lines.length * line, scale);
    const free = (obstacles) => places.find((spot) => within(spot, view) && !obstacles.some((other) => touching(spot, other)));
    const box = free([...taken, ...dots]) || (rank < 10 && pool.length > SPARSE && free(taken)) || (must && places[0]); // on a full map, what matters most may cover a node
    if (!box) continue;
    taken.push(box);
    placed.push({ lines, must, box });
  }
  ctx.restore();
  return placed;
}

const fontOf = (must, scale) => `${must ? '600 ' : ''}${LABEL_PIXELS / scale}px ${colour('sans')}`;

function drawLabels(ctx, scale, placed) {
  const line = (LABEL_PIXELS * 1.15) / scale;
  ctx.save();
  pen(ctx, scale);
  for (const { lines, must, box } of placed) {
    ctx.font = fontOf(must, scale);
    lines.forEach((text, k) => drawText(ctx, text, (box.left + box.right) / 2, box.top + k * line));
  }
  ctx.restore();
}

function drawText(ctx, text, x, y) {
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

// What the lines in front say, where there is room.
function drawEdgeLabels(ctx, scale, chosen, taken) {
  ctx.save();
  pen(ctx, scale);
  ctx.fillStyle = colour('faint');
  ctx.font = `italic ${(LABEL_PIXELS - 1) / scale}px ${colour('sans')}`;
  const said = new Map();
  for (const j of chosen) {
    const text = relationName(edges[j].told).slice(0, 40);
    if (said.get(text) === MOST_ALIKE) continue;
    const { x, y: middle } = middleOf(j);
    const y = middle - 6 / scale;
    const half = ctx.measureText(text).width / 2;
    const box = { left: x - half, right: x + half, top: y, bottom: y + LABEL_PIXELS / scale };
    if (taken.some((other) => touching(box, other))) continue;
    taken.push(box);
    said.set(text, (said.get(text) || 0) + 1);
    drawText(ctx, text, x, y);
  }
  ctx.restore();
}
