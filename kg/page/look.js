// How things look: colours from graph.css, shapes, and the patterns that tell a status without colour.

const calm = matchMedia('(prefers-reduced-motion: reduce)');

// Colours live in graph.css, where light and dark differ; asked for once for each theme.
const colours = new Map();
function colour(name) {
  if (!colours.has(name)) colours.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  return colours.get(name);
}

const STATUSES = ['in force', 'unknown', 'ended', 'not yet'];
const STATUS_COLOURS = { 'in force': 'green', unknown: 'gold', ended: 'slate', 'not yet': 'slate' };
const IN_WORDS = { 'in force': 'In force', unknown: 'Cannot be told', ended: 'Ended', 'not yet': 'Not yet' };

// A square for a commitment: full, hatched, struck through.
function paintStatus(ctx, x, y, size, status) {
  const name = colour(STATUS_COLOURS[status]);
  ctx.save();
  ctx.fillStyle = status === 'in force' ? name : colour('paper');
  ctx.strokeStyle = status === 'in force' ? colour('paper') : name;
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  ctx.moveTo(x - size, y - size); ctx.lineTo(x + size, y - size); ctx.lineTo(x + size, y + size); ctx.lineTo(x - size, y + size); ctx.closePath();
  ctx.fill();
  ctx.stroke();
  ctx.beginPath();
  if (status === 'unknown') {
    for (const k of [-0.9, 0, 0.9]) { ctx.moveTo(x + Math.max(-size, (k - 1) * size), y + Math.min(size, (k + 1) * size)); ctx.lineTo(x + Math.min(size, (k + 1) * size), y + Math.max(-size, (k - 1) * size)); }
  }
  if (status === 'ended') { ctx.moveTo(x - size, y + size); ctx.lineTo(x + size, y - size); }
  ctx.stroke();
  ctx.restore();
}

// The outline of a shape of a size, as vis-network draws it.
function outline(ctx, shape, x, y, size) {
  const ring = (points, reach, turn, near = reach, down = 0) => {
    for (let k = 0; k < points; k += 1) {
      const r = k % 2 ? near : reach;
      ctx[k ? 'lineTo' : 'moveTo'](x + r * Math.sin(turn + (2 * Math.PI * k) / points), y + down - r * Math.cos(turn + (2 * Math.PI * k) / points));
    }
    ctx.closePath();
  };
  ctx.beginPath();
  if (shape === 'square') ring(4, size * Math.SQRT2, Math.PI / 4);
  else if (shape === 'diamond') ring(4, size, 0);
  else if (shape === 'triangle') ring(3, size * 1.328, 0, size * 1.328, 0.316 * size);
  else if (shape === 'triangleDown') ring(3, size * 1.328, Math.PI, size * 1.328, -0.316 * size);
  else if (shape === 'hexagon') ring(6, size, Math.PI / 6);
  else if (shape === 'star') ring(10, size * 1.066, 0, size * 0.41, 0.082 * size);
  else ctx.arc(x, y, size, 0, 2 * Math.PI);
}

const FAR = 0.6; // scale below which nodes keep their size on screen, as far as there is room
const LEAST = 1.2; // pixels from the middle of a node to its rim, however far away

// Up to three times their size in the drawing; a crowd would become one blot.
const grownAt = (size, scale) => Math.max(LEAST / scale, size * Math.max(1, Math.min(shownCount > CROWD ? 1.3 : 3, FAR / scale)));
const sizeAt = (i, scale) => grownAt(nodes[i].size, scale);

// A look is a status, or else the number of a group.
const lookOf = (i) => statusNow(i)?.status || nodes[i].group;
const paintNode = (ctx, i, size) => paintLook(ctx, lookOf(i), nodes[i].x, nodes[i].y, size);

// What covers most of a look, for those too small to have a shape.
const coverOf = (look) => colour(STATUS_COLOURS[look] || groups[look].colour);

function paintLook(ctx, look, x, y, size) {
  if (STATUS_COLOURS[look]) return paintStatus(ctx, x, y, size, look);
  const { colour: name, dashed, shape } = groups[look];
  ctx.save();
  ctx.fillStyle = dashed ? colour('paper') : colour(name);
  ctx.strokeStyle = dashed ? colour(name) : colour('paper');
  ctx.lineWidth = 1.5;
  ctx.setLineDash(dashed ? [4, 3] : []);
  outline(ctx, shape, x, y, size);
  ctx.fill(); ctx.stroke();
  return ctx.restore();
}

// Lines

const MOST_ARROWS = 250; // lines; above this arrowheads hide more than they tell

// Where a line between two nodes that have several is drawn to on its way, as vis-network bends it; null is straight.
function bendOf(j) {
  const bend = edges[j].smooth?.roundness;
  if (!bend) return null;
  const [from, to] = [nodes[edges[j].from], nodes[edges[j].to]];
  const [part, x, y] = [0.5 + bend / 2, to.x - from.x, to.y - from.y];
  const [far, turn] = [part * Math.hypot(x, y), Math.atan2(-y, x) + part * Math.PI];
  return { x: from.x + far * Math.sin(turn), y: from.y + far * Math.cos(turn) };
}

function middleOf(j) {
  const [from, to, by] = [nodes[edges[j].from], nodes[edges[j].to], bendOf(j)];
  if (from === to) return { x: from.x + 0.7 * from.size, y: from.y - 2.4 * from.size };
  return by ? { x: (from.x + 2 * by.x + to.x) / 4, y: (from.y + 2 * by.y + to.y) / 4 } : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

function paintEdge(ctx, j, scale, head, faded = false) {
  const [from, to, by] = [nodes[edges[j].from], nodes[edges[j].to], bendOf(j)];
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour(faded ? 'line' : 'edge');
  ctx.lineWidth = 1;
  ctx.beginPath();
  if (from === to) ctx.arc(from.x + 0.7 * from.size, from.y - 1.4 * from.size, from.size, 0, 2 * Math.PI);
  else {
    ctx.moveTo(from.x, from.y);
    if (by) ctx.quadraticCurveTo(by.x, by.y, to.x, to.y);
    else ctx.lineTo(to.x, to.y);
  }
  ctx.stroke();
  if (head && edges[j].arrows && from !== to) paintHead(ctx, by || from, to, sizeAt(edges[j].to, scale));
  ctx.restore();
}

// An arrowhead at the rim of the node that a line leads to.
function paintHead(ctx, from, to, rim) {
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [x, y] = [(to.x - from.x) / far, (to.y - from.y) / far];
  const [tip, tail] = [rim + 1, rim + 9];
  ctx.beginPath();
  ctx.moveTo(to.x - tip * x, to.y - tip * y);
  ctx.lineTo(to.x - tail * x - 3.2 * y, to.y - tail * y + 3.2 * x);
  ctx.lineTo(to.x - tail * x + 3.2 * y, to.y - tail * y - 3.2 * x);
  ctx.closePath();
  ctx.fill();
}

const SVG = 'http://www.w3.org/2000/svg';

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const OUTLINES = {
  dot: 'M7 1.5a5.5 5.5 0 1 0 .01 0z', square: 'M2 2h10v10H2z', triangle: 'M7 1.5l6 11H1z', triangleDown: 'M1 2h12L7 13z', diamond: 'M7 .5L13.5 7 7 13.5.5 7z',
  star: 'M7 .5l1.9 4.2 4.6.5-3.4 3.1.9 4.6-4-2.4-4 2.4.9-4.6L.5 5.2l4.6-.5z', hexagon: 'M3.8 1.5h6.4L13.4 7l-3.2 5.5H3.8L.6 7z',
};
const STROKES = { 'in force': 'M2 2h10v10H2z', unknown: 'M2 2h10v10H2zM2 7l5-5M2 12L12 2M7 12l5-5', ended: 'M2 2h10v10H2zM2 12L12 2', 'not yet': 'M2 2h10v10H2z' };

function swatch({ shape, colour: name, dashed }) {
  return svg('svg', { viewBox: '0 0 14 14', class: dashed ? 'swatch dashed' : 'swatch', 'aria-hidden': 'true' }, svg('path', { d: OUTLINES[shape], class: name }));
}

function statusSwatch(status) {
  return svg('svg', { viewBox: '0 0 14 14', class: `swatch status-${status.replace(' ', '-')}`, 'aria-hidden': 'true' }, svg('path', { d: STROKES[status] }));
}

// A commitment's swatch tells its status, any other its type.
function swatchOf(i) {
  const now = statusNow(i);
  return now ? statusSwatch(now.status) : swatch(groups[nodes[i].group]);
}
